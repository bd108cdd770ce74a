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
    """
    from qcode.project.plain import export_plain

    with open_project(project) as study:
        done = export_plain(study, Path(folder))
        what = "Replaced" if done.replaced else "Wrote"
        say(f"{what} {folder}: {counted(done.files, 'file')}, explained in README.md.")
        say("It holds names as well as pseudonyms, and is readable by you alone.")
