"""Codes that meet in one turn or near it, in a paragraph, a document, a case; shared characters.

The places of a code in a document are bits of one number: what two codes share is their `&`, and the
places so many turns away are the bits shifted.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import repeat
from operator import or_

from qcode.analysis.cells import TOTAL
from qcode.analysis.conditions import Axis
from qcode.analysis.cooccurrence_units import Meetings, Place
from qcode.analysis.dimensions import Dimension
from qcode.analysis.selection import Selection
from qcode.analysis.speech import Reading
from qcode.model.codings import CodingRow
from qcode.model.spans import Cover, Span, length, union

People = frozenset[int | None] | None
"""Whose speech is meant; None: everybody's that counts."""
_OF_SCOPE = frozenset({Axis.DOCUMENT, Axis.CASE, Axis.PARTICIPANT})


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The codings of one document, or those of all where places reach over documents."""

    first: int
    """Number of the first coding in the selection; the others follow."""
    codes: Sequence[int]
    places: Sequence[int]
    """Of each coding: the places that it touches, as bits."""
    width: int
    """How many bytes the bits take, and the room to the next document's."""


class PlaceMeetings(Meetings):
    """Codes that have one of some places in common, or two turns at most so many turns apart."""

    def __init__(self, selection: Selection, side: Dimension, place: Place, apart: int = 0) -> None:
        super().__init__(selection, side)
        self._apart = apart
        atlas = _Atlas(selection, place)
        self.every = None if apart else atlas.every()
        self._sheets = list(atlas.sheets(apart))
        by_code = [(_by_code(zip(one.codes, one.places, strict=True)), one.width) for one in self._sheets]
        self._marks = _by_row(by_code, side)
        self._codings: dict[int, list[list[tuple[int, int]]]] = {}

    def having(self, row: int) -> int:
        return self._marks[row].bit_count()

    def together(self, row: int, column: int) -> int:
        if row == column == TOTAL:
            return sum(self._all_pairs(apart).bit_count() for apart in range(self._apart + 1))
        one, other = (self._of(*pair) for pair in ((row, column), (column, row)))
        number = (one & other).bit_count()
        for apart in range(1, self._apart + 1):
            number += (one & (other << apart)).bit_count() + (other & (one << apart)).bit_count()
        return number

    def _of(self, row: int, beside: int) -> int:
        """Return the places of a row; of the total those of what the code beside it can meet."""
        return self._together(self.others(beside)) if row == TOTAL else self._marks[row]

    def _together(self, rows: Iterable[int]) -> int:
        return reduce(or_, map(self._marks.__getitem__, rows), 0)

    def _all_pairs(self, apart: int) -> int:
        """Return the places of all themes that meet another one so many places before them."""
        pairs = (self._marks[one] & (self._together(self.others(one)) << apart) for one in self.themes)
        return reduce(or_, pairs, 0)

    def _meeting(self, row: int, columns: Sequence[int]) -> Iterator[int]:
        marks = self._together(columns)
        steps = range(1, self._apart + 1)
        near = reduce(or_, ((marks << step) | (marks >> step) for step in steps), marks)
        begin = 0
        for sheet, codings in zip(self._sheets, self._of_row(row), strict=True):
            here = (near >> begin) & ((1 << 8 * sheet.width) - 1)
            yield from [number for number, places in codings if places & here]
            begin += 8 * sheet.width

    def _of_row(self, row: int) -> list[list[tuple[int, int]]]:
        """Return the codings of a row by sheet, as (number in the selection, places)."""
        if not self._codings:
            for one in self.rows:
                self._codings[one] = [[] for _ in self._sheets]
            for place, sheet in enumerate(self._sheets):
                for number, (code, places) in enumerate(zip(sheet.codes, sheet.places, strict=True)):
                    for one in self.side.of(code):
                        self._codings[one][place].append((sheet.first + number, places))
        return self._codings[row]


class CharacterMeetings:
    """How many counted characters codes have, and have in common."""

    def __init__(self, selection: Selection, side: Dimension) -> None:
        atlas = _Atlas(selection, Place.OVERLAP)
        self.every = atlas.every()
        documents = (
            (one, selection.corpus.documents[one].characters) for one, rows in selection.rows.items() if rows
        )
        self._marks = _by_row(
            [(_by_code(atlas.characters(one)), length // 8 + 1) for one, length in documents], side
        )
        self._having = [marks.bit_count() for marks in self._marks]
        self._known: dict[tuple[int, int], int] = {}

    def having(self, row: int) -> int:
        return self._having[row]

    def together(self, row: int, column: int) -> int:
        pair = min(row, column), max(row, column)
        if pair not in self._known:
            self._known[pair] = (self._marks[row] & self._marks[column]).bit_count()
        return self._known[pair]


class _Atlas:
    """Where the places of a kind lie in the documents of a selection.

    Where the condition leaves codings only some of their cases or participants, what these say counts.
    """

    def __init__(self, selection: Selection, place: Place) -> None:
        self._selection = selection
        self._place = place
        self._known: dict[tuple[int, People], list[tuple[int, int, int]]] = {}

    def every(self) -> int:
        """Return how many places of the kind are in scope; for overlap, characters."""
        held = dict(self._held())
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
        together: list[tuple[int, int]] = []
        first = 0
        for document_id, rows in self._selection.rows.items():
            if rows:
                codes = self._selection.columns(document_id).codes
                places = list(self._marks(document_id, rows))
                if self._place is Place.CASE:
                    together += zip(codes, places, strict=True)
                else:
                    width = (max(places).bit_length() + apart) // 8 + 1
                    yield _Sheet(first, codes, places, width)
            first += len(rows)
        if together:
            all_codes, all_places = zip(*together, strict=True)
            yield _Sheet(0, all_codes, all_places, max(all_places).bit_length() // 8 + 1)

    def characters(self, document_id: int) -> Iterator[tuple[int, int]]:
        """Yield (code, characters as bits) of a document, for each code and whose speech it is."""
        columns = self._selection.columns(document_id)
        passages: dict[tuple[int, People], set[int]] = {}
        people = self._whose(document_id, len(columns.rows))
        for key, passage in zip(zip(columns.codes, people, strict=True), columns.passages, strict=True):
            passages.setdefault(key, set()).add(passage)
        heard: dict[People, int] = {}
        for (code, whose), several in passages.items():
            if whose not in heard:
                heard[whose] = _bits(self._cover(document_id, whose).spans)
            yield code, _bits(union(map(columns.spans.__getitem__, several))) & heard[whose]

    def _marks(self, document_id: int, rows: Sequence[CodingRow]) -> Iterable[int]:
        """Return the places of each coding of a document as bits."""
        if self._place is Place.DOCUMENT:
            return repeat(1, len(rows))
        if self._place is Place.CASE:
            known: dict[object, int] = {}
            several = self._selection.readings(document_id)
            for pairs in set(several):
                known[pairs] = reduce(or_, (1 << case for case, _ in pairs if case is not None), 0)
            return map(known.__getitem__, several)
        starts, ends = [row[2] for row in rows], [row[3] for row in rows]
        if not self._selection.narrowed:
            return _touched(self._spans(document_id, None), starts, ends)
        whose = self._whose(document_id, len(rows))
        by_people = {one: _touched(self._spans(document_id, one), starts, ends) for one in set(whose)}
        return (by_people[people][number] for number, people in enumerate(whose))

    def _spans(self, document_id: int, people: People) -> list[tuple[int, int, int]]:
        """Return (start, end, number) of the places in some people's speech; several may be one place."""
        known = self._known.get((document_id, people))
        if known is not None:
            return known
        speech = self._selection.speech[document_id]
        if self._place is Place.TURN:
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

    def _held(self) -> Iterator[tuple[int, tuple[Reading, ...]]]:
        """Yield the documents in scope with the cases and participants that meet the condition."""
        condition = self._selection.condition
        asked = (
            [one for one in condition.conjuncts if one.axes and one.axes <= _OF_SCOPE] if condition else []
        )
        for document_id, pairs in self._selection.scope.holdings.items():
            probe = CodingRow(0, document_id, 0, 0, 0, 0, None)
            kept = tuple(pair for pair in pairs if all(one.test(probe, *pair) for one in asked))
            if kept:
                yield document_id, kept


class _Ranges(dict[Span, int]):
    """What lies in a range of places, as bits: put together when it is first asked for."""

    def __init__(self, bits: Sequence[int]) -> None:
        self._bits = bits

    def __missing__(self, span: Span) -> int:
        found = self[span] = reduce(or_, self._bits[span[0] : span[1]], 0)
        return found


def _touched(places: Sequence[tuple[int, int, int]], starts: Sequence[int], ends: Sequence[int]) -> list[int]:
    """Return for each span the places (start, end, number) with which it shares a character, as bits."""
    ranges = _Ranges([1 << number for _, _, number in places])
    firsts = map(bisect_right, repeat([end for _, end, _ in places]), starts)
    lasts = map(bisect_left, repeat([start for start, _, _ in places]), ends)
    return list(map(ranges.__getitem__, zip(firsts, lasts, strict=True)))


def _by_code(codings: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return the places of each code of codings, given as (code, places)."""
    found: dict[int, int] = {}
    for code, places in codings:
        found[code] = found.get(code, 0) | places
    return found


def _by_row(sheets: Sequence[tuple[Mapping[int, int], int]], side: Dimension) -> list[int]:
    """Return the places of each row in all sheets, one after the other; a sheet has so many bytes."""
    rows: list[list[bytes]] = [[] for _ in side.headers]
    for by_code, width in sheets:
        here = [0] * len(rows)
        for code, places in by_code.items():
            for row in side.of(code):
                here[row] |= places
        for row, places in enumerate(here):
            rows[row].append(places.to_bytes(width, "little"))
    return [int.from_bytes(b"".join(parts), "little") for parts in rows]


def _bits(spans: Iterable[Span]) -> int:
    """Return disjoint spans as bits, one for each character."""
    return reduce(or_, (((1 << (end - start)) - 1) << start for start, end in spans), 0)
