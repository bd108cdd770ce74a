"""Before a table of cases is imported: what it would add and change, value by value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from qcode.model.cases import AttributeValue, Case, Entity, Value
from qcode.project import Project
from qcode.project.cases import with_municipality
from qcode.sheets.records import CaseRow, Records
from qcode.text.names import counted, levelled
from qcode.tui.screens.attribute_edits import in_words
from qcode.tui.screens.editing import Editing
from qcode.tui.screens.view import dialogue
from qcode.tui.widgets.grid import Cell, CellKind, Grid, GridColumn, Rows

_COLUMNS = (
    GridColumn("case", least=10, most=24),
    GridColumn("what", least=10, most=24),
    GridColumn("now", least=8, most=40),
    GridColumn("after the import", grow=True, least=8, most=60),
)


@dataclass(frozen=True, slots=True)
class CaseChange:
    """One thing that an import would do to a case."""

    case: str
    what: str
    """An attribute, `documents` or `new case`."""
    now: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class CasePlan:
    """What an import would do in all."""

    changes: Sequence[CaseChange]
    added: int
    """Cases that would be made."""
    same: int
    """Cases of the table that would stay as they are."""
    notes: Sequence[str]


def planned_changes(project: Project, rows: Iterable[CaseRow]) -> CasePlan:
    """Return what `project.cases.import_rows` would do with these rows.

    Raises DataError for a wrong municipality code, UnknownNameError for a document that is not there.
    """
    notes: list[str] = []
    cases = {levelled(case.name): case for case in project.cases.list()}
    names = {one.id: one.name for one in project.attributes.list(Entity.CASE)}
    known: dict[tuple[str, str], list[AttributeValue]] = {}
    for one in project.attributes.values():
        if one.attribute_id in names:
            known.setdefault((one.owner_uid, levelled(names[one.attribute_id])), []).append(one)
    changes: list[CaseChange] = []
    added = same = 0
    for row in rows:
        case = cases.get(levelled(row.name))
        found = [
            *_of_values(row, with_municipality(row, notes), case, known),
            *_of_documents(project, row, case),
        ]
        if case is None:
            added += 1
            changes.append(CaseChange(row.name, "new case"))
        elif not found:
            same += 1
        changes += found
    return CasePlan(changes, added, same, notes)


def _of_values(
    row: CaseRow,
    filled: CaseRow,
    case: Case | None,
    known: Mapping[tuple[str, str], Sequence[AttributeValue]],
) -> Iterable[CaseChange]:
    """Yield the values of one case that would be other ones."""
    said = {levelled(name) for name in row.attributes} | {"municipality_code"}
    for name, values in filled.attributes.items():
        before = known.get((case.uid, levelled(name)), ()) if case else ()
        for value, year, source in values:
            # What a code fills in never takes the place of what people said.
            if levelled(name) not in said and any(one.source != source for one in before):
                continue
            old = next((one for one in before if one.year == year), None)
            if old is not None and _same(old, value, source):
                continue
            after = in_words([AttributeValue(0, "", value, year, source or (old.source if old else ""))])
            yield CaseChange(row.name, name, in_words([old]) if old else "", after)


def _same(old: AttributeValue, value: Value, source: str) -> bool:
    return str(old.value) == str(value) and (not source or source == old.source)


def _of_documents(project: Project, row: CaseRow, case: Case | None) -> Iterable[CaseChange]:
    """Yield the documents that would be attached to one case."""
    for name in row.documents:
        document = project.documents.find(name)
        if case is None or case.id not in {one.id for one in project.documents.cases(document)}:
            yield CaseChange(row.name, "documents", "", f"+ {document.name}")


class CaseImport(Editing):
    """What a table of cases would change; nothing is written before the person says so."""

    NAME = "case import"
    TITLE_WORDS = "Import of cases"
    CSS_PATH = "case_import.tcss"
    HINTS = (("cases.begin", "import"), ("view.back", "leave"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i,enter", "import", "Import the table, as one step", id="cases.begin"),
        Binding("escape,ctrl+g", "back", "Leave; nothing is imported", id="cases.leave"),
    ]

    def __init__(
        self, name: str, rows: Records[CaseRow], plan: CasePlan, then: Callable[[str], None]
    ) -> None:
        """Show a plan of importing rows of a file; `then` is told what was done."""
        super().__init__()
        self._file_name, self._rows, self.plan, self._tell = name, rows, plan, then

    def compose_body(self) -> ComposeResult:
        yield Grid(id="changes", ascii=self.qcode.options.ascii, empty="The table changes nothing.")

    async def begin(self) -> None:
        """Show what would change."""
        self.set_focus(self.query_one("#changes", Grid))
        await self.bring_up_to_date()
        notes = [*self._rows.notes, *self.plan.notes]
        aside = f" {notes[0]}" + (f" (and {len(notes) - 1} more)" if len(notes) > 1 else "") if notes else ""
        self.say(f"Nothing is imported yet.{aside}")

    async def refresh_facts(self) -> None:
        """Compare the table with the project as it is now."""
        self.plan = await self.session.ask(lambda project: planned_changes(project, self._rows))
        rows = [
            (
                Cell(one.case, CellKind.HEAD if one.what == "new case" else CellKind.PLAIN),
                Cell(one.what),
                Cell(one.now, CellKind.FAINT),
                Cell(one.after, CellKind.STRONG if one.now else CellKind.PLAIN),
            )
            for one in self.plan.changes
        ]
        self.query_one("#changes", Grid).refresh_source(Rows(_COLUMNS, rows))
        values = sum(one.what != "new case" for one in self.plan.changes)
        right = [
            f"{counted(self.plan.added, 'new case')}",
            counted(values, "change"),
            f"{self.plan.same} as before",
        ]
        self.head("Cases", f"import {self._file_name}", right=right)

    @on(Grid.Chosen)
    def _chosen(self, event: Grid.Chosen) -> None:
        event.stop()
        self.action_import()

    @dialogue
    async def action_import(self) -> None:
        """Import the table, as one act."""
        if not self.plan.changes:
            self.say("The table changes nothing.")
            return
        values = sum(one.what != "new case" for one in self.plan.changes)
        what = f"{counted(self.plan.added, 'new case')} and {counted(values, 'change')}, as one step."
        await self.sure(f"Import {self._file_name}?", what)
        notes = await self.session.ask(lambda project: project.cases.import_rows(self._rows))
        self.dismiss()
        self._tell(f"Imported {self._file_name}: {notes[-1] if len(notes) == 1 else ' '.join(notes)}")

    async def action_back(self) -> None:
        """Leave; nothing is imported."""
        self.dismiss()
