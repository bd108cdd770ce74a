"""Whether a project file is whole: pages, references, offsets, quotations, and the log against the rows."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Container, Iterator
from hashlib import sha256
from itertools import pairwise
from typing import Any

from qcode.model.cases import OPEN
from qcode.model.codings import Origin
from qcode.store.ledger import differences, log_faults
from qcode.store.schema import OWNER_TABLES, TABLES, TREES
from qcode.store.store import Store
from qcode.text.dates import is_date

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
            problems += _classes(store)
            problems += _events(store)
            problems += log_faults(store)
            problems += map(str, differences(store))
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
    documents = store.tuples("SELECT name, text_sha256, characters FROM documents WHERE deleted = 0")
    for name, digest, characters in documents:
        text = store.text(digest)
        if len(text) != characters:
            yield f"“{name}” has {len(text)} characters, its row says {characters}."
    yield from _turns(store)
    for _, sentence in misplaced(store):
        yield sentence


def _turns(store: Store) -> Iterator[str]:
    for document_id, name, digest in store.tuples(
        "SELECT id, name, text_sha256 FROM documents WHERE deleted = 0"
    ):
        text = store.text(digest)
        reached = 0
        for position, label_start, label_end, start, end in store.tuples(
            'SELECT position, label_start, label_end, "start", "end" FROM turns '
            "WHERE document_id = ? ORDER BY position",
            [document_id],
        ):
            if not reached <= label_start <= label_end <= start <= end <= len(text):
                yield f"Turn {position} of “{name}” does not lie in its place."
            reached = end


def misplaced(store: Store) -> Iterator[tuple[str, str]]:
    """Yield (uid, sentence) of each placed coding that does not lie on the words it was made for."""
    for document_id, name, digest in store.tuples(
        "SELECT id, name, text_sha256 FROM documents WHERE deleted = 0"
    ):
        text = store.text(digest)
        for uid, coded, start, end, quote in store.tuples(
            'SELECT uid, text_sha256, "start", "end", quote_sha256 FROM codings '
            "WHERE document_id = ? AND deleted = 0 AND state = 'placed'",
            [document_id],
        ):
            if coded != digest:
                yield uid, f"Coding {uid} in “{name}” rests on another text than the document's."
            elif end > len(text):
                yield uid, f"Coding {uid} in “{name}” ends at {end}, the text at {len(text)}."
            elif sha256(text[start:end].encode("utf-8")).hexdigest() != quote:
                yield uid, f"Coding {uid} in “{name}” no longer lies on the words it was made for."


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
    for table in TREES:
        for (name,) in store.tuples(
            f"WITH RECURSIVE reached (id) AS (SELECT id FROM {table} WHERE parent_id IS NULL "
            f"UNION SELECT {table}.id FROM {table} JOIN reached ON {table}.parent_id = reached.id) "
            f"SELECT name FROM {table} WHERE deleted = 0 AND id NOT IN (SELECT id FROM reached)"
        ):
            yield f"The {table.removesuffix('s')} “{name}” lies below itself."


def _values(store: Store) -> Iterator[str]:
    """Yield what is stored as text but cannot be read as what it stands for."""
    reader: Callable[[str], object]
    for kind, reader in (("integer", int), ("number", float)):
        for name, value in store.tuples(
            "SELECT name, value FROM attribute_values JOIN attributes ON attributes.id = attribute_id "
            "WHERE attribute_values.deleted = 0 AND type = ?",
            [kind],
        ):
            if not _readable(reader, value):
                yield f"The value “{value}” of the {kind} “{name}” cannot be read."
    for table, columns, reader in (
        ("documents", ("anchors", "changes", "pages"), _as_list),
        ("codes", ("examples", "aliases"), as_names),
        ("classifications", ("cuts",), as_cuts),
        ("classifications", ("classes",), as_names),
    ):
        for column in columns:
            for name, value in store.tuples(f'SELECT name, "{column}" FROM "{table}" WHERE deleted = 0'):
                if not _readable(reader, value):
                    yield f"The {column} of “{name}” cannot be read."
    for uid, origin in store.tuples("SELECT uid, origin FROM codings WHERE deleted = 0"):
        if origin not in _ORIGINS:
            yield f"Coding {uid} has an unknown origin “{origin}”."


def _classes(store: Store) -> Iterator[str]:
    """Yield what is at odds in classifications whose values can be read."""
    for name, attribute, entity, cuts in store.tuples(
        "SELECT classifications.name, attribute_id, entity, cuts FROM classifications "
        "LEFT JOIN attributes ON attributes.id = attribute_id WHERE classifications.deleted = 0"
    ):
        if attribute is not None and entity != "case":
            yield f"“{name}” cuts an attribute that is none of cases."
        if _readable(as_cuts, cuts) and (attribute is None) != (not as_cuts(cuts)):
            yield f"“{name}” has cut points without an attribute, or an attribute without cut points."
    yield from classless(store)


def classless(store: Store) -> Iterator[str]:
    """Yield a sentence for each case that was put by hand into a class that its classification lacks."""
    known: dict[int, Container[str]] = {}
    for row_id, classes in store.tuples("SELECT id, classes FROM classifications WHERE deleted = 0"):
        if _readable(as_names, classes):
            known[row_id] = set(as_names(classes))
    for row_id, name, case, class_name in store.tuples(
        "SELECT classification_id, classifications.name, cases.name, class FROM class_cases "
        "JOIN classifications ON classifications.id = classification_id "
        "JOIN cases ON cases.id = case_id WHERE class_cases.deleted = 0 ORDER BY class_cases.id"
    ):
        if class_name not in known.get(row_id, (class_name,)):
            yield f"“{case}” is in the class “{class_name}” of “{name}”, which has no such class."


def _events(store: Store) -> Iterator[str]:
    for title, date, until in store.tuples('SELECT title, "date", until FROM events WHERE deleted = 0'):
        if not is_date(date) or not (until in ("", OPEN) or is_date(until)):
            yield f"The event “{title}” has a date that is none."


def _readable(reader: Callable[[str], object], value: str) -> bool:
    try:
        reader(value)
    except (ValueError, TypeError):
        return False
    return True


def _as_list(text: str) -> list[Any]:
    return [*json.loads(text)]


def as_names(text: str) -> list[str]:
    """Return a list of texts as a row holds it. Raises ValueError for anything else."""
    names = json.loads(text)
    if not isinstance(names, list) or not all(isinstance(one, str) for one in names):
        raise ValueError("no list of texts")
    return names


def as_cuts(text: str) -> list[float]:
    """Return cut points as a row holds them. Raises ValueError where they are no numbers that rise."""
    cuts = [float(one) for one in as_names(text)]
    if not all(map(math.isfinite, cuts)) or any(low >= high for low, high in pairwise(cuts)):
        raise ValueError("no numbers that rise")
    return cuts
