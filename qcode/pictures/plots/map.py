"""Maps: points of two axes in one scale, each kind with a colour and a shape of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qcode.model.tables import Table
from qcode.pictures.layout import Box, Place, beside
from qcode.pictures.plots import fonts, key
from qcode.pictures.plots.looks import FAINT, RULE
from qcode.pictures.plots.sheet import Body, Sheet, cut
from qcode.pictures.scale import round_step
from qcode.pictures.shapes import Plane, plane

_SIZE = 7.5
_MOST_NAME = 130.0
_WIDE, _HIGH = 460.0, 400.0
_LEAST_HIGH = 150.0
_AROUND = 26.0
_RADIUS = 3.2
_SCALE = 20.0
"""Room for the numbers to the left."""


def plot(table: Table) -> Body:
    """Return the picture. Raises UsageError for a table of another shape."""
    one = plane(table)
    xs, ys = [0.0, *(point.x for point in one.points)], [0.0, *(point.y for point in one.points)]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    scale = min(_WIDE / wide if wide else 1e9, _HIGH / high if high else 1e9)
    scale = 1.0 if scale >= 1e9 else scale
    inner = max(_LEAST_HIGH, high * scale)
    names = [cut(point.label, _SIZE, _MOST_NAME) for point in one.points]
    middle = ((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2)
    return Map(one, names, scale, middle, max(_WIDE, wide * scale) + 2 * _MOST_NAME / 2, inner + 2 * _AROUND)


@dataclass(frozen=True, slots=True)
class Map:
    """A plane with points and their names."""

    plane: Plane
    names: Sequence[str]
    scale: float
    middle: Place
    wide: float
    inner: float

    @property
    def width(self) -> float:
        return self.wide + _SCALE

    @property
    def height(self) -> float:
        return self.inner + 24 + key.height(self.plane.kinds, self.wide)

    def paint(self, sheet: Sheet, left: float, top: float) -> None:
        one = self.plane
        left += _SCALE

        def place(x: float, y: float) -> Place:
            return (
                left + self.wide / 2 + (x - self.middle[0]) * self.scale,
                top + self.inner / 2 - (y - self.middle[1]) * self.scale,
            )

        self._axes(sheet, left, top, place(0, 0))
        kinds = {kind: number for number, kind in enumerate(one.kinds)}
        places = [place(which.x, which.y) for which in one.points]
        for (x, y), which in zip(places, one.points, strict=True):
            shape, colour = key.look(kinds[which.kind])
            sheet.mark(shape, x, y, _RADIUS, colour)
        sizes = [(fonts.width(name, _SIZE) + 2, _SIZE + 1.5) for name in self.names]
        frame: Box = (left, top, left + self.wide, top + self.inner)
        radii = [_RADIUS] * len(places)
        for (at, far), point, name, which in zip(
            beside(places, radii, sizes, frame), places, self.names, one.points, strict=True
        ):
            if far:
                sheet.line([at, point], colour=FAINT, thick=0.4)
            _, colour = key.look(kinds[which.kind])
            sheet.text(*at, name, _SIZE, across="center", colour=colour, halo=True)
        key.paint(sheet, one.kinds, left, top + self.inner + 22, self.wide)

    def _axes(self, sheet: Sheet, left: float, top: float, zero: Place) -> None:
        one, floor, end = self.plane, top + self.inner, left + self.wide
        for corners in (
            [(left, zero[1]), (end, zero[1])],
            [(zero[0], top), (zero[0], floor)],
        ):
            sheet.line(corners, colour=FAINT, thick=0.5, dashes=True)
        step = round_step(60 / self.scale)
        x, y = zero
        ahead = [x + step * self.scale * place for place in range(-60, 61)]
        up = [y + step * self.scale * place for place in range(-60, 61)]
        for place, at in zip(range(-60, 61), ahead, strict=True):
            if left <= at <= end:
                sheet.line([(at, floor), (at, floor - 3)], colour=FAINT, thick=0.5)
                sheet.text(at, floor + 7, f"{round(place * step, 9):g}", 6, across="center", colour=FAINT)
        for place, at in zip(range(-60, 61), up, strict=True):
            if top <= at <= floor:
                sheet.line([(left, at), (left + 3, at)], colour=FAINT, thick=0.5)
                sheet.text(left - 3, at, f"{round(-place * step, 9):g}", 6, across="right", colour=FAINT)
        border = [(left, top), (end, top), (end, floor), (left, floor), (left, top)]
        sheet.line(border, colour=RULE, thick=0.6)
        sheet.text(end, floor + 16, one.across, 7, across="right")
        if one.up:
            sheet.text(left + 10, top + 8, one.up, 7)
