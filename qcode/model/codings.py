"""Coded segments, coders, memos, and what a list of codings to import says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class CodingState(StrEnum):
    """Whether a coding stands on its words, or waits to be placed again after a re-import."""

    PLACED = "placed"
    UNPLACED = "unplaced"


class Origin(StrEnum):
    """How a coding came to be."""

    HAND = "hand"
    IMPORT = "import"
    SEARCH = "search"
    RULE = "rule"


class CodingRow(NamedTuple):
    """A placed coding as analyses use it: row ids and code points, nothing else.

    A tuple on purpose: a project has a hundred thousand of them.
    """

    id: int
    document: int
    start: int
    end: int
    code: int
    coder: int
    case: int | None
    """The case given for this coding alone; None: by rule."""


@dataclass(frozen=True, slots=True)
class Coding:
    """One code applied to one span of one document by one coder."""

    id: int
    uid: str
    document_id: int
    text_sha256: str
    """Of the text that the offsets count in."""
    start: int
    end: int
    code_id: int
    coder_id: int
    case_id: int | None
    origin: Origin
    state: CodingState
    created_at: str
    translation: str = ""
    """Its words in another language, as the coder puts them; empty: none."""


@dataclass(frozen=True, slots=True)
class Coder:
    """A person who codes."""

    id: int
    uid: str
    name: str


class AssignmentState(StrEnum):
    """How far a coder is with a document."""

    ASSIGNED = "assigned"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Memo:
    """A dated note on the project, a document, a case, a code or a coding."""

    id: int
    uid: str
    owner_table: str
    owner_uid: str
    coder_id: int
    text: str
    created_at: str


@dataclass(frozen=True, slots=True)
class CodingRecord:
    """One row of a list of codings from outside, by offsets or by quotation."""

    document: str
    code: str
    start: int | None = None
    end: int | None = None
    quote: str | None = None
    turn: int | None = None
    """Number of the turn the quotation lies in, from 1."""
    coder: str | None = None
    memo: str = ""
    translation: str = ""
    case_override: str | None = None
    uid: str | None = None
    line: int = 0
    """Line of the file, for messages; 0 where there is none."""
