"""`qcode framework`: the researchers' own summaries, one for each case and code."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qcode.commands.arguments import (
    Choice,
    ProjectGroup,
    acting_coder,
    open_project,
    selection_options,
    words,
)
from qcode.commands.output import Output, few_alike, output_options, say, say_notes, show
from qcode.commands.quotations import behind
from qcode.errors import DataError, UsageError
from qcode.model.cases import Entity
from qcode.text.names import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qcode.model.tables import Table
    from qcode.project import Project

_MOST_MEGABYTES = 10
_BRANCHES = click.option(
    "--codes",
    multiple=True,
    metavar="BRANCH",
    help="Only this code with its sub-codes; may be repeated.",
)


@click.group("framework", cls=ProjectGroup)
def command() -> None:
    """Summaries of cases and codes: the framework matrix, to read, to write, to import.

    A summary is a coder's own text for one case and one code. `show` prints the matrix, which may be
    written on in a spreadsheet and imported again; `todo` lists what is still to be written.
    """


@command.command("show", short_help="Print the framework matrix: a summary for each case and code.")
@words()
@click.option(
    "--rows",
    type=click.Choice(("case", "code")),
    default="case",
    show_default=True,
    help="What stands on the rows; the other has the columns.",
)
@_BRANCHES
@click.option("--all-codes", is_flag=True, help="Show themes with neither quotations nor summaries too.")
@click.option(
    "--attributes",
    multiple=True,
    metavar="NAME",
    help="Show this attribute of the cases beside them; may be repeated.",
)
@click.option("--aggregated", is_flag=True, help="Count quotations of sub-codes with their code.")
@click.option(
    "--with-quotations",
    type=click.IntRange(0),
    default=0,
    metavar="N",
    help="Show the first N quotations of each cell below its summary.",
)
@click.option("--long", "as_list", is_flag=True, help="One row a summary: case, code, coder, summary.")
@selection_options
@output_options
def show_(
    project: Path,
    rows: str,
    codes: tuple[str, ...],
    all_codes: bool,
    attributes: tuple[str, ...],
    aggregated: bool,
    with_quotations: int,
    as_list: bool,
    choice: Choice,
    output: Output,
) -> None:
    """Print the framework matrix: the summary of each case and code.

    A cell with quotations and no summary reads [3 quotations, no summary]; a summary that rests on no
    quotation ends in [no quotations]. Both marks, and quotations, are left out by `framework import`.
    """
    if as_list and (rows != "case" or all_codes or attributes or aggregated or with_quotations):
        raise UsageError(
            "A list has no rows, columns and cells to choose.", "Leave out --long, or the others."
        )
    with open_project(project) as study:
        selection = choice.of(study)
        branches = codes or None
        if as_list:
            from qcode.analysis.framework import summary_list

            show(study, summary_list(selection, selection.corpus.summaries, codes=branches), output)
            return
        table = study.framework(
            selection=selection,
            codes=branches,
            rows=rows,
            every_code=all_codes,
            attributes=attributes,
            aggregated=aggregated,
            quotations=with_quotations,
        )
        show(
            study,
            table,
            output,
            detail=lambda: behind(study, selection, table),
            warnings=lambda: _alike(study, table),
        )


def _alike(study: Project, table: Table) -> Sequence[str]:
    names = [column.name for column in table.columns if column.of_row]
    return few_alike(study, Entity.CASE, names, [values[: len(names)] for values in table.values])


@command.command("todo", short_help="List the cells with quotations and no summary.")
@words()
@_BRANCHES
@selection_options
@output_options
def todo(project: Path, codes: tuple[str, ...], choice: Choice, output: Output) -> None:
    """List the cases and codes that have quotations and no summary."""
    from qcode.analysis.framework import to_write

    with open_project(project) as study:
        selection = choice.of(study)
        table = to_write(selection, selection.corpus.summaries, codes=codes or None)
        show(study, table, output, detail=lambda: behind(study, selection, table))


@command.command("set", short_help="Write your summary of a case and a code.")
@words("CASE", "CODE", "TEXT?")
@click.option(
    "--file",
    "file",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    metavar="FILE",
    help="Take the text from a file; - or no TEXT: from standard input.",
)
@acting_coder
def set_(project: Path, case: str, code: str, text: str | None, file: Path | None, coder: str | None) -> None:
    """Write your summary of a case and a code, in place of an earlier one of yours.

    An empty TEXT ("") removes it. Without TEXT it is read from --file or from standard input.
    """
    if text is not None and file is not None:
        raise UsageError("There is a text and a file to take it from.", "Give one of them.")
    summary = _read(file) if text is None else text
    with open_project(project, coder) as study:
        where, of = study.cases.find(case), study.codes.find(code)
        cell = f"{where.name} × {study.codes.tree().path(of.id)}"
        study.summaries.write(where, of, summary)
        if not study.rows_changed:
            say("Nothing to change: it is so already.")
        elif summary.strip():
            say(f"Wrote the summary of {cell}.", study)
        else:
            say(f"Removed your summary of {cell}.", study)


def _read(file: Path | None) -> str:
    """Return the text of a file or of standard input; raises DataError where nothing stands in it."""
    from qcode.files.encoding import decode
    from qcode.files.regular import MEGABYTE, read_regular
    from qcode.text.clean import clean

    if file is None or str(file) == "-":
        if sys.stdin.isatty():
            say("Write the summary; ctrl+d on a line of its own ends it.")
        source, data = "standard input", sys.stdin.buffer.read()
    else:
        source, data = file.name, read_regular(file, _MOST_MEGABYTES * MEGABYTE)
    text = clean(decode(data, source).text).text.strip("\n")
    if not text.strip():
        raise DataError(f"Nothing stands in {source}.", 'An empty TEXT ("") removes a summary.')
    return text


@command.command("import", short_help="Import summaries from CSV or XLSX.")
@words("FILE")
@click.option("--replace", is_flag=True, help="Put the file's texts in place of other summaries.")
@click.option("--encoding", metavar="E", help="Encoding of a CSV file, where it is not told from its bytes.")
@acting_coder
def import_(project: Path, file: str, replace: bool, encoding: str | None, coder: str | None) -> None:
    """Import summaries from CSV or XLSX: a matrix as `framework show` writes it, or a list.

    A matrix has the column `case` and one for each code (or `code` and one for each case); a list the
    columns `case`, `code`, `summary`, and `coder` where they are not yours. An empty cell leaves what is
    there. Nothing is imported where a row is bad, or a cell has another summary already.
    """
    from qcode.sheets import read_summaries

    records = read_summaries(Path(file), encoding=encoding)
    with open_project(project, coder) as study:
        done = study.summaries.import_records(records.rows, source=Path(file).name, replace=replace)
        say_notes((*records.notes, *done.notes), study)
        told = f"Imported {counted(done.written, 'summary', 'summaries')}"
        say(f"{told}; {done.known:,} there already." if done.known else f"{told}.", study)
