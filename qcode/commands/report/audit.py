"""`qcode report audit`: the audit trail."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from qcode.commands.arguments import open_project, words
from qcode.commands.report.output import ReportOutput, report_options, show_report
from qcode.errors import UsageError
from qcode.project.reports.audit import audit_report

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("audit", short_help="Write the audit trail: what was done, by day and coder.")
@words()
@click.option("--since", type=_DAY, metavar="DAY", help="From this day on, such as 2025-04-01.")
@click.option("--until", type=_DAY, metavar="DAY", help="Up to this day, it included.")
@report_options
def command(project: Path, since: datetime | None, until: datetime | None, output: ReportOutput) -> None:
    """Write what was done by day and coder, the history of the codebook, imports, what was taken back."""
    if since and until and since > until:
        raise UsageError(
            f"{since:%Y-%m-%d} comes after {until:%Y-%m-%d}.", "Give the earlier day to --since."
        )
    with open_project(project) as study:
        report = audit_report(study, since and since.date(), until and until.date())
        show_report(study, report, output)
