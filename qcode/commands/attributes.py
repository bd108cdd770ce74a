"""Attributes on the command line."""

from __future__ import annotations

from collections.abc import Mapping

from qcode.errors import UsageError
from qcode.model.cases import Value
from qcode.project.attributes import read_value

Values = dict[str, tuple[Value | None, int | None, str]]


def read_assignments(given: Mapping[str, str]) -> Values:
    """Read `name@year source` -> text as attributes; an empty text stands for no value."""
    values: Values = {}
    for written, text in given.items():
        name, _, rest = written.partition("@")
        year, _, source = rest.strip().partition(" ")
        if not name.strip():
            raise UsageError(f"“{written}” names no attribute.")
        if year and not year.isdecimal():
            year, source = "", rest.strip()
        values[name.strip()] = (
            read_value(text) if text else None,
            int(year) if year else None,
            source.strip(),
        )
    return values
