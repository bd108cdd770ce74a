"""`qcode backup`: a checked copy."""

from __future__ import annotations

from pathlib import Path

import click

from qcode.commands.arguments import open_project, words
from qcode.commands.output import say
from qcode.errors import ProjectFileError


@click.command("backup")
@words("TARGET?")
def command(project: Path, target: str | None) -> None:
    """Copy a project to TARGET, or to a dated file in the folder of backups beside it.

    The copy is made in one piece while others may be working, checked, and readable by you alone.
    """
    if target is None and not project.exists():
        raise ProjectFileError(
            f"{project} does not exist.",
            f"To copy a project there, name both: qcode backup STUDY.qcode {project}",
        )
    with open_project(project) as study:
        made = study.backup(target) if target else study.dated_backup()
        say(f"Wrote {made}.")
