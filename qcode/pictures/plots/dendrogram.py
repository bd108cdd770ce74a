"""Dendrograms: names to the left, what is alike joined to the right of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qcode.model.tables import Table
from qcode.pictures.plots import fonts
from qcode.pictures.plots.looks import FAINT, KINDS, RULE
from qcode.pictures.plots.sheet import Body, Sheet, cut
from qcode.pictures.scale import ticks
from qcode.pictures.shapes import Tree, tree

_SIZE, _LINE = 8.0, 16.0
_PLOT = 300.0
_MOST_NAME = 200.0
_SCALE = 28.0


def plot(table: Table) -> Body:
    """Return the picture. Raises UsageError for a table of another shape."""
    one = tree(table)
    names = [cut(name, _SIZE, _MOST_NAME) for name in one.leaves]
    return Dendrogram(one, names, max((fonts.width(name, _SIZE) for name in names), default=0.0) + 8)


@dataclass(frozen=True, slots=True)
class Dendrogram:
    """A tree on its side."""

    tree: Tree
    names: Sequence[str]
    margin: float

    @property
    def width(self) -> float:
        return self.margin + _PLOT + 14

    @property
    def height(self) -> float:
        return _LINE * len(self.names) + _SCALE

    def paint(self, sheet: Sheet, left: float, top: float) -> None:
        one, start = self.tree, left + self.margin
        floor = top + _LINE * len(self.names) + 4
        marks = ticks(one.highest or 1)
        for mark in marks:
            x = start + mark / marks[-1] * _PLOT
            sheet.line([(x, top), (x, floor)], colour=RULE, thick=0.4)
            sheet.text(x, floor + 8, f"{mark:g}", 7, across="center", colour=FAINT)
        sheet.line([(start, floor), (start + _PLOT, floor)], colour=FAINT, thick=0.6)
        sheet.text(start + _PLOT, floor + 19, "height", 7, across="right", colour=FAINT)
        places: dict[int, tuple[float, float]] = {}
        for row, leaf in enumerate(one.order):
            y = top + (row + 0.5) * _LINE
            sheet.text(start - 5, y, self.names[leaf], _SIZE, across="right")
            places[leaf] = (start, y)
        for step, merge in enumerate(one.merges):
            (first, upper), (second, lower) = places[merge.left], places[merge.right]
            x = max(start + merge.height / marks[-1] * _PLOT, first, second)
            sheet.line([(first, upper), (x, upper), (x, lower), (second, lower)], colour=KINDS[0], thick=1.2)
            places[len(one.leaves) + step] = (x, (upper + lower) / 2)
