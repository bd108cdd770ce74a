"""The colours of pictures; none says anything that words, numbers or shapes do not say as well.

Shades are those of cividis, which people with colour vision deficiencies see as others do, from light
to dark; kinds are told apart by the colours of Okabe and Ito (2008) and by shapes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

INK, FAINT, RULE, PAPER, EMPTY = "#222222", "#666666", "#c9c9c9", "#ffffff", "#f4f4f2"
KINDS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7a7a7a", "#000000")
OUTLINES: Mapping[str, Sequence[tuple[float, float]]] = {
    "triangle": ((0, 1.3), (1.15, -0.85), (-1.15, -0.85)),
    "square": ((-0.95, -0.95), (0.95, -0.95), (0.95, 0.95), (-0.95, 0.95)),
    "diamond": ((0, 1.35), (1.35, 0), (0, -1.35), (-1.35, 0)),
    "wedge": ((0, -1.3), (1.15, 0.85), (-1.15, 0.85)),
    "bar": ((-1.3, -0.55), (1.3, -0.55), (1.3, 0.55), (-1.3, 0.55)),
    "post": ((-0.55, -1.3), (0.55, -1.3), (0.55, 1.3), (-0.55, 1.3)),
    "house": ((0, 1.4), (1.1, 0.3), (1.1, -1), (-1.1, -1), (-1.1, 0.3)),
}
"""Shapes by their corners, to the right and up, around a middle."""
SHAPES = ("disc", *OUTLINES)

_LOW, _HIGH = ("#fdf3c0", "#e3cf70", "#b3a772", "#7d7c78", "#4b5a72", "#1f3a6d", "#00204d"), (
    "#fff1e0", "#fdc98f", "#ee9a4d", "#c9701f", "#9a4f0c", "#6b3407",
)  # fmt: skip
"""Above 0, and below."""


def shade(share: float) -> str:
    """Return the colour for a share of the largest number, -1 to 1."""
    ramp = _LOW if share >= 0 else _HIGH
    place = min(1.0, abs(share)) * (len(ramp) - 1)
    first = min(int(place), len(ramp) - 2)
    return _between(ramp[first], ramp[first + 1], place - first)


def on(fill: str) -> str:
    """Return the colour in which a text reads on another."""
    red, green, blue = _parts(fill)
    return INK if 0.299 * red + 0.587 * green + 0.114 * blue > 140 else PAPER


def _between(low: str, high: str, share: float) -> str:
    mixed = (round(a + (b - a) * share) for a, b in zip(_parts(low), _parts(high), strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
