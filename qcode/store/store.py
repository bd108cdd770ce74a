"""An open project file."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from qcode.errors import ProjectFileError, UndoError
from qcode.store import connection
from qcode.store.backup import HOURS_BETWEEN, KEEP, backup_is_due, dated_backup
from qcode.store.changes import Recorder, Row
from qcode.store.identity import new_uid
from qcode.store.lock import Lock
from qcode.store.log import Act, Changed, acts, changes_since, newest_id
from qcode.store.steps import Step, next_redo, next_undo, steps
from qcode.store.undo import reverse, tables_of
from qcode.store.upgrade import upgrade

Faults = Callable[[frozenset[str]], set[str]]
"""Tables -> what is at odds in their rows, one sentence each."""


def _no_faults(_: frozenset[str]) -> set[str]:
    return set()


class Store:
    """Reads rows, and writes acts. One thread each: SQLite's connections do not like to be shared."""

    def __init__(
        self,
        path: Path,
        *,
        device: str = "",
        keep_backups: int = KEEP,
        backup_hours: float = HOURS_BETWEEN,
        unchecked: bool = False,
    ) -> None:
        """Open an existing project file; raises ProjectFileError.

        `unchecked` is for repairs alone: a file is then opened as it is, of any version, damaged or not.
        """
        self.path = path
        self.device = device or new_uid()
        self._keep_backups, self._backup_hours = keep_backups, backup_hours
        self._wrote = False
        self.edges = 0
        """Counts beginnings and ends of acts: where it stays the same, it is the same transaction."""
        self.backup_problem = ""
        """Why the dated backup could not be made, where it could not."""
        self.lock = Lock(path)
        """The claim of this computer on writing the file, where others can reach it."""
        self.lock.refuse_half_written()
        self.version_found = 0
        """Version of a file that was opened unchecked."""
        self.kept_copy: Path | None = None
        """The copy of the file as it was before it was brought to the present form on opening."""
        if unchecked:
            self.db, self.version_found = connection.connect_unchecked(path)
            return
        self.db = connection.connect(path)
        try:
            self.kept_copy = upgrade(self.db, path, keep_backups, self.lock)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self.db.close()
        self.lock.release()

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """Let all reads inside see one state of the file."""
        with connection.snapshot(self.db, self.path):
            yield

    @contextlib.contextmanager
    def decoding(self) -> Iterator[None]:
        """Say of a stored value that cannot be read that the file is damaged."""
        with connection.decoding(self.path):
            yield

    def rows(self, sql: str, arguments: Sequence[Any] = ()) -> list[Row]:
        """Return all rows of a query as dictionaries."""
        with connection.reading_errors(self.path):
            return list(self.db.query(sql, list(arguments)))

    def tuples(self, sql: str, arguments: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a query as tuples; for the long ones."""
        with connection.reading_errors(self.path):
            return self.db.conn.execute(sql, list(arguments)).fetchall()

    @contextlib.contextmanager
    def act(self, kind: str, coder_uid: str) -> Iterator[Recorder]:
        """Write one act of a person: all of it, with its log, or nothing.

        The block gives the recorder its `summary`. An act that changed no row leaves no trace.
        """
        self.lock.hold()
        self._backup_before_first_write()
        self.edges += 1
        try:
            with connection.transaction(self.db, self.path):
                with connection.decoding(self.path):
                    recorder = Recorder(self.db, kind, coder_uid, self.device)
                yield recorder
                if recorder.changed:
                    recorder.close()
        finally:
            self.edges += 1

    def add_text(self, text: str) -> str:
        """Keep a text (inside an act) and return its SHA-256, by which documents point at it."""
        digest = sha256(text.encode("utf-8")).hexdigest()
        if not self.tuples("SELECT 1 FROM texts WHERE sha256 = ?", [digest]):
            self.db.table("texts").insert({"sha256": digest, "text": text})
        return digest

    def text(self, digest: str) -> str:
        """Return a text by its SHA-256."""
        found = self.tuples("SELECT text FROM texts WHERE sha256 = ?", [digest])
        if not found:
            raise ProjectFileError(f"{self.path} is damaged: a text is missing.", "Open the newest backup.")
        return str(found[0][0])

    def steps(self, coder_uid: str) -> tuple[list[Step], list[Step]]:
        """Return what a coder can undo and redo; the next one stands last in each list."""
        with connection.reading_errors(self.path), connection.decoding(self.path):
            return steps(acts(self.db, coder_uid))

    def next_undo(self, coder_uid: str) -> Step | None:
        """Return the step that undo would take back, None for none; however long the log is."""
        with connection.reading_errors(self.path), connection.decoding(self.path):
            return next_undo(self.db, coder_uid)

    def next_redo(self, coder_uid: str) -> Step | None:
        """Return the step that redo would do again, None for none."""
        with connection.reading_errors(self.path), connection.decoding(self.path):
            return next_redo(self.db, coder_uid)

    def undo(self, coder_uid: str, faults: Faults = _no_faults, *, only: str = "") -> Act:
        """Take back the coder's newest live act and return it; raises UndoError.

        `faults` says what is at odds in the rows of some tables, one sentence each; an undo that would
        add one (a name that another has given away meanwhile) is refused with it. `only` is the uid of
        the act that is meant: where another is the newest by now, nothing is done.
        """
        return self._step(coder_uid, faults, redo=False, only=only)

    def redo(self, coder_uid: str, faults: Faults = _no_faults) -> Act:
        """Do again what the coder undid last and return it; otherwise as `undo`."""
        return self._step(coder_uid, faults, redo=True)

    def _step(self, coder_uid: str, faults: Faults, *, redo: bool, only: str = "") -> Act:
        verb = "redo" if redo else "undo"
        with self.act(verb, coder_uid) as recorder:
            # Inside the write lock, so that nobody's act comes between looking and doing.
            step = self.next_redo(coder_uid) if redo else self.next_undo(coder_uid)
            if step is None:
                raise UndoError(f"There is nothing to {verb}.")
            if only and step.act.uid != only:
                raise UndoError(f"“{step.act.summary}” was done meanwhile.", "Nothing more was taken back.")
            try:
                tables = tables_of(self.db, step.reverse)
                known = faults(tables)
                with connection.decoding(self.path):
                    reverse(self.db, recorder, step.reverse)
                new = sorted(faults(tables) - known)
                if new:
                    raise UndoError(new[0], "Nothing was changed.")
            except UndoError as error:
                raise UndoError(f"Cannot {verb} “{step.act.summary}”: {error.message}", error.hint) from None
            recorder.summary = f"{'Redid' if redo else 'Undid'}: {step.act.summary}"
            if redo:
                recorder.redoes = step.act.uid
            else:
                recorder.undoes = step.act.uid
        return step.act

    def newest_change(self) -> str:
        """Return the stamp of the newest change, empty for none."""
        found = self.tuples("SELECT at FROM changes ORDER BY id DESC LIMIT 1")
        return str(found[0][0]) if found else ""

    def newest_id(self) -> int:
        """Return the row id of the newest change, 0 for none."""
        with connection.reading_errors(self.path):
            return newest_id(self.db)

    def changes_since(self, mark: int) -> Changed:
        """Return what changed after the change of row id `mark`, as one state of the file tells it."""
        with self.reading(), self.decoding():
            return changes_since(self.db, mark)

    def version(self) -> int:
        """Return a number that changes when another process has written."""
        return int(self.tuples("PRAGMA data_version")[0][0])

    def state(self) -> tuple[int, ...]:
        """Return what is another tuple after anything was written or taken back, whoever did it."""
        with connection.reading_errors(self.path):
            return self.version(), self.db.conn.total_changes, self.edges

    def _backup_before_first_write(self) -> None:
        if self._wrote or not self._keep_backups:
            return
        self._wrote = True
        with connection.reading_errors(self.path):
            if not self.newest_change() or not backup_is_due(self.path, self._backup_hours):
                return
        try:
            dated_backup(self.db, self.path, self._keep_backups)
        except ProjectFileError as error:
            # A folder that takes no backup is no reason to keep a person from working.
            self.backup_problem = str(error)
