"""Steps from an empty file to the present schema, run through sqlite-utils' migrations."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from qcode.store.schema import APPLICATION_ID, SCHEMA_VERSION, STEPS
from qcode.store.sqlite import Database, Migrations, sqlite3

migrations = Migrations("qcode")


def _step(statements: tuple[str, ...]) -> Callable[[Database], None]:
    def apply(db: Database) -> None:
        for statement in statements:
            db.conn.execute(statement)

    return apply


for _number, _statements in enumerate(STEPS, start=1):
    migrations(name=str(_number))(_step(_statements))


def migrate(db: Database) -> None:
    """Bring an empty or older file to the present schema; the caller holds the write transaction."""
    migrations.apply(db)
    db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.conn.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


@cache
def expected_schema(version: int = SCHEMA_VERSION) -> dict[str, tuple[str, str]]:
    """Return name -> (type, SQL) of everything that a project file of a version must hold."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        for statement in (statement for step in STEPS[:version] for statement in step):
            connection.execute(statement)
        return schema_of(connection)
    finally:
        connection.close()


def schema_of(connection: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    """Return name -> (type, SQL) of a file, without SQLite's own automatic indexes."""
    rows = connection.execute("SELECT name, type, sql FROM sqlite_schema WHERE sql IS NOT NULL")
    return {name: (kind, sql) for name, kind, sql in rows.fetchall()}


def foreign_parts(
    connection: sqlite3.Connection, expected: dict[str, tuple[str, str]]
) -> list[tuple[str, str]]:
    """Return (kind, name) of what others made that takes part in every write: triggers, wherever they lie,
    and indexes on tables of ours.
    """
    rows = connection.execute(
        "SELECT type, name, tbl_name FROM sqlite_schema "
        "WHERE type IN ('trigger', 'index') AND sql IS NOT NULL"
    ).fetchall()
    return [
        (kind, name)
        for kind, name, table in rows
        if expected.get(name, ("",))[0] != kind and (kind == "trigger" or table in expected)
    ]
