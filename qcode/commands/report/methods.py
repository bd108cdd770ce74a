"""`qcode report methods`: what is known of how the study was made, by COREQ and SRQR."""

from __future__ import annotations

from pathlib import Path

import click

from qcode.commands.arguments import acting_coder, open_project, words
from qcode.commands.output import say
from qcode.commands.report.output import ReportOutput, report_options, show_report
from qcode.errors import UsageError
from qcode.project.guidelines import TITLES
from qcode.project.reports.methods import methods_report


@click.command("methods", short_help="Write what is known of the methods, by COREQ and SRQR.")
@words("TEXT?")
@click.option(
    "--set",
    "item",
    metavar="ITEM",
    help="Say TEXT of an item, such as coreq.6, in place of what was said; an empty one takes it back.",
)
@click.option(
    "--guideline",
    "guidelines",
    multiple=True,
    type=click.Choice(tuple(TITLES)),
    help="Only this guideline; may be repeated.",
)
@acting_coder
@report_options
def command(
    project: Path,
    text: str | None,
    item: str | None,
    guidelines: tuple[str, ...],
    coder: str | None,
    output: ReportOutput,
) -> None:
    """Write a sheet with the items of COREQ (32) and SRQR (21), each with what the project knows of it.

    What only the researcher can say is stored in the project: --set coreq.6 "We had met before."
    """
    if (text is None) is not (item is None):
        raise UsageError("A text is said of an item.", 'As in: --set coreq.6 "We had met before."')
    with open_project(project, coder) as study:
        if item is None or text is None:
            show_report(study, methods_report(study, guidelines or tuple(TITLES)), output)
            return
        study.methods.set({item: text})
        say("Saved." if study.rows_changed else "Nothing to change: it is said so already.")
