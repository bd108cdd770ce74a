"""`qcode search`: words in the documents."""

from __future__ import annotations

from pathlib import Path

import click

from qcode.commands.arguments import ROLE_CHOICES, counted_roles, open_project, words
from qcode.commands.output import Output, output_options, show


@click.command("search")
@words("QUERY")
@click.option("--regex", is_flag=True, help="QUERY is a regular expression, matched on the text as it is.")
@click.option(
    "--role", "roles", multiple=True, type=click.Choice(ROLE_CHOICES), help="Only in the speech of this role."
)
@click.option(
    "--where", metavar="CONDITION", help="Only where this holds, such as 'kind = interview' or @QUERY."
)
@output_options
def command(
    project: Path,
    query: str,
    regex: bool,
    roles: tuple[str, ...],
    where: str | None,
    output: Output,
) -> None:
    """Find words in all documents, whatever their width, case or Japanese compatibility form."""
    with open_project(project) as study:
        table = study.search(query, regex=regex, roles=counted_roles(roles, default=None), where=where)
        show(study, table, output)
