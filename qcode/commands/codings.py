"""`qcode codings`: import, export, add, translate, remove, unplaced, place."""

from __future__ import annotations

from pathlib import Path

import click

from qcode.commands.arguments import (
    Choice,
    ProjectGroup,
    acting_coder,
    open_project,
    selection_of_everything,
    words,
)
from qcode.commands.output import Output, output_options, say, say_changed, say_notes, show
from qcode.commands.unplaced import found_place, place, unplaced
from qcode.errors import DataError, UsageError
from qcode.model.codings import CodingRecord
from qcode.text.display import shorten
from qcode.text.names import counted


@click.group("codings", cls=ProjectGroup)
def command() -> None:
    """Import, export, add, place and remove coded segments."""


@command.command("import", short_help="Import codings from CSV or XLSX.")
@words("FILE")
@click.option("--skip-bad", is_flag=True, help="Leave out rows that cannot be placed; each is reported.")
@acting_coder
def import_(project: Path, file: str, skip_bad: bool, coder: str | None) -> None:
    """Import codings from CSV or XLSX: columns document, code, and start and end, or quote.

    Optional are coder, memo, translation, case_override, turn, uid. A quotation is found exactly, else with
    quotation marks, line breaks and blanks levelled; found twice or not at all it is reported.
    """
    from qcode.sheets import read_codings

    path = Path(file)
    records = read_codings(path, skip_bad=skip_bad)
    with open_project(project, coder) as study:
        done = study.import_codings(records, source=path.name, skip_bad=skip_bad)
        problems = [*map(str, records.problems), *done.problems]
        say_notes((*records.notes, *problems), study)
    say(
        f"{counted(done.added, 'coding')} imported, {done.known} known already, "
        f"{counted(len(problems), 'row')} left out."
    )


@command.command("export", short_help="Write all codings, whoever speaks.")
@words()
@selection_of_everything
@output_options
def export(
    project: Path,
    choice: Choice,
    output: Output,
) -> None:
    """Write all codings, whoever speaks unless --role says so; `codings import` reads the CSV again."""
    with open_project(project) as study:
        table = study.segments(selection=choice.of(study, default=None))
        show(study, table, output.or_csv())


@command.command("add")
@words("DOCUMENT", "CODE")
@click.option("--start", type=int, metavar="N", help="Offset of the first character, from 0.")
@click.option("--end", type=int, metavar="N", help="Offset after the last character.")
@click.option("--quote", metavar="TEXT", help="The words themselves, in place of offsets.")
@click.option("--turn", type=click.IntRange(1), metavar="N", help="The turn in which the words stand.")
@click.option("--case", metavar="CASE", help="The case this passage speaks of, against the rule.")
@click.option("--memo", default="", metavar="TEXT", help="A note on this coding.")
@acting_coder
def add(
    project: Path,
    document: str,
    code: str,
    start: int | None,
    end: int | None,
    quote: str | None,
    turn: int | None,
    case: str | None,
    memo: str,
    coder: str | None,
) -> None:
    """Apply a code to a passage, given by offsets or by its words."""
    if (start is None) != (end is None) or (start is None and quote is None):
        raise UsageError("Say where the passage lies.", "Give --start and --end, or --quote.")
    if turn is not None and quote is None:
        raise UsageError("--turn says in which turn a --quote stands.", "Give --quote, or leave it out.")
    with open_project(project, coder) as study:
        found = study.documents.find(document)
        chosen = study.codes.find(code)
        record = CodingRecord(found.name, code, start, end, quote, turn)
        span = found_place(study, record)
        over = study.cases.find(case) if case else None
        known = {one.uid for one in study.codings.list(found)}
        coding = study.codings.apply(found, *span, chosen, case=over, memo=memo)
        path = study.codes.tree().path(chosen.id)
        where = f"{counted(span[1] - span[0], 'character')} of {found.name}, [{span[0]}, {span[1]})"
        say(f"{path}: {where}{', coded so already' if coding.uid in known else ''}.", study)
        say("  " + shorten(study.documents.text(found)[span[0] : span[1]], 100), study)
        click.echo(coding.uid)


@command.command("translate", short_help="Put the words of a coding in another language.")
@words("UID", "TEXT")
@acting_coder
def translate(project: Path, uid: str, text: str, coder: str | None) -> None:
    """Put the words of a coding in another language, to be shown beside them; an empty text takes it away."""
    with open_project(project, coder) as study:
        coding = study.codings.get(uid)
        study.translations.write(coding, text)
        say_changed(study, f"the translation of the coding {coding.uid}")


@command.command("remove", short_help="Remove codings by their uid.")
@words("UID...")
@click.option("--others", is_flag=True, help="Although it is another coder's.")
@acting_coder
def remove(project: Path, uid: tuple[str, ...], others: bool, coder: str | None) -> None:
    """Remove codings by their uid (or the beginning of it), with their memos."""
    with open_project(project, coder) as study:
        codings = [study.codings.get(one) for one in uid]
        names = {one.id: one.name for one in study.coders.list()}
        for coding in codings:
            if names[coding.coder_id] != study.coder_name and not others:
                raise DataError(
                    f"The coding {coding.uid} is {names[coding.coder_id]}'s, not yours ({study.coder_name}).",
                    "`--others` removes it all the same.",
                )
        study.codings.remove(codings)
        say(f"Removed {counted(len(codings), 'coding')}.", study)


command.add_command(unplaced)
command.add_command(place)
