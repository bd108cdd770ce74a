"""What is stored in each table, as columns of a file: asked of the schema, not written down again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from qcode.store.migrations import expected_schema
from qcode.store.schema import TABLES, TURN_COLUMNS, TableSpec
from qcode.store.sqlite import sqlite3

TURNS = "turns"
META = "meta"

SPECS: Mapping[str, TableSpec] = {
    **TABLES,
    TURNS: TableSpec(
        TURNS,
        ("document_id", *TURN_COLUMNS),
        {"document_id": "documents", "participant_id": "participants"},
    ),
}
"""The tables that are carried. Turns have no uid: their document and their order say which they are."""

SHEETS = tuple(table for table in SPECS if table != META)
"""Tables that are a file TABLE.csv each; `meta` is in study.yaml."""

FILE = "file"
"""Header of the column that names the file in which a document's or a memo's text lies."""
_IN_FILES = {("memos", "text")}
"""Columns whose text is a file of its own and not a cell."""


@dataclass(frozen=True, slots=True)
class StoredColumn:
    """A column of a table, and how it is called in the file."""

    name: str
    header: str
    type: str
    """INTEGER, REAL or TEXT."""
    nullable: bool
    default: str | int | float | None
    """What the column holds where an older export has nothing for it."""
    parent: str | None
    """The table that it points at; the file has the uid of that row."""

    @property
    def is_list(self) -> bool:
        """Whether it holds a list in JSON."""
        return self.default == "[]"

    @property
    def has_default(self) -> bool:
        return self.nullable or self.default is not None


@cache
def stored_columns(table: str) -> tuple[StoredColumn, ...]:
    """Return the columns of a table in the order of the schema, without `uid`."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    try:
        db.execute(expected_schema()[table][1])
        info = {row[1]: row[2:5] for row in db.execute(f'PRAGMA table_info("{table}")').fetchall()}
        defaults = {
            name: None if default is None else db.execute(f"SELECT {default}").fetchone()[0]
            for name, (_, _, default) in info.items()
        }
    finally:
        db.close()
    spec = SPECS[table]
    return tuple(
        StoredColumn(
            name,
            header_of(table, name),
            info[name][0],
            not info[name][1],
            defaults[name],
            spec.references.get(name),
        )
        for name in spec.columns
    )


@cache
def cell_columns(table: str) -> tuple[StoredColumn, ...]:
    """Return the stored columns that are columns of the table's file."""
    return tuple(one for one in stored_columns(table) if (table, one.name) not in _IN_FILES)


def header_of(table: str, column: str) -> str:
    """Return how a column is called in the file: as in the other exports, references as `..._uid`."""
    if column in SPECS[table].references:
        return column.removesuffix("_id") + "_uid"
    # A code's own name is not `code`: that is its path.
    return noun_of(table) if column == "name" and table != "codes" else column


def noun_of(table: str) -> str:
    """Return what one row of a table is called."""
    return {"summaries": "summary", META: "setting"}.get(table, table.removesuffix("s"))
