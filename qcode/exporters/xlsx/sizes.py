"""How wide columns and how high lines of a sheet are to be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qcode.exporters.cells import is_numeric, shown
from qcode.exporters.wrapping import wrapped
from qcode.model.tables import Table
from qcode.text.widths import cell_width

LINE_HEIGHT = 15.0
"""Points; one line of the standard font."""
NUMBER_WIDTH = 8.0
STANDARD_WIDTH = 8.43
"""Characters; the width of a column that nobody sets."""
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


def height(text: str, width: float) -> float:
    """Return how high a line must be for a text that is wrapped in a column of that width."""
    lines = sum(len(wrapped(line, int(width) - 1)) for line in text.split("\n"))
    return lines * LINE_HEIGHT
