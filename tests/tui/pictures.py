"""The screen as plain text, and comparing it with what it looked like when a person last looked at it.

`QCODE_TAKE_PICTURES=1 pytest tests/tui` takes the pictures anew; look at the difference before you keep it.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

from rich.console import Console
from textual.app import App

PICTURES = Path(__file__).parent / "pictures"


def screen_text(app: App[None]) -> str:
    """Return what stands on the screen, a line a row, without colours and trailing blanks."""
    width, height = app.size
    console = Console(
        width=width, height=height, file=io.StringIO(), record=True, force_terminal=True, legacy_windows=False
    )
    console.print(app.screen._compositor.render_update(full=True))
    lines = [line.rstrip() for line in console.export_text().split("\n")]
    return "\n".join(lines[:height]) + "\n"


def looks_as_before(app: App[None], name: str) -> str:
    """Return what the screen shows; fail where it does not look as in the picture of that name."""
    path = PICTURES / f"{name}.txt"
    shown = screen_text(app)
    if os.environ.get("QCODE_TAKE_PICTURES"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(shown, "utf-8")
    assert path.exists(), f"there is no picture {path.name} yet"
    assert shown == path.read_text("utf-8")
    return shown
