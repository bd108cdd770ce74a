"""Tables of summaries: a framework matrix with one column a code, or a list of one row a summary."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from qcode.errors import DataError
from qcode.model.summaries import SummaryRecord
from qcode.sheets.headers import fields, refuse_others
from qcode.sheets.problems import RowProblem, data_error
from qcode.sheets.records import Records
from qcode.sheets.sheet import Sheet
from qcode.sheets.source import read_sheet
from qcode.text.names import levelled

_SIDES = ("case", "code")
_REQUIRED = ("case", "code", "summary")
_KNOWN = (*_REQUIRED, "coder", "quotations")
"""Columns of a list; how many quotations there are is written for people and not read back."""


def read_summaries(path: Path, *, encoding: str | None = None) -> Records[SummaryRecord]:
    """Return the cells of a table of summaries that have anything in them.

    A list has the columns `case`, `code`, `summary` and perhaps `coder`. A matrix has the cases in its
    first column, `case`, and one column a code, or the codes in its first column, `code`, and one column
    a case; a title may stand above it. Whether cases and codes exist is not asked here, nor what of a
    cell is a summary. Raises DataError for a table that is neither, and for a row of a list without a case or
    code, UnreadableFileError as `read_sheet` does.
    """
    sheet = read_sheet(path, encoding=encoding, heads=_SIDES)
    first = levelled(sheet.header[0])
    if {levelled(name) for name in sheet.header}.issuperset(_REQUIRED):
        return Records(_listed(sheet), (), sheet.notes)
    if first not in _SIDES:
        raise DataError(
            f"{sheet.file}: the first column is called neither “case” nor “code”.",
            "A matrix has cases or codes in its first column; a list has the columns case, code, summary.",
        )
    return Records(list(_of_matrix(sheet, by_case=first == "case")), (), sheet.notes)


def _of_matrix(sheet: Sheet, *, by_case: bool) -> Iterator[SummaryRecord]:
    stub, *columns = sheet.header
    for row in sheet.rows:
        side = row.cells[stub].strip()
        for column in columns:
            text = row.cells[column]
            if text.strip() and side:
                case, code = (side, column) if by_case else (column, side)
                yield SummaryRecord(case, code, text, line=row.line, column=column, headed=True)


def _listed(sheet: Sheet) -> list[SummaryRecord]:
    found = fields(sheet, _KNOWN, _REQUIRED)
    refuse_others(sheet, found.values(), _KNOWN)
    problems: list[RowProblem] = []
    records = []
    for row in sheet.rows:
        cells = {field: row.cells[column].strip() for field, column in found.items()}
        empty = [side for side in _SIDES if not cells[side]]
        problems += [
            RowProblem(sheet.file, row.line, side, "empty", f"the name of a {side}") for side in empty
        ]
        if not empty and cells["summary"]:
            records.append(
                SummaryRecord(
                    cells["case"],
                    cells["code"],
                    cells["summary"],
                    cells.get("coder", ""),
                    row.line,
                    "summary",
                )
            )
    if problems:
        raise data_error(problems)
    return records
