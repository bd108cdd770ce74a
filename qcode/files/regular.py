"""Reading a file that somebody named: only a regular one, of bearable size, and never for ever."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from qcode.errors import UnreadableFileError
from qcode.text.display import safe

MEGABYTE = 1024 * 1024
# A pipe put in the place of a file would keep the opening waiting.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_regular(path: Path, most: int, hint: str = "Split it.", *, name: str = "") -> bytes:
    """Return the content of a regular file of at most `most` bytes.

    What lies there is looked at before it is opened and again when it is. Raises UnreadableFileError
    for what is missing, a folder, a device or a pipe, may not be read, is too large (with the
    `hint`), or grows while it is read; messages call it `name`, by default the file's name without
    its folder.
    """
    name = safe(name or path.name)
    try:
        _check(path.stat(), name, most, hint)
        with open(path, "rb", opener=lambda file, _: os.open(file, _FLAGS)) as file:
            status = os.fstat(file.fileno())
            _check(status, name, most, hint)
            # One byte more, to notice a file that grows; not the limit, which would be set aside at once.
            data = file.read(status.st_size + 1)
    except FileNotFoundError:
        raise UnreadableFileError(f"There is no file {safe(str(path))}.") from None
    except PermissionError:
        raise UnreadableFileError(f"{name} may not be read.", "Check its permissions.") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UnreadableFileError(f"{name} cannot be read: {safe(reason)}.") from None
    if len(data) > status.st_size:
        raise UnreadableFileError(f"{name} is being written to.", "Wait until it is finished.")
    return data


def _check(status: os.stat_result, name: str, most: int, hint: str) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise UnreadableFileError(f"{name} is a folder.", "Name the files in it.")
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableFileError(f"{name} is not a regular file.")
    check_size(status.st_size, name, most, hint)


def check_size(size: int, name: str, most: int, hint: str) -> None:
    """Raise UnreadableFileError where `size` bytes are more than `most`."""
    if size > most:
        told = f"{most // MEGABYTE} MB" if most % MEGABYTE == 0 else f"{most:,} bytes"
        raise UnreadableFileError(f"{name} is larger than {told}.", hint)
