"""Attributes by name, with the value each thing has now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qcode.analysis.corpus import Corpus
from qcode.errors import UnknownNameError
from qcode.model.cases import Attribute, AttributeType, AttributeValue, Case, Entity, Value
from qcode.model.documents import Document, Participant
from qcode.text.names import levelled, nearest

NUMERIC = (AttributeType.INTEGER, AttributeType.NUMBER)


@dataclass(frozen=True, slots=True)
class Variable:
    """An attribute with the current values of the things it belongs to, by their row ids."""

    attribute: Attribute
    values: Mapping[int, Value]
    """No entry for a thing without a value."""

    @property
    def numeric(self) -> bool:
        return self.attribute.type in NUMERIC

    @property
    def path(self) -> str:
        """`case.population`, as dimensions and filters write it."""
        return f"{self.attribute.entity}.{self.attribute.name}"


def find_attributes(corpus: Corpus, name: str, entity: Entity | None = None) -> list[Attribute]:
    """Return the attributes of that name, of one kind of thing or of any."""
    wanted = levelled(name)
    return [
        one
        for one in corpus.attributes
        if levelled(one.name) == wanted and (entity is None or one.entity == entity)
    ]


def find_case_attribute(known: Iterable[Attribute], name: str) -> Attribute:
    """Return the attribute of cases of a name, with or without `case.` before it.

    Raises UnknownNameError.
    """
    cases = [one for one in known if one.entity is Entity.CASE]
    wanted = levelled(name)
    for one in cases:
        if wanted in (levelled(one.name), levelled(f"case.{one.name}")):
            return one
    hint = nearest(name.removeprefix("case."), [one.name for one in cases], all_below=13)
    raise UnknownNameError(f"A case has no attribute “{name}”.", hint)


def variable(corpus: Corpus, attribute: Attribute) -> Variable:
    """Return an attribute with its values; of several years the newest, of one year the last."""
    owners: dict[Entity, Mapping[int, Case | Document | Participant]] = {
        Entity.CASE: corpus.cases,
        Entity.DOCUMENT: corpus.documents,
        Entity.PARTICIPANT: corpus.participants,
    }
    newest = newest_values(attribute, owners[attribute.entity], corpus.values)
    return Variable(attribute, {row_id: value.value for row_id, value in newest.items()})


def newest_values(
    attribute: Attribute,
    things: Mapping[int, Case | Document | Participant],
    values: Iterable[AttributeValue],
) -> Mapping[int, AttributeValue]:
    """Return the value that counts of each thing that has one, by row id in the order of the things."""
    ids = {thing.uid: row_id for row_id, thing in things.items()}
    newest: dict[str, AttributeValue] = {}
    for value in values:
        # The value of a number that is none cannot be compared or cut; it counts as missing.
        fits = attribute.type not in NUMERIC or not isinstance(value.value, str)
        if value.attribute_id == attribute.id and value.owner_uid in ids and fits:
            known = newest.get(value.owner_uid)
            if known is None or _year(value) >= _year(known):
                newest[value.owner_uid] = value
    found = {ids[uid]: value for uid, value in newest.items()}
    return {row_id: found[row_id] for row_id in things if row_id in found}


def shown_value(value: Value) -> str:
    """Return a value as a header; a thousands separator would make years and codes odd."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def in_groups(value: Value) -> str:
    """Return a value as people read it: whole numbers from 10,000 on in groups, so that no year is."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return f"{value:,}" if isinstance(value, int) and abs(value) >= 10_000 else str(value)


def _year(value: AttributeValue) -> int:
    """Return a year to compare by: a value without one is older than any with one."""
    return -1 if value.year is None else value.year
