"""`qcode report frequencies`: the table of codes as journals print it."""

from __future__ import annotations

from pathlib import Path

import click

from qcode.commands.arguments import Choice, open_project, selection_options, words
from qcode.commands.report.output import ReportOutput, report_options, show_report


@click.command("frequencies", short_help="Themes, codes, n (%) and quotations as journals print them.")
@words()
@click.option(
    "--percent/--no-percent",
    default=None,
    help="With percentages, or without (default: with, where N is 10 or more).",
)
@click.option(
    "--quotations",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    metavar="N",
    help="At most so many quotations to illustrate each code.",
)
@click.option("--themes", is_flag=True, help="Leave out the codes of facets.")
@selection_options
@report_options
def command(
    project: Path,
    percent: bool | None,
    quotations: int,
    themes: bool,
    choice: Choice,
    output: ReportOutput,
) -> None:
    """Write the code frequency table of a paper: theme and code, definition, n (%), references, quotation.

    A code counts a case or participant once, whether these have it or its sub-codes. References are those
    of NVivo, of the code alone and aggregate.
    """
    from qcode.project.reports.frequencies import frequencies_report
    from qcode.project.reports.references import telling_positions

    with open_project(project) as study:
        report = frequencies_report(
            study, selection=choice.of(study), percent=percent, quotations=quotations, themes=themes
        )
        show_report(study, report, output, warnings=lambda: telling_positions(study.corpus()))
