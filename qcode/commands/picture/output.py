"""What all pictures have in common on the command line: where and how they are drawn."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from qcode.commands.output import (
    Output,
    chosen_format,
    file_option,
    format_option,
    names_are_kept_back,
    names_option,
    say,
    show,
    taking,
)
from qcode.errors import ExportError, UsageError
from qcode.exporters import FORMATS
from qcode.exporters.files import replacing
from qcode.model.tables import Table
from qcode.project import Project

Function = TypeVar("Function", bound=Callable[..., Any])
PICTURES = ("svg", "png")
_PIPE_WIDTH = 100


@dataclass(frozen=True, slots=True)
class PictureOutput:
    """What a person said about how and where a picture is to be written."""

    format: str | None
    """svg, png, a format of tables, or None: by the ending of the path, else drawn on the screen."""
    path: Path | None
    pseudonyms: bool | None
    ascii: bool
    width: int | None
    dpi: int

    @property
    def chosen(self) -> str:
        """The format to write in, `drawn` for the screen. Raises UsageError for an unknown ending."""
        if self.format:
            return self.format
        if self.path is None:
            return "drawn"
        ending = self.path.suffix.lower().removeprefix(".")
        if ending in PICTURES:
            return ending
        try:
            return "drawn" if ending == "txt" else chosen_format(self.path)
        except UsageError as error:
            raise UsageError(
                error.message, error.hint.replace("end the name in one of", "end it in .svg, .png,")
            ) from None


def picture_options(function: Function) -> Function:
    """Give a command that draws `--format`, `--output`, `--width`, `--ascii`, `--dpi` and `--pseudonyms`.

    They reach the command as one `output: PictureOutput`.
    """
    return taking(
        PictureOutput,
        names_option(),
        click.option(
            "--dpi", type=click.IntRange(20, 1200), default=160, show_default=True, help="Of a PNG."
        ),
        click.option("--ascii", is_flag=True, help="Draw with plain ASCII signs."),
        click.option(
            "--width",
            type=click.IntRange(40),
            metavar="CELLS",
            help="Of a drawing (default: the terminal's).",
        ),
        file_option(".svg, .png, or the table as .csv, .xlsx ..."),
        format_option(
            (*PICTURES, *FORMATS),
            "A picture, or the table behind it. Default: by the ending of FILE, else drawn here.",
        ),
    )(function)


def show_picture(
    study: Project,
    kind: str,
    table: Table,
    output: PictureOutput,
    *,
    detail: Callable[[], Table] | None = None,
    warnings: Callable[[], Sequence[str]] = tuple,
) -> None:
    """Draw a table as a kind of picture where and how it was asked for, or write the table itself.

    Raises UsageError, ExportError, MissingExtraError.
    """
    chosen = output.chosen
    if chosen in FORMATS:
        plain = Output(chosen, output.path, pseudonyms=output.pseudonyms)
        show(study, table, plain, detail=detail, warnings=warnings)
        return
    if names_are_kept_back(study, output.pseudonyms):
        table = study.pseudonyms.keep_back(table, warnings())
    content = _content(kind, table, chosen, output)
    if output.path is not None:
        with replacing(output.path) as stream:
            stream.write(content)
        say(f"Wrote {output.path}.")
    elif chosen == "png" and sys.stdout.isatty():
        raise ExportError("A PNG is not text to be shown.", "Name a file to write it to: -o FILE.png")
    elif chosen == "drawn":
        click.echo(content.decode("utf-8"), nl=False)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


def _content(kind: str, table: Table, chosen: str, output: PictureOutput) -> bytes:
    from qcode import pictures

    if chosen == "drawn":
        terminal = shutil.get_terminal_size((_PIPE_WIDTH, 24))
        height = max(16, terminal.lines - 2) if sys.stdout.isatty() else 24
        width = output.width or terminal.columns
        return pictures.draw(kind, table, width=width, height=height, ascii=output.ascii).encode(
            "utf-8", "replace"
        )
    if chosen == "svg":
        return pictures.svg(kind, table).encode("utf-8", "replace")
    lacking = pictures.fonts_missing(table)
    if lacking:
        say(lacking)
    return pictures.png(kind, table, dpi=output.dpi)
