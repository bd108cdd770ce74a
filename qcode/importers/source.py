"""What an importer is given to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from qcode.model.documents import Role


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of one file and its name, safe to show."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Options:
    """What the person said about a file."""

    encoding: str | None = None
    """The encoding that was named; None: by the bytes."""
    roles: Mapping[str, Role] = field(default_factory=dict)
    """Label -> role; such a label is believed to be one."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Of a table: field (text, speaker, start, end, document) -> header of its column, or number from 1;
    empty where no column is to be read as that."""
