"""Whether a project file is whole: pages, references, offsets, quotations, and the log against the rows."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from qcode.store.changes import PUT, TURNS, encode
from qcode.store.schema import TABLES, TURN_COLUMNS
from qcode.store.store import Store


def check(store: Store) -> list[str]:
    """Return what is wrong with a project, one sentence each; an empty list is a clean project.

    Every text, coding, turn and row of the log is looked at, so the time grows with the project.
    """
    with store.reading():
        problems = list(_pages(store))
        if not problems:
            problems += _texts(store)
            problems += _spans(store)
            problems += _log(store)
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


def _log(store: Store) -> Iterator[str]:
    acts = {uid for (uid,) in store.tuples("SELECT action FROM changes WHERE operation = 'act'")}
    for action, count in store.tuples("SELECT action, count(*) FROM changes GROUP BY action"):
        if action not in acts:
            yield f"The log holds {count} changes of an act {action} that it does not know."
    newest = {
        (table, uid): (operation, data)
        for table, uid, operation, data in store.tuples(
            "SELECT table_name, row_uid, operation, data FROM changes WHERE operation <> 'act' ORDER BY id"
        )
    }
    for table in TABLES:
        for uid, row in _rows_as_logged(store, table):
            operation, data = newest.pop((table, uid), (None, None))
            expected = data if operation == PUT else None
            if operation is None:
                yield f"Row {uid} of {table} is not in the log."
            elif row != expected:
                yield f"Row {uid} of {table} differs from what the log says of it."
    for uid, turns in _turns_as_logged(store):
        operation, data = newest.pop((TURNS, uid), (PUT, "[]"))
        if turns != data:
            yield f"The turns of document {uid} differ from what the log says of them."
    for table, uid in newest:
        yield f"The log knows a row {uid} of {table} that is not there."


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
