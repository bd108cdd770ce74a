"""`qcode matrix`: codes by municipalities, or any two dimensions."""

from __future__ import annotations

from pathlib import Path

import click

from qcode.commands.arguments import Choice, open_project, selection_options, words
from qcode.commands.output import Output, output_options, show
from qcode.commands.quotations import behind
from qcode.model.tables import themes_only

MEASURES = (
    "segments", "documents", "cases", "participants", "turns", "characters", "words", "coverage",
    "presence", "rate", "quotes",
)  # fmt: skip
PERCENTS = ("row", "column", "table", "documents", "cases")


@click.command("matrix")
@words()
@click.option(
    "--rows",
    default="code",
    show_default=True,
    metavar="DIMENSION",
    help="code, facet:NAME, case, case.ATTRIBUTE, document, document.kind, document.ATTRIBUTE, "
    "participant, participant.ATTRIBUTE, coder; numbers in classes as case.population:50000,200000.",
)
@click.option("--columns", default="case", show_default=True, metavar="DIMENSION", help="As for --rows.")
@click.option(
    "--measure",
    type=click.Choice(MEASURES),
    default="segments",
    show_default=True,
    help="What is counted, or shown, in each cell; rate: segments per 1,000 characters.",
)
@click.option(
    "--percent",
    type=click.Choice(PERCENTS),
    help="Of the row, column or table; with --measure documents or cases also of all that have data.",
)
@click.option("--aggregated", is_flag=True, help="Count codes with their sub-codes.")
@click.option("--themes", is_flag=True, help="Leave out the rows of facets.")
@click.option("--per-coder", is_flag=True, help="Count each coder's codings apart.")
@selection_options
@output_options
def command(
    project: Path,
    rows: str,
    columns: str,
    measure: str,
    percent: str | None,
    themes: bool,
    aggregated: bool,
    per_coder: bool,
    choice: Choice,
    output: Output,
) -> None:
    """Print the coded matrix: how often each code was used in each municipality.

    In the total a segment counts once. A number is followed by + while documents are unfinished;
    an empty cell says whether there is no data, nothing found, or nothing coded yet.
    """
    with open_project(project) as study:
        selection = choice.of(study)
        table = study.crosstab(
            rows,
            columns,
            selection=selection,
            measure=measure,
            percent=percent,
            aggregated=aggregated,
            per_coder=per_coder,
        )
        if themes:
            table = themes_only(table)
        show(
            study,
            table,
            output,
            detail=lambda: behind(study, selection, table),
            warnings=lambda: study.pseudonyms.singled_out(selection, rows, columns or ""),
        )
