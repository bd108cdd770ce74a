"""Whose every coding is and what of it counts, slowly: rules 1 and 2 by sets of characters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qcode.analysis.corpus import Corpus
from qcode.model.codings import CodingRow
from qcode.model.documents import Role, Turn


@dataclass(frozen=True)
class Strand:
    """One coding through one case and one participant."""

    coding: CodingRow
    case: int | None
    participant: int | None
    turns: frozenset[int]
    """Positions of the counted turns of this participant that the coding touches."""


class Strands:
    """The strands of a corpus under chosen roles and coders, and the counted characters behind them."""

    def __init__(self, corpus: Corpus, roles: Sequence[Role] | None, coders: Sequence[int] | None) -> None:
        self.corpus = corpus
        self.roles = roles
        self.coders = list(corpus.coders) if coders is None else list(coders)
        self.speech = {one: self._counted_characters(one) for one in corpus.documents}
        self.strands = [
            strand
            for coding in corpus.codings
            if coding.coder in self.coders
            for strand in self._strands(coding)
        ]

    # Rule 1

    def _participants_of(self, document: int) -> set[int]:
        turns = self.corpus.turns.get(document, ())
        return {
            turn.participant_id for turn in turns if turn.participant_id is not None and turn.start < turn.end
        }

    def _counts(self, document: int, turn: Turn) -> bool:
        people = self._participants_of(document)
        if self.roles is None or not people:
            return True
        if all(self.corpus.participants[one].role is None for one in people):
            return True
        if turn.participant_id is None:
            return False
        return self.corpus.participants[turn.participant_id].role in self.roles

    def _counted_turns(self, document: int) -> list[Turn]:
        turns = self.corpus.turns.get(document, ())
        return [turn for turn in turns if turn.start < turn.end and self._counts(document, turn)]

    def _counted_characters(self, document: int) -> set[int]:
        about = self.corpus.documents[document]
        if self.roles is None:
            return set(range(about.characters))
        if not self._participants_of(document):
            return set(range(about.front_matter_end, about.characters))
        spans = (range(turn.start, turn.end) for turn in self._counted_turns(document))
        return {place for span in spans for place in span}

    def part(self, coding: CodingRow) -> set[int]:
        return set(range(coding.start, coding.end)) & self.speech[coding.document]

    # Rule 2

    def _cases_of(self, document: int, participant: int | None) -> list[int | None]:
        if participant is not None:
            own = self.corpus.participants[participant].case_id
            if own is not None:
                return [own]
        return list(self.corpus.document_cases.get(document, ())) or [None]

    def _strands(self, coding: CodingRow) -> list[Strand]:
        if not self.part(coding):
            return []
        characters = set(range(coding.start, coding.end))
        touched: dict[int | None, set[int]] = {}
        for turn in self._counted_turns(coding.document):
            if characters & set(range(turn.start, turn.end)):
                touched.setdefault(turn.participant_id, set()).add(turn.position)
        touched = touched or {None: set()}
        return [
            Strand(coding, case, participant, frozenset(turns))
            for participant, turns in touched.items()
            for case in (
                [coding.case] if coding.case is not None else self._cases_of(coding.document, participant)
            )
        ]

    def _voice(self, document: int, participant: int | None) -> set[int]:
        """Return the counted characters that a participant says; None: that nobody named says."""
        said: dict[int | None, set[int]] = {}
        for turn in self._counted_turns(document):
            said.setdefault(turn.participant_id, set()).update(range(turn.start, turn.end))
        if participant is not None:
            return said.get(participant, set())
        named = [characters for one, characters in said.items() if one is not None]
        return self.speech[document] - set().union(*named)
