"""`qcode report transcript`: documents with the codings on them."""

from __future__ import annotations

from pathlib import Path

import click

from qcode.commands.arguments import Choice, open_project, selection_of_everything, words
from qcode.commands.report.output import ReportOutput, report_options, show_report
from qcode.errors import UsageError
from qcode.project.reports.transcript import transcript_report


@click.command("transcript", short_help="Write coded transcripts, the codes in the margin.")
@words("DOCUMENT...?")
@click.option("--all", "everything", is_flag=True, help="All documents, or those that --where speaks of.")
@selection_of_everything
@report_options
def command(
    project: Path, document: tuple[str, ...], everything: bool, choice: Choice, output: ReportOutput
) -> None:
    """Write documents turn by turn with the codes that lie on their words.

    In docx each coding is a comment of its coder on the words; in html the codes stand in the margin and
    show their words when touched. All codings are shown; choose with --coder, --where and --role.
    """
    if bool(document) is everything:
        raise UsageError("Say which documents.", "Name them, or give --all.")
    with open_project(project) as study:
        selection = choice.of(study, None)
        if everything:
            documents = [selection.corpus.documents[one] for one in selection.scope.shown]
        else:
            documents = [study.documents.find(name) for name in document]
        show_report(study, transcript_report(study, documents, selection), output)
