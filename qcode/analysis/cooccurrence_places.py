"""Codes that meet in one turn or near it, in a paragraph, a document, a case; shared characters.

The places of a code in a document are bits of one number: what two codes share is their `&`, and the
places so many turns away are the bits shifted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import repeat
from operator import or_

from qcode.analysis.cells import TOTAL
from qcode.analysis.columns import Numbered, heard, runs, touched
from qcode.analysis.cooccurrence_units import Meetings, Place
from qcode.analysis.dimensions import Dimension
from qcode.analysis.selection import Selection
from qcode.analysis.speech import Reading
from qcode.model.codings import CodingRow
from qcode.model.spans import Cover, length

People = frozenset[int | None] | None
"""Whose speech is meant; None: everybody's that counts."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The codings of one document, or those of all where places reach over documents."""

    codes: Sequence[int]
    places: Sequence[int]
    """Of each coding: the places that it touches, as bits."""
    width: int
    """How many bytes the bits take, and the room to the next document's."""


class PlaceMeetings(Meetings):
    """Codes that have one of some places in common, or two turns at most so many turns apart."""

    def __init__(
        self, selection: Selection, down: Dimension, across: Dimension, place: Place, apart: int = 0
    ) -> None:
        super().__init__(selection, down, across)
        self._apart = apart
        atlas = _Atlas(selection, place)
        self.every = None if apart else atlas.every()
        self._sheets = list(atlas.sheets(apart))
        by_code = [(_by_code(zip(one.codes, one.places, strict=True)), one.width) for one in self._sheets]
        self._marks = _by_header(by_code, down)
        self._column_marks = self._marks if across is down else _by_header(by_code, across)
        self._having = [marks.bit_count() for marks in self._marks]
        square = across is down
        self._having_column = self._having if square else [one.bit_count() for one in self._column_marks]

    def having(self, row: int) -> int:
        return self._having[row]

    def having_column(self, column: int) -> int:
        return self._having_column[column]

    def together(self, row: int, column: int) -> int:
        if row == column == TOTAL:
            return sum(self._all_pairs(apart).bit_count() for apart in range(self._apart + 1))
        one = _any_of(self._marks, self.beside_column(column) if row == TOTAL else (row,))
        other = _any_of(self._column_marks, self.beside_row(row) if column == TOTAL else (column,))
        number = (one & other).bit_count()
        for apart in range(1, self._apart + 1):
            number += (one & (other << apart)).bit_count() + (other & (one << apart)).bit_count()
        return number

    def _all_pairs(self, apart: int) -> int:
        """Return the places in which a theme meets one so many places before them, in a row or a column."""
        found = 0
        for row in self.row_themes:
            one, other = self._marks[row], _any_of(self._column_marks, self.beside_row(row))
            found |= (one & (other << apart)) | (other & (one << apart))
        return found

    def _met(self) -> Iterator[int]:
        for sheet in self._sheets:
            here: dict[int, int] = {}
            for code, places in _by_code(zip(sheet.codes, sheet.places, strict=True)).items():
                marks = self.marks_of(code)
                for place in _ones(places) if marks else ():
                    for near in range(max(0, place - self._apart), place + self._apart + 1):
                        here[near] = here.get(near, 0) | marks
            known: dict[int, int] = {}
            for places in sheet.places:
                met = known.get(places)
                if met is None:
                    met = known[places] = reduce(or_, (here.get(one, 0) for one in _ones(places)), 0)
                yield met


class CharacterMeetings:
    """How many counted characters codes have, and have in common."""

    def __init__(self, selection: Selection, down: Dimension, across: Dimension) -> None:
        atlas = _Atlas(selection, Place.OVERLAP)
        self.every = atlas.every()
        documents = ((one, selection.speech[one].characters) for one, rows in selection.rows.items() if rows)
        by_code = [(_by_code(atlas.characters(one)), length // 8 + 1) for one, length in documents]
        self._marks = _by_header(by_code, down)
        self._column_marks = self._marks if across is down else _by_header(by_code, across)
        self._having = [marks.bit_count() for marks in self._marks]
        square = across is down
        self._having_column = self._having if square else [one.bit_count() for one in self._column_marks]
        self._square = square
        self._known: dict[tuple[int, int], int] = {}

    def having(self, row: int) -> int:
        return self._having[row]

    def having_column(self, column: int) -> int:
        return self._having_column[column]

    def together(self, row: int, column: int) -> int:
        pair = (min(row, column), max(row, column)) if self._square else (row, column)
        if pair not in self._known:
            self._known[pair] = (self._marks[row] & self._column_marks[column]).bit_count()
        return self._known[pair]


def _any_of(marks: Sequence[int], places: Iterable[int]) -> int:
    return reduce(or_, map(marks.__getitem__, places), 0)


def _ones(bits: int) -> Iterator[int]:
    """Yield the places of the bits that are set, in no meant order."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


class _Atlas:
    """Where the places of a kind lie in the documents of a selection.

    Where the condition leaves codings only some of their cases or participants, what these say counts.
    """

    def __init__(self, selection: Selection, place: Place) -> None:
        self._selection = selection
        self._place = place
        self._known: dict[tuple[int, People], list[Numbered]] = {}

    def every(self) -> int:
        """Return how many places of the kind are in scope; for overlap, characters."""
        held = self._selection.scope.holdings
        if self._place is Place.CASE:
            return len({case for pairs in held.values() for case, _ in pairs} - {None})
        if self._place is Place.DOCUMENT:
            return len(held)
        heard = ((document_id, self._people(pairs)) for document_id, pairs in held.items())
        if self._place is Place.OVERLAP:
            return sum(length(self._cover(*one).spans) for one in heard)
        return sum(len({place for _, _, place in self._spans(*one)}) for one in heard)

    def sheets(self, apart: int) -> Iterator[_Sheet]:
        """Yield the codings with their places, and room for so many places between two documents."""
        all_codes: list[int] = []
        all_places: list[int] = []
        for document_id, rows in self._selection.rows.items():
            if rows:
                codes = self._selection.columns(document_id).codes
                places = list(self._marks(document_id, rows))
                if self._place is Place.CASE:
                    all_codes += codes
                    all_places += places
                else:
                    width = (max(places).bit_length() + apart) // 8 + 1
                    yield _Sheet(codes, places, width)
        if all_codes:
            yield _Sheet(all_codes, all_places, max(all_places).bit_length() // 8 + 1)

    def characters(self, document_id: int) -> Iterator[tuple[int, int]]:
        """Yield (code, counted characters as bits) of a document, for each code and whose speech it is."""
        columns = self._selection.columns(document_id)
        cover = self._selection.speech[document_id].cover
        starts, ends = columns.heard(cover)
        people = self._whose(document_id, len(columns.rows))
        numbers: dict[tuple[int, People], list[int]] = {}
        for number, key in enumerate(zip(columns.codes, people, strict=True)):
            numbers.setdefault(key, []).append(number)
        said: dict[People, int] = {}
        for (code, whose), own in numbers.items():
            found = _bits(*runs(map(starts.__getitem__, own), map(ends.__getitem__, own)))
            if whose is not None:
                if whose not in said:
                    of_these = self._cover(document_id, whose)
                    said[whose] = _bits(*heard(cover, of_these.starts, of_these.ends))
                found &= said[whose]
            yield code, found

    def _marks(self, document_id: int, rows: Sequence[CodingRow]) -> Iterable[int]:
        """Return the places of each coding of a document as bits."""
        if self._place is Place.DOCUMENT:
            return repeat(1, len(rows))
        if self._place is Place.CASE:
            alike = self._selection.uniform(document_id, people=False)
            if alike is not None:
                return repeat(_cases_of(alike), len(rows))
            several = self._selection.readings(document_id)
            known = {pairs: _cases_of(pairs) for pairs in set(several)}
            return map(known.__getitem__, several)
        columns = self._selection.columns(document_id)
        if not self._selection.narrowed:
            return columns.touched(self._place, lambda: self._spans(document_id, None))
        whose = self._whose(document_id, len(rows))
        by_people = {
            one: touched(self._spans(document_id, one), columns.starts, columns.ends) for one in set(whose)
        }
        return (by_people[people][number] for number, people in enumerate(whose))

    def _spans(self, document_id: int, people: People) -> list[Numbered]:
        """Return (start, end, number) of the places in some people's speech; several may be one place.

        Where nobody is named as speaking, paragraphs stand for turns.
        """
        known = self._known.get((document_id, people))
        if known is not None:
            return known
        speech = self._selection.speech[document_id]
        if self._place is Place.TURN and self._selection.corpus.turns.get(document_id):
            turns = (
                speech.turns if people is None else [t for t in speech.turns if t.participant_id in people]
            )
            found = [(turn.start, turn.end, turn.position) for turn in turns]
        else:
            from qcode.text.units import paragraphs

            clip = self._cover(document_id, people).clip
            lines = paragraphs(self._selection.corpus.text(document_id))
            found = [(*part, number) for number, line in enumerate(lines) for part in clip(*line)]
        self._known[document_id, people] = found
        return found

    def _cover(self, document_id: int, people: People) -> Cover:
        speech = self._selection.speech[document_id]
        return speech.cover if people is None else speech.cover_of(people)

    def _whose(self, document_id: int, number: int) -> Sequence[People]:
        """Return for each coding of a document whose speech of it is meant."""
        if not self._selection.narrowed:
            return [None] * number
        return list(map(self._people, self._selection.readings(document_id)))

    def _people(self, pairs: Iterable[Reading]) -> People:
        return frozenset(who for _, who in pairs) if self._selection.narrowed else None


def _cases_of(pairs: Iterable[Reading]) -> int:
    return reduce(or_, (1 << case for case, _ in pairs if case is not None), 0)


def _by_code(codings: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return the places of each code of codings, given as (code, places)."""
    found: dict[int, int] = {}
    for code, places in codings:
        found[code] = found.get(code, 0) | places
    return found


def _by_header(sheets: Sequence[tuple[Mapping[int, int], int]], side: Dimension) -> list[int]:
    """Return the places of each header in all sheets, one after the other; a sheet has so many bytes."""
    rows: list[list[bytes]] = [[] for _ in side.headers]
    for by_code, width in sheets:
        here = [0] * len(rows)
        for code, places in by_code.items():
            for row in side.of(code):
                here[row] |= places
        for row, places in enumerate(here):
            rows[row].append(places.to_bytes(width, "little"))
    return [int.from_bytes(b"".join(parts), "little") for parts in rows]


def _bits(starts: Iterable[int], ends: Iterable[int]) -> int:
    """Return spans as bits, one for each character."""
    found = 0
    for start, end in zip(starts, ends, strict=True):
        found |= ((1 << (end - start)) - 1) << start
    return found
