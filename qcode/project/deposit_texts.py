"""Texts with the names in them replaced, and where what lay on their words lies then."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qcode.model.documents import Turn
from qcode.model.spans import Cover, Span
from qcode.text.masking import Masker
from qcode.text.times import CLOCK, SPOKEN

_TIME = re.compile(f"{CLOCK}|{SPOKEN}")


@dataclass(frozen=True, slots=True)
class MovedText:
    """A text as it is passed on, and what was replaced in the old one."""

    text: str
    starts: Sequence[int]
    """Where what was replaced begins in the old text, in order; nothing replaced overlaps."""
    ends: Sequence[int]
    new_starts: Sequence[int]
    """Where what stands for it begins in the new text."""
    new_ends: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """Return where a span of the old text lies; one that cuts a name has all of what stands for it."""
        first = self._moved(start, self.new_starts)
        return first, max(first, self._moved(end, self.new_ends))

    def _moved(self, offset: int, inside: Sequence[int]) -> int:
        """Return where an offset lies; one inside of what was replaced is at the edge that `inside` has."""
        place = bisect_left(self.starts, offset) - 1
        if place < 0:
            return offset
        if offset < self.ends[place]:
            return inside[place]
        return self.new_ends[place] + offset - self.ends[place]


def moved_text(text: str, turns: Sequence[Turn], mask: Masker, called: Mapping[int, str]) -> MovedText:
    """Return a text with names replaced, also those of the speakers in labels, however short they are.

    `called` says by row id what stands for a participant.
    """
    labels = [
        (turn.label_start, turn.label_end, _label(text[turn.label_start : turn.label_end], stands))
        for turn in turns
        if turn.label_end > turn.label_start
        and turn.participant_id is not None
        and (stands := called.get(turn.participant_id)) is not None
    ]
    cover = Cover((start, end) for start, end, _ in labels)
    names = [one for one in mask.places(text) if not cover.touches(one[0], one[1])]
    places: list[tuple[int, int, str]] = []
    pieces: list[str] = []
    new_starts: list[int] = []
    at = size = 0
    for start, end, stands in sorted([*labels, *names]):
        if start < at:
            continue  # two labels on the same words
        pieces += [text[at:start], stands]
        new_starts.append(size + start - at)
        size += start - at + len(stands)
        places.append((start, end, stands))
        at = end
    pieces.append(text[at:])
    return MovedText(
        "".join(pieces),
        [start for start, _, _ in places],
        [end for _, end, _ in places],
        new_starts,
        [start + len(stands) for start, (_, _, stands) in zip(new_starts, places, strict=True)],
    )


def _label(label: str, pseudonym: str) -> str:
    """Return a label with what stands for the speaker in the place of all its words; times stay.

    What else stands in a label, such as an office, says who it is as well.
    """
    times = {place for found in _TIME.finditer(label) for place in range(*found.span())}
    words = [place for place, one in enumerate(label) if one.isalnum() and place not in times]
    return label[: words[0]] + pseudonym + label[words[-1] + 1 :] if words else label
