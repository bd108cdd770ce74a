"""What the shapes and colours of kinds mean: a key that takes as many lines as it needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qcode.pictures.plots import fonts
from qcode.pictures.plots.looks import KINDS, SHAPES
from qcode.pictures.plots.sheet import Sheet, cut

LINE = 14.0
_SIZE, _RADIUS = 7.0, 3.2
_MOST_NAME = 150.0


def look(number: int) -> tuple[str, str]:
    """Return the shape and the colour of a kind by its number."""
    return SHAPES[number % len(SHAPES)], KINDS[number % len(KINDS)]


def height(kinds: Sequence[str], room: float) -> float:
    """Return how high a key is that is no wider than `room`, in points."""
    return LINE * (1 + max((line for line, _, _ in _placed(kinds, room)), default=0))


def paint(sheet: Sheet, kinds: Sequence[str], left: float, top: float, room: float) -> None:
    """Draw a key."""
    for number, (line, x, name) in enumerate(_placed(kinds, room)):
        y = top + (line + 0.5) * LINE
        shape, colour = look(number)
        sheet.mark(shape, left + x + 4, y, _RADIUS, colour)
        sheet.text(left + x + 12, y, name, _SIZE)


def _placed(kinds: Sequence[str], room: float) -> Iterator[tuple[int, float, str]]:
    """Yield for each kind its line, how far to the right it begins, and its name."""
    line, x = 0, 0.0
    for kind in kinds:
        name = cut(kind, _SIZE, _MOST_NAME)
        wide = fonts.width(name, _SIZE) + 26
        if x and x + wide > room:
            line, x = line + 1, 0.0
        yield line, x, name
        x += wide
