"""What is found in a document once, and asked of many passages: occurrences of a text, words."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import chain, repeat
from operator import sub

from qcode.model.spans import Cover, Span

_NEVER = 1 << 60
"""An offset beyond any text."""


class PassageSearch:
    """Which passages hold a text, seen through case, width and composed forms."""

    def __init__(self, text: Callable[[int], str], query: str) -> None:
        self._text = text
        self._query = query
        self._hits: dict[int, tuple[list[int], list[int]]] = {}

    def hits(self, document_id: int) -> list[Span]:
        """Return where the text occurs in a document, overlapping places too."""
        return list(zip(*self._found(document_id), strict=True))

    def within(self, document_id: int, start: int, end: int) -> bool:
        """Tell whether the text occurs wholly inside `[start, end)`."""
        starts, ends = self._found(document_id)
        place = bisect_left(starts, start)
        return place < len(starts) and ends[place] <= end

    def _found(self, document_id: int) -> tuple[list[int], list[int]]:
        known = self._hits.get(document_id)
        if known is None:
            from qcode.text.fold import find_all

            spans = find_all(self._text(document_id), self._query)
            known = self._hits[document_id] = ([start for start, _ in spans], [end for _, end in spans])
        return known


class Words:
    """The words in what counts of a text; its places are characters of the cover before them.

    A word cut by an edge counts on both sides.
    """

    def __init__(self, text: str, cover: Cover) -> None:
        from qcode.text.words import words

        starts: list[int] = []
        ends: list[int] = []
        size = 0
        for start, end in cover.spans:
            found = list(words(text, (start, end)))
            starts += [first + size - start for first, _ in found]
            ends += [last + size - start for _, last in found]
            size += end - start
        self._begun = _so_far([start + 1 for start in starts], size)
        self._ended = _so_far(ends, size)
        self._next = self._resumed("".join(text[start:end] for start, end in cover.spans))

    def count(self, firsts: Sequence[int], lasts: Sequence[int]) -> int:
        """Return how many words lie in disjoint spans, given as their starts and their ends."""
        touched = sum(map(self._begun.__getitem__, lasts)) - sum(map(self._ended.__getitem__, firsts))
        if not self._next:
            return touched
        resumed = map(self._next.get, firsts, firsts)
        return touched - sum(1 for first, end in zip(resumed, lasts, strict=True) if first >= end)

    def _resumed(self, text: str) -> dict[int, int]:
        """Return where a word goes on after places in it with which none can begin, as after `'` in don't."""
        from qcode.text.words import INSIDE, words

        inside = {
            place
            for place in (found.start() for found in INSIDE.finditer(text))
            if self._begun[place] > self._ended[place] and not any(words(text[place]))
        }
        resumed: dict[int, int] = {}
        for place in sorted(inside, reverse=True):
            ends_there = self._ended[place + 1] > self._ended[place]
            resumed[place] = _NEVER if ends_there else resumed.get(place + 1, place + 1)
        return resumed


def _so_far(places: Sequence[int], size: int) -> Sequence[int]:
    """Return for each place from 0 to the size how many of some rising places are not behind it."""
    lengths = map(sub, chain(places, (size + 1,)), chain((0,), places))
    return array("I", chain.from_iterable(map(repeat, range(len(places) + 1), lengths)))
