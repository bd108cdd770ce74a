"""`qcode cases`: list, import, export, set, remove."""

from __future__ import annotations

from pathlib import Path

import click

from qcode.commands.arguments import (
    Choice,
    ProjectGroup,
    acting_coder,
    ask,
    assignments,
    open_project,
    selection_options,
    words,
)
from qcode.commands.attributes import read_assignments
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
from qcode.commands.quotations import behind
from qcode.errors import UsageError
from qcode.model.cases import Entity
from qcode.text.names import counted


@click.group("cases", cls=ProjectGroup)
def command() -> None:
    """List, import, export and change cases (municipalities)."""


@command.command("list", short_help="List the cases with their attributes and documents.")
@words()
@output_options
def list_(project: Path, output: Output) -> None:
    """List the cases with their attributes and documents: what there is for each."""
    with open_project(project) as study:
        attributes = study.attributes.list(Entity.CASE)
        documents: dict[int, list[str]] = {}
        for document in study.documents.list():
            for case in study.documents.cases(document):
                documents.setdefault(case.id, []).append(document.name)
        rows = []
        for case in study.cases.list():
            current = study.attributes.current(case.uid)
            values = [current.get(attribute.name, "") for attribute in attributes]
            own = documents.get(case.id, [])
            rows.append([case.name, *values, "; ".join(own)])
        columns = ("case", *(attribute.name for attribute in attributes), "documents")
        table = simple_table("cases", f"{study.title}: cases", columns, rows)
        show(study, table, output, warnings=lambda: few_alike(study, Entity.CASE, columns, rows))


@command.command("data", short_help="Print what data there is of each case.")
@words()
@click.option(
    "--rows",
    default="case",
    show_default=True,
    metavar="DIMENSION",
    help="case, or classes of cases: case.ATTRIBUTE, class:NAME, group.",
)
@selection_options
@output_options
def data(project: Path, rows: str, choice: Choice, output: Output) -> None:
    """Print what data there is of each case: documents by kind, and how many are finished, participants.

    Turns, characters and words are those of counted speech; segments are what is coded in it. A case
    without documents is shown with zeros.
    """
    with open_project(project) as study:
        selection = choice.of(study)
        table = study.holdings(rows, selection=selection)
        show(
            study,
            table,
            output,
            detail=lambda: behind(study, selection, table),
            warnings=lambda: study.pseudonyms.singled_out(selection, rows),
        )


@command.command("export", short_help="Write the cases as `cases import` reads them.")
@words()
@output_options
def export(project: Path, output: Output) -> None:
    """Write the cases as `cases import` reads them: every value with its year and source."""
    with open_project(project) as study:
        table = study.cases.as_table()
        show(study, table, output.or_csv())


@command.command("import", short_help="Import cases from CSV or XLSX.")
@words("FILE")
@acting_coder
def import_(project: Path, file: str, coder: str | None) -> None:
    """Import cases from CSV or XLSX: a column `case`, any other column an attribute.

    `documents` names files, separated by ;. `population@2020 census` carries year and source. From
    `municipality_code` (5 or 6 digits) qcode fills in the Japanese name, prefecture, class and region.
    """
    from qcode.sheets import read_cases

    rows = read_cases(Path(file))
    with open_project(project, coder) as study:
        say_notes((*rows.notes, *study.cases.import_rows(rows, source=Path(file).name)), study)


@command.command("set", short_help="Set a case's name, place or attributes.")
@words("CASE", "ATTRIBUTE=VALUE...?")
@click.option("--name", metavar="NAME", help="Another name.")
@click.option("--position", type=click.IntRange(1), metavar="N", help="Its place in the order of the cases.")
@acting_coder
def set_(
    project: Path,
    case: str,
    attribute_value: tuple[str, ...],
    name: str | None,
    position: int | None,
    coder: str | None,
) -> None:
    """Set a case's name, place or attributes: `"population@2020 census=311000"`; makes none."""
    if not (name or position or attribute_value):
        raise UsageError("There is nothing to set.", "Give ATTRIBUTE=VALUE, --name or --position.")
    with open_project(project, coder) as study:
        values = read_assignments(assignments(attribute_value))
        say_notes(
            study.cases.set(study.cases.find(case), name=name, position=position, attributes=values), study
        )
        say_changed(study, case)


@command.command("add")
@words("CASE...")
@acting_coder
def add(project: Path, case: tuple[str, ...], coder: str | None) -> None:
    """Make cases, last in the order."""
    with open_project(project, coder) as study:
        for name in case:
            say(f"Added the case {study.cases.add(name).name}.", study)


@command.command("remove")
@words("CASE")
@click.option("--yes", is_flag=True, help="Do not ask, although documents belong to it.")
@acting_coder
def remove(project: Path, case: str, yes: bool, coder: str | None) -> None:
    """Remove a case; its documents and codings stay."""
    with open_project(project, coder) as study:
        found = study.cases.find(case)
        tied = [one for one in study.documents.list() if found in study.documents.cases(one)]
        if tied and not yes:
            belong = f"{counted(len(tied), 'document')} belong{'s' if len(tied) == 1 else ''}"
            ask(f"{belong} to {found.name}. Remove the case?", "The case was not removed.")
        study.cases.remove(found)
        say(f"Removed the case {found.name}.", study)
