"""Which table a person asks for on the screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from qcode.model.documents import Role
from qcode.model.tables import CellValue, Table, themes_only, used_only
from qcode.project import Project
from qcode.tui.session import News

if TYPE_CHECKING:
    from qcode.analysis.selection import Selection


@dataclass(frozen=True, slots=True)
class Asked:
    """A table as a person asks for it; the words are those of `Project.crosstab`."""

    rows: str = "code"
    columns: str | None = "case"
    by: str | None = None
    measure: str = "segments"
    """What is counted, where not both sides are codes."""
    unit: str = "turn"
    """Where two codes meet, where both sides are codes."""
    strength: str = ""
    """How strongly they go together, a coefficient or `presence`; empty: how often they meet."""
    percent: str | None = None
    test: str = ""
    """Of each row; empty for none."""
    residuals: bool = False
    whole_table: bool = False
    """One test of all rows and columns, in place of one of each row."""
    aggregated: bool = False
    per_coder: bool = False
    facets: bool = True
    """Show the rows of facets."""
    used: bool = False
    """Leave out the rows and columns in which there is nothing."""
    roles: tuple[Role, ...] | None = (Role.RESPONDENT,)
    """Whose speech counts; None: everybody's."""
    coder: str | None = None
    """Name of the one coder whose codings count; None: all coders."""
    condition: str = ""
    holdings: bool = False
    """What data there is of the cases of the rows, in place of a cross-table."""
    order: str = ""
    """Name of the column whose numbers order the rows; empty: as in the project."""
    falling: bool = True
    """Whether the largest number comes first, where a column orders the rows."""

    @property
    def codes_by_codes(self) -> bool:
        """Whether both sides are codes, which meet in a unit."""
        return not self.holdings and all(is_of_codes(side) for side in (self.rows, self.columns or ""))

    def selection(self, project: Project) -> Selection:
        """Return the codings that count. Raises QueryError, UnknownNameError."""
        coders = None if self.coder is None else [self.coder]
        return project.select(roles=self.roles, coders=coders, where=self.condition or None)

    def table(self, project: Project) -> Table:
        """Return the table. Raises what `crosstab` raises, and QueryError."""
        whole = self.whole(project)
        return used_only(whole) if self.used else whole

    def whole(self, project: Project) -> Table:
        """Return the table with all its rows and columns, be there something in them or not."""
        selection = self.selection(project)
        if self.holdings:
            table = project.holdings(self.rows, selection=selection)
        else:
            table = project.crosstab(self.rows, self.columns, selection=selection, **self._how())
            if not self.facets and not self.test:
                table = themes_only(table)
        return ordered(table, self.order, falling=self.falling) if self.order else table

    def _how(self) -> dict[str, Any]:
        how: dict[str, Any] = {
            "by": self.by,
            "percent": self.percent,
            "aggregated": self.aggregated,
            "per_coder": self.per_coder,
        }
        if self.test:
            # The tests are of the rows that are shown, so that it has to be known to them which these are.
            how |= {"test": self.test, "measure": self.measure, "residuals": self.residuals}
            return {**how, "whole_table": self.whole_table, "themes": not self.facets}
        if self.codes_by_codes:
            return {**how, "unit": self.unit, "measure": self.strength or None, "name": "matrix"}
        return {**how, "measure": self.measure, "name": "matrix"}

    def singled_out(self, project: Project) -> Sequence[str]:
        """Return whom the table tells where names are kept back."""
        sides = (self.rows, "" if self.holdings else self.columns or "", self.by or "")
        return project.pseudonyms.singled_out(self.selection(project), *sides)

    def quotations(self, project: Project, table: Table) -> Table:
        """Return the list of all codings that some number of the table rests on."""
        return quotations_behind(project, self.selection(project), table)


_UNCOUNTED = frozenset({"memos", "summaries"})


def is_about(asked: Asked, news: News) -> bool:
    """Tell whether what changed in the project can change a table; saved queries are rows of `meta`."""
    uncounted = _UNCOUNTED if "@" in asked.condition else _UNCOUNTED | {"meta"}
    return news.everything or not news.tables <= uncounted


def is_of_codes(side: str) -> bool:
    """Tell whether a dimension is of codes."""
    return side == "code" or side.startswith("code:")


def quotations_behind(project: Project, selection: Selection, table: Table) -> Table:
    """Return the list of all codings of a selection that some number of a table rests on."""
    ids = {
        coding
        for row in range(len(table.rows))
        for column in range(len(table.columns))
        for coding in table.behind(row, column)
    }
    return project.segments(selection=selection, only=ids)


def ordered(table: Table, column: str, *, falling: bool) -> Table:
    """Return a table with its rows in the order of a column's numbers; as it is without such a column.

    What has no number comes after what has one, totals last. Rows stand alone then, in no groups: codes
    of one name under their paths.
    """
    place = next((at for at, one in enumerate(table.columns) if one.name == column), None)
    if place is None:
        return table

    def rank(row: int) -> tuple[bool, bool, float]:
        value: CellValue = table.values[row][place]
        number = float(value) if isinstance(value, int | float) else 0.0
        return table.rows[row].total, not isinstance(value, int | float), -number if falling else number

    order = sorted(range(len(table.rows)), key=rank)
    where = {row: at for at, row in enumerate(order)}
    alike = Counter(header.label for header in table.rows)
    rows = [
        replace(header, label=header.label if alike[header.label] == 1 else header.name, level=0, group=None)
        for header in (table.rows[row] for row in order)
    ]
    said = f"Rows in the order of {table.columns[place].name}, {'most' if falling else 'least'} first."
    return replace(
        table,
        rows=rows,
        values=[table.values[row] for row in order],
        behind=lambda row, at: table.behind(order[row], at),
        incomplete=frozenset((where[row], at) for row, at in table.incomplete),
        notes=[*table.notes[:-1], said, *table.notes[-1:]],
    )
