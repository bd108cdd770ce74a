"""`qcode export`: the whole study as plain files."""

from __future__ import annotations

from pathlib import Path

import click

from qcode.commands.arguments import open_project, words
from qcode.commands.output import say
from qcode.text.names import counted


@click.command("export")
@words("FOLDER")
def command(project: Path, folder: str) -> None:
    """Write the whole study to FOLDER as plain files: texts, tables, memos, and a page that explains them.

    Nothing is lost but the history: `qcode init NEW.qcode --from FOLDER` makes a project of it again. An
    earlier export of the same project is replaced, where nobody changed it.

    It is a copy of the study with all its names, not one to be published: `qcode segments --pseudonyms`
    and the other tables keep names back.
    """
    with open_project(project) as study:
        done = study.export_plain(folder)
        what = "Replaced" if done.replaced else "Wrote"
        say(f"{what} {folder}: {counted(done.files, 'file')}, explained in README.md.")
        say("It holds names as well as pseudonyms and is readable by you alone: not to be published so.")
