"""Reading what can be read of a damaged project file into a new one.

Table by table and by row numbers, halving a stretch that cannot be read until the rows are found that
are lost; so one damaged page costs its own rows and no others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from qcode.errors import ProjectFileError
from qcode.store.connection import create, reading_errors
from qcode.store.schema import TABLES, TURN_COLUMNS
from qcode.store.sqlite import Database, sqlite3

_MOST_FAILURES = 200_000
"""Stretches of one table that are tried in vain before none is halved any more."""
_UNREADABLE = (sqlite3.Error, UnicodeDecodeError, OverflowError)
_SMALLEST_ROW = 16
"""Bytes."""


def salvage(source: Database, path: Path, target: Path) -> list[str]:
    """Make a new project file of the rows of a damaged one; return what was lost, one sentence a table.

    Raises ProjectFileError where no row at all could be read; then no file is made.
    """
    create(target)
    try:
        lost: list[str] = []
        kept = 0
        new = sqlite3.connect(target, isolation_level=None)
        try:
            with reading_errors(target):
                new.execute("BEGIN IMMEDIATE")
                for table in _tables():
                    reading = _Reading(source.conn, table)
                    kept += _copy(reading, new)
                    if reading.lost:
                        lost.append(reading.said())
                new.execute("COMMIT")
        finally:
            new.close()
        if not kept:
            raise ProjectFileError(
                f"{path} is damaged so that nothing of it can be read.",
                "Open the newest backup in the folder beside it.",
            )
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return lost


def _tables() -> dict[str, tuple[str, ...]]:
    return {
        "texts": ("sha256", "text"),
        **{name: ("id", "uid", *spec.columns, "deleted") for name, spec in TABLES.items()},
        "turns": ("id", "document_id", *TURN_COLUMNS),
        "changes": (
            "id", "uid", "action", "at", "coder_uid", "device", "table_name", "row_uid", "operation",
            "previous", "data", "schema_version",
        ),
    }  # fmt: skip


class _Reading:
    """The readable rows of one table."""

    def __init__(self, connection: sqlite3.Connection, table: str) -> None:
        self.table = table
        self.lost = 0
        self._is_gone, self._is_countable = False, True
        self._connection = connection
        self._failures = 0
        try:
            there = {row[1] for row in connection.execute(f'PRAGMA table_info("{table}")').fetchall()}
        except _UNREADABLE:
            there = set()
        self.columns = tuple(name for name in _tables()[table] if name in there)

    def said(self) -> str:
        if self._is_gone:
            return f"The table {self.table} could not be read at all."
        if not self._is_countable:
            return f"Of the table {self.table}, rows could not be read; how many is not known."
        rows = "a row" if self.lost == 1 else f"about {self.lost} rows"
        return f"Of the table {self.table}, {rows} could not be read."

    def rows(self) -> Iterator[Sequence[Any]]:
        """Yield what can be read, in the order of row numbers."""
        if not self.columns:
            self._is_gone, self.lost = True, 1
            return
        yield from self._between(0, self._furthest())

    def _furthest(self) -> int:
        """Return the greatest row number that there is, or one that is hardly less."""
        query = self._connection.execute
        try:
            return int(query(f'SELECT max(rowid) FROM "{self.table}" NOT INDEXED').fetchone()[0] or 0)
        except _UNREADABLE:
            self._is_countable = False
            # Numbers are given one after the other: there are no more than would fit into the file.
            pages, size = (int(query(f"PRAGMA {one}").fetchone()[0]) for one in ("page_count", "page_size"))
            return pages * size // _SMALLEST_ROW

    def _between(self, first: int, last: int) -> Iterator[Sequence[Any]]:
        names = ", ".join(f'"{name}"' for name in self.columns)
        query = f'SELECT {names} FROM "{self.table}" NOT INDEXED WHERE rowid BETWEEN ? AND ? ORDER BY rowid'
        waiting = [(first, last)]
        while waiting:
            first, last = waiting.pop()
            try:
                rows = self._connection.execute(query, [first, last]).fetchall()
            except _UNREADABLE:
                self._failures += 1
                if first == last:
                    self.lost += 1
                elif self._failures > _MOST_FAILURES:
                    self._is_countable, self.lost = False, self.lost + 1
                else:
                    middle = (first + last) // 2
                    waiting += [(middle + 1, last), (first, middle)]
            else:
                yield from rows


def _copy(reading: _Reading, new: sqlite3.Connection) -> int:
    names = ", ".join(f'"{name}"' for name in reading.columns)
    insert = f'INSERT INTO "{reading.table}" ({names}) VALUES ({", ".join("?" * len(reading.columns))})'
    kept = 0
    for row in reading.rows():
        try:
            new.execute(insert, row)
            kept += 1
        except (sqlite3.IntegrityError, sqlite3.ProgrammingError, UnicodeEncodeError):
            reading.lost += 1
    return kept
