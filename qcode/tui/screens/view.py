"""What all views have in common: a head line, a hint line that speaks, questions, going from view to view."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from qcode.errors import QcodeError
from qcode.text.widths import cell_width
from qcode.tui.bindings import bindings_of
from qcode.tui.clipboard import COPIED, copy_beside
from qcode.tui.going import GO_KEYS, ways
from qcode.tui.keys import shown_key
from qcode.tui.paths import exists
from qcode.tui.screens.guarding import dialogue, guarded
from qcode.tui.session import News, Session
from qcode.tui.widgets.memo_editor import MemoEditor
from qcode.tui.widgets.path_field import PathField
from qcode.tui.widgets.picker import Choice, Picker
from qcode.tui.widgets.prompt import Prompt
from qcode.tui.widgets.side_line import SideLine

if TYPE_CHECKING:
    from qcode.tui.app import QcodeApp
    from qcode.tui.memo_visit import Visit

__all__ = ["View", "dialogue", "guarded"]

LEAST_WIDTH, LEAST_HEIGHT = 70, 20
_ROUNDS = 200


class View(Screen[None]):
    """One view of the project, as large as the terminal.

    A subclass says its `NAME` (also its place in `app.go`), yields its body from `compose_body`, and
    takes `arrive` (an errand from another view) and `take_news` (what changed in the project).
    """

    NAME: ClassVar[str] = ""
    TITLE_WORDS: ClassVar[str] = ""
    """What the head line and the help call the view."""
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = ()
    """(binding id, word): the next keys in the hint line, most needed first."""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]  # noqa: RUF012
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("g", "go", "Go to another view, by its letter", id="view.go"),
        Binding("q", "back", "Back to the text, or to the view before", id="view.back"),
        Binding("u", "undo", "Undo", id="view.undo"),
        Binding("U,ctrl+r", "redo", "Redo", id="view.redo"),
        Binding("question_mark", "help", "Keys of this view", id="view.help"),
    ]  # fmt: skip

    DEFAULT_CSS = """
    View { layers: base above; }
    View > #head { background: $panel; color: $text; }
    View > #hint { background: $panel; }
    View > #too-small {
        display: none; width: 1fr; height: 1fr; content-align: center middle; text-align: center;
    }
    View.-too-small > * { display: none; }
    View.-too-small > #too-small { display: block; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._keys: dict[str, str] = {}
        self._focus_before: Widget | None = None
        self.ready = asyncio.Event()
        """Set when the view is there and can be sent on errands."""

    def compose(self) -> ComposeResult:
        yield SideLine(id="head")
        with Vertical(id="body"):
            yield from self.compose_body()
        yield Picker()
        yield Prompt()
        yield SideLine(id="hint")
        yield Static(id="too-small", markup=False)

    def compose_body(self) -> ComposeResult:
        """Yield what stands between the head line and the hint line."""
        raise NotImplementedError

    @property
    def qcode(self) -> QcodeApp:
        """The program."""
        return cast("QcodeApp", self.app)

    @property
    def session(self) -> Session:
        """The open project."""
        return self.qcode.session

    @property
    def prompt(self) -> Prompt:
        """The line that asks."""
        return self.query_one(Prompt)

    @property
    def picker(self) -> Picker:
        """The list to choose from."""
        return self.query_one(Picker)

    async def on_mount(self) -> None:
        """Let others know that the view is there."""
        try:
            await self.begin()
        finally:
            self.ready.set()

    async def begin(self) -> None:
        """Prepare the view, once, before anybody arrives at it."""

    async def leave(self) -> bool:
        """Put down what is in hand, before another view comes in front or the program ends.

        Return False where that cannot be without losing something: the view stays in front.
        """
        for editor in self.query("#memo-editor").results(MemoEditor):
            if not await editor.close():
                return False
        return True

    def whereabouts(self) -> object:
        """Return the errand that leads back to where the person is in this view; None: as it was left."""
        return None

    async def arrive(self, errand: object) -> None:
        """Carry out what another view sent the person here for; None is nothing in particular."""

    async def take_news(self, news: News) -> None:
        """Show what changed in the project, by whomever."""

    def head(self, *parts: str, right: Sequence[str] = ()) -> None:
        """Say in the head line where we are: parts of a path after the project's title."""
        path = [self.session.overview.title, *parts]
        # Where there is no room for both, the project's name gives way to what changes.
        if len(path) > 1 and cell_width(" > ".join(path) + " · ".join(right)) + 4 > self.app.size.width:
            path = path[1:]
        self.query_one("#head", SideLine).show(" > ".join(path), right, "bold")

    def say(self, words: str, *, done: bool = False) -> None:
        """Say something in the hint line; `done` marks what is saved."""
        self.query_one("#hint", SideLine).show(
            f"✓ {words}" if done else words, self.hints(), "$success" if done else ""
        )

    @property
    def said(self) -> str:
        """What the hint line says now."""
        return self.query_one("#hint", SideLine).left

    def say_fault(self, error: QcodeError) -> None:
        """Say in the hint line what went wrong and what to do."""
        self.query_one("#hint", SideLine).show(f"! {error}", style="$error bold")

    def hints(self) -> Sequence[str]:
        """Return the keys that do something next, most needed first; none where keys are letters."""
        if isinstance(self.focused, Input | TextArea):
            return []
        return [f"{self.key_of(name)} {word}" for name, word in (*self.HINTS, ("view.help", "keys"))]

    def key_of(self, binding_id: str) -> str:
        """Return the first key of an action here, as people write it and as the keymap has it."""
        if not self._keys:
            self._keys.update((one.id, one.key) for one in bindings_of(self) if one.id)
        given = self.qcode.keymap.get(binding_id) or self._keys.get(binding_id, "")
        return shown_key(given.split(",")[0].strip())

    async def pick(self, question: str, choices: Sequence[Choice], *, new: str = "") -> Choice:
        """Let the person choose from a list by typing; raises GivenUp. For dialogues.

        With `new`, a text that fits nothing can be chosen as well: a Choice whose value is that text.
        """
        return await self.picker.choose(question, choices, new=new)

    path_field: PathField | None = None
    """Where paths are asked for, once one was."""

    async def ask_path(self, question: str, value: str = "", *, suffixes: Sequence[str] = ()) -> Path:
        """Return a path the person gives, `~` expanded; raises GivenUp, DataError. For dialogues.

        With `suffixes` (lower case, with the dot), only files of these endings are offered.
        """
        if self.path_field is None:
            self.path_field = PathField()
            await self.mount(self.path_field)
        return await self.path_field.ask(question, value, suffixes=suffixes)

    async def ask_target(
        self, question: str, value: str, whole: Callable[[Path], Path] | None = None
    ) -> Path:
        """Return a path to write a file to; asks before one is replaced. Raises GivenUp, DataError.

        `whole` makes a full name of what was typed, such as one with an ending.
        """
        target = await self.ask_path(question, value)
        target = whole(target) if whole else target
        if exists(target):
            self.say(f"{target} is there already.")
            await self.prompt.sure(f"{target.name} exists. Replace it?")
        return target

    async def take_key(self, key: events.Key) -> bool:
        """Take a key that belongs to a question, a list or a pair of keys; True where it was taken."""
        if self.has_class("-too-small"):
            # What cannot be seen is not done.
            return key.key not in ("ctrl+q", "Q")
        for asking in (self.prompt, self.picker, self.path_field):
            if asking is not None and await asking.take_key(key):
                await self.dialogue_rests()
                return True
        then, self._then = self._then, None
        if then is None:
            return self.on_key_seen is not None and self.on_key_seen(key)
        if key.key in ("escape", "ctrl+g"):
            self.say("")
            return True
        await then(key)
        return True

    async def dialogue_rests(self) -> None:
        """Give a dialogue that got its answer time to ask the next thing or to end.

        So that keys typed ahead reach what they were meant for; a long task is not waited for.
        """
        running = [
            one
            for one in self.workers
            if one.group == "dialogue" and one.node is self and not one.is_finished
        ]
        for _ in range(_ROUNDS if running else 0):
            await asyncio.sleep(0.001)
            asking = self.prompt.asking or self.picker.is_open or isinstance(self.focused, Input | TextArea)
            if asking or all(one.is_finished for one in running):
                return

    _then: Callable[[events.Key], Awaitable[None]] | None = None
    on_key_seen: Callable[[events.Key], bool] | None = None
    """Told of each key before it is carried out; it may take it by returning True. For the tutorial."""

    def forget_prefix(self) -> None:
        """Wait no longer for the second key of a pair."""
        self._then = None

    def wait_for_key(self, words: str, then: Callable[[events.Key], Awaitable[None]]) -> None:
        """Take the next key as the second of a pair, saying meanwhile which there are."""
        self._then = then
        self.query_one("#hint", SideLine).show(words, (), "bold")

    def action_go(self) -> None:
        """Wait for the letter of the view to go to."""

        @guarded
        async def go(self: View, key: events.Key) -> None:
            target = GO_KEYS.get(key.key)
            if key.key in ("colon", "question_mark"):
                self.say("")
                self.app.action_command_palette()
            elif target is None:
                self.say(f"g {shown_key(key.key)} leads nowhere.")
            else:
                self.say("")
                await self.qcode.go(target)

        self.wait_for_key(ways(self.app.size.width - 2), partial(go, self))

    async def action_back(self) -> None:
        """Go back to the view before."""
        await self.qcode.back()

    @guarded
    async def action_undo(self) -> None:
        """Take back this coder's newest step."""
        words = await self.session.ask(lambda project: project.history.undo())
        self.say(f"Undid: {words}", done=True)

    @guarded
    async def action_redo(self) -> None:
        """Do again what was undone last."""
        words = await self.session.ask(lambda project: project.history.redo())
        self.say(f"Redid: {words}", done=True)

    @guarded
    async def write_memo(self, owner_table: str, owner_uid: str, title: str) -> None:
        """Open the panel for the acting coder's memo on a thing; it is saved as they write.

        `owner_table` is one of `qcode.project.memos.OWNERS`; `title` says in words what the memo is on.
        """
        from qcode.tui.memo_visit import MemoVisit

        await self.write(MemoVisit(self.session, owner_table, owner_uid), title)

    async def write(self, visit: Visit, title: str) -> None:
        """Open the panel for what a visit is to; only for what reports faults by itself."""
        if not self.query(MemoEditor):
            await self.mount(MemoEditor(), before="#prompt")
            self._keys.clear()
        editor = self.query_one(MemoEditor)
        # Before the memo is read: it may be the very one that is still to be saved.
        if not await editor.close():
            return
        mine, others = await visit.begin()
        keys = self.key_of("memo.close"), self.key_of("memo.editor")
        if await editor.open(f"{visit.noun} {visit.on} {title}", mine, others, visit.save, keys=keys):
            self._visit = visit

    _visit: Visit | None = None

    async def take_memo_news(self, news: News) -> None:
        """Show the memo that is open as it is now, where it was undone or changed from elsewhere."""
        if self._visit is None or not (news.everything or self._visit.table in news.tables):
            return
        for editor in self.query("#memo-editor").results(MemoEditor):
            if editor.is_open:
                editor.take_stored(await self._visit.stored())

    def on_memo_editor_saved(self) -> None:
        """Say that what was typed is saved."""
        self.say(f"{self._visit.noun if self._visit else 'Memo'} saved", done=True)

    def on_memo_editor_failed(self, event: MemoEditor.Failed) -> None:
        """Say why it could not be saved; where the panel was to be closed, ask whether to leave it so."""
        self.say_fault(event.error)
        if event.closing and not self.prompt.asking:
            self._leave_memo_unsaved()

    @dialogue
    async def _leave_memo_unsaved(self) -> None:
        answer = await self.prompt.key("The memo is not saved.  c copy it and leave · Esc back to it", "c")
        editor = self.query_one(MemoEditor)
        if not answer or not editor.is_open:
            return
        words = await copy_beside(editor.text, self.app.copy_to_clipboard)
        if words.startswith(COPIED):
            editor.give_up()
        self.say(words)

    def on_memo_editor_said(self, event: MemoEditor.Said) -> None:
        """Pass on what the panel has to tell."""
        self.say(event.words)

    def on_memo_editor_closed(self, event: MemoEditor.Closed) -> None:
        """Say that all is saved."""
        noun, self._visit = self._visit.noun if self._visit else "Memo", None
        if not event.given_up:
            self.say(f"{noun} saved" if event.changed else "", done=event.changed)

    @on(SideLine.Clicked, "#hint")
    def _hint_clicked(self) -> None:
        """Offer everything that can be done here to those who use the mouse."""
        self.app.action_command_palette()

    def action_help(self) -> None:
        """Show the keys of this view."""
        from qcode.tui.screens.help import Help

        self.app.push_screen(Help(self))

    def on_resize(self, event: events.Resize) -> None:
        """Say politely where the terminal is too small."""
        small = event.size.width < LEAST_WIDTH or event.size.height < LEAST_HEIGHT
        if small and not self.has_class("-too-small"):
            self._focus_before = self.focused
        elif not small and self._focus_before is not None:
            self.call_after_refresh(self.set_focus, self._focus_before)
            self._focus_before = None
        self.set_class(small, "-too-small")
        if small:
            needed = f"qcode needs {LEAST_WIDTH} columns and {LEAST_HEIGHT} rows;"
            here = f"here are {event.size.width} and {event.size.height}."
            self.query_one("#too-small", Static).update(
                Content(f"{needed}\n{here}\nPlease make the window larger (ctrl+q leaves).")
            )
