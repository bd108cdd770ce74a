"""Where two codes can meet (rule 11), and what is counted there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

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
    """How often codes meet. A row stands for a code, in aggregated tables with its sub-codes.

    `TOTAL` as a row or a column stands for any theme that the other code does not hold and is not held
    by. `every` is the number of all places, with and without codes, where one place has both; else None.
    """

    every: int | None

    def __init__(self, selection: Selection, side: Dimension) -> None:
        self.side = side
        self.rows = range(len(side.headers))
        totalled = counted_codes(selection)
        self.themes = tuple(row for row in self.rows if selection.codes[row] in totalled)
        self._kin: list[set[int]] = [{row} for row in self.rows]
        for row in self.rows:
            for above in side.of(selection.codes[row]):
                self._kin[row].add(above)
                self._kin[above].add(row)
        self._others = [tuple(one for one in self.themes if one not in kin) for kin in self._kin]
        self._selection = selection
        self._ids: list[int] = []

    def are_kin(self, row: int, column: int) -> bool:
        """Tell whether two rows are one code, or one of them counts the other's codings too."""
        return TOTAL not in (row, column) and column in self._kin[row]

    def others(self, row: int) -> Sequence[int]:
        """Return the themes that a row can meet: those that are not its kin."""
        return self._others[row]

    def having(self, row: int) -> int:
        """Return how many places have a code, alone or together."""
        raise NotImplementedError

    def together(self, row: int, column: int) -> int:
        """Return how often two rows meet that are no kin; either may be `TOTAL`."""
        raise NotImplementedError

    def ids(self, row: int, column: int) -> list[int]:
        """Return the ids of the codings through which two rows meet, in the order of the text."""
        found: set[int] = set()
        for own, columns in self._sides(row, column):
            found.update(self._meeting(own, columns))
        if not self._ids:
            self._ids = [coding[0] for coding in self._selection]
        return [self._ids[number] for number in sorted(found)]

    def _meeting(self, row: int, columns: Sequence[int]) -> Iterator[int]:
        """Yield the codings of a row that meet any of some rows, as their numbers in the selection."""
        raise NotImplementedError

    def _sides(self, row: int, column: int) -> Iterator[tuple[int, Sequence[int]]]:
        """Yield the rows whose codings are behind a cell, each with the rows that these have to meet."""
        if row == column == TOTAL:
            yield from ((one, self.others(one)) for one in self.themes)
        elif TOTAL in (row, column):
            own = max(row, column)
            yield own, self.others(own)
            yield from ((other, (own,)) for other in self.others(own))
        elif row == column:
            yield row, (row,)
        elif not self.are_kin(row, column):
            yield row, (column,)
            yield column, (row,)
