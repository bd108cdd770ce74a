"""What a grid tells its screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from qcode.tui.widgets.grid.grid import Grid


class _GridMessage(Message):
    """A word from a grid; the newest of its kind may stand for an older one that nobody has read."""

    def __init__(self, grid: Grid) -> None:
        super().__init__()
        self.grid = grid

    @property
    def control(self) -> Grid:
        """The grid that says it."""
        return self.grid


class Moved(_GridMessage, namespace="grid"):
    """The cursor stands elsewhere, or on something else; `row` is -1 where there are no rows."""

    def __init__(self, grid: Grid, row: int, column: int) -> None:
        super().__init__(grid)
        self.row = row
        self.column = column

    def can_replace(self, message: Message) -> bool:
        """Let a newer place of the same grid stand for an older one."""
        return isinstance(message, Moved) and message.grid is self.grid


class Chosen(_GridMessage, namespace="grid"):
    """A person chose the place of the cursor, by Enter or a double click."""

    def __init__(self, grid: Grid, row: int, column: int) -> None:
        super().__init__(grid)
        self.row = row
        self.column = column


class Marked(_GridMessage, namespace="grid"):
    """The marks are others now; they are in `grid.marked`."""

    def can_replace(self, message: Message) -> bool:
        """Let the newest say it."""
        return isinstance(message, Marked) and message.grid is self.grid


class HeadClicked(_GridMessage, namespace="grid"):
    """A person clicked on the head of a column."""

    def __init__(self, grid: Grid, column: int) -> None:
        super().__init__(grid)
        self.column = column
