"""Which framework matrix a person asks for, and the matrix as a source of a grid: beginnings, marks, heat."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qcode.model.cases import Case
from qcode.model.documents import Role
from qcode.model.tables import Format, Missing, Table
from qcode.project import Project
from qcode.text.cells import shown
from qcode.text.names import counted, listed
from qcode.tui.screens.matrix_table import heat_steps
from qcode.tui.widgets.grid import Cell, CellKind, GridColumn
from qcode.tui.widgets.read_out import Part

if TYPE_CHECKING:
    from qcode.analysis.framework import FrameworkCells
    from qcode.analysis.selection import Selection

_NARROWEST, _WIDEST = 16, 30
_BEGINNING = 200
Place = tuple[int, int]
"""A cell of the matrix: row ids of its case and its code."""


@dataclass(frozen=True, slots=True)
class AskedFramework:
    """A framework matrix as a person asks for it; the words are those of `Project.framework`."""

    rows: str = "case"
    branch: int = 0
    """Row id of the one code that is shown with its sub-codes; 0: the themes that are used."""
    aggregated: bool = False
    every_code: bool = False
    roles: tuple[Role, ...] | None = (Role.RESPONDENT,)
    """Whose speech counts; None: everybody's."""
    coder: str | None = None
    """Name of the one coder whose codings and summaries are shown; None: all coders'."""
    condition: str = ""

    @property
    def codes(self) -> Sequence[int] | None:
        """The branches that are shown; None: the themes that are used."""
        return (self.branch,) if self.branch else None

    def selection(self, project: Project) -> Selection:
        """Return the codings that count. Raises QueryError, UnknownNameError."""
        coders = None if self.coder is None else [self.coder]
        return project.select(roles=self.roles, coders=coders, where=self.condition or None)

    def cells(self, project: Project) -> FrameworkCells:
        """Return the quotations and summaries by cell. Raises QueryError, UnknownNameError."""
        from qcode.analysis.framework import FrameworkCells

        selection = self.selection(project)
        return FrameworkCells(
            selection,
            selection.corpus.summaries,
            codes=self.codes,
            aggregated=self.aggregated,
            every_code=self.every_code,
        )

    def table(self, project: Project) -> Table:
        """Return the matrix for a file. Raises QueryError, UnknownNameError."""
        return project.framework(
            selection=self.selection(project),
            codes=self.codes,
            rows=self.rows,
            aggregated=self.aggregated,
            every_code=self.every_code,
        )

    def quotations(self, project: Project, table: Table) -> Table:
        """Return the list of all codings that the cells of the matrix rest on."""
        places = [(row, column) for row in range(len(table.rows)) for column in range(len(table.columns))]
        ids = {coding for place in places for coding in table.behind(*place)}
        return project.segments(selection=self.selection(project), only=ids)


class FrameworkRows:
    """The matrix as rows of a grid: the beginning of each summary, how many quotations, what is missing."""

    def __init__(self, cells: FrameworkCells, asked: AskedFramework, me: int) -> None:
        """Show the matrix as it was asked for; `me` is the row id of the acting coder."""
        self.cells = cells
        corpus = cells.selection.corpus
        self._across = asked.rows == "case"
        self._cases: Mapping[int, Case] = corpus.cases
        self._me = me
        self._coders = {one.id: one.name for one in corpus.coders.values()}
        self._paths = {one: corpus.codes.path(one) for one in cells.codes}
        self._uids = {one: corpus.codes[one].uid for one in cells.codes}
        numbers = {cells.number(case, code) for case in cells.cases for code in cells.codes}
        self._limits = heat_steps(numbers - {0})
        self._down: Sequence[int] = cells.cases if self._across else cells.codes
        self._aside: Sequence[int] = cells.codes if self._across else cells.cases
        names = [self._paths[one] if self._across else self._cases[one].name for one in self._aside]
        self.columns: Sequence[GridColumn] = [
            GridColumn(asked.rows, least=10, most=40),
            *(GridColumn(name, least=_NARROWEST, most=_WIDEST) for name in names),
        ]

    def __len__(self) -> int:
        return len(self._down) if self._aside else 0

    def key(self, row: int) -> Hashable:
        """Return the uid of the case or the code of a row."""
        one = self._down[row]
        return self._cases[one].uid if self._across else self._uids[one]

    def cell(self, row: int, column: int) -> Cell:
        """Return what stands in a place of the grid."""
        if column == 0:
            one = self._down[row]
            return Cell(self._cases[one].name if self._across else self._paths[one], CellKind.HEAD)
        place = self.place(row, column)
        assert place is not None
        return self._cell(place)

    def place(self, row: int, column: int) -> Place | None:
        """Return the case and the code of a place of the grid; None outside of the cells."""
        if not (0 <= row < len(self) and 0 < column < len(self.columns)):
            return None
        down, aside = self._down[row], self._aside[column - 1]
        return (down, aside) if self._across else (aside, down)

    def spot(self, place: Place) -> tuple[int, int] | None:
        """Return the row and column of a case and a code; None where they are not shown."""
        case, code = place
        down, aside = (case, code) if self._across else (code, case)
        if down not in self._down or aside not in self._aside:
            return None
        return self._down.index(down), self._aside.index(aside) + 1

    def places(self) -> Iterator[Place]:
        """Yield all cells in reading order."""
        for down in self._down:
            for aside in self._aside:
                yield (down, aside) if self._across else (aside, down)

    def next_to_write(self, place: Place | None) -> Place | None:
        """Return the next cell behind a place that is to be written, from the beginning after the end."""
        everything = list(self.places())
        at = everything.index(place) + 1 if place in everything else 0
        turned = everything[at:] + everything[:at]
        return next((one for one in turned if self.cells.is_to_write(*one)), None)

    def title(self, place: Place) -> str:
        """Return what a cell is of, in words."""
        return f"{self._cases[place[0]].name} × {self._paths[place[1]]}"

    def errand(self, place: Place) -> tuple[str, str]:
        """Return the uids of the case and the code of a cell."""
        return self._cases[place[0]].uid, self._uids[place[1]]

    def how_many(self, place: Place) -> str:
        """Return in words how many quotations a cell has."""
        value = self.cells.value(*place)
        if isinstance(value, Missing):
            return value.value
        return counted(value, "quotation") if value else "no quotations"

    def in_words(self, place: Place) -> str:
        """Return how a cell stands, in words."""
        summaries = self.cells.summaries(*place)
        wrote = [self._coders[one.coder_id] for one in summaries if one.coder_id != self._me]
        mine = len(wrote) < len(summaries)
        by = ["you"] * mine + wrote
        said = f"summary by {listed(by)}" if by else "no summary"
        return f"{self.title(place)}: {self.how_many(place)}, {said}"

    def parts(self, place: Place) -> list[Part]:
        """Return the summaries of a cell to be read, one's own first."""
        ordered = sorted(self.cells.summaries(*place), key=lambda one: one.coder_id != self._me)
        others = len(self.cells.coders) > 1 or any(one.coder_id != self._me for one in ordered)
        return [
            Part(
                ("you" if one.coder_id == self._me else self._coders[one.coder_id]) * others, one.text.strip()
            )
            for one in ordered
        ]

    def _cell(self, place: Place) -> Cell:
        value, number = self.cells.value(*place), self.cells.number(*place)
        shade = bisect_left(self._limits, number) + 1 if self._limits and number else 0
        summaries = sorted(self.cells.summaries(*place), key=lambda one: one.coder_id != self._me)
        if not summaries:
            if number:
                return Cell(f"[{number}] no summary", CellKind.MISSING, shade)
            return Cell(shown(value, Format.COUNT) if isinstance(value, Missing) else "", CellKind.MISSING)
        first = summaries[0]
        by = "" if first.coder_id == self._me else f"{self._coders[first.coder_id]}: "
        text = f"{by}{' '.join(first.text[:_BEGINNING].split())}"
        return Cell(text if number else f"[0] {text}", CellKind.PLAIN, shade)
