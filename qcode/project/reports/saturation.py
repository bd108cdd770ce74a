"""The saturation report: in which interview which codes came up for the first time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from qcode.model.cases import Entity
from qcode.model.reports import Figure, Report
from qcode.model.tables import Column, Format, Header, Table

if TYPE_CHECKING:
    from qcode.analysis.selection import Selection
    from qcode.project.project import Project

_APART = "; "


def saturation_report(
    project: Project,
    selection: Selection | None = None,
    *,
    order: str = "date",
    date: str | None = None,
    every_document: bool = False,
) -> Report:
    """Return the curve of new codes by interview, its numbers, and which codes they were.

    Options as of `qcode.analysis.saturation.saturation`, which says what is raised.
    """
    from qcode.analysis.saturation import saturation

    chosen = project.select() if selection is None else selection
    table = saturation(chosen, order, date=date, every_document=every_document)
    return Report(
        name="saturation",
        title=f"{project.title}: new codes by interview",
        blocks=[
            Figure("curve", replace(table, notes=()), "Codes so far, and new codes, by interview"),
            _which(chosen, table),
        ],
        notes=table.notes,
        detail=lambda: project.segments(selection=chosen),
    )


def _which(selection: Selection, table: Table) -> Table:
    """Return the paths of the codes that came up first in each interview."""
    tree = selection.corpus.codes
    codes = {row.id: row.code for row in selection}
    order = {code.id: place for place, code in enumerate(tree)}

    def new(row: int) -> Iterator[str]:
        found = {codes[coding] for coding in table.behind(row, 1)}
        return (tree.path(code) for code in sorted(found, key=order.__getitem__))

    return Table(
        name="new codes",
        title="Which codes came up first in which interview",
        rows=[Header("")] * len(table.rows),
        columns=[
            Column("document", names=Entity.DOCUMENT),
            Column("new codes", format=Format.COUNT),
            Column("codes that came up first"),
        ],
        values=[
            (header.label, table.values[place][1], _APART.join(new(place)))
            for place, header in enumerate(table.rows)
        ],
        behind=lambda row, column: table.behind(row, 1) if column else (),
    )
