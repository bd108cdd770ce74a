"""`qcode check`: is the project whole?"""

from __future__ import annotations

from pathlib import Path

import click

from qcode.commands.arguments import open_project, words
from qcode.commands.output import say
from qcode.errors import ProjectFileError
from qcode.text.names import counted


@click.command("check")
@words()
def command(project: Path) -> None:
    """Check a project: the file's pages, every offset and quotation, and the log against the rows."""
    with open_project(project) as study:
        problems = study.check()
        if problems:
            raise ProjectFileError(
                f"{project}: {counted(len(problems), 'problem')}.\n" + "\n".join(problems),
                "\nOpen the newest backup in the folder beside it.",
            )
        documents, codings = len(study.documents.list()), len(study.codings.list())
        say(f"{project} is whole: {counted(documents, 'document')}, {counted(codings, 'coding')}.")
