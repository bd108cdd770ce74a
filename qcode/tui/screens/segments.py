"""The quotations of a code, a case, a condition or a cell of the matrix, as a list to work through."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from qcode.analysis.where import WhereError
from qcode.errors import QcodeError
from qcode.project.quotations import Found, Quotation, Wanted, read_quotations
from qcode.text.names import counted, quoted
from qcode.tui.errands import OfCase, OfCode, Place, Quotations, Where
from qcode.tui.screens.segments_actions import SegmentActions
from qcode.tui.screens.segments_list import (
    Narrowing,
    Order,
    QuotationRows,
    excerpt,
    ordered,
)
from qcode.tui.screens.segments_pane import QuotationPane
from qcode.tui.screens.view import guarded
from qcode.tui.session import News
from qcode.tui.widgets.grid import Grid
from qcode.tui.widgets.labelled_field import LabelledField

_SHOWN_TABLES = frozenset(
    {
        "codings", "memos", "codes", "documents", "turns", "participants", "cases", "document_cases",
        "coders", "attributes", "attribute_values",
    }
)  # fmt: skip
CONDITION_EXAMPLE = "code = Gatekeeper and case.population > 100000"
_AT_A_TIME = 100
_PAUSE = 0.01


class Segments(SegmentActions):
    """A list of quotations with the one under the cursor shown whole below it."""

    NAME = "segments"
    TITLE_WORDS = "Segments"
    CSS_PATH = "segments.tcss"
    HINTS = (
        ("list.choose", "to the text"),
        ("segments.narrow", "narrow"),
        ("segments.where", "where"),
        ("segments.around", "around"),
        ("list.mark", "mark"),
        ("segments.recode", "recode"),
        ("segments.export", "export"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash,f", "narrow", "Narrow the list by typing", id="segments.narrow"),
        Binding("w", "where", "List what meets a condition", id="segments.where"),
        Binding("1", "order('document')", "Order by document", id="segments.by_document"),
        Binding("2", "order('case')", "Order by case", id="segments.by_case"),
        Binding("3", "order('code')", "Order by code", id="segments.by_code"),
        Binding("4", "order('length')", "Order by length", id="segments.by_length"),
        Binding(
            "t", "around", "Show the turn around the quotation, or the quotation alone", id="segments.around"
        ),
        Binding("v", "pane", "Show or hide the quotation below the list", id="segments.pane"),
        Binding("J", "scroll(1)", "Scroll the quotation down", id="segments.scroll_down"),
        Binding("K", "scroll(-1)", "Scroll the quotation up", id="segments.scroll_up"),
        Binding("s", "speech", "List everybody's speech, or what counts alone", id="segments.speech"),
        Binding("A", "everything", "List all codings of the project", id="segments.everything"),
        Binding("N", "unplaced", "List the codings without a place", id="segments.unplaced"),
        Binding(
            "escape,ctrl+g", "clear", "Take back what narrows the list, then the marks", id="segments.clear"
        ),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.wanted = Wanted()
        self.order, self.backwards = Order.DOCUMENT, False
        self._narrowing = Narrowing(Found())
        self._around = False
        self._stale = True

    def compose_body(self) -> ComposeResult:
        yield LabelledField(
            "narrow",
            "words of the quotation or its translation, a document, code, case, person, memo",
            id="narrow",
        )
        yield LabelledField("where", CONDITION_EXAMPLE, id="where")
        yield Grid(allow_marks=True, ascii=self.qcode.options.ascii, id="list")
        yield QuotationPane(id="quotation")

    # -- arriving, reading, showing

    @property
    def grid(self) -> Grid:
        """The list."""
        return self.query_one("#list", Grid)

    @property
    def pane(self) -> QuotationPane:
        """The quotation under the cursor."""
        return self.query_one("#quotation", QuotationPane)

    async def begin(self) -> None:
        """Stand on the list."""
        self.pane.key_for_more = self.key_of("segments.scroll_down")
        self.set_focus(self.grid)

    async def arrive(self, errand: object) -> None:
        """List what another view wants to see; without an errand, what was listed before."""
        self.set_focus(self.grid)
        self.say("")
        wanted = self._wanted_of(errand)
        try:
            if wanted is not None:
                await self._list(wanted)
        except QcodeError as error:
            self.say_fault(error)
        if self._stale:
            await self._read_again()
        else:
            self._show_head()

    def condition(self) -> str:
        """Return the condition that says which quotations are listed; empty where none can."""
        tree, cases = self.session.overview.tree, self.session.overview.cases
        code, case, name = self.wanted.code or 0, self.wanted.case or 0, self.wanted.condition
        if code in tree or case in cases:
            name = f'code = "{tree.path(code)}"' if code in tree else f'case = "{cases[case].name}"'
        return name if self.wanted.condition or name.count('"') == 2 else ""

    def _wanted_of(self, errand: object) -> Wanted | None:
        overview = self.session.overview
        if isinstance(errand, Quotations):
            return Wanted(errand.title, only=errand.codings)
        if isinstance(errand, OfCode):
            code = next((one for one in overview.tree if one.uid == errand.code), None)
            return Wanted(overview.tree.path(code.id), code=code.id) if code else None
        if isinstance(errand, OfCase):
            case = next((one for one in overview.cases.values() if one.uid == errand.case), None)
            return Wanted(case.name, case=case.id) if case else None
        if isinstance(errand, Where):
            return Wanted(condition=errand.condition)
        return None

    async def _list(self, wanted: Wanted) -> None:
        """List other quotations, from the first, nothing narrowed or marked."""
        found = await self.session.ask(lambda project: read_quotations(project, wanted))
        self.wanted = wanted
        self._take(found)
        self._field("narrow").put("")
        self._field("where").put(wanted.condition)
        self.grid.mark_only(())
        self._show_rows(anew=True)

    async def _read_again(self) -> None:
        """List what is there now; the cursor stays with its quotation."""
        wanted, first = self.wanted, not self._found.codes
        try:
            self._take(await self.session.ask(lambda project: read_quotations(project, wanted)))
        except QcodeError as error:
            # What it was about may be gone: a code, an attribute of the condition.
            self._take(Found())
            self.say_fault(error)
        self._show_rows(anew=first)

    def _take(self, found: Found) -> None:
        self._found = found
        self._narrowing = Narrowing(found, self._narrowing)
        self._stale = False
        self.run_worker(self._prepare(self._narrowing), group="prepare", exclusive=True)

    async def _prepare(self, narrowing: Narrowing) -> None:
        """Make the list ready to be narrowed, a little between the keys at a time."""
        while narrowing.prepare(_AT_A_TIME):
            await asyncio.sleep(_PAUSE)

    def _show_rows(self, *, anew: bool = False) -> None:
        typed = self._field("narrow").value
        kept = self._narrowing.narrowed(self._found.quotations, typed)
        self.shown = ordered(self._found, kept, self.order, backwards=self.backwards)
        rows = QuotationRows(self._found, self.shown, self.size.width)
        empty = self._why_empty(typed)
        if anew:
            self.grid.show(rows, empty=empty)
        else:
            self.grid.refresh_source(rows, empty=empty)
        self._show_head()
        self._show_quotation()

    def _why_empty(self, typed: str) -> str:
        if self._found.quotations:
            return f"Nothing listed here holds {quoted(typed.strip())}."
        everybody = self.key_of("segments.speech")
        if not self._found.everywhere:
            return "Nothing is coded yet. In the text, / applies a code to the unit under the cursor."
        if self.wanted.condition:
            return f"No coding meets this condition. {everybody} looks in everybody's speech."
        if self.wanted.only is not None:
            return "The codings behind this are no longer there."
        return f"No codings in speech that counts. {everybody} looks in everybody's speech."

    def _show_head(self) -> None:
        listed, found = len(self.shown), len(self._found.quotations)
        how_many = (
            counted(found, "quotation") if listed == found else f"{listed:,} of {counted(found, 'quotation')}"
        )
        passages = len({(one.document, one.start, one.end, one.code) for one in self._found.quotations})
        if listed == found and passages < found:
            how_many = f"{how_many} of {counted(passages, 'segment')}"
        whose = "everybody's speech" if self.wanted.any_role else ""
        order = "" if self.order is Order.DOCUMENT else f"by {self.order}"
        marked = f"{len(self.grid.marked):,} marked" if self.grid.marked else ""
        backwards = "backwards" if self.backwards else ""
        title = self.wanted.title
        if self.wanted.condition:
            title += f" where {self.wanted.condition}"
        right = [part for part in (how_many, marked, order, backwards, whose) if part]
        self.head("Segments", title, right=right)

    def _field(self, name: str) -> LabelledField:
        return self.query_one(f"#{name}", LabelledField)

    def _show_quotation(self) -> None:
        one = self.here
        if one is None:
            self.pane.clear()
            return
        found = self._found
        size = counted(one.end - one.start, "character")
        parts = (found.source(one), found.codes[one.code], found.coders[one.coder], size)
        self.pane.show(" · ".join(parts), excerpt(found, one, around=self._around), one.memo, one.translation)

    @property
    def here(self) -> Quotation | None:
        """The quotation under the cursor; None in an empty list."""
        row = self.grid.cursor_row
        return self.shown[row] if 0 <= row < len(self.shown) else None

    async def take_news(self, news: News) -> None:
        """List what is there now, at once or when the view is gone to again."""
        if not news.everything and not news.tables & _SHOWN_TABLES:
            return
        self._stale = True
        if self.qcode.view is self:
            await self._read_again()

    @on(Grid.Moved, "#list")
    def _moved(self) -> None:
        self._show_quotation()

    @on(Grid.Marked, "#list")
    def _marked(self) -> None:
        self._show_head()

    @on(Grid.Chosen, "#list")
    @guarded
    async def _chosen(self) -> None:
        one = self.here
        document = self.session.overview.documents.get(one.document) if one else None
        if one is not None and document is not None:
            await self.qcode.go("coding", Place(document.uid, one.start, one.end, coding=one.uid))

    def on_resize(self, event: events.Resize) -> None:
        """Choose the columns that have room."""
        super().on_resize(event)
        if self._found.codes:
            self._show_rows()

    # -- narrowing and conditions

    def action_narrow(self) -> None:
        """Type words that narrow the list."""
        self._field("narrow").edit()

    def action_where(self) -> None:
        """Type a condition."""
        self._field("where").edit()

    @on(Input.Changed, "#narrow Input")
    def _typed(self) -> None:
        self._show_rows()

    @on(Input.Submitted, "#narrow Input")
    def _narrowed(self) -> None:
        self._leave_fields()

    @on(Input.Submitted, "#where Input")
    async def _submitted(self, event: Input.Submitted) -> None:
        condition = event.value.strip()
        only = None if condition else self.wanted.only
        try:
            await self._list(replace(self.wanted, condition=condition, only=only))
        except WhereError as error:
            self._field("where").point_at(error.position, what_is_wrong(error))
        except QcodeError as error:
            self.say_fault(error)
        else:
            self._leave_fields()
            self.say("")

    def _leave_fields(self) -> None:
        self.set_focus(self.grid)
        for name in ("narrow", "where"):
            self._field(name).settle()

    async def take_key(self, key: events.Key) -> bool:
        """Leave a field by Escape, ctrl+g or an arrow; the other keys go where they belong."""
        return await super().take_key(key) or any(
            field.take_key(key, give_up=partial(self._give_up, field), leave=self._leave_fields)
            for field in (self._field("narrow"), self._field("where"))
        )

    def _give_up(self, field: LabelledField) -> None:
        """Leave a field as if nothing had been typed."""
        field.put("" if field.id == "narrow" else self.wanted.condition)
        self._leave_fields()
        self._show_rows()

    def action_clear(self) -> None:
        """Take back what narrows the list; where nothing does, the marks."""
        if self._field("narrow").value:
            self._give_up(self._field("narrow"))
        else:
            self.grid.mark_only(())

    # -- what is listed, and how

    def action_order(self, name: str) -> None:
        """List in another order; the same again turns it round."""
        order = Order(name)
        self.backwards = order is self.order and not self.backwards
        self.order = order
        self._show_rows()

    @on(Grid.HeadClicked, "#list")
    def _head_clicked(self, event: Grid.HeadClicked) -> None:
        title = self.grid.source.columns[event.column].title
        if title in set(Order):
            self.action_order(title)

    @guarded
    async def action_speech(self) -> None:
        """List codings in everybody's speech, or those alone that count."""
        wanted = self.wanted
        if wanted.only is not None:
            self.say("These are the codings behind a number, whosever speech they are in.")
            return
        self.wanted = replace(wanted, any_role=not wanted.any_role)
        await self._read_again()
        self.say(
            "Codings in everybody's speech." if self.wanted.any_role else "Codings in speech that counts."
        )

    @guarded
    async def action_everything(self) -> None:
        """List all codings that count."""
        await self._list(Wanted())

    async def action_unplaced(self) -> None:
        """List the codings that a corrected transcript left without a place."""
        await self.qcode.go("unplaced")

    def action_around(self) -> None:
        """Show the text around the quotation, or the quotation alone."""
        self._around = not self._around
        self.pane.remove_class("-hidden")
        self._show_quotation()

    def action_pane(self) -> None:
        """Show or hide the quotation below the list."""
        self.pane.toggle_class("-hidden")

    def action_scroll(self, pages: int) -> None:
        """Scroll the quotation by some lines."""
        self.pane.scroll_lines(pages * max(1, self.pane.size.height // 2))

    def chosen(self) -> Sequence[Quotation]:
        """Return the marked quotations, else the one under the cursor."""
        marked = self.grid.marked
        if marked:
            return [one for one in self.shown if one.uid in marked]
        return [self.here] if self.here else []


def what_is_wrong(error: WhereError) -> str:
    """Return in words what a condition lacks, without the picture of the place."""
    return f"{error.message.partition(chr(10))[0]} {error.hint}".strip()
