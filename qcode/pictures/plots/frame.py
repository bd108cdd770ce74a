"""Rows and columns with their names: what heat maps and bubbles are drawn in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sin

from qcode.pictures.plots import fonts
from qcode.pictures.plots.looks import FAINT, INK, RULE
from qcode.pictures.plots.sheet import Sheet, cut
from qcode.pictures.shapes import Grid
from qcode.text.cells import heading

_SIZE = 7.5
_MOST_NAME = 220.0
_MOST_HEAD = 130.0
_TURN = 45.0
_INDENT = 8.0
_GAP = 6.0
_LEVEL, _MOST_ROOM = 420.0, 90.0
"""Names of columns are written level where all of them take no more than this in width, and each."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the cells of a grid lie, and the names around them."""

    names: Sequence[tuple[str, float, bool]]
    """What stands beside the rows: text, indentation, whether it heads a group."""
    lines: Sequence[int]
    """The line of names that each row stands on."""
    heads: Sequence[str]
    turned: bool
    """Whether the names of columns are slanted, as they are where they are too wide."""
    margin: float
    """Width of the names."""
    head: float
    """Height of the names of columns."""
    overhang: float
    """How far the last slanted name reaches to the right of its column."""
    cell: float
    line: float

    @property
    def width(self) -> float:
        return self.margin + self.cell * len(self.heads) + self.overhang

    @property
    def height(self) -> float:
        return self.head + self.line * len(self.names)

    def corner(self, left: float, top: float, row: int, column: int) -> tuple[float, float]:
        """Return the upper left corner of a cell of a frame that is drawn there."""
        return left + self.margin + column * self.cell, top + self.head + self.lines[row] * self.line

    def paint(self, sheet: Sheet, left: float, top: float) -> None:
        """Draw the names and the lines between groups."""
        for column, text in enumerate(self.heads):
            x = left + self.margin + (column + 0.5) * self.cell
            y = top + self.head - 4
            if self.turned:
                sheet.text(x - 2, y, text, _SIZE, down="baseline", turned=_TURN)
            else:
                sheet.text(x, y - 4, text, _SIZE, across="center")
        for place, (text, indent, is_head) in enumerate(self.names):
            y = top + self.head + (place + 0.5) * self.line
            sheet.text(left + indent, y, text, _SIZE, colour=FAINT if is_head else INK, bold=is_head)
            if is_head:  # Not all fonts, least of all those of Japanese, have bold letters.
                low = y + self.line * 0.45
                sheet.line([(left, low), (left + self.margin - _GAP, low)], colour=FAINT, thick=0.6)
        edge = top + self.head
        if self.heads:
            sheet.line([(left, edge), (left + self.margin + self.cell * len(self.heads), edge)], colour=RULE)


def framed(one: Grid, cell: float, line: float) -> Frame:
    """Return the frame for the cells of a grid, which are `cell` wide and `line` high, or more."""
    names: list[tuple[str, float, bool]] = []
    lines: list[int] = []
    before = None
    for place, row in enumerate(one.rows):
        above = heading(row, before)
        if above is not None:
            names.append((cut(above, _SIZE, _MOST_NAME, bold=True), 0.0, True))
        lines.append(len(names))
        indent = min(row.level, 6) * _INDENT
        names.append((cut(one.row_name(place), _SIZE, _MOST_NAME - indent), indent, False))
        before = row
    heads = [cut(one.column_name(place), _SIZE, _MOST_HEAD) for place in range(len(one.columns))]
    widest = max((fonts.width(head, _SIZE) for head in heads), default=0.0)
    turned = widest + 6 > max(cell, min(_MOST_ROOM, _LEVEL / max(1, len(heads))))
    if not turned:
        cell = max(cell, widest + 6)
    slope_x, slope_y = cos(radians(_TURN)), sin(radians(_TURN))
    last = fonts.width(heads[-1], _SIZE) if heads else 0.0
    return Frame(
        names=names,
        lines=lines,
        heads=heads,
        turned=turned,
        margin=max(
            (indent + fonts.width(text, _SIZE, bold=head) for text, indent, head in names), default=0.0
        )
        + _GAP,
        head=widest * slope_y + _SIZE + 2 if turned else _SIZE + 8 if heads else 0.0,
        overhang=max(0.0, last * slope_x + 4 - cell / 2) if turned else 0.0,
        cell=cell,
        line=line,
    )
