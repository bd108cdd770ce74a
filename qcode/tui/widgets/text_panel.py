"""A panel to write a longer text in; mounted once, shown when needed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from qcode.errors import QcodeError
from qcode.text.display import safe
from qcode.tui.widgets.fields import Pages
from qcode.tui.widgets.read_out import FAINT

Saved = Callable[[str | None], Awaitable[None]]
"""Saves a new text, None where it stays as it is; raises QcodeError where that cannot be."""
_HOW = "ctrl+s saves · Esc leaves"
_KEEP = "Save what you wrote?  y yes · n no · Esc back to it"


class TextPanel(Vertical):
    """Shows a text to be changed; ctrl+s or F2 saves it, Escape or ctrl+g leaves.

    Leaving with a changed text asks whether it is to be saved, so that nothing written is lost by a key.
    """

    DEFAULT_CSS = """
    TextPanel { layer: above; dock: bottom; display: none; height: 60%; background: $panel; }
    TextPanel.-open { display: block; }
    TextPanel > #writing { height: 1; padding: 0 1; }
    TextPanel > TextArea { height: 1fr; border: none; padding: 0 1; background: $surface; }
    TextPanel > TextArea:focus { border: none; }
    """

    def __init__(self) -> None:
        super().__init__(id="text-panel")
        self._title = self._before = ""
        self._then: Saved | None = None
        self._leaving = False
        self._focus_before: Widget | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="writing", markup=False)
        yield Pages(soft_wrap=True, show_line_numbers=False, tab_behavior="focus", compact=True)

    @property
    def area(self) -> Pages:
        """The field."""
        return self.query_one(Pages)

    @property
    def is_open(self) -> bool:
        """Whether something is being written."""
        return self._then is not None

    @property
    def changed(self) -> bool:
        """Whether the text is another than it was."""
        return self.is_open and self.area.text != self._before

    def open(self, title: str, text: str, then: Saved) -> None:
        """Show a text to be changed; `then` is given the new text, None where it stays as it is."""
        self._title, self._before, self._then, self._leaving = title, text, then, False
        self.area.load_text(self._before)
        self.area.move_cursor(self.area.document.end)
        self._tell(_HOW)
        self._focus_before = self.screen.focused
        self.add_class("-open")
        self.screen.set_focus(self.area, scroll_visible=False)

    def _tell(self, how: str, fault: str = "") -> None:
        told = f"   ! {safe(fault)}" if fault else ""
        about = Content.assemble((safe(self._title), "bold"), (told, "$error"), (f"   {how}", FAINT))
        self.query_one("#writing", Static).update(about)

    async def take_key(self, key: events.Key) -> bool:
        """Take the keys that save or leave; the others go on to the field. True where taken."""
        if not self.is_open:
            return False
        if self._leaving:
            if key.key in ("y", "n"):
                await self.settle(save=key.key == "y")
            elif key.key in ("escape", "ctrl+g"):
                self._leaving = False
                self._tell(_HOW)
            return True
        if key.key in ("ctrl+s", "f2"):
            await self.settle(save=True)
        elif key.key in ("escape", "ctrl+g"):
            if self.changed:
                self._leaving = True
                self._tell(_KEEP)
            else:
                await self.settle(save=False)
        else:
            return False
        return True

    async def settle(self, *, save: bool) -> bool:
        """Save what was written if anything was, and close the panel; return whether it is closed.

        Where it cannot be saved, the panel stays open with what was written, and says why.
        """
        then = self._then
        if then is None:
            return True
        text = self.area.text
        to_save = save and text != self._before
        if to_save:
            try:
                await then(text)
            except QcodeError as error:
                self._leaving = False
                self._tell(_HOW, str(error))
                return False
        if self._then is then:
            self._close()
        if not to_save:
            await then(None)
        return True

    def _close(self) -> None:
        self._then = None
        self._leaving = False
        self.remove_class("-open")
        if self.is_attached and self._focus_before is not None and self._focus_before.is_attached:
            self.screen.set_focus(self._focus_before, scroll_visible=False)
