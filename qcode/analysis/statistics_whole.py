"""One test of a whole cross-table: do its rows and columns have to do with each other?

It holds where each document or case stands in one row and in one column. Codes seldom allow it, for a
document has many; the attributes of cases and documents do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import product

from qcode.analysis import statistics_notes as notes
from qcode.analysis.cells import TOTAL, Cells
from qcode.analysis.counts import Counts
from qcode.analysis.dimensions import Dimension
from qcode.analysis.measures import Measure
from qcode.analysis.selection import Selection
from qcode.analysis.statistics import adjusted_residuals
from qcode.analysis.statistics_results import UNITS, WITHOUT, Method, Result, columns_of, result_of
from qcode.errors import DataError, UsageError
from qcode.model.tables import Column, Format, Header, Table
from qcode.text.names import counted, quoted

_Unit = int


def with_whole_test(
    selection: Selection,
    sides: tuple[Dimension, Dimension],
    table: Table,
    measure: Measure,
    kind: Method,
    *,
    residuals: bool,
    aggregated: bool,
) -> Table:
    """Return a table with a test of all of it in its row of totals; residuals stand beside their rows.

    Rows and columns of what has no value or no case are left out. Raises UsageError for a test or a measure
    that it cannot be of, DataError where a document or case stands in several rows or columns, or where
    fewer than two of them have any.
    """
    unit = _unit(sides, measure, kind)
    counts = Counts(selection, *sides, measures=(measure,), aggregated=aggregated)
    everything = _members(counts.cells, measure)
    members = _with_values(everything, sides)
    left_out = set().union(*everything.values()) - set().union(*members.values())
    for which, side in enumerate(sides):
        _refuse_several(selection, members, which, side, unit)
    rows, columns = (sorted({place[which] for place in members}) for which in (0, 1))
    if min(len(rows), len(columns)) < 2:
        raise DataError("There is nothing to compare: fewer than two rows or columns have any.")
    numbers = [[len(members.get((row, column), ())) for column in columns] for row in rows]
    whole = sum(map(sum, numbers))
    found: dict[int, Result] = {
        number: {"n": whole, **result_of(kind, numbers)}
        for number, header in enumerate(table.rows)
        if header.total
    }
    said = notes.of_whole_table(kind, unit, whole, len(rows), len(columns), len(left_out))
    said += notes.of_rows(found.values(), unit, 0, sum(one["p"] is None for one in found.values()))
    beside = [one for one in columns_of(kind, found.values()) if one.name != "p_holm"]
    if residuals:
        headers = [sides[1].headers[place] for place in columns]
        beside += [_residual_column(one) for one in headers]
        of_rows = dict(zip(rows, adjusted_residuals(numbers), strict=True))
        found |= _residuals(table, sides[0], headers, of_rows)
        said += notes.of_residuals(len(rows) * len(columns), "cells")
    said += notes.of_dependence(selection, unit, [tuple(set().union(*members.values()))])
    width = len(table.columns)
    return replace(
        table,
        columns=[*table.columns, *beside],
        values=[
            [*line, *(found.get(number, {}).get(column.name) for column in beside)]
            for number, line in enumerate(table.values)
        ],
        behind=lambda row, column: table.behind(row, column) if column < width else (),
        notes=[*table.notes[:-1], *(one for one in said if "p (Holm)" not in one), *table.notes[-1:]],
    )


def _unit(sides: tuple[Dimension, Dimension], measure: Measure, kind: Method) -> str:
    """Return what is tested: document or case. Raises UsageError where the test would mean nothing."""
    if kind is Method.PERMUTATION:
        raise UsageError("A permutation is a test of each row.", "Take chi2, g2 or fisher.")
    if measure not in UNITS:
        hint = "Count documents or cases: measure documents or cases."
        raise UsageError("A test of the whole table is of documents or cases, which count once each.", hint)
    unit = UNITS[measure]
    if any(side.spec == unit for side in sides):
        hint = f"Group them by {unit}.ATTRIBUTE."
        raise UsageError(f"There is nothing to compare: each row or column is one {unit}.", hint)
    return unit


def _residuals(
    table: Table, down: Dimension, headers: Sequence[Header], of_rows: Mapping[int, Sequence[float | None]]
) -> dict[int, Result]:
    """Return the residuals of each row by its number in the table."""
    places = {(header.uid, header.name): place for place, header in enumerate(down.headers)}
    found: dict[int, Result] = {}
    for number, header in enumerate(table.rows):
        row = TOTAL if header.total else places[header.uid, header.name]
        if row in of_rows:
            pairs = zip(headers, of_rows[row], strict=True)
            found[number] = {f"residual {one.name}": value for one, value in pairs}
    return found


def _residual_column(of: Header) -> Column:
    key = f"residual {of.name}"
    return Column(of.label, group="Adjusted residual", key=key, format=Format.DECIMAL, of_row=True)


def _members(cells: Cells, measure: Measure) -> Mapping[tuple[int, int], set[_Unit]]:
    """Return the documents or cases that stand in each cell, where any do."""
    found: dict[tuple[int, int], set[_Unit]] = defaultdict(set)
    rows, columns = (range(len(side.headers)) for side in cells.sides)
    for place in product(rows, columns):
        for block in cells[place]:
            if measure is Measure.DOCUMENTS:
                found[place].add(block.document)
            else:
                found[place].update(case for case, _ in cells.matching(block, place) if case is not None)
    return {place: several for place, several in found.items() if several}


def _with_values(
    members: Mapping[tuple[int, int], set[_Unit]], sides: tuple[Dimension, Dimension]
) -> Mapping[tuple[int, int], set[_Unit]]:
    """Return the cells of rows and columns that stand for a value."""
    without = [
        {place for place, header in enumerate(side.headers) if header.label in WITHOUT} for side in sides
    ]
    return {
        (row, column): several
        for (row, column), several in members.items()
        if row not in without[0] and column not in without[1]
    }


def _refuse_several(
    selection: Selection,
    members: Mapping[tuple[int, int], Iterable[_Unit]],
    which: int,
    side: Dimension,
    unit: str,
) -> None:
    standing: dict[_Unit, set[int]] = defaultdict(set)
    for place, several in members.items():
        for one in several:
            standing[one].add(place[which])
    often = [one for one, places in standing.items() if len(places) > 1]
    if not often:
        return
    corpus = selection.corpus
    known = corpus.documents if unit == "document" else corpus.cases
    first = next(known[one].name for one in known if one in often)
    more = f" and {counted(len(often) - 1, f'other {unit}')}" if often[1:] else ""
    what = ("rows", "columns")[which]
    raise DataError(
        f"{quoted(first)}{more} {'stand' if more else 'stands'} in several {what} ({side.spec}), and a test"
        f" of the whole table counts each {unit} once.",
        "Test each row (without the whole table), or take attributes, of which each has one value.",
    )
