"""`qcode report quotations`: what was said, by code and case."""

from __future__ import annotations

from pathlib import Path

import click

from qcode.commands.arguments import Choice, open_project, selection_options, words
from qcode.commands.report.output import ReportOutput, report_options, show_report


@click.command("quotations", short_help="Quotations by code and case, with references.")
@words()
@click.option(
    "--by",
    type=click.Choice(("code", "case", "both")),
    default="code",
    show_default=True,
    help="What they stand below: codes; cases and in each its codes; codes and in each its cases.",
)
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most so many below a heading.")
@click.option("--memos/--no-memos", default=True, help="With the memos on them, or without (default: with).")
@click.option("--themes", is_flag=True, help="Leave out the codes of facets.")
@selection_options
@report_options
def command(
    project: Path,
    by: str,
    limit: int | None,
    memos: bool,
    themes: bool,
    choice: Choice,
    output: ReportOutput,
) -> None:
    """Write the quotations with references such as (city official, City A, turn 31).

    Who speaks is told by a participant's attribute `position` (or role, function, 役職 ...), else by name.
    Translations stand below. Choose with --where, such as 'code = Gatekeeper and kind = interview'.
    """
    from qcode.project.reports.quotations import By, quotations_report
    from qcode.project.reports.references import telling_positions

    with open_project(project) as study:
        report = quotations_report(
            study, selection=choice.of(study), by=By(by), limit=limit, memos=memos, themes=themes
        )
        show_report(study, report, output, warnings=lambda: telling_positions(study.corpus()))
