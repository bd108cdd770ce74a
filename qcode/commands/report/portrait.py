"""`qcode report portrait`: one document's codes in their places."""

from __future__ import annotations

from pathlib import Path

import click

from qcode.commands.arguments import Choice, open_project, selection_options, words
from qcode.commands.report.output import ReportOutput, report_options, show_report
from qcode.project.reports.portrait import portrait_report


@click.command("portrait", short_help="Write where the codes of a document lie, and their shares of it.")
@words("DOCUMENT")
@selection_options
@report_options
def command(project: Path, document: str, choice: Choice, output: ReportOutput) -> None:
    """Write the code line of a document, the share of each code, and its segments in their order."""
    with open_project(project) as study:
        report = portrait_report(study, study.documents.find(document), choice.of(study))
        show_report(study, report, output)
