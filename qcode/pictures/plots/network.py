"""Networks: what goes together, the thicker the line the more, the larger the disc the more often."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from qcode.model.tables import Table
from qcode.pictures.layout import Box, Place, beside, box_around, on_lines, spread
from qcode.pictures.plots import fonts
from qcode.pictures.plots.looks import FAINT, INK, KINDS
from qcode.pictures.plots.sheet import Body, Sheet, cut
from qcode.pictures.shapes import Network, network

_SIZE, _SMALL = 7.5, 5.5
_RADIUS = 13.0
_MOST_NAME = 130.0
_MOST_NUMBERS = 45
_LEGEND = 16.0


def plot(table: Table) -> Body:
    """Return the picture. Raises UsageError for a table of another shape."""
    one = network(table)
    side = max(260.0, min(640.0, 88 * math.sqrt(len(one.nodes) + 1)))
    names = [cut(node.label, _SIZE, _MOST_NAME) for node in one.nodes]
    places = spread(len(one.nodes), [(edge.left, edge.right, edge.strength) for edge in one.edges])
    return Net(one, names, *_fitted(places, side))


def _fitted(places: Sequence[Place], side: float) -> tuple[Sequence[Place], float, float]:
    """Return places in points, with the width and the height that they take with names around them."""
    if not places:
        return [], 200.0, 20.0
    xs, ys = [x for x, _ in places], [y for _, y in places]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    # The longer way goes across, where there is more room for names.
    if high > wide:
        xs, ys, wide, high = ys, xs, high, wide
    scale = side * 1.15 / (wide or 1)
    margin_x, margin_y = _MOST_NAME / 2 + 10, 28.0
    moved = [
        (margin_x + (x - min(xs)) * scale, margin_y + (y - min(ys)) * scale)
        for x, y in zip(xs, ys, strict=True)
    ]
    return moved, wide * scale + 2 * margin_x, high * scale + 2 * margin_y


@dataclass(frozen=True, slots=True)
class Net:
    """Discs and lines with names."""

    network: Network
    names: Sequence[str]
    places: Sequence[Place]
    width: float
    inner: float

    @property
    def height(self) -> float:
        return self.inner + _LEGEND

    def paint(self, sheet: Sheet, left: float, top: float) -> None:
        one = self.network
        places = [(left + x, top + y) for x, y in self.places]
        radii = [max(2.0, _RADIUS * math.sqrt(node.size / one.largest)) for node in one.nodes]
        lines = [(places[edge.left], places[edge.right]) for edge in one.edges]
        for edge, line in reversed([*zip(one.edges, lines, strict=True)]):
            share = edge.strength / one.strongest
            colour = "#8fa3b3" if share > 0.5 else "#bcc7d0"
            sheet.line(line, colour=colour, thick=0.4 + 3.6 * share)
        for (x, y), radius in zip(places, radii, strict=True):
            sheet.disc(x, y, radius, KINDS[0])
        sizes = [(fonts.width(name, _SIZE) + 2, _SIZE + 1) for name in self.names]
        frame: Box = (left, top, left + self.width, top + self.inner)
        found = beside(places, radii, sizes, frame, lines)
        taken = [box_around(place, size) for (place, _), size in zip(found, sizes, strict=True)]
        taken += [
            box_around(place, (2 * radius, 2 * radius)) for place, radius in zip(places, radii, strict=True)
        ]
        self._numbers(sheet, lines, taken)
        for (place, far), point, name in zip(found, places, self.names, strict=True):
            if far:
                sheet.line([place, point], colour=FAINT, thick=0.4)
            sheet.text(*place, name, _SIZE, across="center", colour=INK, halo=True)
        words = (
            "size: how often; line: how strongly two go together" if one.edges else "Nothing goes together."
        )
        sheet.text(left, top + self.inner + 8, words, 6.5, colour=FAINT)

    def _numbers(self, sheet: Sheet, lines: Sequence[tuple[Place, Place]], taken: Sequence[Box]) -> None:
        """Write on the lines how strongly two go together; where there are very many, on the strongest."""
        edges = self.network.edges[:_MOST_NUMBERS]
        sizes = [(fonts.width(edge.text, _SMALL) + 2, _SMALL) for edge in edges]
        for edge, (x, y) in zip(edges, on_lines(lines[:_MOST_NUMBERS], sizes, taken), strict=True):
            sheet.text(x, y, edge.text, _SMALL, across="center", colour=FAINT, halo=True, above=2)
