"""`qcode init`: a new project."""

from __future__ import annotations

from pathlib import Path

import click

from qcode.commands.arguments import SUFFIX, open_project
from qcode.commands.output import say
from qcode.errors import UsageError
from qcode.project import Project
from qcode.text.names import counted


@click.command("init")
@click.argument("project", type=click.Path(path_type=Path))
@click.option("--title", default="", help="Title of the study (default: the file's name).")
@click.option("--codebook", metavar="FILE", help="A codebook file, or the name of one that comes with qcode.")
@click.option(
    "--from",
    "folder",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Make it of the plain files that `qcode export` wrote.",
)
@click.option("--coder", metavar="NAME", help="Act as this coder.")
def command(project: Path, title: str, codebook: str | None, folder: Path | None, coder: str | None) -> None:
    """Make a project file; .qcode is added to the name where it is missing."""
    from qcode.codebook import read_codebook
    from qcode.commands.codebook import codebook_path

    if project.suffix != SUFFIX:
        project = project.with_name(project.name + SUFFIX)
    if folder is not None:
        if title or codebook:
            raise UsageError("--from brings title and codebook with it.", "Give it alone.")
        _bring_back(project, folder)
        return
    book = read_codebook(codebook_path(codebook)) if codebook else None
    Project.create(project, title).close()
    try:
        with open_project(project, coder) as study:
            if book:
                done = study.codes.import_codebook(book)
                say(f"Codebook {book.title}: {counted(done.added, 'code')}.")
            say(f"Made {project}. Next: qcode import {project} FILE... --case NAME")
    except BaseException:
        project.unlink(missing_ok=True)
        raise


def _bring_back(project: Path, folder: Path) -> None:
    from qcode.project.plain import import_plain

    done = import_plain(folder, project)
    for note in done.notes:
        say(note)
    say(
        f"Made {project} of {folder}: {counted(done.documents, 'document')}, {counted(done.codes, 'code')}, "
        f"{counted(done.codings, 'coding')}. Its history begins anew."
    )
