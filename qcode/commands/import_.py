"""`qcode import`: transcripts and documents into a project."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from qcode.commands.arguments import acting_coder, assignments, open_project, words
from qcode.commands.output import progress, say, show, simple_table
from qcode.errors import QcodeError, UsageError
from qcode.model.documents import Role, Transcript
from qcode.model.tables import CellValue
from qcode.project import Project
from qcode.project.batch import CasePattern, Reading, gather, labels_missing, read
from qcode.project.part import counted
from qcode.text.times import format_time

_COLUMNS = ("file", "document", "kind", "case", "characters", "turns", "speakers", "encoding")


@click.command("import")
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
    "--role",
    "roles",
    multiple=True,
    metavar="LABEL=ROLE",
    help="Who a speaker is: interviewer, respondent or other.",
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
    roles: tuple[str, ...],
    skip_bad: bool,
    dry_run: bool,
    coder: str | None,
) -> None:
    """Import transcripts (txt, md, docx, vtt, srt), or all of them in a folder.

    Each file is one step that undo takes back; a file that cannot be read is reported, and the
    others are imported.
    """
    if not file:
        raise click.UsageError("Missing argument “FILE”.")
    if cases and case_from:
        raise UsageError("--case and --case-from exclude each other.")
    wanted_roles = {label: _role(name) for label, name in assignments(roles)}
    pattern = CasePattern(case_from) if case_from else None
    sources, passed = gather(Path(name) for name in file)
    if passed:
        say(f"Passed over {counted(len(passed), 'file')} of other kinds, such as {passed[0].name}.")
    if not sources:
        raise UsageError("There is no file to import.", "Readable are txt, md, docx, vtt and srt.")
    with open_project(project, coder) as study:
        readings: list[Reading] = []
        rows: list[Sequence[CellValue]] = []
        for source in progress(sources, "Importing", lambda one: one.path.name):
            reading = read(source, case_from=pattern, encoding=encoding, roles=wanted_roles)
            if len(sources) == 1 and reading.transcript:
                _refuse_missing_labels(wanted_roles, [reading.transcript])
            row, problem = _take(study, reading, cases, kind, dry_run=dry_run)
            readings.append(reading if not problem else Reading(source, problem=problem))
            if row:
                rows.append(row)
        _report(study, readings, rows, dry_run=dry_run)
        transcripts = [reading.transcript for reading in readings if reading.transcript]
        failed = len(readings) - len(transcripts)
        if transcripts:
            _refuse_missing_labels(wanted_roles, transcripts)
    if failed and not skip_bad:
        raise QcodeError(f"{counted(failed, 'file')} of {len(readings)} not imported; see above.")


def _take(
    study: Project, reading: Reading, cases: Sequence[str], kind: str | None, *, dry_run: bool
) -> tuple[Sequence[CellValue] | None, str]:
    """Import one reading, or pretend to; return its row for the report, or what was wrong."""
    transcript = reading.transcript
    if transcript is None:
        say(reading.problem)
        return None, reading.problem
    names = [reading.case] if reading.case else list(cases)
    try:
        if dry_run:
            _describe(reading, transcript)
            document, of_kind = "", kind or ""
        else:
            done = study.documents.import_transcript(
                transcript, reading.source.path.name, kind=kind, cases=names, attributes=reading.attributes
            )
            document, of_kind = done.document.name, done.document.kind
            for note in (*done.notes, *transcript.warnings):
                say(f"{reading.source.path.name}: {note}")
    except QcodeError as error:
        say(f"{reading.source.path.name}: {error}")
        return None, str(error)
    speakers = ", ".join(
        f"{speaker.label} ({speaker.role.value if speaker.role else 'role unknown'})"
        for speaker in transcript.speakers
    )
    encoding = f"{transcript.encoding or ''}{' (guessed)' if transcript.encoding_guessed else ''}"
    return (
        reading.source.path.name, document, of_kind, "; ".join(names), len(transcript.text),
        len(transcript.turns), speakers, encoding,
    ), ""  # fmt: skip


def _describe(reading: Reading, transcript: Transcript) -> None:
    """Say all that is to be known of a file before it is imported."""
    lines = [f"{reading.source.path} ({transcript.format})"]
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
    times = [turn.time_start for turn in transcript.turns if turn.time_start is not None]
    if times:
        lines.append(f"  times from {format_time(times[0])} to {format_time(times[-1])}")
    lines += [f"  changed: {change}" for change in transcript.changes]
    lines += [f"  note: {warning}" for warning in transcript.warnings]
    say("\n".join(lines))


def _report(
    study: Project, readings: Sequence[Reading], rows: Sequence[Sequence[CellValue]], *, dry_run: bool
) -> None:
    done = sum(1 for reading in readings if reading.transcript)
    verb = "would be imported" if dry_run else "imported"
    title = f"{counted(done, 'file')} of {len(readings)} {verb} into {study.title}"
    if rows:
        show(simple_table("import", title, _COLUMNS, rows), "table", None)


def _refuse_missing_labels(roles: dict[str, Role], transcripts: Sequence[Transcript]) -> None:
    missing = labels_missing(roles, transcripts)
    if missing:
        known = sorted({speaker.label for one in transcripts for speaker in one.speakers})
        raise UsageError(
            f"No speaker is called “{missing[0]}”.", f"The speakers are: {', '.join(known) or 'none'}."
        )


def _role(name: str) -> Role:
    try:
        return Role(name.casefold())
    except ValueError:
        known = ", ".join(role.value for role in Role)
        raise UsageError(f"“{name}” is no role.", f"Roles are {known}.") from None
