"""The one counting function: any dimension against any other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qcode.analysis import notes
from qcode.analysis.cells import TOTAL, Place
from qcode.analysis.conditions import Axis
from qcode.analysis.cooccurrence_measures import Coefficient
from qcode.analysis.cooccurrence_units import read_unit
from qcode.analysis.counts import Counts, Percent, read_measure, read_percent
from qcode.analysis.dimensions import Dimension, dimension, shown_coders
from qcode.analysis.measures import ADDITIVE, FORMATS, PER_SPEECH, Measure
from qcode.analysis.selection import Selection
from qcode.errors import UsageError
from qcode.model.tables import CellValue, Column, Format, Header, Table


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

    def value(self, line: Line) -> CellValue:
        """Return what stands in this column and a row."""
        place = (line.place, self.place)
        if self.percent:
            return self.counts.share(self.measure, self.percent, place)
        return self.counts.value(self.measure, place)


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
    name: str = "crosstab",
    title: str = "",
) -> Table:
    """Count the selected codings by one dimension, or by two.

    `rows` and `columns` are `code`, `facet:NAME`, `case`, `case.ATTRIBUTE` (numbers cut into classes:
    `case.population:50000,200000`), `document`, `document.kind`, `document.ATTRIBUTE`, `participant`,
    `participant.role`, `participant.ATTRIBUTE` or `coder`; without `columns` the table has one column,
    named by the measure. `measure` (None: segments) and `percent` are those of `Measure` and `Percent`.
    Code by code needs a `unit` in which two codes meet, and is what `cooccurrence` makes. `aggregated`
    counts passages once over a code and its sub-codes; `per_coder` adds the same columns for each
    coder alone. The last row, and the last column of two-way tables, is the total: of the union, not
    the sum, and of themes only. Raises UsageError for a dimension, measure or share without meaning.
    """
    if rows.strip() == (columns or "").strip() == "code":
        from qcode.analysis.cooccurrence import cooccurrence

        how = {"aggregated": aggregated, "per_coder": per_coder}
        return cooccurrence(selection, unit or "", measure, percent, name=name, title=title, **how)
    _refuse_unit(unit, rows, columns, measure)
    chosen = read_measure(Measure.SEGMENTS if measure is None else measure)
    share = read_percent(percent, chosen, one_way=columns is None)
    down = dimension(selection, rows, aggregated=aggregated)
    across = None if columns is None else dimension(selection, columns, aggregated=aggregated)

    def count(of: Selection) -> Counts:
        return Counts(of, down, across, measures=(chosen,), aggregated=aggregated)

    counts = count(selection)
    lines = _lines(counts, chosen, share)
    fields = _fields(counts, counts, chosen, share)
    off = _off(lines, fields, counts, chosen)
    if per_coder:
        for coder in shown_coders(selection):
            own = _fields(counts, count(selection.of_coder(coder)), chosen, share)
            fields += [for_coder(field, selection.corpus.coders[coder].name) for field in own]
    called = title or notes.of_title(chosen, down, across)
    table = replace(assembled(lines, fields), name=name, title=called, stub=down.spec)
    cells = counts.cells
    sentences = [
        notes.of_measure(chosen, aggregated=aggregated, by_code=cells.by_code),
        *notes.of_shares(share, cells),
        *notes.of_dimensions(cells, chosen),
        *notes.of_totals(cells, *off),
        *notes.of_nothing(selection, table),
        *notes.of_selection(selection, cells),
    ]
    return replace(table, notes=sentences)


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

    def behind(row: int, column: int) -> Sequence[int]:
        field = fields[column]
        return field.counts.cells.ids((lines[row].place, field.place))

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
            if field.counts.incomplete(field.measure, (line.place, field.place))
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
            header.label, header.uid, header.group, total=header.total, n=n, key=header.key, format=shown
        )
        return Field(column, counts, place, measure, percent)

    side = counts.cells.columns
    if side is None:
        return [field(Header(measure.capitalize(), key=measure), TOTAL)]
    # A column stands alone, without the lines above it that tell a code's parents.
    of_codes = side.axis is Axis.CODE
    fields = [
        field(replace(header, label=header.key) if of_codes else header, place)
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
        return [one for one in places if one != TOTAL and not counts.is_outside(side, one)]

    inner_rows, inner_columns = inner(counts.cells.rows, rows), inner(counts.cells.columns, columns)
    sums_of_rows = {row: sum(number((row, column)) for column in inner_columns) for row in rows}
    sums_of_columns = {column: sum(number((row, column)) for row in inner_rows) for column in columns}
    return (
        sum(1 for row, total in sums_of_rows.items() if total > number((row, TOTAL))),
        sum(1 for column, total in sums_of_columns.items() if total > number((TOTAL, column))),
    )
