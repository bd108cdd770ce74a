"""Guiding through the tutorial: watching what is done in the coding view, and telling what is next."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from textual import events
from textual.widgets import Input, TextArea

from qcode.tui.app import QcodeApp
from qcode.tui.errands import Place
from qcode.tui.keys import key_name
from qcode.tui.screens.view import View
from qcode.tui.session import News
from qcode.tui.tutorial import CODED, LAST_WORDS, MOVED, UNDONE, WENT, WROTE, Doing, Task, Tutorial
from qcode.tui.widgets.tutorial_panel import LEAVE, SKIP, TutorialPanel

DOCUMENT = "Minamihama_official"
"""The interview of the sample study that it is told with, where it is there."""


async def begin(app: QcodeApp) -> Guide:
    """Begin the tutorial in the coding view, which is gone to."""
    documents = app.session.overview.documents.values()
    await app.go("coding", next((Place(one.uid) for one in documents if one.name == DOCUMENT), None))
    view = app.view
    if view is None:
        raise RuntimeError("no view is in front")
    await view.query(TutorialPanel).remove()
    guide = Guide(view)
    await view.mount(guide.panel, before="#prompt")
    guide.watch()
    return guide


class Guide:
    """Notices by keys, by what changes in the project and by the views gone to which steps are done."""

    def __init__(self, view: View) -> None:
        """Prepare the tutorial of a view, the coding view."""
        self.tutorial = Tutorial()
        self.panel = TutorialPanel()
        self._view = view
        self._session = view.session
        self._before: Callable[[News], Awaitable[None]] = self._session.on_news
        self._after: Callable[[News], Awaitable[None]] = partial(Guide._told, self)
        self._last = ""
        self._went = ""

    def watch(self) -> None:
        """Begin to watch, until the panel is gone."""
        self.panel.on_gone = self._stop
        self._view.on_key_seen = self.take_key
        self._session.on_news = self._after
        self._view.app.mode_change_signal.subscribe(self.panel, self._mode_changed)
        self._show()

    def _stop(self) -> None:
        self._view.on_key_seen = None
        if self._session.on_news is self._after:
            self._session.on_news = self._before

    def _show(self, praise: str = "") -> None:
        tutorial, key_of = self.tutorial, self._key_of
        leave = f"{key_of(LEAVE)} leaves"
        task = tutorial.task
        if task is None:
            words = Task("", LAST_WORDS, "").told(key_of)
            self.panel.show("Tutorial, the end", words, leave, praise=praise)
        else:
            title = f"Tutorial {tutorial.place + 1} of {tutorial.length}: {task.title}"
            self.panel.show(title, task.told(key_of), f"{key_of(SKIP)} skips · {leave}", praise=praise)

    def _key_of(self, binding_id: str) -> str:
        own = {one.id: one.key for one in TutorialPanel.BINDINGS if not isinstance(one, tuple)}
        return self._view.qcode.keymap.get(binding_id, own.get(binding_id, "")) or self._view.key_of(
            binding_id
        )

    def _did(self, doing: Doing) -> None:
        if self.tutorial.did(doing):
            self._show("Done." if self._view.qcode.options.ascii else "✓")

    def take_key(self, key: events.Key) -> bool:
        """Take note of a key that is about to be carried out; True where it is the tutorial's own."""
        if isinstance(self._view.focused, Input | TextArea):
            return False
        if self._is(LEAVE, key):
            self.panel.remove()
            self._view.say("The tutorial is left; the start page has it again.")
            return True
        if self._is(SKIP, key):
            self.tutorial.skip()
            self._show()
            return True
        active = self._view.active_bindings.get(key.key)
        self._last = active.binding.id or "" if active else ""
        self._did(Doing(MOVED, self._last))
        return False

    def _is(self, binding_id: str, key: events.Key) -> bool:
        names = map(str.strip, self._key_of(binding_id).split(","))
        return key.key in [name if len(name) != 1 else key_name(name) for name in names]

    async def _told(self, news: News) -> None:
        """Pass on what changed, and take note of it."""
        await self._before(news)
        if self._last == "view.undo":
            self._did(Doing(UNDONE))
        elif "memos" in news.tables:
            self._did(Doing(WROTE))
        elif news.codings:
            self._did(Doing(CODED, self._last))

    def _mode_changed(self, name: str) -> None:
        if name == self._view.NAME:
            self._did(Doing(WENT, self._went))
        else:
            self._went = name
