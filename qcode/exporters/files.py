"""A file written as a whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from qcode.errors import ExportError
from qcode.text.display import safe

_BINARY = getattr(os, "O_BINARY", 0)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a file to be written that takes the place of `path` when the block ends well.

    What is written goes to a new file in the same folder, is flushed to the disk and renamed. When
    the block fails, the old file is as it was and nothing is left behind. What a link points to is
    replaced, not the link; a device or a pipe is written to directly. Raises ExportError.
    """
    final = _resolved(path)
    try:
        kind = _kind(final)
        if stat.S_ISDIR(kind):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if kind and not stat.S_ISREG(kind):
            with final.open("wb") as stream:
                yield stream
            return
        with _written_beside(final, stat.S_IMODE(kind) if kind else None) as stream:
            yield stream
    except OSError as error:
        raise export_error(f"“{safe(str(path))}”", error) from error


@contextmanager
def _written_beside(final: Path, mode: int | None) -> Iterator[BinaryIO]:
    if mode is not None and not os.access(final, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    beside = final.with_name(f".{secrets.token_hex(8)}.tmp")
    handle = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_RDWR | _BINARY, 0o666)
    try:
        with os.fdopen(handle, "w+b") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None:
            beside.chmod(mode)
        os.replace(beside, final)  # noqa: PTH105 - says what happens to the old file
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
    _sync_folder(final.parent)


def _resolved(path: Path) -> Path:
    try:
        return path.resolve(strict=False)
    except (OSError, RuntimeError, ValueError) as error:  # a loop of links, a NUL in the name
        raise export_error(f"“{safe(str(path))}”", error) from error


def _kind(path: Path) -> int:
    """Return the mode of what lies at a path, 0 where nothing does."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return 0


def _sync_folder(folder: Path) -> None:
    """Make the renaming itself survive a power cut, where folders can be flushed."""
    if os.name != "posix":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def export_error(what: str, error: Exception) -> ExportError:
    """Return the one-line error for something that could not be written."""
    number = error.errno if isinstance(error, OSError) else None
    if number in _REASONS:
        reason, hint = _REASONS[number]
    else:
        reason, hint = _plain(error), ""
    return ExportError(f"{what} could not be written: {reason}.", hint)


def _plain(error: Exception) -> str:
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(text.split()).rstrip(".") or type(error).__name__


_REASONS: dict[int | None, tuple[str, str]] = {
    errno.EACCES: ("it may not be written to", "Is it read-only, or open in another program?"),
    errno.EPERM: ("it may not be written to", "Is it read-only, or open in another program?"),
    errno.EROFS: ("the disk is read-only", "Choose another folder."),
    errno.ENOSPC: ("the disk is full", "Nothing was changed; make room or choose another disk."),
    errno.EFBIG: ("the file would be too large", "Nothing was changed; choose another disk."),
    errno.EISDIR: ("it is a folder", "Give the name of a file."),
    errno.ENOENT: ("its folder does not exist", "Make the folder first."),
    errno.ENOTDIR: ("its folder is not a folder", "Choose another folder."),
    errno.ENAMETOOLONG: ("its name is too long", "Choose a shorter name."),
}
