"""The map of a document: how densely each part of it is coded."""

from __future__ import annotations

from collections.abc import Iterable

from qcode.model.spans import Span, union
from qcode.tui.widgets.transcript.marks import Marks
from qcode.tui.widgets.transcript.reading import Mark

_STEPS = 2048
"""Into how many parts of equal length a long document is cut."""
_SMALLEST = 16
_MANY = 128
"""Parts from which on looking at the whole document anew is quicker."""


class Overview:
    """Own codings in each of some equal parts of a text; kept up to date part by part."""

    __slots__ = ("_covered", "_length", "_marks", "_step")

    def __init__(self, length: int, marks: Marks) -> None:
        """Prepare for a text of `length` code points."""
        self._length = length
        self._step = max(_SMALLEST, -(-length // _STEPS))
        self._marks = marks
        self._covered: list[int] = []
        self._look_at_all()

    def _look_at_all(self) -> None:
        self._covered = [0] * (self._length // self._step + 1)
        for start, end in union((mark.start, mark.end) for mark in self._marks.all() if mark.own):
            for part in self._parts(start, end):
                self._covered[part] += min(end, (part + 1) * self._step) - max(start, part * self._step)

    def update(self, marks: Iterable[Mark]) -> None:
        """Look again at the parts that codings touch which were put or dropped."""
        touched: set[int] = {part for mark in marks if mark.own for part in self._parts(mark.start, mark.end)}
        if len(touched) > _MANY:
            self._look_at_all()
            return
        for part in touched:
            first = part * self._step
            last = first + self._step
            found = union(
                (max(first, mark.start), min(last, mark.end))
                for mark in self._marks.touching(first, last)
                if mark.own
            )
            self._covered[part] = sum(end - start for start, end in found)

    def density(self, span: Span) -> int:
        """Return how densely a span is coded: 0 not at all, 1 up to a third, 2 up to two thirds, 3."""
        start, end = span
        parts = self._parts(start, max(end, start + 1))
        covered = sum(self._covered[parts.start : parts.stop])
        if not covered:
            return 0
        share = covered / (len(parts) * self._step)
        return 1 if share < 1 / 3 else 2 if share < 2 / 3 else 3

    def _parts(self, start: int, end: int) -> range:
        last = min(len(self._covered), (max(start, end - 1)) // self._step + 1)
        return range(min(start // self._step, last), last)
