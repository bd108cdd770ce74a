"""One cell of the framework matrix: its summary, being written, beside its quotations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical

from qcode.errors import UnknownNameError
from qcode.model.cases import Case
from qcode.model.codes import Code
from qcode.project import Project
from qcode.project.quotations import Found, Quotation, Wanted, read_quotations
from qcode.text.names import counted
from qcode.tui.bindings import bindings_of
from qcode.tui.errands import Place, SummaryOf
from qcode.tui.keys import shown_key
from qcode.tui.memo_visit import SummaryVisit
from qcode.tui.screens.framework_table import FrameworkRows
from qcode.tui.screens.segments_list import QuotationRows, excerpt
from qcode.tui.screens.segments_pane import QuotationPane
from qcode.tui.screens.view import View, guarded
from qcode.tui.session import News
from qcode.tui.widgets.grid import Grid
from qcode.tui.widgets.memo_editor import MemoEditor, MemoText

_SHOWN_TABLES = frozenset(
    {"codings", "codes", "documents", "turns", "participants", "cases", "document_cases", "coders"}
)
_SIDE_BY_SIDE = 110
"""Columns from which on the quotations stand beside the summary, as the style sheet has it."""
_WHERE_FROM = "Enter on a cell of the framework matrix opens it here: {keys}."


@dataclass(frozen=True, slots=True)
class OpenCell:
    """What there is of one cell."""

    case: Case
    code: Code
    title: str
    how_many: str
    """Of its quotations, in words."""
    found: Found
    next: SummaryOf | None
    """The next cell with quotations and no summary; None where there is no other."""


def read_cell(project: Project, errand: SummaryOf, me: int) -> OpenCell:
    """Return a cell with its quotations; raises UnknownNameError where its case or code is gone."""
    with project.reading():
        cells = errand.asked.cells(project)
        corpus = cells.selection.corpus
        case = next((one for one in corpus.cases.values() if one.uid == errand.case), None)
        code = next((one for one in corpus.codes if one.uid == errand.code), None)
        if case is None or code is None:
            raise UnknownNameError("The case or the code of this summary is no longer there.")
        title = f"{case.name} × {corpus.codes.path(code.id)}"
        place = (case.id, code.id)
        if case.id not in cells.cases or code.id not in cells.codes:
            return OpenCell(case, code, title, "not in this matrix", Found(), None)
        rows = FrameworkRows(cells, errand.asked, me)
        ids = frozenset(cells.ids(*place))
        found = read_quotations(project, Wanted(title, only=ids)) if ids else Found()
    following = rows.next_to_write(place)
    go_on = None if following in (None, place) else SummaryOf(*rows.errand(following), errand.asked)
    return OpenCell(case, code, title, rows.how_many(place), found, go_on)


class FrameworkCell(View):
    """A field for the summary, the list of its quotations, and the one under the cursor in full."""

    NAME = "summary"
    TITLE_WORDS = "Summary"
    CSS_PATH = "framework_cell.tcss"
    HINTS = (
        ("summary.other", "summary"),
        ("list.choose", "to the text"),
        ("summary.next", "next to write"),
        ("summary.around", "around"),
        ("view.back", "back"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "other_side", "From the summary to its quotations, or back", id="summary.other"),
        Binding("n,ctrl+n", "next", "Open the next cell with quotations and no summary", id="summary.next"),
        Binding("e", "write_on", "Go on writing the summary", id="summary.write"),
        Binding("t", "around", "Show the turn around the quotation, or it alone", id="summary.around"),
        Binding("J", "scroll(1)", "Scroll the quotation down", id="summary.scroll_down"),
        Binding("K", "scroll(-1)", "Scroll the quotation up", id="summary.scroll_up"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._errand: SummaryOf | None = None
        self._cell: OpenCell | None = None
        self._leaving = False
        self._around = False

    def compose_body(self) -> ComposeResult:
        with Container(id="cell-body"):
            yield MemoEditor()
            with Vertical(id="cell-quotations"):
                yield Grid(ascii=self.qcode.options.ascii, id="cell-list")
                yield QuotationPane(id="cell-pane")

    @property
    def grid(self) -> Grid:
        """The list of quotations."""
        return self.query_one("#cell-list", Grid)

    @property
    def pane(self) -> QuotationPane:
        """The quotation under the cursor."""
        return self.query_one("#cell-pane", QuotationPane)

    @property
    def editor(self) -> MemoEditor:
        """The field with what others wrote above it."""
        return self.query_one(MemoEditor)

    async def begin(self) -> None:
        """Stand on the quotations until a cell is open."""
        self.pane.key_for_more = self.key_of("summary.scroll_down")
        self.set_focus(self.grid)

    async def leave(self) -> bool:
        """Save what is written; the panel that closes now is not to lead anywhere."""
        self._leaving = True
        self._leaving = await super().leave()
        return self._leaving

    def whereabouts(self) -> object:
        """Return the errand that leads back to the cell."""
        return self._errand

    @guarded
    async def arrive(self, errand: object) -> None:
        """Open a cell; without an errand the one that was open."""
        if isinstance(errand, SummaryOf):
            self._errand = errand
        if self._errand is None:
            self._show(None)
            self.say("")
            return
        await self._open(self._errand)

    async def _open(self, errand: SummaryOf) -> None:
        me = self.session.overview.my_id
        try:
            cell = await self.session.ask(lambda project: read_cell(project, errand, me))
        except UnknownNameError:
            self._errand = None
            self._show(None)
            raise
        self._show(cell)
        await self.write(SummaryVisit(self.session, cell.case, cell.code), cell.title)
        self.query_one(MemoText).tab_behavior = "focus"
        self._leaving = False
        self.say("")

    async def take_news(self, news: News) -> None:
        """Show the quotations as they are now."""
        errand = self._errand
        if errand is None or not (news.everything or news.tables & _SHOWN_TABLES):
            return
        if self.qcode.view is not self:
            return
        me = self.session.overview.my_id
        try:
            cell = await self.session.ask(lambda project: read_cell(project, errand, me))
        except UnknownNameError:
            return  # what is being written says so when it is saved
        self._show(cell)

    def _show(self, cell: OpenCell | None) -> None:
        before, self._cell = self._cell, cell
        keys = f"{self.key_of('view.go')} f"
        found = cell.found if cell else Found()
        width = self.app.size.width
        rows = QuotationRows(found, found.quotations, width // 2 if width >= _SIDE_BY_SIDE else width)
        empty = "No quotation that counts." if cell else _WHERE_FROM.format(keys=keys)
        if before is not None and cell is not None and before.title == cell.title:
            self.grid.refresh_source(rows, empty=empty)
        else:
            self.grid.show(rows, empty=empty)
        title = [cell.title] if cell else []
        self.head("Framework", *title, right=[cell.how_many] if cell else [])
        self._show_quotation()

    @property
    def here(self) -> Quotation | None:
        """The quotation under the cursor; None where there are none."""
        quotations = self._cell.found.quotations if self._cell else ()
        row = self.grid.cursor_row
        return quotations[row] if 0 <= row < len(quotations) else None

    def _show_quotation(self) -> None:
        one, cell = self.here, self._cell
        if one is None or cell is None:
            self.pane.clear()
            return
        found = cell.found
        parts = (found.source(one), found.coders[one.coder], counted(one.end - one.start, "character"))
        words = excerpt(found, one, around=self._around)
        self.pane.show(" · ".join(parts), words, one.memo, one.translation)

    @on(Grid.Moved, "#cell-list")
    def _moved(self) -> None:
        self._show_quotation()

    @on(Grid.Chosen, "#cell-list")
    @guarded
    async def _chosen(self) -> None:
        one = self.here
        document = self.session.overview.documents.get(one.document) if one else None
        if one is not None and document is not None:
            await self.qcode.go("coding", Place(document.uid, one.start, one.end, coding=one.uid))

    def hints(self) -> Sequence[str]:
        """Return the keys that do something next; while one writes, those that are no letters."""
        if not isinstance(self.focused, MemoText):
            return super().hints()
        words = (("memo.close", "back"), ("summary.other", "quotations"), ("summary.next", "next to write"))
        return [f"{shown_key(keys[0])} {does}" for name, does in words if (keys := self._keys_in_text(name))]

    def _keys_in_text(self, name: str) -> list[str]:
        """Return the keys of an action that type nothing."""
        bound = next(one.key for one in bindings_of(self) if one.id == name)
        keys = [key.strip() for key in self.qcode.keymap.get(name, bound).split(",")]
        return [key for key in keys if len(key) > 1 and key != "space"]

    async def take_key(self, key: events.Key) -> bool:
        """Leave the field at once, so that a key typed ahead reaches what it is meant for."""
        if await super().take_key(key):
            return True
        if not isinstance(self.focused, MemoText) or key.is_printable:
            return False
        if key.key in self._keys_in_text("summary.other"):
            self.action_other_side()
        elif key.key in self._keys_in_text("summary.next"):
            await self.action_next()
        else:
            return False
        return True

    def on_memo_editor_closed(self, event: MemoEditor.Closed) -> None:
        """Go back to the matrix when the person has done writing."""
        if self.editor.is_open:
            return  # the next cell is open by now
        super().on_memo_editor_closed(event)
        if not self._leaving and self.qcode.view is self:
            self._leaving = True
            self.call_later(self.qcode.back)

    def action_other_side(self) -> None:
        """Go to the quotations, or back to the summary."""
        if self.focused is self.grid:
            self.action_write_on()
        else:
            self.set_focus(self.grid)
            self.say("")

    def action_write_on(self) -> None:
        """Go to the summary."""
        if self.editor.is_open:
            self.set_focus(self.query_one(MemoText))
            self.say("")

    @guarded
    async def action_next(self) -> None:
        """Open the next cell that is to be written."""
        following = self._cell.next if self._cell else None
        if following is None:
            self.say("Every other cell with quotations has a summary.")
        else:
            await self.qcode.go("summary", following)

    def action_around(self) -> None:
        """Show the text around the quotation, or the quotation alone."""
        self._around = not self._around
        self._show_quotation()

    def action_scroll(self, pages: int) -> None:
        """Scroll the quotation by half a page."""
        self.pane.scroll_lines(pages * max(1, self.pane.size.height // 2))

    def on_resize(self, event: events.Resize) -> None:
        """Choose the columns that have room."""
        super().on_resize(event)
        if self._cell is not None:
            self._show(self._cell)
