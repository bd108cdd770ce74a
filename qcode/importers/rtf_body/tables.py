"""Tables of rich text: cells and rows have an end, but no beginning; text brings that with it."""

from __future__ import annotations

from dataclasses import dataclass

from qcode.importers.flow.building import Builder

_DEEPEST = 8


@dataclass(slots=True)
class _Open:
    """What is open of a table."""

    row: bool = False
    cell: bool = False


class Tables:
    """The tables that are open around the place at hand."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._open: list[list[_Open]] = [[]]
        """By text box, from the document on."""

    @property
    def boxes(self) -> int:
        """How many text boxes are open."""
        return len(self._open) - 1

    def reach(self, depth: int) -> None:
        """Make the place one in a cell of so many tables, for text to come.

        In the middle of a row, text that says it is in no table belongs to that row.
        """
        tables = self._open[-1]
        if not depth and tables and tables[-1].row:
            depth = len(tables)
        if depth or tables:
            self._at(depth)
            if tables and not tables[-1].cell:
                self._begin_cell(tables[-1])

    def end(self, word: bytes, depth: int) -> None:
        """End a cell or a row: `cell`, `row`, and `nestcell`, `nestrow` for a table in a cell."""
        self._at(max(2, depth) if word.startswith(b"nest") else 1)
        table = self._open[-1][-1]
        if word.endswith(b"cell"):
            if not table.cell:
                self._begin_cell(table)
            self._end_cell(table)
        else:
            if table.cell:
                self._end_cell(table)
            table.row = False

    def close(self) -> None:
        """End all tables of the document or text box that is open."""
        self._at(0)

    def enter_box(self) -> None:
        """Begin a text box."""
        self._builder.open_box()
        self._open.append([])

    def leave_box(self) -> None:
        """End a text box."""
        self.close()
        self._open.pop()
        self._builder.close_box(after_paragraph=True)

    def _at(self, depth: int) -> None:
        """Open and close tables until there are so many."""
        depth = min(depth, _DEEPEST)
        tables = self._open[-1]
        while len(tables) > depth:
            table = tables.pop()
            if table.cell:
                self._end_cell(table)
            self._builder.close_table()
        while len(tables) < depth:
            if tables and not tables[-1].cell:
                self._begin_cell(tables[-1])
            self._builder.open_table()
            tables.append(_Open())

    def _begin_cell(self, table: _Open) -> None:
        if not table.row:
            self._builder.open_row()
            table.row = True
        self._builder.open_cell()
        table.cell = True

    def _end_cell(self, table: _Open) -> None:
        self._builder.close_cell()
        table.cell = False
