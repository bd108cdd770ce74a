"""`qcode undo`."""

from __future__ import annotations

from pathlib import Path

import click

from qcode.commands.arguments import acting_coder, as_whom, open_project, words
from qcode.commands.output import say
from qcode.errors import UndoError


@click.command("undo")
@words()
@acting_coder
def command(project: Path, coder: str | None) -> None:
    """Take back your newest step, across restarts; exit code 1 where there is none."""
    with open_project(project, coder) as study:
        try:
            say(f"Took back: {study.history.undo()}.", study)
        except UndoError as error:
            raise as_whom(study, error) from None
