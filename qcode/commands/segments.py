"""`qcode segments`: the coded segments with their quotations."""

from __future__ import annotations

from pathlib import Path

import click

from qcode.commands.arguments import Choice, open_project, selection_options, words
from qcode.commands.output import Output, output_options, show


@click.command("segments")
@words()
@selection_options
@output_options
def command(
    project: Path,
    choice: Choice,
    output: Output,
) -> None:
    """Print the coded segments with their quotations, in the order of the texts.

    As everywhere, only codings that touch a respondent's speech count unless --role says otherwise.
    Choose with --where, such as 'code = Gatekeeper and case = Minamihama'.
    """
    with open_project(project) as study:
        selection = choice.of(study)
        show(study, study.segments(selection=selection), output)
