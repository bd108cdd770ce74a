"""Reading a table from a workbook (XLSX), as the text that a person sees in its cells."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl

from qcode.errors import QcodeError, UnknownNameError, UnreadableFileError
from qcode.files.delimited import RawRow
from qcode.sheets.packages import check_package
from qcode.sheets.problems import RowProblem, data_error, quoted
from qcode.sheets.sheet import MOST_COLUMNS, MOST_ROWS, Sheet, sheet_of
from qcode.text.display import safe
from qcode.text.formulas import restore
from qcode.text.names import levelled

_ZEROS = re.compile("0+")
_EXACT_INTEGERS = 1e15
_LINE_END = re.compile("(?:_x000D_)?\r?\n|\r|_x000D_")


def read_workbook(path: Path, data: bytes, sheet: str | None = None, heads: Sequence[str] = ()) -> Sheet:
    """Return the first visible sheet of a workbook, or the one of a name, as a table of texts.

    Whole numbers are written without `.0`, dates as ISO 8601, numbers shown with leading zeros with
    these. `heads` as of `sheet_of`. Raises UnreadableFileError for a damaged or hostile file,
    UnknownNameError for a sheet that is not there, DataError for cells with an error or with a formula
    without a saved value.
    """
    name = safe(path.name)
    check_package(name, data)
    try:
        return _read(path, data, sheet, heads)
    except QcodeError:
        raise
    except Exception as error:
        # openpyxl meets a malformed workbook with whatever its code happens to run into.
        raise UnreadableFileError(
            f"“{name}” is damaged.", "Save it again from a spreadsheet program."
        ) from error


def _read(path: Path, data: bytes, wanted: str | None, heads: Sequence[str]) -> Sheet:
    name = safe(path.name)
    formulas: set[tuple[int, int]] = set()
    problems: list[RowProblem] = []

    def remembering_formulas(line: int, column: int, cell: Any) -> str:
        if cell.data_type == "f":
            formulas.add((line, column))
            return ""
        return _text_of(name, line, cell, problems)

    def with_saved_values(line: int, column: int, cell: Any) -> str:
        if cell.value is None and (line, column) in formulas and cell.data_type != "str":
            what = f"the formula in {cell.coordinate} has no saved value"
            expected = "a value: open the file in a spreadsheet program and save it"
            problems.append(RowProblem(name, line, "", what, expected))
            return ""
        return _text_of(name, line, cell, problems)

    rows, notes = _rows(data, wanted, name, remembering_formulas, saved_values=False)
    if formulas:
        problems.clear()
        rows, notes = _rows(data, wanted, name, with_saved_values, saved_values=True)
    if problems:
        raise data_error(problems)
    return sheet_of(path, rows, notes, heads=heads)


def _rows(
    data: bytes,
    wanted: str | None,
    name: str,
    reader: Callable[[int, int, Any], str],
    *,
    saved_values: bool,
) -> tuple[list[RawRow], list[str]]:
    """Return the rows of a sheet as text with their numbers, and notes on what was not read."""
    with warnings.catch_warnings():
        # openpyxl warns of extensions that it does not know; none of them holds cells.
        warnings.simplefilter("ignore")
        workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=saved_values)
        try:
            worksheet, notes = _chosen(workbook, wanted, name)
            worksheet.reset_dimensions()
            return list(_texts(worksheet, name, reader)), notes
        finally:
            workbook.close()


def _chosen(workbook: Any, wanted: str | None, name: str) -> tuple[Any, list[str]]:
    sheets = workbook.worksheets
    visible = [sheet for sheet in sheets if sheet.sheet_state == "visible"] or sheets
    if wanted is not None:
        for sheet in sheets:
            if levelled(sheet.title) == levelled(wanted):
                return sheet, []
        titles = ", ".join(quoted(sheet.title) for sheet in sheets)
        raise UnknownNameError(f"“{name}” has no sheet {quoted(wanted)}.", f"It has {titles}.")
    if not visible:
        raise UnreadableFileError(f"“{name}” has no sheet with cells.")
    notes = []
    if len(visible) > 1:
        title = quoted(visible[0].title)
        notes.append(f"Of the {len(visible)} sheets of {name} only the first, {title}, was read.")
    return visible[0], notes


def _texts(
    worksheet: Any, name: str, reader: Callable[[int, int, Any], str]
) -> Iterator[tuple[int, Sequence[str]]]:
    for line, cells in enumerate(worksheet.iter_rows(), start=1):
        if line > MOST_ROWS or len(cells) > 2 * MOST_COLUMNS:
            raise UnreadableFileError(f"“{name}” is too large to be a table.", "Split the table.")
        if cells:
            yield line, [reader(line, place, cell) for place, cell in enumerate(cells)]


def _text_of(name: str, line: int, cell: Any, problems: list[RowProblem]) -> str:
    """Return a cell's value as a person sees it; an error in the cell is added to the problems."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "e":
        what = f"{cell.coordinate} holds the error {quoted(str(value))}"
        problems.append(RowProblem(name, line, "", what, "a value"))
        return ""
    if isinstance(value, str):
        # Excel writes a carriage return as _x000D_ and a literal _x005F_ for an underscore.
        return _LINE_END.sub("\n", restore(value)).replace("_x005F_", "_").replace("\0", "\u2400")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value, cell.number_format or "")
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


def _number(value: int | float, shown_as: str) -> str:
    if isinstance(value, float) and (not value.is_integer() or abs(value) >= _EXACT_INTEGERS):
        return format(value, ".15g")
    text = str(int(value))
    # A code kept as a number and shown with its leading zeros, format 000000.
    return text.zfill(len(shown_as)) if _ZEROS.fullmatch(shown_as) else text
