"""Attributes on the command line and from tables."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from qcode.errors import DataError, UsageError
from qcode.model.cases import Entity, Value
from qcode.project import Project
from qcode.project.attributes import read_value
from qcode.project.part import counted

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


def write_table(study: Project, entity: Entity, path: Path) -> str:
    """Give documents or participants the attributes of a table, all or none; return what was done."""
    raise DataError(str((study, entity, path, counted)))
