"""Columns of a table too wide for one page: which of them stand together on each."""

from __future__ import annotations

from collections.abc import Sequence

from qcode.model.tables import Header
from qcode.text.cells import group_runs


def runs_of(columns: Sequence[Header], needs: Sequence[float], free: float) -> list[range]:
    """Return the places of columns page by page, none of which needs more than `free` in any unit.

    Columns of one group stay together where a page can hold them. A page has at least one column;
    without columns there is one page without any.
    """
    ends = {first: end for first, end, _ in group_runs(columns)}
    starts = [0]
    taken, block_end = 0.0, 0
    for place, need in enumerate(needs):
        ahead = need
        if place >= block_end:
            block_end = ends.get(place, place + 1)
            whole = sum(needs[place:block_end])
            ahead = whole if whole <= free else need
        if place > starts[-1] and taken + ahead > free:
            starts.append(place)
            taken = 0.0
        taken += need
    return [range(first, end) for first, end in zip(starts, [*starts[1:], len(columns)], strict=True)]
