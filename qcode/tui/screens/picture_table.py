"""Which picture a person asks for, and the table that it is of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from qcode.errors import UsageError
from qcode.model.tables import Table
from qcode.project import Project
from qcode.tui.screens.matrix_asked import Asked, quotations_behind
from qcode.tui.screens.typology_table import AskedTypology

_OF_TABLE = {"heatmap": "heatmap", "bubbles": "bubbles"}
_DRAWN_AS = {
    **_OF_TABLE,
    "network": "network",
    "periods": "heatmap",
    "timeline": "timeline",
    "saturation": "curve",
    "codeline": "codeline",
    "dendrogram": "dendrogram",
    "map": "map",
}
"""What a picture is called -> the kind of `qcode.pictures` that it is drawn as."""


@dataclass(frozen=True, slots=True)
class AskedPicture:
    """A picture as a person asks for it."""

    what: str = "heatmap"
    """A key of PICTURES."""
    of: Asked = field(default_factory=Asked)
    """The table it is of; for pictures of other tables: whose codings count."""
    document: str = ""
    """Uid of the document, for a code line."""
    types: AskedTypology = field(default_factory=AskedTypology)
    """How cases are compared, for a dendrogram and a map."""

    @property
    def kind(self) -> str:
        """The kind of `qcode.pictures`."""
        return _DRAWN_AS[self.what]

    def table(self, project: Project) -> Table:
        """Return the table that is drawn. Raises what makes it raises."""
        if self.what in _OF_TABLE:
            return _told_apart(self.of.table(project)) if self.of.by else self.of.table(project)
        if self.what == "dendrogram":
            return self.types.merges(project)
        if self.what == "map":
            return self.types.points(project)
        from qcode.project import pictures

        selection = self.of.selection(project)
        if self.what == "network":
            unit, strength = self.of.unit, self.of.strength
            if strength not in pictures.MEASURES:
                strength = "count" if self.of.codes_by_codes else "jaccard"
            return pictures.network_table(selection, unit, strength, aggregated=self.of.aggregated)
        if self.what == "periods":
            return pictures.periods_table(selection)
        if self.what == "timeline":
            return pictures.timeline_table(selection)
        if self.what == "saturation":
            from qcode.analysis.saturation import saturation

            return saturation(selection)
        document = next((one for one in project.documents.list() if one.uid == self.document), None)
        if document is None:
            raise UsageError("The document of this code line is no longer there.")
        return pictures.codeline_table(selection, document.id)

    def quotations(self, project: Project, table: Table) -> Table:
        """Return the list of all codings that the table rests on."""
        return quotations_behind(project, self.of.selection(project), table)

    def singled_out(self, project: Project) -> Sequence[str]:
        """Return whom the table tells where names are kept back."""
        return self.of.singled_out(project) if self.what in _OF_TABLE else ()


def _told_apart(table: Table) -> Table:
    """Return a table whose columns in blocks say of which block they are, for a picture has no blocks."""
    columns = [
        replace(one, label=f"{one.label} ({one.group})") if one.group else one for one in table.columns
    ]
    return replace(table, columns=columns)


def natural_kind(asked: Asked) -> str:
    """Return what shows a table best: the network for codes by codes, else the heat map."""
    return "network" if asked.codes_by_codes and not asked.by else "heatmap"
