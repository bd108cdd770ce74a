"""Pictures of cross-tables: heat map, bubbles, periods, network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from qcode.commands.arguments import Choice, open_project, selection_options, words
from qcode.commands.picture.output import PictureOutput, picture_options, show_picture
from qcode.commands.quotations import behind
from qcode.model.tables import themes_only
from qcode.project import Project

Function = TypeVar("Function", bound=Callable[..., Any])
_MEASURES = (
    "segments", "documents", "cases", "participants", "turns", "characters", "words", "coverage", "presence",
    "rate", "per-document",
)  # fmt: skip
_PERCENTS = ("row", "column", "table", "documents", "cases")


def _dimensions(rows: str, columns: str) -> Callable[[Function], Function]:
    """Give a command the options of a cross-table, with these dimensions by default."""

    def decorate(function: Function) -> Function:
        decorated: Any = function
        for option in (
            click.option("--themes", is_flag=True, help="Leave out the rows of facets."),
            click.option("--aggregated", is_flag=True, help="Count codes with their sub-codes."),
            click.option("--percent", type=click.Choice(_PERCENTS), help="Shares, as of `qcode matrix`."),
            click.option(
                "--measure",
                type=click.Choice(_MEASURES),
                default="segments",
                show_default=True,
                help="What is counted.",
            ),
            click.option(
                "--columns", default=columns, show_default=True, metavar="DIMENSION", help="As for --rows."
            ),
            click.option(
                "--rows", default=rows, show_default=True, metavar="DIMENSION", help="As of `qcode matrix`."
            ),
        ):
            decorated = option(decorated)
        return cast(Function, decorated)

    return decorate


def _cross_table(
    study: Project,
    kind: str,
    choice: Choice,
    output: PictureOutput,
    rows: str,
    columns: str,
    themes: bool,
    **how: Any,
) -> None:
    selection = choice.of(study)
    table = study.crosstab(rows, columns, selection=selection, **how)
    if themes:
        table = themes_only(table)
    show_picture(
        study,
        kind,
        table,
        output,
        detail=lambda: behind(study, selection, table),
        warnings=lambda: study.pseudonyms.singled_out(selection, rows, columns),
    )


@click.command("heatmap", short_help="Numbers as shades: codes by cases.")
@words()
@_dimensions("code", "case")
@selection_options
@picture_options
def heatmap(project: Path, choice: Choice, output: PictureOutput, **how: Any) -> None:
    """Draw a cross-table with a shade and the number in each cell; totals are left out.

    0, no data and not coded yet stay apart, as in the matrix.
    """
    with open_project(project) as study:
        _cross_table(study, "heatmap", choice, output, **how)


@click.command("bubbles", short_help="Numbers as areas: codes by classes.")
@words()
@_dimensions("code", "document.kind")
@selection_options
@picture_options
def bubbles(project: Path, choice: Choice, output: PictureOutput, **how: Any) -> None:
    """Draw a cross-table with a disc in each cell whose area is as the number: codes by classes.

    Classes are dimensions such as case.population:50000,200000 or class:NAME.
    """
    with open_project(project) as study:
        _cross_table(study, "bubbles", choice, output, **how)


@click.command("periods", short_help="What each case says of which period.")
@words()
@click.option("--facet", metavar="NAME", help="The facet of periods (default: the one that is called so).")
@click.option(
    "--measure", type=click.Choice(_MEASURES), default="segments", show_default=True, help="What is counted."
)
@selection_options
@picture_options
def periods(project: Path, facet: str | None, measure: str, choice: Choice, output: PictureOutput) -> None:
    """Draw a strip for each case, shaded by how much is said of each period."""
    from qcode.project.pictures import periods_table

    with open_project(project) as study:
        selection = choice.of(study)
        table = periods_table(selection, facet, measure)
        show_picture(study, "heatmap", table, output, detail=lambda: behind(study, selection, table))


@click.command("network", short_help="Which codes go together.")
@words()
@click.option(
    "--unit",
    default="turn",
    show_default=True,
    metavar="UNIT",
    help="Where codes meet, as of `qcode matrix`.",
)
@click.option(
    "--measure",
    type=click.Choice(("jaccard", "count", "lift", "c")),
    default="jaccard",
    show_default=True,
    help="How strongly two codes go together; count: how often.",
)
@click.option(
    "--edges",
    type=click.IntRange(1, 400),
    default=40,
    show_default=True,
    metavar="N",
    help="At most so many pairs.",
)
@click.option("--aggregated", is_flag=True, help="Count codes with their sub-codes.")
@selection_options
@picture_options
def network(
    project: Path,
    unit: str,
    measure: str,
    edges: int,
    aggregated: bool,
    choice: Choice,
    output: PictureOutput,
) -> None:
    """Draw the pairs of themes that go together most; the size of a point is how often its code was used."""
    from qcode.project.pictures import network_table

    with open_project(project) as study:
        selection = choice.of(study)
        table = network_table(selection, unit, measure, edges=edges, aggregated=aggregated)
        show_picture(study, "network", table, output, detail=lambda: behind(study, selection, table))
