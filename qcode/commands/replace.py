"""`qcode documents replace`: a corrected transcript in the place of the old one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qcode.commands.arguments import acting_coder, assignments, open_project, words
from qcode.commands.output import Output, output_options, say, show, simple_table
from qcode.model.documents import Transcript
from qcode.model.tables import CellValue
from qcode.project import Project

if TYPE_CHECKING:
    from qcode.project.replacing import Fate, Replacement

_COLUMNS = ("code", "coder", "outcome", "old_words", "new_words", "where", "start", "end", "uid")


@click.command("replace", short_help="Put a corrected transcript in the place of the old one.")
@words("DOCUMENT", "FILE")
@click.option("--encoding", metavar="NAME", help="Overrule the encoding guessed for a text file.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="FIELD=COLUMN",
    help="Which column of a table is its text, speaker, start, end or document.",
)
@click.option(
    "--role",
    "roles",
    multiple=True,
    metavar="LABEL=ROLE",
    help="Who a speaker is: interviewer, respondent or other; who is known keeps their role otherwise.",
)
@click.option("--dry-run", is_flag=True, help="Show what would become of the codings, and write nothing.")
@output_options
@acting_coder
def replace(
    project: Path,
    document: str,
    file: str,
    encoding: str | None,
    columns: tuple[str, ...],
    roles: tuple[str, ...],
    dry_run: bool,
    output: Output,
    coder: str | None,
) -> None:
    """Put a corrected transcript in the place of the old one; its codings are carried over.

    A coding stays on its words, wherever they are now. Those whose words were edited, and those whose
    words are gone or in doubt, are listed; the latter count nowhere until `qcode codings place` gives
    them a place. One step, which undo takes back.
    """
    from qcode.commands.import_ import columns_said, role_named
    from qcode.project.replacing import corrected_transcript

    given = {label: role_named(name) for label, name in assignments(roles, "LABEL=ROLE")}
    path = Path(file)
    with open_project(project, coder) as study:
        found = study.documents.find(document)
        transcript = corrected_transcript(
            found, path, encoding=encoding, roles=given, columns=columns_said(columns)
        )
        plan = study.documents.replacement(found, transcript, path.name, given)
        if not dry_run:
            plan = study.documents.replace(found, plan)
        for note in (*transcript.warnings, *plan.notes):
            say(f"{path.name}: {note}", study)
        verb = "Would replace" if dry_run else "Replaced"
        say(f"{verb} the text of {found.name}; {plan.summary}.", study)
        if plan.told:
            title = f"Codings of {found.name} to look at"
            rows = _rows(study, plan)
            show(study, simple_table("replaced", title, _COLUMNS, rows), output)


def _rows(study: Project, plan: Replacement) -> Sequence[Sequence[CellValue]]:
    tree = study.codes.tree()
    coders = {one.id: one.name for one in study.coders.list()}
    return [
        (
            tree.path(one.coding.code_id),
            coders[one.coding.coder_id],
            f"{one.outcome}: {one.why}" if one.why else str(one.outcome),
            one.old_words,
            one.new_words,
            _where(plan.transcript, one),
            one.start if one.end else "",
            one.end or "",
            one.coding.uid,
        )
        for one in plan.told
    ]


def _where(transcript: Transcript, fate: Fate) -> str:
    """Return in words where a coding lies now."""
    if not fate.end:
        return ""
    for number, turn in enumerate(transcript.turns, start=1):
        if turn.speech[0] <= fate.start < turn.speech[1]:
            return f"turn {number}"
    return "outside of the turns" if transcript.turns else ""
