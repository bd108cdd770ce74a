"""The rows of a project by two roads that do not pass through qcode: the tables, and the log alone.

Plain sqlite3; columns and references are asked of the file itself.
"""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

Rows = dict[str, dict[str, Any]]
"""table -> uid -> row (references as uids); `turns` -> uid of the document -> list of turns."""


def live_rows(path: Path) -> Rows:
    """Return every row that is not a tombstone, without row ids."""
    with closing(sqlite3.connect(path)) as db:
        db.row_factory = sqlite3.Row
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        tables = [name for name in names if name not in ("texts", "changes") and not name.startswith("_")]
        uids = {
            table: dict(map(tuple, db.execute(f'SELECT id, uid FROM "{table}"')))
            for table in tables
            if table != "turns"
        }
        found: Rows = {table: {} for table in tables}
        for table in tables:
            references = {
                key["from"]: uids[key["table"]]
                for key in db.execute(f'PRAGMA foreign_key_list("{table}")')
                if key["table"] != "texts"
            }
            condition = "" if table == "turns" else " WHERE deleted = 0"
            for record in db.execute(f'SELECT * FROM "{table}"{condition} ORDER BY id'):
                row: dict[str, Any] = {
                    name: references[name].get(record[name]) if name in references else record[name]
                    for name in record.keys()  # noqa: SIM118
                    if name not in ("id", "deleted")
                }
                if table == "turns":
                    found["turns"].setdefault(row.pop("document_id"), []).append(list(row.values()))
                else:
                    found[table][row.pop("uid")] = row
        return found


def replayed(path: Path) -> Rows:
    """Return what the rows must be by the log alone, its changes applied one after the other."""
    with closing(sqlite3.connect(path)) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        made: Rows = {
            name: {} for name in names if name not in ("texts", "changes") and not name.startswith("_")
        }
        changes = db.execute("SELECT table_name, row_uid, operation, data FROM changes ORDER BY id")
        for table, uid, operation, data in changes.fetchall():
            if operation == "put" and json.loads(data) != []:
                made[table][uid] = json.loads(data)
            elif operation in ("put", "delete"):
                made[table].pop(uid, None)
        return made
