"""`qcode groups`: named sets of cases, one below the other."""

from __future__ import annotations

from pathlib import Path

import click

from qcode.commands.arguments import ProjectGroup, acting_coder, ask, open_project, words
from qcode.commands.output import Output, output_options, say, say_changed, say_notes, show
from qcode.text.names import counted


@click.group("groups", cls=ProjectGroup, short_help="List, make and fill groups of cases.")
def command() -> None:
    """Groups of cases, one below the other: a city in a prefecture in a bureau's area.

    A case may lie in several groups; it lies in all above those as well. A path is written
    'Chubu > Aichi'. Tables take them as a dimension (--columns group), conditions as
    --where 'group = Chubu' (with the groups below; == without them).
    """


@command.command("list", short_help="List the groups with their cases.")
@words()
@output_options
def list_(project: Path, output: Output) -> None:
    """List the groups with the cases put into each, and how many are in it with those below.

    As CSV, this is what `groups import` reads.
    """
    from qcode.project.grouping_tables import groups_table, told_by_groups

    with open_project(project) as study:
        show(study, groups_table(study), output, warnings=lambda: told_by_groups(study))


@command.command("add", short_help="Make a group.")
@words("GROUP", "CASE...?")
@click.option("--below", metavar="GROUP", help="The group that it is part of.")
@click.option("--note", default="", metavar="TEXT", help="What the group is for.")
@acting_coder
def add(
    project: Path, group: str, case: tuple[str, ...], below: str | None, note: str, coder: str | None
) -> None:
    """Make a group, last among those beside it, and put cases into it."""
    with open_project(project, coder) as study:
        study.cases.resolve(case)
        made = study.groups.add(group, study.groups.find(below) if below else None, note=note)
        say(f"Added the group {study.groups.tree().path(made.id)}.", study)
        if case:
            say(f"Put {counted(study.groups.put(made, case), 'case')} into it.", study)


@command.command("put", short_help="Put cases into a group.")
@words("GROUP", "CASE...")
@acting_coder
def put(project: Path, group: str, case: tuple[str, ...], coder: str | None) -> None:
    """Put cases into a group; they stay in all others."""
    with open_project(project, coder) as study:
        found = study.groups.find(group)
        number = study.groups.put(found, case)
        path = study.groups.tree().path(found.id)
        say(
            f"Put {counted(number, 'case')} into {path}."
            if number
            else f"All of them are in {path} already.",
            study,
        )


@command.command("take-out", short_help="Take cases out of a group.")
@words("GROUP", "CASE...")
@acting_coder
def take_out(project: Path, group: str, case: tuple[str, ...], coder: str | None) -> None:
    """Take cases out of a group that they were put into."""
    with open_project(project, coder) as study:
        found = study.groups.find(group)
        number = study.groups.take_out(found, case)
        say(f"Took {counted(number, 'case')} out of {study.groups.tree().path(found.id)}.", study)


@command.command("rename", short_help="Give a group another name.")
@words("GROUP", "NAME")
@acting_coder
def rename(project: Path, group: str, name: str, coder: str | None) -> None:
    """Give a group another name; its cases and the groups below stay."""
    with open_project(project, coder) as study:
        made = study.groups.rename(study.groups.find(group), name)
        say_changed(study, f"the group {study.groups.tree().path(made.id)}")


@command.command("note", short_help="Say what a group is for.")
@words("GROUP", "TEXT")
@acting_coder
def note(project: Path, group: str, text: str, coder: str | None) -> None:
    """Say what a group is for, in place of what was said; "" for nothing."""
    with open_project(project, coder) as study:
        made = study.groups.describe(study.groups.find(group), text)
        say_changed(study, f"the note on the group {made.name}")


@command.command("move", short_help="Put a group below another.")
@words("GROUP")
@click.option("--below", metavar="GROUP", help="The group that it becomes part of; left out: of none.")
@click.option("--position", type=click.IntRange(1), metavar="N", help="Its place among those beside it.")
@acting_coder
def move(project: Path, group: str, below: str | None, position: int | None, coder: str | None) -> None:
    """Put a group, with all below it, below another one, or at the top."""
    with open_project(project, coder) as study:
        found = study.groups.find(group)
        study.groups.move(found, study.groups.find(below) if below else None, position)
        say_changed(study, f"the place of {study.groups.tree().path(found.id)}")


@command.command("remove", short_help="Remove a group and those below it.")
@words("GROUP")
@click.option("--yes", is_flag=True, help="Do not ask, although groups lie below it.")
@acting_coder
def remove(project: Path, group: str, yes: bool, coder: str | None) -> None:
    """Remove a group and those below it; the cases stay."""
    with open_project(project, coder) as study:
        tree = study.groups.tree()
        found = tree.find(group)
        below = len(tree.descendants(found.id)) - 1
        if below and not yes:
            lie = f"{counted(below, 'group')} lie{'s' if below == 1 else ''} below"
            ask(f"{lie} {tree.path(found.id)}. Remove all of them?", "The group was not removed.")
        number = study.groups.remove(found)
        say(f"Removed {counted(number, 'group')}; the cases stay.", study)


@command.command("import", short_help="Make groups of a table, CSV or XLSX.")
@words("FILE")
@acting_coder
def import_(project: Path, file: str, coder: str | None) -> None:
    """Make groups of a table: a column `group` (a path, Chubu > Aichi) and `cases`, separated by ;.

    Groups that are there are used; nothing is taken out of any. A column `note` may say more.
    """
    from qcode.sheets import read_groups

    rows = read_groups(Path(file))
    with open_project(project, coder) as study:
        say_notes((*rows.notes, *study.groups.import_rows(rows, source=Path(file).name)), study)


@command.command("fill", short_help="Make groups of the values of attributes.")
@words("ATTRIBUTE...")
@click.option("--below", metavar="GROUP", help="A group that they are made below.")
@acting_coder
def fill(project: Path, attribute: tuple[str, ...], below: str | None, coder: str | None) -> None:
    """Make groups of the values of cases' attributes: groups fill region prefecture.

    Those of the second lie below those of the first. Groups that are there are used; nothing is taken
    out of any.
    """
    with open_project(project, coder) as study:
        say_notes(study.groups.fill(attribute, study.groups.find(below) if below else None), study)
