"""Attributes on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from qcode.errors import UsageError
from qcode.model.cases import Value
from qcode.project.attributes import Changes, read_value
from qcode.text.names import levelled

if TYPE_CHECKING:
    from qcode.sheets.records import DocumentRow, ParticipantRow, Records

    Row = TypeVar("Row", DocumentRow, ParticipantRow)


def without(rows: Records[Row], derived: Sequence[str]) -> tuple[Sequence[Row], Sequence[str]]:
    """Return rows without the columns that a list prints but nobody sets, and notes, also on those.

    So a list can be written to a file, filled in, and read again.
    """
    names = {levelled(name) for name in derived}
    left: list[str] = []
    kept: list[Row] = []
    for row in rows:
        left += [name for name in row.attributes if levelled(name) in names]
        attributes = {name: values for name, values in row.attributes.items() if levelled(name) not in names}
        kept.append(replace(row, attributes=attributes))
    notes = list(rows.notes)
    if left:
        notes.append(f"Not attributes, and left as they are: {', '.join(dict.fromkeys(left))}.")
    return kept, notes


def read_assignments(given: Sequence[tuple[str, str]]) -> Changes:
    """Read `name@year source` -> text as attributes; an empty text stands for no value."""
    values: dict[str, list[tuple[Value | None, int | None, str]]] = {}
    for written, text in given:
        name, _, rest = written.partition("@")
        year, _, source = rest.strip().partition(" ")
        if not name.strip():
            raise UsageError(f"“{written}” names no attribute.")
        if year and not year.isdecimal():
            year, source = "", rest.strip()
        if any(known == (int(year) if year else None) for _, known, _ in values.get(name.strip(), ())):
            raise UsageError(f"“{name.strip()}” is given twice for the same year.")
        one = (read_value(text) if text else None, int(year) if year else None, source.strip())
        values.setdefault(name.strip(), []).append(one)
    return values
