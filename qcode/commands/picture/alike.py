"""Pictures of which cases are alike: dendrogram and map."""

from __future__ import annotations

from pathlib import Path

import click

from qcode.commands.arguments import Choice, open_project, selection_options, words
from qcode.commands.picture.output import PictureOutput, picture_options, show_picture
from qcode.commands.quotations import behind
from qcode.commands.typology import Compared, comparison_options, likeness_options


@click.command("dendrogram", short_help="Which cases are alike, step by step.")
@words()
@comparison_options
@likeness_options
@selection_options
@picture_options
def dendrogram(
    project: Path,
    compared: Compared,
    distance: str | None,
    linkage: str | None,
    choice: Choice,
    output: PictureOutput,
) -> None:
    """Draw how cases are put together by their codes, the most alike first. Needs the extra `stats`."""
    from qcode.analysis.typology.cluster_tables import merges_table
    from qcode.analysis.typology.clusters import clusters

    with open_project(project) as study:
        selection = choice.of(study)
        found = clusters(
            selection,
            compared.codes,
            compared.value,
            aggregated=compared.aggregated,
            distance=distance,
            linkage=linkage,
        )
        table = merges_table(found, selection)
        show_picture(study, "dendrogram", table, output, detail=lambda: behind(study, selection, table))


@click.command("map", short_help="Cases and codes in one plane.")
@words()
@comparison_options
@click.option("--multiple", is_flag=True, help="Of whether cases have codes or lack them, not of how often.")
@click.option(
    "--with",
    "classes",
    multiple=True,
    metavar="DIMENSION",
    help="Show where classes of cases lie: case.ATTRIBUTE, class:NAME; may be repeated.",
)
@selection_options
@picture_options
def map_(
    project: Path,
    compared: Compared,
    multiple: bool,
    classes: tuple[str, ...],
    choice: Choice,
    output: PictureOutput,
) -> None:
    """Draw cases and codes so that what goes together lies together (correspondence analysis).

    Needs the extra `stats`.
    """
    from qcode.analysis.typology.maps import layout, points_table

    with open_project(project) as study:
        selection = choice.of(study)
        plane = layout(
            selection,
            compared.codes,
            compared.value,
            aggregated=compared.aggregated,
            with_classes=classes,
            multiple=multiple,
        )
        table = points_table(plane, selection)
        show_picture(study, "map", table, output, detail=lambda: behind(study, selection, table))
