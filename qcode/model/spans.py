"""Arithmetic on half-open spans `(start, end)` of code points."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

Span = tuple[int, int]


def union(spans: Iterable[Span]) -> list[Span]:
    """Return the same characters as disjoint spans in order; empty spans vanish, touching ones join."""
    merged: list[Span] = []
    first = last = -1
    for start, end in sorted(spans):
        if start > last:
            if first < last:
                merged.append((first, last))
            first, last = start, end
        elif end > last:
            last = end
    if first < last:
        merged.append((first, last))
    return merged


def length(spans: Iterable[Span]) -> int:
    """Return the number of code points in *disjoint* spans."""
    return sum(end - start for start, end in spans)


class Cover:
    """Disjoint spans prepared for many questions of the kind "what of this span lies inside?"."""

    __slots__ = ("ends", "spans", "starts")

    def __init__(self, spans: Iterable[Span]) -> None:
        self.spans: Sequence[Span] = union(spans)
        self.starts = [start for start, _ in self.spans]
        self.ends = [end for _, end in self.spans]

    def touches(self, start: int, end: int) -> bool:
        """Tell whether at least one code point of `[start, end)` lies inside."""
        place = bisect_right(self.ends, start)
        return place < len(self.starts) and self.starts[place] < end

    def clip(self, start: int, end: int) -> list[Span]:
        """Return the parts of `[start, end)` that lie inside, in order."""
        parts: list[Span] = []
        place = bisect_right(self.ends, start)
        while place < len(self.starts) and self.starts[place] < end:
            parts.append((max(start, self.starts[place]), min(end, self.ends[place])))
            place += 1
        return parts
