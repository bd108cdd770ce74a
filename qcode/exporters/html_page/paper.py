"""How a table that is wider than a sheet of paper gets onto one when a page is printed.

A style sheet cannot ask how wide a table is, and a script does not know the paper: so widths are estimated
here, and the table gets classes by which it lies across and is made smaller.
"""

from __future__ import annotations

from collections.abc import Sequence

from qcode.model.tables import Column, Table
from qcode.text.cells import shown
from qcode.text.widths import cell_width

_PORTRAIT, _LANDSCAPE = 108.0, 158.0
"""How many letters of the size in which pages are printed (9 pt) go onto A4, margins off."""
_STUB = 26
_TEXT = 34
"""The widest that texts become before they are broken."""
_NARROWEST = 4
_PADDING = 2.5
_SAMPLE = 200
_READABLE = 0.8
"""Of its size; below that a page that lies across is better."""
_SMALLER = (9, 8, 7, 6, 5, 4, 3)
"""Tenths of the size; there is a class for each."""


def lies_across(tables: Sequence[Table]) -> bool:
    """Tell whether the pages are to lie across, because a table would have to be made much smaller."""
    return any(_PORTRAIT / _taken(table) < _READABLE for table in tables)


def size(table: Table, *, across: bool) -> str:
    """Return the class for a table: empty if it goes onto the page as it is."""
    fits = (_LANDSCAPE if across else _PORTRAIT) / _taken(table)
    tenths = next((one for one in _SMALLER if one / 10 <= fits), _SMALLER[-1])
    return "" if fits >= 1 else f"fit-{tenths}"


def _taken(table: Table) -> float:
    taken = sum(_width(table, place, column) for place, column in enumerate(table.columns))
    return taken + _STUB + _PADDING if table.stub is not None else max(taken, 1)


def _width(table: Table, place: int, column: Column) -> float:
    values = [shown(values[place], column.format) for values in table.values[:_SAMPLE]]
    # Heads are broken between words, texts where they reach the widest.
    longest = max(map(cell_width, [*values, *column.label.split()]), default=0)
    return max(min(longest, _TEXT), _NARROWEST) + _PADDING
