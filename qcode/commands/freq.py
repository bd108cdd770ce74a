"""`qcode freq`: the code frequency table."""

from __future__ import annotations

from pathlib import Path

import click

from qcode.commands.arguments import Choice, open_project, selection_options, words
from qcode.commands.output import Output, output_options, show
from qcode.commands.quotations import behind
from qcode.model.tables import themes_only, used_only


@click.command("freq")
@words()
@click.option("--themes", is_flag=True, help="Leave out the rows of facets.")
@click.option("--used", is_flag=True, help="Leave out codes that were not used.")
@click.option("--per-coder", is_flag=True, help="Count each coder's segments as well.")
@click.option(
    "--aggregated",
    is_flag=True,
    help="Participants, characters and coverage, too, of codes with their sub-codes.",
)
@selection_options
@output_options
def command(
    project: Path,
    themes: bool,
    used: bool,
    per_coder: bool,
    aggregated: bool,
    choice: Choice,
    output: Output,
) -> None:
    """Print how often each code was used.

    For each code: distinct segments, alone and with its sub-codes, documents, cases and participants
    that have them, their characters, and their share of the counted speech.
    """
    with open_project(project) as study:
        selection = choice.of(study)
        table = study.frequencies(selection=selection, per_coder=per_coder, aggregated=aggregated)
        if themes:
            table = themes_only(table)
        if used:
            table = used_only(table)
        show(study, table, output, detail=lambda: behind(study, selection, table))
