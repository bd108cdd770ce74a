"""The values of a table's cells: counts, shares of them, and the three kinds of nothing (rules 7, 8)."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from qcode.analysis.cells import TOTAL, Cells, Place
from qcode.analysis.conditions import Axis
from qcode.analysis.dimensions import Dimension
from qcode.analysis.measures import ADDITIVE, OF_PEOPLE, OF_READINGS, PER_SPEECH, Denominators, Measure, Tally
from qcode.analysis.selection import Selection
from qcode.errors import UsageError
from qcode.model.tables import CellValue, Missing

Kind = TypeVar("Kind", bound=StrEnum)


class Percent(StrEnum):
    """What a count is a share of."""

    ROW = "row"
    COLUMN = "column"
    TABLE = "table"
    DOCUMENTS = "documents"
    """The documents in scope of the column (else of the row) that have counted speech."""
    CASES = "cases"
    """The cases in scope of the column (else of the row) that have counted speech."""


_IN_SCOPE = {Percent.DOCUMENTS: Measure.DOCUMENTS, Percent.CASES: Measure.CASES}


class Counts:
    """The values of one table by place; `TOTAL` is the place of a total."""

    def __init__(
        self,
        selection: Selection,
        rows: Dimension,
        columns: Dimension | None,
        *,
        measures: tuple[Measure, ...],
        aggregated: bool,
    ) -> None:
        with_readings = any(measure in OF_READINGS for measure in measures)
        with_people = selection.own_voice or any(measure in OF_PEOPLE for measure in measures)
        self.cells = Cells(
            selection,
            rows,
            columns,
            with_readings=with_readings,
            with_people=with_people,
        )
        self.denominators = Denominators(self.cells)
        self._tally = Tally(self.cells, self.denominators, aggregated=aggregated)
        self._selection = selection
        self._known: dict[Measure, dict[Place, CellValue]] = {measure: {} for measure in measures}
        self._unfinished = selection.unfinished()
        self._by_coder = any(side.axis is Axis.CODER for side in self.cells.sides)
        self._unfinished_by: dict[int, frozenset[int]] = {}

    def value(self, measure: Measure, place: Place) -> CellValue:
        """Return what stands in a cell: a number, a text, or why there is none."""
        known = self._known[measure]
        if place not in known:
            known[place] = self._counted(measure, place)
        return known[place]

    def incomplete(self, measure: Measure, place: Place) -> bool:
        """Tell whether a value above 0 may still grow, because documents in scope are not finished."""
        if measure in (Measure.PRESENCE, Measure.QUOTES):
            return False
        value = self.value(measure, place)
        return isinstance(value, int | float) and value > 0 and self._open(place)

    def share(self, measure: Measure, percent: Percent, place: Place) -> CellValue:
        """Return a count as a share of its N; blank where there is no N or it means nothing."""
        value = self.value(measure, place)
        if not isinstance(value, int | float):
            return value
        whole = self.whole(measure, percent, place)
        return value / whole if whole else None

    def whole(self, measure: Measure, percent: Percent, place: Place) -> int | None:
        """Return the N that a share in a cell rests on; None where the cell is no part of it."""
        row, column = place
        if percent in _IN_SCOPE:
            basis = self.basis(place)
            scope = self.denominators
            return len(scope.documents(basis) if percent is Percent.DOCUMENTS else scope.cases(basis))
        if percent is not Percent.ROW and self.is_outside(self.cells.rows, row):
            return None
        if percent is not Percent.COLUMN and self.is_outside(self.cells.columns, column):
            return None
        basis = {Percent.ROW: (row, TOTAL), Percent.COLUMN: (TOTAL, column)}.get(percent, (TOTAL, TOTAL))
        total = self.value(measure, basis)
        return total if isinstance(total, int) else 0

    def basis(self, place: Place) -> Place:
        """Return whose scope is a cell's N: the column's, else the row's, else that of everything."""
        row, column = place
        if self.cells.columns is not None and self.cells.columns.narrows:
            return TOTAL, column
        return (row, TOTAL) if self.cells.rows.narrows else (TOTAL, TOTAL)

    def _counted(self, measure: Measure, place: Place) -> CellValue:
        if self.cells[place]:
            return self._tally.value(measure, place)
        if self._by_another(place):
            return None
        if not self.denominators.documents(place):
            return Missing.NO_DATA
        if self._open(place):
            return Missing.NOT_CODED
        return "" if measure is Measure.QUOTES else 0

    def _by_another(self, place: Place) -> bool:
        """Tell whether a row or column is of a coder whom nothing in these counts can be by."""
        own = self._selection.coders
        return self._by_coder and any(
            side is not None
            and side.axis is Axis.CODER
            and header != TOTAL
            and not any(header in side.of(coder) for coder in own)
            for side, header in zip((self.cells.rows, self.cells.columns), place, strict=True)
        )

    def _open(self, place: Place) -> bool:
        """Tell whether a document in scope of a cell is not finished."""
        unfinished = self._unfinished
        if not self._by_coder:
            return not unfinished.isdisjoint(self.denominators.documents(place))
        for side, header in zip((self.cells.rows, self.cells.columns), place, strict=True):
            if side is not None and side.axis is Axis.CODER and header != TOTAL:
                coder = next(one for one, places in side.places.items() if header in places)
                if coder is not None:
                    unfinished = self._unfinished_of(coder)
        return not unfinished.isdisjoint(self.denominators.documents(place))

    def _unfinished_of(self, coder: int) -> frozenset[int]:
        if coder not in self._unfinished_by:
            self._unfinished_by[coder] = self._selection.unfinished((coder,))
        return self._unfinished_by[coder]

    def is_outside(self, side: Dimension | None, header: int) -> bool:
        """Tell whether a row or column is of a code that totals do not count."""
        if side is None or side.axis is not Axis.CODE or header == TOTAL:
            return False
        return side.codes[header] not in self.cells.counted_codes


def read_measure(measure: Measure | str) -> Measure:
    """Return a measure by its name. Raises UsageError."""
    return _read(Measure, measure, "measure")


def read_percent(percent: Percent | str | None, measure: Measure, *, one_way: bool) -> Percent | None:
    """Return what shares are of. Raises UsageError with the reason where such a share means nothing."""
    if percent is None:
        return None
    chosen = _read(Percent, percent, "percentage")
    needed = _IN_SCOPE.get(chosen)
    if needed is not None and measure is not needed:
        reason = f"A share of {chosen} is a share of those with at least one coding."
        raise UsageError(f"Percentages of {chosen} need the measure {needed}. {reason}")
    if measure not in ADDITIVE:
        what = "is a share already" if measure in PER_SPEECH else "is no number of things"
        raise UsageError(f"There are no percentages of {measure}: it {what}.")
    if chosen is Percent.ROW and one_way:
        raise UsageError("Percentages of the row would all be 100%: the table has one column.")
    return chosen


def _read(kinds: type[Kind], name: str, noun: str) -> Kind:
    try:
        return kinds(name)
    except ValueError:
        hint = f"There are: {', '.join(kinds)}."
        raise UsageError(f"There is no {noun} “{name}”.", hint) from None
