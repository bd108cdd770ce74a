"""`qcode report`: what is written for people to read, a module for each report."""

from __future__ import annotations

import click

from qcode.commands.arguments import ProjectGroup
from qcode.commands.report import (
    audit,
    codebook,
    comparison,
    frequencies,
    methods,
    portrait,
    quotations,
    saturation,
    study,
    transcript,
)


@click.group(
    "report", cls=ProjectGroup, short_help="Write reports: codebook, quotations, transcripts, methods."
)
def command() -> None:
    """Write a report: to the screen, or to a file as docx, html or md by the ending of its name."""


command.add_command(audit.command)
command.add_command(codebook.command)
command.add_command(comparison.command)
command.add_command(frequencies.command)
command.add_command(methods.command)
command.add_command(portrait.command)
command.add_command(quotations.command)
command.add_command(saturation.command)
command.add_command(study.command)
command.add_command(transcript.command)

__all__ = ["command"]
