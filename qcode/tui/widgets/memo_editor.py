"""Where memos are written: a panel at the bottom, saved whenever typing rests."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static, TextArea

from qcode.errors import QcodeError
from qcode.text.display import safe
from qcode.tui.outside_editor import edit_outside
from qcode.tui.widgets.fields import Pages
from qcode.tui.widgets.side_line import SideLine

REST = 1.0
"""Seconds without a key after which what was typed is saved."""


@dataclass(frozen=True, slots=True)
class MemoOfOther:
    """What somebody else wrote on the same thing."""

    coder: str
    when: str
    text: str


Save = Callable[[str], Awaitable[None]]
"""Saves a text as the memo; raises QcodeError where that cannot be."""


class MemoText(Pages):
    """The field itself."""


class MemoEditor(Vertical):
    """One memo at a time, with what others wrote on the same thing above it.

    It saves by the function it is given and says so by messages; it knows nothing of the project.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+g", "close", "Close the memo; it is saved", id="memo.close", priority=True),
        Binding("ctrl+o", "outside", "Write the memo in your own editor ($VISUAL, $EDITOR)", id="memo.editor",
                priority=True),
    ]  # fmt: skip
    DEFAULT_CSS = """
    MemoEditor { display: none; height: auto; max-height: 60%; background: $panel; }
    MemoEditor.-open { display: block; }
    MemoEditor > #memo-title { height: 1; }
    MemoEditor > #memo-others { height: auto; max-height: 6; padding: 0 1; scrollbar-size-vertical: 1; }
    MemoEditor > #memo-others > Static { height: auto; color: $text-muted; }
    MemoEditor > MemoText, MemoEditor > MemoText:focus {
        height: 8; border: none; padding: 0 1; background: $surface; scrollbar-size-vertical: 1;
    }
    """

    class Saved(Message):
        """What was typed is saved."""

    class Failed(Message):
        """What was typed could not be saved; it stays in the field.

        `closing` tells whether the panel was to be closed, and is still open for this reason.
        """

        def __init__(self, error: QcodeError, *, closing: bool = False) -> None:
            super().__init__()
            self.error, self.closing = error, closing

    class Said(Message):
        """Something to tell the person."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words

    class Closed(Message):
        """The panel is closed; `changed` tells whether anything was saved meanwhile.

        `given_up` tells whether the person left it with something that is not saved.
        """

        def __init__(self, changed: bool, *, given_up: bool = False) -> None:
            super().__init__()
            self.changed, self.given_up = changed, given_up

    def __init__(self) -> None:
        super().__init__(id="memo-editor")
        self.rest = REST
        self._save: Save | None = None
        self._saved = ""
        self._changed = False
        self._timer: Timer | None = None
        self._before: Widget | None = None
        self._saving = asyncio.Lock()

    def compose(self) -> ComposeResult:
        yield SideLine(id="memo-title")
        with VerticalScroll(id="memo-others", can_focus=False):
            yield Static(markup=False)
        yield MemoText(id="memo-text", soft_wrap=True, show_line_numbers=False, tab_behavior="indent")

    @property
    def is_open(self) -> bool:
        """Whether a memo is being written."""
        return self._save is not None

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self._field.text

    @property
    def _field(self) -> MemoText:
        return self.query_one(MemoText)

    async def open(
        self, title: str, text: str, others: Sequence[MemoOfOther], save: Save, *, keys: tuple[str, str]
    ) -> bool:
        """Show a memo and put the cursor at its end; one that is open is saved and closed before.

        `keys` are those that close and that open the person's own editor, as people write them. Where
        the one that is open cannot be saved, it stays, and False is returned.
        """
        if not await self.close():
            return False
        self._before = self.screen.focused
        field = self._field
        field.text = text
        field.move_cursor(field.document.end)
        self._saved, self._changed, self._save = field.text, False, save
        close, outside = keys
        self.query_one("#memo-title", SideLine).show(
            title, ("saved as you write", f"{outside} your editor", f"{close} closes"), "bold"
        )
        shown = self.query_one("#memo-others", VerticalScroll)
        shown.display = bool(others)
        shown.query_one(Static).update(
            Content("\n").join(
                Content.assemble(
                    (f"{safe(one.coder)}, {safe(one.when)}  ", "bold"), safe(one.text, keep_newlines=True)
                )
                for one in others
            )
        )
        self.add_class("-open")
        self.screen.set_focus(field, scroll_visible=False)
        return True

    def take_stored(self, text: str) -> None:
        """Take note of what is stored of the memo now, by whomever it was changed.

        A field that nobody has touched shows it; else what was typed is what is saved next.
        """
        if not self.is_open or text == self._saved:
            return
        field, touched = self._field, self.text != self._saved
        self._saved = text
        if not touched:
            field.text = text
            field.move_cursor(field.document.end)

    @on(TextArea.Changed)
    def _typed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self.is_open and self.text != self._saved:
            if self._timer is not None:
                self._timer.stop()
            self._timer = self.set_timer(self.rest, self.save)

    async def save(self) -> bool:
        """Save what stands in the field, if it is not saved; return whether all is saved now."""
        return await self._stored(closing=False)

    async def _stored(self, *, closing: bool) -> bool:
        async with self._saving:
            if self._timer is not None:
                self._timer.stop()
                self._timer = None
            text, save = self.text, self._save
            if save is None or text == self._saved:
                return True
            try:
                await save(text)
            except QcodeError as error:
                self.post_message(self.Failed(error, closing=closing))
                return False
            self._saved, self._changed = text, True
            self.post_message(self.Saved())
            return True

    async def close(self) -> bool:
        """Save and close, and return True; where that cannot be, stay open with what was typed."""
        if not self.is_open:
            return True
        if not await self._stored(closing=True):
            return False
        self._put_away()
        return True

    def give_up(self) -> str:
        """Close without saving, and return what was typed."""
        self._put_away(given_up=True)
        return self.text

    def _put_away(self, *, given_up: bool = False) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self._save = None
        self.remove_class("-open")
        before, self._before = self._before, None
        self.screen.set_focus(
            before if before is not None and before.is_attached else None, scroll_visible=False
        )
        self.post_message(self.Closed(self._changed, given_up=given_up))

    async def action_close(self) -> None:
        """Save and close."""
        await self.close()

    async def action_outside(self) -> None:
        """Let the person write the memo in their own editor, and save what they made of it."""
        try:
            text = edit_outside(self.app.suspend, self.text)
        except SuspendNotSupported:
            self.post_message(
                self.Said("Your editor cannot be opened from this terminal; write here instead.")
            )
            return
        except QcodeError as error:
            self.post_message(self.Failed(error))
            return
        self.app.refresh(layout=True)
        if text != self.text:
            self._field.text = text
            self._field.move_cursor(self._field.document.end)
        await self.save()
