"""Growth: what there is after each row as a line of points, what is new as bars below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qcode.model.tables import Table
from qcode.pictures.plots import fonts
from qcode.pictures.plots.looks import FAINT, KINDS, RULE
from qcode.pictures.plots.sheet import Body, Sheet, cut
from qcode.pictures.scale import ticks
from qcode.pictures.shapes import Step, growth
from qcode.text.cells import INCOMPLETE_MARK, NOT_CODED_MARK

_SIZE, _NEW_SIZE = 7.0, 6.0
_PLOT = 190.0
_MOST_NAME = 110.0
_KEY = 18.0
_NEW = 12.0
"""Height of the line below the bars that says how much is new: nothing else comes there."""


def plot(table: Table) -> Body:
    """Return the picture. Raises UsageError for a table of another shape."""
    steps = growth(table)
    names = [cut(f"{one.label}  {one.date}".strip(), _SIZE, _MOST_NAME) for one in steps]
    longest = max((fonts.width(name, _SIZE) for name in names), default=0.0)
    widest = max((fonts.width(one.new_text, _NEW_SIZE) for one in steps), default=0.0)
    each = max(22.0, widest + 4, min(46.0, 460.0 / max(1, len(steps))))
    return Curve(steps, names, each, longest * 0.7072 + 14)


@dataclass(frozen=True, slots=True)
class Curve:
    """A line of points above bars."""

    steps: Sequence[Step]
    names: Sequence[str]
    each: float
    below: float
    margin: float = 34.0

    @property
    def width(self) -> float:
        return self.margin + self.each * len(self.steps) + 10

    @property
    def height(self) -> float:
        return _KEY + _PLOT + _NEW + self.below

    def paint(self, sheet: Sheet, left: float, top: float) -> None:
        left = max(left, left + self.below * 0.55 - self.margin)
        start, floor = left + self.margin, top + _KEY + _PLOT
        marks = ticks(max((one.total for one in self.steps), default=1) or 1)
        largest = marks[-1] or 1

        def height(value: float) -> float:
            return floor - value / largest * (_PLOT - 12)

        for mark in marks:
            sheet.line(
                [(start, height(mark)), (start + self.each * len(self.steps), height(mark))], colour=RULE
            )
            sheet.text(start - 4, height(mark), f"{mark:g}", _SIZE, across="right", colour=FAINT)
        points = [
            (start + (place + 0.5) * self.each, height(one.total)) for place, one in enumerate(self.steps)
        ]
        for (x, y), one, name in zip(points, self.steps, self.names, strict=True):
            bar = floor - height(max(0.0, one.new))
            if bar:
                sheet.box(x - self.each * 0.3, floor - bar, self.each * 0.6, bar, KINDS[4])
            sheet.disc(x, y, 2.6, KINDS[0])
            sheet.text(x, y - 8, one.total_text, 6.5, across="center", colour=KINDS[0])
            sheet.text(x, floor + 7, one.new_text, _NEW_SIZE, across="center", colour=FAINT)
            sheet.text(x + 2, floor + 6 + _NEW, name, _SIZE, across="right", down="top", turned=45)
        sheet.line(points, colour=KINDS[0], thick=1.4)
        sheet.disc(start + 4, top + 5, 2.6, KINDS[0])
        sheet.text(start + 12, top + 5, "so far", _SIZE)
        sheet.box(start + 48, top + 1, 8, 8, KINDS[4])
        sheet.text(start + 60, top + 5, "new", _SIZE)
        right = start + 90
        for sign, words in (
            (INCOMPLETE_MARK, f"{INCOMPLETE_MARK} may grow"),
            (NOT_CODED_MARK, f"{NOT_CODED_MARK} not coded yet"),
        ):
            if any(sign in one.new_text + one.total_text for one in self.steps):
                sheet.text(right, top + 5, words, _SIZE)
                right += 54
