"""Copying: by the platform's own tool where this machine is the one in front of the person, else OSC 52."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence

from qcode.text.names import counted

MOST_BY_TERMINAL = 70_000
"""Bytes; terminals drop longer ones without a word."""
COPIED = "Copied"
"""How the words begin where it was done."""
_SECONDS = 2.0


def tool(environment: Mapping[str, str], platform: str = sys.platform) -> Sequence[str]:
    """Return the command that takes the clipboard's new content, empty where none can be used."""
    if environment.get("SSH_CONNECTION") or environment.get("SSH_TTY"):
        return ()
    candidates: list[tuple[str, ...]] = []
    if platform == "darwin":
        candidates.append(("pbcopy",))
    elif platform == "win32" or environment.get("WSL_DISTRO_NAME"):
        candidates.append(("clip.exe",))
    if environment.get("WAYLAND_DISPLAY"):
        candidates.append(("wl-copy",))
    if environment.get("DISPLAY"):
        candidates += [("xclip", "-selection", "clipboard"), ("xsel", "--clipboard", "--input")]
    return next((command for command in candidates if shutil.which(command[0])), ())


def copy(text: str, by_terminal: Callable[[str], None]) -> str:
    """Put a text on the clipboard; return in words what was done.

    `by_terminal` asks the terminal to do it (OSC 52), which it may refuse without an answer.
    """
    size = counted(len(text), "character")
    command = tool(os.environ)
    if command:
        encoding = "utf-16-le" if command[0] == "clip.exe" else "utf-8"
        try:
            subprocess.run(
                command,
                input=text.encode(encoding, "replace"),
                check=True,
                timeout=_SECONDS,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            return f"{COPIED} {size} ({command[0]})"
        except (OSError, subprocess.SubprocessError):
            pass
    if len(text.encode("utf-8", "replace")) > MOST_BY_TERMINAL:
        return f"Not copied: {size} are too many for the terminal; export them to a file instead"
    by_terminal(text)
    return f"{COPIED} {size} (by the terminal, OSC 52)"


async def copy_beside(text: str, by_terminal: Callable[[str], None]) -> str:
    """Do what `copy` does while the screen goes on; the terminal is asked from the screen's own thread."""
    asked: list[str] = []
    words = await asyncio.to_thread(copy, text, asked.append)
    for one in asked:
        by_terminal(one)
    return words
