"""How commands show things: tables in any format, notes to standard error, progress bars."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from qcode.errors import ExportError, UsageError
from qcode.exporters import FORMATS, format_for, write
from qcode.model.tables import CellValue, Column, Format, Header, Table
from qcode.project import Project
from qcode.text.display import safe

Function = TypeVar("Function", bound=Callable[..., Any])
Item = TypeVar("Item")
_BAR_AFTER_SECONDS = 1.0


def output_options(function: Function) -> Function:
    """Give a command that prints a table the options `--format`, `--output`, `--raw`."""
    for option in (
        click.option("--raw", is_flag=True, help="csv, tsv: do not defuse texts that look like formulas."),
        click.option(
            "--output",
            "-o",
            type=click.Path(path_type=Path, dir_okay=False),
            metavar="FILE",
            help="Write to a file (an existing one is replaced).",
        ),
        click.option(
            "--format",
            "-f",
            "format_name",
            type=click.Choice(tuple(FORMATS)),
            help="Default: by the ending of FILE, else table.",
        ),
    ):
        function = option(function)
    return function


def show(
    table: Table,
    format_name: str | None,
    output: Path | None,
    *,
    raw: bool = False,
    detail: Callable[[], Table] | None = None,
) -> None:
    """Write a table where and how it was asked for; `detail` makes the quotations where they are shown.

    Raises UsageError where the file's name says no format, ExportError.
    """
    chosen = format_name or chosen_format(output)
    quotations = detail() if detail and chosen == "xlsx" else None
    if output is not None:
        write(table, output, chosen, detail=quotations, raw=raw)
        say(f"Wrote {output}.")
    elif chosen == "table" and sys.stdout.isatty():
        _show_on_terminal(table)
    elif sys.stdout.isatty() and not FORMATS[chosen].binary:
        page = io.StringIO()
        write(table, page, chosen, raw=raw)
        click.echo(safe(page.getvalue(), keep_newlines=True), nl=False)
    else:
        write(table, sys.stdout, chosen, detail=quotations, raw=raw)


def chosen_format(output: Path | None) -> str:
    """Return the format of a file by its name's ending, `table` for none; raises UsageError."""
    try:
        return format_for(output) if output else "table"
    except ExportError as error:
        raise UsageError(error.message, error.hint.replace("Name the format", "Give --format")) from None


def _show_on_terminal(table: Table) -> None:
    """Print a table folded to the terminal's width, its title strong and its notes faint."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, markup=False, emoji=False)
    page = io.StringIO()
    write(table, page, "table", width=console.width)
    text = Text(page.getvalue().rstrip("\n"), no_wrap=True, overflow="ignore")
    plain = text.plain
    text.stylize("bold", 0, plain.find("\n"))
    notes = plain.rfind("\n\n")
    if table.notes and notes > 0:
        text.stylize("dim", notes)
    console.print(text, soft_wrap=True)


def say(message: str) -> None:
    """Tell a person something on standard error."""
    click.echo("\n".join(safe(line) for line in message.split("\n")), err=True)


def say_changed(study: Project, what: str) -> None:
    """Tell what was changed, or that all of it was so already."""
    say(f"Changed {what}." if study.rows_changed else "Nothing to change: all of it is so already.")


def simple_table(
    name: str,
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[CellValue]],
    notes: Sequence[str] = (),
) -> Table:
    """Return a plain list as a Table; a column that holds only numbers and blanks is one of numbers."""
    values = [list(row) for row in rows]
    formats = [_format([row[place] for row in values]) for place in range(len(columns))]
    for row in values:
        for place, value in enumerate(row):
            if formats[place] is Format.TEXT:
                row[place] = "" if value is None else str(value)
            elif value == "":
                row[place] = None
    return Table(
        name=name,
        title=title,
        rows=[Header("") for _ in values],
        columns=[Column(column, format=kind) for column, kind in zip(columns, formats, strict=True)],
        values=values,
        notes=notes,
    )


def _format(values: Sequence[CellValue]) -> Format:
    kinds = {type(value) for value in values if value not in (None, "")}
    if kinds == {int}:
        return Format.COUNT
    return Format.DECIMAL if kinds and kinds <= {int, float} else Format.TEXT


def progress(items: Sequence[Item], what: str, label: Callable[[Item], str]) -> Iterator[Item]:
    """Yield items; after a second of work a progress bar appears on standard error, if a person looks."""
    if len(items) < 2 or not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    began = time.monotonic()
    with Progress(
        TextColumn(what, markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[item]}", markup=False),
        console=Console(stderr=True),
        transient=True,
        disable=False,
    ) as bar:
        task = bar.add_task(what, total=len(items), visible=False, item="")
        for item in items:
            late = time.monotonic() - began > _BAR_AFTER_SECONDS
            bar.update(task, visible=late, item=safe(label(item)))
            yield item
            bar.advance(task)
