"""Taking back an act, and doing it again.

Both are acts like any other: to undo an act is to bring every row it touched back to what it was
before; to redo it is to reverse the undoing. Which acts can be undone or redone is told by
`qcode.store.steps`.
"""

from __future__ import annotations

import json
from typing import NamedTuple

from qcode.errors import UndoError
from qcode.store.changes import Recorder, State
from qcode.store.log import DELETE, TURNS, completed, newest_change_of
from qcode.store.schema import OWNER_TABLES, TABLES
from qcode.store.sqlite import Database

_TOUCHED = """
WITH touched AS (
  SELECT table_name, row_uid, min(id) AS opening, max(id) AS closing FROM changes
  WHERE action = ? AND operation <> 'act' GROUP BY table_name, row_uid
)
SELECT touched.table_name, touched.row_uid, opening.id, closing, newest.id, newest.uid,
  opening.operation, opening.previous, before.uid, before.data
FROM touched
JOIN changes AS opening ON opening.id = touched.opening
JOIN changes AS newest ON newest.id = (
  SELECT max(id) FROM changes AS later
  WHERE later.row_uid = touched.row_uid AND later.table_name = touched.table_name
)
LEFT JOIN changes AS before ON before.uid = opening.previous
"""


class _Touched(NamedTuple):
    """A row that an act wrote: places in the log, and what the row was before."""

    table: str
    uid: str
    opening: int
    """Row id of the act's first change of the row."""
    closing: int
    """And of its last."""
    newest: int
    newest_uid: str
    operation: str
    """What the act's first change of the row was."""
    previous: str | None
    before: str | None
    """Uid of the change before the act; None although there was one means that the log lacks it."""
    data: str | None


def reverse(db: Database, recorder: Recorder, action: str) -> None:
    """Bring every row that an act touched back to what it was before it.

    Raises UndoError where a row has changed since, where live rows rest on one that would go, where
    one that would come back rests on a row that is gone, or where the log lacks the state before. The
    caller then rolls back.
    """
    touched = list(map(_Touched._make, db.conn.execute(_TOUCHED, [action]).fetchall()))
    touched.sort(key=lambda one: one.opening, reverse=True)
    targets: dict[str, list[State]] = {}
    for one in touched:
        if one.newest != one.closing:
            _refuse_later_work(db, one)
        if one.previous != one.before:
            raise UndoError(f"The log lacks what {_noun(one.table)} were before.", "`qcode check` says more.")
        # What was only deleted lies there still, with the columns that it had.
        as_stored = one.operation == DELETE and one.opening == one.newest
        data = completed(one.table, one.data)
        targets.setdefault(one.table, []).append(State(one.uid, data, one.newest_uid, as_stored))
    spared = {table: [state.uid for state in states] for table, states in targets.items()}
    going = {
        table: [state.uid for state in states if state.data is None] for table, states in targets.items()
    }
    for table, uids in going.items():
        _refuse_dependents(db, table, uids, spared)
    _refuse_speakers(db, going.get("participants", []), spared.get(TURNS, []))
    for table, states in targets.items():
        recorder.restore(table, states)
    for table, states in targets.items():
        _refuse_gone_references(db, table, [state.uid for state in states if state.data is not None])
    _refuse_another_text(db, spared)


def tables_of(db: Database, action: str) -> frozenset[str]:
    """Return the tables of the rows that an act wrote."""
    rows = db.conn.execute(
        "SELECT DISTINCT table_name FROM changes WHERE action = ? AND operation <> 'act'", [action]
    ).fetchall()
    return frozenset(table for (table,) in rows)


def _refuse_later_work(db: Database, one: _Touched) -> None:
    """Refuse where a row was changed after the act, unless it is again what the act made of it."""
    (did, of_act, _), (does, newest, coder) = (
        db.conn.execute("SELECT operation, data, coder_uid FROM changes WHERE id = ?", [place]).fetchone()
        for place in (one.closing, one.newest)
    )
    if did != does or completed(one.table, of_act) != completed(one.table, newest):
        raise UndoError(
            f"{_coder(db, coder)} changed {_noun(one.table)} of this step later on.",
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
    if not participants:
        return
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


def _refuse_gone_references(db: Database, table: str, back: list[str]) -> None:
    """Refuse where rows that came back rest on some that are gone."""
    if not back:
        return
    wanted = json.dumps(back)
    if table == TURNS:
        speakers = db.conn.execute(
            "SELECT DISTINCT participant_id FROM turns JOIN documents ON documents.id = document_id "
            "WHERE documents.uid IN (SELECT value FROM json_each(?))",
            [wanted],
        ).fetchall()
        _refuse_gone(db, table, "participants", "id", {one for (one,) in speakers})
        return
    spec = TABLES[table]
    pointing = [*spec.references, *(["owner_uid"] if "owner_uid" in spec.columns else [])]
    if not pointing:
        return
    rows = db.conn.execute(
        f'SELECT DISTINCT {", ".join(pointing)} FROM "{table}" WHERE uid IN (SELECT value FROM json_each(?))',
        [wanted],
    ).fetchall()
    for column, needed in zip(pointing, map(set, zip(*rows, strict=True)), strict=True):
        if column == "owner_uid":
            for parent in OWNER_TABLES:
                _refuse_gone(db, table, parent, "uid", needed)
        else:
            _refuse_gone(db, table, spec.references[column], "id", needed)


def _refuse_gone(db: Database, table: str, parent: str, key: str, needed: set[int | str | None]) -> None:
    if db.conn.execute(
        f'SELECT 1 FROM "{parent}" WHERE deleted = 1 AND {key} IN (SELECT value FROM json_each(?)) LIMIT 1',
        [json.dumps(list(needed))],
    ).fetchone():
        raise UndoError(
            f"{_noun(table).capitalize()} of this step rest on {_noun(parent)} that were removed since.",
            "Bring those back first; nothing was changed.",
        )


def _refuse_another_text(db: Database, touched: dict[str, list[str]]) -> None:
    """Refuse where a placed coding would lie on another text than its document's."""
    for table in ("documents", "codings"):
        if table not in touched:
            continue
        found = db.conn.execute(
            "SELECT codings.uid, documents.name FROM codings JOIN documents ON documents.id = document_id "
            "WHERE codings.deleted = 0 AND documents.deleted = 0 AND state = 'placed' "
            "AND codings.text_sha256 <> documents.text_sha256 "
            f"AND {table}.uid IN (SELECT value FROM json_each(?))",
            [json.dumps(touched[table])],
        ).fetchall()
        if found:
            newest = newest_change_of(db, "codings", found[0][0])
            who = _coder(db, newest.coder_uid) if newest else "somebody"
            raise UndoError(
                f"{len(found)} of the codings of “{found[0][1]}”, by {who}, rest on another text of it.",
                "Nothing was changed.",
            )


def _coder(db: Database, uid: str) -> str:
    row = db.conn.execute("SELECT name FROM coders WHERE uid = ?", [uid]).fetchone()
    return row[0] if row else "somebody"


def _noun(table: str) -> str:
    return {
        "document_cases": "links of documents to cases",
        "attribute_values": "attribute values",
        "meta": "settings",
        "group_cases": "members of groups",
        "class_cases": "cases' classes",
        "event_codings": "quotations of events",
    }.get(table, table)
