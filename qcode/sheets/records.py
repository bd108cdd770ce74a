"""What tables from outside say, as plain values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar, overload

from qcode.model.cases import Value
from qcode.model.documents import Role
from qcode.sheets.problems import RowProblem

Row = TypeVar("Row")

Attributes = Mapping[str, Sequence[tuple[Value, int | None, str]]]
"""Attribute -> (value, year, source), one for each year that has a value."""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One row of a table of cases."""

    name: str
    municipality_code: str = ""
    """As written; empty where there is none."""
    documents: tuple[str, ...] = ()
    attributes: Attributes = field(default_factory=dict)
    line: int = 0
    """Line of the file, for messages."""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One row of a table of documents' attributes."""

    document: str
    attributes: Attributes = field(default_factory=dict)
    line: int = 0


@dataclass(frozen=True, slots=True)
class ParticipantRow:
    """One row of a table of participants; None where the table says nothing."""

    document: str
    participant: str
    role: Role | None = None
    pseudonym: str | None = None
    case: str | None = None
    attributes: Attributes = field(default_factory=dict)
    line: int = 0


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One row of a table of groups of cases."""

    path: tuple[str, ...]
    """Names from the top down."""
    cases: tuple[str, ...] = ()
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One row of a table of cases' classes; no class: it has none by hand."""

    case: str
    class_name: str | None
    reason: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class EventRow:
    """One row of a table of events."""

    date: str
    title: str
    case: str | None = None
    until: str = ""
    note: str = ""
    source: str = ""
    uid: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Records(Sequence[Row], Generic[Row]):
    """The rows of a table that can be used, and what is to be said of the others."""

    rows: Sequence[Row]
    problems: Sequence[RowProblem] = ()
    """Rows that were left out; only where bad rows may be."""
    notes: Sequence[str] = ()
    """How the table was read, what was rewritten: one sentence each, for a person."""

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        return self.rows[place]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)
