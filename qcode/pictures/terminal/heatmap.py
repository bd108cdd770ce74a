"""Heat maps in characters: a shade and the number in each cell."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from qcode.model.tables import Format, Header, Missing, Table
from qcode.pictures.shapes import Grid, grid, number
from qcode.pictures.terminal.page import Page, line, short
from qcode.text.cells import (
    INCOMPLETE_LEGEND,
    NO_DATA_LEGEND,
    NO_DATA_MARK,
    NOT_CODED_LEGEND,
    NOT_CODED_MARK,
    heading,
    shown,
)
from qcode.text.prose import aligned, wrapped
from qcode.text.widths import cell_width, fit, fit_within

_BLOCK = 2
_HEAD_LINES = 3
_LEAST_LABEL = 12


def lines(table: Table, page: Page) -> Iterator[str]:
    """Yield the lines of a heat map; more columns than fit are drawn in blocks below each other."""
    one = grid(table, "heat map")
    yield from shaded(one, page, _BLOCK, lambda share: page.shades[_step(share)] * _BLOCK if share else "")
    yield from _key(one, page)
    yield from marks(one, page)


def shaded(one: Grid, page: Page, block: int, sign: Callable[[float], str]) -> Iterator[str]:
    """Yield the rows of a grid: in each cell a sign of at most `block` cells for the number, and the number.

    `sign` is given the number as a share of the largest. Where columns are too narrow for their names,
    each name has a line of its own and is led down to its column.
    """
    if not one.rows or not one.columns:
        yield "There is nothing to show."
        return
    margin = _margin(one, page)
    room = page.width - margin
    digits = _digits(one)
    largest = one.largest or 1
    least, wanted = _widths(one, block + digits)
    above = wanted * len(one.columns) <= room
    cell = wanted if above else least
    each = max(1, room // cell)
    for first in range(0, len(one.columns), each):
        if first:
            yield ""
        columns = range(first, min(first + each, len(one.columns)))
        names = [line(one.column_name(column)) for column in columns]
        yield from (_heads if above else _stairs)(names, margin, cell, page)
        before: Header | None = None
        for row, header in enumerate(one.rows):
            group = heading(header, before)
            if group is not None:
                yield short(group, page.width)
            before = header
            text = fit("  " * min(header.level, 6) + line(one.row_name(row)), margin - 1)
            yield (
                text
                + " "
                + "".join(
                    _shaded(one, (row, column), (cell, block, digits), page, sign, largest)
                    for column in columns
                )
            )


def _heads(names: Sequence[str], margin: int, cell: int, page: Page) -> Iterator[str]:  # noqa: ARG001
    """Yield the names of columns above them, right-aligned as their numbers are."""
    heads = [wrapped(name, cell - 1)[:_HEAD_LINES] for name in names]
    height = max(len(head) for head in heads)
    for place in range(height):
        parts = [head[place - height + len(head)] if place >= height - len(head) else "" for head in heads]
        yield " " * margin + "".join(aligned(part, cell, right=True) for part in parts)


def _stairs(names: Sequence[str], margin: int, cell: int, page: Page) -> Iterator[str]:
    """Yield the names of columns that are too narrow for them: a line each, led down to its column."""
    corner, down = page.sign("┐", "."), page.sign("│", "|")
    for place in range(len(names) - 1, -1, -1):
        room = margin + (place + 1) * cell - 2
        led = "".join(aligned(down, cell, right=True) for _ in names[place + 1 :])
        yield aligned(fit_within(names[place], room), room, right=True) + " " + corner + led


def _margin(one: Grid, page: Page) -> int:
    widest = max(
        (2 * min(row.level, 6) + cell_width(line(one.row_name(at))) for at, row in enumerate(one.rows)),
        default=0,
    )
    return max(_LEAST_LABEL, min(widest + 1, page.width * 2 // 5))


def _widths(one: Grid, inside: int) -> tuple[int, int]:
    """Return how wide a column with the blank before it has to be, and how wide its name would be."""
    heads = max(
        (
            cell_width(word)
            for column in range(len(one.columns))
            for word in line(one.column_name(column)).split()
        ),
        default=1,
    )
    return 1 + inside, 1 + max(inside, heads)


def _digits(one: Grid) -> int:
    places = ((row, column) for row in range(len(one.rows)) for column in range(len(one.columns)))
    return max(2, max((cell_width(_text(one, place)) for place in places), default=1))


def _text(one: Grid, place: tuple[int, int]) -> str:
    """Return what stands in a cell; beside numbers that may grow, others keep the room of their mark."""
    return one.text(*place) + (" " if one.incomplete and place not in one.incomplete else "")


def _shaded(
    one: Grid,
    place: tuple[int, int],
    widths: tuple[int, int, int],
    page: Page,
    sign: Callable[[float], str],
    largest: float,
) -> str:
    width, block, digits = widths
    value, text = one.values[place[0]][place[1]], plain(_text(one, place), page)
    share = abs(float(value)) / largest if number(value) else 0.0
    drawn = aligned(sign(share), block, right=False)
    return " " * (width - block - digits) + drawn + aligned(text, digits, right=True)


def _step(share: float) -> int:
    """Return which of four equal steps a share of the largest lies in, from 0."""
    return min(3, max(0, math.ceil(share * 4 - 1e-9) - 1))


def _key(one: Grid, page: Page) -> Iterator[str]:
    """Yield what the shades mean."""
    if not one.largest:
        return
    # Of small counts some steps hold no number at all.
    limits: dict[str, int] = {}
    for step in range(4):
        limits.setdefault(_limit(one, (step + 1) / 4), step)
    limits.pop("0", None)
    steps = [f"{page.shades[step] * _BLOCK} to {limit}" for limit, step in limits.items()]
    yield ""
    yield from wrapped("  ".join(steps) + (", with either sign" if one.signed else ""), page.width, "  ")


def marks(one: Grid, page: Page) -> Iterator[str]:
    """Yield what the marks mean that stand behind numbers, or in place of them."""
    if one.incomplete:
        yield from wrapped(INCOMPLETE_LEGEND, page.width, "  ")
    for mark, words in ((Missing.NO_DATA, NO_DATA_LEGEND), (Missing.NOT_CODED, NOT_CODED_LEGEND)):
        if one.has(mark):
            yield from wrapped(plain(words, page), page.width, "  ")


def _limit(one: Grid, share: float) -> str:
    shape = one.columns[0].format
    value = one.largest * share
    if shape is Format.COUNT:
        return shown(math.floor(value + 1e-9), shape)
    return shown(value, shape)


def plain(text: str, page: Page) -> str:
    """Return a text that begins with a mark, in ASCII where that is asked for."""
    if page.ascii:
        return text.replace(NO_DATA_MARK, "-", 1).replace(NOT_CODED_MARK, "~", 1)
    return text
