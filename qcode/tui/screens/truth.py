"""Which conditions go together with an outcome in the cases: truth tables of crisp and fuzzy sets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from qcode.errors import QcodeError
from qcode.model.cases import Case
from qcode.model.tables import Table
from qcode.text.names import counted
from qcode.tui.errands import Quotations, TypologyOf
from qcode.tui.screens import matrix_menus as menus
from qcode.tui.screens import truth_table as tables
from qcode.tui.screens.comparing import whose
from qcode.tui.screens.guarding import on_screen
from qcode.tui.screens.matrix_asked import is_about, quotations_behind
from qcode.tui.screens.matrix_table import TableRows, in_words
from qcode.tui.screens.table_export import export
from qcode.tui.screens.truth_asking import TruthAsking
from qcode.tui.screens.truth_table import AskedTruth, Truth, find_truth
from qcode.tui.screens.view import dialogue, guarded
from qcode.tui.session import News
from qcode.tui.widgets.grid import Grid
from qcode.tui.widgets.picker import Choice
from qcode.tui.widgets.read_out import Part, ReadOut, told

_NOTHING = Table(name="", title="", rows=[], columns=[], values=[])


class TruthTables(TruthAsking):
    """Cases sorted by conditions, and what leads to an outcome."""

    NAME = "truth-table"
    TITLE_WORDS = "Truth table"
    PROPOSED = "Configurations"
    CSS_PATH = "truth.tcss"
    HINTS = (
        ("truth.outcome", "outcome"),
        ("truth.conditions", "conditions"),
        ("list.choose", "quotations"),
        ("truth.shown", "solutions ..."),
        ("truth.inclusion", "consistency"),
        ("truth.least", "cases"),
        ("typology.accept", "accept"),
        ("truth.export", "export"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "export", "Write a table of this to a file", id="truth.export"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.asked = AskedTruth()
        self.truth: Truth | None = None
        self.source = TableRows(_NOTHING)
        self._stale = True

    def compose_body(self) -> ComposeResult:
        yield Grid(ascii=self.qcode.options.ascii, id="configurations")
        yield ReadOut(id="told", ascii=self.qcode.options.ascii)

    @property
    def grid(self) -> Grid:
        """The configurations, or what else is shown."""
        return self.query_one("#configurations", Grid)

    async def begin(self) -> None:
        """Stand on the table."""
        self.set_focus(self.grid)

    async def arrive(self, errand: object) -> None:
        """Show the truth table of what counts where the person comes from, or the one that was here."""
        self.set_focus(self.grid)
        asked = replace(self.asked, of=whose(errand.asked)) if isinstance(errand, TypologyOf) else self.asked
        if self._stale or asked != self.asked:
            await self._find_or_say(asked)
        else:
            self._show_head()
            self.tell()

    async def take_news(self, news: News) -> None:
        """Find anew, at once or when the view is gone to again."""
        if not is_about(self.asked.of, news):
            return
        self._stale = True
        if self.qcode.view is self and self._proposal is None:
            await self._find_or_say(self.asked)

    async def _find_or_say(self, asked: AskedTruth) -> None:
        """Show a truth table; where there can be none, say in its place why."""
        try:
            await self.find(asked)
        except QcodeError as error:
            self._show(asked, None, str(on_screen(error)))
            self.say_fault(error)

    async def find(self, asked: AskedTruth) -> None:
        """Show what is asked for; where it cannot be, all stays as it was."""
        if asked.lacks:
            await self.session.ask(asked.check)
            self._show(asked, None, f"This needs {asked.lacks}.{self._which_keys(asked)}")
        else:
            self._show(asked, await self.session.ask(lambda project: find_truth(project, asked)))
        self._stale = False

    def _which_keys(self, asked: AskedTruth) -> str:
        said = [] if asked.outcome else [f"{self.key_of('truth.outcome')} says the outcome"]
        if len(asked.conditions) < 2:
            said.append(f"{self.key_of('truth.conditions')} adds a condition")
        return f" {', '.join(said)}."

    def _show(self, asked: AskedTruth, truth: Truth | None, instead: str = "") -> None:
        """Show what was found; where nothing was, say what there is instead."""
        before = self.source.table
        self.asked, self.truth = asked, truth
        self.source = TableRows(truth.table if truth else _NOTHING, bars=False)
        if truth is not None and truth.table.columns == before.columns:
            self.grid.refresh_source(self.source)
        else:
            self.grid.show(self.source, self.source.frozen, "cell", empty=instead)
            self.grid.go_to(self.source.first, self.source.frozen)
        self._show_head()
        self.tell()

    def _show_head(self) -> None:
        asked = self.asked
        right = [
            f"consistency {asked.inclusion:g}",
            f"PRI {asked.pri:g}" if asked.pri else "",
            f"{counted(asked.least, 'case')} at least" if asked.least > 1 else "",
            "" if asked.measure == "segments" else asked.measure,
            menus.spoken(asked.of.roles),
            asked.of.coder or "",
            f"where {asked.of.condition}" if asked.of.condition else "",
        ]
        title = [self.truth.table.title] if self.truth else []
        self.head("Truth table", *title, right=[part for part in right if part])

    # -- the row under the cursor

    def _place(self) -> tuple[int, int] | None:
        return self.source.place(self.grid.cursor_row, self.grid.cursor_column)

    def tell(self) -> None:
        """Say which cases are in the row under the cursor, and how far in each set."""
        if self._proposal is not None:
            return
        place, truth = self._place(), self.truth
        self._told_of = place
        if truth is None:
            self.told.show(None, told("What is asked for", self._as_asked()))
            self.say("")
            return
        row = self.grid.cursor_row
        entry = self.source.entries[row] if 0 <= row < len(self.source) else ""
        parts = [] if isinstance(entry, str) else [Part("", "\n".join(truth.members(truth.cases_of(entry))))]
        title = truth.table.title if isinstance(entry, str) else truth.table.rows[entry].label
        self.told.show((self.asked, row), told(title, [*parts, Part("Notes", "\n".join(truth.table.notes))]))
        self.say(in_words(truth.table, place) if place else "")

    def _as_asked(self) -> list[Part]:
        asked = self.asked
        return [
            Part("Outcome", asked.outcome or "(none yet)"),
            Part("Conditions", "\n".join(asked.conditions) or "(none yet)"),
        ]

    @on(Grid.Moved, "#configurations")
    def _moved(self) -> None:
        if self._place() != self._told_of:
            self.tell()

    @on(Grid.Chosen, "#configurations")
    @guarded
    async def _chosen(self) -> None:
        """List the quotations that conditions and outcome rest on in the cases of the row."""
        place, truth = self._place(), self.truth
        if place is None or truth is None:
            return
        codings = frozenset(truth.table.behind(*place))
        name = truth.table.rows[place[0]].label
        if codings:
            await self.qcode.go("segments", Quotations(name, codings))
        else:
            self.say(f"{name}: there is nothing to list.")

    # -- taking it elsewhere

    def classed(self) -> Mapping[Case, tuple[str, str]]:
        """Return the cases with their configurations, to be accepted as classes."""
        return self.truth.cases if self.truth else {}

    @dialogue
    async def action_export(self) -> None:
        """Write one of the tables to a file."""
        asked = self.asked
        if asked.lacks:
            self.say(f"There is nothing to write yet: this needs {asked.lacks}.")
            return
        choices = [
            Choice(what, name, key=str(at)) for at, (name, what) in enumerate(tables.TABLES.items(), 1)
        ]
        name = await self.menu("Write:", choices)
        await export(
            self,
            f"truth_table_{name}",
            lambda project: asked.table(project, name),
            lambda project, table: quotations_behind(project, asked.of.selection(project), table),
            lambda project: project.pseudonyms.singled_out(asked.of.selection(project), "case", "code"),
        )
