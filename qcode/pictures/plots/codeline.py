"""Code lines: a row for each code, a block for each turn or paragraph it lies in."""

from __future__ import annotations

from dataclasses import dataclass

from qcode.model.tables import Table
from qcode.pictures.plots.frame import Frame, framed
from qcode.pictures.plots.looks import EMPTY, FAINT, KINDS, RULE
from qcode.pictures.plots.sheet import Body, Sheet
from qcode.pictures.scale import ticks
from qcode.pictures.shapes import Grid, grid, number

_WIDE, _LEAST, _MOST = 480.0, 0.6, 14.0
_HEAD = 14.0


def plot(table: Table) -> Body:
    """Return the picture. Raises UsageError for a table of another shape."""
    one = grid(table, "code line")
    each = max(_LEAST, min(_MOST, _WIDE / max(1, len(one.columns))))
    return CodeLine(one, framed(Grid(one.rows, [], [[] for _ in one.rows]), 1.0, 13.0), each)


@dataclass(frozen=True, slots=True)
class CodeLine:
    """Rows of blocks along the text."""

    grid: Grid
    frame: Frame
    each: float

    @property
    def width(self) -> float:
        return self.frame.margin + self.each * len(self.grid.columns) + 10

    @property
    def height(self) -> float:
        return self.frame.height + _HEAD

    def paint(self, sheet: Sheet, left: float, top: float) -> None:
        one, frame = self.grid, self.frame
        frame.paint(sheet, left, top)
        start, count = left + frame.margin, len(one.columns)
        floor = top + frame.height
        for mark in ticks(max(1, count), 10):
            at = max(1, int(mark))
            if at <= count:
                x = start + (at - 0.5) * self.each
                sheet.line([(x, top + frame.head), (x, floor + 3)], colour=RULE, thick=0.4)
                sheet.text(x, floor + 9, str(at), 6.5, across="center", colour=FAINT)
        for row, values in enumerate(one.values):
            y = top + frame.head + frame.lines[row] * frame.line
            sheet.box(start, y + 2, self.each * count, frame.line - 4, EMPTY)
            begin = None
            # Neighbours are one block, so that a long text does not fall into hairlines.
            for place, value in enumerate([*values, 0]):
                coded = number(value) and bool(value)
                if coded and begin is None:
                    begin = place
                if not coded and begin is not None:
                    gap = 0.6 if self.each > 3 else 0.0
                    wide = self.each * (place - begin) - gap
                    sheet.box(start + begin * self.each, y + 2, wide, frame.line - 4, KINDS[0])
                    begin = None
