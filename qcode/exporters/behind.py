"""Which quotations are behind which number of a table, for the formats that show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat

from qcode.model.tables import Format, Missing, Table

Place = tuple[int, int]
"""Row and column of a value in a table."""

READ = ("document", "case", "participant", "role", "code", "quote", "translation", "coder", "memo")
"""Columns of a list of quotations that a reader wants to see, in that order."""
LOOKED_UP = ("start", "end", "case_override", "uid")
"""Its technical columns."""
_NOT_THERE = -1


@dataclass(slots=True)
class Behind:
    """The quotations behind one number, or behind several that rest on the same codings."""

    rows: Sequence[int]
    """Rows of the detail table, in its order."""
    places: list[Place] = field(default_factory=list)
    """The numbers, in reading order."""


def rows_of_codings(detail: Table) -> Mapping[int, int]:
    """Return row id of a coding -> its row in a list of quotations."""
    return {coding: row for row in range(len(detail.rows)) for coding in detail.behind(row, 0)}


def quotations_behind(table: Table, row_of: Mapping[int, int]) -> tuple[list[Behind], int]:
    """Return one entry for each set of codings, and how many codings have no quotation.

    `row_of` is what `rows_of_codings` makes of the list of quotations. Blanks, marks (no data, not
    coded yet) and counts of 0 have none. A set of which the list knows no coding has none either.
    """
    by_rows: dict[tuple[int, ...], Behind] = {}
    missing: set[int] = set()

    def found(codings: Sequence[int]) -> Behind:
        # They mostly come in the order of the list, and what is nearly in order is quickly sorted.
        rows = dict.fromkeys(map(row_of.get, codings, repeat(_NOT_THERE)))
        if _NOT_THERE in rows:
            del rows[_NOT_THERE]
            missing.update(set(codings) - row_of.keys())
        in_order = tuple(sorted(rows))
        return by_rows.setdefault(in_order, Behind(in_order))

    for row, values in enumerate(table.values):
        # Columns of several measures rest on the very same codings.
        known: dict[int, tuple[Sequence[int], Behind]] = {}
        for column, value in enumerate(values):
            counts = table.columns[column].format is Format.COUNT
            if value is None or isinstance(value, Missing) or (counts and value == 0):
                continue
            codings = table.behind(row, column)
            if id(codings) not in known:
                known[id(codings)] = codings, found(codings)
            known[id(codings)][1].places.append((row, column))
    return [one for rows, one in by_rows.items() if rows], len(missing)


def reading_order(detail: Table) -> list[int]:
    """Return the columns with those first that a reader wants to see, the technical ones last.

    Columns in which nothing stands are left out.
    """

    def rank(place: int) -> tuple[int, int]:
        name = detail.columns[place].name
        if name in READ:
            return 0, READ.index(name)
        return (2, LOOKED_UP.index(name)) if name in LOOKED_UP else (1, place)

    filled = [
        place
        for place in range(len(detail.columns))
        if any(values[place] not in ("", None) for values in detail.values)
    ]
    return sorted(filled, key=rank)
