"""Paths that people type: whatever is wrong with one is said in words."""

from __future__ import annotations

from pathlib import Path

from qcode.errors import DataError
from qcode.project.batch import SourceFile, gather

_MOST_SHOWN = 40


def path_given(text: str) -> Path:
    """Return the path somebody typed, white space at both ends removed and `~` expanded.

    What was typed or pasted behind another path begins anew: `~//tmp/a` is `/tmp/a`, `/tmp/~/a` is `~/a`.
    Raises DataError where the home folder it speaks of is nowhere, or the system cannot look at it.
    """
    try:
        path = Path(begun_anew(text.strip())).expanduser()
    except RuntimeError:
        raise DataError(f"{text.strip()} speaks of a home folder that is not known.") from None
    exists(path)
    return path


def begun_anew(text: str) -> str:
    """Return of a text the part behind the last place where a path begins from the root or from home."""
    place = max(text.rfind("//", 1), text.rfind("/~/"))
    return text[place + 1 :] if place >= 0 else text


def exists(path: Path) -> bool:
    """Tell whether something is at a path; raises DataError where that cannot be told."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise _unusable(path, error) from None
    except ValueError:
        raise DataError("A name of a file has no such characters.", "Name another.") from None
    return True


def make_folder(folder: Path) -> None:
    """Make a folder with those above it, where it is not there; raises DataError where that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unusable(folder, error) from None


def gathered(path: Path) -> tuple[list[SourceFile], list[Path]]:
    """Return the files that a file or folder stands for, as `gather` does.

    Raises DataError where a folder cannot be read.
    """
    try:
        return gather([path])
    except OSError as error:
        raise _unusable(path, error) from None


def _unusable(path: Path, error: OSError) -> DataError:
    shown = path.name if len(path.name) <= _MOST_SHOWN else f"{path.name[:_MOST_SHOWN]}…"
    return DataError(f"{shown or path} cannot be used: {error.strerror or error}.", "Name another.")
