"""What was done in the project, newest first; taking back down to a point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from qcode.model.codes import Code
from qcode.model.codings import Coder
from qcode.model.documents import Document
from qcode.model.tables import Column, Header, Table
from qcode.project import Project
from qcode.project.history import Event
from qcode.text.names import counted, levelled
from qcode.tui.code_choices import code_choices
from qcode.tui.errands import way_to
from qcode.tui.moments import moment
from qcode.tui.screens.table_export import export
from qcode.tui.screens.view import View, dialogue, guarded
from qcode.tui.session import News
from qcode.tui.widgets.grid import Cell, CellKind, Grid, GridColumn, Rows
from qcode.tui.widgets.picker import Choice

_COLUMNS = (
    GridColumn("When", width=16),
    GridColumn("Who", least=6, most=18),
    GridColumn("What", grow=True, least=20, most=160),
    GridColumn("", width=10),
)
DONE, UNDONE = "done", "undone"


@dataclass(frozen=True, slots=True)
class Choosing:
    """Which acts are listed; None is any."""

    coder: Coder | None = None
    code: Code | None = None
    document: Document | None = None

    def asked(self, project: Project) -> Sequence[Event]:
        """Return the acts, newest first; on the project's thread."""
        found = project.history.list(
            coder=self.coder.name if self.coder else None, code=self.code, document=self.document
        )
        return found[::-1]

    def words(self, path: str) -> str:
        """Return the choice in words, empty where all is listed; `path` is the code's."""
        parts = [
            f"by {self.coder.name}" if self.coder else "",
            f"of {path}" if self.code else "",
            f"in {self.document.name}" if self.document else "",
        ]
        return ", ".join(part for part in parts if part)


class History(View):
    """The change log in words."""

    NAME = "history"
    TITLE_WORDS = "History"
    CSS_PATH = "history.tcss"
    HINTS = (
        ("history.back_to", "take back to here"), ("list.choose", "go there"), ("history.coder", "who"),
        ("history.code", "code"), ("history.document", "document"), ("history.everything", "all"),
    )  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "back_to", "Take back all your steps down to this one", id="history.back_to"),
        Binding("w", "coder", "Only what one coder did", id="history.coder"),
        Binding("c", "code", "Only what was done with one code", id="history.code"),
        Binding("d", "document", "Only what was done in one document", id="history.document"),
        Binding("0", "everything", "List everything again", id="history.everything"),
        Binding("e", "export", "Export what is listed", id="history.export"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._events: Sequence[Event] = ()
        self._choosing = Choosing()
        self._stale = True

    def compose_body(self) -> ComposeResult:
        yield Grid(id="history-list", ascii=self.qcode.options.ascii)

    @property
    def grid(self) -> Grid:
        """The list."""
        return self.query_one(Grid)

    @property
    def event(self) -> Event | None:
        """The act under the cursor."""
        row = self.grid.cursor_row
        return self._events[row] if 0 <= row < len(self._events) else None

    async def arrive(self, errand: object) -> None:  # noqa: ARG002
        """Show the log as it is now, from its newest act."""
        if self._stale:
            await self._read()
        if self.focused is None:
            self.set_focus(self.grid)
        self.say("")

    async def take_news(self, news: News) -> None:  # noqa: ARG002
        """Read the log anew; every change stands in it."""
        self._stale = True
        if self.is_current:
            await self._read()

    async def _read(self, *, first: bool = False) -> None:
        choosing = self._choosing
        self._events = await self.session.ask(choosing.asked)
        self._stale = False
        me = self.session.coder_name
        rows = Rows(_COLUMNS, [_row(one, me) for one in self._events], [one.uid for one in self._events])
        empty = "Nothing like that was done." if self._words() else "Nothing was done yet."
        if first or not self.grid.source.columns:
            self.grid.show(rows, empty=empty)
        else:
            at_newest = self.grid.cursor_row <= 0
            self.grid.refresh_source(rows, empty=empty)
            if at_newest:
                self.grid.go_to(0)
        words = self._words()
        self.head("History", *([words] if words else []), right=[counted(len(self._events), "act")])

    def _words(self) -> str:
        code, tree = self._choosing.code, self.session.overview.tree
        return self._choosing.words(
            tree.path(code.id) if code and code.id in tree else code.name if code else ""
        )

    async def _choose(self, choosing: Choosing) -> None:
        self._choosing = choosing
        await self._read(first=True)
        words = self._words()
        self.say(f"Listed: {words}. {self.key_of('history.everything')} lists all again." if words else "")

    @dialogue
    async def action_coder(self) -> None:
        """List what one coder did."""
        coders = self.session.overview.coders.values()
        choice = await self.pick("What whom did:", [Choice(one.name, one) for one in coders])
        if isinstance(choice.value, Coder):
            await self._choose(Choosing(choice.value, self._choosing.code, self._choosing.document))

    @dialogue
    async def action_code(self) -> None:
        """List what was done with one code."""
        tree = self.session.overview.tree
        choice = await self.pick("What was done with which code:", code_choices(tree, retired=True))
        if isinstance(choice.value, Code):
            await self._choose(Choosing(self._choosing.coder, choice.value, self._choosing.document))

    @dialogue
    async def action_document(self) -> None:
        """List what was done in one document."""
        documents = self.session.overview.documents.values()
        choice = await self.pick(
            "What was done in which document:", [Choice(one.name, one) for one in documents]
        )
        if isinstance(choice.value, Document):
            await self._choose(Choosing(self._choosing.coder, self._choosing.code, choice.value))

    @guarded
    async def action_everything(self) -> None:
        """List everything."""
        await self._choose(Choosing())

    @dialogue
    async def action_back_to(self) -> None:
        """Take back the acting coder's steps, newest first, down to and with the one under the cursor."""
        event, me = self.event, self.session.coder_name
        if event is None or event.state != DONE:
            self.say("Only a step that stands (done) can be taken back.")
            return
        if levelled(event.coder) != levelled(me):
            self.say(f"This step is {event.coder}'s; you act as {me} and can take back your own.")
            return
        mine = await self.session.ask(lambda project: project.history.list(coder=me))
        place = next((place for place, one in enumerate(mine) if one.uid == event.uid), len(mine))
        steps = sum(one.state == DONE for one in mine[place:])
        await self.prompt.sure(f"Take back {counted(steps, 'step')}, down to “{event.summary}”?")
        number = await self.session.ask(lambda project: project.history.undo_to(event.uid))
        self.say(
            f"Took back {counted(number, 'step')}; {self.key_of('view.redo')} does them again", done=True
        )

    @on(Grid.Chosen, "#history-list")
    @guarded
    async def _chosen(self, _event: Grid.Chosen) -> None:
        event = self.event
        if event is None:
            return
        codings = await self.session.ask(lambda project: project.history.codings_of(event.uid))
        documents = self.session.overview.documents
        there = next((one for one in codings if one.document_id in documents), None)
        if there is None:
            self.say("There is no place to go to: what this step did is not, or no longer, a coding.")
        else:
            await self.qcode.go(*way_to(there, documents[there.document_id]))

    @dialogue
    async def action_export(self) -> None:
        """Write what is listed to a file."""
        table = history_table(self.session.overview.title, self._events)
        await export(self, "history", lambda _project: table)


def _row(event: Event, me: str) -> Sequence[Cell]:
    undone = event.state == UNDONE
    kind = CellKind.FAINT if undone or not event.state else CellKind.PLAIN
    return (
        Cell(moment(event.time), CellKind.FAINT),
        Cell("you" if levelled(event.coder) == levelled(me) else event.coder or "qcode", kind),
        Cell(event.summary, kind),
        Cell("taken back" if undone else "", CellKind.FAINT),
    )


def history_table(title: str, events: Sequence[Event]) -> Table:
    """Return acts as a list for the exporters, in the columns of `qcode log`."""
    return Table(
        name="log",
        title=f"{title}: what was done",
        rows=[Header("")] * len(events),
        columns=[Column(name) for name in ("time", "coder", "what", "state")],
        values=[(one.time, one.coder, one.summary, one.state) for one in events],
    )
