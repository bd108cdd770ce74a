"""`qcode report comparison`: two cases, groups or classes side by side."""

from __future__ import annotations

from pathlib import Path

import click

from qcode.commands.arguments import Choice, counted_roles, open_project, selection_options, words
from qcode.commands.report.output import ReportOutput, report_options, show_report


@click.command("comparison", short_help="Two cases, groups or classes of cases side by side.")
@words()
@click.option(
    "--left",
    required=True,
    metavar="SIDE",
    help="A case or a group by its name, or a condition: 'case.population > 200000'.",
)
@click.option("--right", required=True, metavar="SIDE", help="The other side, likewise.")
@click.option(
    "--quotations",
    type=click.IntRange(0),
    default=3,
    show_default=True,
    metavar="N",
    help="At most so many quotations for each code and side.",
)
@click.option("--themes", is_flag=True, help="Leave the codes of facets out of the table.")
@selection_options
@report_options
def command(
    project: Path,
    left: str,
    right: str,
    quotations: int,
    themes: bool,
    choice: Choice,
    output: ReportOutput,
) -> None:
    """Compare two sides: their attributes, what data there is, codes, and quotations side by side.

    --where, --role and --coder hold for both. Nothing is tested.
    """
    from qcode.project.reports.comparison import TELLING, comparison_report
    from qcode.project.reports.references import telling_positions

    with open_project(project) as study:
        report = comparison_report(
            study,
            left,
            right,
            roles=counted_roles(choice.roles),
            coders=choice.coders or None,
            where=choice.where,
            quotations=quotations,
            themes=themes,
        )
        show_report(study, report, output, warnings=lambda: [TELLING, *telling_positions(study.corpus())])
