"""Heat maps: a shade and the number in each cell."""

from __future__ import annotations

import math
from dataclasses import dataclass

from qcode.model.tables import Format, Missing, Table
from qcode.pictures.plots import fonts
from qcode.pictures.plots.frame import Frame, framed
from qcode.pictures.plots.looks import EMPTY, FAINT, INK, PAPER, on, shade
from qcode.pictures.plots.sheet import Body, Sheet
from qcode.pictures.scale import round_step
from qcode.pictures.shapes import Grid, grid, number
from qcode.text.cells import INCOMPLETE_MARK, NO_DATA_MARK, NOT_CODED_MARK, shown

_SIZE = 7.0
_LEGEND = 26.0
_MOST_NAMED = 6


def plot(table: Table) -> Body:
    """Return the picture. Raises UsageError for a table of another shape."""
    one = grid(table, "heatmap")
    digits = max(
        (len(one.text(row, column)) for row in range(len(one.rows)) for column in range(len(one.columns))),
        default=1,
    )
    return HeatMap(one, framed(one, max(20.0, digits * 4.6 + 6), 14.0))


@dataclass(frozen=True, slots=True)
class HeatMap:
    """A grid of shaded cells."""

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
        largest = one.largest or 1
        for row, values in enumerate(one.values):
            for column, value in enumerate(values):
                x, y = frame.corner(left, top, row, column)
                share = float(value) / largest if number(value) else 0.0
                fill = shade(share) if share else PAPER if number(value) else EMPTY
                sheet.box(
                    x + 0.5,
                    y + 0.5,
                    frame.cell - 1,
                    frame.line - 1,
                    fill,
                    edge="#e4e4e4" if not share else "none",
                )
                colour = on(fill) if share else FAINT
                text = one.text(row, column)
                sheet.text(
                    x + frame.cell / 2, y + frame.line / 2, text, _SIZE, across="center", colour=colour
                )
        self._key(sheet, left, top + frame.height + 8)

    def _key(self, sheet: Sheet, left: float, top: float) -> None:
        """Draw what the shades and the marks mean."""
        one = self.grid
        x, y = left, top + 6
        if one.largest:
            shape = one.columns[0].format
            for value in _named(one, shape):
                fill = shade(value / one.largest) if value else PAPER
                sheet.box(x, y - 5, 22, 10, fill, edge="#e4e4e4")
                sheet.text(x + 11, y + 10, shown(value, shape), 6, across="center", colour=FAINT)
                x += 23
            x += 14
        for there, words in (
            (bool(one.incomplete), f"{INCOMPLETE_MARK} may grow"),
            (one.has(Missing.NO_DATA), f"{NO_DATA_MARK} no data"),
            (one.has(Missing.NOT_CODED), f"{NOT_CODED_MARK} not coded yet"),
        ):
            if there:
                sheet.text(x, y, words, 6.5, colour=INK)
                x += fonts.width(words, 6.5) + 12


def _named(one: Grid, shape: Format) -> list[float]:
    """Return the numbers whose shades are named: of counts each whole one, where they are many round ones."""
    if shape is not Format.COUNT:
        steps = (-1.0, -0.5, 0.0, 0.5, 1.0) if one.signed else (0.0, 0.25, 0.5, 0.75, 1.0)
        return [one.largest * step for step in steps]
    step = 1.0 if one.largest <= _MOST_NAMED else max(1.0, round_step(one.largest / 4))
    values = [*(step * place for place in range(math.ceil(one.largest / step - 1e-9))), one.largest]
    return [*(-value for value in reversed(values[1:]) if one.signed), *values]
