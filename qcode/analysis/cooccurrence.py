"""Code by code: how often two codes meet (rule 11), and how strongly they go together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from qcode.analysis import cooccurrence_notes as notes
from qcode.analysis.cells import TOTAL
from qcode.analysis.cooccurrence_measures import (
    OF_EVERY,
    Coefficient,
    c_coefficient,
    jaccard,
    lift,
    phi,
)
from qcode.analysis.cooccurrence_passages import PassageMeetings
from qcode.analysis.cooccurrence_places import CharacterMeetings, PlaceMeetings
from qcode.analysis.cooccurrence_units import Meetings, Place, Unit, read_unit
from qcode.analysis.counts import Percent
from qcode.analysis.crosstab import header_in_block, third_dimension
from qcode.analysis.dimensions import Dimension, dimension, shown_coders
from qcode.analysis.layers import layers
from qcode.analysis.measures import Measure
from qcode.analysis.notes import of_blocks
from qcode.analysis.selection import Selection
from qcode.errors import UsageError
from qcode.model.tables import CellValue, Column, Format, Header, Missing, Table
from qcode.text.names import listed

_PERCENTS = {Place.DOCUMENT: Percent.DOCUMENTS, Place.CASE: Percent.CASES}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the cells of a table of codes by codes are to say; without coefficient or share: how often."""

    unit: Unit
    coefficient: Coefficient | None = None
    percent: Percent | None = None
    presence: bool = False

    @property
    def of_characters(self) -> bool:
        """Whether the coefficient rests on characters: of pairs of passages only c can be made."""
        return self.unit.place is Place.OVERLAP and self.coefficient not in (None, Coefficient.C)


def cooccurrence(
    selection: Selection,
    unit: str,
    measure: str | None = None,
    percent: str | None = None,
    rows: str = "code",
    columns: str = "code",
    *,
    aggregated: bool = False,
    per_coder: bool = False,
    by: str | None = None,
    name: str = "crosstab",
    title: str = "",
) -> Table:
    """Return a table of codes by codes; how often two of them meet, or how strongly.

    `rows` and `columns` are `code` or a branch, `code:BRANCH`. `unit` is where codes meet: `segment` (one
    passage), `overlap` (pairs of passages that share at least one character), `turn`, `turns:K` (pairs of
    turns at most K apart), `paragraph`, `document`, `case`. `measure` is a coefficient (`c`, `jaccard`,
    `lift`, `phi`), `presence`, or None: how often; shares are of the places that have the row's code, the
    column's, or of all. Where a code stands beside itself there is how many places have it at all; the
    total is of places where a code meets any other theme, each once; coefficients have neither. A code and
    its own sub-codes are blank with `aggregated`. With `by`, a third dimension, columns stand in blocks.
    Raises UsageError for a unit, measure or share without meaning.
    """
    asked = _read(read_unit(unit), measure, percent)
    if per_coder and (asked.coefficient or asked.percent):
        hint = "Choose one: --coder NAME."
        raise UsageError("Coefficients and percentages of each coder need a table of their own.", hint)
    down = dimension(selection, rows, aggregated=aggregated)
    square = rows.strip() == columns.strip()
    across = down if square else dimension(selection, columns, aggregated=aggregated)
    third = third_dimension(selection, by, down, across, aggregated=aggregated, per_coder=per_coder)
    counts = _Counts(selection, down, across, asked)
    parts: list[tuple[_Counts, Callable[[Column], Column]]] = []
    if third is not None:
        blocks = ((third.headers[place], place, layer) for place, layer in layers(selection, third))
        for header, place, layer in blocks:
            if place not in third.optional or len(layer):
                parts.append((_Counts(layer, down, across, asked), partial(header_in_block, block=header)))
        whole = Header("Total", total=True, key="total")
        parts.append((counts, partial(header_in_block, block=whole)))
    else:
        parts.append((counts, lambda header: header))
    if per_coder:
        for coder in shown_coders(selection):
            own = _Counts(selection.of_coder(coder), down, across, asked)
            parts.append((own, partial(_of_coder, label=selection.corpus.coders[coder].name)))
    table = _assembled(counts, parts, in_blocks=third is not None)
    called = title or notes.of_title(
        asked.unit, asked.coefficient, (down.spec, across.spec), third, presence=asked.presence
    )
    table = replace(table, name=name, title=called)
    said = _notes(selection, counts, table, third, len(parts), aggregated=aggregated)
    return replace(table, notes=said)


def _of_coder(header: Column, label: str) -> Column:
    return replace(header, key=f"{header.name} ({label})", group=label)


def _assembled(
    counts: _Counts, parts: Sequence[tuple[_Counts, Callable[[Column], Column]]], *, in_blocks: bool
) -> Table:
    """Return the table of some parts beside each other, still without name, title and notes."""
    rows = [*counts.meetings.rows, *(() if counts.asked.coefficient else (TOTAL,))]
    places = [*counts.meetings.columns, *(() if counts.asked.coefficient else (TOTAL,))]
    lines = [counts.line(row) for row in rows]
    with_n = in_blocks and any(line.n is not None for line in lines)
    fields: list[tuple[_Counts, int | None, Column]] = []
    for own, placed in parts:
        if with_n:
            fields.append((own, None, placed(Column("N", key="N", format=Format.COUNT, of_row=True))))
        fields += [(own, place, placed(own.header(place))) for place in places]

    def behind(row: int, column: int) -> Sequence[int]:
        own, place, _ = fields[column]
        return () if place is None else own.meetings.ids(rows[row], place)

    return Table(
        name="",
        title="",
        rows=[replace(line, n=None) if with_n else line for line in lines],
        columns=[header for _, _, header in fields],
        values=[
            [own.n_of_row(row) if place is None else own.value(row, place) for own, place, _ in fields]
            for row in rows
        ],
        stub="code",
        behind=behind,
        incomplete=frozenset(
            (number, column)
            for number, row in enumerate(rows)
            for column, (own, place, _) in enumerate(fields)
            if place is not None and own.may_grow(row, place)
        ),
    )


class _Counts:
    """The values of one table, or of one coder's, or one block's, part of it."""

    def __init__(self, selection: Selection, down: Dimension, across: Dimension, asked: Asked) -> None:
        unit = asked.unit
        self.asked = asked
        self.meetings: Meetings
        if unit.place in (Place.SEGMENT, Place.OVERLAP):
            overlapping = unit.place is Place.OVERLAP
            counting = not asked.of_characters
            self.meetings = PassageMeetings(
                selection, down, across, overlapping=overlapping, counting=counting
            )
        else:
            self.meetings = PlaceMeetings(selection, down, across, unit.place, unit.apart)
        self.basis: Meetings | CharacterMeetings = self.meetings
        if asked.of_characters:
            self.basis = CharacterMeetings(selection, down, across)
        self._nothing: Missing | None = None
        if not selection.scope.holdings:
            self._nothing = Missing.NO_DATA
        elif selection.unfinished():
            self._nothing = Missing.NOT_CODED

    def value(self, row: int, column: int) -> CellValue:
        """Return what stands in a cell."""
        if self.asked.coefficient:
            return self._strength(self.asked.coefficient, row, column)
        if not self.meetings.can_meet(row, column) and not self.meetings.are_same(row, column):
            return None
        number = self._number(row, column)
        if not number and self._nothing:
            return self._nothing
        if self.asked.presence:
            return int(number > 0)
        if self.asked.percent is None:
            return number
        whole = self._whole(row, column)
        return number / whole if whole else None

    def may_grow(self, row: int, column: int) -> bool:
        """Tell whether a count above 0 may still grow, because documents in scope are not finished."""
        if self._nothing is not Missing.NOT_CODED or self.asked.presence or self.asked.coefficient:
            return False
        value = self.value(row, column)
        return isinstance(value, int | float) and value > 0

    def header(self, column: int) -> Column:
        """Return the header of a column, with the N that its values rest on."""
        asked = self.asked
        format = Format.DECIMAL if asked.coefficient else Format.SHARE if asked.percent else Format.COUNT
        n = None
        if asked.percent not in (None, Percent.ROW):
            n = self._whole(TOTAL, column)
        elif asked.coefficient:
            n = self.basis.having_column(column)
        if column == TOTAL:
            return Column("Total", total=True, n=n, key="total", format=format)
        of = self.meetings.across.headers[column]
        # A column stands alone, without the lines above it that tell a code's parents.
        return Column(of.key, of.uid, of.group, n=n, key=of.key, format=format)

    def line(self, row: int) -> Header:
        """Return the header of a row, with the N that its values rest on."""
        n = self.n_of_row(row)
        if row == TOTAL:
            return Header("Total", total=True, n=n, key="total")
        return replace(self.meetings.down.headers[row], n=n)

    def n_of_row(self, row: int) -> int | None:
        """Return the N that the values of a row rest on."""
        if self.asked.percent is Percent.ROW:
            return self._whole(row, TOTAL)
        return self.basis.having(row) if self.asked.coefficient else None

    def _number(self, row: int, column: int) -> int:
        if self.meetings.are_same(row, column):
            return self.meetings.having(row)
        return self.meetings.together(row, column)

    def _whole(self, row: int, column: int) -> int | None:
        """Return the N of a share; None where the cell is no part of it."""
        meetings = self.meetings
        if self.asked.percent is Percent.ROW:
            if row != TOTAL:
                return meetings.having(row)
            inside = column == TOTAL or column in meetings.column_themes
        elif self.asked.percent is Percent.COLUMN:
            if column != TOTAL:
                return meetings.having_column(column)
            inside = row == TOTAL or row in meetings.row_themes
        else:
            return meetings.every
        # What the themes have in common does not hold what they share with facets.
        return meetings.together(TOTAL, TOTAL) if inside else None

    def _strength(self, coefficient: Coefficient, row: int, column: int) -> CellValue:
        """Return a coefficient; blank for a code and itself, and where it is not defined."""
        if self._nothing is Missing.NO_DATA:
            return self._nothing
        if self.meetings.are_kin(row, column):
            return None
        basis = self.basis
        numbers = basis.together(row, column), basis.having(row), basis.having_column(column)
        if not numbers[0] and self._nothing:
            return self._nothing
        if coefficient in OF_EVERY:
            assert basis.every is not None
            of_every = lift if coefficient is Coefficient.LIFT else phi
            return of_every(*numbers, basis.every)
        return (c_coefficient if coefficient is Coefficient.C else jaccard)(*numbers)


def _read(unit: Unit, measure: str | None, percent: str | None) -> Asked:
    """Return what is asked for. Raises UsageError with the reason where it has no meaning."""
    refuse = partial(_refuse, unit)
    coefficient = Coefficient(measure) if measure in set(Coefficient) else None
    presence = measure == Measure.PRESENCE
    if measure is not None and not coefficient and not presence and measure != unit.counted:
        known = [*Measure, f"{Place.PARAGRAPH}s"]
        what = f"{unit.counted} are counted, not {measure}" if measure in known else f"no “{measure}”"
        named = [] if unit.of_pairs and unit.apart else [unit.counted]
        raise refuse(
            f"there is {what}" if what.startswith("no") else what, [*named, "presence", *Coefficient]
        )
    if coefficient not in (None, Coefficient.C) and unit.apart:
        raise refuse("pairs of turns are counted, of which no share is defined; c is", ["c"])
    if percent is None:
        return Asked(unit, coefficient, None, presence)
    try:
        share = Percent(percent)
    except ValueError:
        hint = f"There are: {', '.join(Percent)}."
        raise UsageError(f"There is no percentage “{percent}”.", hint) from None
    if coefficient or presence:
        raise UsageError(f"There are no percentages of {measure}: it is no number of things.")
    if unit.of_pairs:
        reason = f"There are no percentages by {unit}: pairs are no part of the {unit.counted} of a code."
        raise UsageError(reason, "c relates them: --measure c; or take --unit turn.")
    if share in _PERCENTS.values() and _PERCENTS.get(unit.place) is not share:
        raise UsageError(f"Percentages of {share} need the unit {str(share)[:-1]}.")
    return Asked(unit, None, share)


def _refuse(unit: Unit, reason: str, measures: Sequence[str]) -> UsageError:
    return UsageError(f"By {unit}, {reason}.", f"Measures here are {listed(measures)}.")


def _notes(
    selection: Selection,
    counts: _Counts,
    table: Table,
    third: Dimension | None,
    blocks: int,
    *,
    aggregated: bool,
) -> list[str]:
    asked, meetings, basis = counts.asked, counts.meetings, counts.basis
    sentences = [] if asked.of_characters else [notes.of_unit(asked.unit)]
    if asked.coefficient:
        sentences.append(notes.of_coefficient(asked.coefficient, asked.unit, basis.every))
    else:
        square = meetings.down is meetings.across
        sentences += notes.of_counts(asked.unit, asked.percent, meetings.every, square=square)
    if asked.coefficient is Coefficient.C:
        sentences += notes.of_c(_pairs(meetings))
    if aggregated:
        sentences.append(notes.AGGREGATED)
    if third is not None:
        sentences += of_blocks(third, blocks)
    return [*sentences, *notes.of_scope(selection, asked.unit, table)]


def _pairs(meetings: Meetings) -> Iterator[tuple[int, int, int]]:
    """Yield how often any two codes that are used meet, and how often each of them is used."""
    seen = set()
    for row in meetings.rows:
        for column in meetings.columns:
            pair = frozenset((meetings.down.codes[row], meetings.across.codes[column]))
            numbers = meetings.having(row), meetings.having_column(column)
            if pair not in seen and not meetings.are_kin(row, column) and all(numbers):
                seen.add(pair)
                yield (meetings.together(row, column), *numbers)
