"""Giving a coding that lost its words a place again: it is in hand while a passage is looked for."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from qcode.model.documents import Document
from qcode.text.display import shorten
from qcode.text.widths import cell_width
from qcode.tui.lost_codings import InHand, find_lost, next_lost, take_up
from qcode.tui.screens.coding_panes import CodingPanes
from qcode.tui.screens.view import guarded
from qcode.tui.session import News
from qcode.tui.widgets.code_pane import CodePane

_LEAST_WORDS = 8
_KEYS = 32
"""Cells of the hint line that the keys take."""


class Placing(CodingPanes):
    """Placing codings by hand, one after the other."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "settle",
            "In a search, stay at the hit; else place the coding in hand",
            id="coding.settle",
        ),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.in_hand: InHand | None = None
        """The coding that is being placed."""

    async def open_document(self, document: Document) -> None:
        """Open a document in place of the one that is open."""
        raise NotImplementedError

    def action_stay(self) -> None:
        """End the search where the cursor is."""
        raise NotImplementedError

    async def take_up(self, uid: str, before: str = "") -> None:
        """Take a coding in hand and go to where its words stood; `before` is said before what is to do."""
        found = await self.session.ask(lambda project: take_up(project, uid))
        document = self.session.overview.documents.get(found.coding.document_id) if found else None
        if found is None or document is None:
            self.say("That coding has a place by now, or is gone.")
            return
        if self.open is None or self.open.document.uid != document.uid:
            await self.open_document(document)
        self.text.focus_mark(None)
        self.text.go_to(found.near)
        self.in_hand = found
        self.set_focus(self.text)
        self.query_one(CodePane).explain(self.session.overview.tree[found.coding.code_id])
        self.say(self._words_in_hand(before))

    def _words_in_hand(self, before: str = "") -> str:
        if self.in_hand is None:
            return ""
        said = f"{before}In hand: {self.session.overview.tree[self.in_hand.coding.code_id].name} "
        room = max(_LEAST_WORDS, self.app.size.width - cell_width(said) - _KEYS)
        return f"{said}“{shorten(self.in_hand.words, room)}”"

    def say(self, words: str, *, done: bool = False) -> None:
        """Say something in the hint line; where there is nothing to say, what is in hand."""
        super().say(words or self._words_in_hand(), done=done)

    def hints(self) -> list[str]:
        """Return the keys that do something next; with a coding in hand those that place it."""
        if self.in_hand is None or self.focused is not self.text:
            return list(super().hints())
        return [f"{self.key_of('text.select')} select", f"{self.key_of('coding.settle')} place · Esc let go"]

    async def take_key(self, key: events.Key) -> bool:
        """Take a key as every view does; Escape puts down what is in hand, where it clears nothing else."""
        if await super().take_key(key):
            return True
        clears = self.text.selection is not None or self.text.hits or self.text.focused_mark
        if self.in_hand is None or clears or key.key not in ("escape", "ctrl+g"):
            return False
        self.in_hand = None
        self.say("It stays without a place; the list of those without one has it still.")
        return True

    @guarded
    async def action_settle(self) -> None:
        """Stay at the hit of a search; else place the coding in hand at the passage."""
        open_, held = self.open, self.in_hand
        if self.text.hits:
            self.action_stay()
            return
        if held is None or open_ is None:
            return
        if open_.document.id != held.coding.document_id:
            self.say("The coding in hand is of another document; Esc puts it down.")
            return
        span = self.text.target()
        self.in_hand = None
        try:
            placed, following = await self.session.ask(
                lambda project: (
                    project.codings.place(held.coding, *span),
                    next_lost(project, held.coding),
                )
            )
        except BaseException:
            self.in_hand = held
            raise
        self.text.rest()
        if following:
            await self.take_up(following, "Placed. ")
            return
        path, where = self.session.overview.tree.path(placed.code_id), open_.described(*span)
        self.say(f"Placed {path}: {where}. None of yours is without a place.", done=True)

    async def look_after_hand(self, news: News) -> None:
        """Put down what is in hand where it was placed or removed elsewhere."""
        held = self.in_hand
        if held is None or not (news.everything or "codings" in news.tables):
            return
        found = await self.session.ask(lambda project: find_lost(project, held.coding.uid))
        if self.in_hand is held and found is None:
            self.in_hand = None
            self.say("The coding in hand has a place by now, or is gone.")
