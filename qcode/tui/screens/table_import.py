"""Before a table is imported: what it would add and change, line by line; then all of it as one step."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from qcode.project import Project
from qcode.sheets.records import Records
from qcode.text.names import counted
from qcode.tui.screens.editing import Editing
from qcode.tui.screens.view import dialogue
from qcode.tui.widgets.grid import Cell, CellKind, Grid, GridColumn, Rows

Row = TypeVar("Row")
SHEETS = (".csv", ".tsv", ".xlsx")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that an import would do."""

    of: str
    """Name of what it is done to."""
    what: str
    """What of it, such as an attribute; or what is new."""
    now: str = ""
    after: str = ""
    new: bool = False
    """Whether it is made."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do in all."""

    changes: Sequence[Change]
    same: int
    """Rows of the table that would change nothing."""
    notes: Sequence[str] = ()

    @property
    def added(self) -> int:
        """How many things would be made."""
        return sum(one.new for one in self.changes)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A table on its way in."""

    file: str
    title: str
    """The head of the preview."""
    noun: tuple[str, str]
    """What would be made, one and several."""
    plan: Callable[[Project], Plan]
    write: Callable[[Project], Sequence[str]]
    """Does it in one act and returns notes."""
    notes: Sequence[str] = ()
    """How the file was read."""


class TableImport(Editing):
    """What a table would change; nothing is written before the person says so."""

    NAME = "table import"
    TITLE_WORDS = "Import of a table"
    CSS_PATH = "table_import.tcss"
    HINTS = (("table_import.begin", "import"), ("view.back", "leave"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i,enter", "import", "Import the table, as one step", id="table_import.begin"),
        Binding("escape,ctrl+g", "back", "Leave; nothing is imported", id="table_import.leave"),
    ]

    def __init__(self, incoming: Incoming, plan: Plan, then: Callable[[str], None]) -> None:
        """Show a plan of importing a table; `then` is told what was done."""
        super().__init__()
        self._incoming, self.plan, self._tell = incoming, plan, then

    def compose_body(self) -> ComposeResult:
        yield Grid(id="changes", ascii=self.qcode.options.ascii, empty="The table changes nothing.")

    async def begin(self) -> None:
        """Show what would change."""
        self.set_focus(self.query_one("#changes", Grid))
        await self.bring_up_to_date()
        notes = [*self._incoming.notes, *self.plan.notes]
        aside = f" {notes[0]}" + (f" (and {len(notes) - 1} more)" if len(notes) > 1 else "") if notes else ""
        self.say(f"Nothing is imported yet.{aside}")

    async def refresh_facts(self) -> None:
        """Compare the table with the project as it is now."""
        self.plan = await self.session.ask(self._incoming.plan)
        rows = [
            (
                Cell(one.of, CellKind.HEAD if one.new else CellKind.PLAIN),
                Cell(one.what),
                Cell(one.now, CellKind.FAINT),
                Cell(one.after, CellKind.STRONG if one.now else CellKind.PLAIN),
            )
            for one in self.plan.changes
        ]
        columns = (
            GridColumn(self._incoming.noun[0], least=10, most=32),
            GridColumn("what", least=10, most=24),
            GridColumn("now", least=8, most=40),
            GridColumn("after the import", grow=True, least=8, most=60),
        )
        self.query_one("#changes", Grid).refresh_source(Rows(columns, rows))
        right = [*self._numbers(), f"{self.plan.same} as before"]
        self.head(self._incoming.title, f"import {self._incoming.file}", right=right)

    def _numbers(self) -> list[str]:
        one, several = self._incoming.noun
        added = self.plan.added
        changed = len(self.plan.changes) - added
        return [counted(added, f"new {one}", f"new {several}"), counted(changed, "change")]

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
        await self.sure(f"Import {self._incoming.file}?", f"{' and '.join(self._numbers())}, as one step.")
        notes = await self.session.ask(self._incoming.write)
        self.dismiss()
        self._tell(f"Imported {self._incoming.file}: {' '.join(notes)}")

    async def action_back(self) -> None:
        """Leave; nothing is imported."""
        self.dismiss()


async def ask_table(
    view: Editing, what: str, read: Callable[[Path], Records[Row]]
) -> tuple[str, Records[Row]]:
    """Return a table that the person names, and its file's name. For dialogues.

    Raises GivenUp, DataError and UnreadableFileError as `read` does.
    """
    path = await view.ask_path(f"Table of {what} (csv, tsv, xlsx):", "~/", suffixes=SHEETS)
    return path.name, await asyncio.to_thread(read, path)


async def preview(view: Editing, incoming: Incoming) -> None:
    """Show what a table would change, to be imported from there. Raises what its plan raises."""
    plan = await view.session.ask(incoming.plan)

    def told(words: str) -> None:
        view.say(words, done=True)

    view.app.push_screen(TableImport(incoming, plan, told))
