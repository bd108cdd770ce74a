"""Timelines in characters: what happened case by case, with its dates and its place in time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qcode.model.tables import Table
from qcode.pictures.scale import years_between
from qcode.pictures.shapes import Dated, dated, span_of
from qcode.pictures.terminal.page import Page, label, line, listed, short
from qcode.text.widths import cell_width


def lines(table: Table, page: Page) -> Iterator[str]:
    """Yield a row for each thing below its case: its name, its dates, where it lies between the years."""
    things = dated(table)
    if not things:
        yield "Nothing has a date."
        return
    names = [line(one.label) for one in things]
    kinds = {kind: number for number, kind in enumerate(dict.fromkeys(one.kind for one in things))}
    margin = min(max(map(cell_width, names)) + 2, page.width * 9 // 20)
    when = min(max(cell_width(one.dates) for one in things), 23)
    room = page.width - margin - when - 3
    first, last = span_of(things)
    marks = years_between(first, last, max(2, room // 8))

    def column(at: float) -> int:
        return min(room - 1, round((at - first) / (last - first) * (room - 1)))

    yield " " * (margin + when + 3) + _ruler([(column(year), str(year)) for year in marks], room)
    case = None
    for one, name in zip(things, names, strict=True):
        if one.case != case:
            case = one.case
            yield short(case or "(no case)", page.width)
        dates = one.dates.replace("→", page.sign("→", "->")).replace("–", page.sign("–", "-"))
        drawn = _drawn(one, page.mark(kinds[one.kind]), (column(one.start), column(one.last), room), page)
        yield f"  {label(name, margin - 2)} {label(dates, when)}  {drawn}"
    yield ""
    yield from listed(
        [f"{page.mark(number)} {short(kind, 30)}" for kind, number in kinds.items()], page.width
    )


def _drawn(one: Dated, mark: str, places: tuple[int, int, int], page: Page) -> str:
    """Return a row of the chart: the mark of its kind, and a line as long as it lasts."""
    start, end, room = places
    if one.goes_on:
        end = room - 2
    lasts = page.sign("━", "=") * (end - start) if one.goes_on or one.end is not None else ""
    return " " * start + mark + lasts + (page.sign("→", ">") if one.goes_on else "")


def _ruler(marks: Sequence[tuple[int, str]], room: int) -> str:
    row = ""
    for at, text in marks:
        at = min(at, room - len(text))
        if at >= len(row) + bool(row):
            row += " " * (at - len(row)) + text
    return row
