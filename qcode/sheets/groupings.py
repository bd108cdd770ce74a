"""Tables of groups of cases, of cases' classes and of events as typed records."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator

from qcode.model.trees import PATH_SEPARATOR
from qcode.sheets.headers import fields, refuse_others
from qcode.sheets.problems import RowProblem
from qcode.sheets.reading import checked_rows, listed, once, records_of
from qcode.sheets.records import ClassRow, EventRow, GroupRow, Records
from qcode.sheets.schemas import Name, Row, Uid, fault
from qcode.sheets.source import read_sheet
from qcode.text.clean import clean

BY_HAND = "hand"
_IGNORED_OF_GROUPS = ("cases_in_all", "level")
_IGNORED_OF_CLASSES = ("value", "year", "coder")
_IGNORED_OF_EVENTS = ("kind", "quotations")
"""What the lists write for people: it follows from the rest and is not read back."""


def _path(text: str) -> str:
    if not all(part.strip() for part in text.split(">")):
        raise fault(f"“{text}” is no path", f"names joined by “{PATH_SEPARATOR}”")
    return text


class _GroupSchema(Row):
    group: Annotated[Name, AfterValidator(_path)]
    cases: str = ""
    note: str = ""


class _ClassSchema(Row):
    case: Name
    class_: str = ""
    by: str = ""
    reason: str = ""


class _EventSchema(Row):
    date: Name
    title: Name
    case: Name | None = None
    until: str = ""
    note: str = ""
    source: str = ""
    uid: Uid | None = None


def read_groups(path: Path, *, encoding: str | None = None, skip_bad: bool = False) -> Records[GroupRow]:
    """Return the groups of a table: a column `group` (a path, `Chubu > Aichi`), and `cases` (joined by ;).

    Optional is `note`. Raises DataError for unknown columns and, unless `skip_bad`, for bad rows;
    UnreadableFileError as `read_sheet` does.
    """
    sheet = read_sheet(path, encoding=encoding)
    known = tuple(_GroupSchema.model_fields)
    found = fields(sheet, (*known, *_IGNORED_OF_GROUPS), ("group",))
    refuse_others(sheet, found.values(), known)
    problems: list[RowProblem] = []
    columns = {field: column for field, column in found.items() if field in known}
    rows = [
        GroupRow(
            tuple(part.strip() for part in checked.group.split(">")),
            listed(checked.cases),
            clean(checked.note).text.strip(),
            row.line,
        )
        for row, checked in checked_rows(sheet, _GroupSchema, columns, problems)
    ]
    return records_of(sheet, rows, problems, (), skip_bad)


def read_classes(path: Path, *, encoding: str | None = None, skip_bad: bool = False) -> Records[ClassRow]:
    """Return the classes of cases of a table with the columns `case` and `class`.

    Optional are `reason` and `by`: where that is said and is not `hand`, the class follows from a cut
    point and is not given by hand. Raises as `read_groups` does; a case must not come twice.
    """
    sheet = read_sheet(path, encoding=encoding)
    known = ("case", "class", "by", "reason")
    found = fields(sheet, (*known, *_IGNORED_OF_CLASSES), ("case", "class"))
    refuse_others(sheet, found.values(), known)
    problems: list[RowProblem] = []
    columns = {f"{field}_" if field == "class" else field: found[field] for field in known if field in found}
    rows = [
        ClassRow(
            checked.case,
            _by_hand(checked, said="by" in found),
            clean(checked.reason).text.strip(),
            row.line,
        )
        for row, checked in checked_rows(sheet, _ClassSchema, columns, problems)
    ]
    rows = once(sheet, rows, problems, lambda one: (one.case,), "case")
    return records_of(sheet, rows, problems, (), skip_bad)


def _by_hand(row: _ClassSchema, *, said: bool) -> str | None:
    if said and row.by.strip().casefold() != BY_HAND:
        return None
    return row.class_.strip() or None


def read_events(path: Path, *, encoding: str | None = None, skip_bad: bool = False) -> Records[EventRow]:
    """Return the events of a table with the columns `date` and `title`.

    Optional are `case` (empty: of none alone), `until`, `note`, `source` and `uid`. Raises as
    `read_groups` does.
    """
    sheet = read_sheet(path, encoding=encoding)
    known = tuple(_EventSchema.model_fields)
    found = fields(sheet, (*known, *_IGNORED_OF_EVENTS), ("date", "title"))
    refuse_others(sheet, found.values(), known)
    problems: list[RowProblem] = []
    columns = {field: column for field, column in found.items() if field in known}
    rows = [
        EventRow(
            checked.date,
            clean(checked.title).text,
            checked.case,
            checked.until.strip(),
            clean(checked.note).text.strip(),
            clean(checked.source).text.strip(),
            checked.uid,
            row.line,
        )
        for row, checked in checked_rows(sheet, _EventSchema, columns, problems)
    ]
    return records_of(sheet, rows, problems, (), skip_bad)
