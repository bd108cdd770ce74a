"""`qcode participants`: list, set, merge."""

from __future__ import annotations

from pathlib import Path

import click

from qcode.commands.arguments import ProjectGroup, acting_coder, assignments, open_project, words
from qcode.commands.attributes import read_assignments, without
from qcode.commands.output import (
    Output,
    few_alike,
    output_options,
    say,
    say_changed,
    say_notes,
    show,
    simple_table,
)
from qcode.errors import UsageError
from qcode.model.cases import Entity
from qcode.model.documents import Participant, Role
from qcode.project import Project
from qcode.text.names import counted, levelled

_COUNTED = ("turns", "characters")
"""Columns of the list that are no attributes."""


@click.group("participants", cls=ProjectGroup)
def command() -> None:
    """List, change and merge who speaks."""


@command.command("list")
@words()
@output_options
def list_(project: Path, output: Output) -> None:
    """List who speaks in which document, in which role, how much."""
    with open_project(project) as study:
        documents = {document.id: document.name for document in study.documents.list()}
        cases = {case.id: case.name for case in study.cases.list()}
        names = [attribute.name for attribute in study.attributes.list(Entity.PARTICIPANT)]
        rows = []
        for one in study.participants.presences():
            who = one.participant
            attributes = study.attributes.current(who.uid)
            rows.append(
                [
                    documents[one.document_id],
                    who.name,
                    who.role.value if who.role else "",
                    who.pseudonym,
                    cases.get(who.case_id or 0, ""),
                    one.turns,
                    one.characters,
                    *(attributes.get(name, "") for name in names),
                ]
            )
        columns = ("document", "participant", "role", "pseudonym", "case", *_COUNTED, *names)
        table = simple_table("participants", f"{study.title}: participants", columns, rows)
        show(study, table, output, warnings=lambda: few_alike(study, Entity.PARTICIPANT, columns, rows))


@command.command("set", short_help="Set a role, a pseudonym, an own case or attributes.")
@words("NAME?", "ATTRIBUTE=VALUE...?")
@click.option("--document", metavar="DOCUMENT", help="The participant of that name in this document.")
@click.option("--all", "everywhere", is_flag=True, help="The participants of that name in all documents.")
@click.option(
    "--role", type=click.Choice([*(role.value for role in Role), "unknown"]), help="Who they are in a talk."
)
@click.option("--name", "new_name", metavar="NAME", help="Another name.")
@click.option("--pseudonym", metavar="NAME", help="How to call them in what is published; empty for none.")
@click.option("--case", metavar="CASE", help="A case of their own; empty for that of the document.")
@click.option(
    "--from",
    "table",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Take everything from a CSV or XLSX file with columns `document` and `participant`.",
)
@acting_coder
def set_(
    project: Path,
    name: str | None,
    attribute_value: tuple[str, ...],
    document: str | None,
    everywhere: bool,
    role: str | None,
    new_name: str | None,
    pseudonym: str | None,
    case: str | None,
    table: Path | None,
    coder: str | None,
) -> None:
    """Set a participant's role, pseudonym, own case or attributes (`position=mayor age@2023=61`).

    Who has the same label in several documents is several participants until they are merged.
    """
    with open_project(project, coder) as study:
        if table:
            from qcode.sheets import read_participants

            if name or document or everywhere or (role, new_name, pseudonym, case) != (None,) * 4:
                raise UsageError(
                    "--from takes everything from the file.", "Name nobody and set nothing beside it."
                )
            rows, notes = without(read_participants(table), _COUNTED)
            study.participants.set_from_rows(rows)
            say_notes(notes, study)
            say_changed(study, counted(len(rows), "participant"))
            return
        if not name:
            raise click.UsageError("Missing argument “NAME”.")
        if role is None and new_name is None and pseudonym is None and case is None and not attribute_value:
            raise UsageError(
                "There is nothing to set.", "Give --role, --pseudonym, --case or ATTRIBUTE=VALUE."
            )
        chosen = _choose(study, name, document, everywhere)
        study.participants.set(
            chosen,
            role=Role(role) if role and role != "unknown" else None,
            unknown_role=role == "unknown",
            name=new_name,
            pseudonym=pseudonym,
            case=case,
            attributes=read_assignments(assignments(attribute_value)),
        )
        say_changed(study, counted(len(chosen), "participant"))


@command.command("merge", short_help="Say that participants are one person.")
@words("KEPT", "OTHER...")
@acting_coder
def merge(project: Path, kept: str, other: tuple[str, ...], coder: str | None) -> None:
    """Say that participants are one person. Each is named `DOCUMENT:NAME`; the first is kept."""
    with open_project(project, coder) as study:
        people = [_in_document(study, name) for name in (kept, *other)]
        study.participants.merge(people[0], people[1:])
        say(f"Merged {counted(len(people) - 1, 'participant')} into {people[0].name}.", study)


def _in_document(study: Project, name: str) -> Participant:
    document, colon, participant = name.rpartition(":")
    if not colon:
        return study.participants.find(name)
    return study.participants.find(participant, study.documents.find(document))


def _choose(study: Project, name: str, document: str | None, everywhere: bool) -> list[Participant]:
    if document and everywhere:
        raise UsageError("--document and --all exclude each other.")
    if not everywhere:
        return [study.participants.find(name, study.documents.find(document) if document else None)]
    found = [
        one
        for one in study.participants.list()
        if levelled(name) in (levelled(one.name), levelled(one.pseudonym))
    ]
    if not found:
        return [study.participants.find(name)]
    return found
