"""`qcode check`: is the project whole? And if not, what can be put right?"""

from __future__ import annotations

from pathlib import Path

import click

from qcode.commands.arguments import open_project, words
from qcode.commands.output import say
from qcode.errors import ProjectFileError
from qcode.text.names import counted


@click.command("check")
@words()
@click.option(
    "--repair", is_flag=True, help="Put right what can be put right without guessing; a copy is made first."
)
@click.option(
    "--take-over", is_flag=True, help="End the claim of another computer, on which the project is closed."
)
def command(project: Path, repair: bool, take_over: bool) -> None:
    """Check a project: the file's pages, every offset and quotation, and the log against the rows.

    With --repair, rows are rebuilt from the log, texts are brought back from backups, indexes and views
    are made anew, and codings that lost their words are set aside to be placed by hand. A file that
    is damaged itself stays as it is: what can be read of it goes into a new one beside it.
    """
    if take_over:
        _take_over(project)
    if repair:
        _repair(project)
    with open_project(project) as study:
        problems = study.check()
        if problems:
            raise ProjectFileError(
                f"{project}: {counted(len(problems), 'problem')}.\n" + "\n".join(problems),
                "\n`qcode check --repair` puts right what it can; or open the newest backup in the folder "
                "beside it.",
            )
        documents, codings = len(study.documents.list()), len(study.codings.list())
        say(f"{project} is whole: {counted(documents, 'document')}, {counted(codings, 'coding')}.")


def _take_over(project: Path) -> None:
    from qcode.store.lock import take_over

    holder = take_over(project)
    say(
        f"The claim of the computer “{holder.host}” is ended." if holder else "No computer holds the project."
    )


def _repair(project: Path) -> None:
    from qcode.store.repair import repair

    result = repair(project)
    if result.copy:
        say(f"The file as it was is kept as {result.copy}.")
    for sentence in (*result.lost, *result.done):
        say(sentence)
    if result.rescued:
        left = "".join(f"\n{sentence}" for sentence in result.left)
        raise ProjectFileError(
            f"{project} is damaged itself and was left as it is; "
            f"what could be read is in {result.rescued}.{left}",
            "\nCompare it with the newest backup before you go on with either.",
        )
