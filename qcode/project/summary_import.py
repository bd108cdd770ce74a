"""Bringing in summaries from outside: every cell is known, new, or in the way of another; never guessed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qcode.errors import DataError, QcodeError
from qcode.model.cases import Entity, Value
from qcode.model.summaries import Summary, SummaryRecord
from qcode.project.names import find, new_name
from qcode.sheets.problems import RowProblem, data_error, quoted
from qcode.text.clean import CUT_MARK, clean
from qcode.text.framework import read
from qcode.text.names import counted, levelled

if TYPE_CHECKING:
    from qcode.project.project import Project


@dataclass(frozen=True, slots=True)
class SummaryImport:
    """What came of importing summaries."""

    written: int
    """Summaries that are new, or in place of another."""
    known: int
    """Summaries that are in the project already, and equal."""
    notes: tuple[str, ...] = ()
    """What a person should know of how the list was read, one sentence each."""


@dataclass(frozen=True, slots=True)
class _Text:
    """One summary of the list whose case and code were found."""

    record: SummaryRecord
    case_id: int
    code_id: int
    coder: str
    """Name as written; empty: the acting coder's, unless somebody's is equal."""
    text: str


def import_summaries(
    project: Project, records: Sequence[SummaryRecord], *, source: str, replace: bool
) -> SummaryImport:
    """Write all summaries of a list in one act, as `Summaries.import_records` says."""
    reading = _Reading(project, source)
    texts = reading.texts(records)
    if reading.problems:
        raise data_error(reading.problems)
    fresh, known = _sort_out(project, texts, source, replace=replace)
    if fresh:
        joined = project.coders.join_all([one.coder or project.coder_name for one, _ in fresh])
        with project.act("summaries.import") as recorder:
            # Once more inside the write lock: another process may have written some of them.
            fresh, known = _sort_out(project, texts, source, replace=replace)
            for one, there in fresh:
                if there is not None:
                    recorder.update("summaries", there.uid, text=one.text)
            recorder.insert_all(
                "summaries",
                [
                    {
                        "case_id": one.case_id,
                        "code_id": one.code_id,
                        "coder_id": joined[levelled(one.coder or project.coder_name)].id,
                        "text": one.text,
                        "created_at": recorder.now,
                    }
                    for one, there in fresh
                    if there is None
                ],
            )
            number = counted(len(fresh), "summary", "summaries")
            recorder.summary = f"Imported {number}" + (f" from {source}" if source else "")
    return SummaryImport(len(fresh), known, tuple(reading.notes))


class _Reading:
    """Finds what the cells of one list are about."""

    def __init__(self, project: Project, source: str) -> None:
        self._project, self._source = project, source
        self._tree, self._cases = project.codes.tree(), project.cases.list()
        self._coders = [one.name for one in project.coders.list()]
        self._found: dict[tuple[str, str], int | None] = {}
        self.problems: list[RowProblem] = []
        self.notes: list[str] = []

    def texts(self, records: Sequence[SummaryRecord]) -> list[_Text]:
        """Return the summaries of the list; what is wrong with it is in `problems`."""
        found: list[_Text] = []
        lines: dict[tuple[int, int, str], int] = {}
        passed_over = self._attributes(records)
        for record in records:
            if record.headed and record.column in passed_over:
                continue
            summaries = self._summaries(record)
            # What nothing is said of need not exist: the notes below a table stand in its first column.
            case = self._case(record) if summaries or record.headed_by(record.case) else None
            code = self._code(record) if summaries or record.headed_by(record.code) else None
            for coder, text in summaries:
                if case is None or code is None:
                    continue
                # Without a name it is the acting coder's: one of the two would be lost.
                key = (case, code, levelled(coder or self._project.coder_name))
                if key in lines:
                    what = f"this case and code stand on line {lines[key]} already"
                    self._say(record, what, "one summary for each case and code")
                    continue
                lines[key] = record.line
                found.append(_Text(record, case, code, coder, text))
        return found

    def _attributes(self, records: Sequence[SummaryRecord]) -> frozenset[str]:
        """Return the heads of columns that are attributes of cases, which a matrix may show beside them."""
        columns: dict[str, set[str]] = {}
        for record in records:
            if record.headed_by(record.code):
                columns.setdefault(record.column, set()).add(record.text.strip())
        found = [head for head, texts in columns.items() if self._is_attribute(head, texts)]
        for head in found:
            self.notes.append(f"The column {quoted(head)} is an attribute of cases and was not read.")
        return frozenset(found)

    def _is_attribute(self, head: str, texts: Collection[str]) -> bool:
        """Tell whether a column is an attribute's: where a code is called so too, by its values."""
        meant = [
            one for one in self._project.attributes.list(Entity.CASE) if levelled(one.name) == levelled(head)
        ]
        if not meant:
            return False
        try:
            self._tree.find(head)
        except QcodeError:
            return True
        ids = {one.id for one in meant}
        values = {_shown(one.value) for one in self._project.attributes.values() if one.attribute_id in ids}
        return {text for text in texts if text} <= values

    def _summaries(self, record: SummaryRecord) -> list[tuple[str, str]]:
        texts = read(clean(record.text).text, self._coders)
        if texts and texts[-1][1].endswith(CUT_MARK):
            self._say(record, "the text was cut where a cell of a workbook ends", "the whole text")
            return []
        if not record.coder:
            return texts
        try:
            named = new_name(record.coder, "coder")
        except QcodeError as error:
            self._say(record, error.message.rstrip("."))
            return []
        return [(coder or named, text) for coder, text in texts]

    def _case(self, record: SummaryRecord) -> int | None:
        key = ("case", record.case)
        if key not in self._found:
            self._found[key] = None
            try:
                self._found[key] = find(self._cases, record.case, "case", lambda case: (case.name,)).id
            except QcodeError as error:
                self._say(record, error.message.rstrip("."), hint=error.hint)
        return self._found[key]

    def _code(self, record: SummaryRecord) -> int | None:
        key = ("code", record.code)
        if key not in self._found:
            self._found[key] = None
            try:
                self._found[key] = self._tree.find(record.code).id
            except QcodeError as error:
                self._say(record, error.message.rstrip("."), hint=error.hint)
        return self._found[key]

    def _say(self, record: SummaryRecord, what: str, expected: str = "", *, hint: str = "") -> None:
        what = f"{what}. {hint.rstrip('.')}" if hint else what
        self.problems.append(
            RowProblem(self._source or "the list", record.line, record.column, what, expected)
        )


def _shown(value: Value) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _sort_out(
    project: Project, texts: Sequence[_Text], source: str, *, replace: bool
) -> tuple[list[tuple[_Text, Summary | None]], int]:
    """Return which summaries are to be written, in place of which, and how many are there already.

    Raises DataError where another text of the same coder is there and may not be replaced.
    """
    coders = {one.id: levelled(one.name) for one in project.coders.list()}
    there: dict[tuple[int, int], dict[str, Summary]] = {}
    for summary in project.summaries.list():
        of_cell = there.setdefault((summary.case_id, summary.code_id), {})
        of_cell[coders.get(summary.coder_id, "")] = summary
    fresh = list(_fresh(texts, there, levelled(project.coder_name)))
    in_the_way = [(one, other) for one, other in fresh if other is not None]
    if in_the_way and not replace:
        problems = [
            RowProblem(
                source or "the list",
                one.record.line,
                one.record.column,
                f"{one.record.case} × {one.record.code} has another summary: {quoted(other.text)}",
            )
            for one, other in in_the_way
        ]
        raise DataError(
            data_error(problems).message,
            "Nothing was imported. With --replace the texts of the file take the place of such summaries.",
        )
    return fresh, len(texts) - len(fresh)


def _fresh(
    texts: Sequence[_Text], there: Mapping[tuple[int, int], Mapping[str, Summary]], acting: str
) -> Iterator[tuple[_Text, Summary | None]]:
    """Yield the summaries that are not there, each with the text of the same coder that is in its place."""
    for one in texts:
        of_cell = there.get((one.case_id, one.code_id), {})
        # What bears no name may be anybody's: a matrix of one coder's summaries names nobody.
        known = [of_cell[levelled(one.coder)]] if levelled(one.coder) in of_cell else []
        if not one.coder:
            known = list(of_cell.values())
        if any(summary.text.strip() == one.text for summary in known):
            continue
        yield one, of_cell.get(levelled(one.coder) if one.coder else acting)
