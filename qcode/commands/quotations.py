"""The quotations behind a table's numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qcode.model.tables import Table

if TYPE_CHECKING:
    from qcode.analysis.selection import Selection
    from qcode.project import Project


def behind(project: Project, selection: Selection, table: Table) -> Table:
    """Return the list of all codings that some number of a table rests on."""
    ids = {
        coding
        for row in range(len(table.rows))
        for column in range(len(table.columns))
        for coding in table.behind(row, column)
    }
    return project.segments(selection=selection, only=ids)
