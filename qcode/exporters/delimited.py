"""Tables as delimited text (RFC 4180: CRLF, quotes doubled), for spreadsheets and statistics.

Numbers are written as they are, shares as fractions. Where no document is in scope a cell is `NA`,
where nothing is coded yet it is empty: pandas and R then read the column as numbers. Texts are
exact but for two things: one that a spreadsheet would take for a formula is defused (unless raw),
and NUL, which no reader of CSV can be trusted with, becomes its picture U+2400.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qcode.exporters.options import Options
from qcode.model.tables import CellValue, Missing, Table
from qcode.text.cells import is_number, names
from qcode.text.formulas import FORMULA_OPENINGS, defuse

NO_DATA = "NA"
_ROWS_AT_A_TIME = 2000
_END = "\r\n"


def delimited(table: Table, options: Options, delimiter: str) -> Iterator[str]:
    """Yield a table as delimited text, header first, in pieces of whole rows.

    The bytes are those of `csv.writer` with line ends CRLF, in a third of its time: a hundred
    thousand rows are written column by column, and a word that comes again is looked at once.
    """
    yield _line(_words(names(table), options.raw, delimiter), delimiter)
    for first in range(0, len(table.values), _ROWS_AT_A_TIME):
        values = table.values[first : first + _ROWS_AT_A_TIME]
        columns = [_column(column, options.raw, delimiter) for column in zip(*values, strict=True)]
        if table.stub is not None:
            rows = table.rows[first : first + _ROWS_AT_A_TIME]
            columns.insert(0, _words([row.name for row in rows], options.raw, delimiter))
        lines = map(delimiter.join, zip(*columns, strict=True)) if len(columns) > 1 else _alone(columns)
        yield _END.join(lines) + _END


def _line(fields: Sequence[str], delimiter: str) -> str:
    return _END.join(_alone([fields]) if len(fields) == 1 else [delimiter.join(fields)]) + _END


def _alone(columns: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of an only column, in which an empty field must not look like no line."""
    return (field or '""' for column in columns for field in column)


def _column(values: Sequence[CellValue], raw: bool, delimiter: str) -> Sequence[str]:
    kinds = set(map(type, values))
    if kinds == {int}:
        return list(map(str, values))
    if kinds == {str}:
        return _words(values, raw, delimiter)  # type: ignore[arg-type]
    return [_word(value, raw, delimiter) if isinstance(value, str) else _number(value) for value in values]


def _words(texts: Sequence[str], raw: bool, delimiter: str) -> Sequence[str]:
    """Return texts as fields; each word that comes again, and each plain one, is looked at once."""
    odd = {
        text: _word(text, raw, delimiter)
        for text in set(texts)
        if '"' in text
        or delimiter in text
        or "\n" in text
        or "\r" in text
        or "\0" in text
        or text[:1] in FORMULA_OPENINGS
    }
    return list(map(odd.get, texts, texts)) if odd else texts


def _word(text: str, raw: bool, delimiter: str) -> str:
    """Return a text as a field, in quotation marks where need be."""
    text = text.replace("\0", "\u2400")
    if not raw:
        text = defuse(text)
    quoted = '"' in text or delimiter in text or "\n" in text or "\r" in text
    return '"' + text.replace('"', '""') + '"' if quoted else text


def _number(value: CellValue) -> str:
    if value is Missing.NO_DATA:
        return NO_DATA
    return str(value) if isinstance(value, int | float) and is_number(value) else ""
