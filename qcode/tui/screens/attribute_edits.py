"""Asking for the value of an attribute, with its year and its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qcode.analysis.attributes import in_groups
from qcode.errors import DataError
from qcode.model.cases import Attribute, AttributeValue, Value
from qcode.project import Project
from qcode.project.attributes import Changes, read_value
from qcode.sheets.values import integer, number
from qcode.tui.screens.editing import Editing


@dataclass(frozen=True, slots=True)
class Variables:
    """The attributes of one kind of thing, and the values that things have."""

    attributes: Sequence[Attribute] = ()
    values: Mapping[tuple[str, int], Sequence[AttributeValue]] | None = None
    """(uid of the thing, attribute id) -> its values in the order of their years."""

    def of(self, owner_uid: str, attribute: Attribute) -> Sequence[AttributeValue]:
        """Return what a thing has for an attribute, the newest value last."""
        return (self.values or {}).get((owner_uid, attribute.id), ())

    def newest(self, owner_uid: str, attribute: Attribute) -> AttributeValue | None:
        """Return the value that counts, None where there is none."""
        known = self.of(owner_uid, attribute)
        return known[-1] if known else None


def read_variables(project: Project, attributes: Sequence[Attribute]) -> Variables:
    """Return attributes with all their values."""
    wanted = {one.id for one in attributes}
    values: dict[tuple[str, int], list[AttributeValue]] = {}
    for one in project.attributes.values():
        if one.attribute_id in wanted:
            values.setdefault((one.owner_uid, one.attribute_id), []).append(one)
    return Variables(attributes, values)


def in_words(known: Sequence[AttributeValue]) -> str:
    """Return values with years and sources, the newest first: "311,000 (2020, census); 298,000 (2015)"."""
    said = []
    for one in reversed(known):
        when = ", ".join(part for part in (str(one.year or ""), one.source) if part)
        said.append(f"{in_groups(one.value)}{f' ({when})' if when else ''}")
    return "; ".join(said)


async def ask_attribute(view: Editing, attributes: Sequence[Attribute], of: str) -> str:
    """Return the name of an attribute that the person gives for a thing; raises GivenUp."""
    name = await view.prompt.text(f"Name of the attribute of {of}:")
    if not name:
        raise DataError("An attribute needs a name.")
    known = next((one.name for one in attributes if one.name.casefold() == name.casefold()), None)
    return known or name


def _read(text: str, name: str, before: AttributeValue | None) -> Value:
    """Return what was meant; in the place of a number also as people write one, `125,000` or `１２５`.

    Raises DataError at once, before anything else is asked.
    """
    if before is None or isinstance(before.value, str):
        return read_value(text)
    whole = integer(text)
    meant = number(text) if whole is None and isinstance(before.value, float) else whole
    if meant is None:
        kind = "number" if isinstance(before.value, float) else "whole number"
        raise DataError(f"“{text}” is no {kind}, as “{name}” is.", "Nothing was changed.")
    return meant


async def ask_value(view: Editing, of: str, name: str, before: AttributeValue | None) -> Changes | None:
    """Ask for value, year and source; return what is to be written, None where it stays the same.

    `before` is the value that counts now. An empty value removes it. A value of another year either
    takes its place or is kept beside it, as the person says. Raises GivenUp, DataError.
    """
    old = str(before.value) if before else ""
    what = f"{name} of {of}"
    text = await view.prompt.text(f"{what}{' (empty removes it)' if before else ''}:", old)
    if not text:
        return {name: [(None, before.year, "")]} if before else None
    # What was not touched is not read anew: a text may look like a number.
    value = before.value if before and text == old.strip() else _read(text, name, before)
    year = _year(await view.prompt.text(f"{what}: of which year? (empty: none)", _year_text(before)))
    source = await view.prompt.text(
        f"{what}: from which source? (empty: none)", before.source if before else ""
    )
    if before is None:
        return {name: [(value, year, source)]}
    if (value, year, source) == (before.value, before.year, before.source.strip()):
        return None
    if year == before.year and source:
        return {name: [(value, year, source)]}
    if before.year and year and year != before.year:
        question = (
            f"Keep the value of {before.year} ({in_groups(before.value)}) beside it?  y yes · n replace it"
        )
        if await view.prompt.key(question, "yn") == "y":
            return {name: [(value, year, source)]}
    # Taken away first: a source can be emptied only so, and a year changed.
    return {name: [(None, before.year, ""), (value, year, source)]}


def said_change(of: str, name: str, changes: Changes) -> str:
    """Return what was done, in words."""
    value, year, source = list(changes[name])[-1]
    if value is None:
        return f"Removed {name} of {of}."
    when = ", ".join(part for part in (str(year or ""), source) if part)
    return f"{name} of {of} is {in_groups(value)}{f' ({when})' if when else ''}."


def _year_text(before: AttributeValue | None) -> str:
    return str(before.year) if before and before.year else ""


def _year(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise DataError(f"“{text}” is no year.", "Write four digits, such as 2020, or nothing.")
    return int(text)
