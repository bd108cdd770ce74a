"""Cross-tables with a test of each row: is it found more in some columns than in others?

What is tested has to be independent of each other. Documents and cases are, near enough, each counted
once; segments are not, for they are nested in documents. These are left where they are, and the cases
change their labels: how often do the columns then differ as much?
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import comb

from qcode.analysis import statistics_notes as notes
from qcode.analysis.conditions import Axis
from qcode.analysis.counts import Counts, Percent, read_measure
from qcode.analysis.crosstab import crosstab
from qcode.analysis.dimensions import Dimension, dimension
from qcode.analysis.measures import Measure
from qcode.analysis.selection import Selection
from qcode.analysis.statistics import (
    adjusted_residuals,
    holm,
)
from qcode.analysis.statistics_exact import Alternative, Relabelling, least_p
from qcode.analysis.statistics_results import (
    UNITS,
    WITHOUT,
    Method,
    Result,
    columns_of,
    read_alternative,
    read_test,
    result_of,
)
from qcode.errors import DataError, UsageError
from qcode.model.tables import CellValue, Column, Format, Table, themes_only
from qcode.text.names import counted, quoted

_UNLIKELY = 0.05


@dataclass(frozen=True, slots=True)
class Groups:
    """The columns that are compared, and what is in them."""

    unit: str
    """What is tested: document or case."""
    columns: tuple[int, ...]
    """Places of the columns that hold any of them."""
    members: tuple[tuple[int, ...], ...]
    """The documents or cases in each."""
    left_out: int
    """How many are in no group, for want of a value or a case."""

    @property
    def sizes(self) -> list[int]:
        """How many things are in each group."""
        return list(map(len, self.members))


@dataclass(slots=True)
class _Found:
    """What the tests of the rows say."""

    columns: list[Column] = field(default_factory=list)
    rows: dict[int, Result] = field(default_factory=dict)
    """By the row's number in the table."""
    alike: int = 0
    """Rows that are found in none of the documents or cases, or in all."""
    too_small: int = 0
    """Rows whose expected numbers are too small for the test."""


def crosstab_with_test(
    selection: Selection,
    rows: str = "code",
    columns: str = "case",
    measure: Measure | str = Measure.DOCUMENTS,
    percent: Percent | str | None = None,
    *,
    test: Method | str,
    alternative: Alternative | str = Alternative.TWO_SIDED,
    whole_table: bool = False,
    residuals: bool = False,
    aggregated: bool = False,
    per_coder: bool = False,
    by: str | None = None,
    themes: bool = False,
) -> Table:
    """Return `crosstab(...)` with a test of each row in columns behind it, and notes on it.

    `chi2`, `g2` and `fisher` compare how many documents (measure `documents`) or cases (`cases`) have
    a row at all; with `residuals` the adjusted residual of each column stands there too. `permutation`
    compares the means of the cases of each column, in any measure that is a number. `alternative` gives
    `fisher` a direction, of two columns: `greater` if the first has a row more often. `rows` are codes
    or a facet, `themes` leaves codes of facets out. With `whole_table` there is one test, of whether rows
    and columns have to do with each other at all, in the row of totals; each document or case then has to
    stand in one row and one column, and rows may be anything. Raises UsageError where the test would not
    be valid, DataError where the project's documents or cases do not allow it.
    """
    chosen, kind, side = read_measure(measure), read_test(test), read_alternative(alternative)
    _refuse_shape(kind, side, by=by, whole_table=whole_table, alone=themes or per_coder)
    down, across = (dimension(selection, one, aggregated=aggregated) for one in (rows, columns))
    if whole_table:
        from qcode.analysis.statistics_whole import with_whole_test

        table = crosstab(selection, rows, columns, chosen, percent, aggregated=aggregated)
        how = {"residuals": residuals, "aggregated": aggregated}
        return with_whole_test(selection, (down, across), table, chosen, kind, **how)
    _refuse(kind, chosen, down, across, residuals=residuals, per_coder=per_coder)
    table = crosstab(selection, rows, columns, chosen, percent, aggregated=aggregated)
    if themes:
        table = themes_only(table)
    groups = _groups(selection, across, "case" if kind is Method.PERMUTATION else UNITS[chosen])
    places = _places(table, down)
    if kind is Method.PERMUTATION:
        of_cases = dimension(selection, "case")
        counts = Counts(selection, down, of_cases, measures=(chosen,), aggregated=aggregated)
        found = _permuted(counts, chosen, groups, places, across)
    else:
        counts = Counts(selection, down, across, measures=(chosen,), aggregated=aggregated)
        found = _compared(kind, counts, chosen, groups, places, side, residuals=residuals)
    _set_right(found)
    said = [
        *notes.of_test(kind, chosen, groups.unit, _direction(side, counts, groups)),
        notes.of_groups(groups.unit, groups.sizes, groups.left_out),
        *notes.of_rows(found.rows.values(), groups.unit, found.alike, found.too_small),
        *(notes.of_residuals(len(groups.columns)) if residuals else ()),
        *notes.of_dependence(selection, groups.unit, groups.members),
    ]
    return _beside(table, found, said)


def _direction(side: Alternative, counts: Counts, groups: Groups) -> str:
    """Say in which direction a test looks; empty: in both."""
    across = counts.cells.columns
    if side is Alternative.TWO_SIDED or across is None:
        return ""
    first, second = (quoted(across.headers[place].name) for place in groups.columns)
    often = "more" if side is Alternative.GREATER else "less"
    return f"one-sided: {first} has it {often} often than {second}"


def _refuse_shape(kind: Method, side: Alternative, *, by: str | None, whole_table: bool, alone: bool) -> None:
    """Refuse a test of what is no table of its own; `alone`: of some rows, or of one coder, alone."""
    if by is not None:
        hint = "Choose a block with a condition, as --where does."
        raise UsageError("A test compares the columns of one table, not those of several blocks.", hint)
    if side is not Alternative.TWO_SIDED and (kind is not Method.FISHER or whole_table):
        raise UsageError("A direction has the test fisher only, of each row by two columns.")
    if whole_table and alone:
        raise UsageError("A test of the whole table is of all its rows, and of all coders together.")


def _refuse(
    kind: Method,
    measure: Measure,
    down: Dimension,
    across: Dimension,
    *,
    residuals: bool,
    per_coder: bool,
) -> None:
    """Raise UsageError where a test would mean nothing, with the reason and what would."""
    if down.axis not in (Axis.CODE, Axis.FACET):
        raise UsageError("Tests are of codes, or of the values of a facet: these have to be the rows.")
    if not across.narrows:
        hint = "Take document.kind, document.ATTRIBUTE or case.ATTRIBUTE."
        raise UsageError("A test needs columns that are groups of documents or cases.", hint)
    if per_coder:
        raise UsageError("A test is of the codings of all selected coders together.", "Select one coder.")
    if kind is Method.PERMUTATION:
        if residuals:
            raise UsageError("Residuals belong to the tests chi2, g2 and fisher.")
        if measure is Measure.QUOTES:
            raise UsageError("Quotations are no numbers: there is nothing to test.")
        if across.axis is not Axis.CASE:
            hint = "Take case.ATTRIBUTE as columns, or test documents: measure documents, test fisher."
            raise UsageError("A permutation gives the cases other labels: columns have to group cases.", hint)
    elif measure not in UNITS:
        what = "Segments" if measure is Measure.SEGMENTS else f"The numbers of {quoted(measure)}"
        reason = "are nested in documents and not independent: such a test finds more than there is."
        hint = "Test how many have the code: measure documents or cases; or take the test permutation."
        raise UsageError(f"{what} {reason}", hint)
    if across.subtotals:
        _, _, classes = across.spec.partition(" by ")
        raise UsageError(
            "A test compares groups of cases, not the cases in them.", f"Take {classes} as columns."
        )
    unit = "case" if kind is Method.PERMUTATION else UNITS[measure]
    if across.spec == unit:
        hint = f"Group them by {unit}.ATTRIBUTE."
        raise UsageError(f"There is nothing to compare: each column is one {unit}.", hint)


def _groups(selection: Selection, across: Dimension, unit: str) -> Groups:
    """Return the columns with their documents or cases. Raises DataError where these allow no test."""
    of_documents = unit == "document"
    members: list[set[int]] = [set() for _ in across.headers]
    for document, pairs in selection.scope.holdings.items():
        for case, participant in pairs:
            key = {Axis.DOCUMENT: document, Axis.CASE: case}.get(across.axis, participant)
            one = document if of_documents else case
            if one is not None:
                for place in across.of(key):
                    members[place].add(one)
    _refuse_overlap(selection, members, of_documents)
    without = [place for place, header in enumerate(across.headers) if header.label in WITHOUT]
    kept = [place for place, several in enumerate(members) if several and place not in without]
    groups = Groups(
        unit,
        tuple(kept),
        tuple(tuple(sorted(members[place])) for place in kept),
        sum(len(members[place]) for place in without),
    )
    if len(kept) < 2:
        raise DataError("There is nothing to compare: fewer than two columns have data.")
    return groups


def _refuse_overlap(selection: Selection, members: Sequence[set[int]], of_documents: bool) -> None:
    known = selection.corpus.documents if of_documents else selection.corpus.cases
    several = [one for one in known if sum(one in column for column in members) > 1]
    if several:
        unit = "document" if of_documents else "case"
        more = f" and {counted(len(several) - 1, 'more ' + unit, f'more {unit}s')}" if several[1:] else ""
        verb = "stand" if several[1:] else "stands"
        other = (
            "Count cases (measure cases), or leave" if of_documents else "Group by case.ATTRIBUTE, or leave"
        )
        first = quoted(known[several[0]].name)
        raise DataError(
            f"{first}{more} {verb} in several columns, and a test counts each {unit} once.",
            f"{other} out what does with a condition.",
        )


def _places(table: Table, down: Dimension) -> dict[int, int]:
    """Return for each row of a table but the total its place in the dimension."""
    known = {(header.uid, header.name): place for place, header in enumerate(down.headers)}
    return {
        number: known[header.uid, header.name] for number, header in enumerate(table.rows) if not header.total
    }


def _compared(
    kind: Method,
    counts: Counts,
    measure: Measure,
    groups: Groups,
    places: dict[int, int],
    side: Alternative,
    *,
    residuals: bool,
) -> _Found:
    """Test how many documents or cases have each row, and how many have not."""
    if side is Alternative.TWO_SIDED:
        _refuse_few(groups, least_p(groups.sizes, _UNLIKELY))
    elif len(groups.sizes) != 2:
        columns = counted(len(groups.sizes), "column")
        hint = "Leave the others out with a condition, or test in both directions."
        raise DataError(f"A direction needs two columns, and {columns} have data.", hint)
    else:
        _refuse_few(groups, 1 / comb(sum(groups.sizes), groups.sizes[0]))
    found = _Found()
    headers = counts.cells.columns.headers if counts.cells.columns else ()
    beside = [(f"residual {headers[one].name}", headers[one].label) for one in groups.columns]
    whole = sum(groups.sizes)
    for number, place in places.items():
        having = [_number(counts.value(measure, (place, column))) for column in groups.columns]
        if sum(having) in (0, whole):
            found.alike += 1
            continue
        pairs = zip(groups.sizes, having, strict=True)
        table = [[int(one) for one in having], [size - int(one) for size, one in pairs]]
        result = result_of(kind, table, side)
        if residuals:
            of_row = adjusted_residuals(table)[0]
            result.update((key, value) for (key, _), value in zip(beside, of_row, strict=True))
        found.too_small += result["p"] is None
        found.rows[number] = {"n": whole, **result}
    found.columns = columns_of(kind, found.rows.values())
    if residuals:
        found.columns += [
            Column(label, group="Adjusted residual", key=key, format=Format.DECIMAL, of_row=True)
            for key, label in beside
        ]
    return found


def _permuted(
    counts: Counts, measure: Measure, groups: Groups, places: dict[int, int], across: Dimension
) -> _Found:
    """Test the means of the cases of each group."""
    labels = [group for group, members in enumerate(groups.members) for _ in members]
    relabelling = Relabelling(labels)
    _refuse_few(groups, relabelling.least)
    found = _Found()
    headers = [across.headers[place] for place in groups.columns]
    side = counts.cells.columns
    assert side is not None
    cases = [side.of(case)[0] for members in groups.members for case in members]
    for number, place in places.items():
        values = [_number(counts.value(measure, (place, case))) for case in cases]
        if len(set(values)) == 1:
            found.alike += 1
            continue
        p, error = relabelling.chance(values)
        result: Result = {"n": len(cases), "p": p, "p_error": error}
        for group, header in enumerate(headers):
            own = [value for value, label in zip(values, labels, strict=True) if label == group]
            result[f"mean {header.name}"] = sum(own) / len(own)
        found.rows[number] = result
    means = [
        Column(one.label, group="Mean per case", key=f"mean {one.name}", format=Format.DECIMAL, of_row=True)
        for one in headers
    ]
    found.columns = [*means, *columns_of(Method.PERMUTATION, found.rows.values())]
    return found


def _number(value: CellValue) -> int | float:
    """Return a count; what is not coded yet is not found so far."""
    return value if isinstance(value, int | float) else 0


def _refuse_few(groups: Groups, least: float) -> None:
    if least > _UNLIKELY:
        sizes = " and ".join(map(str, groups.sizes)) if len(groups.sizes) < 8 else "these sizes"
        raise DataError(
            f"There are too few to test: with {counted(sum(groups.sizes), groups.unit)} in columns of {sizes}"
            f" p cannot be below {least:.2g}.",
            "Report the numbers as they are, or take wider classes.",
        )


def _set_right(found: _Found) -> None:
    """Add the p values that take account of there being several."""
    several = [(result, p) for result in found.rows.values() if isinstance(p := result["p"], float)]
    for (result, _), adjusted in zip(several, holm([p for _, p in several]), strict=True):
        result["p_holm"] = adjusted


def _beside(table: Table, found: _Found, said: Sequence[str]) -> Table:
    """Return a table with what was found in columns behind its own."""
    width = len(table.columns)
    values = [
        [*line, *(found.rows.get(number, {}).get(column.name) for column in found.columns)]
        for number, line in enumerate(table.values)
    ]
    return replace(
        table,
        columns=[*table.columns, *found.columns],
        values=values,
        behind=lambda row, column: table.behind(row, column) if column < width else (),
        notes=[*table.notes[:-1], *said, *table.notes[-1:]],
    )
