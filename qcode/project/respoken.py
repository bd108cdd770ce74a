"""Passages that somebody else says in a corrected text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from qcode.model.documents import ImportedTurn, Participant, Transcript, Turn
from qcode.model.spans import Span
from qcode.project.speakers import Cast
from qcode.text.names import listed, quoted

_NOBODY = "nobody known"


class _Said(NamedTuple):
    """The speech of one turn."""

    start: int
    end: int
    who: int | str | None
    """Row id of a participant, the label of somebody new, None for nobody known."""
    name: str


class Respoken:
    """Tells of passages whether the same people say them in the old and in the new text."""

    def __init__(
        self, turns: Sequence[Turn], people: Mapping[int, Participant], transcript: Transcript, cast: Cast
    ) -> None:
        """`turns` and `people` (by row id) are of the old text, `cast` says who is who in the new one."""
        self._old = _Speech(_old(turns, people))
        self._new = _Speech(_new(transcript, cast))

    def change(self, old: Span, new: Span) -> str:
        """Return in words who said a passage before and who says it now; empty where that is the same."""
        before, now = self._old.heard(*old), self._new.heard(*new)
        if before.keys() == now.keys():
            return ""
        names = [listed(map(quoted, said.values())) if said else "nobody" for said in (now, before)]
        return f"said by {names[0]} now, by {names[1]} before"


class _Speech:
    """The turns of one text, to be asked who is heard in a span."""

    def __init__(self, said: Iterable[_Said]) -> None:
        self._said = list(said)
        self._starts = [one.start for one in self._said]

    def heard(self, start: int, end: int) -> Mapping[int | str | None, str]:
        """Return who says something in a span: key -> name, in the order of the text."""
        found: dict[int | str | None, str] = {}
        place = max(0, bisect_right(self._starts, start) - 1)
        for one in self._said[place:]:
            if one.start >= end:
                break
            if one.end > start:
                found.setdefault(one.who, one.name)
        return found


def _old(turns: Sequence[Turn], people: Mapping[int, Participant]) -> Iterator[_Said]:
    for turn in turns:
        who = people.get(turn.participant_id or 0)
        yield _Said(turn.start, turn.end, who.id if who else None, who.name if who else _NOBODY)


def _new(transcript: Transcript, cast: Cast) -> Iterator[_Said]:
    for turn in transcript.turns:
        yield _Said(*turn.speech, *_speaker(turn, transcript, cast))


def _speaker(turn: ImportedTurn, transcript: Transcript, cast: Cast) -> tuple[int | str | None, str]:
    if turn.speaker is None:
        return None, _NOBODY
    known, label = cast.participants[turn.speaker], transcript.speakers[turn.speaker].label
    return (known.id if known else label), label
