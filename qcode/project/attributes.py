"""Typed variables of cases, documents and participants."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence

from qcode.errors import DataError
from qcode.model.cases import Attribute, AttributeType, AttributeValue, Case, Entity, Value
from qcode.model.documents import Document, Participant
from qcode.project.names import new_name
from qcode.project.part import Part
from qcode.store.changes import Recorder, Row
from qcode.text.dates import is_date
from qcode.text.names import levelled

_TABLES = {Entity.CASE: "cases", Entity.DOCUMENT: "documents", Entity.PARTICIPANT: "participants"}
_WIDER = {
    (AttributeType.INTEGER, AttributeType.NUMBER): AttributeType.NUMBER,
    (AttributeType.NUMBER, AttributeType.INTEGER): AttributeType.NUMBER,
}


Changes = Mapping[str, Sequence[tuple[Value | None, int | None, str]]]
"""Attribute -> (value, year, source), one for each year; None for the value removes it."""
Later = dict[tuple[int, str], Row]
"""(Row id of the attribute, uid of whose it is) -> a new value that is still to be written."""


class Attributes(Part):
    """The variables of a project. One is made when it is first given a value, typed by that value."""

    def list(self, entity: Entity | None = None) -> Sequence[Attribute]:
        """Return all attributes, or those of one kind of thing, in the order they were made."""
        rows = self._store.tuples(
            "SELECT id, uid, entity, name, type FROM attributes WHERE deleted = 0 ORDER BY id"
        )
        found = [Attribute(i, uid, Entity(e), name, AttributeType(t)) for i, uid, e, name, t in rows]
        return [one for one in found if entity is None or one.entity == entity]

    def values(self, owner_uid: str | None = None) -> Sequence[AttributeValue]:
        """Return all values, or those of one thing, typed; of several years in their order."""
        types = {attribute.id: attribute.type for attribute in self.list()}
        condition, arguments = (" AND owner_uid = ?", [owner_uid]) if owner_uid else ("", [])
        rows = self._store.tuples(
            "SELECT attribute_id, owner_uid, value, year, source FROM attribute_values "
            f"WHERE deleted = 0{condition} ORDER BY attribute_id, owner_uid, year, id",
            arguments,
        )
        with self._store.decoding():
            return [
                AttributeValue(attribute, owner, typed(value, types[attribute]), year, source)
                for attribute, owner, value, year, source in rows
                if attribute in types
            ]

    def misfits(self) -> Iterator[str]:
        """Yield a sentence for each value that is not of its attribute's type."""
        for name, kind, value in self._store.tuples(
            "SELECT name, type, value FROM attribute_values JOIN attributes ON attributes.id = attribute_id "
            "WHERE attribute_values.deleted = 0 AND type IN ('integer', 'number')"
        ):
            try:
                typed(value, AttributeType(kind))
            except ValueError:
                yield f"“{value}” would be no {kind}, as “{name}” is."

    def current(self, owner_uid: str) -> Mapping[str, Value]:
        """Return name -> value of one thing; of several years the newest."""
        names = {attribute.id: attribute.name for attribute in self.list()}
        return {names[one.attribute_id]: one.value for one in self.values(owner_uid)}

    def set(
        self,
        owner: Case | Document | Participant,
        name: str,
        value: Value | None,
        *,
        year: int | None = None,
        source: str = "",
        replaces: AttributeValue | None = None,
    ) -> Sequence[str]:
        """Give a thing one value, with its year and source as they are given here, in one act.

        None or an empty text removes the value of that year. `replaces` is the value that this one takes
        the place of, where its year changes too. Returns notes for people, as `Cases.set` does; raises
        DataError where the value does not fit the variable, UnknownNameError where the thing is gone.
        """
        entity = _entity_of(owner)
        if entity is Entity.CASE and levelled(name) == "municipality_code":
            return self._project.cases.set(owner, attributes={name: [(value, year, source)]})  # type: ignore[arg-type]
        with self._act("attributes.set") as recorder:
            recorder.require(_TABLES[entity], owner.uid)
            if replaces is not None and replaces.year != year:
                self.write(recorder, entity, owner.uid, name, None, replaces.year)
            self.write(recorder, entity, owner.uid, name, value, year, source, keep_source=False)
            when = ", ".join(filter(None, (str(year or ""), source)))
            removed = value is None or not str(value).strip()
            recorder.summary = (
                f"{'Removed' if removed else 'Set'} {name} of {owner.name}"
                + ("" if removed else f" to {value}")
                + (f" ({when})" if when else "")
            )
        return []

    def write_all(
        self,
        recorder: Recorder,
        entity: Entity,
        owner_uid: str,
        changes: Changes,
        later: Later | None = None,
    ) -> None:
        """Set all values of one thing inside an act; raises as `write` does."""
        for name, values in changes.items():
            for value, year, source in values:
                self.write(recorder, entity, owner_uid, name, value, year, source, later=later)

    def write(
        self,
        recorder: Recorder,
        entity: Entity,
        owner_uid: str,
        name: str,
        value: Value | None,
        year: int | None = None,
        source: str = "",
        *,
        keep_source: bool = True,
        later: Later | None = None,
    ) -> bool:
        """Set one value inside an act; None or an empty text removes it. Return whether it changed.

        Without a source the value keeps the one that it had, unless `keep_source` is False. With `later`
        a new value is put there, to be written with others.

        Raises DataError where the value does not fit the attribute's type, UnknownNameError where the
        thing is gone.
        """
        if isinstance(value, str):
            value = value.strip()
        attribute = self._attribute(recorder, entity, name, value)
        if attribute is None:
            return False
        if later is not None and (attribute.id, owner_uid) in later:
            self.write_later(recorder, later)
        existing = self._store.rows(
            "SELECT uid, value, source FROM attribute_values "
            "WHERE deleted = 0 AND attribute_id = ? AND owner_uid = ? AND year IS ?",
            [attribute.id, owner_uid, year],
        )
        if value is None or value == "":
            for row in existing:
                recorder.delete("attribute_values", row["uid"])
            return bool(existing)
        text = as_text(value, attribute)
        if existing:
            if keep_source:
                source = source or existing[0]["source"]
            return recorder.update("attribute_values", existing[0]["uid"], value=text, source=source)
        recorder.require(_TABLES[entity], owner_uid)
        if year is None:
            self._refuse_beside_dated(attribute, owner_uid)
        row = {
            "attribute_id": attribute.id,
            "owner_uid": owner_uid,
            "value": text,
            "year": year,
            "source": source,
        }
        if later is not None:
            later[attribute.id, owner_uid] = row
        else:
            recorder.insert("attribute_values", row)
        return True

    def write_later(self, recorder: Recorder, later: Later) -> None:
        """Write the values that were put off, at once: one by one they take ten times as long."""
        recorder.insert_all("attribute_values", later.values())
        later.clear()

    def _refuse_beside_dated(self, attribute: Attribute, owner_uid: str) -> None:
        """Refuse a value without a year where others have one: theirs would go on to count."""
        years = self._store.tuples(
            "SELECT max(year) FROM attribute_values WHERE deleted = 0 AND attribute_id = ? AND owner_uid = ?",
            [attribute.id, owner_uid],
        )[0][0]
        if years is not None:
            raise DataError(
                f"“{attribute.name}” has a value for {years} there, which is the one that counts.",
                f"Say of which year the new one is: {attribute.name}@{years}.",
            )

    def _attribute(
        self, recorder: Recorder, entity: Entity, name: str, value: Value | None
    ) -> Attribute | None:
        """Return the attribute, made or widened where the value asks for it."""
        for attribute in self.list(entity):
            if levelled(attribute.name) == levelled(name):
                wider = _WIDER.get((attribute.type, type_of(value))) if value is not None else None
                if wider and wider != attribute.type:
                    recorder.update("attributes", attribute.uid, type=wider.value)
                    return Attribute(attribute.id, attribute.uid, entity, attribute.name, wider)
                return attribute
        if value is None or value == "":
            return None
        row = {"entity": entity.value, "name": new_name(name, "variable"), "type": type_of(value).value}
        uid = recorder.insert("attributes", row)
        return Attribute(recorder.id_of("attributes", uid), uid, entity, row["name"], type_of(value))


def _entity_of(owner: Case | Document | Participant) -> Entity:
    if isinstance(owner, Case):
        return Entity.CASE
    return Entity.DOCUMENT if isinstance(owner, Document) else Entity.PARTICIPANT


def type_of(value: Value) -> AttributeType:
    """Return the type that a value as read from a table or a command line has."""
    if isinstance(value, bool):
        return AttributeType.TEXT
    if isinstance(value, int):
        return AttributeType.INTEGER
    if isinstance(value, float):
        return AttributeType.NUMBER
    return AttributeType.DATE if len(value) == 10 and is_date(value) else AttributeType.TEXT


def as_text(value: Value, attribute: Attribute) -> str:
    """Return how a value is stored; raises DataError where it does not fit the attribute's type."""
    fits = {
        AttributeType.TEXT: True,
        AttributeType.INTEGER: isinstance(value, int) and not isinstance(value, bool),
        AttributeType.NUMBER: isinstance(value, int | float) and not isinstance(value, bool),
        AttributeType.DATE: is_date(str(value)),
    }[attribute.type] and not (isinstance(value, float) and not math.isfinite(value))
    if not fits:
        raise DataError(
            f"“{value}” is no {attribute.type.value}, as “{attribute.name}” is.",
            "Correct the value, or give the variable another name.",
        )
    return str(value)


def typed(text: str, kind: AttributeType) -> Value:
    """Return a stored value in its type."""
    if kind is AttributeType.INTEGER:
        return int(text)
    if kind is AttributeType.NUMBER:
        return float(text)
    return text


def read_value(text: str) -> Value:
    """Return what a person meant by a value typed on a command line: a number where it is one."""
    plain = text.strip()
    if re.fullmatch(r"[+-]?\d{1,15}", plain) and not re.match(r"[+-]?0\d", plain):
        return int(plain)
    if re.fullmatch(r"[+-]?\d{1,15}\.\d+", plain):
        return float(plain)
    return plain
