"""Whether words in a new version of a text are sure to be those of a place in the old one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from qcode.model.spans import Span
from qcode.text.alignment import Alignment, Piece

_AROUND = 24
"""Characters on either side that tell where a passage belongs."""
_SOLID = 2 * _AROUND
_MOST_RIVALS = 64
_FEW_RIVALS = 8
_TINY = 3
"""Characters up to which a passage must have its very neighbours still."""
_SHORT = 10
"""Characters below which a passage is known by what stands on either side of it only."""
_LONG = 20
"""Characters below which a passage is not known by its words alone."""
_FITS = 3
_LEAST_HELD = 16
"""Characters beside a short passage that must be beside it still."""


class PieceIndex:
    """The pieces of an alignment, to be asked by offsets of either text."""

    __slots__ = ("alignment", "by_new", "new_starts", "pieces", "place", "starts")

    def __init__(self, alignment: Alignment) -> None:
        self.alignment = alignment
        self.pieces = alignment.pieces
        self.starts = [piece.old_start for piece in self.pieces]
        self.by_new = sorted(range(len(self.pieces)), key=lambda one: self.pieces[one].new_start)
        self.new_starts = [self.pieces[one].new_start for one in self.by_new]
        self.place = {one: place for place, one in enumerate(self.by_new)}
        """Number of a piece -> its number in the order of the new text."""

    def overlapping(self, start: int, end: int) -> range:
        """Return the numbers of the pieces that hold something of a span."""
        first = bisect_right(self.starts, start) - 1
        if first < 0 or self.pieces[first].old_end <= start:
            first += 1
        return range(first, bisect_left(self.starts, end))


class Certainty:
    """Tells where the words of a span could as well be those of another place."""

    def __init__(self, index: PieceIndex) -> None:
        self._index = index
        self._pieces = index.pieces
        self._old, self._new = index.alignment.old, index.alignment.new
        self._known_solid: dict[int, Sequence[int]] = {}

    def in_doubt(self, start: int, end: int, low: int, high: int, *, moved: bool) -> bool:
        """Tell whether the words at `[low, high)` could as well be those of another place of the old text.

        They could where the same words stand elsewhere, at a place that no long stretch of equal text
        holds, and one side of that place fits better than the same side of the span does.
        """
        left, right = self._alike_before(start, low), self._alike_after(end, high)
        if left >= _AROUND and right >= _AROUND:
            return False
        words, new_words = self._old[start:end], self._new[low:high]
        size = len(words.strip())
        if size <= _TINY and min(left, right) < _SHORT:
            return True
        if size < _LONG:
            if moved and max(left, right) < _SHORT:
                return True
            both = size < _SHORT or max(left, right) < _FITS
            if both and left < _FITS and not self._beside(start - _AROUND, start, low - _SOLID, low):
                return True
            if both and right < _FITS and not self._beside(end, end + _AROUND, high, high + _SOLID):
                return True
        here, there = self._loose_places(
            words, new_words, *self._window(start, end, low, high, left, right, moved=moved)
        )
        if max(len(here), len(there)) > _MOST_RIVALS:
            return True
        far, far_off = self._loose_places(words, new_words, (0, len(self._old)), (0, len(self._new)))
        if len(words) < _SHORT and max(len(far), len(far_off)) > _FEW_RIVALS:
            far, far_off = [], []
        for at in {*here, *far} - {start}:
            if self._alike_before(at, low) > left or self._alike_after(at + len(words), high) > right:
                return True
        for at in {*there, *far_off} - {low}:
            if self._alike_before(start, at) > left or self._alike_after(end, at + len(new_words)) > right:
                return True
        before = sum(at < start for at in here), sum(at < low for at in there)
        behind = sum(at > start for at in here), sum(at > low for at in there)
        return before[0] != before[1] or behind[0] != behind[1]

    def _loose_places(
        self, words: str, new_words: str, old_window: Span, new_window: Span
    ) -> tuple[list[int], list[int]]:
        """Return where words stand in a stretch of either text without being held there."""
        return (
            [at for at in occurrences(self._old, words, *old_window) if self._loose(at, words)],
            [
                at
                for at in occurrences(self._new, new_words, *new_window)
                if self._loose_in_new(at, new_words)
            ],
        )

    def _beside(self, first: int, last: int, low: int, high: int) -> bool:
        """Tell whether enough of a stretch of the old text is in a stretch of the new one."""
        held = 0
        for number in self._index.overlapping(max(0, first), last):
            piece = self._pieces[number]
            if low <= piece.new_start + max(0, first - piece.old_start) <= high:
                held += min(last, piece.old_end) - max(first, piece.old_start)
        return held >= _LEAST_HELD

    def _alike_before(self, offset: int, new_offset: int) -> int:
        """Return how many characters before two places are the same; all that count at both beginnings."""
        for count in range(_AROUND):
            if offset == count and new_offset == count:
                return _AROUND
            if offset == count or new_offset == count:
                return count
            if self._old[offset - count - 1] != self._new[new_offset - count - 1]:
                return count
        return _AROUND

    def _alike_after(self, offset: int, new_offset: int) -> int:
        """Return how many characters after two places are the same; all that count at both ends."""
        for count in range(_AROUND):
            ends = (offset + count == len(self._old), new_offset + count == len(self._new))
            if all(ends):
                return _AROUND
            if any(ends) or self._old[offset + count] != self._new[new_offset + count]:
                return count
        return _AROUND

    def _window(
        self, start: int, end: int, low: int, high: int, left: int, right: int, *, moved: bool
    ) -> tuple[Span, Span]:
        """Return the stretches of both texts in which the words of a span may have another place."""
        size = end - start + _AROUND
        if moved:
            return (0, len(self._old)), (0, len(self._new))
        old_low, new_low, old_high, new_high = start, low, end, high
        if left < _AROUND:
            old_low, new_low = self._solid(bisect_right(self._index.starts, start) - 1, -1) or (0, 0)
        if right < _AROUND:
            ends = len(self._old), len(self._new)
            old_high, new_high = self._solid(bisect_left(self._index.starts, end), 1) or ends
        return (
            (max(0, min(old_low, start) - size), max(old_high, end) + size),
            (max(0, min(new_low, low) - size), max(new_high, high) + size),
        )

    def _solid(self, number: int, step: int) -> Span | None:
        """Return the nearest place in one direction that is beyond doubt: (old, new) offset.

        That is one where a long stretch begins or ends that either text has once.
        """
        while 0 <= number < len(self._pieces):
            if number not in self._known_solid:
                self._known_solid[number] = tuple(self._solid_starts(self._pieces[number]))
            for shift in self._known_solid[number][::step]:
                piece = self._pieces[number]
                edge = shift if step > 0 else shift + _SOLID
                return piece.old_start + edge, piece.new_start + edge
            number += step
        return None

    def _solid_starts(self, piece: Piece) -> Iterator[int]:
        """Yield where in a piece, at its beginning, middle or end, words stand that either text has once."""
        room = piece.old_end - piece.old_start - _SOLID
        if not piece.same or piece.moved or room < 0:
            return
        for shift in sorted({0, room // 2, room}):
            words = self._old[piece.old_start + shift : piece.old_start + shift + _SOLID]
            if self._old.count(words) == self._new.count(words) == 1:
                yield shift

    def _loose(self, at: int, words: str) -> bool:
        """Tell whether words of the old text are not held in their place by equal text on both sides."""
        number = bisect_right(self._index.starts, at) - 1
        if number < 0:
            return True
        piece = self._pieces[number]
        return not (
            piece.same
            and (piece.old_start + _AROUND <= at or piece.old_start == piece.new_start == 0)
            and (
                at + len(words) + _AROUND <= piece.old_end
                or (piece.old_end, piece.new_end) == (len(self._old), len(self._new))
            )
        )

    def _loose_in_new(self, at: int, words: str) -> bool:
        """Tell the same of words of the new text."""
        place = bisect_right(self._index.new_starts, at) - 1
        if place < 0:
            return True
        piece = self._pieces[self._index.by_new[place]]
        return at + len(words) > piece.new_end or self._loose(piece.old_start + at - piece.new_start, words)


def occurrences(text: str, words: str, low: int, high: int) -> list[int]:
    """Return where words begin within a stretch of a text; no more than are needed to be in doubt."""
    places: list[int] = []
    at = text.find(words, low, high)
    while at >= 0 and len(places) <= _MOST_RIVALS:
        places.append(at)
        at = text.find(words, at + 1, high)
    return places
