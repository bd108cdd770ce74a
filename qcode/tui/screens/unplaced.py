"""The codings that a corrected transcript left without a place, with the words that they had."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from qcode.text.names import counted
from qcode.tui.errands import OfDocument, PlaceAgain
from qcode.tui.lost_codings import Lost, read_lost
from qcode.tui.screens.editing import Editing
from qcode.tui.screens.segments_pane import QuotationPane
from qcode.tui.screens.view import guarded
from qcode.tui.session import Overview
from qcode.tui.widgets.grid import Cell, CellKind, Grid, GridColumn, Rows

_EMPTY = "Every coding has its place: a corrected transcript left none behind."


def lost_rows(lost: Sequence[Lost], overview: Overview, *, narrow: bool) -> Rows:
    """Return codings without a place as rows of a grid; the key is the coding's uid."""
    several = len(overview.coders) > 1
    columns = (
        GridColumn("document", least=10, most=18 if narrow else 30),
        GridColumn("code", least=10, most=18 if narrow else 34),
        *([GridColumn("coder", least=5, most=12)] if several else []),
        GridColumn("words that it had", grow=True, least=20, most=200),
    )
    rows = []
    for one in lost:
        document = overview.documents.get(one.coding.document_id)
        coder = overview.coders.get(one.coding.coder_id)
        rows.append(
            [
                Cell(document.name if document else "?"),
                Cell(overview.tree.path(one.coding.code_id)),
                *([Cell(coder.name if coder else "?", CellKind.FAINT)] if several else []),
                Cell(one.words, theirs=True),
            ]
        )
    return Rows(columns, rows, [one.coding.uid for one in lost])


class Unplaced(Editing):
    """A list of codings that count nowhere; each can be given a place again, or be removed."""

    NAME = "unplaced"
    TITLE_WORDS = "Codings without a place"
    CSS_PATH = "unplaced.tcss"
    HINTS = (
        ("list.choose", "place in the text"),
        ("unplaced.remove", "remove"),
        ("unplaced.memo", "memo"),
        ("view.undo", "undo"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("minus,delete", "remove", "Remove the coding with its memo", id="unplaced.remove"),
        Binding("m", "memo", "Memo on the coding", id="unplaced.memo"),
        Binding("J", "scroll(1)", "Scroll the words down", id="unplaced.scroll_down"),
        Binding("K", "scroll(-1)", "Scroll the words up", id="unplaced.scroll_up"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.lost: Sequence[Lost] = ()

    def compose_body(self) -> ComposeResult:
        yield Grid(id="lost", ascii=self.qcode.options.ascii, empty=_EMPTY)
        yield QuotationPane(id="words")

    @property
    def grid(self) -> Grid:
        """The list."""
        return self.query_one("#lost", Grid)

    @property
    def pane(self) -> QuotationPane:
        """The words of the coding under the cursor, where they stood."""
        return self.query_one("#words", QuotationPane)

    @property
    def here(self) -> Lost | None:
        """The coding under the cursor; None in an empty list."""
        row = self.grid.cursor_row
        return self.lost[row] if 0 <= row < len(self.lost) else None

    async def begin(self) -> None:
        """Give the keys to the list."""
        self.pane.key_for_more = self.key_of("unplaced.scroll_down")
        self.set_focus(self.grid)

    async def arrive(self, errand: object) -> None:
        """Show the list, at the coding or the document that another view sends the person for."""
        await super().arrive(errand)
        codings = [one.coding for one in self.lost]
        found = []
        if isinstance(errand, PlaceAgain):
            found = [row for row, one in enumerate(codings) if one.uid == errand.coding]
        elif isinstance(errand, OfDocument):
            document = self.session.overview.document(errand.document)
            found = [row for row, one in enumerate(codings) if document and one.document_id == document.id]
        if found:
            self.grid.go_to(found[0])

    async def refresh_facts(self) -> None:
        """Read anew which codings have no place, and show them."""
        self.lost = await self.session.ask(read_lost)
        self._show()

    def _show(self) -> None:
        overview = self.session.overview
        self.grid.refresh_source(lost_rows(self.lost, overview, narrow=self.app.size.width < 110))
        own = sum(one.coding.coder_id == overview.my_id for one in self.lost)
        right = [counted(len(self.lost), "coding")]
        self.head("Without a place", right=[*right, f"{own:,} yours"] if own < len(self.lost) else right)
        self._show_words()

    def _show_words(self) -> None:
        one = self.here
        if one is None:
            self.pane.clear()
            return
        document = self.session.overview.documents.get(one.coding.document_id)
        self.pane.show(f"{document.name if document else '?'}, as it was", one.around, one.memo)

    @on(events.Resize)
    def _resized(self) -> None:
        """Give the columns the room that there is."""
        if self.ready.is_set():
            self._show()

    @on(Grid.Moved, "#lost")
    def _moved(self, event: Grid.Moved) -> None:
        event.stop()
        self._show_words()

    @on(Grid.Chosen, "#lost")
    @guarded
    async def _chosen(self, event: Grid.Chosen) -> None:
        event.stop()
        if self.here is not None and self._is_own(self.here):
            await self.qcode.go("coding", PlaceAgain(self.here.coding.uid))

    def _is_own(self, one: Lost) -> bool:
        """Tell whether a coding is this coder's; say so where it is not."""
        overview = self.session.overview
        if one.coding.coder_id == overview.my_id:
            return True
        coder = overview.coders.get(one.coding.coder_id)
        self.say(
            f"This coding is {coder.name if coder else 'another coder'}'s; only your own can be changed."
        )
        return False

    @guarded
    async def action_remove(self) -> None:
        """Remove the coding under the cursor."""
        one = self.here
        if one is not None and self._is_own(one):
            path = self.session.overview.tree.path(one.coding.code_id)
            await self.change(
                lambda project: project.codings.remove([one.coding]),
                f"Removed {path}; {self.key_of('view.undo')} brings it back.",
            )

    async def action_memo(self) -> None:
        """Write on the coding under the cursor."""
        if self.here is not None:
            path = self.session.overview.tree.path(self.here.coding.code_id)
            await self.write_memo("codings", self.here.coding.uid, f"{path}, without a place")

    def action_scroll(self, pages: int) -> None:
        """Scroll the words by some lines."""
        self.pane.scroll_lines(pages * max(1, self.pane.size.height // 2))
