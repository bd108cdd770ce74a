"""Cases with their groups, classes and events, and the typed attributes of what a study is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from qcode.model.trees import Tree


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


@dataclass(frozen=True, slots=True)
class Group:
    """A named set of cases, perhaps part of a larger one: a prefecture, a bureau's area."""

    id: int
    uid: str
    parent_id: int | None
    name: str
    position: int
    note: str = ""
    cases: tuple[int, ...] = ()
    """Ids of the cases that were put into it itself, in the order of the cases."""


class GroupTree(Tree[Group]):
    """The groups of a project. A case lies in the groups it was put into and in all above them."""

    noun = "group"

    def __init__(self, groups: Iterable[Group] = ()) -> None:
        super().__init__(groups)

    def within(self, group_id: int) -> frozenset[int]:
        """Return the ids of the cases in a group and in those below it."""
        return frozenset(case for one in self.descendants(group_id) for case in self[one].cases)

    def of_cases(self) -> Mapping[int, tuple[int, ...]]:
        """Return case id -> ids of the groups it lies in, each once, in reading order; for cases in any."""
        found: dict[int, set[int]] = {}
        for group in self:
            for case in group.cases:
                found.setdefault(case, set()).update((*self.ancestors(group.id), group.id))
        place = {group.id: number for number, group in enumerate(self)}
        return {case: tuple(sorted(several, key=place.__getitem__)) for case, several in found.items()}


class ClassedBy(StrEnum):
    """What a case has its class by."""

    CUT = "cut"
    """The value of an attribute lies between two cut points."""
    HAND = "hand"
    """Somebody said so."""


@dataclass(frozen=True, slots=True)
class Membership:
    """The class of one case, and why it is in it."""

    class_name: str | None
    """None: it has none."""
    by: ClassedBy | None
    reason: str = ""
    """Given with a class by hand; may be empty."""
    coder_id: int | None = None
    """Who gave it by hand."""


@dataclass(frozen=True, slots=True)
class Classification:
    """A way to sort cases into classes: by cut points of a numeric attribute, by hand, or both.

    What somebody said goes before a cut point. `classes` are the names in their order: first those of
    the cut points, one more than there are of these, then those given by hand alone.
    """

    id: int
    uid: str
    name: str
    position: int
    attribute_id: int | None = None
    cuts: tuple[int | float, ...] = ()
    """Each is the least value of the class above it."""
    classes: tuple[str, ...] = ()
    note: str = ""
    by_hand: Mapping[int, Membership] = field(default_factory=dict, hash=False)
    """By case id."""


OPEN = "open"
"""The end of an event that goes on."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something dated that happened to a case, or to none of them alone."""

    id: int
    uid: str
    case_id: int | None
    date: str
    """A day, a month or a year of ISO 8601: 2008-07-15, 2008-07, 2008."""
    until: str
    """When it ended, likewise; OPEN: it goes on; empty: it is a point in time."""
    title: str
    note: str = ""
    source: str = ""
    codings: tuple[int, ...] = ()
    """Row ids of the codings that speak of it."""
