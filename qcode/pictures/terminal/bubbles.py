"""Bubbles in characters: a bar and the number in each cell, since signs have no areas."""

from __future__ import annotations

from collections.abc import Iterator

from qcode.model.tables import Table
from qcode.pictures.shapes import grid
from qcode.pictures.terminal.heatmap import marks, shaded
from qcode.pictures.terminal.page import Page

_BAR = 6


def lines(table: Table, page: Page) -> Iterator[str]:
    """Yield the rows of a cross-table, a bar as long as the number in each cell."""
    one = grid(table, "picture of bubbles")
    yield from shaded(one, page, _BAR, lambda share: page.bar(share, _BAR))
    yield from marks(one, page)
