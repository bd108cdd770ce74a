"""Steps from an empty file to the present schema, run through sqlite-utils' migrations."""

from __future__ import annotations

from functools import cache

from qcode.store.schema import APPLICATION_ID, SCHEMA_VERSION, STATEMENTS_1
from qcode.store.sqlite import Database, Migrations, sqlite3

migrations = Migrations("qcode")


@migrations(name="1")
def _first_schema(db: Database) -> None:
    for statement in STATEMENTS_1:
        db.conn.execute(statement)


def migrate(db: Database) -> None:
    """Bring an empty or older file to the present schema; the caller holds the write transaction."""
    migrations.apply(db)
    db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.conn.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


@cache
def expected_schema() -> dict[str, tuple[str, str]]:
    """Return name -> (type, SQL) of everything that a project file of this version must hold."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        for statement in STATEMENTS_1:
            connection.execute(statement)
        return schema_of(connection)
    finally:
        connection.close()


def schema_of(connection: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    """Return name -> (type, SQL) of a file, without SQLite's own automatic indexes."""
    rows = connection.execute("SELECT name, type, sql FROM sqlite_schema WHERE sql IS NOT NULL")
    return {name: (kind, sql) for name, kind, sql in rows.fetchall()}
