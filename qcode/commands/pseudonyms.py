"""`qcode pseudonyms`: what stands for names where they are kept back."""

from __future__ import annotations

from pathlib import Path

import click

from qcode.commands.arguments import acting_coder, open_project, words
from qcode.commands.output import Output, output_options, say, show, simple_table
from qcode.errors import UsageError
from qcode.model.cases import Entity
from qcode.text.names import counted

_KEY = "This list is the key to the names: keep it apart from what is passed on."


@click.group("pseudonyms", short_help="List and set what stands for names, and when it does.")
def command() -> None:
    """What stands for the names of participants, cases and documents where they are kept back."""


@command.command("list", short_help="List names and what stands for each.")
@words()
@output_options
def list_(project: Path, output: Output) -> None:
    """List names and what stands for each: given by a person, or made from the order of the project."""
    with open_project(project) as study:
        if output.pseudonyms:
            raise UsageError("The list of names cannot be printed without the names.")
        rows = [
            [one.entity.value, one.name, one.pseudonym, "given" if one.given else "by order"]
            for one in study.pseudonyms.list()
        ]
        title = f"{study.title}: pseudonyms"
        columns = ("kind", "name", "pseudonym", "how")
        show(study, simple_table("pseudonyms", title, columns, rows, [_KEY]), output.with_names())


@command.command("set", short_help="Say what stands for a case, person or document.")
@words("NAME", "PSEUDONYM")
@click.option(
    "--of",
    "entity",
    type=click.Choice([one.value for one in Entity]),
    default=Entity.CASE.value,
    show_default=True,
    help="What the name is of.",
)
@acting_coder
def set_(project: Path, name: str, pseudonym: str, entity: str, coder: str | None) -> None:
    """Say what stands for a case, a participant or a document; empty for what its order says."""
    with open_project(project, coder) as study:
        study.pseudonyms.give(Entity(entity), name, pseudonym)
        if study.rows_changed:
            say(f"“{pseudonym}” stands for {name}." if pseudonym.strip() else f"{name}: by its order.")
        else:
            say("Nothing to change: it is so already.")


@command.command("fix", short_help="Keep the pseudonyms made from the order as they are.")
@words()
@acting_coder
def fix(project: Path, coder: str | None) -> None:
    """Keep the pseudonyms that follow from the order as they are now, whatever is added or removed later."""
    with open_project(project, coder) as study:
        say(f"Gave {counted(study.pseudonyms.fix(), 'pseudonym')}.")


@command.command("always", short_help="Keep names back in every table, or no longer.")
@words()
@click.option("--off", is_flag=True, help="Show names again.")
@acting_coder
def always(project: Path, off: bool, coder: str | None) -> None:
    """Keep names back in every table that is printed or written, unless --names asks for them.

    What stands for each name is fixed at the same time.
    """
    with open_project(project, coder) as study:
        study.pseudonyms.set_always(not off)
        say("Names are shown in tables." if off else "Names are kept back in tables; --names shows them.")
