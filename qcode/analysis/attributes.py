"""Attributes by name, with the value each thing has now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qcode.analysis.corpus import Corpus
from qcode.model.cases import Attribute, AttributeType, AttributeValue, Case, Entity, Value
from qcode.model.documents import Document, Participant
from qcode.text.names import levelled

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


def variable(corpus: Corpus, attribute: Attribute) -> Variable:
    """Return an attribute with its values; of several years the newest, of one year the last."""
    owners: dict[Entity, Mapping[int, Case | Document | Participant]] = {
        Entity.CASE: corpus.cases,
        Entity.DOCUMENT: corpus.documents,
        Entity.PARTICIPANT: corpus.participants,
    }
    things = owners[attribute.entity]
    ids = {thing.uid: row_id for row_id, thing in things.items()}
    newest: dict[str, AttributeValue] = {}
    for value in corpus.values:
        # The value of a number that is none cannot be compared or cut; it counts as missing.
        fits = attribute.type not in NUMERIC or not isinstance(value.value, str)
        if value.attribute_id == attribute.id and value.owner_uid in ids and fits:
            known = newest.get(value.owner_uid)
            if known is None or _year(value) >= _year(known):
                newest[value.owner_uid] = value
    found = {ids[uid]: value.value for uid, value in newest.items()}
    return Variable(attribute, {row_id: found[row_id] for row_id in things if row_id in found})


def _year(value: AttributeValue) -> int:
    """Return a year to compare by: a value without one is older than any with one."""
    return -1 if value.year is None else value.year
