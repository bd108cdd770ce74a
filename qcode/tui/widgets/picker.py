"""Choosing one of many by typing part of its name; mounted once, shown when needed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from qcode.text.display import safe
from qcode.text.names import levelled
from qcode.tui.widgets.fields import Field
from qcode.tui.widgets.grid import Cell, CellKind, Grid, GridColumn, Rows
from qcode.tui.widgets.prompt import GivenUp

_MOST_ROWS = 16
_COLUMNS = (GridColumn("", most=60), GridColumn("", grow=True, most=60))


class Choice(NamedTuple):
    """One thing to choose."""

    label: str
    value: object
    extra: str = ""
    """Said behind the label, faintly; searched as well."""
    also: tuple[str, ...] = ()
    """Other names by which it is found, not shown."""
    key: str = ""
    """Shown before the label: the key that leads there without the picker."""


class New(NamedTuple):
    """What is chosen where the person's own words are to become something new."""

    name: str


Chosen = Callable[[Choice | None], Awaitable[None]]


_KANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}


def folded(name: str) -> str:
    """Return a name as it is compared: case, width and the two kinds of kana are one."""
    return levelled(name).translate(_KANA)


def ranked(typed: str, choices: Sequence[Choice], folded_names: Sequence[Sequence[str]]) -> list[Choice]:
    """Return the choices that hold every word that was typed, the best first.

    Best is a name that is what was typed, then one that begins with it, then one with a word that
    does, then any; otherwise the order stays. `folded_names` are each choice's names, folded.
    """
    words = folded(typed).split()
    if not words:
        return list(choices)
    wanted = " ".join(words)
    found: list[tuple[int, int, Choice]] = []
    for place, (choice, names) in enumerate(zip(choices, folded_names, strict=True)):
        everything = " ".join(names)
        if all(word in everything for word in words):
            found.append((_rank(wanted, names), place, choice))
    found.sort(key=lambda one: one[:2])
    return [choice for _, _, choice in found]


def _rank(wanted: str, names: Sequence[str]) -> int:
    own = [part.strip() for name in names for part in (name.rpartition(">")[2], name)]
    if wanted in own:
        return 0
    if any(name.startswith(wanted) for name in own):
        return 1
    if any(f" {wanted}" in name for name in own):
        return 2
    return 3


class Picker(Vertical):
    """A field to type in above a list that narrows; Enter chooses, Escape or ctrl+g leaves."""

    DEFAULT_CSS = """
    Picker {
        layer: above; dock: bottom; height: 16; max-height: 60%; background: $panel; visibility: hidden;
    }
    Picker > #asked { height: 1; padding: 0 1; text-style: bold; }
    Picker > Input, Picker > Input:focus { height: 1; border: none; padding: 0 1; background: $surface; }
    Picker > Grid { height: 1fr; background: $panel; }
    """

    def __init__(self) -> None:
        super().__init__(id="picker")
        self._choices: Sequence[Choice] = ()
        self._folded: list[list[str]] = []
        self._shown: list[Choice] = []
        self._new = ""
        self._then: Chosen | None = None
        self._focus_before: object = None
        self._keys = False
        self._height = _MOST_ROWS
        self._above = False

    def compose(self) -> ComposeResult:
        yield Static(id="asked", markup=False)
        yield Field(id="typed")
        grid = Grid(id="choices")
        grid.can_focus = False
        yield grid

    @property
    def is_open(self) -> bool:
        """Whether something is being chosen."""
        return self._then is not None

    @property
    def shown(self) -> Sequence[Choice]:
        """The choices that fit what was typed."""
        return self._shown

    def open(
        self,
        question: str,
        choices: Sequence[Choice],
        then: Chosen,
        *,
        new: str = "",
        keys: bool = False,
        above: bool = False,
    ) -> None:
        """Show the choices; `then` is given the one chosen, or None where the person leaves.

        `new` says what a name that fits nothing becomes ("new code"); then a Choice with a New as its
        value can be chosen as well. With `keys`, a choice's key chooses it at once, and nothing is typed.
        `above` puts the list at the top, off what it is about.
        """
        self._choices, self._new, self._then, self._keys = choices, new, then, keys
        self._folded = [
            [folded(name) for name in (one.label, one.extra, *one.also) if name] for one in choices
        ]
        how = "its key chooses" if keys and any(one.key for one in choices) else "Enter chooses"
        how = f"{how if keys else f'type part of its name · {how}'} · Esc leaves"
        rows = min(_MOST_ROWS, len(choices) + bool(new) + (2 if keys else 3))
        with self.app.batch_update():
            self.query_one("#asked", Static).update(
                Content.assemble(safe(question), (f"   {how}", "$foreground-muted")), layout=False
            )
            typed = self.query_one("#typed", Input)
            with typed.prevent(Input.Changed):
                typed.value = ""
            if typed.disabled is not keys:
                typed.disabled = keys
            if self._height != rows:
                self._height = rows
                self.styles.height = rows
            if self._above is not above:
                self._above = above
                self.styles.dock = "top" if above else "bottom"
            if self._focus_before is None:
                self._focus_before = self.screen.focused
            # Not by a class: that would look every style in here up anew.
            self.visible = True
            self.screen.set_focus(None if keys else typed, scroll_visible=False)
            self._narrow("")

    async def choose(
        self, question: str, choices: Sequence[Choice], *, new: str = "", keys: bool = False
    ) -> Choice:
        """Return what the person chooses; raises GivenUp. Not to be awaited where keys are read."""
        waiting: asyncio.Future[Choice | None] = asyncio.get_running_loop().create_future()

        async def settle(choice: Choice | None) -> None:
            if not waiting.done():
                waiting.set_result(choice)

        self.open(question, choices, settle, new=new, keys=keys)
        try:
            choice = await waiting
        finally:
            if self._then is settle:
                self._close()
        if choice is None:
            raise GivenUp
        return choice

    def _narrow(self, typed: str) -> None:
        self._shown = ranked(typed, self._choices, self._folded)
        name = " ".join(typed.split())
        if self._new and name and not any(levelled(one.label) == levelled(name) for one in self._shown):
            self._shown.append(Choice(f"{self._new}: {name}", New(name)))
        grid = self.query_one("#choices", Grid)
        rows = [
            (
                Cell(f"{one.key:<4}{one.label}" if self._has_keys else one.label),
                Cell(one.extra, CellKind.FAINT),
            )
            for one in self._shown
        ]
        grid.show(Rows(_COLUMNS, rows), empty="Nothing is called that." if name else "")
        grid.go_to(0, 0)

    @property
    def _has_keys(self) -> bool:
        return any(one.key for one in self._choices)

    @on(Input.Changed, "#typed")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self.is_open:
            self._narrow(event.value)

    @on(Grid.Chosen, "#choices")
    async def _clicked(self, event: Grid.Chosen) -> None:
        event.stop()
        await self._settle(self._shown[event.row] if event.row < len(self._shown) else None)

    async def take_key(self, key: events.Key) -> bool:
        """Take the keys that move and choose; the others go on to the field. True where taken."""
        if not self.is_open:
            return False
        grid = self.query_one("#choices", Grid)
        if key.key in ("escape", "ctrl+g") or (self._keys and key.key == "q" and not self._by_key("q")):
            await self._settle(None)
        elif key.key in ("down", "ctrl+n", "tab"):
            grid.go_to(min(grid.cursor_row + 1, len(self._shown) - 1), 0)
        elif key.key in ("up", "shift+tab"):
            grid.go_to(max(grid.cursor_row - 1, 0), 0)
        elif key.key == "enter":
            await self._catch_up()
            row = grid.cursor_row
            if 0 <= row < len(self._shown):
                await self._settle(self._shown[row])
        elif self._keys:
            choice = self._by_key(key.character or "")
            if choice is not None:
                await self._settle(choice)
        else:
            # A click elsewhere may have taken the keys away from the field.
            typed = self.query_one("#typed", Input)
            if self.screen.focused is not typed:
                self.screen.set_focus(typed, scroll_visible=False)
            return False
        return True

    def _by_key(self, character: str) -> Choice | None:
        return next((one for one in self._shown if one.key == character), None)

    async def _catch_up(self) -> None:
        """Wait until the field has all that was typed, and list what fits it."""
        typed = self.query_one("#typed", Field)
        if typed.disabled:
            return
        await typed.all_typed()
        row = self.query_one("#choices", Grid).cursor_row
        before = list(self._shown)
        self._narrow(typed.value)
        if self._shown == before:
            self.query_one("#choices", Grid).go_to(row, 0)

    async def leave(self) -> None:
        """Close without a choice, where something was being chosen."""
        if self.is_open:
            await self._settle(None)

    async def _settle(self, choice: Choice | None) -> None:
        then = self._then
        self._close()
        if then is not None:
            await then(choice)

    def _close(self) -> None:
        self._then = None
        if not self.is_attached or not self.app.is_running:
            return
        self.visible = False
        before, self._focus_before = self._focus_before, None
        if before is not None:
            self.screen.set_focus(before, scroll_visible=False)  # type: ignore[arg-type]
