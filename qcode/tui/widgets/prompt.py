"""The line at the bottom where the screen asks something: a text, or yes or no."""

from __future__ import annotations

import asyncio

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from qcode.text.display import safe
from qcode.text.widths import cell_width, fit_within
from qcode.tui.widgets.fields import Field


class GivenUp(Exception):  # noqa: N818
    """The person left a question without an answer; nothing is to be done."""


class Prompt(Horizontal):
    """Asks one question at a time, in place of a dialog; hidden while nothing is asked."""

    DEFAULT_CSS = """
    Prompt { height: 1; display: none; padding: 0 1; }
    Prompt.-asking { display: block; }
    Prompt > #question { width: auto; height: 1; padding-right: 1; }
    Prompt.-typing > #question { max-width: 70%; }
    Prompt > Input, Prompt > Input:focus { width: 1fr; height: 1; border: none; padding: 0; }
    """

    def __init__(self) -> None:
        super().__init__(id="prompt")
        self._waiting: asyncio.Future[str | None] | None = None
        self._keys = ""
        self._before: Widget | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="question", markup=False)
        yield Field(id="answer", select_on_focus=False)

    @property
    def asking(self) -> bool:
        """Whether a question waits for its answer."""
        return self._waiting is not None

    async def text(self, question: str, value: str = "", *, at: int | None = None) -> str:
        """Return what the person types, white space at both ends removed; raises GivenUp.

        `value` stands there at first, the cursor behind it, or before its code point `at`.
        """
        answer = self.query_one(Field)
        answer.put(value)
        if at is not None:
            answer.cursor_position = min(at, len(value))
        answer.display = True
        return (await self._asked(question, answer)).strip()

    async def key(self, question: str, keys: str) -> str:
        """Return which of some keys the person presses, such as `y` of `yn`; raises GivenUp.

        Any key that is none of them is no answer; Escape, ctrl+g and q give up.
        """
        self._keys = keys
        self.query_one(Field).display = False
        try:
            return await self._asked(question, None)
        finally:
            self._keys = ""

    async def sure(self, question: str) -> None:
        """Return when the person says yes; raises GivenUp where they do not."""
        answers = "  y yes · n no"
        room = self.app.size.width - cell_width(answers) - 2
        if await self.key(fit_within(safe(question), room) + answers, "yn") != "y":
            raise GivenUp

    async def _asked(self, question: str, takes_focus: Field | None) -> str:
        before = self.screen.focused
        self.query_one("#question", Static).update(Content.styled(safe(question), "bold"))
        self.set_class(takes_focus is not None, "-typing")
        self.add_class("-asking")
        self._waiting = asyncio.get_running_loop().create_future()
        self._before = before
        self.screen.set_focus(takes_focus, scroll_visible=False)
        try:
            answer = await self._waiting
        finally:
            self._close()
        if answer is None:
            raise GivenUp
        return answer

    def settle(self, answer: str | None) -> None:
        """Answer the question that waits, if one does; None gives it up."""
        waiting = self._waiting
        if waiting is not None and not waiting.done():
            # Closed at once: the next key may be here already, and is not for the question.
            self._close()
            waiting.set_result(answer)

    def _close(self) -> None:
        if self._waiting is None:
            return
        self._waiting = None
        self.remove_class("-asking")
        if self._before is not None and self._before.is_attached:
            self.screen.set_focus(self._before, scroll_visible=False)
        self._before = None

    async def take_key(self, key: events.Key) -> bool:
        """Take the keys that answer or leave the question; the others go on. True where it was taken."""
        if not self.asking:
            return False
        if self._keys:
            if key.character and key.character.lower() in self._keys:
                self.settle(key.character.lower())
            elif key.key in ("escape", "ctrl+g", "q"):
                self.settle(None)
            return True
        if key.key in ("escape", "ctrl+g"):
            self.settle(None)
        elif key.key == "enter":
            # What was typed before Enter may still be on its way to the field.
            self.settle(await self.query_one(Field).all_typed())
        else:
            return False
        return True
