"""A person at one of the views: presses keys, reads what the screen says, looks into the file."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from coding_study import MORI
from pictures import screen_text
from textual.pilot import Pilot

from qcode import Project
from qcode.tui.app import QcodeApp
from qcode.tui.widgets.side_line import SideLine


class Reader:
    """A person at a view of the screen."""

    def __init__(self, pilot: Pilot[None], path: Path) -> None:
        assert isinstance(pilot.app, QcodeApp)
        self.pilot, self.path, self.app = pilot, path, pilot.app

    @property
    def view(self) -> Any:
        """The view in front."""
        return self.app.view

    @property
    def hint(self) -> str:
        return str(self.view.query_one("#hint", SideLine).left)

    @property
    def head(self) -> str:
        line = self.view.query_one("#head", SideLine)
        return f"{line.left} | {line.right}"

    @property
    def screen(self) -> str:
        return screen_text(self.app)

    async def press(self, *keys: str) -> None:
        """Press keys and wait until all is done."""
        await self.pilot.press(*keys)
        await self.settle()

    async def type(self, words: str) -> None:
        """Type words."""
        await self.press(*("space" if one == " " else one for one in words))

    async def go(self, name: str, errand: object = None) -> None:
        """Go to a view."""
        await self.app.go(name, errand)
        await self.settle()

    async def settle(self) -> None:
        """Wait until the screen shows what was done."""
        await self.pilot.pause()
        await self.pilot.pause()

    def codings(self) -> list[tuple[str, str]]:
        """Return what is coded in the file: (code, coder)."""
        with Project.open(self.path, coder=MORI, keep_backups=0) as project:
            tree = project.codes.tree()
            coders = {one.id: one.name for one in project.coders.list()}
            return [(tree.path(one.code_id), coders[one.coder_id]) for one in project.codings.list()]


@asynccontextmanager
async def reading(
    app: QcodeApp, path: Path, view: str, errand: object = None, size: tuple[int, int] = (120, 34)
) -> AsyncIterator[Reader]:
    """Open a view of a project."""
    async with app.run_test(size=size) as pilot:
        reader = Reader(pilot, path)
        await reader.settle()
        await reader.go(view, errand)
        yield reader


async def came(pilot: Pilot[None], holds: Callable[[], object]) -> None:
    """Wait until something holds on the screen."""
    for _ in range(400):
        if holds():
            return
        await pilot.pause(0.01)
    raise AssertionError(f"it never came to that:\n{screen_text(pilot.app)}")


async def until(reader: Reader, holds: Callable[[], object]) -> None:
    """Wait until something holds at a view."""
    await came(reader.pilot, holds)
