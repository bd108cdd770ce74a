"""A table in Markdown: a pipe table as GitHub and pandoc read it, in which no text is markup.

What could be markup stands behind a backslash. What GitHub makes links, mentions and emoji of even
then is broken up by an empty comment, which no reader shows. A line break in a cell is `<br>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from qcode.exporters.options import Options
from qcode.model.tables import CellValue, Column, Format, Table
from qcode.text.cells import INCOMPLETE_MARK, heading, is_number, is_numeric, legend, shown
from qcode.text.display import safe
from qcode.text.prose import aligned, display_width

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#&|~^$]")
# It begins with the few characters that it may begin with: so a search passes over most of a text at once.
_LINKED = re.compile(r"[wW@:](?:(?<=[wW]{3})(?=\.)|(?<=@)(?=\w)|(?<=:)(?=//|(?!\d\d:)(?i:[a-z0-9_+-]+:)))")
_OPENING = re.compile(r"(?:[-+=:](?=[-+=:\s]|$)|\d{1,9}(?=[.)](?:\s|$)))")
_BREAK, _COMMENT, _INDENT = "<br>", "<!-- -->", "&emsp;"
_WIDEST = 40
"""Columns are filled up with blanks to at most this width; longer texts stand out."""
_ROWS_AT_A_TIME = 500


def pieces(table: Table, _options: Options) -> Iterator[str]:
    """Yield a table as Markdown: its title, its rows with groups and totals, its notes as a list."""
    if table.title:
        yield f"# {line(table.title)}\n\n"
    yield from pipe_table(table)
    notes = [*legend(table), *table.notes]
    if notes:
        yield "\n" + "".join(f"- {line(note)}\n" for note in notes)


def pipe_table(table: Table) -> Iterator[str]:
    """Yield the lines of a table without its title and its notes."""
    numeric = [is_numeric(column) for column in table.columns]
    if table.stub is not None:
        numeric = [False, *([True] * _with_n(table)), *numeric]
    head = _head(table)
    widths = _widths(table, head)
    yield from _lines([head], widths, numeric)
    rules = [
        "-" * (width - 1) + (":" if right else "-") for width, right in zip(widths, numeric, strict=True)
    ]
    yield f"| {' | '.join(rules)} |\n"
    for rows in _rows(table):
        yield from _lines(rows, widths, numeric)


def _with_n(table: Table) -> bool:
    return table.stub is not None and any(row.n is not None for row in table.rows)


def _head(table: Table) -> list[str]:
    if table.stub is None:
        return [escaped(column.name) for column in table.columns]
    return [escaped(table.stub), *["N"] * _with_n(table), *map(_column_head, table.columns)]


def _column_head(column: Column) -> str:
    parts = [escaped(column.label)]
    if column.group is not None and column.group != column.label:
        parts.insert(0, escaped(column.group))
    if column.n is not None:
        parts.append(f"N = {column.n}")
    return _BREAK.join(parts)


def _rows(table: Table) -> Iterator[list[Sequence[str]]]:
    """Yield the rows, some hundreds at a time: they are made column by column."""
    for first in range(0, len(table.values), _ROWS_AT_A_TIME):
        values = table.values[first : first + _ROWS_AT_A_TIME]
        columns = [
            _cells(own, column.format)
            for own, column in zip(zip(*values, strict=True), table.columns, strict=True)
        ]
        rows: list[Sequence[str]] = [*zip(*columns, strict=True)]
        yield rows if table.stub is None else [*_with_heads(table, first, rows)]


def _cells(values: Sequence[CellValue], format: Format) -> Sequence[str]:
    """Return the values of a column as cells; a word that comes again is looked at once."""
    kinds = set(map(type, values))
    if kinds == {str}:
        words = {text: escaped(text) for text in set(values)}
        return [*map(words.__getitem__, values)]
    if kinds == {int} and format is Format.COUNT:
        return [*map(str, values)]
    return [escaped(shown(value, format)) for value in values]


def _with_heads(table: Table, first: int, rows: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
    """Yield rows from the one of that number on with what stands before and above them."""
    before = table.rows[first - 1] if first else None
    with_n = _with_n(table)
    for place, own in enumerate(rows, first):
        row, values, cells = table.rows[place], table.values[place], [*own]
        above = heading(row, before)
        if above is not None:
            yield [f"**{escaped(above)}**", *[""] * (with_n + len(cells))]
        before = row
        for number, value in enumerate(values):
            if (place, number) in table.incomplete and is_number(value):
                cells[number] += INCOMPLETE_MARK
        name = _INDENT * row.level + escaped(row.label)
        n = [str(row.n) if row.n is not None else ""] * with_n
        yield (
            [f"**{cell}**" if cell else "" for cell in (name, *n, *cells)]
            if row.total
            else [name, *n, *cells]
        )


def _widths(table: Table, head: Sequence[str]) -> list[int]:
    """Return the width of each column in cells of a screen, by the rows at the beginning of a long list."""
    widths = [max(3, min(display_width(cell), _WIDEST)) for cell in head]
    for cells in next(_rows(table), []):
        for place, cell in enumerate(cells):
            widths[place] = max(widths[place], min(display_width(cell), _WIDEST))
    return widths


def _lines(rows: Iterable[Sequence[str]], widths: Sequence[int], numeric: Sequence[bool]) -> Iterator[str]:
    columns = map(_filled, zip(*rows, strict=True), widths, numeric)
    yield "".join(f"| {' | '.join(cells)} |\n" for cells in zip(*columns, strict=True))


def _filled(cells: Sequence[str], width: int, right: bool) -> Sequence[str]:
    """Return the cells of a column with blanks to its width, but for those that are wider."""
    short = {cell: aligned(cell, width, right=right) for cell in set(cells) if len(cell) < width}
    return [*map(short.get, cells, cells)] if short else cells


def _marked(found: re.Match[str]) -> str:
    return f"\\{found[0]}"


def _parted(found: re.Match[str]) -> str:
    return f"{found[0]}{_COMMENT}"


@lru_cache(maxsize=5000)  # most words of a long list stand in many of its rows
def escaped(text: str) -> str:
    """Return a text as a cell of a table that is read as just this text; its line ends as `<br>`."""
    escaped = _LINKED.sub(_parted, _SPECIAL.sub(_marked, safe(text, keep_newlines=True)))
    return escaped.replace("\n", _BREAK) if "\n" in escaped else escaped


def line(text: str) -> str:
    """Return a text as a line of its own, which is no list, rule or heading whatever it begins with."""
    return unopened(escaped(" ".join(text.split())))


def unopened(words: str) -> str:
    """Return words that are Markdown already as a line that opens no list, rule or heading."""
    opening = _OPENING.match(words)
    if opening is None:
        return words
    digits = opening.group().rstrip("-+=:")
    return f"{digits}\\{words[len(digits) :]}"
