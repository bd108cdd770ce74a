"""Small TOML files that a person writes: settings, keys."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qcode.errors import DataError

LARGEST = 64 * 1024
"""Bytes; a person's settings are a few lines."""


def read_toml(path: Path, hint: str) -> dict[str, Any] | None:
    """Return what a TOML file says, None where there is no such file.

    Raises DataError, with the `hint`, where it is not understood; UnreadableFileError where it is no
    regular file or larger than 64 KB.
    """
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}.") from None
    # Only a person who has such a file pays for what reads it.
    import tomllib

    from qcode.files.regular import read_regular

    data = read_regular(path, LARGEST, hint, name=str(path))
    try:
        return tomllib.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise DataError(f"{path} is not understood: {str(error).rstrip('.')}.", hint) from None
