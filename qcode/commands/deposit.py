"""`qcode deposit`: a folder for a data archive."""

from __future__ import annotations

from pathlib import Path

import click

from qcode.commands.arguments import open_project, words
from qcode.commands.output import say
from qcode.project.deposit import deposit
from qcode.text.names import counted


@click.command("deposit")
@words("FOLDER")
@click.option(
    "--names", is_flag=True, help="Leave all names as they are, for a deposit of restricted access."
)
@click.option("--access", metavar="TEXT", default="", help="What README.md says of access and licence.")
@click.option("--citation", metavar="TEXT", default="", help="How the deposit is to be cited.")
def command(project: Path, folder: str, names: bool, access: str, citation: str) -> None:
    """Write a folder for a data archive: transcripts, codings, codebook, cases, matrices, methods, README.

    Names of participants, cases and documents are kept back, in the texts too; codings.csv gives where
    each segment lies in the texts of the folder. What stands for whom and the log are left out. An
    earlier deposit of the same project is replaced, where nobody changed it.

    The abstract is what was said of srqr.2, else the memo on the project; funding srqr.21, ethics srqr.9
    (qcode report methods --set).
    """
    with open_project(project) as study:
        done = deposit(study, Path(folder), names=names, access=access, citation=citation)
        what = "Replaced" if done.written.replaced else "Wrote"
        say(f"{what} {folder}: {counted(done.written.files, 'file')}, explained in README.md.")
        for warning in done.warnings:
            say(warning)
        if names:
            say("It holds names: for restricted access only.")
        else:
            say("Names that qcode was not told remain: read the transcripts before you pass them on.")
