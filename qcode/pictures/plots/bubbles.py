"""Bubbles: discs whose areas are as the numbers, with the numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass

from qcode.model.tables import Missing, Table
from qcode.pictures.plots.frame import Frame, framed
from qcode.pictures.plots.looks import FAINT, INK, KINDS
from qcode.pictures.plots.sheet import Body, Sheet
from qcode.pictures.shapes import Grid, grid, number
from qcode.text.cells import INCOMPLETE_MARK, NO_DATA_MARK, NOT_CODED_MARK

_LINE, _RADIUS = 20.0, 9.2
_LEGEND = 18.0


def plot(table: Table) -> Body:
    """Return the picture. Raises UsageError for a table of another shape."""
    one = grid(table, "picture of bubbles")
    digits = max(
        (len(one.text(row, column)) for row in range(len(one.rows)) for column in range(len(one.columns))),
        default=1,
    )
    return Bubbles(one, framed(one, 2 * _RADIUS + 6 + digits * 4, _LINE))


@dataclass(frozen=True, slots=True)
class Bubbles:
    """A grid of discs."""

    grid: Grid
    frame: Frame

    @property
    def width(self) -> float:
        return self.frame.width

    @property
    def height(self) -> float:
        return self.frame.height + _LEGEND

    def paint(self, sheet: Sheet, left: float, top: float) -> None:
        one, frame = self.grid, self.frame
        frame.paint(sheet, left, top)
        for row, values in enumerate(one.values):
            for column, value in enumerate(values):
                x, y = frame.corner(left, top, row, column)
                text = one.text(row, column)
                middle, level = x + frame.cell / 2, y + frame.line / 2
                if not number(value) or not value:
                    sheet.text(middle, level, text, 6.5, across="center", colour=FAINT)
                    continue
                share = float(value) / (one.largest or 1)
                radius = max(0.8, _RADIUS * math.sqrt(abs(share)))
                middle -= len(text) * 2
                sheet.disc(middle, level, radius, KINDS[0] if share > 0 else KINDS[1])
                sheet.text(middle + radius + 2, level, text, 6.5, colour=INK)
        words = ["the area of a disc is as its number"]
        words += ["orange: below 0"] if one.signed else []
        words += [f"{INCOMPLETE_MARK} may grow"] if one.incomplete else []
        words += [f"{NO_DATA_MARK} no data"] if one.has(Missing.NO_DATA) else []
        words += [f"{NOT_CODED_MARK} not coded yet"] if one.has(Missing.NOT_CODED) else []
        sheet.text(left, top + frame.height + 12, "     ".join(words), 6.5, colour=FAINT)
