"""Where things lie: the points of a network, and names beside points so that none covers another.

Nothing here is left to chance: the same pairs give the same places.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

Place = tuple[float, float]
_ROUNDS = 120
_BEAD = 6.0
_RINGS = 9
_FAR, _DOUBT, _CLEAR = 2.5, 4.0, 3.0
"""What a ring farther out costs a name, in square points it covers; likewise each point it could as well
belong to, as it is hardly nearer to its own."""
_APART = 1.6
"""How much farther than the farthest in one piece two pieces of a network are from each other."""


def spread(nodes: int, edges: Sequence[tuple[int, int, float]]) -> list[Place]:
    """Return places for the nodes of a network, about 1 apart where they are joined.

    Stress majorization (Gansner, Koren & North 2004) of the path lengths between nodes, where an edge
    of the greatest strength has length 1 and of none length 2; it begins with the nodes on a circle.
    """
    if nodes < 2:
        return [(0.0, 0.0)] * nodes
    lengths = _lengths(nodes, edges)
    places = [
        (nodes / 6 * math.cos(2 * math.pi * one / nodes), nodes / 6 * math.sin(2 * math.pi * one / nodes))
        for one in _along(nodes, edges)
    ]
    weights = [[1 / length**2 if length else 0.0 for length in row] for row in lengths]
    for _ in range(_ROUNDS):
        places = [_pulled(one, places, lengths[one], weights[one]) for one in range(nodes)]
    return places


def _pulled(one: int, places: Sequence[Place], lengths: Sequence[float], weights: Sequence[float]) -> Place:
    """Return where the other nodes would have one, each as far from itself as it should be."""
    x, y = places[one]
    sum_x = sum_y = whole = 0.0
    for (other_x, other_y), length, weight in zip(places, lengths, weights, strict=True):
        if not weight:
            continue
        distance = math.hypot(x - other_x, y - other_y) or 1e-6
        sum_x += weight * (other_x + length * (x - other_x) / distance)
        sum_y += weight * (other_y + length * (y - other_y) / distance)
        whole += weight
    return sum_x / whole, sum_y / whole


def _lengths(nodes: int, edges: Sequence[tuple[int, int, float]]) -> list[list[float]]:
    """Return the lengths of the shortest paths (Floyd & Warshall); between pieces one that is longer."""
    most = max((strength for _, _, strength in edges), default=1.0) or 1.0
    lengths = [[math.inf] * nodes for _ in range(nodes)]
    for one in range(nodes):
        lengths[one][one] = 0.0
    for left, right, strength in edges:
        length = 2 - strength / most
        lengths[left][right] = lengths[right][left] = min(length, lengths[left][right])
    for through in range(nodes):
        beyond = lengths[through]
        for row in lengths:
            first = row[through]
            if first < math.inf:
                row[:] = [min(known, first + rest) for known, rest in zip(row, beyond, strict=True)]
    longest = max((length for row in lengths for length in row if length < math.inf), default=1.0) or 1.0
    return [[length if length < math.inf else longest * _APART for length in row] for row in lengths]


def _along(nodes: int, edges: Sequence[tuple[int, int, float]]) -> list[int]:
    """Return each node's place on the circle to begin with: neighbours of a walk beside each other."""
    beside: list[list[int]] = [[] for _ in range(nodes)]
    for left, right, _ in edges:
        beside[left].append(right)
        beside[right].append(left)
    order: dict[int, int] = {}
    for start in range(nodes):
        pending = [start]
        while pending:
            one = pending.pop()
            if one not in order:
                order[one] = len(order)
                pending += reversed(beside[one])
    return [order[one] for one in range(nodes)]


Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def beside(
    points: Sequence[Place],
    radii: Sequence[float],
    sizes: Sequence[Place],
    frame: Box,
    lines: Sequence[tuple[Place, Place]] = (),
) -> list[tuple[Place, bool]]:
    """Return where the names of points lie (their middles), and whether a line has to lead to them.

    `sizes` are widths and heights of the names. Each takes the first place around its point, nearer
    ones first, where it covers no name, no point, none of the `lines` and not the edge of the frame;
    where there is none, the one where it covers least.
    """
    discs = [
        (x - radius, y - radius, x + radius, y + radius) for (x, y), radius in zip(points, radii, strict=True)
    ]
    beads = [bead for line in lines for bead in _beads(*line)]
    taken: list[Box] = []
    found: dict[int, tuple[Place, bool]] = {}
    for one in _most_hemmed_in(points):
        place, far = _best(one, points, radii[one], sizes[one], taken, (discs, beads), frame)
        found[one] = place, far
        taken.append(box_around(place, sizes[one]))
    return [found[one] for one in range(len(points))]


def _best(
    one: int,
    points: Sequence[Place],
    radius: float,
    size: Place,
    taken: Sequence[Box],
    others: tuple[Sequence[Box], Sequence[Box]],
    frame: Box,
) -> tuple[Place, bool]:
    discs, beads = others
    best: tuple[float, Place, bool] = (math.inf, points[one], False)
    for ring, middle in _places_around(points[one], radius, size):
        if best[0] <= ring * _FAR:
            break
        box = box_around(middle, size)
        own = _gap(box, discs[one]) + _CLEAR
        doubts = sum(1 for at, disc in enumerate(discs) if at != one and _gap(box, disc) < own)
        cost = ring * _FAR + doubts * _DOUBT
        cost += sum(_shared(box, other) for other in taken)
        cost += 2 * sum(_shared(box, disc) for disc in discs)
        cost += sum(_shared(box, bead) for bead in beads)
        cost += 4 * (size[0] * size[1] - _shared(box, frame))
        if cost < best[0] - 1e-9:
            best = cost, middle, ring > 1 or doubts > 0
    return best[1], best[2]


def _places_around(point: Place, radius: float, size: Place) -> Iterator[tuple[int, Place]]:
    """Yield middles for a name around its point, ring by ring, each with its ring's number."""
    for ring in range(_RINGS):
        gap, number = radius + 2 + ring * 7, 16 if ring else 8
        for place in range(number):
            right, down = math.cos(2 * math.pi * place / number), math.sin(2 * math.pi * place / number)
            yield (
                ring,
                (
                    point[0] + right * gap + _sign(right) * size[0] / 2,
                    point[1] + down * gap + _sign(down) * size[1] / 2,
                ),
            )


def _beads(start: Place, end: Place) -> Iterator[Box]:
    """Yield small boxes along a line, for names to keep off it."""
    number = max(1, int(math.hypot(end[0] - start[0], end[1] - start[1]) / _BEAD))
    for place in range(number + 1):
        x, y = (a + (b - a) * place / number for a, b in zip(start, end, strict=True))
        yield x - _BEAD / 4, y - _BEAD / 4, x + _BEAD / 4, y + _BEAD / 4


def on_lines(
    lines: Sequence[tuple[Place, Place]], sizes: Sequence[Place], taken: Sequence[Box]
) -> list[Place]:
    """Return where small texts lie on lines, near their middles, each where it covers least.

    `taken` is what is there already; no text covers another where that can be.
    """
    boxes = list(taken)
    found = []
    for (start, end), size in zip(lines, sizes, strict=True):
        choices = [
            (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)
            for share in (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74)
        ]
        best = min(choices, key=lambda place: sum(_shared(box_around(place, size), box) for box in boxes))
        boxes.append(box_around(best, size))
        found.append(best)
    return found


def _sign(value: float) -> float:
    return 0.0 if abs(value) < 0.3 else math.copysign(1.0, value)


def _gap(one: Box, other: Box) -> float:
    """Return how far two boxes are apart; 0 where they meet."""
    wide = max(one[0], other[0]) - min(one[2], other[2])
    high = max(one[1], other[1]) - min(one[3], other[3])
    return math.hypot(max(0.0, wide), max(0.0, high))


def box_around(middle: Place, size: Place) -> Box:
    """Return the box of a width and a height around a place."""
    return middle[0] - size[0] / 2, middle[1] - size[1] / 2, middle[0] + size[0] / 2, middle[1] + size[1] / 2


def _shared(one: Box, other: Box) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide * high if wide > 0 and high > 0 else 0.0


def _most_hemmed_in(points: Sequence[Place]) -> list[int]:
    """Return the points' numbers, those with the least room around them first."""

    def room(one: int) -> float:
        x, y = points[one]
        others = (math.hypot(x - a, y - b) for place, (a, b) in enumerate(points) if place != one)
        return min(others, default=0.0)

    return sorted(range(len(points)), key=lambda one: (round(room(one), 6), one))
