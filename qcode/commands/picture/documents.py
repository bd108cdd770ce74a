"""Pictures of documents: saturation, timeline, code line."""

from __future__ import annotations

from pathlib import Path

import click

from qcode.commands.arguments import Choice, open_project, selection_options, words
from qcode.commands.picture.output import PictureOutput, picture_options, show_picture
from qcode.commands.quotations import behind

_date_option = click.option(
    "--date",
    metavar="ATTRIBUTE",
    help="The attribute of documents with their dates (default: the first that has dates).",
)


@click.command("saturation", short_help="New codes by interview.")
@words()
@click.option(
    "--order",
    type=click.Choice(("date", "import")),
    default="date",
    show_default=True,
    help="Of the interviews.",
)
@_date_option
@click.option("--every-document", is_flag=True, help="Documents without speakers as well.")
@selection_options
@picture_options
def saturation(
    project: Path, order: str, date: str | None, every_document: bool, choice: Choice, output: PictureOutput
) -> None:
    """Draw how many codes come up for the first time in each interview, and how many there are by then."""
    from qcode.analysis.saturation import saturation as of

    with open_project(project) as study:
        selection = choice.of(study)
        table = of(selection, order, date=date, every_document=every_document)
        show_picture(study, "curve", table, output, detail=lambda: behind(study, selection, table))


@click.command("timeline", short_help="Dated documents and events, case by case.")
@words()
@_date_option
@click.option(
    "--events/--no-events", default=True, help="With the events of cases, or documents only (default: with)."
)
@selection_options
@picture_options
def timeline(project: Path, date: str | None, events: bool, choice: Choice, output: PictureOutput) -> None:
    """Draw the documents and the events of each case between the years."""
    from qcode.project.pictures import timeline_table

    with open_project(project) as study:
        selection = choice.of(study)
        table = timeline_table(selection, date, events=events)
        show_picture(study, "timeline", table, output, detail=lambda: behind(study, selection, table))


@click.command("codeline", short_help="Where codes lie in one document.")
@words("DOCUMENT")
@selection_options
@picture_options
def codeline(project: Path, document: str, choice: Choice, output: PictureOutput) -> None:
    """Draw the codes of one document turn by turn, or paragraph by paragraph."""
    from qcode.project.pictures import codeline_table

    with open_project(project) as study:
        selection = choice.of(study)
        table = codeline_table(selection, study.documents.find(document).id)
        show_picture(study, "codeline", table, output, detail=lambda: behind(study, selection, table))
