"""`qcode codebook`: show, check, import, export, and the edits."""

from __future__ import annotations

import sys
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import click

from qcode.codebook import bundled_codebooks, read_codebook, write_csv, write_yaml
from qcode.commands.arguments import ProjectGroup, acting_coder, open_project, words
from qcode.commands.output import (
    Output,
    chosen_format,
    names_are_kept_back,
    names_mask,
    names_option,
    output_options,
    say,
    say_changed,
    show,
    simple_table,
)
from qcode.errors import CodebookError, UnreadableFileError, UsageError
from qcode.exporters import write
from qcode.model.codes import Code, Codebook, CodebookEntry
from qcode.model.tables import Column, Header, Table
from qcode.project import Project
from qcode.text.display import safe
from qcode.text.masking import Mask
from qcode.text.names import counted

_YAML = (".yaml", ".yml")


def codebook_path(name: str) -> Path:
    """Return the codebook file a person means: a path, or the name of one that comes with qcode."""
    path = Path(name)
    if path.exists():
        return path
    bundled = bundled_codebooks()
    stem = name.removesuffix(".yaml")
    if stem in bundled:
        return bundled[stem]
    raise UnreadableFileError(
        f"There is no codebook file {name}.", f"With qcode come: {', '.join(sorted(bundled))}."
    )


@click.group("codebook", cls=ProjectGroup)
def command() -> None:
    """Show, check, import, export and edit the codebook."""


@command.command("show", short_help="Print the tree of codes, or all that is said of one.")
@words("CODE?")
@output_options
def show_(project: Path, code: str | None, output: Output) -> None:
    """Print the tree of codes with keys and numbers of codings; or all that is said of one CODE."""
    with open_project(project) as study:
        tree = study.codes.tree()
        if code:
            if output.format or output.path:
                raise UsageError("--format and --output are for the whole codebook.", f"Leave out {code}.")
            click.echo(_described(study, tree.find(code), names_mask(study, output.pseudonyms)))
            return
        counts: dict[int, int] = {}
        for coding in study.codings.list():
            counts[coding.code_id] = counts.get(coding.code_id, 0) + 1
        listed = simple_table(
            "codebook",
            f"{study.title}: codebook",
            ("key", "name_ja", "brief", "codings", "state"),
            (
                [
                    one.fields.key,
                    one.fields.name_ja,
                    one.fields.brief,
                    counts.get(one.id, 0),
                    "retired" if one.retired else "facet" if one.fields.facet else "",
                ]
                for one in tree
            ),
        )
        to_read = (output.format or chosen_format(output.path)) == "table"
        table = Table(
            name=listed.name,
            title=listed.title,
            stub="code",
            rows=[
                Header(one.name if to_read else tree.path(one.id), uid=one.uid, level=tree.level(one.id))
                for one in tree
            ],
            columns=listed.columns,
            values=listed.values,
        )
        show(study, table, output)


def _described(study: Project, code: Code, mask: Mask) -> str:
    tree = study.codes.tree()
    said = code.fields
    lines = [tree.path(code.id) + (f"  ({said.name_ja})" if said.name_ja else "")]
    for label, text in (
        ("key", said.key), ("colour", said.colour), ("aliases", ", ".join(said.aliases)),
        ("brief", said.brief), ("definition", said.definition), ("use for", said.include),
        ("not for", said.exclude), ("example", "\n".join(said.examples)), ("source", said.source),
        ("note", said.note), ("codings", str(study.codes.count_codings(code))),
    ):  # fmt: skip
        if text:
            lines.append(f"{label:>10}  " + text.replace("\n", f"\n{'':>12}"))
    return "\n".join(safe(line) for text in lines for line in mask(text).split("\n"))


@command.command("check", short_help="Check codebook files; every fault is told with its line.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def check(files: tuple[str, ...]) -> None:
    """Check codebook files (YAML or CSV); every fault is told with its line."""
    faults: list[str] = []
    for name in files:
        try:
            book = read_codebook(codebook_path(name))
        except (CodebookError, UnreadableFileError) as error:
            faults.append(str(error))
            continue
        say(f"{name}: {book.title or 'codebook'}, {counted(sum(1 for _ in book.walk()), 'code')}, no fault.")
    if faults:
        raise CodebookError("\n".join(faults))


@command.command("import", short_help="Add the codes of a YAML or CSV file.")
@words("FILE")
@acting_coder
def import_(project: Path, file: str, coder: str | None) -> None:
    """Add the codes of a YAML or CSV file; what is known by its path takes over what the file says."""
    book = read_codebook(codebook_path(file))
    with open_project(project, coder) as study:
        done = study.codes.import_codebook(book)
        say(
            f"{counted(done.added, 'code')} added, {done.changed} changed, {done.unchanged} as before.", study
        )


@command.command("export", short_help="Write the codebook as YAML or CSV.")
@words()
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="A .yaml or .csv file (default: YAML to standard output).",
)
@click.option(
    "--raw", is_flag=True, help="csv: leave texts that a spreadsheet would take for formulas as they are."
)
@names_option()
def export(project: Path, output: Path | None, raw: bool, pseudonyms: bool | None) -> None:
    """Write the codebook as YAML, which `codebook import` and `init --codebook` read; or as CSV."""
    with open_project(project) as study:
        book = study.codes.codebook()
        if names_are_kept_back(study, pseudonyms):
            book = _without_names(book, study.pseudonyms.names().mask_sentence)
    if output is None or output.suffix.lower() in _YAML:
        text = write_yaml(book)
        if output is None:
            _print(text)
            return
        from qcode.exporters.files import replacing

        with replacing(output) as stream:
            stream.write(text.encode("utf-8"))
    elif output.suffix.lower() == ".csv":
        rows = write_csv(book)
        columns = list(rows[0]) if rows else ["code"]
        table = Table(
            name="codebook",
            title=book.title,
            rows=[Header("") for _ in rows],
            columns=[Column(name) for name in columns],
            values=[[row[name] for name in columns] for row in rows],
        )
        write(table, output, "csv", raw=raw)
    else:
        raise UsageError(f"A codebook is written as .yaml or .csv, not as {output.suffix or output.name}.")
    say(f"Wrote {output}.")


def _without_names(book: Codebook, mask: Mask) -> Codebook:
    """Return a codebook with names replaced in all that it says; keys and colours stay."""

    def masked(entry: CodebookEntry) -> CodebookEntry:
        said = entry.fields
        texts: dict[str, Any] = {
            field.name: mask(value)
            for field in fields(said)
            if isinstance(value := getattr(said, field.name), str) and field.name not in ("key", "colour")
        }
        examples, aliases = (tuple(map(mask, several)) for several in (said.examples, said.aliases))
        without = replace(said, **texts, examples=examples, aliases=aliases)
        return CodebookEntry(without, tuple(map(masked, entry.children)))

    return replace(book, title=mask(book.title), entries=tuple(map(masked, book.entries)))


def _print(text: str) -> None:
    """Print a file's text: as UTF-8 where it goes into a pipe, safe to show on a terminal."""
    if sys.stdout.isatty():
        click.echo(safe(text, keep_newlines=True), nl=False)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8"))


_DETAILS = (
    click.option("--name-ja", metavar="TEXT", help="Japanese name."),
    click.option("--key", metavar="LETTERS", help="A few letters that stand for it; none begins another."),
    click.option("--colour", metavar="#RRGGBB", help="Its colour, such as #1f77b4."),
    click.option("--brief", metavar="TEXT", help="What it means, in a few words."),
    click.option("--definition", metavar="TEXT", help="What it means, in full."),
    click.option("--include", metavar="TEXT", help="When to use it."),
    click.option("--exclude", metavar="TEXT", help="When not to use it."),
    click.option(
        "--example", "examples", multiple=True, metavar="TEXT", help="A quotation; may be repeated."
    ),
    click.option("--source", metavar="TEXT", help="Where the idea is from."),
    click.option("--note", metavar="TEXT", help="Anything else."),
    click.option("--alias", "aliases", multiple=True, metavar="TEXT", help="Another name; may be repeated."),
    click.option("--facet/--no-facet", default=None, help="Its codes say who, where, when; not what."),
)


def _details(function: Any) -> Any:
    for option in reversed(_DETAILS):
        function = option(function)
    return function


def _given(details: dict[str, Any]) -> dict[str, Any]:
    given = {name: value for name, value in details.items() if value not in (None, ())}
    colour = given.get("colour")
    if colour:
        import re

        if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
            raise CodebookError(f"“{colour}” is no colour.", "Write six hexadecimal digits, such as #1f77b4.")
    return given


@command.command("add")
@words("NAME")
@click.option("--parent", metavar="CODE", help="The code below which it stands.")
@_details
@acting_coder
def add(project: Path, name: str, parent: str | None, coder: str | None, **details: Any) -> None:
    """Make a code. A key that is not given is proposed from the name."""
    with open_project(project, coder) as study:
        above = study.codes.find(parent) if parent else None
        code = study.codes.add(name, above, **_given(details))
        say(f"Added {study.codes.tree().path(code.id)} (key {code.fields.key}).", study)


@command.command("edit")
@words("CODE")
@click.option("--name", metavar="TEXT", help="Another name.")
@_details
@acting_coder
def edit(project: Path, code: str, coder: str | None, **details: Any) -> None:
    """Change what the codebook says of a code; its codings stay."""
    given = _given(details)
    if not given:
        raise UsageError("There is nothing to change.", "Give --name, --definition or another option.")
    with open_project(project, coder) as study:
        changed = study.codes.edit(study.codes.find(code), **given)
        say_changed(study, study.codes.tree().path(changed.id))


@command.command("move")
@words("CODE")
@click.option("--below", metavar="CODE", help="The code below which it shall stand (default: the top).")
@click.option(
    "--position", type=click.IntRange(1), metavar="N", help="Its place among the codes there, from 1."
)
@acting_coder
def move(project: Path, code: str, below: str | None, position: int | None, coder: str | None) -> None:
    """Move a code with all below it."""
    with open_project(project, coder) as study:
        found = study.codes.find(code)
        study.codes.move(found, study.codes.find(below) if below else None, position)
        say(f"Moved to {study.codes.tree().path(found.id)}.", study)


@command.command("merge")
@words("CODE", "INTO")
@acting_coder
def merge(project: Path, code: str, into: str, coder: str | None) -> None:
    """Make all codings of CODE codings of INTO, and remove CODE."""
    with open_project(project, coder) as study:
        number = study.codes.merge(study.codes.find(code), study.codes.find(into))
        say(f"Merged {code} into {into}: {counted(number, 'coding')}.", study)


@command.command("retire")
@words("CODE")
@click.option("--reinstate", is_flag=True, help="Offer it again.")
@acting_coder
def retire(project: Path, code: str, reinstate: bool, coder: str | None) -> None:
    """Keep a code with its codings, but use it no longer."""
    with open_project(project, coder) as study:
        study.codes.retire(study.codes.find(code), retired=not reinstate)
        say(f"{'Reinstated' if reinstate else 'Retired'} {code}.", study)


@command.command("remove")
@words("CODE")
@click.option("--with-codings", is_flag=True, help="Although there are codings, which go too.")
@acting_coder
def remove(project: Path, code: str, with_codings: bool, coder: str | None) -> None:
    """Remove a code and all below it; undo brings it back."""
    with open_project(project, coder) as study:
        found = study.codes.find(code)
        gone = study.codes.what_goes(found)
        study.codes.remove(found, with_codings=with_codings)
        say(f"Removed {code}" + (f" with {gone}." if gone else "."), study)
