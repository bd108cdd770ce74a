"""Codes on passages: applying, removing, listing, importing."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from qcode.errors import CodebookError, SpanError, UnknownNameError
from qcode.model.cases import Case
from qcode.model.codes import Code
from qcode.model.codings import Coding, CodingState, Origin
from qcode.model.documents import Document
from qcode.project.part import Part
from qcode.store.changes import Recorder, Row, gone
from qcode.text.names import counted

COLUMNS = 'id, uid, document_id, "start", "end", code_id, coder_id, case_id, origin, state, created_at'


class Codings(Part):
    """The coded segments of a project."""

    def list(self, document: Document | None = None) -> Sequence[Coding]:
        """Return all live codings, or those of a document, in the order of the texts."""
        condition, arguments = (" AND document_id = ?", [document.id]) if document else ("", [])
        rows = self._store.rows(
            f"SELECT {COLUMNS} FROM codings WHERE deleted = 0{condition} "
            'ORDER BY document_id, "start", "end", code_id, coder_id, id',
            arguments,
        )
        with self._store.decoding():
            return [_coding(row) for row in rows]

    def get(self, uid: str) -> Coding:
        """Return a coding by its uid, or by the beginning of it where that fits one only."""
        rows = self._store.rows(
            f"SELECT {COLUMNS} FROM codings WHERE deleted = 0 AND substr(uid, 1, ?) = ? LIMIT 2",
            [len(uid), uid],
        )
        if len(rows) != 1 or not uid:
            what = "more than one coding" if rows else "no coding"
            raise UnknownNameError(
                f"There is {what} whose uid begins with “{uid}”.", "`qcode codings export` lists them whole."
            )
        with self._store.decoding():
            return _coding(rows[0])

    def apply(
        self,
        document: Document,
        start: int,
        end: int,
        code: Code,
        *,
        case: Case | None = None,
        memo: str = "",
        origin: Origin = Origin.HAND,
    ) -> Coding:
        """Apply a code to the code points `[start, end)` of a document, for the acting coder.

        The same code on the same span by the same coder is not made twice: the coding that is there
        gets the case and the memo, and is returned. Raises SpanError for a span outside the text,
        CodebookError for a retired code, UnknownNameError where document or code were removed.
        """
        text = self._project.documents.text(document)
        check_span(text, start, end, document.name)
        path = self._path_of_usable(code)
        coder = self._project.coders.acting()
        with self._act("codings.apply") as recorder:
            self.check_current(document)
            row = new_coding(
                document, text, start, end, code.id, coder.id, case.id if case else None, origin, recorder.now
            )
            twin = self._twin(row)
            uid = twin or recorder.insert("codings", row)
            if twin and case:
                recorder.update("codings", twin, case_id=case.id)
            if memo.strip():
                self._project.memos.record(recorder, "codings", uid, coder.id, memo)
            recorder.summary = f"{path}: {counted(end - start, 'character')} of {document.name}"
        return self.get(uid)

    def _path_of_usable(self, code: Code) -> str:
        """Return the path of a code that may be applied now; it may have been removed or retired."""
        tree = self._project.codes.tree()
        if code.id not in tree:
            raise gone("codes")
        if tree[code.id].retired:
            raise CodebookError(f"The code “{code.name}” is retired.", "Reinstate it to use it again.")
        return tree.path(code.id)

    def check_current(self, document: Document) -> None:
        """Raise UnknownNameError unless a document is there with the text that it was read with."""
        found = self._store.tuples(
            "SELECT text_sha256 FROM documents WHERE deleted = 0 AND uid = ?", [document.uid]
        )
        if not found:
            raise gone("documents")
        if found[0][0] != document.text_sha256:
            raise UnknownNameError(f"“{document.name}” has a new text by now.", "Open it again.")

    def _twin(self, row: Row, besides: str = "") -> str | None:
        """Return the uid of a placed coding of the same code, span and coder."""
        found = self._store.tuples(
            "SELECT uid FROM codings WHERE deleted = 0 AND state = 'placed' AND document_id = ? "
            'AND "start" = ? AND "end" = ? AND code_id = ? AND coder_id = ? AND uid <> ? LIMIT 1',
            [*(row[name] for name in ("document_id", "start", "end", "code_id", "coder_id")), besides],
        )
        return str(found[0][0]) if found else None

    def record_change(self, recorder: Recorder, uid: str, **columns: object) -> str:
        """Change columns of a coding inside an act; return the uid of the coding that it is then.

        Where its coder has the same code on the same span already, its memos go to that coding and it
        is removed.
        """
        recorder.require("codings", uid)
        row = self._store.rows("SELECT * FROM codings WHERE uid = ?", [uid])[0] | columns
        twin = self._twin(row, besides=uid) if row["state"] == CodingState.PLACED else None
        if twin is None:
            recorder.update("codings", uid, **columns)
            return uid
        for memo in self._project.memos.list(uid):
            recorder.update("memos", memo.uid, owner_uid=twin)
        recorder.delete("codings", uid)
        return twin

    def remove(self, codings: Sequence[Coding]) -> None:
        """Remove codings with their memos, in one act; raises UnknownNameError where one is gone."""
        with self._act("codings.remove") as recorder:
            recorder.require("codings", *(coding.uid for coding in codings))
            self.record_removal(recorder, [coding.uid for coding in codings])
            recorder.summary = f"Removed {self._described(codings)}"

    def record_removal(self, recorder: Recorder, uids: Sequence[str]) -> None:
        """Remove codings with their memos inside an act that is under way."""
        for uid in uids:
            memos = self._store.rows("SELECT uid FROM memos WHERE deleted = 0 AND owner_uid = ?", [uid])
            recorder.delete("memos", *(row["uid"] for row in memos))
        recorder.delete("codings", *uids)

    def move_edges(self, coding: Coding, start: int, end: int) -> Coding:
        """Give a coding another span of its document; raises SpanError.

        Returns the coding that is there then (see `record_change`).
        """
        document = self._document(coding)
        text = self._project.documents.text(document)
        check_span(text, start, end, document.name)
        with self._act("codings.move_edges") as recorder:
            self.check_current(document)
            quote = quote_hash(text[start:end])
            uid = self.record_change(recorder, coding.uid, start=start, end=end, quote_sha256=quote)
            recorder.summary = f"Moved the edges of {self._described([coding])}"
        return self.get(uid)

    def recode(self, codings: Sequence[Coding], code: Code) -> None:
        """Give codings another code, in one act; raises CodebookError for a retired one."""
        self._path_of_usable(code)
        with self._act("codings.recode") as recorder:
            for coding in codings:
                self.record_change(recorder, coding.uid, code_id=code.id)
            recorder.summary = f"Recoded {self._described(codings)} as {code.name}"

    def set_case(self, codings: Sequence[Coding], case: Case | None) -> None:
        """Say which case codings speak of (None: by rule), in one act."""
        with self._act("codings.set_case") as recorder:
            for coding in codings:
                recorder.update("codings", coding.uid, case_id=case.id if case else None)
            recorder.summary = f"Case of {self._described(codings)}: {case.name if case else 'by rule'}"

    def _document(self, coding: Coding) -> Document:
        for document in self._project.documents.list():
            if document.id == coding.document_id:
                return document
        raise gone("documents")

    def _described(self, codings: Sequence[Coding]) -> str:
        if len(codings) != 1:
            return counted(len(codings), "coding")
        (coding,) = codings
        path = self._project.codes.tree().path(coding.code_id)
        return f"{path}, {counted(coding.end - coding.start, 'character')} of {self._document(coding).name}"


def check_span(text: str, start: int, end: int, where: str) -> None:
    """Raise SpanError unless `[start, end)` holds at least one code point of the text."""
    if not 0 <= start < end <= len(text):
        raise SpanError(
            f"The span {start} to {end} does not lie in “{where}” ({len(text):,} characters).",
            "Offsets count characters from 0; the end is the first one no longer meant.",
        )


def quote_hash(quote: str) -> str:
    """Return the SHA-256 by which a coding knows its words."""
    return sha256(quote.encode("utf-8")).hexdigest()


def new_coding(
    document: Document,
    text: str,
    start: int,
    end: int,
    code_id: int,
    coder_id: int,
    case_id: int | None,
    origin: Origin,
    now: str,
) -> Row:
    """Return the row of a new coding."""
    return {
        "document_id": document.id,
        "text_sha256": document.text_sha256,
        "start": start,
        "end": end,
        "quote_sha256": quote_hash(text[start:end]),
        "code_id": code_id,
        "coder_id": coder_id,
        "case_id": case_id,
        "origin": origin.value,
        "created_at": now,
    }


def _coding(row: Row) -> Coding:
    return Coding(**{**row, "origin": Origin(row["origin"]), "state": CodingState(row["state"])})
