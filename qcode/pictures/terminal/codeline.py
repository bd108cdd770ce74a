"""Code lines in characters: a row for each code, a sign for each turn or paragraph it lies in."""

from __future__ import annotations

import math
from collections.abc import Iterator

from qcode.model.tables import Header, Table
from qcode.pictures.shapes import Grid, grid, number
from qcode.pictures.terminal.page import Page, line, short
from qcode.text.cells import heading
from qcode.text.prose import wrapped
from qcode.text.widths import cell_width, fit

_MOST_STRIPS = 4


def lines(table: Table, page: Page) -> Iterator[str]:
    """Yield the codes with where they lie; a long text is folded, a very long one put together."""
    one = grid(table, "code line")
    if not one.rows or not one.columns:
        yield "There is nothing to show."
        return
    widest = max((2 * min(row.level, 6) + cell_width(line(row.label)) for row in one.rows), default=0)
    margin = min(widest, page.width * 2 // 5) + 1
    room = page.width - margin - 1
    each = max(1, math.ceil(len(one.columns) / (room * _MOST_STRIPS)))
    yield from _strips(one, margin, room, each, page)
    yield ""
    words = "each sign is one place in the text" if each == 1 else f"each sign is {each} places in the text"
    words = f"{page.sign('█', '#')} coded, {page.sign('·', '.')} not; {words}, the numbers above count them"
    yield from wrapped(words, page.width, "  ")


def _strips(one: Grid, margin: int, room: int, each: int, page: Page) -> Iterator[str]:
    coded, not_coded = page.sign("█", "#"), page.sign("·", ".")
    step = room * each
    for first in range(0, len(one.columns), step):
        if first:
            yield ""
        last = min(first + step, len(one.columns))
        yield " " * margin + _ruler(first, last, each)
        before: Header | None = None
        for row, values in zip(one.rows, one.values, strict=True):
            above = heading(row, before)
            if above is not None:
                yield short(above, page.width)
            before = row
            name = fit("  " * min(row.level, 6) + line(row.label), margin - 1)
            signs = (
                coded if any(number(value) and value for value in values[at : at + each]) else not_coded
                for at in range(first, last, each)
            )
            yield f"{name} {''.join(signs)}"


def _ruler(first: int, last: int, each: int) -> str:
    """Return the numbers of places, ten signs apart, each beginning above its place."""
    row = ""
    for at in range(first, last, each):
        sign = (at - first) // each
        if sign % 10 == 0 and sign >= len(row) + bool(row):
            row += " " * (sign - len(row)) + str(at + 1)
    return row
