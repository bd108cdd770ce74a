"""Before a corrected transcript takes the place of the old one: what becomes of each coding."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from qcode.model.documents import Document, Transcript
from qcode.project import Project
from qcode.project.replacing import Fate, Replacement
from qcode.text.carrying import Outcome
from qcode.text.display import safe
from qcode.tui.screens.editing import Editing
from qcode.tui.screens.segments_list import Excerpt, surroundings
from qcode.tui.screens.segments_pane import QuotationPane
from qcode.tui.screens.view import guarded
from qcode.tui.session import Overview
from qcode.tui.widgets.grid import Cell, CellKind, Grid, GridColumn, Rows

_ALL_IN_PLACE = "Every coding keeps its words: there is nothing to look at."


@dataclass(frozen=True, slots=True)
class Correction:
    """A corrected text for a document, and what giving it would do."""

    transcript: Transcript
    source_name: str
    """Name of the file it was read from."""
    plan: Replacement
    old_text: str

    @property
    def document(self) -> Document:
        """The document as it was when this was planned."""
        return self.plan.document


def plan_correction(
    project: Project, document: Document, transcript: Transcript, source_name: str
) -> Correction:
    """Return what a corrected text would do to a document; raises as `Documents.replacement`."""
    with project.reading():
        plan = project.documents.replacement(document, transcript, source_name)
        return Correction(transcript, source_name, plan, project.documents.text(document))


_KEPT = (Outcome.IN_PLACE, Outcome.MOVED)


def _outcome(one: Fate) -> str:
    return "other speaker" if one.why and one.outcome in _KEPT else str(one.outcome)


def fate_rows(fates: Sequence[Fate], overview: Overview, *, narrow: bool) -> Rows:
    """Return what becomes of codings as rows of a grid; the key is the coding's uid."""
    columns = (
        GridColumn("code", least=10, most=18 if narrow else 34),
        *([] if len(overview.coders) < 2 else [GridColumn("coder", least=5, most=10)]),
        GridColumn("what", least=9, most=16),
        GridColumn("old words", grow=True, least=14, most=100),
        GridColumn("new words", grow=True, least=14, most=100),
    )
    rows = []
    for one in fates:
        coder = overview.coders.get(one.coding.coder_id)
        lost = one.outcome is Outcome.UNPLACED
        rows.append(
            [
                Cell(overview.tree.path(one.coding.code_id)),
                *([] if len(overview.coders) < 2 else [Cell(coder.name if coder else "?", CellKind.FAINT)]),
                Cell(_outcome(one), CellKind.STRONG if lost else CellKind.PLAIN),
                Cell(one.old_words),
                Cell(one.why, CellKind.FAINT) if lost else Cell(one.new_words),
            ]
        )
    return Rows(columns, rows, [one.coding.uid for one in fates])


class Replacing(Editing):
    """What a corrected transcript does to codings; nothing is written before the person says so."""

    NAME = "replacing"
    TITLE_WORDS = "Corrected transcript"
    CSS_PATH = "replacing.tcss"
    HINTS = (("replacing.replace", "replace the text"), ("view.back", "leave"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i,enter", "replace", "Replace the text, as one step", id="replacing.replace"),
        Binding("J", "scroll(1)", "Scroll the words below down", id="replacing.scroll_down"),
        Binding("K", "scroll(-1)", "Scroll the words below up", id="replacing.scroll_up"),
        Binding("escape,ctrl+g", "back", "Leave; nothing is replaced", id="replacing.leave"),
    ]

    def __init__(self, correction: Correction, then: Callable[[Replacement], None]) -> None:
        """Show what a correction would do; `then` is told what was done."""
        super().__init__()
        self.correction, self._tell = correction, then
        self._replacing = False

    def compose_body(self) -> ComposeResult:
        yield Static(id="summary", markup=False)
        yield Grid(id="fates", ascii=self.qcode.options.ascii, empty=_ALL_IN_PLACE)
        with Horizontal(id="words"):
            yield QuotationPane(id="old")
            yield QuotationPane(id="new")

    @property
    def grid(self) -> Grid:
        """The codings to look at."""
        return self.query_one("#fates", Grid)

    async def begin(self) -> None:
        """Show what would become of the codings."""
        self._stale = False
        for pane in self.query(QuotationPane):
            pane.key_for_more = self.key_of("replacing.scroll_down")
        self._show()
        self.say("Nothing is replaced yet.")

    async def refresh_facts(self) -> None:
        """Plan anew: others may have coded meanwhile, or replaced the text."""
        if self._replacing:
            return
        before = self.correction
        document = self.session.overview.document(before.document.uid)
        if document is None:
            self.dismiss()
            return
        self.correction = await self.session.ask(
            lambda project: plan_correction(project, document, before.transcript, before.source_name)
        )
        self._show()

    def _show(self) -> None:
        plan = self.correction.plan
        name, warnings = self.correction.source_name, self.correction.transcript.warnings
        summary = f"{plan.summary[:1].upper()}{plan.summary[1:]}."
        said = [summary, *plan.notes, *(f"{name}: {warning}" for warning in warnings)]
        self.query_one("#summary", Static).update(Content(safe("\n".join(said), keep_newlines=True)))
        narrow = self.app.size.width < 110
        self.grid.refresh_source(fate_rows(plan.told, self.session.overview, narrow=narrow))
        # An empty list would keep Enter to itself.
        self.set_focus(self.grid if plan.told else None)
        self.head(plan.document.name, f"replace by {name}")
        self._show_words()

    def _show_words(self) -> None:
        """Show the coding under the cursor, where it was and where it would be."""
        told, row = self.correction.plan.told, self.grid.cursor_row
        old, new = self.query_one("#old", QuotationPane), self.query_one("#new", QuotationPane)
        if not 0 <= row < len(told):
            old.clear()
            new.clear()
            return
        one = told[row]
        old.show("As it was", surroundings(self.correction.old_text, one.coding.start, one.coding.end))
        if one.outcome is Outcome.UNPLACED:
            new.show("Without a place, to be placed by hand", Excerpt(one.why, "", ""))
        else:
            new.show(
                ", ".join(filter(None, ("As it would be", one.why))),
                surroundings(self.correction.transcript.text, one.start, one.end),
            )

    @on(events.Resize)
    def _resized(self) -> None:
        """Give the columns the room that there is."""
        if self.ready.is_set():
            self._show()

    @on(Grid.Moved, "#fates")
    def _moved(self, event: Grid.Moved) -> None:
        event.stop()
        self._show_words()

    @on(Grid.Chosen, "#fates")
    async def _chosen(self, event: Grid.Chosen) -> None:
        event.stop()
        await self.action_replace()

    @guarded
    async def action_replace(self) -> None:
        """Replace the text, as one act."""
        if self._replacing:
            return
        self._replacing = True
        try:
            plan = self.correction.plan
            done = await self.session.ask(lambda project: project.documents.replace(plan.document, plan))
        finally:
            self._replacing = False
        self.dismiss()
        self._tell(done)

    def action_scroll(self, pages: int) -> None:
        """Scroll the words below by some lines."""
        for pane in self.query(QuotationPane):
            pane.scroll_lines(pages * max(1, pane.size.height // 2))

    async def action_back(self) -> None:
        """Leave; nothing is replaced."""
        self.dismiss()


def said_replaced(done: Replacement, undo: str, lost: str) -> str:
    """Return in words that a text was replaced; `undo` and `lost` are keys: undo, and the lost ones' list."""
    unplaced = done.number(Outcome.UNPLACED)
    rest = f"{lost} lists {unplaced:,} unplaced" if unplaced else done.summary
    return f"Replaced {done.document.name}: {rest}; {undo} undoes it"
