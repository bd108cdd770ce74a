"""`qcode picture`: tables as pictures, a verb for each kind."""

from __future__ import annotations

import click

from qcode.commands.arguments import ProjectGroup
from qcode.commands.picture import alike, documents, tables


@click.group("picture", cls=ProjectGroup, short_help="Draw tables: heat map, network, timeline ...")
def command() -> None:
    """Draw a table here, or write it to a file as SVG or PNG (with the extra `plots`).

    Every picture is of a table, which --format csv, or a FILE of another ending, writes in its place.
    """


for verb in (
    tables.heatmap,
    tables.bubbles,
    tables.network,
    alike.dendrogram,
    alike.map_,
    documents.saturation,
    documents.timeline,
    tables.periods,
    documents.codeline,
):
    command.add_command(verb)

__all__ = ["command"]
