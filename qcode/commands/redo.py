"""`qcode redo`."""

from __future__ import annotations

from pathlib import Path

import click

from qcode.commands.arguments import acting_coder, as_whom, open_project, words
from qcode.commands.output import say
from qcode.errors import UndoError


@click.command("redo")
@words()
@acting_coder
def command(project: Path, coder: str | None) -> None:
    """Do again what you took back last, across restarts; exit code 1 where there is none."""
    with open_project(project, coder) as study:
        try:
            say(f"Did again: {study.history.redo()}.", study)
        except UndoError as error:
            raise as_whom(study, error) from None
