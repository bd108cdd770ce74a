"""The counted codings of one document as columns: what whole tables of them are counted from.

A hundred thousand codings are counted in a tenth of a second only where no statement of Python runs
for each of them; so here are lists to map over.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, reduce
from itertools import accumulate, chain, compress, islice, repeat
from operator import add, itemgetter, ne, or_, sub

from qcode.analysis.speech import Speech
from qcode.model.codings import CodingRow
from qcode.model.spans import Cover, Span

_ABOVE_0: Callable[[int], bool] = (0).__lt__
_NEVER = 1 << 60
"""An offset beyond any text."""


class Columns:
    """Codings in the order of start, end and code, and what each of them is, place by place."""

    def __init__(self, rows: Sequence[CodingRow]) -> None:
        self.rows = rows
        self._heard: dict[int, tuple[list[int], list[int]]] = {}
        self._covers: list[Cover] = []
        self._turns: list[int] | None = None

    @cached_property
    def codes(self) -> list[int]:
        return list(map(itemgetter(4), self.rows))

    @cached_property
    def coders(self) -> list[int]:
        return list(map(itemgetter(5), self.rows))

    @cached_property
    def passages(self) -> list[int]:
        """Numbers of the distinct spans: codings of one span have one number."""
        return list(accumulate(self._new_passages, initial=-1))[1:]

    @cached_property
    def segments(self) -> list[int]:
        """Numbers of the distinct spans with their codes."""
        new = map(or_, self._new_passages, _changes(self.codes))
        return list(accumulate(new, initial=-1))[1:]

    @cached_property
    def repeats(self) -> Counter[int]:
        """How many codings of each code say again what the coding before them says, by code."""
        pairs = zip(self.rows, islice(self.rows, 1, None), strict=False)
        return Counter(
            [row[4] for last, row in pairs if row[2] == last[2] and row[3] == last[3] and row[4] == last[4]]
        )

    @cached_property
    def spans(self) -> list[Span]:
        """The distinct spans by their numbers."""
        return list(compress(map(itemgetter(2, 3), self.rows), self._new_passages))

    def heard(self, cover: Cover) -> tuple[list[int], list[int]]:
        """Return where each coding begins and ends, in characters of the cover before it.

        The first ones rise, as the codings' starts do.
        """
        known = self._heard.get(id(cover))
        if known is None:
            before = [0, *accumulate(end - start for start, end in cover.spans)]
            starts, ends = (_counted(cover, before, map(itemgetter(side), self.rows)) for side in (2, 3))
            known = self._heard[id(cover)] = starts, ends
            self._covers.append(cover)  # so that no other comes to have its id
        return known

    def turns(self, speech: Speech) -> list[int]:
        """Return the turns of counted speech that each coding touches, as bits by their places in it."""
        if self._turns is None:
            places = [
                (start, end, n) for n, (start, end) in enumerate(zip(speech.starts, speech.ends, strict=True))
            ]
            starts, ends = (list(map(itemgetter(side), self.rows)) for side in (2, 3))
            self._turns = touched(places, starts, ends)
        return self._turns

    @cached_property
    def _new_passages(self) -> list[bool]:
        starts, ends = list(map(itemgetter(2), self.rows)), list(map(itemgetter(3), self.rows))
        return list(map(or_, _changes(starts), _changes(ends)))


def _changes(values: Iterable[int]) -> Iterable[bool]:
    """Return for each value whether it differs from the one before it; the first does."""
    before: Iterable[int | None] = chain((None,), values)
    return map(ne, values, before)


def _counted(cover: Cover, before: Sequence[int], places: Iterable[int]) -> list[int]:
    """Return how many characters of a cover lie before each of some places."""
    places = list(places)
    # Those of the spans that have ended; and where the next one has begun, what lies between.
    ended = list(map(bisect_right, repeat(cover.ends), places))
    shifts = [so_far - start for so_far, start in zip(before, [*cover.starts, _NEVER], strict=True)]
    return list(map(max, map(before.__getitem__, ended), map(add, places, map(shifts.__getitem__, ended))))


class _Ranges(dict[Span, int]):
    """What lies in a range of places, as bits: put together when it is first asked for."""

    def __init__(self, bits: Sequence[int]) -> None:
        self._bits = bits

    def __missing__(self, span: Span) -> int:
        found = self[span] = reduce(or_, self._bits[span[0] : span[1]], 0)
        return found


def touched(places: Sequence[tuple[int, int, int]], starts: Sequence[int], ends: Sequence[int]) -> list[int]:
    """Return for each span the places (start, end, number) with which it shares a character, as bits."""
    ranges = _Ranges([1 << number for _, _, number in places])
    firsts = map(bisect_right, repeat([end for _, end, _ in places]), starts)
    lasts = map(bisect_left, repeat([start for start, _, _ in places]), ends)
    return list(map(ranges.__getitem__, zip(firsts, lasts, strict=True)))


def union_length(starts: Sequence[int], ends: Sequence[int]) -> int:
    """Return how many numbers lie in some spans, each once; the starts have to rise, there is at least one.

    Where as many spans have ended as have begun, nothing lies until the next one begins.
    """
    ended = sorted(ends)
    gaps: Iterable[int] = map(sub, islice(starts, 1, None), ended)
    return ended[-1] - starts[0] - sum(filter(_ABOVE_0, gaps))
