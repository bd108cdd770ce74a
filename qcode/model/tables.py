"""The one shape in which every analysis answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from qcode.model.cases import Entity


class Missing(Enum):
    """Why a cell has no number; a cell that was looked at and found empty is simply 0."""

    NO_DATA = "no data"
    """No document is in scope."""
    NOT_CODED = "not coded yet"
    """Nothing found so far, and a document in scope is not finished."""


CellValue = int | float | str | Missing | None
"""None stands for a cell that has no meaning (a blank)."""


class Format(Enum):
    """How the values of a column are to be read and shown."""

    TEXT = "text"
    COUNT = "count"
    DECIMAL = "decimal"
    """A rate; two decimals where it is shown, full precision where it is stored."""
    SHARE = "share"
    """0 to 1; shown as a percentage with one decimal."""
    PROBABILITY = "probability"
    """A p value; three decimals where it is shown, and what is smaller as <0.001."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a row stands for."""

    label: str
    uid: str | None = None
    """Of the code, case, document ...; None for totals and classes."""
    group: str | None = None
    """What heads it where rows or columns come in groups (a class of cases, a facet)."""
    level: int = 0
    """Depth in the codebook, for indentation."""
    total: bool = False
    n: int | None = None
    """The N that percentages of this row or column rest on."""
    key: str = field(default="", kw_only=True)
    """Name in files for scripts: a code's path, a CSV header, a JSON key; empty: the label."""

    @property
    def name(self) -> str:
        """What the row or column is called in files for scripts."""
        return self.key or self.label


@dataclass(frozen=True, slots=True)
class Column(Header):
    """What a column stands for, and how its values are shown."""

    format: Format = Format.TEXT
    names: Entity | None = field(default=None, kw_only=True)
    """What the column's texts name (several joined by `; `), where it is a case, document, participant."""
    of_row: bool = field(default=False, kw_only=True)
    """Whether the column says something of the row beside it, as tests do, and is none of what it counts."""
    several: bool = field(default=False, kw_only=True)
    """Whether each line of a text is one of several, such as quotations."""


def no_codings(row: int, column: int) -> Sequence[int]:  # noqa: ARG001
    """Stand for what is behind the values of a table that rests on no codings."""
    return ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows and columns with their headers, values, notes, and the codings behind each value."""

    name: str
    """Short name of what it is: freq, matrix, segments ..."""
    title: str
    rows: Sequence[Header]
    columns: Sequence[Column]
    values: Sequence[Sequence[CellValue]]
    """`values[row][column]`."""
    stub: str | None = None
    """Name of the column that the row headers form; None for a plain list (no such column)."""
    notes: Sequence[str] = ()
    """What was counted, denominator, filter, roles, coders, N, version, date: one sentence each."""
    behind: Callable[[int, int], Sequence[int]] = no_codings
    """`behind(row, column)`: ids of the codings that the value rests on."""
    incomplete: frozenset[tuple[int, int]] = field(default=frozenset())
    """Cells (row, column) above 0 whose documents in scope are not all finished."""


def themes_only(table: Table) -> Table:
    """Return a table of codes without the rows of facets, and without their columns where both are codes.

    Its totals are of the themes as they were.
    """
    rows = [place for place, header in enumerate(table.rows) if header.group is None]
    facets = {header.uid for header in table.rows if header.group is not None and header.uid}
    columns = [place for place, header in enumerate(table.columns) if header.uid not in facets]
    return _part(table, rows, columns, "Facets are not shown.")


NOT_SHOWN = "Not shown, as there is nothing in them"
"""Begins the note of a table whose empty rows and columns are left out."""


def used_only(table: Table) -> Table:
    """Return a table without the rows and columns in which there is nothing; the last totals stay.

    So does a row below which there is a row that stays: what is indented is never below another one.
    What is said of rows in a group of columns, as their N, goes with the group.
    """
    counting = [place for place, column in enumerate(table.columns) if not column.of_row]
    used = [place for place in counting if any(_is_something(values[place]) for values in table.values)]
    if counting and table.columns[counting[-1]].total:
        used.append(counting[-1])
    groups = {table.columns[place].group for place in used} | {None}
    columns = [
        place
        for place, column in enumerate(table.columns)
        if (column.group in groups if column.of_row else place in used)
    ]
    last = len(table.rows) - 1
    rows = _with_rows_above(
        table.rows,
        {
            place
            for place, values in enumerate(table.values)
            if any(_is_something(values[one]) for one in counting)
            or (place == last and table.rows[place].total)
        },
    )
    gone = [
        f"{number} {noun}{'' if number == 1 else 's'}"
        for number, noun in (
            (len(table.rows) - len(rows), "row"),
            (len(counting) - len({*used}), "column"),
        )
        if number
    ]
    return _part(table, rows, columns, f"{NOT_SHOWN}: {', '.join(gone)}.") if gone else table


def _with_rows_above(rows: Sequence[Header], kept: set[int]) -> list[int]:
    """Return the places of the rows that are kept, and of those that they lie below."""
    found = []
    level, group = 0, None
    for place in reversed(range(len(rows))):
        row = rows[place]
        if row.group != group:
            level, group = 0, row.group
        if place in kept or row.level < level:
            found.append(place)
            level = row.level
    return found[::-1]


def _is_something(value: CellValue) -> bool:
    return not isinstance(value, Missing) and bool(value)


def _part(table: Table, rows: Sequence[int], columns: Sequence[int], note: str) -> Table:
    """Return some rows and columns of a table, by their places, and a note that says so."""
    row_at = {place: number for number, place in enumerate(rows)}
    column_at = {place: number for number, place in enumerate(columns)}
    return replace(
        table,
        rows=[table.rows[place] for place in rows],
        columns=[table.columns[place] for place in columns],
        values=[[table.values[row][column] for column in columns] for row in rows],
        behind=lambda row, column: table.behind(rows[row], columns[column]),
        incomplete=frozenset(
            (row_at[row], column_at[column])
            for row, column in table.incomplete
            if row in row_at and column in column_at
        ),
        notes=[*table.notes[:-1], note, *table.notes[-1:]],
    )
