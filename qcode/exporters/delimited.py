"""Tables as delimited text (RFC 4180: CRLF, quotes doubled), for spreadsheets and statistics.

Numbers are written as they are, shares as fractions. Where no document is in scope a cell is `NA`,
where nothing is coded yet it is empty: pandas and R then read the column as numbers. Texts are
exact but for two things: one that a spreadsheet would take for a formula is defused (unless raw),
and NUL, which no reader of CSV can be trusted with, becomes its picture U+2400.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator

from qcode.exporters.cells import is_number, names
from qcode.exporters.options import Options
from qcode.model.tables import CellValue, Missing, Table
from qcode.text.formulas import FORMULA_OPENINGS, defuse

NO_DATA = "NA"
_ROWS_AT_A_TIME = 2000


def delimited(table: Table, options: Options, delimiter: str) -> Iterator[str]:
    """Yield a table as delimited text, header first, in pieces of whole rows."""
    lines = _Lines()
    writer = csv.writer(lines, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([_text(name, options.raw) for name in names(table)])
    raw = options.raw
    for number, values in enumerate(table.values, start=1):
        # A hundred thousand rows: what is plainly harmless is let through without a call.
        row = [
            value
            if value.__class__ is int
            or (value.__class__ is str and value[:1] not in FORMULA_OPENINGS and "\0" not in value)
            else _cell(value, raw)
            for value in values
        ]
        if table.stub is not None:
            row.insert(0, _text(table.rows[number - 1].name, raw))
        writer.writerow(row)
        if number % _ROWS_AT_A_TIME == 0:
            yield lines.taken()
    yield lines.taken()


def _cell(value: CellValue, raw: bool) -> CellValue:
    if isinstance(value, str):
        return _text(value, raw)
    if value is Missing.NO_DATA:
        return NO_DATA
    return value if is_number(value) else None


def _text(text: str, raw: bool) -> str:
    exact = text.replace("\0", "\u2400") if "\0" in text else text
    return exact if raw else defuse(exact)


class _Lines:
    """What a csv.writer writes to; a list of lines is faster than a StringIO."""

    __slots__ = ("_lines", "write")

    def __init__(self) -> None:
        self._lines: list[str] = []
        self.write = self._lines.append

    def taken(self) -> str:
        """Return what was written since the last time."""
        text = "".join(self._lines)
        self._lines.clear()
        return text
