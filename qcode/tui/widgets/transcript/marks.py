"""The codings of a document, found by place, each in a lane of its own."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable

from qcode.tui.widgets.transcript.reading import Mark

LANES = 6
OVERFLOW = LANES
"""The lane of codings for which none is left."""

_BUCKET = 9
"""Codings are looked up by stretches of 2 ** 9 code points."""
_FAR = 64
"""A coding over more stretches than this is kept aside and looked at each time."""
_APART = 40
"""Code points between two codings of one lane where there is a choice, so that their ends can be told."""

Place = tuple[int, int, str]
"""Where a coding stands among the others: by start, the longer first."""


def place_of(mark: Mark) -> Place:
    return mark.start, -mark.end, mark.uid


class Marks:
    """Codings that can be added and taken away at a cost that does not grow with their number.

    A coding keeps its lane for as long as it is here; two that overlap never share one, save
    `OVERFLOW`. Those given at the beginning get lanes by start, the longest outermost.
    """

    __slots__ = ("_buckets", "_far", "_lanes", "_marks", "_order", "widest")

    def __init__(self, marks: Iterable[Mark] = ()) -> None:
        self._marks = {mark.uid: mark for mark in marks}
        self._order = sorted(map(place_of, self._marks.values()))
        self._lanes: dict[str, int] = {}
        self._buckets: dict[int, list[Mark]] = {}
        self._far: list[Mark] = []
        self.widest = 0
        """Lanes in use so far, `OVERFLOW` counted as one."""
        self._assign_all()
        for _, _, uid in self._order:
            self._file(self._marks[uid])

    def __len__(self) -> int:
        return len(self._marks)

    def __contains__(self, uid: object) -> bool:
        return uid in self._marks

    def get(self, uid: str | None) -> Mark | None:
        return self._marks.get(uid) if uid is not None else None

    def lane(self, uid: str) -> int:
        """Return a coding's lane, from 0 at the left; `OVERFLOW` where none was free."""
        return self._lanes[uid]

    def all(self) -> list[Mark]:
        """Return all codings by start, the longest first."""
        return [self._marks[uid] for _, _, uid in self._order]

    def put(self, mark: Mark) -> Mark | None:
        """Add a coding; return the one of the same uid whose place it takes.

        It keeps the lane of that one where its new extent leaves it free.
        """
        before = self._marks.get(mark.uid)
        lane = self._lanes.get(mark.uid)
        if before is not None:
            self._take_out(before)
        self._marks[mark.uid] = mark
        insort(self._order, place_of(mark))
        used = {self._lanes[other.uid] for other in self.touching(mark.start, mark.end)}
        if lane is None or lane in used:
            near = self.touching(mark.start - _APART, mark.end + _APART)
            lane = _free({self._lanes[other.uid] for other in near}, used)
        self._lanes[mark.uid] = lane
        self.widest = max(self.widest, lane + 1)
        self._file(mark)
        return before

    def drop(self, uid: str) -> Mark | None:
        """Take a coding away and return it; None where there is none of that uid."""
        mark = self._marks.get(uid)
        if mark is not None:
            self._take_out(mark)
            del self._lanes[uid]
        return mark

    def touching(self, start: int, end: int) -> list[Mark]:
        """Return the codings with at least one code point in `[start, end)`, in no set order."""
        if end <= start:
            return []
        first, last = max(0, start) >> _BUCKET, (end - 1) >> _BUCKET
        found = [mark for mark in self._far if mark.start < end and mark.end > start]
        for bucket in range(first, last + 1):
            edge = bucket << _BUCKET
            for mark in self._buckets.get(bucket, ()):
                # A coding that reaches over several stretches is taken from the first one asked for.
                if mark.start < end and mark.end > start and (bucket == first or mark.start >= edge):
                    found.append(mark)
        return found

    def at(self, offset: int) -> list[Mark]:
        """Return the codings that hold an offset, the innermost (shortest) first."""
        return sorted(
            self.touching(offset, offset + 1), key=lambda mark: (mark.end - mark.start, -mark.start, mark.uid)
        )

    def after(self, place: Place) -> Mark | None:
        """Return the next coding by start, the longer first; None after the last."""
        found = bisect_right(self._order, place)
        return self._marks[self._order[found][2]] if found < len(self._order) else None

    def before(self, place: Place) -> Mark | None:
        """Return the coding before, in the same order; None before the first."""
        found = bisect_left(self._order, place)
        return self._marks[self._order[found - 1][2]] if found else None

    def _take_out(self, mark: Mark) -> None:
        del self._marks[mark.uid]
        del self._order[bisect_left(self._order, place_of(mark))]
        first, last = self._stretches(mark)
        if last - first >= _FAR:
            self._far.remove(mark)
            return
        for bucket in range(first, last + 1):
            self._buckets[bucket].remove(mark)

    def _file(self, mark: Mark) -> None:
        first, last = self._stretches(mark)
        if last - first >= _FAR:
            self._far.append(mark)
            return
        for bucket in range(first, last + 1):
            self._buckets.setdefault(bucket, []).append(mark)

    @staticmethod
    def _stretches(mark: Mark) -> tuple[int, int]:
        return mark.start >> _BUCKET, max(mark.start, mark.end - 1) >> _BUCKET

    def _assign_all(self) -> None:
        ends = [-_APART] * LANES
        for start, negative_end, uid in self._order:
            lane = OVERFLOW
            for candidate, end in enumerate(ends):
                if end + _APART <= start:
                    lane = candidate
                    break
                if end <= start and lane == OVERFLOW:
                    lane = candidate
            if lane != OVERFLOW:
                ends[lane] = -negative_end
            self._lanes[uid] = lane
            self.widest = max(self.widest, lane + 1)


def _free(near: set[int], used: set[int]) -> int:
    for taken in (near, used):
        for lane in range(LANES):
            if lane not in taken:
                return lane
    return OVERFLOW
