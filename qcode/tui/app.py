"""The program on the screen: which project is open, which view is in front, and how keys get there."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar

from rich.text import Text
from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.filter import LineFilter
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, TextArea

from qcode.errors import QcodeError
from qcode.project import Project
from qcode.settings import config_folder
from qcode.text.display import safe
from qcode.text.names import counted
from qcode.tui import keys
from qcode.tui.plain_signs import PlainSigns
from qcode.tui.screens.view import View
from qcode.tui.session import News, Session
from qcode.tui.state import ScreenState, load_state, save_state
from qcode.tui.themes import DARK, NAMES, THEMES
from qcode.tui.widgets.grid import Grid

SECONDS_TO_END = 2.0
SECONDS_TO_TELL = 1.0
LOOK_EVERY = 1.0
"""Seconds between two looks at what other programs did to the project."""
VIEWS = {
    "start": "start.Start",
    "coding": "coding.Coding",
    "segments": "segments.Segments",
    "unplaced": "unplaced.Unplaced",
    "matrix": "matrix.Matrix",
    "picture": "picture.Picture",
    "typology": "typology.Typology",
    "truth-table": "truth.TruthTables",
    "framework": "framework.Framework",
    "summary": "framework_cell.FrameworkCell",
    "codebook": "codebook.Codebook",
    "rules": "rules.RuleProposals",
    "documents": "documents.Documents",
    "cases": "cases.Cases",
    "classes": "classes.Classes",
    "groups": "groups.Groups",
    "events": "events.Events",
    "reports": "report_writing.Reports",
    "memos": "memos.Memos",
    "history": "history.History",
    "search": "search.Search",
}
"""Name of a view -> its module and class in `qcode.tui.screens`; imported when first gone to."""


@dataclass(frozen=True, slots=True)
class Options:
    """How the screen is to look and behave, as the command line and the settings say."""

    theme: str = ""
    """`dark`, `light` or `contrast`; empty: as it was last."""
    ascii: bool = False
    """Stripes and marks in ASCII."""
    mouse: bool = True
    warn: bool = True
    """Say that a project lies where other computers write to as well."""


def _own_keys() -> dict[str, str]:
    """Return the keys that a person gave to actions, by binding id."""
    path = config_folder() / keys.FILE
    if not path.exists():
        return {}
    from qcode.tui.bindings import known_ids

    return keys.read_keymap(path, known_ids())


def view_class(name: str) -> type[View]:
    """Return the class of a view by its name in VIEWS."""
    module, _, attribute = VIEWS[name].partition(".")
    found: type[View] = getattr(import_module(f"qcode.tui.screens.{module}"), attribute)
    return found


class QcodeApp(App[None]):
    """The program. One project at a time; each view keeps its place while others are in front."""

    TITLE = "qcode"
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("Q,ctrl+q", "quit", "Quit; everything is saved already", id="app.quit", priority=False),
        Binding("colon,f1", "command_palette", "All actions, by typing part of a name", id="app.palette"),
        Binding("ctrl+c", "copy_or_say", "Copy", id="app.copy", show=False),
    ]

    def __init__(
        self,
        opener: Callable[[Path], Project],
        path: Path | None = None,
        *,
        options: Options | None = None,
        found: Path | None = None,
    ) -> None:
        """Prepare the screen.

        `opener` opens a project as the coder who acts; `path` is the project to begin with, None the
        start view, with the project `found` preselected there. Raises DataError for a keymap file with
        a fault.
        """
        # Without colours means without any, greys too; what colours say is said by signs and styles then.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self.opener = opener
        self.options = options or Options()
        self._plain = [PlainSigns()] if self.options.ascii else []
        self.found = found
        self.state: ScreenState = load_state()
        self.session: Session
        self.has_session = False
        self.opened: Path | None = None
        """The project opened last."""
        self.fault = ""
        """Why the screen ended, where it did not end as asked."""
        self._first = path
        self._views: dict[str, View] = {}
        self._trail: list[tuple[str, object]] = []
        self._burst = keys.Burst()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = NAMES.get(self.options.theme) or self._known_theme()
        self.keymap = _own_keys()
        self.set_keymap(self.keymap)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return what every line passes on its way to the terminal."""
        return [*super().get_line_filters(), *self._plain]

    def _known_theme(self) -> str:
        return self.state.theme if self.state.theme in self.available_themes else DARK

    # -- beginning and ending

    async def on_mount(self) -> None:
        """Open what was asked for."""
        self.set_interval(LOOK_EVERY, self._look)
        if self._first is None:
            await self.go("start")
        else:
            await self.open_project(self._first)

    async def open_project(self, path: Path) -> None:
        """Open a project in place of the one that is open, and show its text."""
        session = Session(path, self.opener)
        try:
            await session.open()
        except QcodeError as error:
            await session.close()
            if self.view is not None:
                raise
            self.fault = str(error)
            self.exit(return_code=error.exit_code)
            return
        await self.close_project()
        self.session, self.has_session, self.opened = session, True, path
        session.on_news = self._tell_news
        session.on_wait = self._say_waiting
        await self.go("coding")
        self._say_of_file(session)

    def _say_of_file(self, session: Session) -> None:
        """Say once, after opening, what is to be known of the file."""
        said = []
        if session.kept_copy is not None:
            said.append(f"Brought to the present form; the older file is kept as {session.kept_copy}.")
        if session.place_warning and self.options.warn:
            said.append(session.place_warning)
        if said and self.view is not None:
            self.view.say(" ".join(said))

    async def close_project(self) -> None:
        """Close the open project with its views; the start view stays."""
        if not self.has_session:
            return
        await self.remember()
        self.has_session = False
        await self.session.close()
        for name in [name for name in self._views if name != "start"]:
            del self._views[name]
            self.remove_mode(name)
        self._trail = []

    async def remember(self) -> None:
        """Keep where this person is in the project."""
        if self.has_session and "coding" in self._views:
            view = self._views["coding"]
            self.state = self.state.with_project(view.recent())  # type: ignore[attr-defined]
        save_state(replace(self.state, theme=self.theme))

    async def action_quit(self) -> None:
        """Leave; everything is saved already. A view with something that cannot be saved stays."""
        for view in self._views.values():
            if await view.leave() is False:
                return
        await self.remember()
        self.exit()

    async def give_way(self) -> None:
        """End because the system asks for it: what is in hand is saved if that can be done soon."""
        with suppress(TimeoutError, QcodeError):
            await asyncio.wait_for(self.action_quit(), SECONDS_TO_END)
        self.exit()

    async def on_unmount(self) -> None:
        """Close the project's file."""
        if self.has_session:
            self.has_session = False
            await self.session.close()

    def _fatal_error(self) -> None:
        """Say in words what happened; a traceback would show what people said in their interviews."""
        error = self._exception
        self.fault = f"Something unexpected happened ({type(error).__name__}: {safe(str(error))[:200]})."
        self.panic(Text(""))

    # -- views

    @property
    def view(self) -> View | None:
        """The view in front."""
        return self._views.get(self.current_mode)

    async def go(self, name: str, errand: object = None, *, trail: bool = True) -> None:
        """Show a view, with an errand for it if there is one."""
        before = self.view
        if before is not None and await before.leave() is False:
            return
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        if name not in self._views:
            view = view_class(name)()
            self._views[name] = view
            self.add_mode(name, lambda: view)
        if trail and before is not None and name != before.NAME and before.NAME != "start":
            self._trail.append((before.NAME, before.whereabouts()))
        await self.switch_mode(name)
        await self._views[name].ready.wait()
        await self._views[name].arrive(errand)

    async def back(self) -> None:
        """Go back to the view before; from the text, there is none."""
        if self._trail:
            name, place = self._trail.pop()
            await self.go(name, place, trail=False)
        elif self.view is not None and self.view.NAME != "coding" and self.has_session:
            await self.go("coding", trail=False)

    # -- news

    async def _look(self) -> None:
        """See whether another program changed the project."""
        if self.has_session:
            try:
                await self.session.look()
            except QcodeError as error:
                if self.view is not None:
                    self.view.say_fault(error)

    async def _tell_news(self, news: News) -> None:
        """Give the views what changed; those behind are told as well, so that they are right when shown."""
        for view in list(self._views.values()):
            if view.ready.is_set() and view.NAME != "start" and view.is_attached and view.children:
                try:
                    await view.take_news(news)
                    await view.take_memo_news(news)
                except QcodeError as error:
                    view.say_fault(error)

    def _say_waiting(self) -> None:
        view = self.screen if isinstance(self.screen, View) else self.view
        if view is not None:
            view.say("One moment, the project is busy …")

    # -- keys

    async def on_event(self, event: events.Event) -> None:
        """Read keys in their order, one done before the next is looked at."""
        # `on_event` is Textual's own door for what comes from the terminal; keys pass it first.
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif isinstance(event, events.Paste):
            if not self._typing:
                self._say_pasted(len(event.text))
            await super().on_event(event)
        elif self._typing:
            await self._press(event)
        else:
            key = keys.folded(event)
            holding = self._burst.holding
            if not self._burst.wants(key, self.message_queue_size):
                await self._press(key)
            elif not holding:
                self.set_timer(keys.BURST_SECONDS, self._release)

    @property
    def _typing(self) -> bool:
        """Whether the keys go to a field for text."""
        return isinstance(self.focused, Input | TextArea)

    async def _release(self) -> None:
        """Carry out keys that came together, unless they are a paste; wait while more are coming."""
        if not self.is_running:
            return
        if self.message_queue_size and self._burst.holding:
            self.set_timer(keys.BURST_SECONDS, self._release)
            return
        held, swallowed = self._burst.released()
        for key in held:
            await self._press(key)
        if swallowed:
            self._say_pasted(swallowed)

    def _say_pasted(self, number: int) -> None:
        if self.view is not None:
            self.view.say(f"{counted(number, 'character')} came at once, as a paste; not run as keys.")

    async def _press(self, key: events.Key) -> None:
        view = self.screen if isinstance(self.screen, View) else None
        if view is not None and await view.take_key(key):
            return
        # A binding is carried out here and now, not when the key has bubbled up from the widget to the
        # program: by then the next key, perhaps the second of a pair, may have been read as something else.
        focused, typing = self.focused, self._typing
        if not typing and await self._check_bindings(key.key, priority=True):
            return
        if typing or not await self._check_bindings(key.key):
            await super().on_event(key)
        elif view is not None:
            if isinstance(focused, Grid):
                await self._told(focused)
            await view.dialogue_rests()

    async def _told(self, grid: Grid) -> None:
        """Wait until what a list had to tell of a key has reached its view.

        A choice in a list is told by a message; the next key must not overtake it.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(SECONDS_TO_TELL):
                for node in grid.ancestors_with_self:
                    if isinstance(node, Widget):
                        told: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                        node.call_later(_settle, told)
                        await told

    def action_copy_or_say(self) -> None:
        """Say how to leave, for those who expect ctrl+c to do it."""
        if self.view is not None:
            self.view.say(f"{self.view.key_of('app.quit')} leaves qcode; everything is saved already.")

    # -- the palette

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Yield every action there is here, and every theme."""
        from qcode.tui.bindings import commands_of

        yield from commands_of(self, screen)

    def set_theme(self, name: str) -> None:
        """Change the colours, and remember it."""
        self.theme = name
        self.state = replace(self.state, theme=name)
        save_state(self.state)


def _settle(told: asyncio.Future[None]) -> None:
    """Let go on who waits; nobody does any more where it took too long."""
    if not told.done():
        told.set_result(None)
