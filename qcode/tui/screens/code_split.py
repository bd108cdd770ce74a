"""Splitting a code: choosing by hand which of its codings go to a new one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content

from qcode.model.codes import Code
from qcode.model.codings import Coding
from qcode.project import Project
from qcode.text.display import shorten
from qcode.text.names import counted
from qcode.tui.screens.editing import Editing
from qcode.tui.screens.view import dialogue
from qcode.tui.widgets.grid import Cell, CellKind, Grid, GridColumn, Rows
from qcode.tui.widgets.read_out import Part, ReadOut, told

_COLUMNS = (
    GridColumn("document", least=10, most=26),
    GridColumn("coder", least=4, most=14),
    GridColumn("quotation", grow=True, least=20, most=400),
)


@dataclass(frozen=True, slots=True)
class CodedWords:
    """One coding with its words."""

    coding: Coding
    document: str
    coder: str
    words: str


def read_words(project: Project, code: Code) -> list[CodedWords]:
    """Return a code's own codings with their words, in the order of the documents and texts."""
    with project.reading():
        codings = project.codings.of_code(code)
        coders = {one.id: one.name for one in project.coders.list()}
        names = {one.id: one.name for one in project.documents.list()}
        return [
            CodedWords(
                one,
                names[one.document_id],
                coders.get(one.coder_id, "?"),
                project.texts.get(one.text_sha256)[one.start : one.end],
            )
            for one in codings
        ]


class CodeSplit(Editing):
    """The quotations of one code; those that are marked go to a new code."""

    NAME = "split"
    TITLE_WORDS = "Splitting a code"
    CSS_PATH = "code_split.tcss"
    HINTS = (
        ("split.split", "split"),
        ("list.mark", "mark"),
        ("list.mark_all", "all"),
        ("view.back", "leave"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "split", "Give the marked codings to a new code", id="split.split"),
        Binding("escape,ctrl+g", "back", "Leave the code as it is", id="split.leave"),
    ]

    def __init__(self, code: Code, then: Callable[[str], object]) -> None:
        """Show a code's quotations; `then` is given the uid of the code that was made."""
        super().__init__()
        self._code = code
        self._go_to = then
        self._quotations: Sequence[CodedWords] = ()

    def compose_body(self) -> ComposeResult:
        with Container(id="panes"):
            yield Grid(id="quotations", allow_marks=True, ascii=self.qcode.options.ascii)
            yield ReadOut(id="words", ascii=self.qcode.options.ascii)

    @property
    def grid(self) -> Grid:
        """The list of quotations."""
        return self.query_one("#quotations", Grid)

    async def begin(self) -> None:
        """Show the quotations."""
        self.set_focus(self.grid)
        self.grid.empty = f"{self._code.name} has no codings."
        self.grid.show(Rows(_COLUMNS))
        await self.bring_up_to_date()
        self._tell()

    async def refresh_facts(self) -> None:
        """Read the quotations anew."""
        self._quotations = await self.session.ask(lambda project: read_words(project, self._code))
        rows = [
            (Cell(one.document), Cell(one.coder, CellKind.FAINT), Cell(shorten(one.words, 400), theirs=True))
            for one in self._quotations
        ]
        self.grid.refresh_source(Rows(_COLUMNS, rows, [one.coding.uid for one in self._quotations]))

    def _tell(self) -> None:
        marked = len(self.grid.marked)
        self.head(
            "Codebook", f"split {self._code.name}", right=[f"{marked} of {len(self._quotations)} marked"]
        )
        if marked:
            self.say(f"{counted(marked, 'coding')} would go to the new code, the rest stays.")
        else:
            self.say("Mark what is to go to the new code.")

    @on(Grid.Marked)
    def _marked(self, event: Grid.Marked) -> None:
        event.stop()
        self._tell()

    @on(Grid.Moved)
    def _moved(self, event: Grid.Moved) -> None:
        event.stop()
        shown = Content("")
        if 0 <= event.row < len(self._quotations):
            one = self._quotations[event.row]
            shown = told(one.document, [Part("", f"\n{one.words}", theirs=True)], beside=one.coder)
        self.query_one("#words", ReadOut).show(event.row, shown)

    async def action_back(self) -> None:
        """Leave the code as it is."""
        self.dismiss()

    @dialogue
    async def action_split(self) -> None:
        """Give the marked codings to a new code."""
        code = self._code
        chosen = [one.coding for one in self._quotations if one.coding.uid in self.grid.marked]
        if not chosen:
            self.say("Nothing is marked: space marks a coding.")
            return
        name = await self.prompt.text(f"Name of the new code for {counted(len(chosen), 'coding')}:")
        if not name:
            self.say("A code needs a name; nothing was changed.")
            return
        coders = {one.coder for one in self._quotations if one.coding.uid in self.grid.marked}
        stays = len(self._quotations) - len(chosen)
        of_whom = f" of {len(coders)} coders" if len(coders) > 1 else ""
        await self.sure(
            f"Split {code.name}?",
            f"{counted(len(chosen), 'coding')}{of_whom} would go to {name}, {stays} stay with {code.name}.",
        )
        made = await self.session.ask(lambda project: project.codes.split(code, chosen, name))
        behind = self.app.screen_stack[-2]
        if isinstance(behind, Editing):
            # Before leaving: what this screen has begun ends with it.
            await behind.bring_up_to_date()
            self._go_to(made.uid)
            moved = counted(len(chosen), "coding")
            behind.say(f"Split {code.name}: {moved} went to {made.name}, {stays} stayed.", done=True)
        self.dismiss()
