"""The one list-and-table widget of the screen."""

from qcode.tui.widgets.grid.grid import Grid
from qcode.tui.widgets.grid.source import Cell, CellKind, GridColumn, Rows, Source

__all__ = ["Cell", "CellKind", "Grid", "GridColumn", "Rows", "Source"]
