"""What the page's script works on, as one block of JSON that nothing in it can break out of."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from operator import sub

from qcode.exporters.behind import LOOKED_UP, quotations_behind, reading_order, rows_of_codings
from qcode.model.tables import CellValue, Column, Format, Table
from qcode.text.cells import is_number, is_numeric, shown
from qcode.text.display import safe

_AT_A_TIME = 5000
_NOT_READ = frozenset(LOOKED_UP) - {"start", "end"}


def block(tables: Sequence[Table], detail: Table | None) -> Iterator[str]:
    """Yield the JSON of a page: the quotations, and for each table a list's own rows or what is behind it.

    `columns` hold the values of a list column by column; those that repeat themselves as `words` and
    the number `at` which each row's word stands. `cells` tells for `row.column` which of `sets` is
    behind it, and a set is the numbers of rows of the quotations: the first, and for each other how far it
    lies behind the one before, which takes a third of the room.
    """
    counting = [table for table in tables if table.stub is not None]
    yield '{"quotations":'
    if detail is None or not counting:
        yield "null"
    else:
        kept = [one for one in reading_order(detail) if detail.columns[one].name not in _NOT_READ]
        yield from _rows(detail, kept)
    row_of = {} if detail is None else rows_of_codings(detail)
    yield ',"tables":['
    for number, table in enumerate(tables):
        yield "," if number else ""
        if table.stub is None:
            yield from _rows(table, range(len(table.columns)))
        else:
            yield from _behind(table, row_of)
    yield "]}"


def _rows(table: Table, chosen: Sequence[int]) -> Iterator[str]:
    yield f'{{"rows":{len(table.values)},"columns":['
    for number, place in enumerate(chosen):
        yield "," if number else ""
        yield from _column(table.columns[place], [values[place] for values in table.values])
    yield "]}"


def _behind(table: Table, row_of: Mapping[int, int]) -> Iterator[str]:
    found = quotations_behind(table, row_of)[0] if row_of else []
    yield '{"sets":['
    for number, one in enumerate(found):
        yield ("," if number else "") + _json([one.rows[0], *map(sub, one.rows[1:], one.rows)])
    cells = {f"{row}.{column}": number for number, one in enumerate(found) for row, column in one.places}
    yield '],"cells":' + _json(cells) + "}"


def _column(column: Column, values: Sequence[CellValue]) -> Iterator[str]:
    numeric = is_numeric(column)
    yield f'{{"name":{_json(safe(column.name))},"label":{_json(safe(column.label))}'
    yield f',"numeric":{_json(numeric)}'
    if numeric:
        # A value that is no number is its mark: a text among numbers.
        whole = set(map(type, values)) <= {int}
        numbers = (value if is_number(value) else shown(value, column.format) for value in values)
        yield ',"values":' + _json(values if whole else list(numbers))
        if column.format is not Format.COUNT:
            yield ',"shown":' + _json([shown(value, column.format) for value in values])
    else:
        words = {value: number for number, value in enumerate(dict.fromkeys(values))}
        if len(words) * 2 < len(values):
            yield ',"words":' + _json([_text(value, column) for value in words])
            yield ',"at":' + _json([words[value] for value in values])
        else:
            yield ',"values":['
            for first in range(0, len(values), _AT_A_TIME):
                some = [_text(value, column) for value in values[first : first + _AT_A_TIME]]
                yield ("," if first else "") + _json(some)[1:-1]
            yield "]"
    yield "}"


def _text(value: CellValue, column: Column) -> str:
    return safe(value if isinstance(value, str) else shown(value, column.format), keep_newlines=True)


def _json(value: object) -> str:
    """Return JSON in which no HTML parser finds the end of the script or the start of a comment."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
