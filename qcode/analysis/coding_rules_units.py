"""The units of counted speech that coding rules look at, one after the other."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from qcode.analysis.corpus import Corpus
from qcode.analysis.speech import Speech, speech_of
from qcode.model.documents import Role
from qcode.model.rules import RuleUnit
from qcode.model.spans import Span
from qcode.text.units import paragraphs, sentences


class Units:
    """The units of the documents' counted speech, cut when they are asked for."""

    def __init__(self, corpus: Corpus, roles: tuple[Role, ...] | None) -> None:
        self._corpus = corpus
        self._roles = roles
        self._speech: dict[int, Speech] = {}
        self._pieces: dict[int, Sequence[Span]] = {}
        self._cut: dict[tuple[int, RuleUnit, int], Sequence[Span]] = {}

    def speech(self, document_id: int) -> Speech:
        known = self._speech.get(document_id)
        if known is None:
            known = self._speech[document_id] = speech_of(self._corpus, document_id, self._roles)
        return known

    def all(self, document_id: int, unit: RuleUnit) -> Iterator[Span]:
        """Yield every unit of a document, in its order."""
        for place in range(len(self._of(document_id))):
            yield from self._parts(document_id, unit, place)

    def number(self, document_id: int, unit: RuleUnit) -> int:
        """Return how many units a document has."""
        return sum(1 for _ in self.all(document_id, unit))

    def holding(self, document_id: int, unit: RuleUnit, places: Iterable[Span]) -> Iterator[Span]:
        """Yield the units in which some places lie that come in the order of the text, each once."""
        pieces = self._of(document_id)
        starts = [start for start, _ in pieces]
        last: Span | None = None
        for start, end in places:
            at = bisect_right(starts, start) - 1
            if at < 0 or end > pieces[at][1]:
                continue
            parts = self._parts(document_id, unit, at)
            part = bisect_right(parts, start, key=lambda piece: piece[0]) - 1
            if part >= 0 and end <= parts[part][1] and parts[part] != last:
                last = parts[part]
                yield last

    def _of(self, document_id: int) -> Sequence[Span]:
        """Return the turns with counted speech; where no turn is known, the paragraphs."""
        known = self._pieces.get(document_id)
        if known is None:
            speech = self.speech(document_id)
            if self._corpus.turns.get(document_id):
                known = [(turn.start, turn.end) for turn in speech.turns]
            else:
                text = self._corpus.text(document_id)
                known = [part for span in speech.cover.spans for part in paragraphs(text, span)]
            self._pieces[document_id] = known
        return known

    def _parts(self, document_id: int, unit: RuleUnit, place: int) -> Sequence[Span]:
        piece = self._pieces[document_id][place]
        if unit is RuleUnit.TURN:
            return (piece,)
        key = (document_id, unit, place)
        known = self._cut.get(key)
        if known is None:
            cut = sentences if unit is RuleUnit.SENTENCE else paragraphs
            known = self._cut[key] = cut(self._corpus.text(document_id), piece)
        return known
