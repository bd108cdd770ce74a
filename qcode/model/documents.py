"""Sources and who speaks in them: what an importer brings, and what a project keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from qcode.model.spans import Span


class Role(StrEnum):
    """What a participant is in the conversation; None stands for *not known* wherever a role may be."""

    INTERVIEWER = "interviewer"
    RESPONDENT = "respondent"
    OTHER = "other"


INTERVIEW_KIND = "interview"
DOCUMENT_KINDS = (
    INTERVIEW_KIND,
    "strategy document",
    "policy document",
    "secondary literature",
    "news",
    "website",
    "field notes",
    "statistics",
    "document",
)
"""Kinds a project starts with; a project may add its own."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker as the file names them, with the role guessed for them (None: no guess)."""

    label: str
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class ImportedTurn:
    """One turn of a transcript that is being imported."""

    speech: Span
    speaker: int | None = None
    """Index into `Transcript.speakers`; None where nobody knows who speaks."""
    label: Span | None = None
    """The label's span in the text (name, colon, time mark); None where the text has none."""
    time_start: float | None = None
    """Seconds from the beginning of the recording."""
    time_end: float | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """What an importer makes of one file; nothing of it is in a project yet."""

    text: str
    format: str
    """Name of the importer: txt, md, docx, vtt, srt ..."""
    turns: tuple[ImportedTurn, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    """In the order of their first turn."""
    front_matter: Span | None = None
    """Title, date, cast ... before the first turn, or a metadata block; None where there is none."""
    metadata: Mapping[str, str] = field(default_factory=dict)
    """`Key: value` lines of the front matter, keys as written."""
    encoding: str | None = None
    """Name of the encoding of a text file, None for formats that settle it themselves."""
    encoding_guessed: bool = False
    """True where bytes left a choice and the choice was made by evidence."""
    anchors: tuple[tuple[int, float], ...] = ()
    """Times inside turns: (offset, seconds), in the order of offsets."""
    changes: tuple[str, ...] = ()
    """What was changed in the text on its way in, in words with counts ("3 line ends made \\n")."""
    warnings: tuple[str, ...] = ()
    """What was left out or looks odd, in words with counts."""
    pages: tuple[tuple[int, str], ...] = ()
    """Where the pages of a printed source begin: (offset, the page's number or label), in their order."""
    name: str = ""
    """Name of the interview within its file, where a file holds several; else empty."""


@dataclass(frozen=True, slots=True)
class Document:
    """One source in a project."""

    id: int
    uid: str
    name: str
    kind: str
    text_sha256: str
    characters: int
    """Length of the text in code points."""
    front_matter_end: int
    """Everything before this offset is front matter; 0 where there is none."""
    source_name: str
    format: str
    encoding: str | None
    created_at: str
    pseudonym: str = ""
    """What stands for its name where names are kept back; empty: none was given."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's uninterrupted contribution to a document in a project."""

    position: int
    """Number of the turn in its document, from 1."""
    participant_id: int | None
    label_start: int
    label_end: int
    """The label's span; empty (equal offsets) where the text has none."""
    start: int
    end: int
    """The speech's span."""
    time_start: float | None
    time_end: float | None


@dataclass(frozen=True, slots=True)
class Participant:
    """A person who speaks in one or more documents."""

    id: int
    uid: str
    name: str
    role: Role | None
    pseudonym: str
    case_id: int | None
    """A case of their own; None: the cases of the document."""
