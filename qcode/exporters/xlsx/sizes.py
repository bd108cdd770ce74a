"""How wide columns and how high lines of a sheet are to be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil

from qcode.model.tables import CellValue, Table
from qcode.text.cells import is_numeric, shown
from qcode.text.prose import wrapped
from qcode.text.widths import cell_width

LINE_HEIGHT = 15.0
"""Points; one line of the standard font."""
NUMBER_WIDTH = 8.0
EAST_ASIAN_LINE_HEIGHT = 18.0
"""Of the fonts that programs take for Japanese in the place of the standard one."""
STANDARD_WIDTH = 8.43
"""Characters; the width of a column that nobody sets."""
_HIGHEST = 405.0
"""Excel has no row higher than 409 points."""
_SAMPLE = 500
_WIDEST = 40.0
_MARGIN = 2.0


def widest(texts: Iterable[str], least: float = 0.0, most: float = _WIDEST) -> float:
    """Return a column's width for some texts, in characters of the standard font, with margins."""
    cells = (cell_width(line) for text in texts for line in text[:200].split("\n"))
    return min(max(max(cells, default=0) + _MARGIN, least), most)


def column_widths(table: Table, heads: Sequence[str], most: dict[str, float]) -> list[float]:
    """Return the widths of a table's columns by its first rows.

    `most` limits those of some names; others end at 40.
    """
    widths = []
    for place, (column, head) in enumerate(zip(table.columns, heads, strict=True)):
        sample = [shown(row[place], column.format) for row in table.values[:_SAMPLE]]
        limit = most.get(column.name, _WIDEST)
        least = NUMBER_WIDTH if is_numeric(column) else cell_width(head) + _MARGIN + 2
        widths.append(widest([*sample, head], least, max(limit, least)))
    return widths


def row_heights(rows: Sequence[Sequence[CellValue]], widths: Sequence[float]) -> list[float | None]:
    """Return the heights of rows whose texts are wrapped in columns of these widths; None: one line.

    Column by column: there may be a million rows.
    """
    taken = []
    for place, width in enumerate(widths):
        values = [row[place] for row in rows]
        texts = {value for value in values if isinstance(value, str)}
        heights: dict[CellValue, float] = {text: _height_of(text, width) for text in texts}
        if max(heights.values(), default=0.0):
            taken.append([heights.get(value, 0.0) for value in values])
    if not taken:
        return [None] * len(rows)
    most = taken[0] if len(taken) == 1 else map(max, *taken)
    return [min(points, _HIGHEST) or None for points in most]


def _height_of(text: str, width: float) -> float:
    """Return how high a line must be for a text of several lines in a column, 0 for one of one line."""
    lines = _lines_of(text, width)
    east_asian = len(text.encode("utf-8", "replace")) > 1.5 * len(text)
    return lines * (EAST_ASIAN_LINE_HEIGHT if east_asian else LINE_HEIGHT) if lines > 1 else 0.0


def _lines_of(text: str, width: float) -> int:
    """Return about how many lines a text takes in a column.

    East Asian characters have three bytes in UTF-8 and take two digits' width, Latin ones have one
    and take nine tenths of it.
    """
    room = max(width - 1.5, 1)
    if len(text) * (1 if text.isascii() else 2) <= room and "\n" not in text:
        return 1
    lines = 0
    for line in text.split("\n"):
        taken = 0.35 * len(line) + 0.55 * len(line.encode("utf-8", "replace"))
        lines += max(ceil(taken / room), 1)
    return lines


def height(text: str, width: float) -> float:
    """Return how high a line must be for a text that is wrapped in a column of that width."""
    lines = sum(len(wrapped(line, int(width) - 1)) for line in text.split("\n"))
    return min(lines * LINE_HEIGHT, _HIGHEST)
