"""The log held against the rows: what the log says each row is, and where the two are at odds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from qcode.store.log import ACT, PUT, TURNS, Act, completed, encode, read_act
from qcode.store.schema import TABLES, TURN_COLUMNS
from qcode.store.steps import steps
from qcode.store.store import Store

_STAMP = re.compile(r"\d{13}-\d{6}", re.ASCII)


class Difference(NamedTuple):
    """A row (of `turns`: all turns of a document) that is not what the log says of it."""

    table: str
    uid: str
    row: str | None
    """The row as it is, in the log's JSON; None for a tombstone, and for what is not there."""
    logged: str | None
    """The row as the log has it; None for a tombstone, and for what the log does not know."""
    is_there: bool
    is_logged: bool

    def __str__(self) -> str:
        if self.table == TURNS:
            return f"The turns of document {self.uid} differ from what the log says of them."
        if not self.is_there:
            return f"The log knows a row {self.uid} of {self.table} that is not there."
        if not self.is_logged:
            return f"Row {self.uid} of {self.table} is not in the log."
        return f"Row {self.uid} of {self.table} differs from what the log says of it."


def log_faults(store: Store) -> Iterator[str]:
    """Yield what keeps the log from being a sound one: gaps, wrong order, acts that cannot be read."""
    yield from _chain(store)
    yield from _acts(store)


def _chain(store: Store) -> Iterator[str]:
    acts = {uid for (uid,) in store.tuples("SELECT action FROM changes WHERE operation = 'act'")}
    for action, count in store.tuples("SELECT action, count(*) FROM changes GROUP BY action"):
        if action not in acts:
            yield f"The log holds {count} changes of an act {action} that it does not know."
    latest: dict[tuple[str, str], str] = {}
    reached = ""
    for uid, at, table, row_uid, operation, previous in store.tuples(
        "SELECT uid, at, table_name, row_uid, operation, previous FROM changes ORDER BY id"
    ):
        if not _STAMP.fullmatch(at) or at <= reached:
            yield f"The change {uid} is not later than the one before it."
        reached = at
        if previous != latest.get((table, row_uid)):
            yield f"The change {uid} of {table} does not follow the one that was before it."
        if operation != ACT:
            latest[table, row_uid] = uid


def _acts(store: Store) -> Iterator[str]:
    """Yield what keeps the log from being read as the acts of people, one after the other."""
    coders = {uid for (uid,) in store.tuples("SELECT uid FROM coders")}
    by_coder: dict[str, list[Act]] = {}
    for row in store.tuples(
        "SELECT action, at, coder_uid, device, data FROM changes WHERE operation = 'act' ORDER BY id"
    ):
        try:
            act = read_act(row)
        except (ValueError, TypeError, KeyError):
            yield f"The log's words on the act {row[0]} cannot be read."
            continue
        by_coder.setdefault(act.coder_uid, []).append(act)
        if act.coder_uid and act.coder_uid not in coders:
            yield f"The act {act.uid} is by a coder whom the project does not know."
    for coder_uid, acts in by_coder.items():
        try:
            steps(acts)
        except IndexError:
            yield f"The log of the coder {coder_uid} undoes or redoes more than was done."


def differences(store: Store) -> Iterator[Difference]:
    """Yield each row that is not what the newest change of it in the log says."""
    newest: dict[tuple[str, str], tuple[str, str | None]] = {
        (table, uid): (operation, data)
        for table, uid, operation, data in store.tuples(
            "SELECT table_name, row_uid, operation, data FROM changes WHERE operation <> 'act' ORDER BY id"
        )
    }
    for table in TABLES:
        for uid, row in _rows_as_logged(store, table):
            if (table, uid) not in newest:
                yield Difference(table, uid, row, None, True, False)
                continue
            operation, data = newest.pop((table, uid))
            logged = data if operation == PUT else None
            if row != logged and row != _completed(table, logged):
                yield Difference(table, uid, row, logged, True, True)
    for uid, turns in _turns_as_logged(store):
        known = newest.pop((TURNS, uid), None)
        data = known[1] if known else "[]"
        if turns != data:
            yield Difference(TURNS, uid, turns, data, True, known is not None)
    for (table, uid), (operation, data) in newest.items():
        yield Difference(table, uid, None, data if operation == PUT else None, False, True)


def _completed(table: str, data: str | None) -> str | None:
    """Return what the log says of a row, with the columns that came later; None where it is no JSON."""
    try:
        return completed(table, data)
    except (ValueError, TypeError):
        return None


def _rows_as_logged(store: Store, table: str) -> Iterator[tuple[str, str | None]]:
    """Yield each row's uid with the JSON the log should hold for it (None for a tombstone)."""
    spec = TABLES[table]
    uids = {
        parent: dict(store.tuples(f'SELECT id, uid FROM "{parent}"'))
        for parent in set(spec.references.values())
    }
    names = ", ".join(f'"{name}"' for name in spec.columns)
    for uid, deleted, *values in store.tuples(f'SELECT uid, deleted, {names} FROM "{table}"'):
        row: dict[str, Any] = dict(zip(spec.columns, values, strict=True))
        for name, parent in spec.references.items():
            # What points at nothing is no uid, and not the same as what points nowhere.
            row[name] = None if row[name] is None else uids[parent].get(row[name], "")
        yield uid, None if deleted else encode(row)


def _turns_as_logged(store: Store) -> Iterator[tuple[str, str]]:
    participants = dict(store.tuples("SELECT id, uid FROM participants"))
    names = ", ".join(f'"{name}"' for name in TURN_COLUMNS)
    place = TURN_COLUMNS.index("participant_id")
    turns: dict[str, list[list[Any]]] = {uid: [] for (uid,) in store.tuples("SELECT uid FROM documents")}
    for uid, *values in store.tuples(
        f"SELECT documents.uid, {names} FROM turns JOIN documents ON documents.id = turns.document_id "
        "ORDER BY turns.document_id, turns.position"
    ):
        values[place] = participants.get(values[place])
        turns[uid].append(values)
    for uid, rows in turns.items():
        yield uid, encode(rows)
