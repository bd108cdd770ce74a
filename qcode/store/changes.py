"""The one log: every act of a person, with the rows it made, changed or removed.

An act is one transaction: a `put` (the row as it is now, references as uids) or a `delete` (a
tombstone) for each row it touches, and one row of operation `act` that says who did what.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qcode.errors import UnknownNameError
from qcode.store.identity import Clock, new_uids, stamp_to_iso
from qcode.store.schema import SCHEMA_VERSION, TABLES, TURN_COLUMNS
from qcode.store.sqlite import Database

ACT, PUT, DELETE = "act", "put", "delete"
TURNS = "turns"
Row = dict[str, Any]
_CHANGE_COLUMNS = (
    "uid", "action", "at", "coder_uid", "device", "table_name", "row_uid", "operation", "previous",
    "data", "schema_version",
)  # fmt: skip
_BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Act:
    """What a person did, as the log's row of the act itself says it."""

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


class References:
    """Row ids to uids and back, looked up once. A removed row is not referred to."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._uids: dict[str, dict[int, str]] = {}
        self._ids: dict[str, dict[str, int]] = {}

    def uid(self, table: str, row_id: int | None) -> str | None:
        if row_id is None:
            return None
        known = self._uids.setdefault(table, {})
        if row_id not in known:
            query = f'SELECT uid, deleted FROM "{table}" WHERE id = ?'
            row = self._db.conn.execute(query, [row_id]).fetchone()
            if row is None or row[1]:
                raise gone(table)
            self.know(table, row_id, row[0])
        return known[row_id]

    def id(self, table: str, uid: str | None) -> int | None:
        if uid is None:
            return None
        known = self._ids.setdefault(table, {})
        if uid not in known:
            row = self._db.conn.execute(f'SELECT id FROM "{table}" WHERE uid = ?', [uid]).fetchone()
            if row is None:
                raise gone(table)
            self.know(table, row[0], uid)
        return known[uid]

    def know(self, table: str, row_id: int, uid: str) -> None:
        self._uids.setdefault(table, {})[row_id] = uid
        self._ids.setdefault(table, {})[uid] = row_id


class Recorder:
    """Writes the rows of one act and their log, inside the transaction that its maker holds."""

    def __init__(self, db: Database, act_kind: str, coder_uid: str, device: str) -> None:
        self._db = db
        self._uids = new_uids()
        newest = db.conn.execute("SELECT at FROM changes ORDER BY id DESC LIMIT 1").fetchone()
        self._clock = Clock(newest[0] if newest else "")
        self._coder_uid, self._device = coder_uid, device
        self.references = References(db)
        self.uid = next(self._uids)
        self.kind = act_kind
        self.summary = ""
        """What was done, in words for people."""
        self.undoes: str | None = None
        self.redoes: str | None = None
        self.undoable = True
        self.changed = 0
        """How many rows this act has written so far."""
        self.now = stamp_to_iso(self._clock.tick())
        """Time of the act, ISO 8601 in UTC."""

    def close(self) -> None:
        """Write the log's row that says who did what; `summary` must be given by then."""
        data: Row = {"kind": self.kind, "summary": self.summary}
        if self.undoes:
            data["undoes"] = self.undoes
        if self.redoes:
            data["redoes"] = self.redoes
        if not self.undoable:
            data["undoable"] = False
        self._log([("actions", self.uid, ACT, None, data)])

    def insert(self, table: str, row: Row) -> str:
        """Add a row (columns by name, references as row ids); return its new uid."""
        return self.insert_all(table, [row])[0]

    def insert_all(self, table: str, rows: Iterable[Row]) -> list[str]:
        """Add rows of the same columns; columns left out take their default. Return the uids.

        Raises UnknownNameError where a row refers to one that is gone.
        """
        made: list[str] = []
        for batch in _batches(rows):
            full = [{**_defaults(table), **row, "uid": row.get("uid") or next(self._uids)} for row in batch]
            self._db.table(table).insert_all(full)
            self._log((table, row["uid"], PUT, None, self._as_logged(table, row)) for row in full)
            made.extend(row["uid"] for row in full)
        return made

    def id_of(self, table: str, uid: str) -> int:
        """Return the row id of a row by its uid."""
        found = self.references.id(table, uid)
        assert found is not None
        return found

    def update(self, table: str, uid: str, **columns: Any) -> bool:
        """Change columns of a live row; return False where nothing would change.

        Raises UnknownNameError where the row is gone, or one that it would refer to.
        """
        row = self._row(table, uid)
        if row is None or row["deleted"]:
            raise gone(table)
        if all(row[name] == value for name, value in columns.items()):
            return False
        self._write(table, uid, {**row, **columns})
        return True

    def revive(self, table: str, uid: str, **columns: Any) -> None:
        """Bring a removed row back under its uid, with these columns; a live one is changed."""
        row = self._row(table, uid)
        if row is None:
            raise gone(table)
        self._write(table, uid, {**row, **columns, "deleted": 0})

    def delete(self, table: str, *uids: str) -> None:
        """Leave a tombstone in place of each row; one that is gone already stays as it is."""
        live = [uid for uid in dict.fromkeys(uids) if self._is_live(table, uid)]
        self.restore(table, [(uid, None) for uid in live])

    def require(self, table: str, *uids: str) -> None:
        """Raise UnknownNameError unless all these rows are there: another may have removed one."""
        if not all(self._is_live(table, uid) for uid in uids):
            raise gone(table)

    def _row(self, table: str, uid: str) -> Row | None:
        return next(self._db.query(f'SELECT * FROM "{table}" WHERE uid = ?', [uid]), None)

    def _is_live(self, table: str, uid: str) -> bool:
        query = f'SELECT 1 FROM "{table}" WHERE uid = ? AND deleted = 0'
        return self._db.conn.execute(query, [uid]).fetchone() is not None

    def put_turns(self, document_uid: str, turns: Sequence[Row]) -> None:
        """Give a document its turns (columns of TURN_COLUMNS, participants as row ids)."""
        document_id = self.id_of("documents", document_uid)
        self._db.conn.execute("DELETE FROM turns WHERE document_id = ?", [document_id])
        if turns:
            self._db.table(TURNS).insert_all({"document_id": document_id, **turn} for turn in turns)
        data = [
            [
                self.references.uid("participants", turn[name]) if name == "participant_id" else turn[name]
                for name in TURN_COLUMNS
            ]
            for turn in turns
        ]
        self._log([(TURNS, document_uid, PUT, self.newest_change(TURNS, document_uid), data)])

    def restore(self, table: str, states: Sequence[tuple[str, Any]]) -> None:
        """Make rows what the log says they were: (uid, `data` of a change, None for not there)."""
        if table == TURNS:
            for uid, data in states:
                self.put_turns(uid, [self._turn(values) for values in data or ()])
            return
        spec = TABLES[table]
        gone = [uid for uid, data in states if data is None]
        back = [(uid, data) for uid, data in states if data is not None]
        self._db.conn.executemany(f'UPDATE "{table}" SET deleted = 1 WHERE uid = ?', [[uid] for uid in gone])
        assignments = ", ".join(f'"{name}" = ?' for name in spec.columns)
        self._db.conn.executemany(
            f'UPDATE "{table}" SET {assignments}, deleted = 0 WHERE uid = ?',
            [
                [
                    self.references.id(spec.references[name], data[name])
                    if name in spec.references
                    else data[name]
                    for name in spec.columns
                ]
                + [uid]
                for uid, data in back
            ],
        )
        self._log(
            (table, uid, DELETE if data is None else PUT, self.newest_change(table, uid), data)
            for uid, data in states
        )

    def _turn(self, values: Sequence[Any]) -> Row:
        row = dict(zip(TURN_COLUMNS, values, strict=True))
        row["participant_id"] = self.references.id("participants", row["participant_id"])
        return row

    def newest_change(self, table: str, row_uid: str) -> str | None:
        """Return the uid of a row's newest change, None for a row that has none."""
        found = self._db.conn.execute(
            "SELECT uid FROM changes WHERE row_uid = ? AND table_name = ? ORDER BY id DESC LIMIT 1",
            [row_uid, table],
        ).fetchone()
        return found[0] if found else None

    def _write(self, table: str, uid: str, row: Row) -> None:
        values = {name: row[name] for name in (*TABLES[table].columns, "deleted")}
        self._db.table(table).update(self.id_of(table, uid), values)
        self._log([(table, uid, PUT, self.newest_change(table, uid), self._as_logged(table, row))])

    def _as_logged(self, table: str, row: Mapping[str, Any]) -> Row:
        spec = TABLES[table]
        return {
            name: self.references.uid(spec.references[name], row[name])
            if name in spec.references
            else row[name]
            for name in spec.columns
        }

    def _log(self, entries: Iterable[tuple[str, str, str, str | None, Any]]) -> None:
        rows = [
            (
                next(self._uids), self.uid, self._clock.tick(), self._coder_uid, self._device,
                table, row_uid, operation, previous, None if data is None else encode(data), SCHEMA_VERSION,
            )
            for table, row_uid, operation, previous, data in entries
        ]  # fmt: skip
        self.changed += sum(row[7] != ACT for row in rows)
        if rows:
            self._db.table("changes").insert_all([_CHANGE_COLUMNS, *rows])


def gone(table: str) -> UnknownNameError:
    """Return the error for a row that somebody removed while it was still on another's screen."""
    noun = {
        "document_cases": "link of a document to a case",
        "attribute_values": "attribute value",
        "meta": "setting",
        "summaries": "summary",
    }.get(table, table.removesuffix("s"))
    return UnknownNameError(f"This {noun} is no longer in the project.", "Nothing was changed.")


def encode(data: Any) -> str:
    """Return the log's JSON of a row: compact, as it came, one spelling for one content."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def read_act(row: Sequence[Any]) -> Act:
    """Make an Act of a log row `(action, at, coder_uid, device, data)`."""
    action, at, coder_uid, device, data = row
    said = json.loads(data)
    return Act(
        uid=action,
        at=at,
        coder_uid=coder_uid,
        kind=said["kind"],
        summary=said["summary"],
        undoes=said.get("undoes"),
        redoes=said.get("redoes"),
        undoable=said.get("undoable", True),
        device=device,
    )


def acts(db: Database, coder_uid: str | None = None) -> list[Act]:
    """Return the acts of the project, or of one coder, oldest first."""
    sql = "SELECT action, at, coder_uid, device, data FROM changes WHERE operation = 'act'"
    if coder_uid is None:
        rows = db.conn.execute(f"{sql} ORDER BY id").fetchall()
    else:
        rows = db.conn.execute(f"{sql} AND coder_uid = ? ORDER BY id", [coder_uid]).fetchall()
    return [read_act(row) for row in rows]


def changes_of(db: Database, action: str) -> list[Change]:
    """Return the changes of one act in their order, without the row of the act itself."""
    rows = db.conn.execute(
        f"{_SELECT_CHANGE} WHERE action = ? AND operation <> 'act' ORDER BY id", [action]
    ).fetchall()
    return [read_change(row) for row in rows]


_SELECT_CHANGE = (
    "SELECT uid, action, at, coder_uid, table_name, row_uid, operation, previous, data FROM changes"
)


def newest_change_of(db: Database, table: str, row_uid: str) -> Change | None:
    """Return the newest change of a row."""
    row = db.conn.execute(
        f"{_SELECT_CHANGE} WHERE row_uid = ? AND table_name = ? ORDER BY id DESC LIMIT 1", [row_uid, table]
    ).fetchone()
    return read_change(row) if row else None


def change(db: Database, uid: str | None) -> Change | None:
    """Return a change by its uid, None for None."""
    if uid is None:
        return None
    row = db.conn.execute(f"{_SELECT_CHANGE} WHERE uid = ?", [uid]).fetchone()
    return read_change(row) if row else None


def read_change(row: Sequence[Any]) -> Change:
    """Make a Change of a log row in the order of `_SELECT_CHANGE`."""
    data = None if row[-1] is None else json.loads(row[-1])
    return Change(*(*row[:-1], data))


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


_DEFAULTS: dict[str, Row] = {
    "documents": {
        "front_matter_end": 0, "anchors": "[]", "source_name": "", "format": "", "encoding": None,
        "changes": "[]",
    },
    "cases": {"position": 0},
    "participants": {"role": None, "pseudonym": "", "case_id": None},
    "attribute_values": {"year": None, "source": ""},
    "codes": {
        "parent_id": None, "position": 0, "name_ja": "", "brief": "", "definition": "", "include": "",
        "exclude": "", "examples": "[]", "source": "", "note": "", "colour": "", "key": "",
        "aliases": "[]", "facet": 0, "retired": 0,
    },
    "codings": {"case_id": None, "state": "placed"},
}  # fmt: skip


def _defaults(table: str) -> Row:
    return _DEFAULTS.get(table, {})
