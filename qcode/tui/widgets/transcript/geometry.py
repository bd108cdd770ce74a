"""Where the parts of a row stand."""

from __future__ import annotations

from typing import NamedTuple

from qcode.tui.widgets.transcript.marks import LANES

MEASURE = 84
"""Cells of the text column at most; longer rows tire the eye."""
_ENOUGH_FOR_A_MARGIN = 84
_LEAST_MARGIN, _LARGEST_MARGIN = 16, 32
_MOST_LANES_WHERE_NARROW = 4
_NARROW = 60


class Geometry(NamedTuple):
    """The columns of a row, in cells: stripes, number, text, names of codes, map."""

    width: int
    lanes: int
    number: int
    text_at: int
    columns: int
    """Width of the text column; a free cell follows it, for the cursor behind a full row."""
    margin_at: int
    margin: int
    """Width of the margin that names codes; 0 where there is no room for one."""

    @property
    def map_at(self) -> int:
        return self.width - 1


def geometry(width: int, lanes_in_use: int, largest_number: int) -> Geometry:
    """Return the columns of a view `width` cells wide.

    Stripes get 2, 4 or 6 cells, so that the text does not move with each coding. The margin takes
    cells from the text only where more than enough are left for it.
    """
    most = LANES if width >= _NARROW else _MOST_LANES_WHERE_NARROW
    lanes = min(most, max(2, lanes_in_use + lanes_in_use % 2))
    number = max(3, len(str(largest_number)))
    gap = 2 if width >= _NARROW else 1
    text_at = lanes + 1 + number + gap
    room = max(4, width - text_at - 2)
    margin = 0
    if room >= _ENOUGH_FOR_A_MARGIN:
        margin = min(_LARGEST_MARGIN, _LEAST_MARGIN + (room - _ENOUGH_FOR_A_MARGIN) // 3)
    columns = min(MEASURE, room - (margin + 2 if margin else 0))
    margin_at = text_at + columns + 2
    return Geometry(width, lanes, number, text_at, columns, margin_at, margin and width - 2 - margin_at)
