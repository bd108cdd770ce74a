"""Whether a project file is whole: pages, references, offsets, quotations, and the log against the rows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

from qcode.model.codings import Origin
from qcode.store.log import ACT, PUT, TURNS, Act, completed, encode, read_act
from qcode.store.schema import OWNER_TABLES, TABLES, TURN_COLUMNS
from qcode.store.steps import steps
from qcode.store.store import Store

_STAMP = re.compile(r"\d{13}-\d{6}", re.ASCII)
_ORIGINS = set(Origin)


def check(store: Store) -> list[str]:
    """Return what is wrong with a project, one sentence each; an empty list is a clean project.

    Every text, coding, turn and row of the log is looked at, so the time grows with the project.
    """
    with store.reading():
        problems = list(_pages(store))
        if not problems:
            problems += _texts(store)
            problems += _spans(store)
            problems += _references(store)
            problems += _tree(store)
            problems += _values(store)
            problems += _log(store)
            problems += _acts(store)
    return problems


def _pages(store: Store) -> Iterator[str]:
    for (verdict,) in store.tuples("PRAGMA integrity_check"):
        if verdict != "ok":
            yield f"SQLite finds the file damaged: {verdict}."
    for table, row_id, parent, _ in store.tuples("PRAGMA foreign_key_check"):
        yield f"Row {row_id} of {table} points at a row of {parent} that does not exist."


def _texts(store: Store) -> Iterator[str]:
    for (digest,) in store.tuples("SELECT sha256 FROM texts"):
        if sha256(store.text(digest).encode("utf-8")).hexdigest() != digest:
            yield f"The text {digest[:12]} is not what was imported."


def _spans(store: Store) -> Iterator[str]:
    documents = store.tuples("SELECT id, name, text_sha256, characters FROM documents WHERE deleted = 0")
    for document_id, name, digest, characters in documents:
        text = store.text(digest)
        if len(text) != characters:
            yield f"“{name}” has {len(text)} characters, its row says {characters}."
        reached = 0
        for position, label_start, label_end, start, end in store.tuples(
            'SELECT position, label_start, label_end, "start", "end" FROM turns '
            "WHERE document_id = ? ORDER BY position",
            [document_id],
        ):
            if not reached <= label_start <= label_end <= start <= end <= len(text):
                yield f"Turn {position} of “{name}” does not lie in its place."
            reached = end
        for uid, coded, start, end, quote in store.tuples(
            'SELECT uid, text_sha256, "start", "end", quote_sha256 FROM codings '
            "WHERE document_id = ? AND deleted = 0 AND state = 'placed'",
            [document_id],
        ):
            if coded != digest:
                yield f"Coding {uid} in “{name}” rests on another text than the document's."
            elif end > len(text):
                yield f"Coding {uid} in “{name}” ends at {end}, the text at {len(text)}."
            elif sha256(text[start:end].encode("utf-8")).hexdigest() != quote:
                yield f"Coding {uid} in “{name}” no longer lies on the words it was made for."


def _references(store: Store) -> Iterator[str]:
    """Yield what refers to a row that was removed."""
    for table, spec in TABLES.items():
        for column, parent in spec.references.items():
            for (uid,) in store.tuples(
                f'SELECT one.uid FROM "{table}" AS one JOIN "{parent}" AS other ON other.id = one."{column}" '
                "WHERE one.deleted = 0 AND other.deleted = 1"
            ):
                yield f"Row {uid} of {table} rests on a row of {parent} that was removed."
    for name, position in store.tuples(
        "SELECT documents.name, turns.position FROM turns "
        "JOIN documents ON documents.id = turns.document_id "
        "JOIN participants ON participants.id = turns.participant_id "
        "WHERE documents.deleted = 1 OR participants.deleted = 1"
    ):
        yield f"Turn {position} of “{name}” belongs to a document or participant that was removed."
    owners = "".join(
        f" UNION ALL SELECT '{table}', uid FROM \"{table}\" WHERE deleted = 0" for table in OWNER_TABLES
    ).removeprefix(" UNION ALL ")
    for table, uid in store.tuples(
        f"WITH owners (owner_table, owner_uid) AS ({owners}) "
        "SELECT 'memos', uid FROM memos WHERE deleted = 0 "
        "AND (owner_table, owner_uid) NOT IN (SELECT owner_table, owner_uid FROM owners) "
        "UNION ALL SELECT 'attribute_values', attribute_values.uid FROM attribute_values "
        "JOIN attributes ON attributes.id = attribute_id WHERE attribute_values.deleted = 0 "
        "AND (entity || 's', owner_uid) NOT IN (SELECT owner_table, owner_uid FROM owners)"
    ):
        yield f"Row {uid} of {table} lies on something that is not there."


def _tree(store: Store) -> Iterator[str]:
    for (name,) in store.tuples(
        "WITH RECURSIVE reached (id) AS (SELECT id FROM codes WHERE parent_id IS NULL "
        "UNION SELECT codes.id FROM codes JOIN reached ON codes.parent_id = reached.id) "
        "SELECT name FROM codes WHERE deleted = 0 AND id NOT IN (SELECT id FROM reached)"
    ):
        yield f"The code “{name}” lies below itself."


def _values(store: Store) -> Iterator[str]:
    """Yield what is stored as text but cannot be read as what it stands for."""
    for kind, reader in (("integer", int), ("number", float)):
        for name, value in store.tuples(
            "SELECT name, value FROM attribute_values JOIN attributes ON attributes.id = attribute_id "
            "WHERE attribute_values.deleted = 0 AND type = ?",
            [kind],
        ):
            if not _readable(reader, value):
                yield f"The value “{value}” of the {kind} “{name}” cannot be read."
    for table, column in (
        ("documents", "anchors"),
        ("documents", "changes"),
        ("documents", "pages"),
        ("codes", "examples"),
        ("codes", "aliases"),
    ):
        for name, value in store.tuples(f'SELECT name, "{column}" FROM "{table}" WHERE deleted = 0'):
            if not _readable(_as_list, value):
                yield f"The {column} of “{name}” cannot be read."
    for uid, origin in store.tuples("SELECT uid, origin FROM codings WHERE deleted = 0"):
        if origin not in _ORIGINS:
            yield f"Coding {uid} has an unknown origin “{origin}”."


def _readable(reader: Callable[[str], object], value: str) -> bool:
    try:
        reader(value)
    except (ValueError, TypeError):
        return False
    return True


def _as_list(text: str) -> list[Any]:
    return [*json.loads(text)]


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


def _log(store: Store) -> Iterator[str]:
    acts = {uid for (uid,) in store.tuples("SELECT action FROM changes WHERE operation = 'act'")}
    for action, count in store.tuples("SELECT action, count(*) FROM changes GROUP BY action"):
        if action not in acts:
            yield f"The log holds {count} changes of an act {action} that it does not know."
    newest: dict[tuple[str, str], tuple[str | None, str | None]] = {}
    latest: dict[tuple[str, str], str] = {}
    reached = ""
    for uid, at, table, row_uid, operation, previous, data in store.tuples(
        "SELECT uid, at, table_name, row_uid, operation, previous, data FROM changes ORDER BY id"
    ):
        if not _STAMP.fullmatch(at) or at <= reached:
            yield f"The change {uid} is not later than the one before it."
        reached = at
        if previous != latest.get((table, row_uid)):
            yield f"The change {uid} of {table} does not follow the one that was before it."
        if operation != ACT:
            latest[table, row_uid] = uid
            newest[table, row_uid] = (operation, data)
    for table in TABLES:
        for uid, row in _rows_as_logged(store, table):
            operation, data = newest.pop((table, uid), (None, None))
            expected = data if operation == PUT else None
            if operation is None:
                yield f"Row {uid} of {table} is not in the log."
            elif row != expected and row != _completed(table, expected):
                yield f"Row {uid} of {table} differs from what the log says of it."
    for uid, turns in _turns_as_logged(store):
        operation, data = newest.pop((TURNS, uid), (PUT, "[]"))
        if turns != data:
            yield f"The turns of document {uid} differ from what the log says of them."
    for table, uid in newest:
        yield f"The log knows a row {uid} of {table} that is not there."


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
            row[name] = uids[parent].get(row[name])
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
