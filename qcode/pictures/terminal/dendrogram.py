"""Dendrograms in characters: names to the left, what is alike joined to the right of them."""

from __future__ import annotations

from collections.abc import Iterator

from qcode.model.tables import Table
from qcode.pictures.scale import ticks
from qcode.pictures.shapes import Tree, tree
from qcode.pictures.terminal.canvas import Canvas
from qcode.pictures.terminal.page import Page, line
from qcode.text.widths import cell_width, fit_within


def lines(table: Table, page: Page) -> Iterator[str]:
    """Yield the rows of a tree, one for each name, and the scale of heights below."""
    one = tree(table)
    if not one.leaves:
        yield "Nothing was put together."
        return
    names = [line(name) for name in one.leaves]
    margin = min(max(map(cell_width, names)), page.width * 2 // 5) + 1
    canvas = Canvas(page.width, len(names) + 2, page)
    for row, leaf in enumerate(one.order):
        canvas.write(row, 0, fit_within(names[leaf], margin - 1))
    marks = ticks(one.highest or 1, 4)
    room = page.width - margin - 1 - len(f"{marks[-1]:g}") // 2
    _join(one, canvas, margin, room / marks[-1])
    for mark in marks:
        column = margin + round(mark / marks[-1] * room)
        text = f"{mark:g}"
        canvas.down(column, len(names), len(names))
        canvas.write(len(names), column, page.sign("┬", "+"))
        canvas.write(len(names) + 1, min(column - len(text) // 2, page.width - len(text)), text)
    canvas.across(len(names), margin, margin + room)
    yield from canvas.lines()


def _join(one: Tree, canvas: Canvas, margin: int, scale: float) -> None:
    """Draw the lines from what is put together to where it is."""
    places: dict[int, tuple[int, int]] = {leaf: (row, margin) for row, leaf in enumerate(one.order)}
    for step, merge in enumerate(one.merges):
        (upper, first), (lower, second) = sorted((places[merge.left], places[merge.right]))
        # What is not quite as high as what it is made of (centroids, rounding) is drawn no lower.
        column = max(margin + round(merge.height * scale), first, second)
        canvas.across(upper, first, column)
        canvas.across(lower, second, column)
        canvas.down(column, upper, lower)
        places[len(one.leaves) + step] = ((upper + lower) // 2, column)
