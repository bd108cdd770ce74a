"""Running the screen, and leaving the terminal as it was found."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from qcode.errors import QcodeError, UsageError
from qcode.project import Project
from qcode.tui.app import Options, QcodeApp


class ScreenEndedError(QcodeError):
    """The screen ended by a fault; the project is as it was last said to be saved."""


def run(
    opener: Callable[[Path], Project],
    path: Path | None,
    *,
    options: Options | None = None,
    found: Path | None = None,
) -> None:
    """Run the screen until the person leaves it.

    Raises UsageError where there is no terminal, and what went wrong where the screen ended by a fault.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "The screen needs a terminal.", "Commands work without one: `qcode --help` lists them."
        )
    if os.environ.get("SSH_CONNECTION"):
        os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
        os.environ.setdefault("TEXTUAL_SMOOTH_SCROLL", "0")
    app = QcodeApp(opener, path, options=options, found=found)
    asyncio.run(_run(app))
    if app.fault:
        place = f"The project {app.opened} is safe: what was said to be saved is saved." if app.opened else ""
        raise ScreenEndedError(app.fault, place)


async def _run(app: QcodeApp) -> None:
    loop = asyncio.get_running_loop()
    for name in ("SIGTERM", "SIGHUP"):
        # Asked to end, the program gives the terminal back first. Windows has no such handlers.
        with suppress(AttributeError, NotImplementedError, ValueError):
            loop.add_signal_handler(getattr(signal, name), lambda: asyncio.ensure_future(app.give_way()))
    await app.run_async(mouse=app.options.mouse)
