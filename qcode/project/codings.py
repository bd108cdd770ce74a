"""Codes on passages: applying, removing, listing, importing."""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import replace

from qcode.errors import CodebookError, DataError, SpanError, UnknownNameError
from qcode.model.cases import Case
from qcode.model.codes import Code
from qcode.model.codings import Coding, CodingState, Origin
from qcode.model.documents import Document
from qcode.project.coding_rows import COLUMNS, check_span, coding_of, new_coding, quote_hash
from qcode.project.part import Part
from qcode.project.removal import take_along
from qcode.store.changes import Recorder, Row, gone
from qcode.text.names import counted

_LAST_CHARACTER = "\U0010ffff"


class Codings(Part):
    """The coded segments of a project."""

    def list(self, document: Document | None = None) -> Sequence[Coding]:
        """Return all live codings, or those of a document, in the order of the texts."""
        return self._where("document_id = ?", [document.id]) if document else self._where("1", [])

    def of_code(self, code: Code) -> Sequence[Coding]:
        """Return a code's own live codings, unplaced ones too, in the order of the texts."""
        return self._where("code_id = ?", [code.id])

    def _where(self, condition: str, arguments: Sequence[object]) -> Sequence[Coding]:
        """Return the live codings that meet a condition, in the order of the texts."""
        rows = self._store.rows(
            f"SELECT {COLUMNS} FROM codings WHERE deleted = 0 AND {condition} "
            'ORDER BY document_id, "start", "end", code_id, coder_id, id',
            arguments,
        )
        with self._store.decoding():
            return [coding_of(row) for row in rows]

    def uids(self) -> Mapping[int, str]:
        """Return row id -> uid of all live codings."""
        return dict(self._store.tuples("SELECT id, uid FROM codings WHERE deleted = 0"))

    def row_ids(self, uids: Iterable[str]) -> Mapping[str, int]:
        """Return uid -> row id of these codings, removed ones too."""
        return dict(
            self._store.tuples(
                "SELECT uid, id FROM codings WHERE uid IN (SELECT value FROM json_each(?))",
                [json.dumps(sorted(uids))],
            )
        )

    def numbers(self) -> Mapping[tuple[int, int, int], int]:
        """Return (document id, code id, coder id) -> number of live codings, unplaced ones too."""
        rows = self._store.tuples(
            "SELECT document_id, code_id, coder_id, count(*) FROM codings WHERE deleted = 0 "
            "GROUP BY document_id, code_id, coder_id"
        )
        return {(document, code, coder): number for document, code, coder, number in rows}

    def get(self, uid: str) -> Coding:
        """Return a coding by its uid, or by the beginning of it where that fits one only."""
        sql = f"SELECT {COLUMNS} FROM codings WHERE deleted = 0 AND uid"
        rows = self._store.rows(f"{sql} = ?", [uid]) or self._store.rows(
            f"{sql} >= ? AND uid < ? LIMIT 2", [uid, uid + _LAST_CHARACTER]
        )
        if len(rows) != 1 or not uid:
            what = "more than one coding" if rows else "no coding"
            raise UnknownNameError(
                f"There is {what} whose uid begins with “{uid}”.", "`qcode codings export` lists them whole."
            )
        with self._store.decoding():
            return coding_of(rows[0])

    def by_uids(self, uids: Iterable[str]) -> Sequence[Coding]:
        """Return the live codings among these uids, in the order in which they were made."""
        rows = self._store.rows(
            f"SELECT {COLUMNS} FROM codings WHERE deleted = 0 "
            "AND uid IN (SELECT value FROM json_each(?)) ORDER BY id",
            [json.dumps(list(uids))],
        )
        with self._store.decoding():
            return [coding_of(row) for row in rows]

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

    def apply_all(
        self,
        passages: Iterable[tuple[Document, int, int]],
        code: Code,
        *,
        origin: Origin = Origin.HAND,
        found_by: str = "",
    ) -> int:
        """Apply a code to passages `(document, start, end)`, in code points, in one act.

        Returns how many codings came: a passage that has the code by the acting coder gets no second
        one. `found_by` says in the history how the passages were found. Nothing is applied where one
        cannot be; raises as `apply` does.
        """
        wanted = list(dict.fromkeys(passages))
        documents = {document.uid: document for document, _, _ in wanted}
        texts = {uid: self._project.documents.text(document) for uid, document in documents.items()}
        for document, start, end in wanted:
            check_span(texts[document.uid], start, end, document.name)
        path = self._path_of_usable(code)
        coder = self._project.coders.acting()
        with self._act("codings.apply_all") as recorder:
            for document in documents.values():
                self.check_current(document)
            known = self._spans_of(code, coder.id)
            rows = [
                new_coding(
                    document, texts[document.uid], start, end, code.id, coder.id, None, origin, recorder.now
                )
                for document, start, end in wanted
                if (document.id, start, end) not in known
            ]
            recorder.insert_all("codings", rows)
            recorder.summary = f"{path}: {counted(len(rows), 'coding')}" + (
                f" found by {found_by}" if found_by else ""
            )
        return len(rows)

    def _spans_of(self, code: Code, coder_id: int) -> Container[tuple[int, int, int]]:
        """Return (document id, start, end) of a coder's placed codings of a code."""
        return set(
            self._store.tuples(
                'SELECT document_id, "start", "end" FROM codings '
                "WHERE deleted = 0 AND state = 'placed' AND code_id = ? AND coder_id = ?",
                [code.id, coder_id],
            )
        )

    def apply_new_code(
        self,
        document: Document,
        start: int,
        end: int,
        name: str,
        parent: Code | None = None,
        *,
        origin: Origin = Origin.HAND,
    ) -> Coding:
        """Make a code and apply it to a span at once: one act, taken back by one undo.

        The code is the last below `parent` (None: at the top). Raises as `apply` and `Codes.add` do.
        """
        return self._apply_new(document, start, end, parent, lambda *_: name, origin)

    def apply_in_vivo(self, document: Document, start: int, end: int, parent: Code | None = None) -> Coding:
        """Make a code that is called by the words of a span and apply it to them, as `apply_new_code`.

        Raises DataError where there is no word in the span.
        """
        from qcode.project.in_vivo import name_of_passage

        return self._apply_new(document, start, end, parent, name_of_passage, Origin.HAND)

    def _apply_new(
        self,
        document: Document,
        start: int,
        end: int,
        parent: Code | None,
        named: Callable[[str, Sequence[str]], str],
        origin: Origin,
    ) -> Coding:
        """Make and apply a code; `named` makes its name of the passage and the names of its siblings."""
        text = self._project.documents.text(document)
        check_span(text, start, end, document.name)
        coder = self._project.coders.acting()
        codes = self._project.codes
        with self._act("codings.apply_new_code") as recorder:
            self.check_current(document)
            siblings = [one.name for one in codes.tree().children(parent.id if parent else None)]
            code = codes.record_new(recorder, named(text[start:end], siblings), parent)
            row = new_coding(document, text, start, end, code.id, coder.id, None, origin, recorder.now)
            uid = recorder.insert("codings", row)
            path = codes.tree().path(code.id)
            recorder.summary = f"New code {path}: {counted(end - start, 'character')} of {document.name}"
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

        Where its coder has the same code on the same span already, that coding gets its memos, its
        translation (below its own) and its case (if it has none), and it is removed.
        """
        recorder.require("codings", uid)
        row = self._store.rows("SELECT * FROM codings WHERE uid = ?", [uid])[0] | columns
        twin = self._twin(row, besides=uid) if row["state"] == CodingState.PLACED else None
        if twin is None:
            recorder.update("codings", uid, **columns)
            return uid
        for memo in self._project.memos.list(uid):
            recorder.update("memos", memo.uid, owner_uid=twin)
        other = self._store.rows("SELECT id, case_id, translation FROM codings WHERE uid = ?", [twin])[0]
        self._project.events.hand_over(recorder, row["id"], other["id"])
        said = dict.fromkeys(filter(None, (other["translation"], row["translation"])))
        case_id = row["case_id"] if other["case_id"] is None else other["case_id"]
        recorder.update("codings", twin, translation="\n".join(said), case_id=case_id)
        recorder.delete("codings", uid)
        return twin

    def remove(self, codings: Sequence[Coding]) -> None:
        """Remove codings with their memos, in one act; raises UnknownNameError where one is gone."""
        with self._act("codings.remove") as recorder:
            recorder.require("codings", *(coding.uid for coding in codings))
            self.record_removal(recorder, [coding.uid for coding in codings])
            recorder.summary = f"Removed {self._described(codings)}"

    def record_removal(self, recorder: Recorder, uids: Sequence[str]) -> None:
        """Remove codings with all that lies on them inside an act that is under way."""
        take_along(self._store, recorder, "codings", uids)
        recorder.delete("codings", *uids)

    def move_edges(self, coding: Coding, start: int, end: int) -> Coding:
        """Give a coding another span of the text that its offsets count in.

        Returns the coding that is there then (see `record_change`). Raises SpanError for a span outside
        the text, and where the coding lies elsewhere by now; UnknownNameError where it is gone, or its
        document has a new text.
        """
        document = self._project.documents.by_id(coding.document_id)
        text = self._project.texts.get(coding.text_sha256)
        check_span(text, start, end, document.name)
        with self._act("codings.move_edges") as recorder:
            recorder.require("codings", coding.uid)
            self.check_current(replace(document, text_sha256=coding.text_sha256))
            now = self.get(coding.uid)
            if (now.start, now.end) != (coding.start, coding.end):
                raise SpanError(
                    f"This coding was moved meanwhile: it lies at {now.start} to {now.end} "
                    f"of “{document.name}” now.",
                    "Nothing was changed.",
                )
            quote = quote_hash(text[start:end])
            uid = self.record_change(recorder, coding.uid, start=start, end=end, quote_sha256=quote)
            recorder.summary = f"Moved the edges of {self._described([coding])}"
        return self.get(uid)

    def unplaced(self, document: Document | None = None) -> Sequence[Coding]:
        """Return the codings, or those of a document, whose words a corrected text has lost.

        Their offsets count in the text that they were made in; `words` returns what stood there.
        """
        if document is None:
            return self._where("state = ?", [CodingState.UNPLACED])
        return self._where("state = ? AND document_id = ?", [CodingState.UNPLACED, document.id])

    def words(self, coding: Coding) -> str:
        """Return the words of a coding, of an unplaced one those that it had."""
        return self._project.texts.get(coding.text_sha256)[coding.start : coding.end]

    def place(self, coding: Coding, start: int, end: int) -> Coding:
        """Give an unplaced coding the span `[start, end)` of its document's text as it is now.

        Returns the coding that is there then (see `record_change`). Raises DataError for one that lies
        in place, SpanError for a span outside the text, UnknownNameError where it is gone.
        """
        document = self._project.documents.by_id(coding.document_id)
        text = self._project.documents.text(document)
        check_span(text, start, end, document.name)
        with self._act("codings.place") as recorder:
            recorder.require("codings", coding.uid)
            self.check_current(document)
            if self.get(coding.uid).state is not CodingState.UNPLACED:
                raise DataError(
                    f"This coding lies in its place in “{document.name}”.", "Its edges can be moved."
                )
            uid = self.record_change(
                recorder,
                coding.uid,
                text_sha256=document.text_sha256,
                start=start,
                end=end,
                quote_sha256=quote_hash(text[start:end]),
                state=CodingState.PLACED.value,
            )
            recorder.summary = f"Placed by hand: {self._described([self.get(uid)])}"
        return self.get(uid)

    def recode(self, codings: Sequence[Coding], code: Code) -> int:
        """Give codings another code, in one act; return how many had another one before.

        Raises CodebookError for a retired code.
        """
        self._path_of_usable(code)
        with self._act("codings.recode") as recorder:
            others = self.record_recoding(recorder, codings, code.id)
            recorder.summary = f"Recoded {self._described(codings)} as {code.name}"
        return others

    def record_recoding(self, recorder: Recorder, codings: Sequence[Coding], code_id: int) -> int:
        """Give codings another code inside an act; return how many had another one before."""
        for coding in codings:
            self.record_change(recorder, coding.uid, code_id=code_id)
        return sum(coding.code_id != code_id for coding in codings)

    def of_others(self, codings: Iterable[Coding]) -> int:
        """Return how many of some codings are not the acting coder's own."""
        coder = self._project.coders.known()
        return sum(coder is None or coding.coder_id != coder.id for coding in codings)

    def set_case(self, codings: Sequence[Coding], case: Case | None) -> None:
        """Say which case codings speak of (None: by rule), in one act."""
        with self._act("codings.set_case") as recorder:
            for coding in codings:
                recorder.update("codings", coding.uid, case_id=case.id if case else None)
            recorder.summary = f"Case of {self._described(codings)}: {case.name if case else 'by rule'}"

    def _described(self, codings: Sequence[Coding]) -> str:
        if len(codings) != 1:
            return counted(len(codings), "coding")
        (coding,) = codings
        path = self._project.codes.tree().path(coding.code_id)
        name = self._project.documents.by_id(coding.document_id).name
        return f"{path}, {counted(coding.end - coding.start, 'character')} of {name}"
