"""The one counting function: any dimension against any other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from qcode.analysis import notes
from qcode.analysis.cells import TOTAL, Place
from qcode.analysis.conditions import Axis
from qcode.analysis.cooccurrence_measures import Coefficient
from qcode.analysis.cooccurrence_units import read_unit
from qcode.analysis.counts import Counts, Percent, read_measure, read_percent
from qcode.analysis.dimensions import Dimension, dimension, shown_coders
from qcode.analysis.layers import everything, layers
from qcode.analysis.measures import ADDITIVE, FORMATS, PER_SPEECH, Measure
from qcode.analysis.selection import Selection
from qcode.errors import UsageError
from qcode.model.tables import CellValue, Column, Format, Header, Table

_BRACKETED = re.compile(r"\([^()]*\)")
"""What is called (none), (no class) and the like."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table, and its place in the counts."""

    header: Header
    place: int


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a table: what it shows of whose counts."""

    header: Column
    counts: Counts
    place: int
    measure: Measure
    percent: Percent | None = None
    of_n: bool = False
    """Whether it shows the N of each row, as a block does, in which the rows have their own."""

    def value(self, line: Line) -> CellValue:
        """Return what stands in this column and a row."""
        place = (line.place, self.place)
        if self.of_n:
            return _n_of_row(self.counts, self.measure, self.percent, line.place)
        if self.percent:
            return self.counts.share(self.measure, self.percent, place)
        return self.counts.value(self.measure, place)


Block = tuple[Header, list[Field]]
"""The columns for one value of a third dimension."""


def crosstab(
    selection: Selection,
    rows: str = "code",
    columns: str | None = "case",
    measure: Measure | str | None = None,
    percent: Percent | str | None = None,
    *,
    unit: str | None = None,
    aggregated: bool = False,
    per_coder: bool = False,
    by: str | None = None,
    name: str = "crosstab",
    title: str = "",
) -> Table:
    """Count the selected codings by one dimension, by two, or by three.

    `rows` and `columns` are `code`, `code:BRANCH` (a code with what lies below it; `code:BRANCH > *` its
    children; `code:*` the top codes), `facet:NAME`, `case`, `case.ATTRIBUTE` (numbers cut into classes:
    `case.population:50000,200000`), `group` (rolled up; `group:BRANCH` as of codes), `class:NAME`,
    `case by DIMENSION` (the cases in groups by one of these, with a subtotal of each), `document`,
    `document.kind`, `document.ATTRIBUTE`, `participant`,
    `participant.role`, `participant.ATTRIBUTE` or `coder`; without `columns` the table has one column,
    named by the measure. `measure` (None: segments) and `percent` are those of `Measure` and `Percent`.
    Codes by codes need a `unit` in which two codes meet, and are what `cooccurrence` makes. `aggregated`
    counts passages once over a code and its sub-codes; `per_coder` adds the same columns for each
    coder alone. With `by`, a third dimension, the columns stand in blocks (their group): the same ones
    for each of its values, counted as under one more condition, and last for all. The last row, and the
    last column of two-way tables, is the total: of the union, not the sum, and of themes only. Raises
    UsageError for a dimension, measure or share without meaning.
    """
    if _is_of_codes(rows) and _is_of_codes(columns or ""):
        from qcode.analysis.cooccurrence import cooccurrence

        how: dict[str, Any] = {"aggregated": aggregated, "per_coder": per_coder, "by": by, "name": name}
        return cooccurrence(selection, unit or "", measure, percent, rows, columns or "", title=title, **how)
    _refuse_unit(unit, rows, columns, measure)
    chosen = read_measure(Measure.SEGMENTS if measure is None else measure)
    share = read_percent(percent, chosen, one_way=columns is None)
    down = dimension(selection, rows, aggregated=aggregated)
    across = None if columns is None else dimension(selection, columns, aggregated=aggregated)
    third = third_dimension(selection, by, down, across, aggregated=aggregated, per_coder=per_coder)
    asked = _Asked(down, across, third, chosen, share, aggregated)
    table = _counted(selection, asked, per_coder=per_coder)
    called = title or notes.of_title(chosen, down, across, third)
    return replace(table, name=name, title=called, stub=down.stub)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is counted by what."""

    down: Dimension
    across: Dimension | None
    third: Dimension | None
    measure: Measure
    percent: Percent | None
    aggregated: bool

    def of(self, selection: Selection) -> Counts:
        """Return the counts of a selection."""
        return Counts(
            selection,
            self.down,
            self.across,
            measures=(self.measure,),
            aggregated=self.aggregated,
        )

    def inside(self, selection: Selection, third: Dimension) -> Iterator[tuple[Header, Counts]]:
        """Yield the values of the third dimension, each with what is counted under it."""
        for place, layer in layers(selection, third):
            counts = self.of(layer)
            if place not in third.optional or counts.cells.any_used:
                yield third.headers[place], counts


def _counted(selection: Selection, asked: _Asked, *, per_coder: bool) -> Table:
    """Return the table with its notes, still without name and title."""
    measure, share, third = asked.measure, asked.percent, asked.third
    counts = asked.of(selection if third is None else everything(selection, third))
    lines, fields = _lines(counts, measure, share), _fields(counts, counts, measure, share)
    off = _off(lines, fields, counts, measure)
    if per_coder:
        for coder in shown_coders(selection):
            own = _fields(counts, asked.of(selection.of_coder(coder)), measure, share)
            fields += [for_coder(field, selection.corpus.coders[coder].name) for field in own]
    blocks: list[Block] = []
    if third:
        inside = asked.inside(selection, third)
        blocks = [(header, _fields(counts, layer, measure, share)) for header, layer in inside]
        blocks.append((Header("Total", total=True, key="total"), fields))
        lines, fields = _in_blocks(lines, blocks)
    table = assembled(lines, fields)
    said = [
        notes.of_measure(measure, aggregated=asked.aggregated, by_code=counts.cells.by_code),
        *notes.of_cases(counts.cells, measure, counts.value(measure, (TOTAL, TOTAL))),
        *notes.of_shares(share, counts.cells),
        *notes.of_dimensions(counts.cells, measure, third),
        *(notes.of_blocks(third, len(blocks)) if third else ()),
        *notes.of_totals(counts.cells, *off),
        *notes.of_nothing(selection, table),
        *notes.of_selection(selection, counts.cells),
    ]
    return replace(table, notes=said)


def _is_of_codes(spec: str) -> bool:
    return spec.strip() == "code" or spec.strip().startswith("code:")


def third_dimension(
    selection: Selection,
    by: str | None,
    *sides: Dimension | None,
    aggregated: bool,
    per_coder: bool,
) -> Dimension | None:
    """Return the dimension that makes blocks of columns. Raises UsageError where it can make none."""
    if (by or per_coder) and sides[-1] is not None and sides[-1].subtotals:
        hint = "Make the grouped cases the rows; or take the groups themselves as columns."
        raise UsageError("Columns in groups cannot be repeated in blocks or for each coder.", hint)
    if by is None:
        return None
    if per_coder:
        hint = "Choose one coder (--coder NAME), or make the blocks of coders: --by coder."
        raise UsageError("Columns stand in blocks already: they cannot be repeated for each coder.", hint)
    third = dimension(selection, by, aggregated=aggregated)
    if third.subtotals:
        raise UsageError("Blocks are of groups, or of cases, not of both.", "Take one of them: --by group.")
    if third.axis is Axis.CODE and any(side is not None and side.axis is Axis.CODE for side in sides):
        hint = "Two codes meet in a unit: make rows and columns code, and choose a unit."
        raise UsageError(
            "A coding has one code: blocks of codes need rows and columns of other things.", hint
        )
    return third


def _in_blocks(lines: Sequence[Line], blocks: Sequence[Block]) -> tuple[list[Line], list[Field]]:
    """Return the rows and columns of a table in blocks; where rows have an N, each block shows its own."""
    fields = []
    with_n = any(line.header.n is not None for line in lines)
    for block, own in blocks:
        if with_n:
            header = Column("N", total=block.total, key="N", format=Format.COUNT, of_row=True)
            fields.append(in_block(replace(own[0], header=header, of_n=True), block))
        fields += [in_block(field, block) for field in own]
    return [replace(line, header=replace(line.header, n=None)) for line in lines], fields


def in_block(field: Field, block: Header) -> Field:
    """Return a column in the block of one value; no two have one name for scripts."""
    return replace(field, header=header_in_block(field.header, block))


def header_in_block(header: Column, block: Header) -> Column:
    """Return the header of a column in the block of one value; the block of all is one of totals."""
    # What has no value, or no class, stands in brackets already.
    beside = block.name if _BRACKETED.fullmatch(block.name) else f"({block.name})"
    key = f"{header.name} {beside}"
    return replace(
        header, key=key, group=block.name if block.level else block.label, total=header.total or block.total
    )


def _refuse_unit(unit: str | None, rows: str, columns: str | None, measure: str | None) -> None:
    """Refuse what has a meaning for codes by codes only; facets meet what they overlap (rule 9)."""
    if measure in set(Coefficient):
        hint = "Make both rows and columns code, and choose a unit."
        raise UsageError(f"{measure} says how two codes go together.", hint)
    if unit is None:
        return
    place = str(read_unit(unit))
    if not any(side is not None and side.strip().startswith("facet:") for side in (rows, columns)):
        hint = "Rows and columns both have to be code."
        raise UsageError("A unit says where two codes meet.", hint)
    if place != "overlap":
        hint = "Leave the unit out; or make rows and columns code."
        raise UsageError("A coding has the values of a facet that overlap it, in no other unit.", hint)


def assembled(lines: Sequence[Line], fields: Sequence[Field]) -> Table:
    """Return the table of some rows and columns, still without name, title and notes."""

    # Columns of several measures, as of frequencies, rest on the same codings, row by row.
    ids = lru_cache(maxsize=4)(lambda one, row, place: fields[one].counts.cells.ids((row, place)))
    first = {id(field.counts.cells): at for at, field in reversed([*enumerate(fields)])}

    def behind(row: int, column: int) -> Sequence[int]:
        field = fields[column]
        return () if field.of_n else ids(first[id(field.counts.cells)], lines[row].place, field.place)

    return Table(
        name="",
        title="",
        rows=[line.header for line in lines],
        columns=[field.header for field in fields],
        values=[[field.value(line) for field in fields] for line in lines],
        behind=behind,
        incomplete=frozenset(
            (row, column)
            for row, line in enumerate(lines)
            for column, field in enumerate(fields)
            if not field.of_n and field.counts.incomplete(field.measure, (line.place, field.place))
        ),
    )


def for_coder(field: Field, coder: str) -> Field:
    """Return a column in the group of the one coder it counts; no two have one name for scripts."""
    header = replace(field.header, key=f"{field.header.name} ({coder})", group=coder)
    return replace(field, header=header)


def _lines(counts: Counts, measure: Measure, percent: Percent | None) -> list[Line]:
    side, cells = counts.cells.rows, counts.cells
    lines = [
        Line(replace(header, n=_n_of_row(counts, measure, percent, place)), place)
        for place, header in enumerate(side.headers)
        if place not in side.optional or cells.used(0, place)
    ]
    n = _n_of_row(counts, measure, percent, TOTAL)
    return [*lines, Line(Header("Total", total=True, n=n, key="total"), TOTAL)]


def _fields(everybody: Counts, counts: Counts, measure: Measure, percent: Percent | None) -> list[Field]:
    """Return the columns for some counts; which they are is settled by everybody's."""
    shown = Format.SHARE if percent else FORMATS.get(measure, Format.COUNT)

    def field(header: Header, place: int) -> Field:
        n = _n_of_column(counts, measure, percent, place)
        column = Column(
            header.label,
            header.uid,
            header.group,
            total=header.total,
            n=n,
            key=header.key,
            format=shown,
            several=measure is Measure.QUOTES,
        )
        return Field(column, counts, place, measure, percent)

    side = counts.cells.columns
    if side is None:
        return [field(Header(measure.capitalize(), key=measure), TOTAL)]
    # A column stands alone, without the lines above it that tell a code's or a group's parents.
    in_tree = side.axis is Axis.CODE or any(header.level for header in side.headers)
    fields = [
        field(replace(header, label=header.name) if in_tree else header, place)
        for place, header in enumerate(side.headers)
        if place not in side.optional or everybody.cells.used(1, place)
    ]
    return [*fields, field(Header("Total", total=True, key="total"), TOTAL)]


def _n_of_row(counts: Counts, measure: Measure, percent: Percent | None, place: int) -> int | None:
    """Return the N of a row, where the shares in it rest on the row's."""
    if percent is Percent.ROW:
        return counts.whole(measure, percent, (place, TOTAL))
    return _n_in_scope(counts, measure, percent, (place, TOTAL)) if _by_row(counts) else None


def _n_of_column(counts: Counts, measure: Measure, percent: Percent | None, place: int) -> int | None:
    """Return the N of a column, where the shares in it rest on the column's or on everything."""
    if percent in (Percent.COLUMN, Percent.TABLE):
        return counts.whole(measure, percent, (TOTAL, place))
    return None if _by_row(counts) else _n_in_scope(counts, measure, percent, (TOTAL, place))


def _by_row(counts: Counts) -> bool:
    """Tell whether what is in scope depends on the row and not on the column."""
    columns = counts.cells.columns
    return counts.cells.rows.narrows and not (columns is not None and columns.narrows)


def _n_in_scope(counts: Counts, measure: Measure, percent: Percent | None, place: Place) -> int | None:
    if percent in (Percent.DOCUMENTS, Percent.CASES):
        return counts.whole(measure, percent, place)
    if measure is Measure.PER_DOCUMENT:
        return len(counts.denominators.documents(place))
    return counts.denominators.characters(place) if measure in PER_SPEECH else None


def _off(lines: Sequence[Line], fields: Sequence[Field], counts: Counts, measure: Measure) -> tuple[int, int]:
    """Return in how many rows, and in how many columns, the total is not the sum."""
    if measure not in ADDITIVE:
        return 0, 0
    rows, columns = [line.place for line in lines], [field.place for field in fields]

    def number(place: Place) -> int:
        value = counts.value(measure, place)
        return value if isinstance(value, int) else 0

    def inner(side: Dimension | None, places: Sequence[int]) -> list[int]:
        passed_over = side.subtotals if side else frozenset()
        return [
            one
            for one in places
            if one != TOTAL and one not in passed_over and not counts.is_outside(side, one)
        ]

    inner_rows, inner_columns = inner(counts.cells.rows, rows), inner(counts.cells.columns, columns)
    sums_of_rows = {row: sum(number((row, column)) for column in inner_columns) for row in rows}
    sums_of_columns = {column: sum(number((row, column)) for row in inner_rows) for column in columns}
    return (
        sum(1 for row, total in sums_of_rows.items() if total > number((row, TOTAL))),
        sum(1 for column, total in sums_of_columns.items() if total > number((TOTAL, column))),
    )
