"""How commands show things: tables in any format, notes to standard error, progress bars."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from qcode.errors import ExportError, UsageError
from qcode.exporters import FORMATS, format_for, write
from qcode.model.cases import Entity
from qcode.model.tables import CellValue, Column, Format, Header, Table
from qcode.project import Project
from qcode.text.display import safe
from qcode.text.masking import Mask

Function = TypeVar("Function", bound=Callable[..., Any])
Item = TypeVar("Item")
_BAR_AFTER_SECONDS = 1.0
_NAMING = {
    "case": Entity.CASE,
    "cases": Entity.CASE,
    "document": Entity.DOCUMENT,
    "documents": Entity.DOCUMENT,
    "file": Entity.DOCUMENT,
    "participant": Entity.PARTICIPANT,
    "speakers": Entity.PARTICIPANT,
}
"""Columns of plain lists whose texts are names, by what they name."""


@dataclass(frozen=True, slots=True)
class Output:
    """What a person said about how and where a table is to be written."""

    format: str | None = None
    """Name of a format; None: by the ending of the path, else `table`."""
    path: Path | None = None
    """File to write to; None: standard output."""
    raw: bool = False
    pseudonyms: bool | None = False
    """Whether names are kept back; None: as the project says."""

    def or_csv(self) -> Output:
        """Return the same, with CSV as what is written to standard output unless told otherwise."""
        return self if self.format or self.path else replace(self, format="csv")

    def with_names(self) -> Output:
        """Return the same, with names, whatever the project says."""
        return replace(self, pseudonyms=False)


def taking(kind: type[Any], *options: Callable[[Any], Any]) -> Callable[[Function], Function]:
    """Return what gives a command these options, of which it gets one value: `output`, of a dataclass.

    The options' parameters are called as the fields of the dataclass; the last of them stands first in
    the help.
    """
    names = tuple(field.name for field in fields(kind))

    def decorate(function: Function) -> Function:
        @wraps(function)
        def command(*args: Any, **kwargs: Any) -> Any:
            output = kind(**{name: kwargs.pop(name) for name in names})
            return function(*args, output=output, **kwargs)

        wrapped: Any = command
        for option in options:
            wrapped = option(wrapped)
        return cast(Function, wrapped)

    return decorate


def names_option() -> Callable[[Any], Any]:
    """Return `--pseudonyms/--names`."""
    return click.option(
        "--pseudonyms/--names",
        default=None,
        help="Keep names of participants, cases, documents back, or not (default: as the project says).",
    )


def file_option(endings: str = "") -> Callable[[Any], Any]:
    """Return `--output`; `endings` are what there is to be said of the file's name."""
    return click.option(
        "--output",
        "-o",
        "path",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Write to a file (an existing one is replaced)" + (f": {endings}" if endings else "."),
    )


def format_option(formats: Iterable[str], default: str) -> Callable[[Any], Any]:
    """Return `--format`; `default` says which one is taken without it."""
    return click.option("--format", "-f", "format", type=click.Choice(tuple(formats)), help=default)


def output_options(function: Function) -> Function:
    """Give a command that prints a table `--format`, `--output`, `--raw` and `--pseudonyms`.

    They reach the command as one `output: Output`.
    """
    return taking(
        Output,
        names_option(),
        click.option("--raw", is_flag=True, help="csv, tsv: do not defuse texts that look like formulas."),
        file_option(),
        format_option(FORMATS, "Default: by the ending of FILE, else table."),
    )(function)


def show(
    study: Project,
    table: Table,
    output: Output,
    *,
    detail: Callable[[], Table] | None = None,
    warnings: Callable[[], Sequence[str]] = tuple,
) -> None:
    """Write a table where and how it was asked for; `detail` makes the quotations where they are shown.

    Where names are kept back, `warnings` say who could be told all the same. Raises UsageError where
    the file's name says no format, ExportError.
    """
    chosen = output.format or chosen_format(output.path)
    quotations = detail() if detail and FORMATS[chosen].quotations else None
    if names_are_kept_back(study, output.pseudonyms):
        table, quotations = study.pseudonyms.keep_back_both(table, quotations, warnings())
    if output.path is not None:
        write(table, output.path, chosen, detail=quotations, raw=output.raw)
        say(f"Wrote {output.path}.")
    elif chosen == "table" and sys.stdout.isatty():
        show_on_terminal(table)
    elif sys.stdout.isatty() and not FORMATS[chosen].binary:
        page = io.StringIO()
        write(table, page, chosen, detail=quotations, raw=output.raw)
        click.echo(safe(page.getvalue(), keep_newlines=True), nl=False)
    else:
        write(table, sys.stdout, chosen, detail=quotations, raw=output.raw)


def names_are_kept_back(study: Project, asked: bool | None) -> bool:
    """Tell whether names are to be kept back, and tell the person where it is the project that says so."""
    if asked is not None:
        return asked
    if study.pseudonyms.always:
        say("Names are kept back, as the project says; --names shows them.")
    return study.pseudonyms.always


def names_mask(study: Project, asked: bool | None) -> Mask:
    """Return what replaces names in a line to be printed; nothing is where names are shown."""
    return study.pseudonyms.names().mask_sentence if names_are_kept_back(study, asked) else str


def few_alike(
    study: Project, entity: Entity, columns: Sequence[str], rows: Iterable[Sequence[CellValue]]
) -> Sequence[str]:
    """Return warnings where fewer than three rows of a list are alike in the attributes it shows."""
    from qcode.analysis import pseudonyms

    names = [one.name for one in study.attributes.list(entity) if one.name in columns]
    shown = [name for name in names if name not in pseudonyms.TELLING]
    places = [columns.index(name) for name in shown]
    combinations = [tuple(str(row[place]) for place in places) for row in rows]
    return pseudonyms.few_alike(entity.value, shown, combinations) if shown else []


def chosen_format(output: Path | None) -> str:
    """Return the format of a file by its name's ending, `table` for none; raises UsageError."""
    try:
        return format_for(output) if output else "table"
    except ExportError as error:
        raise UsageError(error.message, error.hint.replace("Name the format", "Give --format")) from None


def show_on_terminal(table: Table) -> None:
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


def say(message: str, study: Project | None = None) -> None:
    """Tell a person something on standard error; of a study, names are kept back where it says so always."""
    if study is not None and study.pseudonyms.always:
        message = study.pseudonyms.names().mask_sentence(message)
    click.echo("\n".join(safe(line) for line in message.split("\n")), err=True)


def say_notes(notes: Iterable[str], study: Project) -> None:
    """Tell a person several things of a study, each on a line of its own."""
    told = "\n".join(notes)
    if told:
        say(told, study)


def say_changed(study: Project, what: str) -> None:
    """Tell what was changed, or that all of it was so already."""
    say(f"Changed {what}." if study.rows_changed else "Nothing to change: all of it is so already.", study)


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
        columns=[
            Column(column, format=kind, names=_NAMING.get(column))
            for column, kind in zip(columns, formats, strict=True)
        ],
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
