"""Opening and making a project file, with every guard that keeps it whole."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from qcode.errors import DataError, ProjectFileError
from qcode.store.migrations import expected_schema, foreign_parts, migrate, schema_of
from qcode.store.schema import APPLICATION_ID, SCHEMA_VERSION, TABLES
from qcode.store.sqlite import Database, sqlite3

BUSY_SECONDS = 10.0
MEND = "`qcode check --repair` may mend it; else open the newest backup in the folder beside it."
_OLDEST_SQLITE = (3, 37, 0)

_PRAGMAS = (
    "journal_mode = DELETE",
    "synchronous = EXTRA",
    "fullfsync = ON",
    "checkpoint_fullfsync = ON",
    "cache_spill = OFF",
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "secure_delete = ON",
    "temp_store = MEMORY",
    "cache_size = -65536",
    "mmap_size = 0",
)


def connect(path: Path) -> Database:
    """Open a project file after looking at it from outside, and check that its schema is ours.

    A file of an older version is opened as it is; `qcode.store.upgrade` brings it to the present one.

    Raises ProjectFileError where there is no file, where it is no qcode project, was made by a newer
    qcode, is damaged, or holds triggers or definitions that qcode did not make.
    """
    _look_from_outside(path)
    connection = _connect(path)
    try:
        with reading_errors(path):
            version = _refuse_foreign_file(path, connection)
            db = _prepare(connection)
            _refuse_foreign_schema(path, db, version)
            _refuse_damaged_tables(path, db, version)
    except BaseException:
        connection.close()
        raise
    return db


def connect_unchecked(path: Path) -> tuple[Database, int]:
    """Open a project file to repair it, whatever its schema and pages are; return its version as well.

    Raises ProjectFileError where there is no file, or it is not an SQLite file of ours or is newer.
    """
    _look_from_outside(path)
    connection = _connect(path)
    try:
        with reading_errors(path):
            # So that what cannot be understood of a schema does not keep the rest from being read.
            connection.execute("PRAGMA writable_schema = ON")
            version = _refuse_foreign_file(path, connection)
            return _prepare(connection), version
    except BaseException:
        connection.close()
        raise


def has_readable_schema(path: Path) -> bool:
    """Tell whether SQLite understands all definitions in a file, those of others as well."""
    connection = _connect(path)
    try:
        connection.execute("SELECT 1 FROM sqlite_schema").fetchall()
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return False
    finally:
        connection.close()
    return True


def create(path: Path) -> None:
    """Make an empty project file, readable by its owner alone; nothing is left where that fails.

    Raises ProjectFileError where something of that name exists or the folder cannot be written.
    """
    if os.path.lexists(path):
        raise ProjectFileError(f"{path} exists already.", "Choose another name, or go on with it.")
    draft = new_draft(path)
    try:
        with reading_errors(path):
            db = _prepare(_connect(draft))
            try:
                with transaction(db, path):
                    migrate(db)
            finally:
                db.close()
        put_in_place(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def new_draft(path: Path) -> Path:
    """Make an empty file beside `path`, readable by its owner alone, to become that file later on."""
    draft = path.with_name(f".qcode-{secrets.token_hex(6)}.new")
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise ProjectFileError(f"{path} cannot be made: {reason or error}.") from None
    return draft


def put_in_place(draft: Path, path: Path) -> None:
    """Give a finished file its name without ever overwriting another."""
    try:
        if hasattr(os, "link"):
            with contextlib.suppress(NotImplementedError):
                os.link(draft, path)
                return
    except FileExistsError:
        raise ProjectFileError(f"{path} exists already.") from None
    except OSError:
        pass  # a file system without hard links
    if os.path.lexists(path):
        raise ProjectFileError(f"{path} exists already.")
    try:
        draft.rename(path)
    except OSError as error:
        raise ProjectFileError(f"{path} cannot be made: {error.strerror or error}.") from None


def _connect(path: Path) -> sqlite3.Connection:
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise ProjectFileError(
            f"This Python brings SQLite {sqlite3.sqlite_version}; qcode needs 3.37 or newer.",
            "Install a newer Python, or the package pysqlite3-binary.",
        )
    # as_uri() quotes `?` and `#`, which a file name may hold; mode=rw never makes a file.
    uri = f"{path.absolute().as_uri()}?mode=rw"
    try:
        return sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    except sqlite3.Error as error:
        raise ProjectFileError(f"{path} cannot be opened: {error}.") from None


def _prepare(connection: sqlite3.Connection) -> Database:
    db = Database(connection, execute_plugins=False)
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").fetchall()
    return db


def _look_from_outside(path: Path) -> None:
    """Refuse what cannot be a project before SQLite sees it.

    The file itself is not opened here: where another thread of this process is just writing it,
    closing it again would take that thread's lock away (POSIX drops all locks of a process on a
    file with the first close).
    """
    try:
        if not path.is_file():
            what = "is a folder" if path.is_dir() else "does not exist" if not path.exists() else "is no file"
            raise ProjectFileError(f"{path} {what}.", "Make a project with `qcode init`.")
        empty = path.stat().st_size == 0
    except OSError as error:
        raise ProjectFileError(f"{path} cannot be read: {error.strerror or error}.") from None
    if empty:
        raise ProjectFileError(
            f"{path} is empty: no qcode project.", "A backup may lie in the folder beside it."
        )
    if not os.access(path, os.R_OK):
        raise ProjectFileError(f"{path} cannot be read: its permissions do not let you.")


def _refuse_foreign_file(path: Path, connection: sqlite3.Connection) -> int:
    """Return the version of a file that is ours."""
    try:
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.DatabaseError as error:
        if "not a database" not in str(error):
            raise
        raise ProjectFileError(f"{path} is no qcode project (not an SQLite file).") from None
    if application != APPLICATION_ID:
        raise ProjectFileError(f"{path} is an SQLite file of another program, not a qcode project.")
    if version > SCHEMA_VERSION:
        raise ProjectFileError(
            f"{path} was written by a newer qcode (schema {version}; this one knows {SCHEMA_VERSION}).",
            "Update qcode to open it. Nothing was changed.",
        )
    if version < 1:
        raise ProjectFileError(
            f"{path} is damaged: it does not say its version.",
            "Open the newest backup in the folder beside it.",
        )
    return int(version)


def _refuse_foreign_schema(path: Path, db: Database, version: int) -> None:
    found, expected = schema_of(db.conn), expected_schema(version)
    for name, definition in expected.items():
        if found.get(name) != definition:
            state = "differs from" if name in found else "is missing against"
            raise ProjectFileError(
                f"{path} is damaged or was altered: the {definition[0]} “{name}” {state} what qcode makes.",
                MEND,
            )
    roots = [page for (page,) in db.conn.execute("SELECT rootpage FROM sqlite_schema WHERE rootpage > 0")]
    if len(set(roots)) < len(roots):
        raise ProjectFileError(f"{path} is damaged: two tables lie in one place.", MEND)
    for kind, name in foreign_parts(db.conn, expected):
        raise ProjectFileError(
            f"{path} holds {'an' if kind == 'index' else 'a'} {kind} that qcode did not make: “{name}”.",
            "Remove it by `qcode check --repair`, or open a backup.",
        )


def _refuse_damaged_tables(path: Path, db: Database, version: int) -> None:
    """Look at the pages and value types of all tables but the two long ones.

    So whoever reads a row later finds in each column the type that its table declares. Codings and
    the log are read with care wherever they are read, and `check` looks at all of them.
    """
    there = expected_schema(version).keys() - {"codings"}
    for table in (*(name for name in TABLES if name in there), "turns", "texts"):
        verdict = db.conn.execute(f"PRAGMA quick_check('{table}')").fetchone()[0]
        if verdict != "ok":
            raise ProjectFileError(f"{path} is damaged ({table}: {verdict}).", MEND)


@contextlib.contextmanager
def transaction(db: Database, path: Path) -> Iterator[None]:
    """Hold the write lock from the first statement on; COMMIT lies inside the guard.

    Deferred foreign keys are checked by COMMIT, which then leaves the transaction open: so that it
    is rolled back too. Waits `BUSY_SECONDS` for another writer.
    """
    with reading_errors(path):
        db.conn.execute("BEGIN IMMEDIATE")
        try:
            yield
            db.conn.execute("COMMIT")
        except BaseException:
            if db.conn.in_transaction:
                db.conn.execute("ROLLBACK")
            raise


@contextlib.contextmanager
def snapshot(db: Database, path: Path) -> Iterator[None]:
    """Let several reads see one state of the file; nests inside a transaction that is open already."""
    with reading_errors(path):
        if db.conn.in_transaction:
            yield
            return
        db.conn.execute("BEGIN")
        try:
            yield
        finally:
            if db.conn.in_transaction:
                db.conn.execute("ROLLBACK")


@contextlib.contextmanager
def reading_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into a ProjectFileError that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise translate(error, path) from error
    except UnicodeDecodeError as error:
        # SQLite quotes a damaged schema in its own error message, which then is no UTF-8 itself.
        raise ProjectFileError(f"{path} is damaged ({error}).", MEND) from error
    except UnicodeEncodeError as error:
        before = error.object[max(0, error.start - 20) : error.start]
        point = f"U+{ord(error.object[error.start]):04X}"
        raise DataError(
            f"After “{before}” comes half a character ({point}, a lone surrogate).",
            "A project cannot hold it; nothing was changed.",
        ) from None


@contextlib.contextmanager
def decoding(path: Path) -> Iterator[None]:
    """Turn what goes wrong in reading stored values into a ProjectFileError.

    Only for code that does nothing but read what qcode itself wrote: there, a value that cannot be
    read means that the file was damaged.
    """
    try:
        yield
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError) as error:
        raise ProjectFileError(
            f"{path} is damaged: a stored value cannot be read ({type(error).__name__}: {error}).",
            "`qcode check` says more; a backup may lie in the folder beside it.",
        ) from error


def translate(error: sqlite3.Error, path: Path) -> ProjectFileError:
    """Say an SQLite error in a person's words."""
    text = str(error)
    code = getattr(error, "sqlite_errorname", "") or ""
    if "BUSY" in code or "LOCKED" in code or "locked" in text:
        return ProjectFileError(
            f"{path} is being written by another program.", "Nothing was changed. Try again in a moment."
        )
    if "READONLY_ROLLBACK" in code or "READONLY_RECOVERY" in code:
        return ProjectFileError(
            f"{path} was left in the middle of a write, and its folder is read-only.",
            "Open it once where it can be written, so that it is put right.",
        )
    if "READONLY_DBMOVED" in code or ("READONLY" in code and not path.exists()):
        return ProjectFileError(
            f"{path} is no longer there: it was moved or removed meanwhile.",
            "Nothing was changed. Put it back, or open it where it is now.",
        )
    if "READONLY" in code or "readonly" in text or "CANTOPEN" in code or "PERM" in code:
        return ProjectFileError(
            f"{path} cannot be written: the file or its folder is read-only.", "Nothing was changed."
        )
    if "FULL" in code:
        return ProjectFileError(
            f"{path} cannot be written: the disk is full.", "Nothing was changed. Make room and try again."
        )
    if "IOERR" in code:
        return ProjectFileError(f"{path}: the disk reports an error ({text}).", "Nothing was changed.")
    if "CORRUPT" in code or "NOTADB" in code or "malformed" in text or "not a database" in text:
        return ProjectFileError(f"{path} is damaged ({text}).", MEND)
    return ProjectFileError(f"{path}: SQLite reports “{text}”.", "Nothing was changed.")
