"""Coding rules: what a unit of text must hold for a code to be proposed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RuleUnit(StrEnum):
    """The unit of text that a rule looks at, and proposes to code."""

    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"
    TURN = "turn"


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition on the words of a unit, and the code that is proposed where it holds."""

    id: int
    uid: str
    code_id: int
    name: str
    condition: str
    unit: RuleUnit
    position: int
    note: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A proposal that a coder did not want: not to be made again."""

    rule_id: int
    document_id: int
    start: int
    end: int
    quote_sha256: str
    """Of the words that were refused, wherever they lie by now."""


@dataclass(frozen=True, slots=True)
class RuleRecord:
    """One rule of a file from outside."""

    code: str
    """Path, name, alias or key."""
    condition: str
    unit: RuleUnit | None = None
    """None: as whoever imports it says."""
    name: str = ""
    note: str = ""
    line: int = 0
    """Line of the file, for messages."""
