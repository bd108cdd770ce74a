"""Which typology a person asks for, what is found, and its classes as a source of a grid."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from qcode.errors import DataError
from qcode.model.cases import Case
from qcode.model.codes import CodeTree
from qcode.model.tables import Format, Table
from qcode.project import Project
from qcode.text.cells import shown
from qcode.text.names import counted
from qcode.tui.screens.matrix_asked import Asked
from qcode.tui.screens.matrix_menus import marked
from qcode.tui.widgets.grid import Cell, CellKind, GridColumn
from qcode.tui.widgets.picker import Choice

if TYPE_CHECKING:
    from qcode.analysis.selection import Selection
    from qcode.analysis.typology.clusters import Classes, Clusters

TABLES = {
    "codes": "what characterises each class",
    "members": "the cases, class by class",
    "merges": "the tree, step by step",
    "cuts": "how well numbers of classes fit",
}
"""The tables of a typology, as `qcode typology clusters --show` calls them."""
_TELLING = 1.0
_VALUES = (
    ("s", "segments", "distinct passages of a code"),
    ("x", "presence", "whether a case has the code"),
    ("r", "rate", "segments for every 1,000 characters of speech"),
    ("e", "per-document", "segments for every document"),
    ("h", "share", "of all segments of the compared codes in a case"),
)
_LINKAGES = ("ward", "average", "complete", "single")
_DISTANCES = {
    "chi2": "between the shares of codes in cases",
    "euclidean": "between the numbers as they are",
    "jaccard": "codes that only one of two cases has",
    "cosine": "between the directions of the numbers",
}


@dataclass(frozen=True, slots=True)
class AskedTypology:
    """A typology as a person asks for it; the words are those of `qcode typology clusters`."""

    codes: str = "code"
    """The dimension of the codes that cases are compared by."""
    value: str = "segments"
    aggregated: bool = False
    distance: str | None = None
    linkage: str | None = None
    classes: int = 0
    """How many; 0: as many as fit best."""
    of: Asked = field(default_factory=Asked)
    """Whose codings count."""

    def clusters(self, project: Project) -> tuple[Clusters, Selection]:
        """Return the tree of cases. Raises UsageError, DataError, MissingExtraError, QueryError."""
        from qcode.analysis.typology.clusters import clusters

        selection = self._selection(project)
        found = clusters(
            selection,
            (self.codes,),
            self.value,
            aggregated=self.aggregated,
            distance=self.distance,
            linkage=self.linkage,
        )
        return found, selection

    def _selection(self, project: Project) -> Selection:
        if not len(project.codes.tree()):
            raise DataError("There are no codes yet to compare cases by.")
        return self.of.selection(project)

    def merges(self, project: Project) -> Table:
        """Return the tree as a table."""
        from qcode.analysis.typology.cluster_tables import merges_table

        return merges_table(*self.clusters(project))

    def points(self, project: Project) -> Table:
        """Return cases and codes as points of a plane. Raises what `clusters` raises."""
        from qcode.analysis.typology.maps import layout, points_table

        selection = self._selection(project)
        return points_table(
            layout(selection, (self.codes,), self.value, aggregated=self.aggregated), selection
        )

    def table(self, project: Project, name: str) -> Table:
        """Return one of TABLES."""
        from qcode.analysis.typology import cluster_tables as tables

        found, selection = self.clusters(project)
        if name == "merges":
            return tables.merges_table(found, selection)
        if name == "cuts":
            return tables.cuts_table(found, selection)
        make = tables.codes_table if name == "codes" else tables.members_table
        return make(found, found.classes(number_of_classes(self.classes, found)), selection)


def number_of_classes(asked: int, found: Clusters) -> int:
    """Return how many classes there are to be: as many as were asked for and can be, else as fit best."""
    if asked:
        return max(2, min(asked, found.most))
    fits = found.fits
    return max(fits, key=lambda number: (round(fits[number], 9), -number)) if fits else 2


@dataclass(frozen=True, slots=True)
class Types:
    """What was found: the tree, the classes, what is told of each."""

    found: Clusters
    classes: Classes
    tree: Table
    """Merges; the names of cases with the numbers of their classes before them."""
    reasons: Sequence[str]
    """Of each class, in a line."""
    fits: Mapping[int, float]
    """Number of classes -> mean silhouette."""
    cases: Mapping[int, Case]
    notes: Sequence[str]

    def silhouette(self, label: int) -> float:
        """Return how well a class's cases lie in it, on the mean."""
        several = [self.classes.silhouettes[at] for at in self.classes.members(label)]
        return sum(several) / len(several)

    def members(self, label: int) -> list[str]:
        """Return the names of a class's cases."""
        return [self.found.profiles.cases[at].label for at in self.classes.members(label)]

    def telling(self, label: int, *, every: bool) -> list[int]:
        """Return the places of the codes that characterise a class, the most first; or every code."""
        known = {code: trait.v or 0.0 for code, trait in enumerate(self.classes.traits[label])}
        told = [code for code, v in known.items() if every or abs(v) >= _TELLING]
        return sorted(told, key=lambda code: (known[code] < 0, -abs(known[code])))

    def codings(self, label: int, codes: Sequence[int]) -> frozenset[int]:
        """Return the codings of a class's cases with some codes (places)."""
        return frozenset(self.found.profiles.codings(self.classes.members(label), codes))


def find_types(project: Project, asked: AskedTypology) -> Types:
    """Return the cases in classes. Raises UsageError, DataError, MissingExtraError, QueryError."""
    from qcode.analysis.typology.cluster_tables import codes_table, merges_table
    from qcode.analysis.typology.clusters import reason

    found, selection = asked.clusters(project)
    classes = found.classes(number_of_classes(asked.classes, found))
    names = {
        case.label: f"{label + 1} {case.label}"
        for case, label in zip(found.profiles.cases, classes.of, strict=True)
    }
    tree = merges_table(found, selection)
    values = [
        [names.get(value, value) if isinstance(value, str) else value for value in row] for row in tree.values
    ]
    return Types(
        found,
        classes,
        replace(tree, values=values),
        [reason(found, classes, label) for label in range(classes.number)],
        found.fits,
        {case: selection.corpus.cases[case] for case in found.profiles.case_ids},
        codes_table(found, classes, selection).notes,
    )


def values(current: str) -> list[Choice]:
    """Return what cases can be compared in."""
    return marked([Choice(name, name, what, key=key) for key, name, what in _VALUES], current)


def methods(distance: str, linkage: str) -> list[Choice]:
    """Return the ways to put cases together: what is near, and how groups are compared."""
    choices = [
        Choice(f"{how}, {joined}", (how, joined), what)
        for how, what in _DISTANCES.items()
        for joined in _LINKAGES
        if joined != "ward" or how in ("chi2", "euclidean")
    ]
    return marked(choices, (distance, linkage))


def numbers(types: Types) -> list[Choice]:
    """Return how many classes there can be, with how well they fit."""
    choices = [
        Choice(
            counted(number, "class", "classes"),
            number,
            f"mean silhouette {types.fits[number]:.2f}" if number in types.fits else "",
            key=str(number) if number < 10 else "",
        )
        for number in range(2, types.found.most + 1)
    ]
    return marked(choices, types.classes.number)


def format_of(types: Types) -> Format:
    """Return how the means of codes are shown: as shares where shares are compared."""
    of_shares = types.found.distance == "chi2" or types.found.profiles.value in ("share", "presence")
    return Format.SHARE if of_shares else Format.DECIMAL


def compared(tree: CodeTree, current: str) -> list[Choice]:
    """Return the codes that cases can be compared by: all, the top ones, a branch, what is right below."""
    choices = [
        Choice("all themes", "code"),
        Choice("top codes alone", "code:*", "with sub-codes: a counts them in"),
    ]
    for code in tree:
        if tree.children(code.id) and not code.retired:
            path = tree.path(code.id)
            choices.append(Choice(path, f"code:{path}", "with all below it"))
            choices.append(Choice(f"{path} > *", f"code:{path} > *", "what is right below it"))
    return marked(choices, current)


class TypeRows:
    """The classes as rows of a grid, below each the codes that characterise it: most, then least."""

    def __init__(self, types: Types | None, *, every: bool) -> None:
        """Show the telling codes of each class, or `every` code; None: no classes."""
        self._types = types
        self.entries: list[tuple[int, int | None]] = []
        """For each row the class, and the code (place) or None for the class itself."""
        for label in range(types.classes.number if types else 0):
            assert types is not None
            self.entries.append((label, None))
            self.entries += [(label, code) for code in types.telling(label, every=every)]
        self.columns: Sequence[GridColumn] = (
            GridColumn("class, and the codes that tell it", grow=True, least=20, most=60),
            GridColumn("mean", align="right", least=7),
            GridColumn("all", align="right", least=7),
            GridColumn("v", align="right", least=6),
        )

    def __len__(self) -> int:
        return len(self.entries)

    def key(self, row: int) -> Hashable:
        """Return what a row is of."""
        return self.entries[row]

    def cell(self, row: int, column: int) -> Cell:
        """Return what stands in a place."""
        types = self._types
        assert types is not None
        label, code = self.entries[row]
        classes, profiles = types.classes, types.found.profiles
        if code is None:
            number = counted(len(classes.members(label)), "case")
            return Cell(f"{classes.name(label)}: {number}" if column == 0 else "", CellKind.HEAD)
        trait = classes.traits[label][code]
        if column == 0:
            return Cell(f"  {profiles.codes[code].label}")
        if column == 3:
            return Cell("" if trait.v is None else f"{trait.v:+z.2f}")
        value = trait.mean if column == 1 else classes.overall[code]
        return Cell(shown(value, format_of(types)), CellKind.PLAIN if column == 1 else CellKind.FAINT)
