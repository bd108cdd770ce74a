"""The panes beside the text: what they show, and opening and closing them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType

from qcode.analysis.running import Count
from qcode.model.codings import AssignmentState
from qcode.model.documents import INTERVIEW_KIND, Document
from qcode.tui.errands import EditCode
from qcode.tui.open_document import code_looks
from qcode.tui.screens.coding_actions import CodingActions
from qcode.tui.screens.view import guarded
from qcode.tui.session import Overview
from qcode.tui.widgets.code_pane import CodeCounts, CodeGrid, CodePane
from qcode.tui.widgets.document_pane import DocumentPane, DocumentRows, Entry, Progress, entries_of
from qcode.tui.widgets.transcript import CodeLook

WIDE = 110
"""Columns from which on both panes stand beside the text."""


class CodingPanes(CodingActions):
    """Documents at the left, the codebook at the right."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("D", "documents", "Documents pane", id="coding.documents"),
        Binding("B", "codebook", "Codebook pane", id="coding.codebook"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._show_documents: bool | None = None
        self._show_codebook: bool | None = None
        self._entries: list[Entry] = []
        self._entries_of: Overview | None = None

    def _first_document(self) -> Document | None:
        """Return the first interview that is not finished, else the first document."""
        documents = self._in_order()
        interviews = [one for one in documents if one.kind == INTERVIEW_KIND]
        open_ones = [one for one in interviews if self._state(one) is not AssignmentState.FINISHED]
        return next(iter([*open_ones, *interviews, *documents]), None)

    def _in_order(self) -> list[Document]:
        """Return the documents as the pane has them: case by case, each once."""
        overview = self.session.overview
        found = dict.fromkeys(one.document for one in self._lines() if one.document is not None)
        return [overview.documents[one] for one in found]

    def _state(self, document: Document) -> AssignmentState | None:
        return self.session.overview.assignments.get((document.id, self.session.overview.my_id))

    def _looks(self) -> Mapping[int, CodeLook]:
        background = self.text.background_colors[1].hex6
        return code_looks(self.session.overview.tree, background)

    def _show_codes(self) -> None:
        overview = self.session.overview
        pins = {code.id: digit for digit, code in enumerate(overview.pins, start=1) if code}
        self.query_one(CodePane).show(overview.tree, pins)

    def _lines(self) -> list[Entry]:
        """Return the lines of the documents pane."""
        overview = self.session.overview
        if self._entries_of is not overview:
            self._entries_of = overview
            self._entries = entries_of(
                {one.id: one.name for one in overview.cases.values()},
                {one.id: one.name for one in overview.documents.values()},
                overview.document_cases,
            )
        return self._entries

    def _show_documents_pane(self) -> None:
        """Show the documents there are, and how far the person is with each."""
        codings = self._own_codings()
        rows = DocumentRows(
            self._lines(),
            self._progress(codings),
            codings,
            self.open.document.id if self.open else None,
            ascii=self.qcode.options.ascii,
        )
        self.query_one(DocumentPane).refresh_source(rows)

    def _update_documents_pane(self) -> None:
        """Show how far the person is after a coding."""
        codings = self._own_codings()
        self.query_one(DocumentPane).update(self._progress(codings), codings)

    def _own_codings(self) -> dict[int, int]:
        counts, overview = self.session.counts, self.session.overview
        if counts is None:
            own = (
                [one for one in self.open.codings.values() if one.coder_id == overview.my_id]
                if self.open
                else []
            )
            return {self.open.document.id: len(own)} if self.open else {}
        return {one: counts.codings_in(one, overview.my_id) for one in overview.documents}

    def _progress(self, codings: Mapping[int, int]) -> dict[int, Progress]:
        overview = self.session.overview
        begun = {one: Progress.IN_PROGRESS for one, number in codings.items() if number}
        mine = ((key, state) for key, state in overview.assignments.items() if key[1] == overview.my_id)
        finished = {key[0]: Progress.FINISHED for key, state in mine if state is AssignmentState.FINISHED}
        return begun | finished

    @guarded
    async def _count(self) -> None:
        """Put the counts beside the codes; after the first picture, for they need the whole project."""
        await self.session.count()
        if self.query(CodePane):  # the program may have ended meanwhile
            self._show_counts()
            self._show_documents_pane()

    def _show_counts(self, codes: Collection[int] | None = None) -> None:
        """Show the counts beside the codes; only those of some codes, where no others changed."""
        if self.session.counts is not None:
            self.query_one(CodePane).count(self._counts_of, codes)

    def _counts_of(self, code: int) -> CodeCounts:
        counts = self.session.counts
        here = self.open.document.id if self.open else None
        return CodeCounts(counts.of(code, here), counts.of(code)) if counts else CodeCounts(Count(), Count())

    def _show_panes(self) -> None:
        wide = self.app.size.width >= WIDE
        documents = wide if self._show_documents is None else self._show_documents
        codebook = wide if self._show_codebook is None else self._show_codebook
        self.query_one(DocumentPane).display = documents
        self.query_one(CodePane).display = codebook

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002
        """Fold the panes away where there is no room."""
        if self.ready.is_set():
            self._show_panes()

    def hints(self) -> Sequence[str]:
        """Return the keys that do something next, in the text or in the pane that has the keys."""
        names: tuple[tuple[str, str], ...] = (("list.choose", "open"),)
        if isinstance(self.focused, CodeGrid):
            names = (
                ("list.choose", "apply"),
                ("codes.fold", "fold"),
                ("codes.pin", "pin"),
                ("codes.edit", "edit"),
            )
        elif isinstance(self.focused, DocumentPane):
            names = (("list.choose", "open"),)
        else:
            return super().hints()
        return [
            f"{self.key_of(name)} {word}"
            for name, word in (*names, ("view.back", "text"), ("view.help", "keys"))
        ]

    def action_documents(self) -> None:
        """Go to the documents pane, or close it."""
        pane = self.query_one(DocumentPane)
        self._show_documents = not (pane.display and pane.has_focus)
        self._show_panes()
        self.set_focus(pane if pane.display else self.text)
        self.say("")

    def action_codebook(self) -> None:
        """Go to the codebook pane, or close it."""
        pane = self.query_one(CodePane)
        self._show_codebook = not (pane.display and pane.grid.has_focus)
        self._show_panes()
        self.set_focus(pane.grid if pane.display else self.text)
        self.say("")

    async def action_back(self) -> None:
        """Go back to the text from a pane, and from the text to the view before."""
        if self.focused is self.text or self.focused is None:
            await self.qcode.back()
            return
        if self.app.size.width < WIDE:
            self._show_documents = self._show_codebook = None
        self._show_panes()
        self.set_focus(self.text)
        self.say("")

    @on(CodePane.Stressed)
    def _code_stressed(self, event: CodePane.Stressed) -> None:
        self.text.stressed_code = event.code.id if event.code else None

    @on(CodeGrid.Asked)
    async def _pane_asks(self, event: CodeGrid.Asked) -> None:
        pane = self.query_one(CodePane)
        if event.what.startswith("fold"):
            pane.fold(everything=event.what == "fold_all")
        elif pane.code is not None and event.what == "pin":
            self.ask_for_digit(pane.code)
        elif pane.code is not None:
            await self.qcode.go("codebook", EditCode(pane.code.uid))
