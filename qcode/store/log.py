"""Reading the one log: acts and changes as plain values, and what changed since a row of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from qcode.store.identity import stamp_to_iso
from qcode.store.schema import ADDED
from qcode.store.sqlite import Database

ACT, PUT, DELETE = "act", "put", "delete"
TURNS = "turns"
MOST_ROWS = 5_000
"""More changes than these are told as *everything*: reading all again is the shorter way."""

_LATEST = 2**63 - 1
_ACT_COLUMNS = "action, at, coder_uid, device, data"
_CHANGE_COLUMNS = "uid, action, at, coder_uid, table_name, row_uid, operation, previous, data"


class Act(NamedTuple):
    """What a person did, as the log's row of the act itself says it.

    A tuple on purpose: a project has ten thousand of them.
    """

    uid: str
    at: str
    """Stamp of the clock; `stamp_to_iso` gives the time."""
    coder_uid: str
    kind: str
    """Noun and verb: `codings.apply`, `documents.import` ..."""
    summary: str
    """In words, for people."""
    undoes: str | None = None
    redoes: str | None = None
    undoable: bool = True
    device: str = ""

    @property
    def time(self) -> str:
        return stamp_to_iso(self.at)

    @property
    def is_step(self) -> bool:
        """Whether it is a step of its own that undo can take back: neither an undo, a redo nor a joining."""
        return self.undoable and not self.undoes and not self.redoes


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the log about one row of the project."""

    uid: str
    action: str
    at: str
    coder_uid: str
    table: str
    row_uid: str
    operation: str
    previous: str | None
    data: Any
    """The row as a mapping (for `turns`: a list), None for a delete."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What happened in a project after a row of its log."""

    mark: int
    """Row id of the newest change that this speaks of: the mark to ask with the next time."""
    rows: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Table -> uids of the rows put or deleted; `turns` -> uids of the documents whose turns they are."""
    acts: tuple[Act, ...] = ()
    """Who did what, oldest first; a memo's later savings of one visit bring no act of their own."""
    everything: bool = False
    """True where there is too much to tell (or the file was put back): read all again."""

    def __bool__(self) -> bool:
        return self.everything or bool(self.rows)


def newest_id(db: Database) -> int:
    """Return the row id of the newest change, 0 for none. Ids grow with each change."""
    return int(db.conn.execute("SELECT coalesce(max(id), 0) FROM changes").fetchone()[0])


def changes_since(db: Database, mark: int, most: int = MOST_ROWS) -> Changed:
    """Return what changed after the change of row id `mark`; the caller holds one state of the file.

    Its cost grows with the number of changes since then, up to `most`, and with nothing else.
    """
    newest = newest_id(db)
    if newest < mark or newest - mark > most:
        return Changed(newest, everything=True)
    rows: dict[str, set[str]] = {}
    acts: list[Act] = []
    for table, row_uid, operation, *act in db.conn.execute(
        "SELECT table_name, row_uid, operation, action, at, coder_uid, device, "
        # the rows' own data, which may be long, is not read
        "CASE operation WHEN 'act' THEN data END FROM changes WHERE id > ? ORDER BY id",
        [mark],
    ).fetchall():
        if operation == ACT:
            acts.append(read_act(act))
        else:
            rows.setdefault(table, set()).add(row_uid)
    return Changed(newest, {table: frozenset(uids) for table, uids in rows.items()}, tuple(acts))


def tables_since(db: Database, mark: int) -> frozenset[str]:
    """Return the tables with a change after the change of row id `mark`."""
    rows = db.conn.execute("SELECT DISTINCT table_name FROM changes WHERE id > ?", [mark]).fetchall()
    return frozenset(table for (table,) in rows)


def change(db: Database, uid: str | None) -> Change | None:
    """Return a change by its uid, None for None."""
    if uid is None:
        return None
    row = db.conn.execute(f"SELECT {_CHANGE_COLUMNS} FROM changes WHERE uid = ?", [uid]).fetchone()
    return _read_change(row) if row else None


def encode(data: Any) -> str:
    """Return the log's JSON of a row: compact, as it came, one spelling for one content."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def completed(table: str, data: str | None) -> str | None:
    """Return the log's JSON of a row with the columns that came after it was written."""
    added = ADDED.get(table)
    if data is None or added is None:
        return data
    row = json.loads(data)
    return data if all(name in row for name in added) else encode({**row, **added, **row})


def read_act(row: Sequence[Any]) -> Act:
    """Make an Act of a log row `(action, at, coder_uid, device, data)`."""
    return _act(row, json.loads(row[-1]))


def _act(row: Sequence[Any], said: Mapping[str, Any]) -> Act:
    action, at, coder_uid, device, _ = row
    get = said.get
    return Act(
        action,
        at,
        coder_uid,
        said["kind"],
        said["summary"],
        get("undoes"),
        get("redoes"),
        get("undoable", True),
        device,
    )


def acts(db: Database, coder_uid: str | None = None) -> list[Act]:
    """Return the acts of the project, or of one coder, oldest first."""
    sql = f"SELECT {_ACT_COLUMNS} FROM changes INDEXED BY actions_of_coder WHERE operation = 'act'"
    if coder_uid is None:
        rows = db.conn.execute(f"{sql} ORDER BY id").fetchall()
    else:
        rows = db.conn.execute(f"{sql} AND coder_uid = ? ORDER BY id", [coder_uid]).fetchall()
    return list(map(_act, rows, json.loads(f"[{','.join([row[-1] for row in rows])}]")))


def newest_act(db: Database, coder_uid: str, before: int | None = None) -> tuple[int, Act] | None:
    """Return a coder's newest act (before a row id of the log) with the row id, None for none."""
    row = db.conn.execute(
        f"SELECT id, {_ACT_COLUMNS} FROM changes INDEXED BY actions_of_coder "
        "WHERE operation = 'act' AND coder_uid = ? AND id < ? ORDER BY id DESC LIMIT 1",
        [coder_uid, _LATEST if before is None else before],
    ).fetchone()
    return (row[0], read_act(row[1:])) if row else None


def next_act(db: Database, coder_uid: str, after: int) -> Act | None:
    """Return the coder's first act whose row comes after a row id: the one that closed that change's act,
    unless the change was added to its act later on.
    """
    row = db.conn.execute(
        f"SELECT {_ACT_COLUMNS} FROM changes INDEXED BY actions_of_coder "
        "WHERE operation = 'act' AND coder_uid = ? AND id > ? ORDER BY id LIMIT 1",
        [coder_uid, after],
    ).fetchone()
    return read_act(row) if row else None


def act_named(db: Database, uid: str) -> tuple[int, Act]:
    """Return an act by its uid with the row id of its row; raises IndexError where the log lacks it."""
    row = db.conn.execute(
        # Backwards: the row of an act comes after those of all that it changed, perhaps thousands.
        f"SELECT id, {_ACT_COLUMNS} FROM changes INDEXED BY changes_of_action "
        "WHERE action = ? AND operation = 'act' ORDER BY id DESC LIMIT 1",
        [uid],
    ).fetchone()
    if row is None:
        raise IndexError(f"the log lacks the act {uid}")
    return row[0], read_act(row[1:])


def acts_on(db: Database, row_uid: str) -> frozenset[str]:
    """Return the uids of the acts that wrote a row, or one that pointed at it before or after the act.

    For a code or a document these are also all acts on its codings. The whole log is read once.
    """
    rows = db.conn.execute(
        "SELECT DISTINCT entry.action FROM changes AS entry "
        "LEFT JOIN changes AS before ON before.uid = entry.previous WHERE entry.operation <> 'act' "
        "AND (entry.row_uid = ?1 OR instr(entry.data, ?1) > 0 OR instr(before.data, ?1) > 0)",
        [row_uid],
    ).fetchall()
    return frozenset(action for (action,) in rows)


def rows_of(db: Database, uid: str) -> list[tuple[str, str]]:
    """Return (table, uid) of the rows that an act changed."""
    return db.conn.execute(
        "SELECT DISTINCT table_name, row_uid FROM changes WHERE action = ? AND operation <> 'act'", [uid]
    ).fetchall()


def first_row_of(db: Database, uid: str) -> tuple[str, str]:
    """Return (table, uid) of the first row that an act changed; raises IndexError where there is none."""
    row = db.conn.execute(
        "SELECT table_name, row_uid FROM changes WHERE action = ? AND operation <> 'act' ORDER BY id LIMIT 1",
        [uid],
    ).fetchone()
    if row is None:
        raise IndexError(f"the act {uid} changed nothing")
    return row[0], row[1]


def changes_of_row(
    db: Database, table: str, row_uid: str, after: int = 0, before: int | None = None
) -> list[tuple[int, str, str]]:
    """Return (row id, act, coder) of the changes of a row between two row ids, newest first."""
    return db.conn.execute(
        "SELECT id, action, coder_uid FROM changes "
        "WHERE row_uid = ? AND table_name = ? AND id > ? AND id < ? ORDER BY id DESC",
        [row_uid, table, after, _LATEST if before is None else before],
    ).fetchall()


def changes_of(db: Database, action: str) -> list[Change]:
    """Return the changes of one act in their order, without the row of the act itself."""
    rows = db.conn.execute(
        f"SELECT {_CHANGE_COLUMNS} FROM changes WHERE action = ? AND operation <> 'act' ORDER BY id", [action]
    ).fetchall()
    return [_read_change(row) for row in rows]


def newest_change_of(db: Database, table: str, row_uid: str) -> Change | None:
    """Return the newest change of a row."""
    row = db.conn.execute(
        f"SELECT {_CHANGE_COLUMNS} FROM changes "
        "WHERE row_uid = ? AND table_name = ? ORDER BY id DESC LIMIT 1",
        [row_uid, table],
    ).fetchone()
    return _read_change(row) if row else None


def _read_change(row: Sequence[Any]) -> Change:
    data = None if row[-1] is None else json.loads(row[-1])
    return Change(*(*row[:-1], data))
