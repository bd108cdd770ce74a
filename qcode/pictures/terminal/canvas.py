"""A page of cells that lines and texts are put on."""

from __future__ import annotations

from qcode.pictures.terminal.page import Page
from qcode.text.widths import cell_width

UP, DOWN, LEFT, RIGHT = 1, 2, 4, 8
_LINES = {
    UP | DOWN: "│",
    LEFT | RIGHT: "─",
    UP: "│",
    DOWN: "│",
    LEFT: "─",
    RIGHT: "─",
    DOWN | RIGHT: "┌",
    DOWN | LEFT: "┐",
    UP | RIGHT: "└",
    UP | LEFT: "┘",
    UP | DOWN | RIGHT: "├",
    UP | DOWN | LEFT: "┤",
    DOWN | LEFT | RIGHT: "┬",
    UP | LEFT | RIGHT: "┴",
    UP | DOWN | LEFT | RIGHT: "┼",
}


class Canvas:
    """Rows of cells; a wide character takes two of them."""

    def __init__(self, width: int, height: int, page: Page) -> None:
        self.width = width
        self.height = height
        self._page = page
        self._ways: dict[tuple[int, int], int] = {}
        self._texts: dict[tuple[int, int], str] = {}
        """The character that begins in a cell; empty where a wide one reaches into it."""

    def across(self, row: int, first: int, last: int) -> None:
        """Draw a line along a row, from one cell to another."""
        self._line([(row, column) for column in range(first, last + 1)], LEFT, RIGHT)

    def down(self, column: int, first: int, last: int) -> None:
        """Draw a line down a column, from one row to another."""
        self._line([(row, column) for row in range(first, last + 1)], UP, DOWN)

    def _line(self, cells: list[tuple[int, int]], back: int, forth: int) -> None:
        for place, cell in enumerate(cells):
            ways = (back if place else 0) | (forth if place < len(cells) - 1 else 0)
            self._ways[cell] = self._ways.get(cell, 0) | ways

    def is_free(self, row: int, column: int, cells: int) -> bool:
        """Tell whether some cells in a row are on the page and have no text."""
        inside = 0 <= row < self.height and column >= 0 and column + cells <= self.width
        return inside and not any((row, place) in self._texts for place in range(column, column + cells))

    def write(self, row: int, column: int, text: str) -> None:
        """Put a text that is safe to show over whatever is there."""
        for sign in text:
            width = cell_width(sign)
            if not width:
                continue
            self._texts[row, column] = sign
            for place in range(1, width):
                self._texts[row, column + place] = ""
            column += width

    def lines(self) -> list[str]:
        """Return the rows from top to bottom."""
        return [
            "".join(self._sign(row, column) for column in range(self.width)).rstrip()
            for row in range(self.height)
        ]

    def _sign(self, row: int, column: int) -> str:
        if (row, column) in self._texts:
            return self._texts[row, column]
        ways = self._ways.get((row, column), 0)
        if not ways:
            return " "
        if not self._page.ascii:
            return _LINES[ways]
        if not ways & (LEFT | RIGHT):
            return "|"
        return "-" if not ways & (UP | DOWN) else "+"
