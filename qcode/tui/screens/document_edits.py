"""What the keys of the documents view do: import, name, kind, cases, attributes, finishing, removing."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual.binding import Binding, BindingType

from qcode.errors import DataError
from qcode.model.cases import AttributeValue, Entity
from qcode.model.codings import AssignmentState
from qcode.model.documents import Document
from qcode.project import Project
from qcode.project.batch import what_is_readable
from qcode.text.names import counted, levelled
from qcode.tui.errands import OfDocument
from qcode.tui.paths import exists, gathered
from qcode.tui.screens.attribute_edits import ask_attribute, ask_value, said_change
from qcode.tui.screens.codebook_rows import by_whom
from qcode.tui.screens.document_rows import DocumentFacts
from qcode.tui.screens.editing import Editing, goes_with_it
from qcode.tui.screens.keeping_back import give_pseudonym
from qcode.tui.screens.view import dialogue, guarded
from qcode.tui.widgets.grid import Grid
from qcode.tui.widgets.picker import Choice, New

_MOST_FILES = 2_000


class DocumentEdits(Editing):
    """Editing documents by keys; what touches codings says how many before it does."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "import", "Import files or a folder", id="documents.import"),
        Binding("c", "cases", "Attach the document to a case, or detach it", id="documents.cases"),
        Binding(
            "e",
            "edit",
            "Edit name, kind, cases or pseudonym; in the table of attributes, the value",
            id="documents.edit",
        ),
        Binding("a", "attribute", "Add an attribute to the document", id="documents.attribute"),
        Binding(
            "F", "finish", "Say that you have finished the document, or after all not", id="documents.finish"
        ),
        Binding("m", "memo", "Memo on the document", id="documents.memo"),
        Binding(
            "R",
            "replace",
            "Replace the text by a corrected transcript; see what it does to codings first",
            id="documents.replace",
        ),
        Binding("N", "unplaced", "List the codings without a place", id="documents.unplaced"),
        Binding("minus,delete", "remove", "Remove the document with its codings", id="documents.remove"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.facts = DocumentFacts()
        self._folder = "~/"

    @property
    def document(self) -> Document | None:
        """The document in hand."""
        raise NotImplementedError

    @property
    def values(self) -> Grid:
        """The attributes of the document in hand."""
        raise NotImplementedError

    def _in_hand(self) -> Document:
        document = self.document
        if document is None:
            raise DataError("There is no document in hand.", "i imports transcripts and other texts.")
        return document

    # -- import

    @dialogue
    async def action_import(self) -> None:
        """Ask for files or a folder, and show what they would bring."""
        from qcode.tui.screens.import_preview import ImportPreview

        path = await self.ask_path("Import the file, or all files of the folder:", self._folder)
        if not await asyncio.to_thread(exists, path):
            raise DataError(f"There is no file or folder {path}.")
        self._folder = f"{path if path.is_dir() else path.parent}/"
        sources, passed = await asyncio.to_thread(gathered, path)
        if not sources:
            raise DataError(f"{path.name} has no file to import.", what_is_readable())
        if len(sources) > _MOST_FILES:
            raise DataError(f"{path} has {len(sources):,} files.", "Choose a folder below it.")
        preview = ImportPreview(sources, len(passed), lambda words: self.say(words, done=True))
        self.app.push_screen(preview)

    # -- a corrected transcript

    @dialogue
    async def action_replace(self) -> None:
        """Ask for a corrected transcript, and show what it would do to the codings."""
        from qcode.project.replacing import Replacement, corrected_transcript
        from qcode.tui.screens.replacing import Replacing, plan_correction, said_replaced

        document = self._in_hand()
        path = await self.ask_path(f"Corrected transcript of {document.name}:", self._folder)
        self._folder = f"{path.parent}/"
        self.say(f"Reading {path.name} …")
        transcript = await asyncio.to_thread(corrected_transcript, document, path)
        correction = await self.session.ask(
            lambda project: plan_correction(project, document, transcript, path.name)
        )

        def told(done: Replacement) -> None:
            self.say(
                said_replaced(done, self.key_of("view.undo"), self.key_of("documents.unplaced")), done=True
            )

        self.say("")
        self.app.push_screen(Replacing(correction, told))

    async def action_unplaced(self) -> None:
        """List the codings that a corrected transcript left without a place."""
        document = self.document
        await self.qcode.go("unplaced", OfDocument(document.uid) if document else None)

    # -- name, kind, cases

    @dialogue
    async def action_edit(self) -> None:
        """Edit a field of the document in hand, or the value in hand."""
        document = self._in_hand()
        if self.values.has_focus and self.values.cursor_row >= 0:
            await self._edit_value(document)
            return
        cases = [self.session.overview.cases[one].name for one in self._tied(document)]
        choices = [
            Choice("name", "name", document.name, key="n"),
            Choice("kind", "kind", document.kind, key="k"),
            Choice("cases", "cases", "; ".join(cases), key="c"),
            Choice("pseudonym", "pseudonym", document.pseudonym or "none of its own", key="p"),
            Choice("attribute: another one", "attribute", key="a"),
        ]
        chosen = (await self.picker.choose(f"Edit {document.name}", choices, keys=True)).value
        if chosen == "name":
            await self._rename(document)
        elif chosen == "kind":
            await self._change_kind(document)
        elif chosen == "cases":
            await self._choose_case(document)
        elif chosen == "pseudonym":
            await give_pseudonym(self, Entity.DOCUMENT, document)
        else:
            await self._add_value(document)

    async def _rename(self, document: Document) -> None:
        name = await self.new_text(f"New name of {document.name}:", document.name)
        if name is not None:
            await self.change(
                lambda project: project.documents.set(document, name=name),
                f"{document.name} is now called {name}.",
            )

    async def _change_kind(self, document: Document) -> None:
        kinds = await self.session.ask(lambda project: project.documents.kinds())
        question = f"Kind of {document.name} (now {document.kind})"
        chosen = (await self.pick(question, [Choice(kind, kind) for kind in kinds], new="new kind")).value
        kind = chosen.name if isinstance(chosen, New) else str(chosen)
        await self.change(
            lambda project: project.documents.set(document, kind=kind),
            f"{document.name} is of the kind {kind}.",
        )

    @dialogue
    async def action_cases(self) -> None:
        """Attach the document in hand to a case, or detach it."""
        await self._choose_case(self._in_hand())

    def _tied(self, document: Document) -> tuple[int, ...]:
        return self.session.overview.document_cases.get(document.id, ())

    async def _choose_case(self, document: Document) -> None:
        tied = self._tied(document)
        cases = sorted(self.session.overview.cases.values(), key=lambda one: one.id not in tied)
        choices = [
            Choice(one.name, one, "attached: Enter detaches" if one.id in tied else "") for one in cases
        ]
        chosen = (await self.pick(f"Case of {document.name}", choices, new="new case")).value
        if isinstance(chosen, New):
            name = chosen.name
            await self.change(
                lambda project: _attach_new(project, document, name),
                f"Attached {document.name} to the new case {name}.",
            )
            return
        case = next(one for one in cases if one == chosen)
        await self.tie(document, case, tied=case.id in tied)

    # -- attributes

    @dialogue
    async def action_attribute(self) -> None:
        """Give the document in hand another attribute."""
        await self._add_value(self._in_hand())

    async def _add_value(self, document: Document) -> None:
        name = await ask_attribute(self, self.facts.variables.attributes, document.name)
        attribute = next((one for one in self.facts.variables.attributes if one.name == name), None)
        before = self.facts.variables.newest(document.uid, attribute) if attribute else None
        await self._give(document, name, before)

    async def _edit_value(self, document: Document) -> None:
        key = self.values.cursor_key
        if not isinstance(key, tuple):
            return
        name, year = key
        attribute = next(one for one in self.facts.variables.attributes if one.name == name)
        known = self.facts.variables.of(document.uid, attribute)
        await self._give(document, name, next((one for one in known if one.year == year), None))

    async def _give(self, document: Document, name: str, before: AttributeValue | None) -> None:
        changes = await ask_value(self, document.name, name, before)
        if changes is None:
            self.say("Nothing was changed.")
            return
        await self.change(
            lambda project: project.documents.set(document, attributes=changes),
            said_change(document.name, name, changes),
        )

    # -- finishing, memo, removing

    @guarded
    async def action_finish(self) -> None:
        """Say that this coder has finished the document in hand, or after all not."""
        document, overview = self._in_hand(), self.session.overview
        state = overview.assignments.get((document.id, overview.my_id))
        finished = state is not AssignmentState.FINISHED
        words = (
            f"You have finished {document.name}: what is not found there counts as 0 from now on."
            if finished
            else f"You have reopened {document.name}: what is not found there is not coded yet."
        )
        await self.change(lambda project: project.documents.finish(document, finished=finished), words)

    @guarded
    async def action_memo(self) -> None:
        """Write on the document in hand."""
        document = self._in_hand()
        await self.write_memo("documents", document.uid, document.name)

    @dialogue
    async def action_remove(self) -> None:
        """Remove the document in hand with its codings."""
        document, overview = self._in_hand(), self.session.overview
        numbers = {coder: self.facts.codings.get((document.id, coder), 0) for coder in overview.coders}
        whose = by_whom({coder: number for coder, number in numbers.items() if number}, overview.coders)
        gone = await self.session.ask(lambda project: project.documents.what_goes(document))
        said = goes_with_it(gone, sum(numbers.values()), whose)
        await self.sure(f"Remove {document.name}?", said)
        number = await self.session.ask(lambda project: project.documents.remove(document))
        undo = self.key_of("view.undo")
        self.say(
            f"Removed {document.name} with {counted(number, 'coding')}; {undo} brings all back.", done=True
        )


def _attach_new(project: Project, document: Document, name: str) -> None:
    """Make a case and attach a document to it, as one act."""
    with project.act("documents.attach") as recorder:
        case = project.cases.ensure(recorder, name, [])
        if any(levelled(one.name) == levelled(case.name) for one in project.documents.cases(document)):
            return
        project.documents.record_attachment(recorder, document.id, case.name)
        recorder.summary = f"Attached {document.name} to {case.name}, a new case"
