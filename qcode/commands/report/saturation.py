"""`qcode report saturation`: new codes by interview."""

from __future__ import annotations

from pathlib import Path

import click

from qcode.analysis.saturation import ORDERS
from qcode.commands.arguments import Choice, open_project, selection_options, words
from qcode.commands.report.output import ReportOutput, report_options, show_report
from qcode.project.reports.saturation import saturation_report


@click.command("saturation", short_help="Write in which interview which codes were new.")
@words()
@click.option(
    "--order", type=click.Choice(ORDERS), default=ORDERS[0], help="Interviews by date (default) or import."
)
@click.option("--date", metavar="ATTRIBUTE", help="The documents' attribute that holds the date.")
@click.option("--every-document", is_flag=True, help="Also documents in which nobody speaks.")
@selection_options
@report_options
def command(
    project: Path, order: str, date: str | None, every_document: bool, choice: Choice, output: ReportOutput
) -> None:
    """Write the curve of new codes by interview, and which codes came up first in which."""
    with open_project(project) as study:
        report = saturation_report(
            study, choice.of(study), order=order, date=date, every_document=every_document
        )
        show_report(study, report, output)
