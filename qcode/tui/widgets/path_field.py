"""Asking for a file or a folder: a field, and below it what there is."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from qcode.text.display import safe
from qcode.tui.paths import begun_anew, path_given
from qcode.tui.widgets.fields import Field
from qcode.tui.widgets.grid import Cell, CellKind, Grid, GridColumn, Rows
from qcode.tui.widgets.prompt import GivenUp
from qcode.tui.widgets.read_out import FAINT

_COLUMNS = (GridColumn("", grow=True, most=200),)
_MOST = 500
_HOW = "tab completes · ↑ ↓ choose · Enter takes it · Esc leaves"


def entries(typed: str, suffixes: Sequence[str] = ()) -> list[str]:
    """Return what a path that is being typed can become: folders (ending in `/`) first, then files.

    `~` stands for the home folder. With `suffixes`, only files of these endings (lower case, with the
    dot). Hidden ones only where a dot was typed, names with control characters never; a folder that
    cannot be read has nothing.
    """
    typed = begun_anew(_with_slashes(typed))
    folder, _, begun = typed.rpartition("/")
    prefix = f"{folder}/" if folder or typed.startswith(("/", os.sep)) else ""
    wanted = begun.casefold()
    folders: list[str] = []
    files: list[str] = []
    try:
        with os.scandir(Path(prefix or ".").expanduser()) as found:
            for entry in found:
                name = entry.name
                if not name.casefold().startswith(wanted) or (name.startswith(".") and not begun):
                    continue
                if safe(name) != name:
                    continue  # it could not be typed; its folder brings it in all the same
                if entry.is_dir():
                    folders.append(f"{prefix}{entry.name}/")
                elif not suffixes or entry.name.lower().endswith(tuple(suffixes)):
                    files.append(f"{prefix}{entry.name}")
    except (OSError, ValueError, RuntimeError):
        return []
    return [*sorted(folders), *sorted(files)][:_MOST]


def _with_slashes(typed: str) -> str:
    return typed.replace("\\", "/") if os.sep == "\\" else typed


def completed(typed: str, found: Sequence[str]) -> str:
    """Return what was typed, with as much added as all that was found has in common."""
    if not found:
        return typed
    first, last = min(found), max(found)
    same = next((place for place, sign in enumerate(first) if last[place : place + 1] != sign), len(first))
    return first[:same] if same > len(typed) or len(found) == 1 else typed


class PathField(Vertical):
    """A field for a path with the folder's content below it; Escape or ctrl+g leaves."""

    DEFAULT_CSS = """
    PathField { layer: above; dock: bottom; display: none; height: 14; max-height: 60%; background: $panel; }
    PathField.-open { display: block; }
    PathField > #path-asked { height: 1; padding: 0 1; }
    PathField > Input { height: 1; border: none; padding: 0 1; background: $surface; }
    PathField > Input:focus { border: none; }
    PathField > Grid { height: 1fr; background: $panel; }
    """

    def __init__(self) -> None:
        super().__init__(id="path-field")
        self._waiting: asyncio.Future[str | None] | None = None
        self._suffixes: Sequence[str] = ()
        self._found: list[str] = []
        self._focus_before: Widget | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="path-asked", markup=False)
        yield Field(id="path", select_on_focus=False)
        grid = Grid(id="entries", empty="Nothing here begins like that.")
        grid.can_focus = False
        yield grid

    @property
    def is_open(self) -> bool:
        """Whether a path is being asked for."""
        return self._waiting is not None

    @property
    def found(self) -> Sequence[str]:
        """The paths below the field."""
        return self._found

    @property
    def _field(self) -> Field:
        return self.query_one("#path", Field)

    async def ask(self, question: str, value: str = "", *, suffixes: Sequence[str] = ()) -> Path:
        """Return the path the person gives, `~` expanded; raises GivenUp, DataError."""
        self._suffixes = suffixes
        self._waiting = asyncio.get_running_loop().create_future()
        asked = Content.assemble((safe(question), "bold"), (f"   {_HOW}", FAINT))
        self.query_one("#path-asked", Static).update(asked)
        self._put(value)
        self._focus_before = self.screen.focused
        self.add_class("-open")
        self.screen.set_focus(self._field, scroll_visible=False)
        try:
            answer = await self._waiting
        finally:
            self._close()
        if answer is None or not answer.strip():
            raise GivenUp
        return path_given(answer)

    def _put(self, value: str) -> None:
        self._field.put(value)
        self._list()

    @on(Input.Changed, "#path")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self.is_open:
            self._list()

    @work(exclusive=True, group="path")
    async def _list(self) -> None:
        await self._relist()

    async def _relist(self) -> None:
        """Show what fits what was typed; the folder is read beside the keys."""
        self._found = await asyncio.to_thread(entries, self._field.value, self._suffixes)
        rows = [
            (Cell(path, CellKind.HEAD if path.endswith("/") else CellKind.PLAIN),) for path in self._found
        ]
        self.query_one("#entries", Grid).show(Rows(_COLUMNS, rows))

    async def take_key(self, key: events.Key) -> bool:
        """Take the keys that complete, choose or leave; the others go on to the field. True where taken."""
        if not self.is_open:
            return False
        if key.key in ("escape", "ctrl+g"):
            self.settle(None)
        elif key.key == "enter":
            self.settle(await self._field.all_typed())
        elif key.key == "tab":
            await self._field.all_typed()
            await self._relist()
            longer = completed(self._field.value, self._found)
            self._put(longer if longer != self._field.value else self._in_hand())
        elif key.key in ("down", "ctrl+n", "up", "shift+tab"):
            self.query_one("#entries", Grid).action_step(1 if key.key in ("down", "ctrl+n") else -1)
        else:
            return False
        return True

    def _in_hand(self) -> str:
        row = self.query_one("#entries", Grid).cursor_row
        return self._found[row] if 0 <= row < len(self._found) else self._field.value

    def settle(self, answer: str | None) -> None:
        """Answer the question that waits, if one does; None gives it up."""
        waiting = self._waiting
        if waiting is not None and not waiting.done():
            self._close()
            waiting.set_result(answer)

    def _close(self) -> None:
        if self._waiting is None:
            return
        self._waiting = None
        self.remove_class("-open")
        if self.is_attached and self._focus_before is not None and self._focus_before.is_attached:
            self.screen.set_focus(self._focus_before, scroll_visible=False)
        self._focus_before = None

    @on(Grid.Chosen, "#entries")
    def _clicked(self, event: Grid.Chosen) -> None:
        event.stop()
        self._put(self._in_hand())
