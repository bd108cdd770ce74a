"""Rebuilding rows from the log, texts from backups, and setting aside codings that lost their place."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from qcode.errors import UnknownNameError
from qcode.store.changes import Recorder, References, Row
from qcode.store.check import misplaced
from qcode.store.ledger import Difference, differences, log_faults
from qcode.store.log import DELETE, PUT, TURNS, completed
from qcode.store.migrations import expected_schema
from qcode.store.schema import TABLES, TURN_COLUMNS
from qcode.store.sqlite import sqlite3
from qcode.store.store import Store
from qcode.text.names import counted

_ROUNDS = 4
"""A row that is put back may be what others wait for to be put right."""


def mend_texts(store: Store, backups: Sequence[Path]) -> Iterator[str]:
    """Bring back texts that are missing or altered from the backups that hold them; by their SHA-256."""
    wanted = {
        digest
        for (digest,) in store.tuples(
            "SELECT text_sha256 FROM documents UNION SELECT text_sha256 FROM codings "
            "UNION SELECT sha256 FROM texts"
        )
    }
    held = dict(store.tuples("SELECT sha256, text FROM texts"))
    broken = [digest for digest in sorted(wanted) if not _is_text(held.get(digest), digest)]
    if not broken:
        return
    trigger = "texts_are_never_updated"
    store.db.conn.execute(f"DROP TRIGGER {trigger}")
    for digest in broken:
        text = next((found for copy in reversed(backups) if (found := _text_in(copy, digest))), None)
        if text is not None:
            verb = (
                "UPDATE texts SET text = ?2 WHERE sha256 = ?1"
                if digest in held
                else ("INSERT INTO texts VALUES (?1, ?2)")
            )
            store.db.conn.execute(verb, [digest, text])
            yield f"Brought the text {digest[:12]} back from a backup."
    store.db.conn.execute(expected_schema()[trigger][1])


def _is_text(text: str | None, digest: str) -> bool:
    return text is not None and sha256(text.encode("utf-8")).hexdigest() == digest


def _text_in(copy: Path, digest: str) -> str | None:
    """Return a text from a backup; None where it lacks it, or cannot be read itself."""
    try:
        with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)) as db:
            row = db.execute("SELECT text FROM texts WHERE sha256 = ?", [digest]).fetchone()
    except (sqlite3.Error, UnicodeDecodeError):
        return None
    return row[0] if row and _is_text(row[0], digest) else None


def mend_acts(store: Store, recorder: Recorder) -> Iterator[str]:
    """Name the acts anew whose own row of the log was lost, by what is left of what they did."""
    nameless = store.tuples(
        "SELECT action, min(coder_uid), count(*) FROM changes WHERE action <> ? GROUP BY action "
        "HAVING sum(operation = 'act') = 0 ORDER BY min(id)",
        [recorder.uid],
    )
    for action, coder, rows in nameless:
        recorder.name_again(action, coder, f"What this was is lost; it changed {counted(rows, 'row')}")
        yield f"Named an act of the log anew that had lost its words ({counted(rows, 'row')})."


def agrees(store: Store) -> bool:
    """Return whether the log says of every row what it is."""
    return not any(True for _ in differences(store))


def mend_rows(store: Store, recorder: Recorder, *, rows_win: bool = False) -> Iterator[str]:
    """Make the rows what a sound log says; rows that it does not know are written into it.

    With `rows_win`, for a file put together from what could be read of another, the log may lack the
    newest change of a row: then what there is of rows goes into the log, and only missing ones come
    from it. Otherwise nothing is done where the log itself is at fault.
    """
    if not rows_win and any(True for _ in log_faults(store)):
        return
    work = _Work(store, recorder, rows_win)
    for _ in range(_ROUNDS):
        if not work.go_over():
            break
    work.withdraw()
    for table, uids in work.rebuilt.items():
        yield f"Rebuilt {counted(len(uids), 'row')} of {table} from the log."
    for table, uids in work.adopted.items():
        yield f"Wrote {counted(len(uids), 'row')} of {table} into the log, which did not know them so."


class _Work:
    """Rows put right one by one, and a list of which."""

    def __init__(self, store: Store, recorder: Recorder, rows_win: bool) -> None:
        self.rebuilt: defaultdict[str, set[str]] = defaultdict(set)
        self.adopted: defaultdict[str, set[str]] = defaultdict(set)
        self._inserted: set[tuple[str, str]] = set()
        self._store, self._recorder, self._rows_win = store, recorder, rows_win

    def go_over(self) -> bool:
        """Put right what can be now; return whether anything could."""
        before = self._count()
        for one in list(differences(self._store)):
            if not one.is_there and one.table in TABLES and _insert(self._store, one):
                self._inserted.add((one.table, one.uid))
                self.rebuilt[one.table].add(one.uid)
        # Row numbers were given out: what pointed at nothing may point at something now.
        references = References(self._store.db)
        for one in list(differences(self._store)):
            if self._by_log(one):
                if _restore(self._store, references, one):
                    self.rebuilt[one.table].add(one.uid)
            elif one.is_there and one.uid not in self.adopted[one.table] and _adopt(self._recorder, one):
                self.adopted[one.table].add(one.uid)
        return self._count() > before

    def withdraw(self) -> None:
        """Take rows away again whose place among the others could not be found."""
        for one in list(differences(self._store)):
            if (one.table, one.uid) in self._inserted:
                self._store.db.conn.execute(f'DELETE FROM "{one.table}" WHERE uid = ?', [one.uid])
                self.rebuilt[one.table].discard(one.uid)
        for told in (self.rebuilt, self.adopted):
            for table in [table for table, uids in told.items() if not uids]:
                del told[table]

    def _by_log(self, one: Difference) -> bool:
        if not one.is_logged or not one.is_there:
            return False
        if not self._rows_win or (one.table, one.uid) in self._inserted:
            return True
        return one.table == TURNS and len(one.row or "") < len(one.logged or "")

    def _count(self) -> int:
        return sum(len(uids) for told in (self.rebuilt, self.adopted) for uids in told.values())


def _insert(store: Store, one: Difference) -> bool:
    """Put a row back that is not there, for now without what it points at."""
    spec = TABLES[one.table]
    data = one.logged or _last_put(store, one)
    try:
        row = json.loads(completed(one.table, data) or "")
        values = [
            0 if name in spec.references and row[name] is not None else row[name] for name in spec.columns
        ]
        names = "".join(f', "{name}"' for name in spec.columns)
        store.db.conn.execute(
            f'INSERT INTO "{one.table}" (uid, deleted{names}) VALUES (?, ?{", ?" * len(values)})',
            [one.uid, int(one.logged is None), *values],
        )
        if one.logged is None:
            _point(store, References(store.db), one, row)
    except (ValueError, KeyError, TypeError, sqlite3.IntegrityError, UnknownNameError):
        return False
    return True


def _last_put(store: Store, one: Difference) -> str | None:
    rows = store.tuples(
        "SELECT data FROM changes WHERE row_uid = ? AND table_name = ? AND operation = ? "
        "ORDER BY id DESC LIMIT 1",
        [one.uid, one.table, PUT],
    )
    return str(rows[0][0]) if rows else None


def _restore(store: Store, references: References, one: Difference) -> bool:
    """Make a row (or a document's turns) what the log says it is."""
    try:
        if one.table == TURNS:
            _restore_turns(store, references, one)
        elif one.logged is None:
            store.db.conn.execute(f'UPDATE "{one.table}" SET deleted = 1 WHERE uid = ?', [one.uid])
        else:
            _point(store, references, one, json.loads(completed(one.table, one.logged) or ""))
    except (ValueError, KeyError, TypeError, sqlite3.IntegrityError, UnknownNameError):
        return False
    return True


def _point(store: Store, references: References, one: Difference, row: Row) -> None:
    spec = TABLES[one.table]
    assignments = ", ".join(f'"{name}" = ?' for name in spec.columns)
    store.db.conn.execute(
        f'UPDATE "{one.table}" SET deleted = ?, {assignments} WHERE uid = ?',
        [
            int(one.logged is None),
            *(
                references.id(spec.references[name], row[name]) if name in spec.references else row[name]
                for name in spec.columns
            ),
            one.uid,
        ],
    )


def _restore_turns(store: Store, references: References, one: Difference) -> None:
    document = references.id("documents", one.uid)
    store.db.conn.execute("DELETE FROM turns WHERE document_id = ?", [document])
    place = TURN_COLUMNS.index("participant_id")
    names = ", ".join(f'"{name}"' for name in ("document_id", *TURN_COLUMNS))
    for values in json.loads(one.logged or "[]"):
        values[place] = references.id("participants", values[place])
        store.db.conn.execute(
            f"INSERT INTO turns ({names}) VALUES (?{', ?' * len(TURN_COLUMNS)})", [document, *values]
        )


def _adopt(recorder: Recorder, one: Difference) -> bool:
    """Write a row as it is into the log."""
    if one.row is not None and not all(_targets(one)):
        return False
    recorder.record(one.table, one.uid, DELETE if one.row is None else PUT, one.row)
    return True


def _targets(one: Difference) -> list[str]:
    """Return what a row points at; an empty text stands for what is not there."""
    if one.table == TURNS:
        return []
    row = json.loads(one.row or "{}")
    return [row[name] for name in TABLES[one.table].references if row[name] is not None]


def mend_places(store: Store, recorder: Recorder) -> Iterator[str]:
    """Write down the true length of each text, and set codings aside that no longer lie on their words."""
    if store.tuples(
        "SELECT 1 FROM documents LEFT JOIN texts ON sha256 = text_sha256 WHERE deleted = 0 AND text IS NULL"
    ):
        return  # without its text nothing can be said of a document's codings
    broken = {
        digest
        for digest, text in store.tuples("SELECT sha256, text FROM texts")
        if not _is_text(text, digest)
    }
    for uid, name, digest, characters in store.tuples(
        "SELECT uid, name, text_sha256, characters FROM documents WHERE deleted = 0"
    ):
        if digest not in broken and len(store.text(digest)) != characters:
            recorder.update("documents", uid, characters=len(store.text(digest)))
            yield f"Counted the characters of “{name}” anew."
    for uid, sentence in list(misplaced(store)):
        (digest,) = store.tuples(
            "SELECT documents.text_sha256 FROM codings JOIN documents ON documents.id = document_id "
            "WHERE codings.uid = ?",
            [uid],
        )[0]
        if digest not in broken:
            recorder.update("codings", uid, state="unplaced")
            yield f"Set aside, to be placed by hand: {sentence}"
