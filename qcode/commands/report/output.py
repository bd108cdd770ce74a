"""What all reports have in common on the command line: where and how they are written."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from qcode.commands.output import (
    file_option,
    format_option,
    names_are_kept_back,
    names_option,
    say,
    taking,
)
from qcode.errors import ExportError, UsageError
from qcode.exporters.reports import REPORT_FORMATS, report_format_for, write_report
from qcode.model.reports import Report
from qcode.project import Project
from qcode.text.display import safe

Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class ReportOutput:
    """What a person said about how and where a report is to be written."""

    format: str | None = None
    """Name of a format; None: by the ending of the path, else `md`; on a terminal as it is read there."""
    path: Path | None = None
    """File to write to; None: standard output."""
    pseudonyms: bool | None = None
    """Whether names are kept back; None: as the project says."""

    @property
    def chosen(self) -> str:
        """The format to write in. Raises UsageError where the file's name does not say it."""
        if self.format or self.path is None:
            return self.format or "md"
        try:
            return report_format_for(self.path)
        except ExportError as error:
            raise UsageError(error.message, error.hint.replace("Name the format", "Give --format")) from None


def report_options(function: Function) -> Function:
    """Give a command that writes a report `--format`, `--output` and `--pseudonyms/--names`.

    They reach the command as one `output: ReportOutput`.
    """
    return taking(
        ReportOutput,
        names_option(),
        file_option(),
        format_option(REPORT_FORMATS, "Default: by the ending of FILE, else md, or read here."),
    )(function)


def show_report(
    study: Project,
    report: Report,
    output: ReportOutput,
    *,
    warnings: Callable[[], Sequence[str]] = tuple,
) -> None:
    """Write a report where and how it was asked for.

    Where names are kept back, `warnings` say who could be told all the same. Raises UsageError where
    the file's name says no format, ExportError.
    """
    chosen = output.chosen
    if names_are_kept_back(study, output.pseudonyms):
        report = study.pseudonyms.keep_back_report(report, warnings())
    if output.path is not None:
        write_report(report, output.path, chosen)
        say(f"Wrote {output.path}.")
    elif sys.stdout.isatty() and output.format is None:
        from qcode.commands.report.screen import show_on_terminal

        show_on_terminal(report)
    elif sys.stdout.isatty() and not REPORT_FORMATS[chosen].binary:
        page = io.StringIO()
        write_report(report, page, chosen)
        click.echo(safe(page.getvalue(), keep_newlines=True), nl=False)
    else:
        write_report(report, sys.stdout, chosen)
