"""The coded matrix: codes by municipalities, or any two dimensions; numbers lead to their quotations."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from qcode.analysis.where import WhereError
from qcode.errors import QcodeError
from qcode.model.tables import Table
from qcode.tui.errands import Quotations
from qcode.tui.screens import matrix_menus as menus
from qcode.tui.screens.matrix_table import Asked, TableRows, in_words, notes_of, with_folded
from qcode.tui.screens.segments import CONDITION_EXAMPLE, what_is_wrong
from qcode.tui.screens.segments_list import Excerpt
from qcode.tui.screens.segments_pane import QuotationPane
from qcode.tui.screens.table_export import export
from qcode.tui.screens.view import View, dialogue, guarded
from qcode.tui.session import News
from qcode.tui.widgets.grid import Grid
from qcode.tui.widgets.grid.painting import ASCII_SHADES, SHADES
from qcode.tui.widgets.labelled_field import LabelledField
from qcode.tui.widgets.picker import Choice

_UNSEEN_TABLES = frozenset({"meta", "memos", "summaries"})
_NO_CODES = "There are no codes yet: g b goes to the codebook."


class Matrix(View):
    """One table, changed by single keys; Enter lists the quotations behind a number."""

    NAME = "matrix"
    TITLE_WORDS = "Matrix"
    CSS_PATH = "matrix.tcss"
    HINTS = (
        ("list.choose", "quotations"),
        ("matrix.rows", "rows"),
        ("matrix.columns", "columns"),
        ("matrix.measure", "measure"),
        ("matrix.percent", "percent"),
        ("matrix.aggregated", "sub-codes"),
        ("matrix.notes", "notes"),
        ("matrix.export", "export"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "side('rows')", "What stands on the rows", id="matrix.rows"),
        Binding("c", "side('columns')", "What stands on the columns", id="matrix.columns"),
        Binding("m", "measure", "What is counted", id="matrix.measure"),
        Binding("percent_sign,p", "percent", "Shares of the row, column, table ...", id="matrix.percent"),
        Binding(
            "a", "switch('aggregated')", "Count codes with their sub-codes, or alone", id="matrix.aggregated"
        ),
        Binding(
            "f", "frequencies", "Code frequencies (one column), or the matrix again", id="matrix.frequencies"
        ),
        Binding("x", "exchange", "Exchange rows and columns", id="matrix.exchange"),
        Binding("d", "switch('per_coder')", "Columns for each coder apart", id="matrix.per_coder"),
        Binding("F", "switch('facets')", "Show or leave out the rows of facets", id="matrix.facets"),
        Binding("s", "speech", "Whose speech counts", id="matrix.speech"),
        Binding("o", "coder", "Whose codings count", id="matrix.coder"),
        Binding("w", "where", "Count only what meets a condition", id="matrix.where"),
        Binding("z", "fold", "Fold or unfold the sub-codes here", id="matrix.fold"),
        Binding("Z", "fold_all", "Fold or unfold all sub-codes", id="matrix.fold_all"),
        Binding("b", "bars", "Bars for much and little, or numbers alone", id="matrix.bars"),
        Binding("n", "notes", "Show or hide the notes", id="matrix.notes"),
        Binding("J", "scroll(1)", "Scroll the notes down", id="matrix.scroll_down"),
        Binding("K", "scroll(-1)", "Scroll the notes up", id="matrix.scroll_up"),
        Binding("e", "export", "Write the table to a file", id="matrix.export"),
        Binding("A", "afresh", "Codes by cases again, nothing narrowed", id="matrix.afresh"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.asked = Asked()
        self.table: Table | None = None
        """What is shown: rows whose sub-codes are folded away count them as well."""
        self._own: Table | None = None
        """What was asked for."""
        self._rolled: Table | None = None
        """The same, every code with its sub-codes; None until it is needed."""
        self.source: TableRows | None = None
        self._folded: set[Hashable] = set()
        self._bars = True
        self._stale = True

    def compose_body(self) -> ComposeResult:
        yield LabelledField("where", CONDITION_EXAMPLE, id="where")
        yield Grid(ascii=self.qcode.options.ascii, id="table")
        yield QuotationPane(id="notes")

    @property
    def grid(self) -> Grid:
        """The table on the screen."""
        return self.query_one("#table", Grid)

    @property
    def notes(self) -> QuotationPane:
        """What is to be known of the table."""
        return self.query_one("#notes", QuotationPane)

    async def begin(self) -> None:
        """Stand on the table."""
        self.notes.key_for_more = self.key_of("matrix.scroll_down")
        self.set_focus(self.grid)

    async def arrive(self, errand: object) -> None:  # noqa: ARG002
        """Show the table, counted anew where something changed."""
        self.set_focus(self.grid)
        if self._stale:
            await self._count_again()
        else:
            self._show_head()
            self._say_cell()

    async def take_news(self, news: News) -> None:
        """Count anew, at once or when the view is gone to again."""
        if not news.everything and news.tables <= _UNSEEN_TABLES:
            return
        self._stale = True
        if self.qcode.view is self:
            await self._count_again()

    @guarded
    async def _count_again(self) -> None:
        """Count what was asked for before; where what it was about is gone, the old table stays."""
        await self._count(self.asked)

    # -- showing

    async def _count(self, asked: Asked) -> None:
        """Show the table that is asked for; where it cannot be made, all stays as it was."""
        table = await self.session.ask(asked.table)
        same_sides = self.table is not None and (asked.rows, asked.columns) == (
            self.asked.rows,
            self.asked.columns,
        )
        self.asked, self._own, self._rolled, self._stale = asked, table, None, False
        await self._roll()
        self._show(anew=not same_sides)

    async def _roll(self) -> None:
        """Let rows whose sub-codes are folded away count them as well."""
        self.table = self._own
        if self._own is None or not self._folded or self.asked.rows != "code" or self.asked.aggregated:
            return
        if self._rolled is None:
            self._rolled = await self.session.ask(replace(self.asked, aggregated=True).table)
        self.table = with_folded(self._own, self._rolled, self._folded)

    def _show(self, *, anew: bool) -> None:
        if self.table is None:
            return
        before = None if self.source is None else self.source.frozen
        ascii = self.qcode.options.ascii
        self.source = TableRows(self.table, self._folded, bars=self._bars, ascii=ascii)
        if anew or before != self.source.frozen:
            row, column = (0, 0) if anew else (self.grid.cursor_row, self.grid.cursor_column)
            self.grid.show(self.source, self.source.frozen, "cell", empty=_NO_CODES)
            self.grid.go_to(row, column)
        else:
            self.grid.refresh_source(self.source)
        signs = (ASCII_SHADES if ascii else SHADES)[1:]
        notes = notes_of(self.table, self.source.limits, signs)
        self.notes.show(self.table.title, Excerpt("", "\n".join(notes), ""))
        self._show_head()
        self._say_cell()

    def _show_head(self) -> None:
        asked, title = self.asked, self.table.title if self.table else ""
        right = [
            "with sub-codes" if asked.aggregated else "",
            f"% of {asked.percent}" if asked.percent else "",
            menus.spoken(asked.roles),
            asked.coder or "",
            f"where {asked.condition}" if asked.condition else "",
        ]
        self.head("Matrix", title, right=[part for part in right if part])

    def _say_cell(self) -> None:
        place = self._place()
        self.say(in_words(self.table, place) if self.table is not None and place else "")

    def _place(self) -> tuple[int, int] | None:
        if self.source is None:
            return None
        return self.source.place(self.grid.cursor_row, self.grid.cursor_column)

    @on(Grid.Moved, "#table")
    def _moved(self) -> None:
        self._say_cell()

    @on(Grid.Chosen, "#table")
    @guarded
    async def _chosen(self) -> None:
        place = self._place()
        if self.table is None or place is None:
            return
        codings = frozenset(self.table.behind(*place))
        if not codings:
            self.say(f"{in_words(self.table, place)}: there is nothing to list.")
            return
        row, column = self.table.rows[place[0]], self.table.columns[place[1]]
        title = row.name if len(self.table.columns) == 1 else f"{row.name} × {column.label}"
        await self.qcode.go("segments", Quotations(title, codings))

    # -- asking for another table

    @guarded
    async def change(self, /, **what: Any) -> None:
        """Show the table with something changed."""
        await self._count(replace(self.asked, **what))

    async def _menu(self, question: str, choices: list[Choice]) -> Any:
        return (await self.picker.choose(question, choices, keys=True)).value

    @dialogue
    async def action_side(self, side: str) -> None:
        """Choose what stands on the rows or on the columns."""
        attributes = await self.session.ask(menus.attributes_of)
        tree = self.session.overview.tree
        choices = menus.dimensions(tree, attributes, with_nothing=side == "columns")
        name = await self._menu(f"On the {side}:", choices)
        if menus.is_numeric(name, attributes):
            limits = await self.prompt.text(
                f"Classes of {name}: limits such as 50000,200000; empty: every value"
            )
            name += f":{limits}" if limits else ""
        await self.change(**{side: None if name == menus.NOTHING else name})

    @dialogue
    async def action_measure(self) -> None:
        """Choose what is counted."""
        await self.change(measure=await self._menu("Count:", menus.measures()))

    @dialogue
    async def action_percent(self) -> None:
        """Choose of what the numbers are shares."""
        percent = await self._menu("Percent of:", menus.percents())
        await self.change(percent=None if percent == menus.NOTHING else percent)

    @dialogue
    async def action_speech(self) -> None:
        """Choose whose speech counts."""
        await self.change(roles=await self._menu("Count codings in:", menus.speeches()))

    @dialogue
    async def action_coder(self) -> None:
        """Choose whose codings count."""
        names = [one.name for one in self.session.overview.coders.values()]
        await self.change(coder=await self._menu("Count the codings of:", menus.coders(names)))

    async def action_switch(self, name: str) -> None:
        """Turn one of the table's ways round."""
        await self.change(**{name: not getattr(self.asked, name)})

    async def action_frequencies(self) -> None:
        """Show one column only, or cases again."""
        await self.change(columns="case" if self.asked.columns is None else None, rows="code", percent=None)

    async def action_exchange(self) -> None:
        """Exchange rows and columns."""
        if self.asked.columns is None:
            self.say("There is one column only: nothing to exchange.")
        else:
            await self.change(rows=self.asked.columns, columns=self.asked.rows)

    async def action_afresh(self) -> None:
        """Show codes by cases, as at first."""
        self._folded.clear()
        self.query_one("#where", LabelledField).put("")
        await self.change(**{name: getattr(Asked(), name) for name in Asked.__slots__})

    # -- a condition

    def action_where(self) -> None:
        """Type a condition."""
        self.query_one("#where", LabelledField).edit()

    @on(Input.Submitted, "#where Input")
    async def _submitted(self, event: Input.Submitted) -> None:
        field = self.query_one("#where", LabelledField)
        try:
            await self._count(replace(self.asked, condition=event.value.strip()))
        except WhereError as error:
            field.point_at(error.position, what_is_wrong(error))
        except QcodeError as error:
            self.say_fault(error)
        else:
            self._leave_field()

    def _leave_field(self) -> None:
        self.set_focus(self.grid)
        self.query_one("#where", LabelledField).settle()

    async def take_key(self, key: events.Key) -> bool:
        """Leave the condition by Escape, ctrl+g or an arrow; the other keys go where they belong."""
        return await super().take_key(key) or self.query_one("#where", LabelledField).take_key(
            key, give_up=self._give_up, leave=self._leave_field
        )

    def _give_up(self) -> None:
        """Leave the condition as if nothing had been typed."""
        self.query_one("#where", LabelledField).put(self.asked.condition)
        self._leave_field()

    # -- how it is shown

    @guarded
    async def action_fold(self) -> None:
        """Fold or unfold what lies below the code here."""
        key = self.source.parent_key(self.grid.cursor_row) if self.source else None
        if key is None or self.source is None:
            self.say("There are no sub-codes here.")
            return
        self._folded ^= {key}
        await self._roll()
        self._show(anew=False)
        if key in self._folded:
            self._stand_on(key)

    def _stand_on(self, key: Hashable) -> None:
        if self.source is not None:
            rows = range(len(self.source))
            row = next((row for row in rows if self.source.key(row) == key), self.grid.cursor_row)
            self.grid.go_to(row)

    @guarded
    async def action_fold_all(self) -> None:
        """Fold all sub-codes away, or show all."""
        parents = self.source.parent_keys() if self.source else set()
        self._folded = set() if self._folded else parents
        await self._roll()
        self._show(anew=False)

    def action_bars(self) -> None:
        """Show bars beside the numbers, or the numbers alone."""
        self._bars = not self._bars
        self._show(anew=False)

    def action_notes(self) -> None:
        """Show or hide what is to be known of the table."""
        self.notes.toggle_class("-shown")

    def action_scroll(self, pages: int) -> None:
        """Scroll the notes by some lines."""
        self.notes.scroll_lines(pages * max(1, self.notes.size.height // 2))

    @dialogue
    async def action_export(self) -> None:
        """Write the table to a file."""
        asked = self.asked
        name = "matrix" if asked.columns else "frequencies"
        await export(self, name, asked.table, asked.quotations, asked.singled_out)
