"""Bringing a project file of an older version to the present one, with a copy of it kept."""

from __future__ import annotations

from pathlib import Path

from qcode.errors import ProjectFileError
from qcode.store.backup import dated_backup
from qcode.store.connection import reading_errors, transaction
from qcode.store.lock import Lock
from qcode.store.migrations import migrate
from qcode.store.schema import SCHEMA_VERSION
from qcode.store.sqlite import Database


def upgrade(db: Database, path: Path, keep_backups: int, lock: Lock) -> Path | None:
    """Bring an open file to the present version, if it is older; return the copy made before.

    The copy is a dated backup, checked; without it nothing is changed. The step is one transaction, so
    that of two programs that open the file at once one does it. Raises ProjectFileError.
    """
    if _version(db, path) == SCHEMA_VERSION:
        return None
    lock.hold()
    try:
        copy = dated_backup(db, path, max(keep_backups, 1))
        with transaction(db, path):
            # Another program may have done it while this one copied.
            if _version(db, path) < SCHEMA_VERSION:
                migrate(db)
    except ProjectFileError as error:
        raise ProjectFileError(
            f"{path} was written by an older qcode and cannot be brought to the present form: "
            f"{error.message}",
            error.hint or "Copy it to a folder where it can be written, and open it there.",
        ) from None
    return copy


def _version(db: Database, path: Path) -> int:
    with reading_errors(path):
        return int(db.conn.execute("PRAGMA user_version").fetchone()[0])
