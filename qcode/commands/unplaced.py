"""`qcode codings unplaced` and `place`: codings whose words a corrected transcript has lost."""

from __future__ import annotations

from pathlib import Path

import click

from qcode.commands.arguments import acting_coder, open_project, words
from qcode.commands.output import Output, output_options, say, show, simple_table
from qcode.errors import DataError, UsageError
from qcode.model.codings import CodingRecord
from qcode.model.spans import Span
from qcode.project import Project
from qcode.text.display import shorten
from qcode.text.names import counted

_COLUMNS = ("document", "code", "coder", "quote", "memo", "uid")


@click.command("unplaced", short_help="List the codings that lost their words.")
@words("DOCUMENT?")
@output_options
def unplaced(project: Path, document: str | None, output: Output) -> None:
    """List the codings that lost their words to a corrected transcript, with the words that they had.

    They count nowhere; `qcode codings place` gives one a place again.
    """
    with open_project(project) as study:
        found = study.codings.unplaced(study.documents.find(document) if document else None)
        documents = {one.id: one.name for one in study.documents.list()}
        coders = {one.id: one.name for one in study.coders.list()}
        tree, memos = study.codes.tree(), study.memos.texts("codings")
        rows = [
            (
                documents[one.document_id],
                tree.path(one.code_id),
                coders[one.coder_id],
                study.codings.words(one),
                memos.get(one.uid, ""),
                one.uid,
            )
            for one in found
        ]
        title = f"{study.title}: {counted(len(rows), 'coding')} without a place"
        show(study, simple_table("unplaced", title, _COLUMNS, rows), output)


@click.command("place", short_help="Give a coding that lost its words a place again.")
@words("UID", "START?", "END?")
@click.option("--quote", metavar="TEXT", help="The words themselves, in place of offsets.")
@click.option("--turn", type=click.IntRange(1), metavar="N", help="The turn in which the words stand.")
@acting_coder
def place(
    project: Path,
    uid: str,
    start: str | None,
    end: str | None,
    quote: str | None,
    turn: int | None,
    coder: str | None,
) -> None:
    """Give a coding that lost its words a place again, by offsets of the text as it is now, or by words."""
    if (start is None) != (end is None) or (start is None) == (quote is None):
        raise UsageError("Say where the coding is to lie.", "Give START and END, or --quote.")
    if turn is not None and quote is None:
        raise UsageError("--turn says in which turn a --quote stands.", "Give --quote, or leave it out.")
    with open_project(project, coder) as study:
        coding = study.codings.get(uid)
        document = study.documents.by_id(coding.document_id)
        offsets = (_offset(start), _offset(end))
        record = CodingRecord(document.name, "", *offsets, quote=quote, turn=turn)
        span = found_place(study, record)
        placed = study.codings.place(coding, *span)
        path = study.codes.tree().path(placed.code_id)
        say(
            f"{path}: {counted(span[1] - span[0], 'character')} of {document.name}, [{span[0]}, {span[1]}).",
            study,
        )
        say("  " + shorten(study.codings.words(placed), 100), study)
        click.echo(placed.uid)


def found_place(study: Project, record: CodingRecord) -> Span:
    """Return where a coding of the command line lies; raises SpanError, DataError."""
    try:
        return study.place(record)
    except DataError as error:
        # Rows of a file begin with the place; here the sentence stands by itself.
        raise DataError(error.message[:1].upper() + error.message[1:], error.hint) from None


def _offset(said: str | None) -> int | None:
    if said is None:
        return None
    try:
        return int(said)
    except ValueError:
        raise UsageError(f"“{said}” is no offset.", "Offsets count characters from 0.") from None
