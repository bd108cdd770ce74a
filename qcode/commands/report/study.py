"""`qcode report study`: the study in one report."""

from __future__ import annotations

from pathlib import Path

import click

from qcode.commands.arguments import Choice, open_project, selection_options, words
from qcode.commands.report.output import ReportOutput, report_options, show_report


@click.command("study", short_help="Write the whole study: data, tables, pictures, summaries.")
@words()
@click.option(
    "--unit", default="turn", show_default=True, metavar="UNIT", help="Where two codes meet, as of matrix."
)
@click.option("--no-pictures", is_flag=True, help="Leave out the pictures.")
@selection_options
@report_options
def command(project: Path, unit: str, no_pictures: bool, choice: Choice, output: ReportOutput) -> None:
    """Write the study in one report: the data, codes by case and class, what goes together, summaries.

    As html it is one file that opens from a mail and needs no network: tables sort, numbers open their
    quotations.
    """
    from qcode.project.reports.study import study_report

    with open_project(project) as study:
        report = study_report(study, selection=choice.of(study), unit=unit, pictures=not no_pictures)
        show_report(study, report, output)
