"""A table as one JSON object, with its notes; one row of the table a line.

`not coded yet` and cells without a meaning are null, `no data` is the text "NA".
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from qcode.exporters.delimited import NO_DATA
from qcode.exporters.options import Options
from qcode.model.tables import CellValue, Column, Format, Missing, Table
from qcode.text.cells import is_number, names


def pieces(table: Table, _options: Options) -> Iterator[str]:
    """Yield the JSON text: `table`, `title`, `columns`, `rows` (by their keys), `notes`."""
    keys = names(table)
    columns = list(table.columns)
    if table.stub is not None:
        columns.insert(0, Column(table.stub))
    yield f'{{\n "table": {_json(table.name)},\n "title": {_json(table.title)},\n'
    yield ' "columns": [' + _listed(
        [_json(_described(column, key)) for column, key in zip(columns, keys, strict=True)]
    )
    yield '],\n "rows": ['
    separator = "\n  "
    for number, values in enumerate(table.values):
        cells = [_cell(value) for value in values]
        if table.stub is not None:
            cells.insert(0, table.rows[number].name)
        yield separator + _json(dict(zip(keys, cells, strict=True)))
        separator = ",\n  "
    yield "\n ],\n" if table.values else "],\n"
    yield ' "notes": [' + _listed([_json(note) for note in table.notes]) + "]\n}\n"


def _described(column: Column, key: str) -> dict[str, str | int | None]:
    return {
        "key": key,
        "label": column.label,
        "group": column.group,
        "n": column.n,
        "format": Format(column.format).value,
    }


def _cell(value: CellValue) -> int | float | str | None:
    if isinstance(value, str):
        return value
    if value is Missing.NO_DATA:
        return NO_DATA
    return value if isinstance(value, int | float) and is_number(value) else None


def _listed(items: list[str]) -> str:
    return "\n  " + ",\n  ".join(items) + "\n " if items else ""


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
