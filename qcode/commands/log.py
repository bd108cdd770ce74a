"""`qcode log`: what was done."""

from __future__ import annotations

from pathlib import Path

import click

from qcode.commands.arguments import open_project, words
from qcode.commands.output import Output, output_options, show, simple_table


@click.command("log")
@words()
@click.option("--coder", metavar="NAME", help="Only what this coder did.")
@click.option("--last", type=click.IntRange(1), metavar="N", help="Only the newest N steps.")
@output_options
def command(
    project: Path,
    coder: str | None,
    last: int | None,
    output: Output,
) -> None:
    """Print what was done in a project, by whom and when, oldest first.

    A step that was taken back says so; nothing is ever removed from the log.
    """
    with open_project(project) as study:
        events = study.history.list(coder)
        shown = events[-last:] if last else events
        table = simple_table(
            "log",
            f"{study.title}: what was done",
            ("time", "coder", "what", "state"),
            ([event.time, event.coder, event.summary, event.state] for event in shown),
        )
        show(study, table, output)
