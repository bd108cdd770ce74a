"""`qcode events`: what happened when, and the passages that speak of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from qcode.commands.arguments import ProjectGroup, acting_coder, open_project, words
from qcode.commands.output import Output, output_options, say, say_changed, say_notes, show
from qcode.commands.quotations import behind
from qcode.errors import UnknownNameError, UsageError
from qcode.project import Project
from qcode.text.names import counted

_WHERE = "All codings for which this holds (the language: qcode queries --help)."
_UNTIL = "When it ended; open: it goes on."


@click.group("events", cls=ProjectGroup, short_help="List dated events of cases, and link codings to them.")
def command() -> None:
    """Dated events of a case, or of none alone (a national policy), and the codings that speak of them.

    A date is 2008, 2008-07 or 2008-07-15. An event is named by its title, by 'TITLE (DATE)' where
    several have it, or by its uid.
    """


@command.command("list", short_help="List the events in the order of time.")
@words()
@click.option("--case", metavar="CASE", help="Only the events of this case.")
@output_options
def list_(project: Path, case: str | None, output: Output) -> None:
    """List the events in the order of time; html, xlsx and json lead to the linked quotations.

    As CSV, this is what `events import` reads.
    """
    with open_project(project) as study:
        table = study.events.as_table(study.cases.find(case) if case else None)
        show(study, table, output, detail=lambda: behind(study, study.select(roles=None), table))


@command.command("add", short_help="Add an event.")
@words("DATE", "TITLE")
@click.option("--case", metavar="CASE", help="The case it is of; left out: of none alone.")
@click.option("--until", default="", metavar="DATE", help=_UNTIL)
@click.option("--note", default="", metavar="TEXT", help="More about it.")
@click.option("--source", default="", metavar="TEXT", help="Where this is known from.")
@acting_coder
def add(
    project: Path,
    date: str,
    title: str,
    case: str | None,
    until: str,
    note: str,
    source: str,
    coder: str | None,
) -> None:
    """Add an event of a case, or of none alone."""
    with open_project(project, coder) as study:
        event = study.events.add(date, title, case=case, until=until, note=note, source=source)
        say(f"Added the event {event.title} ({event.date}).", study)


@command.command("set", short_help="Change an event.")
@words("EVENT")
@click.option("--date", metavar="DATE", help="When it was, or began.")
@click.option("--title", metavar="TEXT", help="Another title.")
@click.option("--case", metavar="CASE", help='The case it is of; "": of none alone.')
@click.option("--until", metavar="DATE", help=_UNTIL)
@click.option("--note", metavar="TEXT", help="More about it.")
@click.option("--source", metavar="TEXT", help="Where this is known from.")
@acting_coder
def set_(project: Path, event: str, coder: str | None, **changes: str | None) -> None:
    """Change an event; the codings linked to it stay."""
    said = {name: text for name, text in changes.items() if text is not None}
    if not said:
        raise UsageError("There is nothing to set.", "Give --date, --until, --title, --case or --note.")
    with open_project(project, coder) as study:
        changed = study.events.set(study.events.find(event), **said)
        say_changed(study, f"the event {changed.title} ({changed.date})")


@command.command("remove", short_help="Remove an event.")
@words("EVENT")
@acting_coder
def remove(project: Path, event: str, coder: str | None) -> None:
    """Remove an event; the codings linked to it stay."""
    with open_project(project, coder) as study:
        found = study.events.find(event)
        study.events.remove(found)
        say(f"Removed the event {found.title} ({found.date}).", study)


@command.command("link", short_help="Say which codings speak of an event.")
@words("EVENT")
@click.option("--where", metavar="CONDITION", help=_WHERE)
@click.option("--coding", "uids", multiple=True, metavar="UID", help="This coding; may be repeated.")
@acting_coder
def link(project: Path, event: str, where: str | None, uids: tuple[str, ...], coder: str | None) -> None:
    """Say which codings speak of an event: by a condition, or by their uids (qcode segments -f csv)."""
    with open_project(project, coder) as study:
        found = study.events.find(event)
        number = study.events.link(found, _codings(study, where, uids))
        say(f"Linked {counted(number, 'coding')} to {found.title} ({found.date}).", study)


@command.command("unlink", short_help="Take back that codings speak of an event.")
@words("EVENT")
@click.option("--where", metavar="CONDITION", help=_WHERE)
@click.option("--coding", "uids", multiple=True, metavar="UID", help="This coding; may be repeated.")
@acting_coder
def unlink(project: Path, event: str, where: str | None, uids: tuple[str, ...], coder: str | None) -> None:
    """Take back that codings speak of an event."""
    with open_project(project, coder) as study:
        found = study.events.find(event)
        number = study.events.unlink(found, _codings(study, where, uids))
        say(f"Unlinked {counted(number, 'coding')} from {found.title} ({found.date}).", study)


def _codings(study: Project, where: str | None, uids: Sequence[str]) -> list[int]:
    """Return the row ids of the codings that are meant."""
    if where is None and not uids:
        raise UsageError("No coding was named.", "Give --where CONDITION or --coding UID.")
    by_uid = {uid: row_id for row_id, uid in study.codings.uids().items()} if uids else {}
    for uid in uids:
        if uid not in by_uid:
            raise UnknownNameError(
                f"There is no coding “{uid}”.", "`qcode segments -f csv` lists their uids."
            )
    found = [by_uid[uid] for uid in uids]
    if where is not None:
        found += [row.id for row in study.select(roles=None, where=where)]
    return [*dict.fromkeys(found)]


@command.command("import", short_help="Add events from CSV or XLSX.")
@words("FILE")
@acting_coder
def import_(project: Path, file: str, coder: str | None) -> None:
    """Add events from a table: columns `date`, `title`; `case`, `until`, `note`, `source` if you like.

    An event that is there already (the same case, dates and title) is not added again.
    """
    from qcode.sheets import read_events

    rows = read_events(Path(file))
    with open_project(project, coder) as study:
        say_notes((*rows.notes, *study.events.import_rows(rows, source=Path(file).name)), study)
