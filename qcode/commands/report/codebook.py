"""`qcode report codebook`: the codebook to be read, with counts and examples."""

from __future__ import annotations

from pathlib import Path

import click

from qcode.commands.arguments import Choice, open_project, selection_options, words
from qcode.commands.report.output import ReportOutput, report_options, show_report


@click.command("codebook", short_help="The codebook with counts, memos and examples.")
@words()
@click.option(
    "--examples",
    type=click.IntRange(0),
    default=2,
    show_default=True,
    metavar="N",
    help="At most so many quotations for each code.",
)
@click.option("--memos/--no-memos", default=True, help="With the memos on codes, or without (default: with).")
@selection_options
@report_options
def command(project: Path, examples: int, memos: bool, choice: Choice, output: ReportOutput) -> None:
    """Write the codebook: a table of all codes with counts, then each code with all that is said of it.

    As a table for spreadsheets, and to be read in again, `qcode codebook export` writes it.
    """
    from qcode.project.reports.codebook import codebook_report
    from qcode.project.reports.references import telling_positions

    with open_project(project) as study:
        report = codebook_report(study, selection=choice.of(study), most_examples=examples, memos=memos)
        show_report(study, report, output, warnings=lambda: telling_positions(study.corpus()))
