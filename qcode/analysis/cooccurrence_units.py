"""Where two codes can meet (rule 11), and what is counted there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from itertools import chain, compress
from operator import or_

from qcode.analysis.cells import TOTAL, counted_codes
from qcode.analysis.dimensions import Dimension
from qcode.analysis.selection import Selection
from qcode.errors import UsageError

_UNITS = "segment, overlap, turn, turns:K, paragraph, document, case"
_TURNS = re.compile(r"turns:(\d{1,2})", re.ASCII)


class Place(StrEnum):
    """The kind of place in which two codes meet."""

    SEGMENT = "segment"
    """A passage: both codes have the same span."""
    OVERLAP = "overlap"
    """Two passages that share at least one character."""
    TURN = "turn"
    PARAGRAPH = "paragraph"
    """A line of a document that has counted speech."""
    DOCUMENT = "document"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class Unit:
    """A place in which two codes meet, or how far apart two such places may be."""

    place: Place
    apart: int = 0
    """How far from each other two turns may be, 1 for the next one; 0: one turn has both."""

    @property
    def of_pairs(self) -> bool:
        """Whether pairs of places are counted, rather than places that have both codes."""
        return self.place is Place.OVERLAP or self.apart > 0

    @property
    def counted(self) -> str:
        """What the codes are found in, one by one: segments, turns ..."""
        return "segments" if self.place is Place.OVERLAP else f"{self.place}s"

    def __str__(self) -> str:
        return f"turns:{self.apart}" if self.apart else str(self.place)


def read_unit(unit: str) -> Unit:
    """Return a unit by its name; `turns:2` is within two turns. Raises UsageError."""
    if not unit:
        raise UsageError("Code by code needs a unit in which two codes meet.", f"Units are {_UNITS}.")
    plain = unicodedata.normalize("NFKC", unit).strip().lower()
    if plain in set(Place):
        return Unit(Place(plain))
    near = _TURNS.fullmatch(plain)
    if near is None:
        hint = f"Units are {_UNITS}; K is a number of turns up to 99."
        raise UsageError(f"There is no unit “{unit}”.", hint)
    return Unit(Place.TURN, int(near[1]))


class Meetings:
    """How often codes meet. A row or column stands for a code, in aggregated tables with its sub-codes.

    `TOTAL` as a row or a column stands for any theme there that the other code does not hold and is not
    held by. `every` is the number of all places, with and without codes, where one place has both; else
    None.
    """

    every: int | None

    def __init__(self, selection: Selection, down: Dimension, across: Dimension) -> None:
        self.down, self.across = down, across
        self.rows, self.columns = range(len(down.headers)), range(len(across.headers))
        self.row_themes, self.column_themes = (_themes(selection, side) for side in (down, across))
        self._kin: list[set[int]] = [set(across.of(code)) for code in down.codes]
        for column, code in enumerate(across.codes):
            for row in down.of(code):
                self._kin[row].add(column)
        self._beside_rows = [
            tuple(column for column in self.column_themes if column not in self._kin[row])
            for row in self.rows
        ]
        self._beside_columns = [
            tuple(row for row in self.row_themes if column not in self._kin[row]) for column in self.columns
        ]
        self._selection = selection
        self._ids: list[int] = []
        self._everything = _Codings(self._bit_of_column(len(self.columns)))
        self._pairs: dict[tuple[int, int], list[int]] = {}
        """What is behind cells of which the mirrored one, with the same codings, was not asked for yet."""
        self._of_rows: list[_Codings] = []
        self._of_columns: list[_Codings] = []

    def are_same(self, row: int, column: int) -> bool:
        """Tell whether a row and a column are of one code."""
        return TOTAL not in (row, column) and self.down.codes[row] == self.across.codes[column]

    def are_kin(self, row: int, column: int) -> bool:
        """Tell whether two headers are of one code, or one of them counts the other's codings too."""
        return TOTAL not in (row, column) and column in self._kin[row]

    def can_meet(self, row: int, column: int) -> bool:
        """Tell whether a row and a column stand for codes that can meet: for some that are no kin."""
        if column != TOTAL:
            return bool(self.beside_column(column)) if row == TOTAL else not self.are_kin(row, column)
        rows = self.row_themes if row == TOTAL else (row,)
        return any(map(self.beside_row, rows))

    def beside_row(self, row: int) -> Sequence[int]:
        """Return the themes among the columns that a row can meet: those that are not its kin."""
        return self._beside_rows[row]

    def beside_column(self, column: int) -> Sequence[int]:
        """Return the themes among the rows that a column can meet."""
        return self._beside_columns[column]

    def having(self, row: int) -> int:
        """Return how many places have a row's code, alone or together."""
        raise NotImplementedError

    def having_column(self, column: int) -> int:
        """Return how many places have a column's code, alone or together."""
        raise NotImplementedError

    def together(self, row: int, column: int) -> int:
        """Return how often a row and a column meet that are no kin; either may be `TOTAL`."""
        raise NotImplementedError

    def ids(self, row: int, column: int) -> list[int]:
        """Return the ids of the codings through which a row and a column meet, in the order of the text."""
        if not self._ids:
            self._settle()
        if TOTAL not in (row, column) and not self.are_kin(row, column):
            mirrored = self._pairs.pop((column, row), None)
            if mirrored is not None:
                return mirrored
            # No coding is of both, so that none stands in both.
            numbers = list(self._of_rows[row].meeting(self._bit_of_column(column)))
            numbers += self._of_columns[column].meeting(row)
            numbers.sort()
            found_ids = list(map(self._ids.__getitem__, numbers))
            if self.down is self.across:
                self._pairs[row, column] = found_ids.copy()
            return found_ids
        # Whole columns of truths about all codings, each of them a byte of one number.
        found = 0
        if row == column == TOTAL:
            for one in self.row_themes:
                found |= self._own_row(one) & self._meeting_columns(self.beside_row(one))
            for one in self.column_themes if self.down is not self.across else ():
                found |= self._own_column(one) & self._meeting_rows(self.beside_column(one))
        elif column == TOTAL:
            others = self.beside_row(row)
            found = self._own_row(row) & self._meeting_columns(others)
            found |= self._meeting_rows((row,)) & reduce(or_, map(self._own_column, others), 0)
        elif row == TOTAL:
            others = self.beside_column(column)
            found = self._own_column(column) & self._meeting_rows(others)
            found |= self._meeting_columns((column,)) & reduce(or_, map(self._own_row, others), 0)
        elif self.are_same(row, column):
            found = self._own_row(row) & self._meeting_rows((row,))
        return list(compress(self._ids, found.to_bytes(len(self._ids), "little")))

    def _own_row(self, row: int) -> int:
        """Return which codings fall under a row."""
        return self._of_rows[row].own_truths(len(self._ids))

    def _own_column(self, column: int) -> int:
        return self._of_columns[column].own_truths(len(self._ids))

    def _meeting_rows(self, rows: Iterable[int]) -> int:
        """Return which codings meet one of some rows."""
        return reduce(or_, map(self._everything.truths, rows), 0)

    def _meeting_columns(self, columns: Iterable[int]) -> int:
        return reduce(or_, map(self._everything.truths, map(self._bit_of_column, columns)), 0)

    def marks_of(self, code: int) -> int:
        """Return the rows and columns that a code falls under as bits: rows first."""
        columns = map(self._bit_of_column, self.across.of(code))
        return reduce(or_, (1 << bit for bit in chain(self.down.of(code), columns)), 0)

    def _bit_of_column(self, column: int) -> int:
        return column if self.down is self.across else len(self.rows) + column

    def _met(self) -> Iterable[int]:
        """Yield for each coding of the selection the rows and columns that it meets, as bits."""
        raise NotImplementedError

    def _settle(self) -> None:
        """Sort the codings to the rows and columns that they are of, with what each of them meets."""
        width = self._bit_of_column(len(self.columns))
        of_rows = [_Codings(width) for _ in self.rows]
        of_columns = of_rows if self.down is self.across else [_Codings(width) for _ in self.columns]
        sides = [(self.down, of_rows)]
        if self.down is not self.across:
            sides.append((self.across, of_columns))
        of_code: dict[int, list[_Codings]] = {}
        for number, (coding, met) in enumerate(zip(self._selection, self._met(), strict=True)):
            code = coding[4]
            own = of_code.get(code)
            if own is None:
                own = [into[place] for side, into in sides for place in side.of(code)]
                own = of_code[code] = [*own, self._everything]
            for into in own:
                into.numbers.append(number)
                into.met.append(met)
            self._ids.append(coding[0])
        self._of_rows, self._of_columns = of_rows, of_columns


class _Codings:
    """Codings by their numbers in the selection, with the rows and columns that they meet as bits."""

    __slots__ = ("_own", "_signs", "_truths", "_width", "met", "numbers")

    def __init__(self, width: int) -> None:
        self.numbers: list[int] = []
        self.met: list[int] = []
        self._width = width
        self._own: int | None = None
        self._signs: bytes | None = None
        self._truths: dict[int, int] = {}

    def meeting(self, bit: int) -> Iterable[int]:
        """Return those that meet the row or column of a bit, in order."""
        return compress(self.numbers, self._meeting(bit))

    def own_truths(self, size: int) -> int:
        """Return which of so many codings of the selection these are, each as a byte of one number."""
        if self._own is None:
            own = bytearray(size)
            for number in self.numbers:
                own[number] = 1
            self._own = int.from_bytes(own, "little")
        return self._own

    def truths(self, bit: int) -> int:
        """Return which of them do, each as a byte of one number."""
        known = self._truths.get(bit)
        if known is None:
            known = self._truths[bit] = int.from_bytes(self._meeting(bit), "little")
        return known

    def _meeting(self, bit: int) -> bytes:
        if self._signs is None:
            # All bits in one long row of signs, of which every so-manieth is one header's.
            signs = "".join(map(f"{{:0{self._width}b}}".format, self.met))
            self._signs = signs.encode().translate(_TRUTHS)
        return self._signs[self._width - 1 - bit :: self._width]


_TRUTHS = bytes(int(sign == ord("1")) for sign in range(256))


def _themes(selection: Selection, side: Dimension) -> tuple[int, ...]:
    """Return the headers of codes that totals are made of."""
    totalled = counted_codes(selection, side)
    return tuple(place for place, code in enumerate(side.codes) if code in totalled)
