"""Growth in characters: a bar for each row, and in it what the row adds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qcode.model.tables import Table
from qcode.pictures.shapes import Step, growth
from qcode.pictures.terminal.heatmap import plain
from qcode.pictures.terminal.page import Page, label, line
from qcode.text.cells import INCOMPLETE_LEGEND, INCOMPLETE_MARK, NOT_CODED_LEGEND, NOT_CODED_MARK
from qcode.text.prose import wrapped
from qcode.text.widths import cell_width


def lines(table: Table, page: Page) -> Iterator[str]:
    """Yield a bar for each row: what was there before, and darker what the row adds."""
    steps = growth(table)
    names = min(max((cell_width(line(one.label)) for one in steps), default=1), page.width * 3 // 10)
    dates = min(max((cell_width(line(one.date)) for one in steps), default=0), 10)
    largest = max((one.total for one in steps), default=0)
    added = max((len(one.new_text) for one in steps), default=1)
    totals = _totals(steps)
    so_far = max(map(len, totals), default=1)
    room = max(2, page.width - names - (dates + 2 if dates else 0) - added - so_far - 6)
    for one, total in zip(steps, totals, strict=True):
        date = label(one.date, dates) + "  " if dates else ""
        bar = _bar(one.total, one.new, largest, room, page)
        numbers = f"{plain(one.new_text, page):>{added}}  {total:>{so_far}}"
        yield f"{label(one.label, names)}  {date}{numbers}  {bar}"
    if not steps:
        yield "There is nothing to show."
    else:
        yield ""
        yield f"{page.shades[1]} before   {page.shades[3]} new"
        for mark, words in ((INCOMPLETE_MARK, INCOMPLETE_LEGEND), (NOT_CODED_MARK, NOT_CODED_LEGEND)):
            if any(mark in one.new_text + one.total_text for one in steps):
                yield from wrapped(plain(words, page), page.width, "  ")


def _totals(steps: Sequence[Step]) -> list[str]:
    """Return what there is after each step; beside one that may grow, others keep the room of the mark."""
    marked = any(one.total_text.endswith(INCOMPLETE_MARK) for one in steps)
    return [
        one.total_text + (" " if marked and not one.total_text.endswith(INCOMPLETE_MARK) else "")
        for one in steps
    ]


def _bar(total: float, new: float, largest: float, room: int, page: Page) -> str:
    if not largest:
        return ""
    end = round(total / largest * room)
    added = max(1, end - round((total - new) / largest * room)) if new else 0
    return page.shades[1] * max(0, end - added) + page.shades[3] * added
