"""`qcode import`: transcripts and documents into a project."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from qcode.commands.arguments import acting_coder, assignments, open_project, words
from qcode.commands.output import Output, progress, say, show, simple_table
from qcode.errors import DataError, QcodeError, UsageError
from qcode.model.documents import Role, Transcript
from qcode.model.tables import CellValue
from qcode.project import Project
from qcode.project.batch import (
    FIELDS,
    CasePattern,
    Reading,
    gather,
    is_table,
    labels_missing,
    read,
    readable_suffixes,
    what_is_readable,
)
from qcode.text.display import shorten
from qcode.text.names import counted, levelled, listed
from qcode.text.times import format_time

_ROWS_SHOWN = 3
_WIDEST_ROW = 200
_COLUMNS = ("file", "document", "kind", "case", "characters", "turns", "speakers", "encoding")


@click.command(
    "import",
    help=f"""Import transcripts ({readable_suffixes()}), or all of them in a folder.

    Each document is one step that undo takes back; a file that cannot be read is reported, and the
    others are imported. A table (CSV, TSV) has one turn a row; one that holds several interviews is
    to qcode a folder of them: FILE.csv/NAME.
    """,
)
@words("FILE...")
@click.option(
    "--case", "cases", multiple=True, metavar="NAME", help="The case of these documents; may be repeated."
)
@click.option(
    "--case-from", metavar="PATTERN", help="Take the case from file or folder names: {case}_* or {case}/*."
)
@click.option(
    "--kind",
    metavar="KIND",
    help="interview, strategy document, ... (default: interview where people speak).",
)
@click.option("--encoding", metavar="NAME", help="Overrule the encoding guessed for text files.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="FIELD=COLUMN",
    help="Which column of a table is its text, speaker, start, end or document (in a file of several): "
    "header, number from 1, or nothing for none.",
)
@click.option(
    "--role",
    "roles",
    multiple=True,
    metavar="LABEL=ROLE",
    help="Who a speaker is: interviewer, respondent or other; so a label that looks like none becomes one.",
)
@click.option(
    "--skip-bad", is_flag=True, help="Exit with 0 although files could not be imported; each is reported."
)
@click.option("--dry-run", is_flag=True, help="Show what would be imported, and write nothing.")
@acting_coder
def command(
    project: Path,
    file: tuple[str, ...],
    cases: tuple[str, ...],
    case_from: str | None,
    kind: str | None,
    encoding: str | None,
    columns: tuple[str, ...],
    roles: tuple[str, ...],
    skip_bad: bool,
    dry_run: bool,
    coder: str | None,
) -> None:
    """Import transcripts, or all of them in a folder."""
    if cases and case_from:
        raise UsageError("--case and --case-from exclude each other.")
    wanted_roles = {label: role_named(name) for label, name in assignments(roles, "LABEL=ROLE")}
    wanted_columns = columns_said(columns)
    pattern = CasePattern(case_from) if case_from else None
    sources, passed = gather(Path(name) for name in file)
    if passed:
        say(f"Passed over {counted(len(passed), 'file')} of other kinds, such as {passed[0].name}.")
    if not sources:
        raise UsageError("There is no file to import.", what_is_readable())
    with open_project(project, coder) as study:
        # All that is wrong with the call itself is found before anything is written.
        of_kind = study.documents.kind(kind) if kind else None
        readings = [
            reading
            for source in progress(sources, "Reading", lambda one: one.path.name)
            for reading in read(
                source, case_from=pattern, encoding=encoding, roles=wanted_roles, columns=wanted_columns
            )
        ]
        transcripts = [reading.transcript for reading in readings if reading.transcript]
        if transcripts:
            _refuse_missing_labels(wanted_roles, transcripts)
        noun = "document" if any(reading.source.name for reading in readings) else "file"
        batch = Batch(study, cases, of_kind, noun, dry_run=dry_run)
        for reading in progress(readings, "Importing", lambda one: one.source.name or one.source.path.name):
            batch.take(reading)
        batch.report()
    if batch.problems and not skip_bad:
        if len(readings) == 1:
            raise QcodeError(batch.problems[0])
        raise QcodeError(f"{counted(len(batch.problems), noun)} of {len(readings)} not imported; see above.")
    if len(readings) == 1 and batch.problems:
        say(batch.problems[0])


class Batch:
    """Imports readings one by one, or pretends to; keeps what is to be reported at the end."""

    def __init__(
        self, study: Project, cases: Sequence[str], kind: str | None, noun: str, *, dry_run: bool
    ) -> None:
        self.problems: list[str] = []
        self._study = study
        self._cases = cases
        self._kind = kind
        self._noun = noun
        self._dry_run = dry_run
        self._rows: list[Sequence[CellValue]] = []
        self._seen = 0
        self._planned: dict[str, str] = {}
        self._new_cases: set[str] = set()

    def take(self, reading: Reading) -> None:
        """Import one reading, or pretend to; what is wrong with it is told and kept."""
        self._seen += 1
        below = reading.source.below
        try:
            if reading.transcript is None:
                # The message names the file, but not the folder in which it lies.
                bare = "/" in below and below not in reading.problem
                raise DataError(f"{below}: {reading.problem}" if bare else reading.problem)
            names = [reading.case] if reading.case else list(self._cases)
            if self._dry_run:
                name, kind = self._pretend(reading, reading.transcript, names)
            else:
                done = self._study.documents.import_transcript(
                    reading.transcript, below, kind=self._kind, cases=names,
                    attributes=reading.attributes,
                )  # fmt: skip
                name, kind = done.document.name, done.document.kind
                for note in (*done.notes, *reading.transcript.warnings):
                    say(f"{below}: {note}")
        except QcodeError as error:
            told = str(error) if reading.transcript is None else f"{below}: {error}"
            self.problems.append(told)
            return
        self._rows.append(_row(reading.transcript, below, name, kind, names))

    def report(self) -> None:
        """Tell what was wrong, then print what was imported."""
        if self._seen > 1 and self.problems:
            say("\n".join(self.problems))
        verb = "would be imported" if self._dry_run else "imported"
        title = f"{counted(len(self._rows), self._noun)} of {self._seen} {verb} into {self._study.title}"
        if self._rows:
            show(self._study, simple_table("import", title, _COLUMNS, self._rows), Output("table"))

    def _pretend(self, reading: Reading, transcript: Transcript, cases: Sequence[str]) -> tuple[str, str]:
        """Say what is to be known of a file, and return the name and the kind it would get."""
        _describe(reading, transcript)
        below = reading.source.below
        name, kind = self._study.documents.planned(transcript, below, kind=self._kind, before=self._planned)
        self._planned[name] = below
        known = {levelled(case.name) for case in self._study.cases.list()} | self._new_cases
        for case in cases:
            if levelled(case) not in known:
                self._new_cases.add(levelled(case))
                say(f"  note: the case “{case}” would be new")
        return name, kind


def _row(
    transcript: Transcript, file: str, document: str, kind: str, cases: Sequence[str]
) -> Sequence[CellValue]:
    speakers = ", ".join(
        f"{speaker.label} ({speaker.role.value if speaker.role else 'role unknown'})"
        for speaker in transcript.speakers
    )
    encoding = f"{transcript.encoding or ''}{' (guessed)' if transcript.encoding_guessed else ''}"
    return (
        file, document, kind, "; ".join(cases), len(transcript.text), len(transcript.turns), speakers,
        encoding,
    )  # fmt: skip


def _describe(reading: Reading, transcript: Transcript) -> None:
    """Say all that is to be known of a file before it is imported."""
    lines = [f"{Path(reading.source.path, reading.source.name)} ({transcript.format})"]
    if transcript.encoding:
        guess = "guessed; --encoding overrules" if transcript.encoding_guessed else "certain"
        lines.append(f"  encoding {transcript.encoding} ({guess})")
    if transcript.front_matter:
        lines.append(f"  front matter: {counted(transcript.front_matter[1], 'character')}")
    lines += [f"  {key}: {value}" for key, value in transcript.metadata.items()]
    for index, speaker in enumerate(transcript.speakers):
        turns = [turn for turn in transcript.turns if turn.speaker == index]
        characters = sum(turn.speech[1] - turn.speech[0] for turn in turns)
        role = speaker.role.value if speaker.role else "role unknown"
        lines.append(
            f"  {speaker.label}: {role}, {counted(len(turns), 'turn')}, {counted(characters, 'character')}"
        )
    moments = (turn.time_end if turn.time_start is None else turn.time_start for turn in transcript.turns)
    times = [moment for moment in moments if moment is not None]
    if times:
        lines.append(f"  times from {format_time(times[0])} to {format_time(times[-1])}")
    for change in transcript.changes:
        lines.append(f"  {change}" if change.startswith("columns") else f"  changed: {change}")
    lines += [f"  note: {warning}" for warning in transcript.warnings]
    if is_table(transcript.format):
        lines += [f"  {shorten(row, _WIDEST_ROW)}" for row in transcript.text.split("\n")[:_ROWS_SHOWN]]
    say("\n".join(lines))


def columns_said(said: Sequence[str]) -> dict[str, str]:
    """Return field -> column as the person says; raises UsageError."""
    columns = dict(assignments(said, "FIELD=COLUMN"))
    odd = next((field for field in columns if field not in FIELDS), None)
    if odd is not None:
        raise UsageError(f"“{odd}” is nothing that a column can be.", f"A column is {listed(FIELDS)}.")
    return columns


def _refuse_missing_labels(roles: dict[str, Role], transcripts: Sequence[Transcript]) -> None:
    missing = labels_missing(roles, transcripts)
    if missing:
        known = sorted({speaker.label for one in transcripts for speaker in one.speakers})
        raise UsageError(
            f"No speaker is called “{missing[0]}”.", f"The speakers are: {', '.join(known) or 'none'}."
        )


def role_named(name: str) -> Role:
    """Return a role by its name; raises UsageError."""
    try:
        return Role(name.casefold())
    except ValueError:
        known = ", ".join(role.value for role in Role)
        raise UsageError(f"“{name}” is no role.", f"Roles are {known}.") from None
