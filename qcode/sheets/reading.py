"""Tables from outside as typed records: codings, cases, documents, participants."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from qcode.model.cases import Value
from qcode.model.codings import CodingRecord
from qcode.sheets.headers import AttributeHeader, attribute_headers, fields, refuse_others
from qcode.sheets.problems import RowProblem, data_error, quoted
from qcode.sheets.records import Attributes, CaseRow, DocumentRow, ParticipantRow, Records
from qcode.sheets.schemas import (
    CaseSchema,
    CodingSchema,
    DocumentSchema,
    ParticipantSchema,
    Row,
    problems_of,
)
from qcode.sheets.sheet import Sheet, SheetRow
from qcode.sheets.source import read_sheet
from qcode.sheets.values import typed
from qcode.text.names import levelled

CODING_COLUMNS = tuple(CodingSchema.model_fields)
IGNORED_CODING_COLUMNS = ("case", "participant", "role", "page", "origin")
"""What `codings export` writes for people: it follows from the rest and is not read back."""

Schema = TypeVar("Schema", bound=Row)
Record = TypeVar("Record")


def read_codings(path: Path, *, encoding: str | None = None, skip_bad: bool = False) -> Records[CodingRecord]:
    """Return the codings of a table with the columns `document`, `code` and a place.

    The place is `start` and `end` (code points, half-open), or `quote`; optional are `coder`,
    `memo`, `case_override`, `turn`, `uid`. Whether document, code and quotation exist is not asked
    here. Raises DataError for unknown columns and, unless `skip_bad`, for bad rows, naming all of
    them; UnreadableFileError as `read_sheet` does.
    """
    sheet = read_sheet(path, encoding=encoding)
    found = fields(sheet, (*CODING_COLUMNS, *IGNORED_CODING_COLUMNS), ("document", "code"))
    refuse_others(sheet, found.values(), (*CODING_COLUMNS, *IGNORED_CODING_COLUMNS))
    if "quote" not in found and not {"start", "end"} <= found.keys():
        fields(sheet, (), ("quote",) if not {"start", "end"} & found.keys() else ("start", "end"))
    problems: list[RowProblem] = []
    columns = {field: column for field, column in found.items() if field in CODING_COLUMNS}
    rows = [
        CodingRecord(**dict(checked), line=row.line)
        for row, checked in checked_rows(sheet, CodingSchema, columns, problems)
    ]
    return records_of(sheet, rows, problems, (), skip_bad)


def read_cases(path: Path, *, encoding: str | None = None, skip_bad: bool = False) -> Records[CaseRow]:
    """Return the cases of a table with the column `case`.

    Optional are `municipality_code` (returned as written) and `documents` (names separated by ;);
    every other column is an attribute, its header `NAME`, `NAME@YEAR`, `NAME@SOURCE` or
    `NAME@YEAR SOURCE`. Raises as `read_codings` does; a case must not come twice.
    """
    sheet = read_sheet(path, encoding=encoding)
    found = fields(sheet, tuple(CaseSchema.model_fields), ("case",))
    attributes, notes = _attributes(sheet, found)
    problems: list[RowProblem] = []
    rows = [
        CaseRow(
            checked.case,
            checked.municipality_code.strip(),
            listed(checked.documents),
            attributes[row.line],
            row.line,
        )
        for row, checked in checked_rows(sheet, CaseSchema, found, problems)
    ]
    rows = once(sheet, rows, problems, lambda one: (one.name,), "case")
    return records_of(sheet, rows, problems, notes, skip_bad)


def read_document_attributes(
    path: Path, *, encoding: str | None = None, skip_bad: bool = False
) -> Records[DocumentRow]:
    """Return attributes of documents: a column `document`, every other column an attribute.

    Raises as `read_codings` does; a document must not come twice.
    """
    sheet = read_sheet(path, encoding=encoding)
    found = fields(sheet, tuple(DocumentSchema.model_fields), ("document",))
    attributes, notes = _attributes(sheet, found)
    problems: list[RowProblem] = []
    rows = [
        DocumentRow(checked.document, attributes[row.line], row.line)
        for row, checked in checked_rows(sheet, DocumentSchema, found, problems)
    ]
    rows = once(sheet, rows, problems, lambda one: (one.document,), "document")
    return records_of(sheet, rows, problems, notes, skip_bad)


def read_participants(
    path: Path, *, encoding: str | None = None, skip_bad: bool = False
) -> Records[ParticipantRow]:
    """Return participants: columns `document` and `participant`.

    Optional are `role`, `pseudonym`, `case`; every other column is an attribute. Raises as
    `read_codings` does; a participant must not come twice in one document.
    """
    sheet = read_sheet(path, encoding=encoding)
    found = fields(sheet, tuple(ParticipantSchema.model_fields), ("document", "participant"))
    attributes, notes = _attributes(sheet, found)
    problems: list[RowProblem] = []
    rows = [
        ParticipantRow(**dict(checked), attributes=attributes[row.line], line=row.line)
        for row, checked in checked_rows(sheet, ParticipantSchema, found, problems)
    ]
    rows = once(sheet, rows, problems, lambda one: (one.document, one.participant), "participant")
    return records_of(sheet, rows, problems, notes, skip_bad)


def checked_rows(
    sheet: Sheet, schema: type[Schema], columns: Mapping[str, str], problems: list[RowProblem]
) -> Iterator[tuple[SheetRow, Schema]]:
    """Yield the rows that are of a shape; what is wrong with others is added to the problems."""
    for row in sheet.rows:
        cells = {field: row.cells[column] for field, column in columns.items()}
        try:
            yield row, schema.model_validate(cells)
        except ValidationError as error:
            problems += problems_of(error, sheet.file, row.line)


def _attributes(sheet: Sheet, found: Mapping[str, str]) -> tuple[dict[int, Attributes], list[str]]:
    """Return the attributes of each row by its line, and notes on how their values were read.

    A variable of several years has one type over all of them.
    """
    by_name: dict[str, list[AttributeHeader]] = {}
    for header in attribute_headers(sheet, found.values()):
        by_name.setdefault(levelled(header.name), []).append(header)
    of_row: dict[int, dict[str, list[tuple[Value, int | None, str]]]] = {row.line: {} for row in sheet.rows}
    notes: list[str] = []
    for headers in by_name.values():
        name = headers[0].name
        read = typed(name, [row.cells[one.column] for one in headers for row in sheet.rows])
        notes += read.notes
        if all(value is None for value in read.values):
            notes.append(f"{quoted(name)} has no values.")
        values = iter(read.values)
        for header in headers:
            for row in sheet.rows:
                value = next(values)
                if value is not None:
                    of_row[row.line].setdefault(name, []).append((value, header.year, header.source))
    return dict(of_row), notes


def listed(text: str) -> tuple[str, ...]:
    """Return the names in `a.txt; b.txt`, each once."""
    names = (name.strip() for name in text.replace("\n", ";").split(";"))
    return tuple(dict.fromkeys(name for name in names if name))


def once(
    sheet: Sheet,
    rows: Sequence[Record],
    problems: list[RowProblem],
    identity: Callable[[Record], tuple[str, ...]],
    column: str,
) -> list[Record]:
    """Return the rows without those that name what an earlier row named."""
    lines: dict[tuple[str, ...], int] = {}
    kept = []
    for row in rows:
        key = tuple(levelled(part) for part in identity(row))
        line: int = row.line  # type: ignore[attr-defined]
        if key in lines:
            what = f"{quoted(identity(row)[-1])} stands on line {lines[key]} already"
            problems.append(RowProblem(sheet.file, line, column, what, f"one line for each {column}"))
            continue
        lines[key] = line
        kept.append(row)
    return kept


def records_of(
    sheet: Sheet,
    rows: Sequence[Record],
    problems: Sequence[RowProblem],
    notes: Sequence[str],
    skip_bad: bool,
) -> Records[Record]:
    """Return rows as a list of records. Raises DataError for problems, unless bad rows may be left out."""
    if problems and not skip_bad:
        raise data_error(problems)
    return Records(rows, tuple(problems), (*sheet.notes, *notes))
