"""Timelines: what happened case by case, as marks and bars between the years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qcode.model.tables import Table
from qcode.pictures.plots import fonts, key
from qcode.pictures.plots.looks import FAINT, RULE
from qcode.pictures.plots.sheet import Body, Sheet, cut
from qcode.pictures.scale import years_between
from qcode.pictures.shapes import Dated, dated, span_of

_SIZE, _LINE = 7.5, 14.0
_PLOT = 330.0
_MOST_NAME = 190.0
_HEAD = 16.0


def plot(table: Table) -> Body:
    """Return the picture. Raises UsageError for a table of another shape."""
    things = dated(table)
    names = [cut(one.label, _SIZE, _MOST_NAME) for one in things]
    dates = max((fonts.width(one.dates, 6.5) for one in things), default=0.0)
    widest = max((fonts.width(name, _SIZE) for name in names), default=0.0)
    return Timeline(things, names, 8 + widest + 10 + dates + 8, dates + 8)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Rows of things below their cases."""

    things: Sequence[Dated]
    names: Sequence[str]
    margin: float
    dates: float

    @property
    def width(self) -> float:
        return self.margin + _PLOT + 12

    @property
    def height(self) -> float:
        cases = len({one.case for one in self.things})
        return _HEAD + _LINE * (len(self.things) + cases) + self._key

    @property
    def _key(self) -> float:
        return 6 + key.height(list(dict.fromkeys(one.kind for one in self.things)), self.width)

    def paint(self, sheet: Sheet, left: float, top: float) -> None:
        if not self.things:
            sheet.text(left, top + 8, "Nothing has a date.", _SIZE)
            return
        start, floor = left + self.margin, top + self.height - self._key
        first, last = span_of(self.things)

        def at(year: float) -> float:
            return start + (year - first) / (last - first) * _PLOT

        for year in years_between(first, last, 9):
            sheet.line([(at(year), top + _HEAD - 4), (at(year), floor)], colour=RULE, thick=0.4)
            sheet.text(at(year), top + 5, str(year), 7, across="center", colour=FAINT)
        kinds = {kind: place for place, kind in enumerate(dict.fromkeys(one.kind for one in self.things))}
        y, case = top + _HEAD - _LINE / 2, None
        for one, name in zip(self.things, self.names, strict=True):
            if one.case != case:
                case = one.case
                y += _LINE
                sheet.line([(left, y - _LINE / 2), (start + _PLOT, y - _LINE / 2)], colour=RULE, thick=0.6)
                sheet.text(left, y, cut(case or "(no case)", _SIZE, self.margin, bold=True), _SIZE, bold=True)
            y += _LINE
            sheet.text(left + 8, y, name, _SIZE)
            sheet.text(start - self.dates, y, one.dates, 6.5, colour=FAINT)
            self._thing(sheet, one, kinds[one.kind], (at(one.start), at(one.last), start + _PLOT), y)
        key.paint(sheet, list(kinds), left, floor + 6, self.width)

    def _thing(
        self, sheet: Sheet, one: Dated, number: int, places: tuple[float, float, float], y: float
    ) -> None:
        """Draw a point of time as its kind's shape, and what lasts with a bar behind it."""
        begins, ends, edge = places
        shape, colour = key.look(number)
        if one.goes_on:
            sheet.box(begins, y - 2, edge - 5 - begins, 4, colour)
            sheet.shape([(edge - 6, y - 4.5), (edge + 1, y), (edge - 6, y + 4.5)], colour)
        elif one.end is not None:
            sheet.box(begins, y - 2, max(2.0, ends - begins), 4, colour)
        sheet.mark(shape, begins, y, 3.4, colour)
