"""Attributes on the command line."""

from __future__ import annotations

from collections.abc import Sequence

from qcode.errors import UsageError
from qcode.model.cases import Value
from qcode.project.attributes import Changes, read_value


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
        one = (read_value(text) if text else None, int(year) if year else None, source.strip())
        values.setdefault(name.strip(), []).append(one)
    return values
