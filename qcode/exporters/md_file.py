"""A table in Markdown: a pipe table as GitHub and pandoc read it, in which no text is markup.

What could be markup stands behind a backslash. What GitHub makes links, mentions and emoji of even
then is broken up by an empty comment, which no reader shows. A line break in a cell is `<br>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from qcode.exporters.options import Options
from qcode.model.tables import Column, Header, Table
from qcode.text.cells import INCOMPLETE_MARK, heading, is_number, is_numeric, legend, shown
from qcode.text.display import safe
from qcode.text.prose import aligned, display_width

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#&|~^$]")
_LINKED = re.compile(r"(?i)(?<=www)(?=\.)|(?<=@)(?=\w)|(?<=:)(?=//|(?!\d\d:)[a-z0-9_+-]+:)")
_OPENING = re.compile(r"(?:[-+=:](?=[-+=:\s]|$)|\d{1,9}(?=[.)](?:\s|$)))")
_BREAK, _COMMENT, _INDENT = "<br>", "<!-- -->", "&emsp;"
_WIDEST = 40
"""Columns are filled up with blanks to at most this width; longer texts stand out."""


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
    yield _joined(head, widths, numeric)
    rules = [
        "-" * (width - 1) + (":" if right else "-") for width, right in zip(widths, numeric, strict=True)
    ]
    yield f"| {' | '.join(rules)} |\n"
    for cells in _rows(table):
        yield _joined(cells, widths, numeric)


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


def _rows(table: Table) -> Iterator[Sequence[str]]:
    before: Header | None = None
    formats = [column.format for column in table.columns]
    with_n = _with_n(table)
    for place, (row, values) in enumerate(zip(table.rows, table.values, strict=True)):
        cells = [escaped(shown(value, format)) for value, format in zip(values, formats, strict=True)]
        if table.stub is None:
            yield cells
            continue
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
    for number, cells in enumerate(_rows(table)):
        if number == 500:
            break
        for place, cell in enumerate(cells):
            widths[place] = max(widths[place], min(display_width(cell), _WIDEST))
    return widths


def _joined(cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    filled = map(_filled, cells, widths, numeric)
    return f"| {' | '.join(filled)} |\n"


def _filled(cell: str, width: int, right: bool) -> str:
    return cell if len(cell) >= width else aligned(cell, width, right=right)


@lru_cache(maxsize=5000)  # most words of a long list stand in many of its rows
def escaped(text: str) -> str:
    """Return a text as a cell of a table that is read as just this text; its line ends as `<br>`."""
    escaped = _LINKED.sub(_COMMENT, _SPECIAL.sub(r"\\\g<0>", safe(text, keep_newlines=True)))
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
