"""Sheets of CSV and TSV."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qcode.files import delimited
from qcode.sheets.sheet import Sheet, sheet_of
from qcode.text.display import safe
from qcode.text.names import counted

_TABS = (".tsv", ".tab")


def read_delimited(path: Path, data: bytes, encoding: str | None = None, heads: Sequence[str] = ()) -> Sheet:
    """Return the table in delimited text, with commas, semicolons or tabs; `heads` as of `sheet_of`.

    Raises DataError for bytes that are in no encoding and for bad quoting, UsageError for an
    encoding that does not exist.
    """
    name = safe(path.name)
    table = delimited.read_delimited(data, name, encoding, tabs=path.suffix.lower() in _TABS)
    notes = [f"{name}: {warning}." for warning in table.decoded.warnings]
    if encoding is None and not table.decoded.encoding.startswith("utf-"):
        notes.append(f"{name} was read as {table.decoded.encoding.upper()}.")
    if table.nul_characters:
        notes.append(f"{counted(table.nul_characters, 'NUL character')} replaced by their picture.")
    return sheet_of(path, table.rows(), notes, heads=heads)
