"""Reading out of a table what a kind of picture shows; a table of another shape is refused."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeGuard

from qcode.errors import UsageError
from qcode.model.tables import CellValue, Column, Format, Header, Missing, Table
from qcode.text.cells import INCOMPLETE_MARK, is_number, shown


@dataclass(frozen=True, slots=True)
class Grid:
    """The counted rows and columns of a cross-table, without totals and tests."""

    rows: Sequence[Header]
    columns: Sequence[Column]
    values: Sequence[Sequence[CellValue]]
    incomplete: frozenset[tuple[int, int]] = frozenset()
    """Cells (row, column) whose number may grow."""

    @property
    def largest(self) -> float:
        """The largest number without its sign; 0 where there is none."""
        return max((abs(value) for row in self.values for value in row if number(value)), default=0.0)

    @property
    def signed(self) -> bool:
        """Whether there are numbers below 0, as in phi and residuals."""
        return any(value < 0 for row in self.values for value in row if number(value))

    def text(self, row: int, column: int) -> str:
        """Return what stands in a cell, as a person reads it, with the mark of a number that may grow."""
        so_far = INCOMPLETE_MARK if (row, column) in self.incomplete else ""
        return shown(self.values[row][column], self.columns[column].format) + so_far

    def row_name(self, row: int) -> str:
        """Return what a row is called, with the N that its shares rest on."""
        return _with_n(self.rows[row])

    def column_name(self, column: int) -> str:
        """Return what a column is called, with the N that its shares rest on."""
        return _with_n(self.columns[column])

    def has(self, mark: Missing) -> bool:
        """Tell whether some cell has this in place of a number."""
        return any(value is mark for row in self.values for value in row)


def _with_n(header: Header) -> str:
    return header.label if header.n is None else f"{header.label} (N={header.n:,})"


def number(value: CellValue) -> TypeGuard[int | float]:
    """Tell whether a value is a number that can be drawn; nothing of infinite size can."""
    return is_number(value)


def refuse(kind: str, reason: str) -> UsageError:
    """Return the error for a table of a shape that a kind of picture cannot show."""
    return UsageError(f"This table cannot be shown as a {kind}: {reason}")


def grid(table: Table, kind: str) -> Grid:
    """Return what there is to be shaded. Raises UsageError for a table without numbers."""
    rows = [place for place, row in enumerate(table.rows) if not row.total]
    columns = [
        place
        for place, column in enumerate(table.columns)
        if not column.total and not column.of_row and column.format is not Format.TEXT
    ]
    if table.stub is None or not any(column.format is not Format.TEXT for column in table.columns):
        raise refuse(kind, "it is a list, not numbers in rows and columns.")
    return Grid(
        [table.rows[place] for place in rows],
        [table.columns[place] for place in columns],
        [[table.values[row][column] for column in columns] for row in rows],
        frozenset(
            (at, place)
            for at, row in enumerate(rows)
            for place, column in enumerate(columns)
            if (row, column) in table.incomplete and number(table.values[row][column])
        ),
    )


def named(table: Table, kind: str, wanted: Sequence[str]) -> list[list[CellValue]]:
    """Return the values of some columns by the columns' names. Raises UsageError where one lacks."""
    places = {column.name: place for place, column in enumerate(table.columns)}
    lacking = [name for name in wanted if name not in places]
    if lacking:
        raise refuse(kind, f"it has no column “{lacking[0]}”.")
    return [[row[places[name]] for name in wanted] for row in table.values]


def title_of(table: Table) -> str:
    """Return the title of a table on one line."""
    return " ".join(table.title.split())


@dataclass(frozen=True, slots=True)
class Step:
    """A row of something that grows."""

    label: str
    date: str
    new: float
    total: float
    new_text: str
    """What is new as a person reads it: `3 new`, with the mark of a number that may grow, or why there is
    no number."""
    total_text: str
    """What there is as a person reads it: `17`, or `17+` where it may grow."""


def growth(table: Table) -> list[Step]:
    """Return the steps of a curve: the last column of numbers is what there is, the one before what is new.

    With one column of numbers, what is new is the difference; a column `date` dates the rows. Raises
    UsageError for a table without numbers.
    """
    numeric = [
        place for place, one in enumerate(table.columns) if one.format is not Format.TEXT and not one.of_row
    ]
    if not numeric:
        raise refuse("curve", "it has no column of numbers.")
    texts = [place for place, one in enumerate(table.columns) if one.format is Format.TEXT]
    dates = next((place for place in texts if table.columns[place].name == "date"), None)
    names = next((place for place in texts if place != dates), None)
    steps: list[Step] = []
    before = 0.0
    for at, (header, row) in enumerate(zip(table.rows, table.values, strict=True)):
        last = row[numeric[-1]]
        if header.total or not number(last):
            continue
        given = row[numeric[-2]] if len(numeric) > 1 else last - before
        name = header.label if table.stub is not None or names is None else str(row[names])
        shape = table.columns[numeric[-1]].format

        def so_far(columns: Sequence[int], at: int = at) -> str:
            return INCOMPLETE_MARK if any((at, one) in table.incomplete for one in columns) else ""

        steps.append(
            Step(
                name,
                "" if dates is None else str(row[dates] or ""),
                given if number(given) else 0,
                last,
                shown(given, shape) + (f"{so_far(numeric[-2:-1])} new" if number(given) else ""),
                shown(last, shape) + so_far(numeric[-1:]),
            )
        )
        before = last
    return steps


@dataclass(frozen=True, slots=True)
class Merge:
    """Two things put together; leaves are numbered from 0, merges go on from there."""

    left: int
    right: int
    height: float


@dataclass(frozen=True, slots=True)
class Tree:
    """What was put together with what."""

    leaves: Sequence[str]
    merges: Sequence[Merge]
    order: Sequence[int]
    """The leaves so that no lines cross."""

    @property
    def highest(self) -> float:
        """The height of the highest merge; 0 where there is none."""
        return max((one.height for one in self.merges), default=0.0)


def tree(table: Table) -> Tree:
    """Return what a dendrogram shows. Raises UsageError for a table that is none of merges."""
    rows = named(table, "dendrogram", ("left", "right", "height"))
    steps = {f"#{number + 1}": number for number in range(len(rows))}
    leaves: list[str] = []
    for row in rows:
        leaves += [str(side) for side in row[:2] if str(side) not in steps]
    merges: list[Merge] = []
    open_ones = set(range(len(leaves)))
    next_leaf = 0
    for place, (left, right, height) in enumerate(rows):
        sides = []
        for side in (str(left), str(right)):
            if side in steps:
                sides.append(len(leaves) + steps[side])
            else:
                sides.append(next_leaf)
                next_leaf += 1
        if not number(height) or not open_ones.issuperset(sides) or sides[0] == sides[1]:
            raise refuse("dendrogram", f"step {place + 1} does not put together two that are there.")
        open_ones.difference_update(sides)
        open_ones.add(len(leaves) + place)
        merges.append(Merge(sides[0], sides[1], float(height)))
    return Tree(leaves, merges, _leaves_in_order(len(leaves), merges, sorted(open_ones)))


def _leaves_in_order(leaves: int, merges: Sequence[Merge], roots: Sequence[int]) -> list[int]:
    order: list[int] = []
    pending = list(reversed(roots))
    while pending:
        node = pending.pop()
        if node < leaves:
            order.append(node)
        else:
            pending += [merges[node - leaves].right, merges[node - leaves].left]
    return order


@dataclass(frozen=True, slots=True)
class Point:
    """Something that lies in a plane."""

    label: str
    kind: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Plane:
    """Points, and what the axes are called."""

    points: Sequence[Point]
    across: str
    up: str

    @property
    def kinds(self) -> list[str]:
        """The kinds of points, in the order in which they come."""
        return list(dict.fromkeys(one.kind for one in self.points))


def plane(table: Table) -> Plane:
    """Return what a map shows; with one axis alone the points lie on a line. Raises UsageError."""
    axes = [place for place, column in enumerate(table.columns) if column.name.startswith("axis ")][:2]
    kinds = named(table, "map", ("kind",))
    if not axes:
        raise refuse("map", "it has no column “axis 1”.")
    points = []
    for header, row, (kind,) in zip(table.rows, table.values, kinds, strict=True):
        places = [row[axis] for axis in axes]
        if all(number(one) for one in places):
            x, y = (*[float(one) for one in places if number(one)], 0.0)[:2]
            points.append(Point(header.label, str(kind), x, y))
    names = [table.columns[axis].label for axis in axes]
    return Plane(points, names[0], names[1] if len(names) > 1 else "")


@dataclass(frozen=True, slots=True)
class Node:
    """What edges of a network meet in."""

    label: str
    size: float


@dataclass(frozen=True, slots=True)
class Edge:
    """Two nodes that go together, by their places, and how strongly as a number and as it reads."""

    left: int
    right: int
    strength: float
    text: str


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes and edges, the strongest first."""

    nodes: Sequence[Node]
    edges: Sequence[Edge]

    @property
    def strongest(self) -> float:
        """The strength of the strongest edge; 1 where there is none."""
        return max((one.strength for one in self.edges), default=1.0) or 1.0

    @property
    def largest(self) -> float:
        """The size of the largest node; 1 where none has a size."""
        return max((one.size for one in self.nodes), default=1.0) or 1.0


def network(table: Table) -> Network:
    """Return what a network shows. Raises UsageError for a table that is none of pairs."""
    wanted = ("left", "right", "strength", "size_left", "size_right")
    rows = named(table, "network", wanted)
    shape = next(column.format for column in table.columns if column.name == "strength")
    sizes: dict[str, float] = {}
    edges: list[tuple[str, str, float]] = []
    for left, right, strength, *both in rows:
        if not number(strength) or float(strength) <= 0:
            continue
        edges.append((str(left), str(right), float(strength)))
        for name, size in zip((str(left), str(right)), both, strict=True):
            sizes.setdefault(name, float(size) if number(size) else 0.0)
    places = {name: place for place, name in enumerate(sizes)}
    edges.sort(key=lambda edge: -edge[2])
    return Network(
        [Node(name, size) for name, size in sizes.items()],
        [Edge(places[one], places[other], value, shown(value, shape)) for one, other, value in edges],
    )


OPEN = "open"
"""What stands in `until` where something goes on."""
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


@dataclass(frozen=True, slots=True)
class Dated:
    """Something with a date; `start` and `end` in years."""

    label: str
    case: str
    kind: str
    start: float
    end: float | None
    """None for a point of time."""
    goes_on: bool
    dates: str
    """As a person reads them."""

    @property
    def last(self) -> float:
        """When it ends, as far as that is known."""
        return self.start if self.end is None else self.end


def dated(table: Table) -> list[Dated]:
    """Return what a timeline shows, by case in the order of the table, then by date.

    What has no date is left out. Raises UsageError for a table without the columns.
    """
    rows = named(table, "timeline", ("case", "kind", "from", "until"))
    things: list[Dated] = []
    for header, (case, kind, start, until) in zip(table.rows, rows, strict=True):
        began = years(str(start))
        if began is None:
            continue
        goes_on = str(until) == OPEN
        ended = None if goes_on else years(str(until), 1)
        end = ended if ended is not None and ended > began else None
        if goes_on or end is not None:
            began = years(str(start), 0) or began
        dates = str(start) + (" →" if goes_on else f" – {until}" if end is not None else "")
        things.append(Dated(header.label, str(case), str(kind), began, end, goes_on, dates))
    cases = {case: place for place, case in enumerate(dict.fromkeys(one.case for one in things))}
    return sorted(things, key=lambda one: (cases[one.case], one.start))


def span_of(things: Sequence[Dated]) -> tuple[int, int]:
    """Return the years that a timeline of some things begins and ends with."""
    first = math.floor(min(one.start for one in things))
    return first, max(first + 1, math.ceil(max(one.last for one in things)))


def years(date: str, part: float = 0.5) -> float | None:
    """Return an ISO date, perhaps of a month or a year alone, in years; None where it is none.

    Of a month or a year alone it is where `part` of it has passed: 0 its beginning, 1 its end.
    """
    found = _DATE.fullmatch(date.strip())
    if found is None:
        return None
    year, month, day = (int(number) if number else None for number in found.groups())
    if year is None or (month is not None and not 1 <= month <= 12):
        return None
    if month is None:
        return year + part
    return year + (month - 1) / 12 + ((day - 1) / 372 if day else part / 12)
