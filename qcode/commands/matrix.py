"""`qcode matrix`: codes by municipalities, or any two dimensions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from qcode.commands.arguments import Choice, open_project, selection_options, words
from qcode.commands.output import Output, output_options, show
from qcode.commands.quotations import behind
from qcode.errors import UsageError
from qcode.model.tables import themes_only, used_only

MEASURES = (
    "segments", "documents", "cases", "participants", "turns", "characters", "words", "coverage",
    "presence", "rate", "per-document", "quotes", "c", "jaccard", "lift", "phi",
)  # fmt: skip
PERCENTS = ("row", "column", "table", "documents", "cases")
ALTERNATIVES = ("two-sided", "greater", "less")
TESTS = ("chi2", "g2", "fisher", "permutation")


@click.command("matrix")
@words()
@click.option(
    "--rows",
    default="code",
    show_default=True,
    metavar="DIMENSION",
    help='code, code:BRANCH (with all below it; "code:BRANCH > *": what is right below), '
    "facet:NAME, case, case.ATTRIBUTE, group, group:BRANCH, class:NAME, document, "
    "document.kind, document.ATTRIBUTE, "
    "participant, participant.ATTRIBUTE, coder; numbers in classes as case.population:50000,200000.",
)
@click.option("--columns", default="case", show_default=True, metavar="DIMENSION", help="As for --rows.")
@click.option(
    "--group-by",
    metavar="DIMENSION",
    help="With --columns or --rows case: the cases under their class:NAME, group or case.ATTRIBUTE, with a"
    " total of each.",
)
@click.option(
    "--by",
    metavar="DIMENSION",
    help="A third dimension: the columns once for each of its values, and once for all.",
)
@click.option(
    "--measure",
    type=click.Choice(MEASURES),
    help="What is counted, or shown, in each cell  [default: segments]; rate: segments per 1,000 characters;"
    " c, jaccard, lift, phi: how strongly two codes go together.",
)
@click.option(
    "--unit",
    metavar="UNIT",
    help="Code by code: where two codes meet, segment, overlap, turn, turns:K (at most K apart), paragraph,"
    " document or case.",
)
@click.option(
    "--percent",
    type=click.Choice(PERCENTS),
    help="Of the row, column or table; with --measure documents or cases also of all that have data.",
)
@click.option("--aggregated", is_flag=True, help="Count codes with their sub-codes.")
@click.option("--themes", is_flag=True, help="Leave out the rows of facets.")
@click.option("--used", is_flag=True, help="Leave out rows and columns in which there is nothing.")
@click.option("--per-coder", is_flag=True, help="Count each coder's codings apart.")
@click.option(
    "--test",
    type=click.Choice(TESTS),
    help="Test each row: does it differ between the columns? With --measure documents or cases how many"
    " have it; permutation: the means of cases in any measure.",
)
@click.option(
    "--alternative",
    type=click.Choice(ALTERNATIVES),
    help="With --test fisher and two columns: greater, if the first has a row more often than the second.",
)
@click.option(
    "--whole-table",
    is_flag=True,
    help="With --test: one test of all rows and columns, of which each document or case has one.",
)
@click.option("--residuals", is_flag=True, help="With --test: how far each column is from what is expected.")
@selection_options
@output_options
def command(
    project: Path,
    rows: str,
    columns: str,
    group_by: str | None,
    by: str | None,
    measure: str | None,
    unit: str | None,
    percent: str | None,
    themes: bool,
    used: bool,
    aggregated: bool,
    per_coder: bool,
    test: str | None,
    alternative: str | None,
    whole_table: bool,
    residuals: bool,
    choice: Choice,
    output: Output,
) -> None:
    """Print the coded matrix: how often each code was used in each municipality.

    In the total a segment counts once. A number is followed by + while documents are unfinished;
    an empty cell says whether there is no data, nothing found, or nothing coded yet.
    """
    if test is None and (residuals or alternative or whole_table):
        what = "Residuals belong" if residuals else "A direction belongs" if alternative else "This belongs"
        raise UsageError(f"{what} to a test.", "Give --test chi2, g2 or fisher.")
    further: dict[str, Any] = {"measure": measure, "unit": unit}
    if test is not None:
        if unit is not None:
            raise UsageError("Codes by codes are not tested.", "Leave out --unit, or --test.")
        # The tests are of the rows that are shown, so that it has to be known to them which these are.
        further = {"measure": measure or "segments", "test": test, "residuals": residuals, "themes": themes}
        further |= {"alternative": alternative or "two-sided", "whole_table": whole_table}
    if group_by is not None:
        rows, columns = _grouped(rows, columns, group_by)
    with open_project(project) as study:
        selection = choice.of(study)
        table = study.crosstab(
            rows,
            columns,
            selection=selection,
            by=by,
            percent=percent,
            aggregated=aggregated,
            per_coder=per_coder,
            **further,
        )
        if themes and test is None:
            table = themes_only(table)
        if used:
            table = used_only(table)
        show(
            study,
            table,
            output,
            detail=lambda: behind(study, selection, table),
            warnings=lambda: study.pseudonyms.singled_out(selection, rows, columns or "", by or ""),
        )


def _grouped(rows: str, columns: str, group_by: str) -> tuple[str, str]:
    """Return rows and columns with the cases grouped. Raises UsageError where there are none."""
    if columns.strip() == "case":
        return rows, f"case by {group_by}"
    if rows.strip() == "case":
        return f"case by {group_by}", columns
    raise UsageError("There are no cases to group.", "Make --columns (or --rows) case.")
