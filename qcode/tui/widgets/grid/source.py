"""What a grid shows, as plain values: its columns, its cells, and where they come from."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from enum import Enum
from typing import Literal, NamedTuple, Protocol, runtime_checkable


class CellKind(Enum):
    """How a cell is meant, which decides how it looks; never by colour alone."""

    PLAIN = "plain"
    FAINT = "faint"
    """Said in passing: a count of nothing, a place in a file."""
    STRONG = "strong"
    HEAD = "head"
    """Names a row, or stands above a group of rows."""
    TOTAL = "total"
    MISSING = "missing"
    """A mark in the place of a value."""


class GridColumn(NamedTuple):
    """A column: its title and how wide it is, in terminal cells.

    A column of no given `width` is as wide as what stands in it, between `least` and `most`. Where
    the rows of a list do not fit, such columns give way down to `least`; `grow` takes what is left
    over. A title too wide is folded over up to three head lines; neighbours of one `group` have its
    name above them.
    """

    title: str
    width: int | None = None
    align: Literal["left", "right"] = "left"
    grow: bool = False
    least: int = 4
    most: int = 24
    group: str = ""


class Cell(NamedTuple):
    """What stands in one place. Blanks stay, before the text too (they indent); a line end becomes one."""

    text: str
    kind: CellKind = CellKind.PLAIN
    shade: int = 0
    """0 to 4: how much, of what the table shows; drawn as a growing bar beside the text."""
    theirs: bool = False
    """Whether it is a text of the study, shown as it is in terminals with plain signs too."""


@runtime_checkable
class Source(Protocol):
    """A list or table that a grid can show. Only the cells in view are asked for."""

    @property
    def columns(self) -> Sequence[GridColumn]:
        """The columns from left to right."""

    def __len__(self) -> int:
        """Return the number of rows."""

    def cell(self, row: int, column: int) -> Cell:
        """Return what stands in a place."""

    def key(self, row: int) -> Hashable:
        """Return what a row is, whatever its place; the cursor and the marks stay with it."""


class Rows:
    """A source made of a sequence of rows; a `str` stands for a plain cell.

    `keys` are one a row; left out, a row is its number.
    """

    def __init__(
        self,
        columns: Sequence[GridColumn],
        rows: Sequence[Sequence[Cell | str]] = (),
        keys: Sequence[Hashable] | None = None,
    ) -> None:
        self.columns = columns
        self._rows = rows
        self._keys = keys

    def __len__(self) -> int:
        return len(self._rows)

    def cell(self, row: int, column: int) -> Cell:
        """Return what stands in a place."""
        found = self._rows[row][column]
        return Cell(found) if isinstance(found, str) else found

    def key(self, row: int) -> Hashable:
        """Return the key given for a row, or its number."""
        return row if self._keys is None else self._keys[row]
