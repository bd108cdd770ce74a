"""A table as HTML elements; every text escaped, every value as people read it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from qcode.exporters.html_page import paper
from qcode.model.tables import CellValue, Column, Header, Missing, Table
from qcode.text.cells import INCOMPLETE_MARK, group_runs, heading, is_number, is_numeric, shown
from qcode.text.display import safe

ROWS_IN_MARKUP = 500
"""Of a plain list; the page's script shows the others. A browser takes half a minute for a hundred
thousand."""
_DEEPEST = 8
_UNBROKEN = 8
"""A Japanese name of at most so many characters is not broken, which could be done behind each of them."""
_JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9d]")


def text(value: str) -> str:
    """Return a text as the content of an element or of a quoted attribute."""
    return escape(safe(value, keep_newlines=True))


def language(value: str) -> str:
    """Return the attribute that has a browser take Japanese letters for a text with Chinese characters."""
    return ' lang="ja"' if not value.isascii() and _JAPANESE.search(value) else ""


def table(table: Table, title_id: str, *, across: bool) -> Iterator[str]:
    """Yield what shows a table: a place for its tools, and in a box that scrolls its head, its rows by
    groups, totals last as they come. `title_id` is of the element that says what it is; `across` tells
    whether the page lies across when it is printed.
    """
    kind = "list" if table.stub is None else "counts"
    yield '<div class="tools"></div>\n'
    kinds = ["scroll", *filter(None, [paper.size(table, across=across)])]
    yield f'<div{_classes(kinds)} tabindex="0" role="region" aria-labelledby="{title_id}">\n'
    yield f'<table class="{kind}" aria-labelledby="{title_id}">\n<thead>\n'
    yield from _head(table)
    yield "</thead>\n"
    yield from _list(table) if table.stub is None else _bodies(table)
    yield "</table>\n</div>\n"
    if table.stub is None and len(table.values) > ROWS_IN_MARKUP:
        yield (
            f"<noscript><p>The first {ROWS_IN_MARKUP:,} of {len(table.values):,} rows; "
            "with scripts allowed the page shows all of them.</p></noscript>\n"
        )


def notes(said: Sequence[str]) -> str:
    """Return the notes below a table or a report; nothing for none."""
    if not said:
        return ""
    lines = "".join(f"<p{language(note)}>{text(note)}</p>\n" for note in said)
    return f'<section class="notes" aria-label="Notes">\n{lines}</section>\n'


def _head(table: Table) -> Iterator[str]:
    left = [] if table.stub is None else [_head_cell(table.stub, numeric=False)]
    if _with_n(table):
        left.append(_head_cell("N", numeric=True))
    runs = {first: (end, group) for first, end, group in group_runs(table.columns)}
    if runs:
        yield "<tr>" + "<td></td>" * len(left)
        place = 0
        while place < len(table.columns):
            if place in runs:
                end, group = runs[place]
                span = f'colspan="{end - place}" scope="colgroup"'
                yield f'<th class="group" {span}{language(group)}><span>{text(group)}</span></th>'
                place = end
            else:
                yield "<td></td>"
                place += 1
        yield "</tr>\n"
    names = [column.name if table.stub is None else column.label for column in table.columns]
    cells = [
        _head_cell(name, numeric=is_numeric(column), column=column)
        for name, column in zip(names, table.columns, strict=True)
    ]
    yield '<tr class="heads">' + "".join([*left, *cells]) + "</tr>\n"


def _head_cell(name: str, *, numeric: bool, column: Column | None = None) -> str:
    kinds = ["num"] * numeric + ["total"] * (column is not None and column.total)
    if language(name) and len(name) <= _UNBROKEN:
        kinds.append("short")
    n = f"<small>N = {column.n}</small>" if column is not None and column.n is not None else ""
    return f'<th scope="col"{_classes(kinds)}{language(name)}>{text(name)}{n}</th>'


def _with_n(table: Table) -> bool:
    return table.stub is not None and any(row.n is not None for row in table.rows)


def _list(table: Table) -> Iterator[str]:
    yield "<tbody>\n"
    for values in table.values[:ROWS_IN_MARKUP]:
        cells = [
            f"<td{_classes(['num'] * is_numeric(column))}{language(words)}>{text(words)}</td>"
            for words, column in _shown(values, table.columns)
        ]
        yield "<tr>" + "".join(cells) + "</tr>\n"
    yield "</tbody>\n"


def _shown(values: Sequence[CellValue], columns: Sequence[Column]) -> Iterator[tuple[str, Column]]:
    return ((shown(value, column.format), column) for value, column in zip(values, columns, strict=True))


def _bodies(table: Table) -> Iterator[str]:
    """Yield one tbody for each run of rows that belong together: of a group, or totals."""
    width = 1 + _with_n(table) + len(table.columns)
    before: Header | None = None
    together = groupby(enumerate(table.rows), key=lambda one: (one[1].group, one[1].total))
    for (_, total), rows in together:
        yield '<tbody class="totals">\n' if total else "<tbody>\n"
        for place, row in rows:
            above = heading(row, before)
            if above is not None:
                span = f'colspan="{width}" scope="rowgroup"'
                yield f'<tr class="group"><th {span}{language(above)}><span>{text(above)}</span></th></tr>\n'
            yield _row(table, place, row)
            before = row
        yield "</tbody>\n"


def _row(table: Table, place: int, row: Header) -> str:
    level = min(row.level, _DEEPEST)
    kinds = [f"level-{level}"] * bool(level)
    name = row.label if row.total else row.name
    named = f'data-name="{text(name)}"{language(row.label)}'
    cells = [f'<th scope="row"{_classes(kinds)} {named}>{text(row.label)}</th>']
    if _with_n(table):
        cells.append(
            '<td class="num"></td>' if row.n is None else f'<td class="num" data-value="{row.n}">{row.n}</td>'
        )
    cells += [_cell(table, place, number) for number in range(len(table.columns))]
    return f'<tr data-row="{place}" data-level="{row.level}">' + "".join(cells) + "</tr>\n"


def _cell(table: Table, row: int, place: int) -> str:
    value, column = table.values[row][place], table.columns[place]
    kinds = ["num"] * is_numeric(column) + ["total"] * column.total
    words = shown(value, column.format)
    if isinstance(value, Missing):
        return f'<td{_classes([*kinds, "mark"])} title="{value.value}">{text(words)}</td>'
    number = f' data-value="{value!r}"' if is_number(value) else ""
    more = f"<span>{INCOMPLETE_MARK}</span>" if number and (row, place) in table.incomplete else ""
    return f'<td{_classes(kinds)} data-column="{place}"{number}{language(words)}>{text(words)}{more}</td>'


def _classes(kinds: Sequence[str]) -> str:
    return f' class="{" ".join(kinds)}"' if kinds else ""
