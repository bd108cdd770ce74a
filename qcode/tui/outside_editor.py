"""Writing a text in the person's own editor, by a file that nobody else can read and that is gone after."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from qcode.errors import DataError

_FILE = "memo.md"


def editor_command(environment: Mapping[str, str]) -> list[str]:
    """Return the command of $VISUAL, else of $EDITOR, in its words. Raises DataError where neither is set."""
    said = environment.get("VISUAL", "").strip() or environment.get("EDITOR", "").strip()
    try:
        command = shlex.split(said, posix=os.name == "posix")
    except ValueError as error:
        raise DataError(f"The editor “{said}” is not understood: {error}.", "Set $EDITOR anew.") from None
    if not command:
        raise DataError("No editor of your own is set.", "Set $EDITOR, such as EDITOR=nano, and start again.")
    return command


def edit_outside(suspended: Callable[[], AbstractContextManager[None]], text: str) -> str:
    """Return what a person makes of a text in their own editor.

    `suspended` gives the terminal away while its block runs, and may raise where it cannot. The file lies
    in a folder that only this person can open, so that what an editor leaves beside it is private too.
    Raises DataError where the editor cannot be run, ends with an error, or leaves no text.
    """
    command = editor_command(os.environ)
    given = text.encode("utf-8", "replace")
    try:
        left = _edited(suspended, command, given)
    except OSError as error:
        problem = error.strerror or str(error)
        raise DataError(f"The memo could not be handed to an editor: {problem}.", "Write it here.") from None
    if left == given:
        return text
    try:
        made = left.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataError(f"The editor {command[0]} left nothing that can be read.", str(error)) from None
    if "\r" not in text:
        made = made.replace("\r\n", "\n")
    # Editors end the last line even where nobody did.
    return made if text.endswith("\n") else made.removesuffix("\n")


def _edited(
    suspended: Callable[[], AbstractContextManager[None]], command: Sequence[str], given: bytes
) -> bytes:
    with tempfile.TemporaryDirectory(prefix="qcode-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / _FILE
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(given)
        problem = ""
        with suspended():
            try:
                problem = _problem(subprocess.run([*command, str(path)], check=False).returncode)
            except OSError as error:
                problem = f"{error.strerror or error}"
        if problem:
            raise DataError(f"The editor {command[0]} failed: {problem}.", "The memo is as it was.")
        try:
            return path.read_bytes()
        except OSError as error:
            raise DataError(f"The editor {command[0]} left nothing that can be read.", str(error)) from None


def _problem(code: int) -> str:
    return f"it ended with {code}" if code else ""
