"""Putting right what can be put right in a project file without guessing.

The log is the truth about the rows, a text's SHA-256 about the text, the program about its own
definitions. What none of them settles is left as it is and said. Before anything is changed, the file is
copied byte for byte; a file whose pages are damaged is not changed at all: what can be read of it goes
into a new one.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from qcode.errors import ProjectFileError, QcodeError
from qcode.store.backup import backup_folder, dated_backups, sync_folder
from qcode.store.changes import Recorder
from qcode.store.check import check
from qcode.store.connection import (
    has_readable_schema,
    new_draft,
    put_in_place,
    reading_errors,
    transaction,
    translate,
)
from qcode.store.migrations import expected_schema, foreign_parts, migrate, schema_of
from qcode.store.rebuild import agrees, mend_acts, mend_places, mend_rows, mend_texts
from qcode.store.salvage import salvage
from qcode.store.schema import SCHEMA_VERSION
from qcode.store.sqlite import Database, sqlite3
from qcode.store.store import Store
from qcode.text.names import counted

_LEFT_BEHIND = re.compile(r"\.qcode-[0-9a-f]{12}\.new(?:-journal)?")
_HOUR = 3600.0
_NOT_OF_THE_FILE = ("SQLITE_FULL", "SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_READONLY", "SQLITE_CANTOPEN")
"""What keeps a sound file from being written as well."""


@dataclass(slots=True)
class Repair:
    """What was found and done; all sentences are for people."""

    done: list[str] = field(default_factory=list)
    """What was put right."""
    lost: list[str] = field(default_factory=list)
    """What could not be read."""
    left: list[str] = field(default_factory=list)
    """What is still wrong."""
    copy: Path | None = None
    """The copy of the file as it was; None where nothing was wrong."""
    rescued: Path | None = None
    """The new file, where the old one's pages are damaged."""

    @property
    def is_whole(self) -> bool:
        """Whether the project that was asked about is clean now."""
        return not self.left and not self.lost and self.rescued is None


def repair(path: Path) -> Repair:
    """Repair a project file; a clean one is not touched.

    Raises ProjectFileError where the file is no project of ours at all, is newer, is held by another
    computer, cannot be written, or cannot be copied first.
    """
    result = Repair()
    with suppress(ProjectFileError):
        Store(path).close()  # brings a sound older file to the present version, a copy kept
    with ExitStack() as stack:
        store = Store(path, unchecked=True)
        stack.callback(store.close)
        readable = has_readable_schema(path)
        if readable and _is_clean(store):
            result.done += _sweep(path)
            return result
        store.lock.hold()
        result.copy = _copy(store, stack)
        try:
            if not readable:
                raise _BrokenPagesError
            with transaction(store.db, path), store.decoding():
                result.done += _mend(store)
                result.left = check(store)
        except (ProjectFileError, _BrokenPagesError) as error:
            result.done.clear()
            if getattr(error.__cause__, "sqlite_errorname", "").startswith(_NOT_OF_THE_FILE):
                result.copy.unlink()
                raise
            _rescue(store, result)
    result.done += _sweep(path)
    return result


class _BrokenPagesError(Exception):
    """The file itself cannot be mended; what was begun is rolled back."""


def _is_clean(store: Store) -> bool:
    expected = expected_schema(store.version_found)
    try:
        found = schema_of(store.db.conn)
        if foreign_parts(store.db.conn, expected) or any(
            found.get(name) != one for name, one in expected.items()
        ):
            return False
        return store.version_found == SCHEMA_VERSION and not check(store)
    except (sqlite3.Error, UnicodeDecodeError, ProjectFileError):
        return False


def _copy(store: Store, stack: ExitStack) -> Path:
    """Copy the file byte for byte, held still meanwhile, and compare; return the copy."""
    path = store.path
    folder = backup_folder(path)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        moment = datetime.now(UTC)
        while os.path.lexists(
            target := folder / f"{path.stem} before repair {moment:%Y-%m-%dT%H%M%SZ}.qcode"
        ):
            moment += timedelta(seconds=1)
        draft = new_draft(target)
        try:
            # Closing the file would end SQLite's lock on it (POSIX): so it stays open until the end.
            source = stack.enter_context(path.open("rb"))
            with _held_still(store):
                _copy_bytes(source, draft)
            put_in_place(draft, target)
        finally:
            draft.unlink(missing_ok=True)
        sync_folder(folder)
    except OSError as error:
        reason = "the disk is full" if error.errno == errno.ENOSPC else error.strerror or error
        raise ProjectFileError(
            f"No copy could be made in {folder}: {reason}.", "Nothing was changed."
        ) from None
    return target


@contextmanager
def _held_still(store: Store) -> Iterator[None]:
    """Keep others from writing; a journal that a crash left is played back first."""
    connection = store.db.conn
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.DatabaseError as error:
        if not isinstance(error, sqlite3.OperationalError):
            yield  # damaged so that it cannot even be locked
            return
        raise translate(error, store.path) from error
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


def _copy_bytes(source: BinaryIO, draft: Path) -> None:
    with draft.open("wb+") as copy:
        shutil.copyfileobj(source, copy)
        copy.flush()
        os.fsync(copy.fileno())
        digests = []
        for file in (source, copy):
            file.seek(0)
            digest = sha256()
            while block := file.read(1 << 20):
                digest.update(block)
            digests.append(digest.digest())
    if digests[0] != digests[1]:
        raise ProjectFileError(f"{draft} differs from what it was copied from.", "Nothing was changed.")


def _mend(store: Store) -> Iterator[str]:
    """Put a file in order from the outside in; yields what was done."""
    yield from _mend_schema(store.db, store.version_found)
    with reading_errors(store.path):
        if store.version_found < SCHEMA_VERSION:
            migrate(store.db)
            yield f"Brought the file from version {store.version_found} to {SCHEMA_VERSION}."
        if not _is_sound(store):
            store.db.conn.execute("REINDEX")
            if not _is_sound(store):
                raise _BrokenPagesError
            yield "Made the indexes anew."
    recorder = Recorder(store.db, "project.repair", "", store.device)
    yield from mend_texts(store, dated_backups(store.path))
    yield from mend_rows(store, recorder)
    yield from mend_places(store, recorder)
    if agrees(store):
        # Otherwise more of the log may be gone than the words of an act.
        yield from mend_acts(store, recorder)
    if recorder.changed:
        recorder.undoable = False
        recorder.summary = f"Repaired {counted(recorder.changed, 'row')}"
        recorder.close()


def _is_sound(store: Store) -> bool:
    return store.tuples("PRAGMA integrity_check(1)") == [("ok",)]


def _mend_schema(db: Database, version: int) -> Iterator[str]:
    expected = expected_schema(version)
    for kind, name in foreign_parts(db.conn, expected):
        db.conn.execute(f"DROP {kind} {_quoted(name)}")
        yield f"Removed the {kind} “{name}”, which qcode did not make."
    found = schema_of(db.conn)
    for name, (kind, sql) in expected.items():
        if found.get(name) == (kind, sql):
            continue
        if kind == "table" or found.get(name, ("",))[0] == "table":
            raise _BrokenPagesError
        if name in found:
            db.conn.execute(f"DROP {found[name][0]} {_quoted(name)}")
        db.conn.execute(sql)
        yield f"Made the {kind} “{name}” anew."


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _rescue(store: Store, result: Repair) -> None:
    """Put what can be read into a new file beside the old one, and mend that."""
    path = store.path
    target = path.with_name(f"{path.stem} recovered{path.suffix}")
    number = 1
    while os.path.lexists(target):
        number += 1
        target = path.with_name(f"{path.stem} recovered {number}{path.suffix}")
    result.lost = salvage(store.db, path, target)
    rescued = Store(target, keep_backups=0)
    try:
        with transaction(rescued.db, target):
            recorder = Recorder(rescued.db, "project.repair", "", rescued.device)
            result.done += mend_texts(rescued, dated_backups(path))
            result.done += mend_acts(rescued, recorder)
            result.done += mend_rows(rescued, recorder, rows_win=True)
            result.done += mend_places(rescued, recorder)
            if recorder.changed:
                recorder.undoable = False
                recorder.summary = f"Recovered {counted(recorder.changed, 'row')} from a damaged file"
                recorder.close()
        result.left = check(rescued)
    except QcodeError as error:
        result.left = [str(error)]
    finally:
        rescued.close()
    result.rescued = target


def _sweep(path: Path) -> list[str]:
    """Remove the drafts that a crash left beside a project long enough ago."""
    done = []
    for folder in (path.parent, backup_folder(path)):
        with suppress(OSError):
            for entry in list(os.scandir(folder)):
                if _LEFT_BEHIND.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                    age = datetime.now(UTC).timestamp() - entry.stat().st_mtime
                    if age > _HOUR:
                        Path(entry.path).unlink()
                        done.append(f"Removed {entry.name}, left behind by a crash.")
    return done
