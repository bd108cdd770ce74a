"""Sources: bringing them in, looking at them, tying them to cases."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, MutableSequence, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256
from typing import TYPE_CHECKING

from qcode.errors import DataError, DuplicateNameError
from qcode.model.cases import Case, Entity, Value
from qcode.model.codings import AssignmentState, Coder
from qcode.model.documents import DOCUMENT_KINDS, INTERVIEW_KIND, Document, Role, Transcript, Turn
from qcode.project.attributes import Changes
from qcode.project.names import find, names_of_source, new_name
from qcode.project.part import Part
from qcode.project.removal import goes_with_document, take_along
from qcode.project.transcripts import file_name, text_columns, turn_rows
from qcode.store.changes import Recorder, Row, gone
from qcode.text.names import counted, levelled

if TYPE_CHECKING:
    from qcode.project.replacing import Replacement
    from qcode.sheets.records import DocumentRow

_COLUMNS = (
    "id, uid, name, kind, text_sha256, characters, front_matter_end, source_name, format, encoding, "
    "created_at, pseudonym"
)


def _names(document: Document) -> set[str]:
    """Return what a document may be called: its name, its file's name, with its folder or without."""
    return {document.name, document.source_name, document.source_name.rpartition("/")[2]}


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of importing one transcript."""

    document: Document
    notes: tuple[str, ...]
    """What a person should know of it, one sentence each."""


class Documents(Part):
    """The documents of a project, in the order in which they came."""

    def list(self) -> Sequence[Document]:
        """Return all documents."""
        rows = self._store.rows(f"SELECT {_COLUMNS} FROM documents WHERE deleted = 0 ORDER BY id")
        return [Document(**row) for row in rows]

    def by_id(self, document_id: int) -> Document:
        """Return a document by its row id; raises UnknownNameError where it was removed."""
        rows = self._store.rows(
            f"SELECT {_COLUMNS} FROM documents WHERE deleted = 0 AND id = ?", [document_id]
        )
        if not rows:
            raise gone("documents")
        return Document(**rows[0])

    def find(self, name: str) -> Document:
        """Return a document by its name or its file's name; raises UnknownNameError."""
        return find(self.list(), name, "document", _names)

    def text(self, document: Document) -> str:
        """Return the text of a document; the last few that were asked for are kept in memory."""
        return self._project.texts.get(document.text_sha256)

    def turns(self, document: Document) -> Sequence[Turn]:
        """Return the turns of a document in the order of its text."""
        rows = self._store.tuples(
            'SELECT position, participant_id, label_start, label_end, "start", "end", time_start, time_end '
            "FROM turns WHERE document_id = ? ORDER BY position",
            [document.id],
        )
        return [Turn(*row) for row in rows]

    def turn_numbers(self) -> Mapping[int, int]:
        """Return document id -> number of its turns, for the documents that have any."""
        return dict(self._store.tuples("SELECT document_id, count(*) FROM turns GROUP BY document_id"))

    def anchors(self, document: Document) -> Sequence[tuple[int, float]]:
        """Return the times that lie inside the text: (offset, seconds)."""
        found = self._store.tuples("SELECT anchors FROM documents WHERE uid = ?", [document.uid])
        if not found:
            raise gone("documents")
        with self._store.decoding():
            return [(int(offset), float(seconds)) for offset, seconds in json.loads(found[0][0])]

    def pages(self, document: Document) -> Sequence[tuple[int, str]]:
        """Return where the pages of a printed source begin: (offset, the page's number or label)."""
        return self.pages_of_all().get(document.id, ())

    def pages_of_all(self) -> Mapping[int, Sequence[tuple[int, str]]]:
        """Return document id -> `pages`, for the documents that have any."""
        rows = self._store.tuples("SELECT id, pages FROM documents WHERE deleted = 0 AND pages <> '[]'")
        with self._store.decoding():
            return {
                document: [(int(offset), str(label)) for offset, label in json.loads(pages)]
                for document, pages in rows
            }

    def kinds(self) -> Sequence[str]:
        """Return the kinds of documents: the usual ones and the project's own."""
        own = [document.kind for document in self.list()]
        return list(dict.fromkeys([*DOCUMENT_KINDS, *own]))

    def kind(self, name: str) -> str:
        """Return the kind a person means; a new name is a new kind, unless it is a slip for an old one.

        Raises DataError for a name that differs by a slip from a known kind.
        """
        wanted = levelled(name)
        for known in self.kinds():
            if levelled(known) == wanted:
                return known
            if SequenceMatcher(None, levelled(known), wanted).ratio() > 0.85:
                raise DataError(f"There is no kind of document “{name}”.", f"Did you mean “{known}”?")
        return new_name(name, "kind of document")

    def cases(self, document: Document) -> Sequence[Case]:
        """Return the cases of a document, in the order of the cases."""
        rows = self._store.rows(
            "SELECT cases.id, cases.uid, cases.name, cases.position, cases.pseudonym FROM document_cases "
            "JOIN cases ON cases.id = document_cases.case_id AND cases.deleted = 0 "
            "WHERE document_cases.deleted = 0 AND document_id = ? ORDER BY cases.position, cases.id",
            [document.id],
        )
        return [Case(**row) for row in rows]

    def import_transcript(
        self,
        transcript: Transcript,
        source_name: str,
        *,
        name: str | None = None,
        kind: str | None = None,
        cases: Sequence[str] = (),
        attributes: Mapping[str, Value] | None = None,
    ) -> Imported:
        """Add a transcript as one act: its text, document, participants, turns, cases, attributes.

        `source_name` is the file's name, with `/` between it and the folders that tell it from others;
        where a file holds several interviews, it is to them a folder: FILE.csv/NAME. `name` is by
        default the interview's, or the file's name without its ending (with folder or ending, where taken);
        `kind` by default `interview` where people speak, else `document`. Cases that do not exist are
        made. Raises DuplicateNameError where the name is taken, SpanError where turns do not lie one
        after the other in the text.
        """
        notes: MutableSequence[str] = []
        speaks = any(turn.speaker is not None for turn in transcript.turns)
        source_name = file_name(source_name)
        self._refuse_again(transcript, source_name, name)
        with self._act("documents.import") as recorder:
            documents = self.list()
            document_name = self._free_name(source_name, name, {}, transcript.name)
            document_kind = self.kind(kind) if kind else INTERVIEW_KIND if speaks else "document"
            digest = self._store.add_text(transcript.text)
            twins = [one.name for one in documents if one.text_sha256 == digest]
            if twins:
                notes.append(f"The same text is in the project already, as “{twins[0]}”.")
            uid = recorder.insert(
                "documents",
                {
                    "name": document_name,
                    "kind": document_kind,
                    "source_name": source_name,
                    "created_at": recorder.now,
                    **text_columns(transcript, digest),
                },
            )
            self._add_turns(recorder, uid, transcript)
            for case_name in cases:
                self._project.cases.ensure(recorder, case_name, notes)
                self.record_attachment(recorder, recorder.id_of("documents", uid), case_name)
            for key, value in (attributes or {}).items():
                self._project.attributes.write(recorder, Entity.DOCUMENT, uid, key, value)
            recorder.summary = (
                f"Imported {document_name}: {counted(len(transcript.text), 'character')}, "
                f"{counted(len(transcript.turns), 'turn')}, {counted(len(transcript.speakers), 'speaker')}"
            )
        return Imported(next(one for one in self.list() if one.uid == uid), tuple(notes))

    def planned(
        self,
        transcript: Transcript,
        source_name: str,
        *,
        kind: str | None = None,
        before: Mapping[str, str] | None = None,
    ) -> tuple[str, str]:
        """Return the name and the kind that `import_transcript` would give; raises as it does.

        `before` are names (with their files) that others are to get before.
        """
        speaks = any(turn.speaker is not None for turn in transcript.turns)
        document_kind = self.kind(kind) if kind else INTERVIEW_KIND if speaks else "document"
        self._refuse_again(transcript, source_name, None)
        return self._free_name(source_name, None, before or {}, transcript.name), document_kind

    def _refuse_again(self, transcript: Transcript, source_name: str, name: str | None) -> None:
        """Refuse a file that is in the project already, wherever it lay when it came."""
        file = levelled(transcript.name or source_name.rpartition("/")[2])
        digest = sha256(transcript.text.encode("utf-8", "replace")).hexdigest()
        for one in self.list() if name is None else ():
            if one.text_sha256 == digest and f"/{levelled(one.source_name)}".endswith(f"/{file}"):
                raise DuplicateNameError(f"“{source_name}” is in the project already, as “{one.name}”.")

    def _free_name(
        self, source_name: str, name: str | None, before: Mapping[str, str], interview: str
    ) -> str:
        """Return the name a new document gets: the one given, else its interview's, else its file's."""
        sources = {one.name: one.source_name for one in self.list()} | dict(before)
        taken = {levelled(one) for one in sources}
        if name is not None:
            return new_name(name, "document", taken)
        for known, source in sources.items():
            if levelled(source) == levelled(source_name):
                raise DuplicateNameError(
                    f"“{source_name}” is in the project already, as “{known}”.",
                    "Rename the file to import it beside that one, or remove that document first.",
                )
        free = (one for one in names_of_source(source_name, interview) if levelled(one) not in taken)
        return new_name(next(free, source_name), "document", taken)

    def _add_turns(self, recorder: Recorder, document_uid: str, transcript: Transcript) -> None:
        participants = [
            recorder.id_of(
                "participants",
                recorder.insert(
                    "participants",
                    {"name": speaker.label, "role": speaker.role.value if speaker.role else None},
                ),
            )
            for speaker in transcript.speakers
        ]
        turns = turn_rows(transcript, participants)
        if turns:
            recorder.put_turns(document_uid, turns)

    def replacement(
        self,
        document: Document,
        transcript: Transcript,
        source_name: str = "",
        roles: Mapping[str, Role] | None = None,
    ) -> Replacement:
        """Return what giving a document a corrected text would do, without doing it.

        `source_name` is the name of the transcript's file; `roles` by label are given by hand. Raises
        DataError where the text is the same, UnknownNameError where the document is gone or has another
        text by now, SpanError as `import_transcript`.
        """
        from qcode.project.replacing import Replacing

        return Replacing(self._project).plan(document, transcript, source_name, roles)

    def replace(
        self, document: Document, new: Transcript | Replacement, source_name: str = ""
    ) -> Replacement:
        """Give a document a corrected text in one act: its codings are carried over; return what was done.

        `new` is the transcript, or what `replacement` made of it; where something changed since then, it
        is made anew. Raises as `replacement`.
        """
        from qcode.project.replacing import Replacing

        return Replacing(self._project).replace(document, new, source_name)

    def attach(self, document: Document, *cases: str) -> None:
        """Tie a document to cases of these names; raises UnknownNameError."""
        with self._act("documents.attach") as recorder:
            for case in cases:
                self.record_attachment(recorder, document.id, case)
            recorder.summary = f"Attached {document.name} to {', '.join(cases)}"

    def record_attachment(self, recorder: Recorder, document_id: int, case_name: str) -> None:
        """Tie a document to a case inside an act that is under way."""
        case = self._project.cases.find(case_name)
        existing = self._store.rows(
            "SELECT uid FROM document_cases WHERE document_id = ? AND case_id = ? AND deleted = 0",
            [document_id, case.id],
        )
        if not existing:
            recorder.insert("document_cases", {"document_id": document_id, "case_id": case.id})

    def detach(self, document: Document, *cases: str) -> None:
        """Untie a document from cases."""
        with self._act("documents.detach") as recorder:
            for name in cases:
                case = self._project.cases.find(name)
                rows = self._store.rows(
                    "SELECT uid FROM document_cases WHERE document_id = ? AND case_id = ? AND deleted = 0",
                    [document.id, case.id],
                )
                recorder.delete("document_cases", *(row["uid"] for row in rows))
            recorder.summary = f"Detached {document.name} from {', '.join(cases)}"

    def set(
        self,
        document: Document,
        *,
        name: str | None = None,
        kind: str | None = None,
        attributes: Changes | None = None,
    ) -> None:
        """Rename a document, change its kind, set attributes."""
        columns: Row = {}
        with self._act("documents.set") as recorder:
            if name is not None and name != document.name:
                taken = [one.name for one in self.list() if one.id != document.id]
                columns["name"] = new_name(name, "document", taken)
            if kind is not None:
                columns["kind"] = self.kind(kind)
            if columns:
                recorder.update("documents", document.uid, **columns)
            self._project.attributes.write_all(recorder, Entity.DOCUMENT, document.uid, attributes or {})
            recorder.summary = f"Changed {', '.join([*columns, *(attributes or {})])} of {document.name}"

    def set_from_rows(self, rows: Iterable[DocumentRow]) -> None:
        """Set attributes of many documents in one act; raises UnknownNameError, DataError."""
        chosen = [(self.find(row.document), row) for row in rows]
        with self._act("documents.set") as recorder:
            for document, row in chosen:
                self._project.attributes.write_all(recorder, Entity.DOCUMENT, document.uid, row.attributes)
            recorder.summary = f"Changed attributes of {counted(len(chosen), 'document')}"

    def finish(self, *documents: Document, finished: bool = True, coder: Coder | None = None) -> None:
        """Say that a coder (by default the acting one) has finished documents, or after all has not."""
        chosen = coder or self._project.coders.acting()
        state = AssignmentState.FINISHED if finished else AssignmentState.ASSIGNED
        with self._act("documents.finish") as recorder:
            for document in documents:
                rows = self._store.rows(
                    "SELECT uid FROM assignments WHERE document_id = ? AND coder_id = ? AND deleted = 0",
                    [document.id, chosen.id],
                )
                if rows:
                    recorder.update("assignments", rows[0]["uid"], state=state.value)
                else:
                    row = {"document_id": document.id, "coder_id": chosen.id, "state": state.value}
                    recorder.insert("assignments", row)
            what = documents[0].name if len(documents) == 1 else counted(len(documents), "document")
            whose = f" for {coder.name}" if coder else ""
            recorder.summary = f"{'Finished' if finished else 'Reopened'} {what}{whose}"

    def assignments(self) -> dict[tuple[int, int], AssignmentState]:
        """Return how far each coder is: (document id, coder id) -> state."""
        rows = self._store.tuples("SELECT document_id, coder_id, state FROM assignments WHERE deleted = 0")
        return {(document, coder): AssignmentState(state) for document, coder, state in rows}

    def what_goes(self, document: Document) -> str:
        """Return in words what removing a document takes along, to be asked before; empty for nothing."""
        return goes_with_document(self._store, document)

    def remove(self, document: Document) -> int:
        """Remove a document with its codings, memos and links; return how many codings went with it.

        One act, so that undo brings all of it back; the text itself stays in the file.
        """
        with self._act("documents.remove") as recorder:
            recorder.require("documents", document.uid)
            codings = self._uids("codings", "document_id = ?", document.id)
            self._project.codings.record_removal(recorder, codings)
            take_along(self._store, recorder, "documents", [document.uid])
            only_here = self._store.rows(
                "SELECT uid FROM participants WHERE deleted = 0 AND id IN "
                "(SELECT participant_id FROM turns GROUP BY participant_id "
                "HAVING min(document_id) = ?1 AND max(document_id) = ?1)",
                [document.id],
            )
            recorder.put_turns(document.uid, [])
            leaving = [row["uid"] for row in only_here]
            take_along(self._store, recorder, "participants", leaving)
            recorder.delete("participants", *leaving)
            recorder.delete("documents", document.uid)
            recorder.summary = f"Removed {document.name} with {counted(len(codings), 'coding')}"
        return len(codings)

    def _uids(self, table: str, condition: str, argument: object) -> Sequence[str]:
        rows = self._store.rows(f"SELECT uid FROM {table} WHERE deleted = 0 AND {condition}", [argument])
        return [row["uid"] for row in rows]
