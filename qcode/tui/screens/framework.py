"""The framework matrix: cases by codes, in each cell the beginning of its summary; Enter opens a cell."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input

from qcode.analysis.where import WhereError
from qcode.errors import QcodeError
from qcode.model.codes import Code
from qcode.tui.code_choices import code_choices
from qcode.tui.errands import SummaryOf
from qcode.tui.screens import matrix_menus as menus
from qcode.tui.screens.framework_table import AskedFramework, FrameworkRows, Place
from qcode.tui.screens.segments import CONDITION_EXAMPLE, what_is_wrong
from qcode.tui.screens.table_export import export
from qcode.tui.screens.view import View, dialogue, guarded
from qcode.tui.session import News
from qcode.tui.widgets.grid import Grid
from qcode.tui.widgets.labelled_field import LabelledField
from qcode.tui.widgets.picker import Choice
from qcode.tui.widgets.read_out import Part, ReadOut, told

if TYPE_CHECKING:
    from qcode.analysis.framework import FrameworkCells

_UNSEEN_TABLES = frozenset({"meta", "memos"})
_WRITTEN = _UNSEEN_TABLES | {"summaries"}
"""Tables whose changes leave quotations as they were."""
_NOTHING = "There are neither quotations nor summaries of themes here. {key} shows every theme."


class Framework(View):
    """One matrix of summaries; single keys say which cases and codes, whose, and how it lies."""

    NAME = "framework"
    TITLE_WORDS = "Framework"
    CSS_PATH = "framework.tcss"
    HINTS = (
        ("list.choose", "write"),
        ("framework.next", "next to write"),
        ("framework.codes", "codes"),
        ("framework.exchange", "turn round"),
        ("framework.where", "where"),
        ("framework.notes", "notes"),
        ("framework.export", "export"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "next", "Next cell with quotations and no summary", id="framework.next"),
        Binding("c", "codes", "Show one code with its sub-codes, or all that are used", id="framework.codes"),
        Binding("x", "exchange", "Cases on the rows, or codes", id="framework.exchange"),
        Binding(
            "a", "switch('aggregated')", "Quotations of sub-codes too, or not", id="framework.aggregated"
        ),
        Binding("v", "switch('every_code')", "Themes with nothing too, or not", id="framework.every_code"),
        Binding("s", "speech", "Whose speech counts", id="framework.speech"),
        Binding("o", "coder", "Whose codings and summaries are shown", id="framework.coder"),
        Binding("w", "where", "Show only what meets a condition", id="framework.where"),
        Binding("N", "notes", "Show the notes, or the summary in the cell", id="framework.notes"),
        Binding("J", "scroll(1)", "Scroll the summary down", id="framework.scroll_down"),
        Binding("K", "scroll(-1)", "Scroll the summary up", id="framework.scroll_up"),
        Binding("e", "export", "Write the matrix to a file", id="framework.export"),
        Binding("A", "afresh", "All as at first, nothing narrowed", id="framework.afresh"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.asked = AskedFramework()
        self.source: FrameworkRows | None = None
        self._stale = True
        """More than summaries is to be read anew."""
        self._unread = True
        """Something is."""
        self._notes = False
        self._told: Place | None = None

    def compose_body(self) -> ComposeResult:
        yield LabelledField("where", CONDITION_EXAMPLE, id="where")
        yield Grid(ascii=self.qcode.options.ascii, id="framework-table")
        yield ReadOut(id="framework-whole", ascii=self.qcode.options.ascii)

    @property
    def grid(self) -> Grid:
        """The matrix on the screen."""
        return self.query_one("#framework-table", Grid)

    @property
    def whole(self) -> ReadOut:
        """The summary under the cursor, in full."""
        return self.query_one("#framework-whole", ReadOut)

    @property
    def _field(self) -> LabelledField:
        return self.query_one("#where", LabelledField)

    async def begin(self) -> None:
        """Stand on the matrix."""
        self.set_focus(self.grid)

    async def arrive(self, errand: object) -> None:  # noqa: ARG002
        """Show the matrix, read anew where something changed."""
        self.set_focus(self.grid)
        if self._stale or self._unread:
            await self._read_again()
        else:
            self._show_head()
            self._say_cell()

    async def take_news(self, news: News) -> None:
        """Read anew, at once or when the view is gone to again."""
        if not news.everything and news.tables <= _UNSEEN_TABLES:
            return
        if news.everything or not news.tables <= _WRITTEN:
            self._stale = True
        self._unread = True
        if self.qcode.view is self:
            await self._read_again()

    @guarded
    async def _read_again(self) -> None:
        """Read what was asked for before; where what it was about is gone, the old matrix stays."""
        source = self.source
        if self._stale or source is None:
            await self._read(self.asked)
        else:
            cells = source.cells
            self._show(
                self.asked, await self.session.ask(lambda study: cells.with_summaries(study.summaries.list()))
            )

    # -- showing

    async def _read(self, asked: AskedFramework) -> None:
        """Show the matrix that is asked for; where it cannot be made, all stays as it was."""
        cells = await self.session.ask(asked.cells)
        self._stale = False
        self._show(asked, cells)

    def _show(self, asked: AskedFramework, cells: FrameworkCells) -> None:
        source = FrameworkRows(cells, asked, self.session.overview.my_id)
        before, place = self.source, self._place()
        self.asked, self.source, self._unread = asked, source, False
        empty = _NOTHING.format(key=self.key_of("framework.every_code"))
        if before is None or [one.title for one in before.columns] != [one.title for one in source.columns]:
            self.grid.show(source, 1, "cell", empty=empty)
            spot = source.spot(place) if place else None
            self.grid.go_to(*(spot or (0, 1)))
        else:
            self.grid.refresh_source(source, empty=empty)
        self._show_head()
        self._say_cell()

    def _show_head(self) -> None:
        if self.source is None:
            return
        asked, tally = self.asked, self.source.cells.tally()
        right = [
            f"{tally.summarised:,} of {tally.quoted:,} written",
            "with sub-codes" if asked.aggregated else "",
            menus.spoken(asked.roles),
            asked.coder or "",
            f"where {asked.condition}" if asked.condition else "",
        ]
        tree = self.source.cells.selection.corpus.codes
        branch = [tree.path(asked.branch)] if asked.branch in tree else []
        self.head("Framework", *branch, right=[part for part in right if part])

    def _place(self) -> Place | None:
        if self.source is None:
            return None
        return self.source.place(self.grid.cursor_row, self.grid.cursor_column)

    def _say_cell(self) -> None:
        source, place = self.source, self._place()
        self._told = place
        self.say(source.in_words(place) if source and place else "")
        if source is not None and self._notes:
            self.whole.show("notes", told("Notes", [Part("", "\n".join(self._notes_told(source)))]))
            return
        if source is None or place is None:
            self.whole.show(None, Content(""))
            return
        parts = source.parts(place)
        if not parts and source.cells.number(*place):
            key = self.key_of("list.choose")
            parts = [Part("", f"Nothing is written here yet. {key} opens the cell.", "italic")]
        self.whole.show(place, told(source.title(place), parts, beside=source.how_many(place)))

    def _notes_told(self, source: FrameworkRows) -> list[str]:
        from qcode.analysis.framework import notes_of

        marks = [
            "[3] no summary: so many quotations, and nothing written yet.",
            "[0]: a summary that rests on no quotation that counts.",
            "The bar grows with the number of quotations.",
        ]
        return [*marks, *notes_of(source.cells, aggregated=self.asked.aggregated)]

    @on(Grid.Moved, "#framework-table")
    def _moved(self) -> None:
        # A matrix that was read again tells of its cursor too; what is said by then is not said over.
        if self._place() != self._told:
            self._say_cell()

    @on(Grid.Chosen, "#framework-table")
    @guarded
    async def _chosen(self) -> None:
        place = self._place()
        if self.source is not None and place is not None:
            await self.qcode.go("summary", SummaryOf(*self.source.errand(place), self.asked))

    def action_next(self) -> None:
        """Stand on the next cell that is to be written."""
        place = self.source.next_to_write(self._place()) if self.source else None
        spot = self.source.spot(place) if self.source and place else None
        if self.source is None or not len(self.source):
            self.say("There is nothing to write of yet.")
        elif spot is None:
            self.say("Every cell with quotations has a summary.")
        else:
            self.grid.go_to(*spot)

    # -- asking for another matrix

    @guarded
    async def change(self, /, **what: Any) -> None:
        """Show the matrix with something changed."""
        await self._read(replace(self.asked, **what))

    @dialogue
    async def action_codes(self) -> None:
        """Choose the code that is shown with its sub-codes."""
        tree = self.session.overview.tree
        everything = Choice("all themes that are used", None)
        chosen = await self.pick("Codes:", [everything, *code_choices(tree, retired=True)])
        await self.change(branch=chosen.value.id if isinstance(chosen.value, Code) else 0)

    async def action_exchange(self) -> None:
        """Exchange rows and columns."""
        await self.change(rows="code" if self.asked.rows == "case" else "case")

    async def action_switch(self, name: str) -> None:
        """Turn one of the matrix's ways round."""
        await self.change(**{name: not getattr(self.asked, name)})

    @dialogue
    async def action_speech(self) -> None:
        """Choose whose speech counts."""
        chosen = await self.picker.choose("Count codings in:", menus.speeches(), keys=True)
        await self.change(roles=chosen.value)

    @dialogue
    async def action_coder(self) -> None:
        """Choose whose codings and summaries are shown."""
        names = [one.name for one in self.session.overview.coders.values()]
        chosen = await self.picker.choose("Show what is of:", menus.coders(names), keys=True)
        await self.change(coder=chosen.value)

    async def action_afresh(self) -> None:
        """Show the matrix as at first."""
        self._field.put("")
        await self.change(**{name: getattr(AskedFramework(), name) for name in AskedFramework.__slots__})

    # -- a condition

    def action_where(self) -> None:
        """Type a condition."""
        self._field.edit()

    @on(Input.Submitted, "#where Input")
    async def _submitted(self, event: Input.Submitted) -> None:
        try:
            await self._read(replace(self.asked, condition=event.value.strip()))
        except WhereError as error:
            self._field.point_at(error.position, what_is_wrong(error))
        except QcodeError as error:
            self.say_fault(error)
        else:
            self._leave_field()

    def _leave_field(self) -> None:
        self.set_focus(self.grid)
        self._field.settle()

    async def take_key(self, key: events.Key) -> bool:
        """Leave the condition by Escape, ctrl+g or an arrow; the other keys go where they belong."""
        return await super().take_key(key) or self._field.take_key(
            key, give_up=self._give_up, leave=self._leave_field
        )

    def _give_up(self) -> None:
        """Leave the condition as if nothing had been typed."""
        self._field.put(self.asked.condition)
        self._leave_field()

    # -- how it is shown

    def action_notes(self) -> None:
        """Show what is to be known of the matrix in the place of the summary, or the summary again."""
        self._notes = not self._notes
        self._say_cell()

    def action_scroll(self, pages: int) -> None:
        """Scroll the summary, or the notes, by half a page."""
        self.whole.action_scroll_by(pages * max(1, self.whole.size.height // 2))

    @dialogue
    async def action_export(self) -> None:
        """Write the matrix to a file."""
        await export(self, "framework", self.asked.table, self.asked.quotations)
