"""Bringing in a list of codings: each placed exactly, or reported; never guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qcode.errors import DataError, QcodeError
from qcode.model.codes import CodeTree
from qcode.model.codings import CodingRecord, CodingState, Origin
from qcode.model.documents import Document
from qcode.model.spans import Span
from qcode.project.coding_rows import check_span, new_coding
from qcode.project.memos import new_memo
from qcode.project.names import new_name
from qcode.project.part import Part
from qcode.store.changes import Recorder, Row
from qcode.text.names import counted, levelled

if TYPE_CHECKING:
    from qcode.project.project import Project

_SHOWN_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class CodingImport:
    """What came of importing codings."""

    added: int
    known: int
    """Rows that are in the project already, and equal."""
    problems: tuple[str, ...]
    """Rows that were left out, with line and reason (only where bad rows may be skipped)."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A row of the list whose words, code and case were found."""

    record: CodingRecord
    document: Document
    span: Span
    code_id: int
    case_id: int | None


class CodingImporter(Part):
    """Places the rows of one list of codings in one act."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._documents: dict[str, Document] = {}
        self._texts: dict[int, str] = {}
        self._codes: dict[str, int] = {}
        self._cases: dict[str, int] = {}
        self._turns: dict[int, list[Span]] = {}
        self._places: dict[tuple[int, str, int | None], Span] = {}
        self._tree = CodeTree(())

    def run(
        self,
        records: Sequence[CodingRecord],
        *,
        source: str = "",
        skip_bad: bool = False,
        origin: Origin = Origin.IMPORT,
    ) -> CodingImport:
        """Add all codings of a list in one act, each for the coder its row names (else the acting one).

        Nothing is added where a row is bad, unless `skip_bad`. Raises DataError naming every bad row by
        its line in `source`.
        """
        self._tree = self._project.codes.tree()
        placed, problems = self._place_all(records, source)
        if problems and not skip_bad:
            raise _refusal(problems, len(records))
        bad = len(problems)
        # A refused list leaves no coder behind either: whoever is new joins after a first look.
        coders = {levelled(one.name): one.id for one in self._project.coders.list()}
        for place, one in enumerate(placed, start=1):
            coders.setdefault(self._coder(one), -place)
        fresh, equal = self._sort_out(placed, self._rows(placed, coders, origin, ""), source, problems)
        if problems and not skip_bad:
            raise _refusal(problems, len(records))
        if not fresh:
            return CodingImport(0, equal, tuple(problems))
        joined = self._project.coders.join_all(
            [placed[place].record.coder or self._project.coder_name for place in fresh]
        )
        coders |= {name: coder.id for name, coder in joined.items()}
        with self._act("codings.import") as recorder:
            for document in self._documents.values():
                self._project.codings.check_current(document)
            rows = self._rows(placed, coders, origin, recorder.now)
            # Once more inside the write lock: another process may have added some of them.
            del problems[bad:]
            fresh, equal = self._sort_out(placed, rows, source, problems)
            if problems and not skip_bad:
                raise _refusal(problems, len(records))
            self._write(recorder, [rows[place] for place in fresh])
            recorder.insert_all(
                "memos",
                (
                    new_memo(
                        "codings", rows[i]["uid"], rows[i]["coder_id"], placed[i].record.memo, recorder.now
                    )
                    for i in fresh
                    if placed[i].record.memo.strip()
                ),
            )
            added = counted(len(fresh), "coding")
            recorder.summary = f"Imported {added}" + (f" from {source}" if source else "")
        return CodingImport(len(fresh), equal, tuple(problems))

    def _coder(self, one: _Placed) -> str:
        return levelled(one.record.coder or self._project.coder_name)

    def _rows(
        self, placed: Sequence[_Placed], coders: Mapping[str, int], origin: Origin, now: str
    ) -> list[Row]:
        rows: list[Row] = []
        for one in placed:
            row = new_coding(
                one.document,
                self._text(one.document),
                *one.span,
                one.code_id,
                coders[self._coder(one)],
                one.case_id,
                origin,
                now,
            )
            row["translation"] = one.record.translation.strip()
            rows.append(row | ({"uid": one.record.uid} if one.record.uid else {}))
        return rows

    def _sort_out(
        self, placed: Sequence[_Placed], rows: Sequence[Row], source: str, problems: list[str]
    ) -> tuple[list[int], int]:
        """Return which rows are new, and how many are in the project already."""
        known = {
            row["uid"]: row
            for row in self._store.rows(
                'SELECT uid, document_id, "start", "end", code_id, coder_id, case_id, translation, state '
                "FROM codings WHERE deleted = 0"
            )
        }
        memos = self._memos()
        # An unplaced one counts in another text: at the same offsets there stand other words.
        places = {_place(row): row for row in known.values() if row["state"] == CodingState.PLACED}
        fresh: list[int] = []
        equal = 0
        for number, (one, row) in enumerate(zip(placed, rows, strict=True)):
            memo = one.record.memo.strip()
            by_uid = known.get(row["uid"]) if "uid" in row else None
            twin = by_uid or places.get(_place(row))
            if twin is None:
                fresh.append(number)
                row = row | {"state": CodingState.PLACED}
                places[_place(row)] = row
                if "uid" in row:
                    known[row["uid"]] = row
                memos[_place(row)] = memo
            elif by_uid and by_uid["state"] == CodingState.UNPLACED:
                problems.append(
                    _at(one.record, source) + f"the coding {row['uid']} is in the project without a place; "
                    "`qcode codings place` gives it one."
                )
            elif by_uid and (_place(by_uid), by_uid["case_id"]) != (_place(row), row["case_id"]):
                problems.append(
                    _at(one.record, source) + f"the uid {row['uid']} is in the project for another coding."
                )
            elif row["case_id"] not in (None, twin["case_id"]):
                problems.append(
                    _at(one.record, source) + "the coding is in the project already, for another case."
                )
            elif memo and memo != memos.get(_place(twin), ""):
                problems.append(
                    _at(one.record, source) + "the coding is in the project already, without this memo."
                )
            elif row["translation"] not in ("", twin["translation"]):
                problems.append(
                    _at(one.record, source)
                    + "the coding is in the project already, with another translation."
                )
            else:
                equal += 1
        return fresh, equal

    def _memos(self) -> dict[tuple[int, ...], str]:
        """Return the memos on codings as a list of codings shows them: one text for each place."""
        texts: dict[tuple[int, ...], str] = {}
        for row in self._store.rows(
            'SELECT document_id, "start", "end", code_id, codings.coder_id, memos.text FROM memos '
            "JOIN codings ON codings.uid = memos.owner_uid AND codings.deleted = 0 "
            "AND codings.state = 'placed' WHERE memos.deleted = 0 ORDER BY memos.id"
        ):
            known = texts.get(_place(row))
            texts[_place(row)] = f"{known}\n{row['text']}".strip() if known else row["text"].strip()
        return texts

    def _write(self, recorder: Recorder, rows: Sequence[Row]) -> None:
        """Add rows; one whose uid was removed earlier comes back under it."""
        tombstones = {uid for (uid,) in self._store.tuples("SELECT uid FROM codings WHERE deleted = 1")}
        back = [row for row in rows if row.get("uid") in tombstones]
        for row in back:
            columns = {name: value for name, value in row.items() if name != "uid"}
            recorder.revive("codings", row["uid"], **columns, state=CodingState.PLACED.value)
        new = [row for row in rows if row.get("uid") not in tombstones]
        for row, uid in zip(new, recorder.insert_all("codings", new), strict=True):
            row["uid"] = uid

    def _place_all(self, records: Sequence[CodingRecord], source: str) -> tuple[list[_Placed], list[str]]:
        placed: list[_Placed] = []
        problems: list[str] = []
        for record in records:
            try:
                document = self._document(record.document)
                if record.coder:
                    new_name(record.coder, "coder")
                span = self.span(record, document)
                case_id = self._case(record.case_override) if record.case_override else None
                placed.append(_Placed(record, document, span, self._code(record.code), case_id))
            except QcodeError as error:
                problems.append(_at(record, source) + str(error))
        return placed, problems

    def _document(self, name: str) -> Document:
        if name not in self._documents:
            self._documents[name] = self._project.documents.find(name)
        return self._documents[name]

    def _text(self, document: Document) -> str:
        if document.id not in self._texts:
            self._texts[document.id] = self._project.documents.text(document)
        return self._texts[document.id]

    def _code(self, name: str) -> int:
        if name not in self._codes:
            self._codes[name] = self._tree.find(name).id
        return self._codes[name]

    def _case(self, name: str) -> int:
        if name not in self._cases:
            self._cases[name] = self._project.cases.find(name).id
        return self._cases[name]

    def span(self, record: CodingRecord, document: Document) -> Span:
        """Return where a row's coding lies; raises SpanError or DataError where that is not sure."""
        text = self._text(document)
        if record.start is not None and record.end is not None:
            check_span(text, record.start, record.end, document.name)
            if record.quote:
                self._check_quote(record.quote, text, (record.start, record.end), document.name)
            return record.start, record.end
        if not record.quote or not record.quote.strip():
            raise DataError("neither start and end nor a quotation says where the coding lies.")
        key = (document.id, record.quote, record.turn)
        if key not in self._places:
            self._places[key] = self._locate(record, document, text)
        return self._places[key]

    def _locate(self, record: CodingRecord, document: Document, text: str) -> Span:
        from qcode.text.quotes import locate

        assert record.quote is not None
        within = self._turn(record.turn, document) if record.turn is not None else None
        found = locate(text, record.quote, within)
        where = (
            f"turn {record.turn} of “{document.name}”" if record.turn is not None else f"“{document.name}”"
        )
        if not found:
            raise DataError(f"the quotation “{_short(record.quote)}” is not in {where}.")
        if len(found) > 1:
            raise DataError(
                f"the quotation “{_short(record.quote)}” is {len(found)} times in {where};"
                f" give {'start and end' if record.turn is not None else 'its turn, or start and end'}."
            )
        return found[0]

    def _check_quote(self, quote: str, text: str, span: Span, name: str) -> None:
        from qcode.text.quotes import locate

        lies = text[span[0] : span[1]]
        bare = lies.strip()  # white space at the ends of a cell comes and goes
        if lies != quote and locate(bare, quote, None) != [(0, len(bare))]:
            raise DataError(
                f"“{name}” has “{_short(lies)}” at {span[0]} to {span[1]}, not “{_short(quote)}”."
            )

    def _turn(self, position: int, document: Document) -> Span:
        if document.id not in self._turns:
            self._turns[document.id] = [
                (turn.start, turn.end) for turn in self._project.documents.turns(document)
            ]
        turns = self._turns[document.id]
        if not 1 <= position <= len(turns):
            raise DataError(f"“{document.name}” has {counted(len(turns), 'turn')}, no turn {position}.")
        return turns[position - 1]


def _place(row: Row) -> tuple[int, ...]:
    return row["document_id"], row["start"], row["end"], row["code_id"], row["coder_id"]


def _at(record: CodingRecord, source: str) -> str:
    return f"{source or 'the list'}, line {record.line}: " if record.line else ""


def _short(quote: str) -> str:
    line = " ".join(quote.split())
    return line if len(line) <= 60 else line[:59] + "…"


def _refusal(problems: Sequence[str], rows: int) -> DataError:
    shown = list(problems[:_SHOWN_PROBLEMS])
    if len(problems) > len(shown):
        shown.append(f"and {len(problems) - len(shown)} more")
    return DataError(
        f"{counted(len(problems), 'row')} of {rows} cannot be imported:\n" + "\n".join(shown),
        "\nNothing was imported. `--skip-bad` leaves such rows out.",
    )
