"""What a printed page holds: runs of characters by their place, and the lines made of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that were drawn side by side, in reading direction.

    Lengths are in points. The page is turned so that its text reads from left to right and its lines
    follow from top to bottom: also the lines of vertical Japanese, and of a page set across.
    """

    text: str
    left: float
    right: float
    base: float
    """Distance of the baseline from the page's upper edge."""
    size: float
    """Size of the font."""
    spaced: bool = False
    """True where the gap before it is as wide as a blank in its font."""
    across: bool = False
    """True where it runs from left to right on a page that is written vertically."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it was extracted."""

    label: str
    width: float
    height: float
    vertical: bool
    runs: tuple[Run, ...]
    outside: int = 0
    """Characters outside the page's box."""
    aslant: int = 0
    """Characters that are drawn at an angle, as a watermark is."""
    unknown: int = 0
    """Characters of which the file does not say what they stand for."""


@dataclass(slots=True)
class Line:
    """One printed line of a column."""

    text: str
    left: float
    right: float
    base: float
    size: float
    page: int
    """Number of the page, from 0."""
    starts: tuple[float, ...] = ()
    """Where the pieces after a wide gap begin."""
    column: str = ""
    """Which column of the page it stands in (`columns.Block`)."""
    indent: float = 0.0
    """How far from its column's left edge it begins."""
    room: float = 0.0
    """How much of its column is free after it."""
