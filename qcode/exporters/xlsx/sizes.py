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


def wrapping_columns(table: Table, widths: Sequence[float]) -> list[tuple[int, float]]:
    """Return (column, width) for the columns in which a text may need more than one line."""
    return [
        (place, width)
        for place, width in enumerate(widths)
        if any(_may_wrap(value, width) for value in {row[place] for row in table.values})
    ]


def row_height(values: Sequence[CellValue], columns: Iterable[tuple[int, float]]) -> float | None:
    """Return the height of a row whose texts are wrapped in some columns; None: one line."""
    lines = 1
    for place, width in columns:
        value = values[place]
        if isinstance(value, str) and _may_wrap(value, width):
            lines = max(lines, _lines_of(value, width))
    return min(lines * LINE_HEIGHT, _HIGHEST) if lines > 1 else None


def _may_wrap(value: CellValue, width: float) -> bool:
    """Tell quickly whether a value might take more than one line."""
    if not isinstance(value, str):
        return False
    return len(value) * (1 if value.isascii() else 2) > width - 1.5 or "\n" in value


def _lines_of(text: str, width: float) -> int:
    """Return about how many lines a text takes in a column.

    East Asian characters have three bytes in UTF-8 and take two digits' width, Latin ones have one
    and take nine tenths of it.
    """
    room = max(width - 1.5, 1)
    lines = 0
    for line in text.split("\n"):
        taken = 0.35 * len(line) + 0.55 * len(line.encode("utf-8", "replace"))
        lines += max(ceil(taken / room), 1)
    return lines


def height(text: str, width: float) -> float:
    """Return how high a line must be for a text that is wrapped in a column of that width."""
    lines = sum(len(wrapped(line, int(width) - 1)) for line in text.split("\n"))
    return min(lines * LINE_HEIGHT, _HIGHEST)
