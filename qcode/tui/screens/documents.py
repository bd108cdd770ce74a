"""The documents: what there is, whose it is, how far everybody is with it; and the way in for files."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content

from qcode.model.documents import Document
from qcode.text.names import counted
from qcode.tui.errands import OfDocument, Place
from qcode.tui.screens.document_edits import DocumentEdits
from qcode.tui.screens.document_rows import (
    DocumentsRows,
    document_read_out,
    progress_of,
    read_document_facts,
    value_rows,
)
from qcode.tui.screens.view import dialogue, guarded
from qcode.tui.widgets.document_pane import Progress
from qcode.tui.widgets.grid import Grid
from qcode.tui.widgets.picker import Choice
from qcode.tui.widgets.read_out import ReadOut

ROOMY = 130
"""Columns from which on the list says in words how far everybody is."""
_EMPTY = "No documents yet: i imports transcripts and other texts."
_NO_VALUES = "No attributes yet: a adds one."


class Documents(DocumentEdits):
    """The documents of the project."""

    NAME = "documents"
    TITLE_WORDS = "Documents"
    CSS_PATH = "documents.tcss"
    HINTS = (
        ("documents.import", "import"),
        ("documents.cases", "cases"),
        ("documents.edit", "edit"),
        ("documents.attribute", "attribute"),
        ("documents.finish", "finish"),
        ("view.undo", "undo"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "find", "Find a document by part of its name", id="documents.find"),
    ]

    def compose_body(self) -> ComposeResult:
        plain = self.qcode.options.ascii
        with Container(id="panes"):
            yield Grid(id="documents", ascii=plain, empty=_EMPTY)
            with Container(id="side"):
                yield ReadOut(id="about", ascii=self.qcode.options.ascii)
                yield Grid(id="values", ascii=plain, empty=_NO_VALUES)

    @property
    def grid(self) -> Grid:
        """The list of documents."""
        return self.query_one("#documents", Grid)

    @property
    def values(self) -> Grid:
        """The attributes of the document in hand."""
        return self.query_one("#values", Grid)

    @property
    def document(self) -> Document | None:
        """The document in hand."""
        rows, row = self.grid.source, self.grid.cursor_row
        return rows.documents[row] if isinstance(rows, DocumentsRows) and 0 <= row < len(rows) else None

    async def begin(self) -> None:
        """Give the keys to the list."""
        self.set_focus(self.grid)

    async def arrive(self, errand: object) -> None:
        """Show the document that another view sends the person to."""
        await super().arrive(errand)
        if isinstance(errand, OfDocument) and not self.select(errand.document):
            self.say("That document is no longer in the project.")

    # -- what is shown

    async def refresh_facts(self) -> None:
        """Read anew what there is, and show it."""
        self.facts = await self.session.ask(read_document_facts)
        self._show()

    def _show(self) -> None:
        overview = self.session.overview
        narrow = self.app.size.width < ROOMY
        rows = DocumentsRows(overview, self.facts, narrow=narrow, ascii=self.qcode.options.ascii)
        self.grid.refresh_source(rows)
        mine = [progress_of(one, overview.my_id, overview, self.facts) for one in rows.documents]
        finished = sum(one is Progress.FINISHED for one in mine)
        self.head("Documents", right=[counted(len(mine), "document"), f"{finished} finished by you"])
        self._show_document()

    def _show_document(self) -> None:
        document = self.document
        shown = document_read_out(document, self.session.overview, self.facts) if document else Content("")
        self.query_one("#about", ReadOut).show(document.uid if document else None, shown)
        self.values.refresh_source(value_rows(document, self.facts))

    @on(Grid.Moved, "#documents")
    def _moved(self, event: Grid.Moved) -> None:
        event.stop()
        self._show_document()

    @on(Grid.Moved, "#values")
    def _moved_in_values(self, event: Grid.Moved) -> None:
        event.stop()

    @on(Grid.Chosen, "#documents")
    @guarded
    async def _chosen(self, event: Grid.Chosen) -> None:
        event.stop()
        if self.document is not None:
            await self.qcode.go("coding", Place(self.document.uid))

    @on(Grid.Chosen, "#values")
    def _value_chosen(self, event: Grid.Chosen) -> None:
        event.stop()
        self.action_edit()

    @on(events.Resize)
    def _resized(self) -> None:
        """Leave columns out where there is no room for them."""
        if self.ready.is_set():
            self._show()

    def select(self, uid: str) -> bool:
        """Put the cursor on a document; False where there is none of this uid."""
        rows = self.grid.source
        row = rows.row_of(uid) if isinstance(rows, DocumentsRows) else -1
        if row >= 0:
            self.grid.go_to(row)
        return row >= 0

    @dialogue
    async def action_find(self) -> None:
        """Go to a document by part of its name."""
        documents = self.session.overview.documents.values()
        choices = [Choice(one.name, one.uid, one.kind, (one.source_name,)) for one in documents]
        self.select(str((await self.pick("Go to the document", choices)).value))
        self.say("")
