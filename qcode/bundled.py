"""Where the folders that come with the program lie: codebooks, sample transcripts."""

from __future__ import annotations

from pathlib import Path

from qcode.errors import QcodeError

_PACKAGE = Path(__file__).resolve().parent


def bundled(name: str) -> Path:
    """Return the folder of that name: `qcode/_bundled/NAME` where installed, else the checkout's.

    Raises QcodeError where there is neither.
    """
    for folder in (_PACKAGE / "_bundled" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise QcodeError(f"This copy of qcode has no folder “{name}”.", "Install qcode again.")
