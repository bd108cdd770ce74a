"""The counted codings of one document as columns: what whole tables of them are counted from.

A hundred thousand codings are counted in a tenth of a second only where hardly a statement of Python
runs for each of them; so here are lists to map over, and walks along the text in place of searches.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, reduce
from itertools import accumulate, chain, compress, islice, repeat
from operator import eq, itemgetter, ne, or_

from qcode.analysis.speech import Speech
from qcode.model.codings import CodingRow
from qcode.model.spans import Cover, Span

Numbered = tuple[int, int, int]
"""A place in a text: start, end and its number; several may have one number."""
Heard = tuple[Sequence[int], Sequence[int]]
"""Starts and ends, place by place."""
_NEVER = 1 << 60
"""An offset beyond any text."""


class Columns:
    """Codings in the order of start, end and code, and what each of them is, place by place."""

    def __init__(self, rows: Sequence[CodingRow]) -> None:
        self.rows = rows
        self._heard: dict[Cover, Heard] = {}
        self._touched: dict[str, list[int]] = {}
        self._whole: tuple[Columns, Sequence[int]] | None = None

    def part(self, places: Sequence[int]) -> Columns:
        """Return the columns of the codings at some places, in their order.

        Where these lie in the speech is looked up in what is known of all.
        """
        part = Columns(list(map(self.rows.__getitem__, places)))
        part._whole = self, places
        return part

    @cached_property
    def ids(self) -> list[int]:
        return list(map(itemgetter(0), self.rows))

    @cached_property
    def codes(self) -> list[int]:
        return list(map(itemgetter(4), self.rows))

    @cached_property
    def coders(self) -> list[int]:
        return list(map(itemgetter(5), self.rows))

    @cached_property
    def everybody(self) -> frozenset[int]:
        """The coders, each once."""
        return frozenset(self.coders)

    @cached_property
    def starts(self) -> list[int]:
        return list(map(itemgetter(2), self.rows))

    @cached_property
    def ends(self) -> list[int]:
        return list(map(itemgetter(3), self.rows))

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
        rows, same = self.rows, map(eq, self.starts, islice(self.starts, 1, None))
        places = compress(range(1, len(rows)), same)
        return Counter([rows[one][4] for one in places if rows[one][2:5] == rows[one - 1][2:5]])

    @cached_property
    def spans(self) -> list[Span]:
        """The distinct spans by their numbers."""
        return list(compress(map(itemgetter(2, 3), self.rows), self._new_passages))

    def heard(self, cover: Cover) -> Heard:
        """Return where each coding begins and ends, in characters of the cover before it.

        The first ones rise, as the codings' starts do.
        """
        known = self._heard.get(cover)
        if known is None:
            if self._whole is None:
                known = heard(cover, self.starts, self.ends)
            else:
                whole, places = self._whole
                starts, ends = (map(side.__getitem__, places) for side in whole.heard(cover))
                known = list(starts), list(ends)
            self._heard[cover] = known
        return known

    def turns(self, speech: Speech) -> list[int]:
        """Return the turns of counted speech that each coding touches, as bits by their places in it."""
        places = range(len(speech.turns))
        return self.touched("heard", lambda: list(zip(speech.starts, speech.ends, places, strict=True)))

    def touched(self, kind: str, places: Callable[[], Sequence[Numbered]]) -> list[int]:
        """Return the places of a kind, as `places` finds them, that each coding touches, as bits."""
        known = self._touched.get(kind)
        if known is None:
            if self._whole is None:
                known = touched(places(), self.starts, self.ends)
            else:
                whole, own = self._whole
                known = list(map(whole.touched(kind, places).__getitem__, own))
            self._touched[kind] = known
        return known

    @cached_property
    def _new_passages(self) -> list[bool]:
        return list(map(or_, _changes(self.starts), _changes(self.ends)))


def distinct(numbers: Sequence[int], places: Sequence[int]) -> int:
    """Return how many numbers stand at some places, each place given once; they count on from 0."""
    if numbers[-1] + 1 == len(numbers):  # none stands twice
        return len(places)
    return len(set(map(numbers.__getitem__, places)))


def _changes(values: Iterable[int]) -> Iterable[bool]:
    """Return for each value whether it differs from the one before it; the first does."""
    before: Iterable[int | None] = chain((None,), values)
    return map(ne, values, before)


def heard(cover: Cover, starts: Sequence[int], ends: Sequence[int]) -> Heard:
    """Return where spans begin and end in characters of a cover before it; the starts have to rise."""
    before = [0, *accumulate(end - start for start, end in cover.spans)]
    parts = [(start, end, so_far - start) for (start, end), so_far in zip(cover.spans, before, strict=False)]
    parts.append((_NEVER, _NEVER, before[-1] - _NEVER))
    firsts, lasts = [], []
    coming = iter(parts)
    begins, stops, shift = next(coming)
    for start, end in zip(starts, ends, strict=True):
        while stops <= start:
            begins, stops, shift = next(coming)
        firsts.append((start if start > begins else begins) + shift)
        if end <= stops:
            lasts.append((end if end > begins else begins) + shift)
        else:
            _, last_stops, last_shift = parts[bisect_left(cover.starts, end) - 1]
            lasts.append((end if end < last_stops else last_stops) + last_shift)
    return firsts, lasts


class _Ranges(dict[Span, int]):
    """What lies in a range of places, as bits: put together when it is first asked for."""

    def __init__(self, bits: Sequence[int]) -> None:
        self._bits = bits

    def __missing__(self, span: Span) -> int:
        found = self[span] = reduce(or_, self._bits[span[0] : span[1]], 0)
        return found


def touched(places: Sequence[Numbered], starts: Sequence[int], ends: Sequence[int]) -> list[int]:
    """Return for each span the places (start, end, number) with which it shares a character, as bits."""
    ranges = _Ranges([1 << number for _, _, number in places])
    firsts = map(bisect_right, repeat([end for _, end, _ in places]), starts)
    lasts = map(bisect_left, repeat([start for start, _, _ in places]), ends)
    return list(map(ranges.__getitem__, zip(firsts, lasts, strict=True)))


def runs(starts: Iterable[int], ends: Iterable[int]) -> tuple[list[int], list[int]]:
    """Return the starts and the ends of the disjoint spans that some spans make up; the starts have to rise.

    Spans that touch make up one, empty ones none.
    """
    firsts: list[int] = []
    lasts: list[int] = []
    reached = -1
    for start, end in zip(starts, ends, strict=True):
        if end <= reached or end == start:
            continue
        if start > reached:
            firsts.append(start)
            lasts.append(end)
        else:
            lasts[-1] = end
        reached = end
    return firsts, lasts
