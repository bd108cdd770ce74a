"""`qcode documents`: list, show, set, replace, attach, detach, finish, remove."""

from __future__ import annotations

from pathlib import Path

import click

from qcode.commands.arguments import ProjectGroup, acting_coder, ask, assignments, open_project, words
from qcode.commands.attributes import read_assignments, without
from qcode.commands.output import (
    Output,
    names_are_kept_back,
    names_option,
    output_options,
    say,
    say_changed,
    say_notes,
    show,
    simple_table,
)
from qcode.commands.replace import replace
from qcode.errors import DataError, UsageError
from qcode.model.cases import Entity
from qcode.model.documents import Turn
from qcode.model.tables import CellValue
from qcode.project import Project
from qcode.text.display import safe
from qcode.text.names import counted, listed
from qcode.text.times import format_time

_LISTED = ("kind", "case", "characters", "turns", "coded")
"""Columns of the list that are no attributes."""


@click.group("documents", cls=ProjectGroup)
def command() -> None:
    """List, show and change documents."""


@command.command("list", short_help="List all documents, and who has finished them.")
@words()
@output_options
def list_(project: Path, output: Output) -> None:
    """List all documents: kind, cases, size, attributes, and who has finished them."""
    with open_project(project) as study:
        names = [attribute.name for attribute in study.attributes.list(Entity.DOCUMENT)]
        progress = _progress(study)
        rows: list[list[CellValue]] = []
        for document in study.documents.list():
            attributes = study.attributes.current(document.uid)
            rows.append(
                [
                    document.name,
                    document.kind,
                    "; ".join(case.name for case in study.documents.cases(document)),
                    document.characters,
                    len(study.documents.turns(document)),
                    progress.get(document.id, ""),
                    *(attributes.get(name, "") for name in names),
                ]
            )
        columns = ("document", *_LISTED, *names)
        table = simple_table("documents", f"{study.title}: documents", columns, rows)
        show(study, table, output)


def _progress(study: Project) -> dict[int, str]:
    """Return for each document how far each coder is with it, in words."""
    coders = {coder.id: coder.name for coder in study.coders.list()}
    counts: dict[tuple[int, int], int] = {}
    for coding in study.codings.list():
        key = coding.document_id, coding.coder_id
        counts[key] = counts.get(key, 0) + 1
    states = study.documents.assignments()
    said: dict[int, list[str]] = {}
    for document_id, coder_id in sorted({*counts, *states}):
        state = states.get((document_id, coder_id))
        how_far = "finished" if state == "finished" else "in progress"
        number = counts.get((document_id, coder_id), 0)
        said.setdefault(document_id, []).append(f"{coders[coder_id]}: {how_far} ({number})")
    return {document_id: "; ".join(parts) for document_id, parts in said.items()}


@command.command("show", short_help="Print a document turn by turn.")
@words("DOCUMENT")
@click.option("--turns", is_flag=True, help="Only the list of turns with their offsets.")
@names_option()
def show_(project: Path, document: str, turns: bool, pseudonyms: bool | None) -> None:
    """Print a document turn by turn, numbered as everywhere in qcode.

    Offsets count the characters of the text with names, also where these are kept back.
    """
    from qcode.analysis.pseudonyms import StandIns

    with open_project(project) as study:
        found = study.documents.find(document)
        text = study.documents.text(found)
        people = {one.id: one for one in study.participants.list()}
        kept_back = names_are_kept_back(study, pseudonyms)
        names = study.pseudonyms.names() if kept_back else StandIns({}, {})
        if not turns:
            name = names.by_uid.get(found.uid, found.name)
            kind = names.mask_sentence(found.kind)
            click.echo(f"{safe(name)} ({safe(kind)}, {counted(found.characters, 'character')})")
        spoken = study.documents.turns(found)
        if not spoken and turns:
            say(f"{names.by_uid.get(found.uid, found.name)} has no turns.")
        elif not spoken:
            click.echo(safe(names.mask(text), keep_newlines=True))
        for turn in spoken:
            who = people.get(turn.participant_id) if turn.participant_id else None
            role = f", {who.role.value}" if who and who.role else ""
            time = _times(turn)
            called = who and names.by_uid.get(who.uid, who.pseudonym or who.name)
            name = safe(called) if called else "speaker unknown"
            click.echo(f"{turn.position:>5}  {name}{role}{time}  [{turn.start}, {turn.end})")
            if not turns:
                click.echo(safe(names.mask(text[turn.start : turn.end]), keep_newlines=True) + "\n")


def _times(turn: Turn) -> str:
    """Return when a turn begins, or when it ends where only that is known, to stand behind its speaker."""
    if turn.time_start is not None:
        return f"  {format_time(turn.time_start)}"
    return f"  until {format_time(turn.time_end)}" if turn.time_end is not None else ""


@command.command("set", short_help="Set a document's name, kind or attributes.")
@words("DOCUMENT?", "NAME=VALUE...?")
@click.option("--name", metavar="NAME", help="Another name.")
@click.option("--kind", metavar="KIND", help="Another kind.")
@click.option(
    "--from",
    "table",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Take attributes of many documents from a CSV or XLSX file with a column `document`.",
)
@acting_coder
def set_(
    project: Path,
    document: str | None,
    name_value: tuple[str, ...],
    name: str | None,
    kind: str | None,
    table: Path | None,
    coder: str | None,
) -> None:
    """Set a document's name, kind or attributes: `issuer=City "interview date@=2023-05-02"`.

    An attribute may carry year and source: `budget@2021 report=12`. An empty value removes it.
    """
    with open_project(project, coder) as study:
        if table:
            from qcode.sheets import read_document_attributes

            if document or name or kind:
                raise UsageError("--from takes everything from the file.", "Name no document beside it.")
            rows, notes = without(read_document_attributes(table), _LISTED)
            study.documents.set_from_rows(rows)
            say_notes(notes, study)
            say_changed(study, counted(len(rows), "document"))
            return
        if not document:
            raise click.UsageError("Missing argument “DOCUMENT”.")
        found = study.documents.find(document)
        if not (name or kind or name_value):
            raise UsageError("There is nothing to set.", "Give NAME=VALUE, --name or --kind.")
        values = read_assignments(assignments(name_value))
        study.documents.set(found, name=name, kind=kind, attributes=values)
        say_changed(study, found.name)


@command.command("attach")
@words("DOCUMENT", "CASE...")
@acting_coder
def attach(project: Path, document: str, case: tuple[str, ...], coder: str | None) -> None:
    """Tie a document to one or more cases."""
    with open_project(project, coder) as study:
        found = study.documents.find(document)
        study.documents.attach(found, *case)
        say(f"Attached {found.name} to {', '.join(case)}.", study)


@command.command("detach")
@words("DOCUMENT", "CASE...")
@acting_coder
def detach(project: Path, document: str, case: tuple[str, ...], coder: str | None) -> None:
    """Untie a document from cases."""
    with open_project(project, coder) as study:
        found = study.documents.find(document)
        tied = {one.id for one in study.documents.cases(found)}
        for name in case:
            if study.cases.find(name).id not in tied:
                raise DataError(f"“{found.name}” is not attached to “{name}”.")
        study.documents.detach(found, *case)
        say(f"Detached {found.name} from {', '.join(case)}.", study)


@command.command("finish", short_help="Say that you have coded a document to its end.")
@words("DOCUMENT...?")
@click.option("--reopen", is_flag=True, help="Say that you are not finished after all.")
@click.option("--all", "everything", is_flag=True, help="All documents.")
@acting_coder
def finish(
    project: Path, document: tuple[str, ...], reopen: bool, everything: bool, coder: str | None
) -> None:
    """Say that you have coded a document to its end: only then does nothing found count as 0."""
    if bool(document) == everything:
        raise click.UsageError("Name documents, or say --all.")
    with open_project(project, coder) as study:
        chosen = study.documents.list() if everything else [study.documents.find(name) for name in document]
        study.documents.finish(*chosen, finished=not reopen)
        waiting = {one.document_id for one in study.codings.unplaced()}
        for one in chosen if not reopen else ():
            if one.id in waiting:
                what = f"{one.name} is not finished while codings in it have no place"
                say(f"{what}: `qcode codings unplaced`.", study)
        say(f"{'Reopened' if reopen else 'Finished'} {counted(len(chosen), 'document')}.", study)


@command.command("remove", short_help="Remove a document with its codings.")
@words("DOCUMENT")
@click.option("--yes", is_flag=True, help="Do not ask, although there are codings.")
@acting_coder
def remove(project: Path, document: str, yes: bool, coder: str | None) -> None:
    """Remove a document with its codings; undo brings all of it back."""
    with open_project(project, coder) as study:
        found = study.documents.find(document)
        codings = study.codings.list(found)
        number = len(codings)
        if number and not yes:
            coded = {coding.coder_id for coding in codings}
            who = listed(coder.name for coder in study.coders.list() if coder.id in coded)
            ask(
                f"{found.name} has {counted(number, 'coding')}, by {who}. Remove it with them?",
                "The document was not removed.",
            )
        study.documents.remove(found)
        say(f"Removed {found.name} with {counted(number, 'coding')}.", study)


command.add_command(replace)
