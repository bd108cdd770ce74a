"""How a table is to be written."""

from __future__ import annotations

from dataclasses import dataclass

from qcode.model.tables import Table


@dataclass(frozen=True, slots=True)
class Options:
    """What a caller can ask of a format; each takes what concerns it."""

    detail: Table | None = None
    """Quotations, one coding a row: `detail.behind(row, 0) == (coding_id,)`."""
    raw: bool = False
    """Leave texts alone that a spreadsheet would take for formulas."""
    width: int = 0
    """Cells of a screen that a line may take; 0: any."""
    cell_width: int = 60
    """Cells of a screen that a text in the body of a table may take; 0: any."""
