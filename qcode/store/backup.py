"""Copies of a project file that are whole, private, and made without stopping anyone's work."""

from __future__ import annotations

import glob
import os
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from qcode.errors import ProjectFileError
from qcode.store.connection import new_draft, put_in_place, reading_errors
from qcode.store.sqlite import Database, sqlite3

KEEP = 5
HOURS_BETWEEN = 24.0


def backup_folder(path: Path) -> Path:
    """Return the folder beside a project file that holds its dated backups."""
    return path.with_name(f"{path.name}-backups")


def dated_backups(path: Path) -> list[Path]:
    """Return the dated backups of a project, oldest first."""
    return sorted(backup_folder(path).glob(f"{glob.escape(_stem(path))} ????-??-??T??????Z.qcode"))


def dated_backup(db: Database, path: Path, keep: int = KEEP) -> Path:
    """Make a dated backup beside the project, remove the oldest beyond `keep`; return its path."""
    folder = backup_folder(path)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise ProjectFileError(f"No backup could be made in {folder}: {error.strerror or error}.") from None
    moment = datetime.now(UTC)
    while os.path.lexists(target := folder / f"{_stem(path)} {moment:%Y-%m-%dT%H%M%SZ}.qcode"):
        moment += timedelta(seconds=1)  # what came since the other one of this second belongs in, too
    backup(db, path, target)
    for old in dated_backups(path)[:-keep]:
        with suppress(OSError):
            old.unlink()
    return target


def backup_is_due(path: Path, hours: float = HOURS_BETWEEN) -> bool:
    """Tell whether the project changed since its newest dated backup, and that one is old enough."""
    existing = dated_backups(path)
    if not existing:
        return True
    made = existing[-1].stat().st_mtime
    return path.stat().st_mtime > made and time.time() - made >= hours * 3600


def backup(db: Database, path: Path, target: Path) -> None:
    """Copy the project to `target`, check the copy, and only then give it its name.

    The copy is made by SQLite's backup interface in one piece, readable by its owner alone. Raises
    ProjectFileError where the target exists or cannot be written.
    """
    if os.path.lexists(target):
        raise ProjectFileError(f"{target} exists already.", "Choose another name for the backup.")
    draft = new_draft(target)
    try:
        with reading_errors(target):
            copy = sqlite3.connect(draft, isolation_level=None)
            try:
                db.conn.backup(copy, pages=-1)
                verdict = copy.execute("PRAGMA quick_check").fetchone()[0]
            finally:
                copy.close()
        if verdict != "ok":
            raise ProjectFileError(f"The copy of {path} is damaged ({verdict}); it was not kept.")
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        put_in_place(draft, target)
        sync_folder(target.parent)
    finally:
        draft.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make a rename in a folder survive a power cut, where the system lets a folder be synced."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            with suppress(OSError):
                os.fsync(handle)
        finally:
            os.close(handle)


def _stem(path: Path) -> str:
    return path.name.removesuffix(".qcode")
