"""Growth in characters: a bar for each row, and in it what the row adds."""

from __future__ import annotations

from collections.abc import Iterator

from qcode.model.tables import Table
from qcode.pictures.shapes import growth
from qcode.pictures.terminal.page import Page, label, line
from qcode.text.prose import aligned
from qcode.text.widths import cell_width


def lines(table: Table, page: Page) -> Iterator[str]:
    """Yield a bar for each row: what was there before, and darker what the row adds."""
    steps = growth(table)
    names = min(max((cell_width(line(one.label)) for one in steps), default=1), page.width * 3 // 10)
    dates = min(max((cell_width(line(one.date)) for one in steps), default=0), 10)
    largest = max((one.total for one in steps), default=0)
    numbers = max((len(one.numbers) for one in steps), default=1)
    room = max(2, page.width - names - (dates + 2 if dates else 0) - numbers - 4)
    for one in steps:
        date = label(one.date, dates) + "  " if dates else ""
        bar = _bar(one.total, one.new, largest, room, page)
        yield f"{label(one.label, names)}  {date}{aligned(one.numbers, numbers, right=True)}  {bar}"
    if not steps:
        yield "There is nothing to show."
    else:
        yield ""
        yield f"{page.shades[1]} before   {page.shades[3]} new"


def _bar(total: float, new: float, largest: float, room: int, page: Page) -> str:
    if not largest:
        return ""
    end = round(total / largest * room)
    added = max(1, end - round((total - new) / largest * room)) if new else 0
    return page.shades[1] * max(0, end - added) + page.shades[3] * added
