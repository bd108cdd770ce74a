"""What is counted in a cell (rules 3 to 6)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import reduce
from itertools import chain
from operator import itemgetter, or_

from qcode.analysis.cells import TOTAL, Block, Cells, Place, by_document, places_of
from qcode.analysis.columns import Heard, distinct, runs
from qcode.analysis.conditions import Axis
from qcode.analysis.passages import Words
from qcode.analysis.speech import Speech
from qcode.model.spans import Cover, Span, length, union
from qcode.model.tables import Format


class Measure(StrEnum):
    """What the number in a cell says."""

    SEGMENTS = "segments"
    """Distinct passages of a code; several coders' codings of one passage count once."""
    DOCUMENTS = "documents"
    CASES = "cases"
    PARTICIPANTS = "participants"
    TURNS = "turns"
    CHARACTERS = "characters"
    """Of the union of the counted parts."""
    WORDS = "words"
    """Of the union of the counted parts; a word is a run of one script."""
    COVERAGE = "coverage"
    """Characters as a share of the counted speech in scope."""
    PRESENCE = "presence"
    """1 where there is a coding, else 0."""
    RATE = "rate"
    """Segments for every 1,000 characters of counted speech in scope."""
    PER_DOCUMENT = "per-document"
    """Segments for every document in scope with counted speech."""
    QUOTES = "quotes"
    """The quotations themselves, one a line."""


ADDITIVE = (
    Measure.SEGMENTS,
    Measure.DOCUMENTS,
    Measure.CASES,
    Measure.PARTICIPANTS,
    Measure.TURNS,
    Measure.CHARACTERS,
    Measure.WORDS,
)
"""Measures that are numbers of things, of which there can be shares."""
OF_READINGS = (Measure.CASES, Measure.PARTICIPANTS, Measure.TURNS)
OF_PEOPLE = (Measure.PARTICIPANTS,)
PER_SPEECH = (Measure.COVERAGE, Measure.RATE)
FORMATS = {
    Measure.COVERAGE: Format.SHARE,
    Measure.RATE: Format.DECIMAL,
    Measure.PER_DOCUMENT: Format.DECIMAL,
    Measure.QUOTES: Format.TEXT,
}


Voice = tuple[int, int | None]
"""A document and one of its participants; None: nobody named."""


def covered(cover: Cover, spans: Iterable[Span]) -> int:
    """Return how many characters of some spans, each once, a cover holds."""
    return sum(length(cover.clip(start, end)) for start, end in union(spans))


class Denominators:
    """What is in scope of each cell: documents, cases, participants, characters of counted speech."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        self._speech = cells.selection.speech
        self._narrows = [side is not None and side.narrows for side in (cells.rows, cells.columns)]
        self._documents: dict[Place, set[int]] = {}
        self._cases: dict[Place, set[int]] = {}
        self._voices: dict[Place, set[Voice]] = {}
        self._lent: dict[Place, dict[Voice, list[Span]]] = {}
        scope = cells.selection.scope
        for document_id, pairs in scope.holdings.items():
            lent = scope.lent.get(document_id, {})
            for case, participant in pairs:
                voice, spans = (document_id, participant), lent.get((case, participant))
                for place in self._places(document_id, case, participant):
                    self._documents.setdefault(place, set()).add(document_id)
                    if spans is None:
                        self._voices.setdefault(place, set()).add(voice)
                    else:
                        self._lent.setdefault(place, {}).setdefault(voice, []).extend(spans)
                    if case is not None:
                        self._cases.setdefault(place, set()).add(case)

    def documents(self, place: Place) -> Collection[int]:
        """Return the documents in scope of a cell."""
        return self._documents.get(self._asked(place), ())

    def cases(self, place: Place) -> Collection[int]:
        """Return the cases in scope of a cell that have counted speech in it."""
        return self._cases.get(self._asked(place), ())

    def voices(self, place: Place) -> Collection[Voice]:
        """Return who is heard in which document in scope of a cell (None: nobody named).

        A passage of which the case was given by hand does not make its speaker one who is heard for it.
        """
        return self._voices.get(self._asked(place), ())

    def characters(self, place: Place) -> int:
        """Return the characters of counted speech in scope of a cell.

        They are those of the documents in scope; in a participant's row or column, those of what
        the participant says in them. Of a document that a case has by codings alone whose case was given
        by hand they are those of these passages.
        """
        asked = self._asked(place)
        voices, lent = self._voices.get(asked, ()), self._lent.get(asked, {})
        passages: dict[int, list[Span]] = {}
        if not own_voice(self._cells, place):
            whole = {document_id for document_id, _ in voices}
            for (document_id, _), spans in lent.items():
                if document_id not in whole:
                    passages.setdefault(document_id, []).extend(spans)
            return sum(self._speech[one].characters for one in whole) + sum(
                covered(self._speech[one].cover, spans) for one, spans in passages.items()
            )
        people: dict[int, set[int | None]] = {}
        for document_id, participant in voices:
            people.setdefault(document_id, set()).add(participant)
        heard = sum(
            length(self._speech[one].cover_of(frozenset(several)).spans) for one, several in people.items()
        )
        return heard + sum(
            covered(self._speech[document_id].cover_of(frozenset({participant})), spans)
            for (document_id, participant), spans in lent.items()
            if participant not in people.get(document_id, ())
        )

    def _asked(self, place: Place) -> Place:
        """Return a place with only those sides that narrow what is in scope."""
        return place[0] if self._narrows[0] else TOTAL, place[1] if self._narrows[1] else TOTAL

    def _places(self, document_id: int, case: int | None, participant: int | None) -> list[Place]:
        keys = {Axis.DOCUMENT: document_id, Axis.CASE: case, Axis.PARTICIPANT: participant}
        found: list[tuple[int, ...]] = []
        for side in (self._cells.rows, self._cells.columns):
            places = side.of(keys[side.axis]) if side is not None and side.narrows else ()
            found.append((*places, TOTAL))
        return [(row, column) for row in found[0] for column in found[1]]


class Tally:
    """The measures of the cells of one table. `aggregated`: passages count once over their codes."""

    def __init__(self, cells: Cells, denominators: Denominators, *, aggregated: bool) -> None:
        self._cells = cells
        self._denominators = denominators
        self._aggregated = aggregated
        self._speech = cells.selection.speech
        self._corpus = cells.selection.corpus
        self._words: dict[Cover, Words] = {}
        self._turns_of: dict[tuple[int, frozenset[int | None]], int] = {}
        self._sizes: dict[tuple[int, ...], int] = {}
        self._measured: set[tuple[bool, int]] = set()
        self._distinct: dict[tuple[int, ...], int] = {}
        self._of: dict[Measure, Callable[[Place], int | float | str]] = {
            Measure.SEGMENTS: self.segments,
            Measure.DOCUMENTS: self.documents,
            Measure.CASES: self.cases,
            Measure.PARTICIPANTS: self.participants,
            Measure.TURNS: self.turns,
            Measure.CHARACTERS: self.characters,
            Measure.WORDS: self.words,
            Measure.COVERAGE: self.coverage,
            Measure.PRESENCE: self.presence,
            Measure.RATE: self.rate,
            Measure.PER_DOCUMENT: self.per_document,
            Measure.QUOTES: self.quotes,
        }

    def value(self, measure: Measure, place: Place) -> int | float | str:
        """Return what a measure says of a cell."""
        return self._of[measure](place)

    def segments(self, place: Place) -> int:
        blocks = self._cells[place]
        if not self._aggregated and all(block.alone for block in blocks):
            return sum(block.number_of_segments for block in blocks)
        apart: dict[tuple[int, int | None], list[Block]] = {}
        for block in blocks:
            # Blocks of different codes share no segment, but they may share passages.
            code = None if self._aggregated else block.code
            apart.setdefault((block.document, code), []).append(block)
        return sum(map(self._number_of, apart.values()))

    def _number_of(self, blocks: Sequence[Block]) -> int:
        """Return how many segments some blocks of one document and code have together."""
        key = tuple(map(id, blocks))
        known = self._distinct.get(key)
        if known is None:
            columns = blocks[0].columns
            numbers = columns.passages if self._aggregated else columns.segments
            places = list(chain.from_iterable(block.places for block in blocks))
            known = self._distinct[key] = distinct(numbers, places)
        return known

    def documents(self, place: Place) -> int:
        return len({block.document for block in self._cells[place]})

    def cases(self, place: Place) -> int:
        found = {case for block in self._cells[place] for case, _ in self._cells.matching(block, place)}
        return len(found - {None})

    def participants(self, place: Place) -> int:
        found = {who for block in self._cells[place] for _, who in self._cells.matching(block, place)}
        return len(found - {None})

    def turns(self, place: Place) -> int:
        """Return how many turns with counted speech the codings of a cell touch.

        Where a row or column stands for cases or participants, a turn has to be of theirs.
        """
        number = 0
        for group in by_document(self._cells[place]):
            speech, turns = group[0].speech, 0
            for block in group:
                if block.of_everybody:
                    turns |= block.turns
                    continue
                whose = frozenset(who for _, who in self._cells.matching(block, place))
                turns |= block.turns & self._said_by(block.document, speech, whose)
            number += turns.bit_count()
        return number

    def _said_by(self, document: int, speech: Speech, whose: frozenset[int | None]) -> int:
        """Return the turns of some people as bits."""
        known = self._turns_of.get((document, whose))
        if known is None:
            bits = (1 << turn for turn, who in enumerate(speech.people) if who in whose)
            known = self._turns_of[document, whose] = reduce(or_, bits, 0)
        return known

    def characters(self, place: Place) -> int:
        return sum(
            self._size(blocks, cover)
            for parts in self._counted_parts(place)
            for cover, blocks in parts.items()
        )

    def words(self, place: Place) -> int:
        number = 0
        for parts in self._counted_parts(place):
            (cover, blocks), *others = parts.items()
            number += self._words_of_several(parts) if others else self._size(blocks, cover, in_words=True)
        return number

    def _words_of_several(self, parts: Mapping[Cover, Sequence[Block]]) -> int:
        """Return the words in what several participants say; one may go on where another goes on."""
        from qcode.text.words import count_words

        spans = union(
            part
            for cover, blocks in parts.items()
            for block in blocks
            for span in map(block.columns.spans.__getitem__, block.passages)
            for part in cover.clip(*span)
        )
        document = next(iter(parts.values()))[0].document
        return count_words(self._corpus.text(document), spans)

    def coverage(self, place: Place) -> float:
        return self.characters(place) / self._denominators.characters(place)

    def presence(self, place: Place) -> int:
        return int(bool(self._cells[place]))

    def rate(self, place: Place) -> float:
        return self.segments(place) * 1000 / self._denominators.characters(place)

    def per_document(self, place: Place) -> float:
        return self.segments(place) / len(self._denominators.documents(place))

    def quotes(self, place: Place) -> str:
        quotations: list[str] = []
        for group in by_document(self._cells[place]):
            spans = group[0].columns.spans
            text = self._corpus.text(group[0].document)
            for passage in sorted(set(chain.from_iterable(block.passages for block in group))):
                start, end = spans[passage]
                quotations.append(text[start:end])
        return "\n".join(quotations)

    def _counted_parts(self, place: Place) -> Iterator[dict[Cover, list[Block]]]:
        """Yield for each document the blocks of a cell, by what of the speech of theirs counts.

        That is all of it; in a participant's row or column, what this one says. People speak one at a time,
        so that no character counts twice.
        """
        own = own_voice(self._cells, place)
        for group in by_document(self._cells[place]):
            speech = group[0].speech
            if not own:
                yield {speech.cover: group}
                continue
            parts: dict[Cover, list[Block]] = {}
            for block in group:
                for who in {who for _, who in self._cells.matching(block, place)}:
                    parts.setdefault(speech.cover_of(frozenset({who})), []).append(block)
            yield parts

    def _size(self, blocks: Sequence[Block], cover: Cover, *, in_words: bool = False) -> int:
        """Return how many characters, or words, of a cover some blocks of one document have, each once."""
        document = blocks[0].document
        if cover is blocks[0].speech.cover and (in_words, document) not in self._measured:
            self._measured.add((in_words, document))
            heard = blocks[0].columns.heard(cover)
            together = self._cells.blocks_of[document]
            for several in (together, *((block,) for block in together)):
                self._sizes[_key(several, cover, in_words)] = self._measure(several, cover, heard, in_words)
        key = _key(blocks, cover, in_words)
        known = self._sizes.get(key)
        if known is None:
            heard = blocks[0].columns.heard(cover)
            known = self._sizes[key] = self._measure(blocks, cover, heard, in_words)
        return known

    def _measure(self, blocks: Sequence[Block], cover: Cover, heard: Heard, in_words: bool) -> int:
        starts, ends = heard
        if sum(len(block.places) for block in blocks) < len(starts):
            places = places_of(blocks)
            chosen = itemgetter(places[0], *places)  # of one place it would return no tuple
            starts, ends = chosen(starts), chosen(ends)
        firsts, lasts = runs(starts, ends)
        if in_words:
            return self._words_in(blocks[0].document, cover).count(firsts, lasts)
        return sum(lasts) - sum(firsts)

    def _words_in(self, document: int, cover: Cover) -> Words:
        known = self._words.get(cover)
        if known is None:
            known = self._words[cover] = self._corpus.words(document, cover)
        return known


def _key(blocks: Iterable[Block], cover: Cover, in_words: bool) -> tuple[int, ...]:
    return (in_words, id(cover), *map(id, blocks))


def own_voice(cells: Cells, place: Place) -> bool:
    """Tell whether a cell stands for what participants themselves say."""
    if cells.selection.own_voice:
        return True
    sides = zip((cells.rows, cells.columns), place, strict=True)
    return any(
        side is not None and header != TOTAL and side.axis is Axis.PARTICIPANT for side, header in sides
    )
