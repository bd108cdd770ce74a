"""Codes that meet in one passage, or in passages that overlap.

A pair of passages is counted by the sets of codes that the two have: these are few, so that a hundred
thousand codings take no more than a sweep over their starts.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, compress, repeat
from math import inf
from operator import lt

from qcode.analysis.cells import TOTAL
from qcode.analysis.columns import Columns
from qcode.analysis.cooccurrence_units import Meetings
from qcode.analysis.dimensions import Dimension
from qcode.analysis.selection import Selection
from qcode.model.spans import Cover


class _CodeSets:
    """Numbers for sets of codes, built up one code after the other; 0 is the empty set."""

    def __init__(self) -> None:
        self.codes: list[frozenset[int]] = [frozenset()]
        self._numbers: dict[frozenset[int], int] = {frozenset(): 0}
        self._next: dict[tuple[int, int], int] = {}

    def of_passages(self, columns: Columns) -> list[int]:
        """Return the number of the set of codes that each passage of a document has."""
        sets = [0] * len(columns.spans)
        known = self._next
        for passage, code in zip(columns.passages, columns.codes, strict=True):
            key = sets[passage], code
            found = known.get(key)
            sets[passage] = self._added(*key) if found is None else found
        return sets

    def _added(self, number: int, code: int) -> int:
        codes = self.codes[number] | {code}
        if codes not in self._numbers:
            self._numbers[codes] = len(self.codes)
            self.codes.append(codes)
        self._next[number, code] = self._numbers[codes]
        return self._numbers[codes]


class PassageMeetings(Meetings):
    """Codes on the same passage; `overlapping`: pairs of passages that share at least one character.

    The two passages of a pair may be one. A pair is `(passage of the row, passage of the column)`; in
    the total of everything it counts once, whichever of the two comes first.
    """

    def __init__(self, selection: Selection, side: Dimension, *, overlapping: bool) -> None:
        super().__init__(selection, side)
        self._overlapping = overlapping
        self._sets = _CodeSets()
        alone: Counter[int] = Counter()
        pairs: defaultdict[int, Counter[int]] = defaultdict(Counter)
        for document_id, rows in selection.rows.items():
            if rows:
                columns = selection.columns(document_id)
                sets = self._sets.of_passages(columns)
                alone.update(sets)
                if overlapping:
                    _sweep(columns, sets, pairs)
        self.every = None if overlapping else alone.total()
        self._rows_of = [
            frozenset(chain.from_iterable(side.of(code) for code in codes)) for codes in self._sets.codes
        ]
        self._met: dict[tuple[int, int], tuple[int, ...]] = {}
        self._having: Counter[int] = Counter()
        self._together: Counter[tuple[int, int]] = Counter()
        for one, number in alone.items():
            for row in self._rows_of[one]:
                self._having[row] += number
            self._count(one, one, number)
        for one, beside in pairs.items():
            for other, number in beside.items():
                self._count(one, other, number)
                self._count(other, one, number, again=True)
        self._by_row: dict[int, Mapping[int, Mapping[int, Sequence[int]]]] = {}
        self._passages: dict[tuple[int, ...], frozenset[int]] = {}
        self._covers: dict[tuple[int, ...], Cover] = {}

    def having(self, row: int) -> int:
        return self._having[row]

    def together(self, row: int, column: int) -> int:
        return self._together[row, column]

    def _count(self, one: int, other: int, number: int, *, again: bool = False) -> None:
        """Count pairs of passages of two sets of codes; `again`: the same pairs the other way round."""
        together, columns = self._together, self._rows_of[other]
        for row in self._rows_of[one]:
            for column in columns:
                together[row, column] += number
        meeting = self._rows_meeting(one, other)
        for row in meeting:
            together[row, TOTAL] += number
            together[TOTAL, row] += number
        if not again and any(row in self.themes for row in meeting):
            together[TOTAL, TOTAL] += number

    def _rows_meeting(self, one: int, other: int) -> tuple[int, ...]:
        """Return the rows of one set of codes that meet a theme of another set."""
        found = self._met.get((one, other))
        if found is None:
            columns = self._rows_of[other]
            rows = self._rows_of[one]
            found = tuple(row for row in rows if not columns.isdisjoint(self.others(row)))
            self._met[one, other] = found
        return found

    def _meeting(self, row: int, columns: Sequence[int]) -> Iterator[int]:
        offset = 0
        for document_id, codings in self._selection.rows.items():
            if codings:
                passages = self._places(document_id).get(row, {})
                touched = self._touched(document_id, passages, columns)
                places = chain.from_iterable(map(passages.__getitem__, touched))
                yield from map(offset.__add__, places)
            offset += len(codings)

    def _touched(
        self, document_id: int, passages: Mapping[int, Sequence[int]], rows: Sequence[int]
    ) -> Iterable[int]:
        """Return which of some passages meet one of some rows."""
        key = (document_id, *rows)
        if key not in self._passages:
            by_row = self._places(document_id)
            self._passages[key] = frozenset(chain.from_iterable(by_row.get(row, ()) for row in rows))
        if not self._overlapping:
            return self._passages[key].intersection(passages)
        spans = self._selection.columns(document_id).spans
        cover = self._covers.get(key)
        if cover is None:
            cover = self._covers[key] = Cover(map(spans.__getitem__, self._passages[key]))
        starts, ends = (
            map(list, zip(*map(spans.__getitem__, passages), strict=True)) if passages else ([], [])
        )
        begins = [*cover.starts, inf]
        nearest = map(begins.__getitem__, map(bisect_right, repeat(cover.ends), starts))
        return compress(passages, map(lt, nearest, ends))

    def _places(self, document_id: int) -> Mapping[int, Mapping[int, Sequence[int]]]:
        """Return by row the passages of a document with the places of their codings."""
        known = self._by_row.get(document_id)
        if known is None:
            columns = self._selection.columns(document_id)
            found: defaultdict[int, defaultdict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
            for place, (passage, code) in enumerate(zip(columns.passages, columns.codes, strict=True)):
                for row in self.side.of(code):
                    found[row][passage].append(place)
            known = self._by_row[document_id] = found
        return known


def _sweep(columns: Columns, sets: Sequence[int], pairs: Mapping[int, Counter[int]]) -> None:
    """Count the overlapping pairs of different passages of a document by their sets of codes.

    In the order of starts, the passages that begin before another ends follow it without a gap.
    """
    starts = [start for start, _ in columns.spans]
    reach = list(map(bisect_left, repeat(starts), [end for _, end in columns.spans]))
    by_set: defaultdict[int, list[int]] = defaultdict(list)
    for passage, number in enumerate(sets):
        if reach[passage] > passage + 1:
            by_set[number].append(passage)
    for number, passages in by_set.items():
        slices = [sets[one + 1 : reach[one]] for one in passages]
        pairs[number].update(chain.from_iterable(slices))
