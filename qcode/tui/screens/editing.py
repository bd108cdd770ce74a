"""What views have in common in which things are edited: longer texts, asking before an act."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from textual import events
from textual.app import ComposeResult

from qcode.errors import QcodeError
from qcode.model.cases import Case
from qcode.model.documents import Document
from qcode.project import Project
from qcode.text.names import counted
from qcode.tui.screens.view import View, guarded
from qcode.tui.session import News
from qcode.tui.widgets.text_panel import TextPanel


class Editing(View):
    """A view with a panel for longer texts.

    While it is behind others it does not keep up with what changes: `refresh_facts` is called when it
    is gone to, and on news while it is in front.
    """

    def __init__(self) -> None:
        super().__init__()
        self._stale = True
        self._refreshing = asyncio.Lock()

    def compose(self) -> ComposeResult:
        yield from super().compose()
        yield TextPanel()

    @property
    def text_panel(self) -> TextPanel:
        """The panel for longer texts."""
        return self.query_one(TextPanel)

    async def refresh_facts(self) -> None:
        """Read anew what is shown, and show it."""
        raise NotImplementedError

    async def bring_up_to_date(self) -> None:
        """Read anew what is shown where something changed while the view was behind."""
        async with self._refreshing:
            while self._stale:
                self._stale = False
                await self.refresh_facts()

    async def take_news(self, news: News) -> None:
        """Show what changed: at once in front, else when the view is gone to."""
        self._stale = True
        front = self.app.screen
        if front is not self and self.qcode.view is self and isinstance(front, Editing):
            # A preview that this view has opened: nobody else knows of it.
            await front.take_news(news)
        # What is being read just now is read once more by whoever reads it.
        if self.is_current and self.ready.is_set() and not self._refreshing.locked():
            await self.bring_up_to_date()

    @guarded
    async def on_screen_resume(self) -> None:
        """Show what changed while another screen was in front."""
        if self.ready.is_set():
            await self.bring_up_to_date()

    async def arrive(self, errand: object) -> None:  # noqa: ARG002
        """Show the view as it is now, and which keys do something."""
        await self.bring_up_to_date()
        self.say("")

    async def leave(self) -> bool:
        """Save the text that is being written; False where that cannot be."""
        return await super().leave() and await self.text_panel.settle(save=True)

    async def take_key(self, key: events.Key) -> bool:
        """Take keys that belong to a question, a list, or the panel."""
        return await super().take_key(key) or await self.text_panel.take_key(key)

    async def change(self, act: Callable[[Project], object], words: str) -> None:
        """Carry out an act and say that it is done; what goes wrong is raised."""
        await self.session.ask(act)
        self.say(words, done=True)

    async def tie(self, document: Document, case: Case, *, tied: bool) -> None:
        """Attach a document to a case, or where it is `tied` to it already, detach it; and say so."""
        if tied:
            await self.change(
                lambda project: project.documents.detach(document, case.name),
                f"Detached {document.name} from {case.name}.",
            )
        else:
            await self.change(
                lambda project: project.documents.attach(document, case.name),
                f"Attached {document.name} to {case.name}.",
            )

    async def sure(self, question: str, what: str) -> None:
        """Return when the person says yes to a question; `what` tells what would happen. Raises GivenUp."""
        self.say(what)
        await self.prompt.sure(question)

    async def new_text(self, question: str, value: str) -> str | None:
        """Ask for a text in place of another; None, and a word about it, where it stays the same."""
        text = await self.prompt.text(question, value)
        if text == value.strip():
            self.say("Nothing was changed.")
            return None
        return text

    def write_long(self, title: str, text: str, save: Callable[[str], Awaitable[None]]) -> None:
        """Let the person write a longer text; `save` is given it where it was changed.

        Where `save` raises QcodeError, what was written stays in front of the person.
        """

        async def done(written: str | None) -> None:
            if written is None:
                self.say("Nothing was changed.")
                return
            try:
                await save(written.strip())
            except QcodeError as error:
                self.say_fault(error)
                raise

        self.text_panel.open(title, text, done)


def goes_with_it(gone: str, codings: int = 0, whose: str = "") -> str:
    """Return what is said before something is removed.

    `gone` is what the project says of it (`what_goes`): "with 2 codings and 1 memo; ..." where the rest
    is what stays without it. `whose` takes the place of its number of codings.
    """
    going, _, stays = gone.partition("; ") if gone.startswith("with ") else ("", "", gone)
    going = going.removeprefix("with ").replace(counted(codings, "coding"), whose, 1 if whose else 0)
    return f"{going or 'Nothing else'} would go with it{f'; {stays}' if stays else ''}."
