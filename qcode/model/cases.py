"""Cases, and the typed attributes of cases, documents and participants."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Entity(StrEnum):
    """What an attribute can belong to."""

    CASE = "case"
    DOCUMENT = "document"
    PARTICIPANT = "participant"


class AttributeType(StrEnum):
    """How the values of an attribute are read, compared and sorted."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"


Value = int | float | str
"""A value of an attribute; a date is its ISO 8601 text."""


@dataclass(frozen=True, slots=True)
class Case:
    """A unit of analysis; for the studies qcode is made for, a municipality."""

    id: int
    uid: str
    name: str
    position: int
    pseudonym: str = ""
    """What stands for its name where names are kept back; empty: none was given."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """A variable of one kind of thing."""

    id: int
    uid: str
    entity: Entity
    name: str
    type: AttributeType


@dataclass(frozen=True, slots=True)
class AttributeValue:
    """What one thing has for one attribute, as of a year and from a source where these are known.

    A thing may have values of several years; `current` picks the newest.
    """

    attribute_id: int
    owner_uid: str
    value: Value
    year: int | None = None
    source: str = ""
