"""Taking back the newest act of a coder, and doing it again.

Both are acts like any other: to undo an act is to bring every row it touched back to what it was
before; to redo it is to reverse the undoing. Which acts can be undone or redone is read off the log,
so that it holds across processes and restarts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from qcode.errors import UndoError
from qcode.store.changes import (
    TURNS,
    Act,
    Change,
    Recorder,
    change,
    changes_of,
    newest_change_of,
)
from qcode.store.schema import OWNER_TABLES, TABLES, TURN_COLUMNS
from qcode.store.sqlite import Database


@dataclass(frozen=True, slots=True)
class Step:
    """An act that can be undone or redone."""

    act: Act
    reverse: str
    """Uid of the act to reverse: the act itself or its last redo; for a redo, the undoing."""


def steps(acts: Iterable[Act]) -> tuple[list[Step], list[Step]]:
    """Return what one coder can undo and what can be redone; the next one stands last in each."""
    undoable: list[Step] = []
    redoable: list[Step] = []
    for act in acts:
        if act.undoes:
            step = undoable.pop()
            redoable.append(Step(step.act, act.uid))
        elif act.redoes:
            step = redoable.pop()
            undoable.append(Step(step.act, act.uid))
        elif act.undoable:
            undoable.append(Step(act, act.uid))
            redoable.clear()
    return undoable, redoable


def reverse(db: Database, recorder: Recorder, action: str) -> None:
    """Bring every row that an act touched back to what it was before it.

    Raises UndoError where a row has changed since, where live rows rest on one that would go, where
    one that would come back rests on a row that is gone, or where the log lacks the state before.
    """
    last: dict[tuple[str, str], Change] = {}
    first: dict[tuple[str, str], Change] = {}
    for entry in changes_of(db, action):
        last[entry.table, entry.row_uid] = entry
        first.setdefault((entry.table, entry.row_uid), entry)
    targets: dict[str, list[tuple[str, Any]]] = {}
    for (table, uid), entry in reversed(last.items()):
        _refuse_later_work(db, entry)
        previous = first[table, uid].previous
        before = change(db, previous)
        if previous and before is None:
            raise UndoError(f"The log lacks what {_noun(table)} were before.", "`qcode check` says more.")
        targets.setdefault(table, []).append((uid, before.data if before else None))
    going = {table: [uid for uid, data in states if data is None] for table, states in targets.items()}
    touched = {table: [uid for uid, _ in states] for table, states in targets.items()}
    for table, uids in going.items():
        _refuse_dependents(db, table, uids, touched)
    _refuse_speakers(db, going.get("participants", []), touched.get(TURNS, []))
    coming = {table: [uid for uid, data in states if data is not None] for table, states in targets.items()}
    for table, states in targets.items():
        _refuse_gone_references(db, table, states, coming)
    for table, states in targets.items():
        recorder.restore(table, states)


def _refuse_later_work(db: Database, entry: Change) -> None:
    newest = newest_change_of(db, entry.table, entry.row_uid)
    if newest is None or newest.uid == entry.uid:
        return
    if (newest.operation, newest.data) != (entry.operation, entry.data):
        raise UndoError(
            f"{_coder(db, newest.coder_uid)} changed {_noun(entry.table)} of this step later on.",
            "Their change would be lost; nothing was changed.",
        )


def _refuse_dependents(db: Database, table: str, uids: list[str], touched: dict[str, list[str]]) -> None:
    """Refuse where rows rest on some that would go; what the step itself puts right is spared."""
    if not uids or table == TURNS:
        return
    wanted = json.dumps(uids)
    for child, spec in TABLES.items():
        for column, parent in spec.references.items():
            if parent == table:
                of_those = (
                    f'"{column}" IN (SELECT id FROM "{table}" WHERE uid IN (SELECT value FROM json_each(?)))'
                )
                _refuse_rows(db, table, child, of_those, [wanted], touched.get(child, []))
        if "owner_uid" in spec.columns:
            of_those = "owner_uid IN (SELECT value FROM json_each(?))"
            _refuse_rows(db, table, child, of_those, [wanted], touched.get(child, []))


def _refuse_rows(
    db: Database, table: str, child: str, condition: str, arguments: list[str], spared: list[str]
) -> None:
    found = db.conn.execute(
        f'SELECT uid FROM "{child}" WHERE deleted = 0 AND {condition} '
        "AND uid NOT IN (SELECT value FROM json_each(?))",
        [*arguments, json.dumps(spared)],
    ).fetchall()
    if found:
        raise _later_work(db, table, child, [uid for (uid,) in found])


def _refuse_speakers(db: Database, participants: list[str], spared: list[str]) -> None:
    """Refuse where a participant would go who speaks in a document that is not part of the step."""
    found = db.conn.execute(
        "SELECT DISTINCT documents.uid FROM turns JOIN documents ON documents.id = turns.document_id "
        "JOIN participants ON participants.id = turns.participant_id "
        "WHERE participants.uid IN (SELECT value FROM json_each(?)) "
        "AND documents.uid NOT IN (SELECT value FROM json_each(?))",
        [json.dumps(participants), json.dumps(spared)],
    ).fetchall()
    if found:
        raise _later_work(db, "participants", TURNS, [uid for (uid,) in found])


def _later_work(db: Database, table: str, child: str, uids: list[str]) -> UndoError:
    newest = newest_change_of(db, child, uids[0])
    who = _coder(db, newest.coder_uid) if newest else "somebody"
    what = "the turns of a document" if child == TURNS else f"{len(uids)} of the {_noun(child)}"
    return UndoError(
        f"Later work rests on {_noun(table)} of this step: {what}, by {who}.", "Nothing was changed."
    )


def _refuse_gone_references(
    db: Database, table: str, states: list[tuple[str, Any]], coming: dict[str, list[str]]
) -> None:
    back = [data for _, data in states if data is not None]
    if table == TURNS:
        place = TURN_COLUMNS.index("participant_id")
        speakers = {turn[place] for turns in back for turn in turns if turn[place]}
        _refuse_gone(db, table, "participants", speakers, coming)
        return
    spec = TABLES[table]
    for column, parent in spec.references.items():
        _refuse_gone(db, table, parent, {data[column] for data in back if data[column]}, coming)
    if "owner_uid" in spec.columns:
        for parent in OWNER_TABLES:
            _refuse_gone(db, table, parent, {data["owner_uid"] for data in back}, coming)


def _refuse_gone(
    db: Database, table: str, parent: str, needed: set[str], coming: dict[str, list[str]]
) -> None:
    gone = db.conn.execute(
        f'SELECT count(*) FROM "{parent}" WHERE deleted = 1 AND uid IN (SELECT value FROM json_each(?))',
        [json.dumps(sorted(needed.difference(coming.get(parent, ()))))],
    ).fetchone()[0]
    if gone:
        raise UndoError(
            f"{_noun(table).capitalize()} of this step rest on {_noun(parent)} that were removed since.",
            "Bring those back first; nothing was changed.",
        )


def _coder(db: Database, uid: str) -> str:
    row = db.conn.execute("SELECT name FROM coders WHERE uid = ?", [uid]).fetchone()
    return row[0] if row else "somebody"


def _noun(table: str) -> str:
    return {
        "document_cases": "links of documents to cases",
        "attribute_values": "attribute values",
        "meta": "settings",
    }.get(table, table)
