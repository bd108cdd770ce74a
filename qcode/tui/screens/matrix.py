"""The coded matrix: codes by municipalities, or any two dimensions; numbers lead to their quotations."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from qcode.analysis.where import WhereError
from qcode.errors import QcodeError
from qcode.model.tables import NOT_SHOWN, Table, used_only
from qcode.text.widths import cell_width
from qcode.tui.errands import PictureOf, Quotations, ReadyMade, ReportOn, TypologyOf
from qcode.tui.screens import matrix_menus as menus
from qcode.tui.screens.guarding import on_screen
from qcode.tui.screens.matrix_asked import Asked, is_about, is_of_codes
from qcode.tui.screens.matrix_asking import MatrixAsking
from qcode.tui.screens.matrix_table import TableRows, column_in_words, in_words, notes_of, with_folded
from qcode.tui.screens.picture_table import AskedPicture, natural_kind
from qcode.tui.screens.segments import CONDITION_EXAMPLE, what_is_wrong
from qcode.tui.screens.segments_list import Excerpt
from qcode.tui.screens.segments_pane import QuotationPane
from qcode.tui.screens.table_export import export
from qcode.tui.screens.view import dialogue, guarded
from qcode.tui.session import News
from qcode.tui.widgets.grid import Grid
from qcode.tui.widgets.grid.painting import ASCII_SHADES, SHADES
from qcode.tui.widgets.labelled_field import LabelledField

_NO_CODES = "There are no codes yet: g b goes to the codebook."


class Matrix(MatrixAsking):
    """One table, changed by single keys; Enter lists the quotations behind a number."""

    NAME = "matrix"
    TITLE_WORDS = "Matrix"
    CSS_PATH = "matrix.tcss"
    HINTS = (
        ("list.choose", "quotations"),
        ("matrix.rows", "rows"),
        ("matrix.columns", "columns"),
        ("matrix.measure", "measure"),
        ("matrix.ready", "ready-made"),
        ("matrix.picture", "picture"),
        ("matrix.percent", "percent"),
        ("matrix.aggregated", "sub-codes"),
        ("matrix.notes", "notes"),
        ("matrix.export", "export"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "where", "Count only what meets a condition", id="matrix.where"),
        Binding("S", "order", "Order the rows by the numbers of this column", id="matrix.order"),
        Binding("p", "picture", "The table as a picture", id="matrix.picture"),
        Binding("T", "typology", "Which cases are alike, and why", id="matrix.typology"),
        Binding("z", "fold", "Fold or unfold the sub-codes here", id="matrix.fold"),
        Binding("Z", "fold_all", "Fold or unfold all sub-codes", id="matrix.fold_all"),
        Binding("b", "bars", "Bars for much and little, or numbers alone", id="matrix.bars"),
        Binding("n", "notes", "Show or hide the notes", id="matrix.notes"),
        Binding("J", "scroll(1)", "Scroll the notes down", id="matrix.scroll_down"),
        Binding("K", "scroll(-1)", "Scroll the notes up", id="matrix.scroll_up"),
        Binding("e", "export", "Write the table to a file", id="matrix.export"),
        Binding("X", "report", "Write a report on what is counted here", id="matrix.report"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.asked = Asked()
        self.table: Table | None = None
        """What is shown: rows whose sub-codes are folded away count them as well."""
        self._own: Table | None = None
        """What was asked for, with all its rows and columns."""
        self._rolled: Table | None = None
        """The same, every code with its sub-codes; None until it is needed."""
        self.source: TableRows | None = None
        self._folded: set[Hashable] = set()
        self._bars = True
        self._told: tuple[int, int] | None = None
        self._opened_for_fault = False
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

    async def arrive(self, errand: object) -> None:
        """Show the table, counted anew where something changed, or one that is ready made."""
        self.set_focus(self.grid)
        if isinstance(errand, ReadyMade):
            self.make_ready(errand.name)
        elif self._stale:
            await self._count_again()
        else:
            self._show_head()
            self._say_cell()

    async def take_news(self, news: News) -> None:
        """Count anew, at once or when the view is gone to again."""
        if not is_about(self.asked, news):
            return
        self._stale = True
        if self.qcode.view is self:
            await self._count_again()

    @guarded
    async def _count_again(self) -> None:
        """Count what was asked for before; where what it was about is gone, the old table stays."""
        await self.count(self.asked)

    # -- showing

    async def count(self, asked: Asked) -> None:
        """Show the table that is asked for; where it cannot be made, all stays as it was."""
        table = await self.session.ask(asked.whole)
        sides = ("rows", "columns", "by", "holdings")
        same_sides = self.table is not None and all(
            getattr(asked, side) == getattr(self.asked, side) for side in sides
        )
        self.asked, self._own, self._rolled, self._stale = asked, table, None, False
        await self._roll()
        self._show(anew=not same_sides)

    def left_out(self) -> str:
        """Return what the table says of its rows and columns that are not shown."""
        notes = self.table.notes if self.table is not None else ()
        return next((one for one in notes if one.startswith(NOT_SHOWN)), "Nothing here is empty.")

    async def _roll(self) -> None:
        """Let rows whose sub-codes are folded away count them as well; leave out what is not wanted."""
        rolled = await self._rolled_up()
        self.table = used_only(rolled) if rolled is not None and self.asked.used else rolled

    async def _rolled_up(self) -> Table | None:
        asked, folds = self.asked, self._own is not None and bool(self._folded)
        rolls = is_of_codes(asked.rows) and not (
            asked.aggregated or asked.order or asked.test or asked.holdings
        )
        if self._own is None or not folds or not rolls:
            return self._own
        if self._rolled is None:
            self._rolled = await self.session.ask(replace(asked, aggregated=True).whole)
        return with_folded(self._own, self._rolled, self._folded)

    def _show(self, *, anew: bool) -> None:
        if self.table is None:
            return
        before = None if self.source is None else self.source.frozen
        ascii = self.qcode.options.ascii
        bars = self._bars and not self.asked.holdings
        self.source = TableRows(self.table, self._folded, bars=bars, ascii=ascii)
        if anew or before != self.source.frozen:
            row, column = (self.source.first, 0) if anew else (self.grid.cursor_row, self.grid.cursor_column)
            self.grid.show(self.source, self.source.frozen, "cell", empty=_NO_CODES)
            self.grid.go_to(row, column)
        else:
            self.grid.refresh_source(self.source)
        signs = (ASCII_SHADES if ascii else SHADES)[1:]
        notes = notes_of(self.table, self.source.limits, signs)
        self.notes.show(self.table.title, Excerpt("", "\n".join(notes), ""))
        if self._opened_for_fault:
            self._opened_for_fault = False
            self.notes.remove_class("-shown")
        self._show_head()
        self._say_cell()

    def _show_head(self) -> None:
        asked, title = self.asked, self.table.title if self.table else ""
        right = [
            "with sub-codes" if asked.aggregated else "",
            "used only" if asked.used else "",
            f"% of {asked.percent}" if asked.percent else "",
            f"tested: {menus.what_is_tested(asked)}" if asked.test else "",
            f"by {asked.order}, {'most' if asked.falling else 'least'} first" if asked.order else "",
            menus.spoken(asked.roles),
            asked.coder or "",
            f"where {asked.condition}" if asked.condition else "",
        ]
        self.head("Matrix", title, right=[part for part in right if part])

    def _say_cell(self) -> None:
        self._told = place = self._place()
        self.say(in_words(self.table, place) if self.table is not None and place else "")

    def _place(self) -> tuple[int, int] | None:
        if self.source is None:
            return None
        return self.source.place(self.grid.cursor_row, self.grid.cursor_column)

    @on(Grid.Moved, "#table")
    def _moved(self) -> None:
        # A table that was counted again tells of its cursor too; what is said by then is not said over.
        if self._place() != self._told:
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
        row, column = self.table.rows[place[0]], column_in_words(self.table, place[1])
        title = row.name if len(self.table.columns) == 1 else f"{row.name} × {column}"
        await self.qcode.go("segments", Quotations(title, codings))

    # -- a condition

    def action_where(self) -> None:
        """Type a condition."""
        self.query_one("#where", LabelledField).edit()

    @on(Input.Submitted, "#where Input")
    async def _submitted(self, event: Input.Submitted) -> None:
        field = self.query_one("#where", LabelledField)
        try:
            await self.count(replace(self.asked, condition=event.value.strip()))
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

    @guarded
    async def action_order(self) -> None:
        """Order the rows by the column here: most first, least first, as in the project again."""
        place = self._place()
        if self.table is None or place is None:
            self.say("Stand on a number: the rows are ordered by its column.")
            return
        name, asked = self.table.columns[place[1]].name, self.asked
        if asked.order != name:
            await self.count(replace(asked, order=name, falling=True))
        elif asked.falling:
            await self.count(replace(asked, falling=False))
        else:
            await self.count(replace(asked, order="", falling=True))
        self.grid.go_to(0)

    def action_bars(self) -> None:
        """Show bars beside the numbers, or the numbers alone."""
        self._bars = not self._bars
        self._show(anew=False)

    def action_notes(self) -> None:
        """Show or hide what is to be known of the table."""
        self._opened_for_fault = False
        self.notes.toggle_class("-shown")

    def action_scroll(self, pages: int) -> None:
        """Scroll the notes by some lines."""
        self.notes.scroll_lines(pages * max(1, self.notes.size.height // 2))

    async def action_afresh(self) -> None:
        """Show codes by cases, as at first."""
        self._folded.clear()
        await super().action_afresh()

    # -- further ways of seeing it

    @guarded
    async def action_picture(self) -> None:
        """Show the table as a picture."""
        await self.qcode.go("picture", PictureOf(AskedPicture(natural_kind(self.asked), self.asked)))

    @guarded
    async def action_typology(self) -> None:
        """Show which cases are alike in the codings that count here."""
        await self.qcode.go("typology", TypologyOf(self.asked))

    @dialogue
    async def action_export(self) -> None:
        """Write the table to a file."""
        asked = self.asked
        name = "data" if asked.holdings else "matrix" if asked.columns else "frequencies"
        await export(self, name, asked.table, asked.quotations, asked.singled_out)

    @guarded
    async def action_report(self) -> None:
        """Go to the reports, to those on what is counted here."""
        asked = self.asked
        await self.qcode.go("reports", ReportOn("frequencies", asked.condition, asked.roles, asked.coder))

    def put_condition(self, condition: str) -> None:
        """Show a condition in its field."""
        self.query_one("#where", LabelledField).put(condition)

    def say_fault(self, error: QcodeError) -> None:
        """Say what went wrong; where the line has no room for all of it, among the notes too."""
        error = on_screen(error)
        super().say_fault(error)
        if self.is_mounted and cell_width(str(error)) + 4 > self.app.size.width:
            self.notes.show("This cannot be shown", Excerpt("", str(error), ""))
            self._opened_for_fault = self._opened_for_fault or not self.notes.has_class("-shown")
            self.notes.add_class("-shown")
