"""Where a passage of a text lies in another version of it: on the same words, on changed ones, or nowhere.

A passage is never guessed: where its words could as well be those of another place that had the same
words, and what stands around them does not tell, it is left without a place.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple
from unicodedata import normalize

from qcode.model.spans import Span
from qcode.text.alignment import Alignment, Piece
from qcode.text.certainty import Certainty, PieceIndex, occurrences
from qcode.text.scripts import CJK

_LEAST_KEPT = 0.5
"""Share of its words that a passage must keep to be the same passage still."""
_FEW = 24
"""Characters of a passage that may be replaced as a whole: a name, a figure, a term."""
_MOST_GROWN = 3
_LEAST_ALONE = 20
"""Characters of a passage that can be known again by its words alone."""
_BLANK = re.compile(r"\s+")
_NO_BLANK = re.compile(f"(?<=[{CJK}]) (?=[{CJK}])")


class Outcome(StrEnum):
    """What became of a passage in another version of its text."""

    IN_PLACE = "in place"
    MOVED = "moved"
    CHANGED = "changed words"
    UNPLACED = "unplaced"


class Carried(NamedTuple):
    """Where a passage lies in the new text."""

    outcome: Outcome
    start: int = 0
    end: int = 0
    """Both 0 for an unplaced one."""
    why: str = ""
    """Of an unplaced one, in words."""


GONE = "its words are gone"
IN_DOUBT = "its words stand in more than one place"


class Carrier:
    """Carries passages over from one version of a text to another."""

    def __init__(self, alignment: Alignment) -> None:
        self._index = PieceIndex(alignment)
        self._certainty = Certainty(self._index)
        self._old, self._new = alignment.old, alignment.new
        self._pieces, self._place = self._index.pieces, self._index.place
        self._come = self._left_over_of_new()

    def span(self, start: int, end: int) -> Carried:
        """Return what became of the non-empty span `[start, end)` of the old text."""
        group = self._group(start, end)
        if group is None:
            return self._replaced(start, end) or self._found_elsewhere(start, end)
        first, last = group
        new_start, new_end = self._start(first, start), self._end(last, end)
        words = self._old[start:end]
        for low, high in self._candidates(words, new_start, new_end):
            if levelled(self._new[low:high]) == levelled(words):
                if self._certainty.in_doubt(start, end, low, high, moved=self._pieces[first].moved):
                    return Carried(Outcome.UNPLACED, why=IN_DOUBT)
                return Carried(Outcome.MOVED if self._pieces[first].moved else Outcome.IN_PLACE, low, high)
        return self._changed(start, end, group, (new_start, new_end)) or self._found_elsewhere(start, end)

    def stretches(self, start: int, end: int) -> Iterator[Span]:
        """Yield what is left of a span, where it lies now: spans of the new text."""
        for number in self._index.overlapping(start, end):
            piece = self._pieces[number]
            if piece.same:
                shift = piece.new_start - piece.old_start
                yield max(start, piece.old_start) + shift, min(end, piece.old_end) + shift
            else:
                yield piece.new_start, piece.new_end

    def fresh(self, least: int) -> Sequence[Span]:
        """Return the stretches of the new text that the old one does not have, of so many characters."""
        return [(low, high) for low, high in self._come if high - low >= least]

    def share(self) -> float:
        """Return how much of the old text the new one has, from 0 to 1."""
        return sum(piece.old_end - piece.old_start for piece in self._pieces) / (len(self._old) or 1)

    # -- from edges to edges

    def _group(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the first and the last of the pieces of a span that still lie together, with most of it."""
        groups: list[tuple[int, int, int]] = []
        for number in self._index.overlapping(start, end):
            piece = self._pieces[number]
            size = _weight(self._old[max(start, piece.old_start) : min(end, piece.old_end)])
            if groups and self._place[number] == self._place[groups[-1][2]] + 1:
                groups[-1] = (groups[-1][0] + size, groups[-1][1], number)
            else:
                groups.append((size, number, number))
        if not groups:
            return None
        _, first, last = max(groups, key=lambda one: one[0])
        return first, last

    def _start(self, number: int, start: int) -> int:
        """Return where a span begins whose first piece this is."""
        piece = self._pieces[number]
        if start >= piece.old_start:
            return self._inside(piece, start, up=False)
        before = self._pieces[number - 1] if number else None
        if (before.old_end if before else 0) != start or self._place[number] != (
            self._place[number - 1] + 1 if before else 0
        ):
            return piece.new_start
        low = before.new_end if before else 0
        return self._kept(self._old[start : piece.old_start], low, piece.new_start, last=True)[0]

    def _end(self, number: int, end: int) -> int:
        """Return where a span ends whose last piece this is."""
        piece = self._pieces[number]
        if end <= piece.old_end:
            return self._inside(piece, end, up=True)
        after = self._pieces[number + 1] if number + 1 < len(self._pieces) else None
        if (after.old_start if after else len(self._old)) != end or (
            self._place[number + 1] != self._place[number] + 1
            if after
            else self._place[number] != len(self._pieces) - 1
        ):
            return piece.new_end
        high = after.new_start if after else len(self._new)
        return self._kept(self._old[piece.old_end : end], piece.new_end, high, last=False)[1]

    def _inside(self, piece: Piece, offset: int, *, up: bool) -> int:
        """Return the place of an offset inside of a piece, also of one that is spelt otherwise."""
        if piece.same or offset in (piece.old_start, piece.old_end):
            return piece.new_start + offset - piece.old_start if offset < piece.old_end else piece.new_end
        return piece.new_end if up else piece.new_start

    def _kept(self, words: str, low: int, high: int, *, last: bool) -> tuple[int, int]:
        """Return the part of what stands in the place of a span's outer words that belongs to the span.

        What is far longer than those words, or lies beyond another line, is somebody else's.
        """
        text = self._new[low:high]
        if "\n" not in words:
            line = text.rpartition("\n")[2] if last else text.partition("\n")[0]
            low, high = (high - len(line), high) if last else (low, low + len(line))
        if high - low > _MOST_GROWN * len(words) + _FEW:
            return (high, high) if last else (low, low)
        return low, high

    def _candidates(self, words: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield where the same words may lie: between the edges, else from one of them."""
        yield start, end
        if end - start > len(words):
            # Something came in that begins or ends as the span does: it was put before or behind it.
            yield start, start + len(words)
            yield end - len(words), end

    # -- what is not the same

    def _changed(self, start: int, end: int, group: tuple[int, int], span: tuple[int, int]) -> Carried | None:
        """Return a span whose words were edited, None where too few of them are left."""
        first, last = group
        kept = sum(
            _weight(self._old[max(start, piece.old_start) : min(end, piece.old_end)])
            for piece in self._pieces[first : last + 1]
        )
        if not kept or kept < _LEAST_KEPT * _weight(self._old[start:end]):
            return self._replaced(start, end) if end - start <= _FEW else None
        low, high = self._trimmed(start, end, *span)
        if low >= high or high - low > _MOST_GROWN * (end - start) + _FEW:
            return None
        return Carried(Outcome.CHANGED, low, high)

    def _replaced(self, start: int, end: int) -> Carried | None:
        """Return what stands in the place of a short span between the same neighbours as before."""
        before = bisect_right(self._index.starts, start) - 1
        low_old, low = (0, 0) if before < 0 else (self._pieces[before].old_end, self._pieces[before].new_end)
        after = bisect_left(self._index.starts, end)
        last = after == len(self._pieces)
        high_old = len(self._old) if last else self._pieces[after].old_start
        high = len(self._new) if last else self._pieces[after].new_start
        if (low_old, high_old) != (start, end) or end - start > _FEW or low >= high:
            return None
        sides = (
            self._place[before] if before >= 0 else -1,
            len(self._pieces) if last else self._place[after],
        )
        low, high = self._trimmed(start, end, low, high)
        fits = end - start <= _MOST_GROWN * (high - low) and high - low <= _MOST_GROWN * (end - start)
        if sides[1] != sides[0] + 1 or not fits or "\n" in self._new[low:high]:
            return None
        return Carried(Outcome.CHANGED, low, high)

    def _trimmed(self, start: int, end: int, low: int, high: int) -> tuple[int, int]:
        """Return a new span without white space at edges where the old one had none."""
        if not self._old[start].isspace():
            while low < high and self._new[low].isspace():
                low += 1
        if not self._old[end - 1].isspace():
            while low < high and self._new[high - 1].isspace():
                high -= 1
        return low, high

    def _found_elsewhere(self, start: int, end: int) -> Carried:
        """Return the one place among what is new in the text that has the words of a span."""
        words = self._old[start:end]
        places = [
            at
            for low, high in (self._come if len(words.strip()) >= _LEAST_ALONE else ())
            for at in occurrences(self._new, words, low, high)
        ]
        if len(places) == 1 and self._old.count(words) == 1 and self._new.count(words) == 1:
            return Carried(Outcome.MOVED, places[0], places[0] + len(words))
        return Carried(Outcome.UNPLACED, why=IN_DOUBT if places else GONE)

    def _left_over_of_new(self) -> Sequence[tuple[int, int]]:
        edges = [0]
        for number in self._index.by_new:
            edges += self._pieces[number][2:4]
        edges.append(len(self._new))
        return [(low, high) for low, high in zip(edges[::2], edges[1::2], strict=True) if low < high]


def levelled(words: str) -> str:
    """Return what two spellings of the same words share: NFKC, and white space as one blank.

    Between two CJK characters white space counts for nothing.
    """
    return _NO_BLANK.sub("", _BLANK.sub(" ", words if words.isascii() else normalize("NFKC", words)))


def _weight(words: str) -> int:
    """Return how many letters and figures there are in words."""
    return sum(map(str.isalnum, words))
