"""Writing the one log: every act of a person, with the rows it made, changed or removed.

An act is one transaction: a `put` (the row as it is now, references as uids) or a `delete` (a
tombstone) for each row it touches, and one row of operation `act` that says who did what. A memo that
is saved again and again while it is written stays one act: later savings append to it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from qcode.errors import UnknownNameError
from qcode.store.identity import Clock, new_uids, stamp_to_iso
from qcode.store.log import ACT, DELETE, PUT, TURNS, changes_of_row, encode, newest_act, rows_of
from qcode.store.schema import ADDED, SCHEMA_VERSION, TABLES, TURN_COLUMNS
from qcode.store.sqlite import Database

Row = dict[str, Any]
_APPEND = (
    "INSERT INTO changes (uid, action, at, coder_uid, device, table_name, row_uid, operation, previous, "
    "data, schema_version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_BATCH = 10_000


class State(NamedTuple):
    """What a row is to become."""

    uid: str
    data: str | None
    """As the log has it, in JSON; None for not there."""
    previous: str | None
    """Uid of the row's newest change."""
    as_stored: bool = False
    """True where it is a tombstone that needs only come back as it stands."""


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
        self._goes_on = False
        self.changed = 0
        """How many rows this act has written so far."""
        self.now = stamp_to_iso(self._clock.tick())
        """Time of the act, ISO 8601 in UTC."""

    def go_on_with(self, action: str) -> bool:
        """Let what follows belong to an act that the same coder has done already, if nothing came between.

        Nothing did where it is the coder's newest act, and of the same kind, and nobody has changed since
        what it wrote. Otherwise this stays an act of its own. Returns which of the two it is; must be
        asked before anything is written.
        """
        found = newest_act(self._db, self._coder_uid)
        if found is None or (found[1].uid, found[1].kind) != (action, self.kind) or not found[1].is_step:
            return False
        if any(
            changes_of_row(self._db, table, uid)[0][1] != action for table, uid in rows_of(self._db, action)
        ):
            return False
        self.uid, self._goes_on = action, True
        return True

    def close(self) -> None:
        """Write the log's row that says who did what; `summary` must be given by then.

        What goes on with an earlier act has that row already.
        """
        if self._goes_on:
            return
        data: Row = {"kind": self.kind, "summary": self.summary}
        if self.undoes:
            data["undoes"] = self.undoes
        if self.redoes:
            data["redoes"] = self.redoes
        if not self.undoable:
            data["undoable"] = False
        self._log([("actions", self.uid, ACT, None, encode(data))])

    def name_again(self, action: str, coder_uid: str, summary: str) -> None:
        """Write the log's row of an act whose own was lost; it can be undone no longer."""
        data = encode({"kind": "project.repair", "summary": summary, "undoable": False})
        row = list(self._stamped("actions", action, ACT, None, data))
        row[1], row[3] = action, coder_uid
        self._log_rows([row])
        self.changed += 1

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
            self._log([(table, row["uid"], PUT, None, encode(self._as_logged(table, row))) for row in full])
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

    def update_all(self, table: str, columns: Mapping[str, Row]) -> None:
        """Change columns of many live rows, by uid; a row that they leave as it is gets no change.

        Raises UnknownNameError where one is gone, or one that it would refer to.
        """
        query = f'SELECT * FROM "{table}" WHERE deleted = 0 AND uid IN (SELECT value FROM json_each(?))'
        rows = {row["uid"]: row for row in self._db.query(query, [json.dumps(list(columns))])}
        if len(rows) < len(columns):
            raise gone(table)
        self.restore(
            table,
            [
                State(
                    uid,
                    encode(self._as_logged(table, {**rows[uid], **changed})),
                    self.newest_change(table, uid),
                )
                for uid, changed in columns.items()
                if any(rows[uid][name] != value for name, value in changed.items())
            ],
        )

    def revive(self, table: str, uid: str, **columns: Any) -> None:
        """Bring a removed row back under its uid, with these columns; a live one is changed."""
        row = self._row(table, uid)
        if row is None:
            raise gone(table)
        self._write(table, uid, {**row, **columns, "deleted": 0})

    def delete(self, table: str, *uids: str) -> None:
        """Leave a tombstone in place of each row; one that is gone already stays as it is."""
        live = [uid for uid in dict.fromkeys(uids) if self._is_live(table, uid)]
        self.restore(table, [State(uid, None, self.newest_change(table, uid)) for uid in live])

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
        self._log([(TURNS, document_uid, PUT, self.newest_change(TURNS, document_uid), encode(data))])

    def restore(self, table: str, states: Sequence[State]) -> None:
        """Make rows what the log says they were."""
        if table == TURNS:
            for state in states:
                rows = json.loads(state.data or "[]")
                self.put_turns(state.uid, [self._turn(values) for values in rows])
            return
        gone = [state.uid for state in states if state.data is None]
        back = [state.uid for state in states if state.data is not None]
        mark = f'UPDATE "{table}" SET deleted = ? WHERE uid IN (SELECT value FROM json_each(?))'
        for deleted, uids in ((1, gone), (0, back)):
            if uids:
                self._db.conn.execute(mark, [deleted, json.dumps(uids)])
        assignments = ", ".join(f'"{name}" = ?' for name in TABLES[table].columns)
        self._db.conn.executemany(
            f'UPDATE "{table}" SET {assignments} WHERE uid = ?',
            [
                [*self._columns(table, state.data), state.uid]
                for state in states
                if state.data is not None and not state.as_stored
            ],
        )
        self._log(
            (table, state.uid, DELETE if state.data is None else PUT, state.previous, state.data)
            for state in states
        )

    def _columns(self, table: str, data: str) -> list[Any]:
        """Return the columns of a row as the log has it, references as row ids."""
        spec, row = TABLES[table], json.loads(data)
        return [
            self.references.id(spec.references[name], row[name]) if name in spec.references else row[name]
            for name in spec.columns
        ]

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

    def record(self, table: str, uid: str, operation: str, data: str | None) -> None:
        """Write a row as it stands into a log that does not have it so; for repairs."""
        self._log([(table, uid, operation, self.newest_change(table, uid), data)])

    def _write(self, table: str, uid: str, row: Row) -> None:
        values = {name: row[name] for name in (*TABLES[table].columns, "deleted")}
        self._db.table(table).update(self.id_of(table, uid), values)
        self._log([(table, uid, PUT, self.newest_change(table, uid), encode(self._as_logged(table, row)))])

    def _as_logged(self, table: str, row: Mapping[str, Any]) -> Row:
        spec = TABLES[table]
        return {
            name: self.references.uid(spec.references[name], row[name])
            if name in spec.references
            else row[name]
            for name in spec.columns
        }

    def _log(self, entries: Iterable[tuple[str, str, str, str | None, str | None]]) -> None:
        """Append rows to the log: (table, row, operation, previous change, data in JSON)."""
        self._log_rows(self._stamped(*entry) for entry in entries)

    def _log_rows(self, rows: Iterable[Sequence[str | int | None]]) -> None:
        self._db.conn.executemany(_APPEND, rows)

    def _stamped(
        self, table: str, row_uid: str, operation: str, previous: str | None, data: str | None
    ) -> tuple[str | int | None, ...]:
        self.changed += operation != ACT
        return (
            next(self._uids), self.uid, self._clock.tick(), self._coder_uid, self._device,
            table, row_uid, operation, previous, data, SCHEMA_VERSION,
        )  # fmt: skip


def gone(table: str) -> UnknownNameError:
    """Return the error for a row that somebody removed while it was still on another's screen."""
    noun = {
        "document_cases": "link of a document to a case",
        "attribute_values": "attribute value",
        "meta": "setting",
        "summaries": "summary",
        "group_cases": "member of a group",
        "class_cases": "case's class",
        "event_codings": "quotation of an event",
    }.get(table, table.removesuffix("s"))
    return UnknownNameError(f"This {noun} is no longer in the project.", "Nothing was changed.")


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
    return {**_DEFAULTS.get(table, {}), **ADDED.get(table, {})}
