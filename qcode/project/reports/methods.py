"""The methods sheet: what a project knows of what COREQ and SRQR ask for, and what was said to the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from qcode.model.cases import Entity
from qcode.model.documents import Role
from qcode.model.reports import Block, Heading, Paragraph, Report
from qcode.model.tables import CellValue, Column, Format, Header, Table
from qcode.project.guidelines import ITEMS, TITLES, Item
from qcode.project.reports.methods_facts import Facts
from qcode.text.names import counted

if TYPE_CHECKING:
    from qcode.project.project import Project

BLANK = "[to be said]"
"""What stands where neither the project nor the researcher says anything."""
SEPARATOR = "; "


def methods_report(
    project: Project, guidelines: Sequence[str] = tuple(TITLES), facts: Facts | None = None
) -> Report:
    """Return the sheet for some guidelines (`coreq`, `srqr`), and a table of the material.

    Each item has its number and topic, what the project knows of it (`facts`, where these are at hand),
    and what the researcher said.
    """
    from qcode.analysis import notes

    with project.reading():
        facts, said = facts or Facts(project), project.methods.list()
        blocks: list[Block] = []
        for guideline in guidelines:
            items = [item for item in ITEMS.values() if item.guideline == guideline]
            known = {
                item.key: " ".join(one for name in item.known for one in facts.say(name)) for item in items
            }
            blank = [item for item in items if not known[item.key] and item.key not in said]
            blocks += [Heading(TITLES[guideline]), Paragraph(_how_far(items, blank))]
            for domain, several in groupby(items, key=lambda item: item.domain):
                blocks.append(_sheet(domain, [*several], known, said))
        blocks += [Heading("The material"), _material(facts)]
    return Report(
        name="methods",
        title=f"{project.title}: methods",
        blocks=blocks,
        notes=[
            "COREQ: Tong, Sainsbury and Craig 2007; SRQR: O'Brien and others 2014.",
            "The topics are in qcode's own words; the guidelines say what each item asks for.",
            "Numbers of codings are of all coders and roles.",
            notes.of_version(facts.corpus),
        ],
    )


def _how_far(items: Sequence[Item], blank: Sequence[Item]) -> str:
    if not blank:
        return f"Of {len(items)} items none is blank."
    first = blank[0].key
    return (
        f"Of {counted(len(items), 'item')} {len(blank)} are blank, marked {BLANK}. What only you can say is "
        f'added by: qcode report methods --set {first} "..."'
    )


def _sheet(domain: str, items: Sequence[Item], known: Mapping[str, str], said: Mapping[str, str]) -> Table:
    return Table(
        name="methods",
        title=domain,
        rows=[Header("")] * len(items),
        columns=[Column("item"), Column("topic"), Column("the project says"), Column("the researcher says")],
        values=[
            (
                str(item.number),
                item.topic,
                known[item.key],
                said.get(item.key, "" if known[item.key] else BLANK),
            )
            for item in items
        ],
    )


def _material(facts: Facts) -> Table:
    """Return a row for each document: its case, kind, date, length, and who speaks."""
    cases = facts.corpus.document_cases
    names = {one.id: one.name for one in facts.corpus.cases.values()}
    values: list[tuple[CellValue, ...]] = []
    for one in facts.documents:
        people = [who.name for who in facts.speakers.get(one.id, ()) if who.role is not Role.INTERVIEWER]
        minutes = facts.minutes.get(one.id)
        values.append(
            (
                one.name,
                one.kind,
                SEPARATOR.join(names[case] for case in cases.get(one.id, ())),
                facts.dates.get(one.uid, ""),
                None if minutes is None else round(minutes),
                SEPARATOR.join(people),
                one.characters,
            )
        )
    return Table(
        name="material",
        title="Documents",
        rows=[Header("")] * len(values),
        columns=[
            Column("document", names=Entity.DOCUMENT),
            Column("kind"),
            Column("case", names=Entity.CASE),
            Column("date"),
            Column("minutes", format=Format.COUNT),
            Column("participants", names=Entity.PARTICIPANT),
            Column("characters", format=Format.COUNT),
        ],
        values=values,
    )
