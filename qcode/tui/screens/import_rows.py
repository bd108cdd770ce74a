"""What the preview of an import shows: the files, the speakers of one, its first lines."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from textual.content import Content

from qcode.model.documents import Role
from qcode.text.display import shorten
from qcode.text.names import counted
from qcode.text.times import format_time
from qcode.tui.screens.import_plan import PlannedFile
from qcode.tui.widgets.grid import Cell, CellKind, GridColumn, Rows
from qcode.tui.widgets.read_out import FAINT, Part, told

_FILE_COLUMNS = (
    GridColumn("", least=6, most=10),
    GridColumn("file", grow=True, least=14, most=60),
    GridColumn("kind", least=6, most=18),
    GridColumn("case", least=6, most=20),
    GridColumn("encoding", least=6, most=12),
    GridColumn("turns", align="right", least=5, most=7),
    GridColumn("notes", align="right", least=5, most=5),
)
_SPEAKER_COLUMNS = (
    GridColumn("speaker", grow=True, least=8, most=30),
    GridColumn("role", least=11, most=12),
    GridColumn("turns", align="right", least=5, most=6),
    GridColumn("characters", align="right", least=6, most=10),
)
UNKNOWN = "unknown"
_FIRST_LINES = 30


def role_word(role: Role | None) -> str:
    """Return what a role is called; None is not known."""
    return role.value if role else UNKNOWN


def state_word(one: PlannedFile) -> str:
    """Return what is to become of a file."""
    return "skip" if one.skip else "! refused" if one.problem else "import"


def file_rows(files: Sequence[PlannedFile]) -> Rows:
    """Return the documents as rows, by their keys."""
    rows = []
    for one in files:
        transcript = one.reading.transcript
        kind = CellKind.FAINT if not one.goes_in else CellKind.PLAIN
        guessed = "?" if transcript and transcript.encoding_guessed else ""
        rows.append(
            [
                Cell(state_word(one), CellKind.STRONG if one.problem and not one.skip else kind),
                Cell(one.source.below, kind),
                Cell((one.kind or one.planned_kind) if transcript else "", kind),
                Cell("; ".join(one.cases), kind),
                Cell(f"{transcript.encoding or ''}{guessed}" if transcript else "", kind),
                Cell(f"{len(transcript.turns):,}" if transcript and transcript.turns else "", kind),
                Cell(str(len(transcript.warnings)) if transcript and transcript.warnings else "", kind),
            ]
        )
    return Rows(_FILE_COLUMNS, rows, [one.key for one in files])


def speaker_rows(one: PlannedFile | None) -> Rows:
    """Return the speakers of a file as rows, in the order of their first turns."""
    transcript = one.reading.transcript if one else None
    if one is None or transcript is None:
        return Rows(_SPEAKER_COLUMNS)
    turns = [0] * len(transcript.speakers)
    characters = [0] * len(transcript.speakers)
    for turn in transcript.turns:
        if turn.speaker is not None:
            turns[turn.speaker] += 1
            characters[turn.speaker] += turn.speech[1] - turn.speech[0]
    rows = []
    for place, speaker in enumerate(one.speakers):
        guess = "" if place in one.roles or speaker.role is None else "?"
        rows.append(
            [
                Cell(speaker.label),
                Cell(role_word(speaker.role) + guess, CellKind.PLAIN if speaker.role else CellKind.STRONG),
                Cell(f"{turns[place]:,}"),
                Cell(f"{characters[place]:,}"),
            ]
        )
    return Rows(_SPEAKER_COLUMNS, rows)


def preview(one: PlannedFile, known_cases: Collection[str]) -> Content:
    """Return what is to be known of a file before it is imported; `known_cases` are those there are."""
    transcript = one.reading.transcript
    if transcript is None:
        chooses = "e t says which column is what." if one.is_table else ""
        return told(one.source.below, [Part("", f"\n{one.problem}", "$error"), Part("", chooses)])
    times = [turn.time_start for turn in transcript.turns if turn.time_start is not None]
    guessed = " (guessed: e e chooses another)" if transcript.encoding_guessed else ""
    facts = [
        f"{transcript.format}{f', {transcript.encoding}{guessed}' if transcript.encoding else ''}",
        f"{counted(len(transcript.text), 'character')}, {counted(len(transcript.turns), 'turn')}",
        f"times {format_time(times[0])} to {format_time(times[-1])}" if times else "",
    ]
    new = [case for case in one.cases if case not in known_cases]
    return told(
        one.name or one.source.name or one.source.path.name,
        [
            Part("", one.refused, "$error"),
            Part("", " · ".join(fact for fact in facts if fact), FAINT),
            Part("", f"The case {', '.join(new)} is new and will be made." if new else ""),
            Part("", "\n".join(f"{key}: {value}" for key, value in one.attributes.items())),
            Part("To know", "\n".join([*transcript.warnings, *transcript.changes])),
            Part(
                "Front matter",
                "\n".join(f"{key}: {value}" for key, value in transcript.metadata.items()),
                theirs=True,
            ),
            Part("First lines", _first_lines(transcript.text), theirs=True),
        ],
        beside=one.kind or one.planned_kind,
    )


def _first_lines(text: str) -> str:
    lines = text[:20_000].split("\n")
    filled = [shorten(line, 600) for line in lines if line.strip()]
    return "\n".join(filled[:_FIRST_LINES])
