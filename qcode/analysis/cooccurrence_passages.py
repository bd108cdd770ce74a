"""Codes that meet in one passage, or in passages that overlap.

A pair of passages is counted by the sets of codes that the two have: these are few, so that a hundred
thousand codings take no more than a sweep over their starts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from itertools import chain, repeat
from operator import or_

from qcode.analysis.cells import TOTAL
from qcode.analysis.columns import Columns
from qcode.analysis.cooccurrence_units import Meetings
from qcode.analysis.dimensions import Dimension
from qcode.analysis.selection import Selection


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

    def __init__(
        self,
        selection: Selection,
        down: Dimension,
        across: Dimension,
        *,
        overlapping: bool,
        counting: bool = True,
    ) -> None:
        """Find the passages; without `counting` only which codings meet is asked for, not how often."""
        super().__init__(selection, down, across)
        self._overlapping = overlapping
        self._sets = _CodeSets()
        self._sets_of: dict[int, list[int]] = {}
        alone: Counter[int] = Counter()
        pairs: defaultdict[int, Counter[int]] = defaultdict(Counter)
        for document_id, rows in selection.rows.items():
            if rows:
                columns = selection.columns(document_id)
                sets = self._sets_of[document_id] = self._sets.of_passages(columns)
                alone.update(sets)
                if overlapping and counting:
                    _sweep(columns, sets, pairs)
        self.every = None if overlapping else alone.total()
        self._rows_of = self._headers(down)
        self._columns_of = self._rows_of if across is down else self._headers(across)
        self._known: dict[tuple[int, int], tuple[tuple[int, ...], tuple[int, ...]]] = {}
        self._having: Counter[int] = Counter()
        self._having_column = self._having if across is down else Counter()
        self._together: Counter[tuple[int, int]] = Counter()
        for one, number in alone.items():
            for row in self._rows_of[one]:
                self._having[row] += number
            for column in self._columns_of[one] if across is not down else ():
                self._having_column[column] += number
            if self._count(one, one, number):
                self._together[TOTAL, TOTAL] += number
        for one, beside in pairs.items():
            for other, number in beside.items():
                there = self._count(one, other, number)
                back = self._count(other, one, number)
                if there or back:
                    self._together[TOTAL, TOTAL] += number

    def having(self, row: int) -> int:
        return self._having[row]

    def having_column(self, column: int) -> int:
        return self._having_column[column]

    def together(self, row: int, column: int) -> int:
        return self._together[row, column]

    def _headers(self, side: Dimension) -> list[frozenset[int]]:
        """Return the headers that each set of codes falls under."""
        return [frozenset(chain.from_iterable(map(side.of, codes))) for codes in self._sets.codes]

    def _count(self, one: int, other: int, number: int) -> bool:
        """Count pairs of passages of two sets of codes; return whether themes meet in them."""
        together, columns = self._together, self._columns_of[other]
        for row in self._rows_of[one]:
            for column in columns:
                together[row, column] += number
        rows, columns_meeting = self._meeting(one, other)
        for row in rows:
            together[row, TOTAL] += number
        for column in columns_meeting:
            together[TOTAL, column] += number
        return any(row in self.row_themes for row in rows)

    def _meeting(self, one: int, other: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the rows of one set of codes and the columns of another that meet a theme there."""
        found = self._known.get((one, other))
        if found is None:
            rows, columns = self._rows_of[one], self._columns_of[other]
            found = self._known[one, other] = (
                tuple(row for row in rows if not columns.isdisjoint(self.beside_row(row))),
                tuple(column for column in columns if not rows.isdisjoint(self.beside_column(column))),
            )
        return found

    def _met(self) -> Iterator[int]:
        marks = [reduce(or_, map(self.marks_of, codes), 0) for codes in self._sets.codes]
        for document_id, sets in self._sets_of.items():
            columns = self._selection.columns(document_id)
            own = list(map(marks.__getitem__, sets))
            if self._overlapping:
                own = _with_neighbours(columns, own)
            yield from map(own.__getitem__, columns.passages)


def _with_neighbours(columns: Columns, marks: Sequence[int]) -> list[int]:
    """Return for each passage its marks and those of the passages that overlap it."""
    met = list(marks)
    for passage, reach in enumerate(_reach(columns)):
        own = marks[passage]
        for other in range(passage + 1, reach):
            met[passage] |= marks[other]
            met[other] |= own
    return met


def _reach(columns: Columns) -> list[int]:
    """Return for each passage the number of the first one that begins after it ends."""
    starts = [start for start, _ in columns.spans]
    return list(map(bisect_left, repeat(starts), [end for _, end in columns.spans]))


def _sweep(columns: Columns, sets: Sequence[int], pairs: Mapping[int, Counter[int]]) -> None:
    """Count the overlapping pairs of different passages of a document by their sets of codes.

    In the order of starts, the passages that begin before another ends follow it without a gap.
    """
    reach = _reach(columns)
    by_set: defaultdict[int, list[int]] = defaultdict(list)
    for passage, number in enumerate(sets):
        if reach[passage] > passage + 1:
            by_set[number].append(passage)
    for number, passages in by_set.items():
        slices = [sets[one + 1 : reach[one]] for one in passages]
        pairs[number].update(chain.from_iterable(slices))
