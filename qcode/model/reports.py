"""What is written for people to read from beginning to end: headings, words, quotations, tables, figures.

A report is made once and written in any format by `qcode.exporters.reports`; it knows nothing of
files. All texts are data: no format reads markup in them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from qcode.model.tables import Table


class Style(StrEnum):
    """How a run of words stands out."""

    PLAIN = "plain"
    STRONG = "strong"
    EMPHASIS = "emphasis"
    FAINT = "faint"


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one style."""

    text: str
    style: Style = Style.PLAIN
    colour: str = ""
    """Its own colour as `#rrggbb`, where the words are a sample of it; empty: none."""


Words = str | Sequence[Run]
"""What a paragraph says: plain words, or several runs of them."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a section."""

    text: str
    level: int = 1
    """1 for a section, 2 for a part of it ...; the report's own title is above them."""
    uid: str | None = None
    """Of the case, document or participant that it names; None where it names none."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some sentences; line breaks in them are kept."""

    words: Words


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of points."""

    items: Sequence[Words]


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a participant or a document, and whose they are."""

    text: str
    reference: str
    """As it stands behind a quotation in a paper, without brackets: `city official, City A, turn 31`."""
    translation: str = ""
    memo: str = ""
    coding: int | None = None
    """Row id of the coding, where a reader may want to go to it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture, and the table that it shows."""

    kind: str
    """One of `qcode.pictures.KINDS`."""
    table: Table
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A coding that lies on some words of a passage."""

    start: int
    end: int
    """Half-open offsets in the passage's text, in code points."""
    code: str
    """The code's path."""
    coder: str = ""
    memo: str = ""
    colour: str = ""
    """The code's own colour as `#rrggbb`, or empty."""
    coding: int | None = None
    """Row id of the coding; marks of one coding lie on several passages where it goes over their edges."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A turn or a paragraph of a document, with the codings on it."""

    text: str
    marks: Sequence[Mark] = ()
    label: str = ""
    """Who speaks, as in the document; empty outside of turns."""
    place: str = ""
    """What it is found by: `turn 12`, `00:08:14`, `p. 3`."""
    counted: bool = True
    """Whether it is speech that counts; an interviewer's words are shown fainter."""
    uid: str | None = None
    """Of the participant who speaks; None where nobody is named."""


Block = Heading | Paragraph | Listing | Quotation | Table | Figure | Passage


@dataclass(frozen=True, slots=True)
class Report:
    """Something to be read: its title, what it says in order, and what it rests on."""

    name: str
    """Short name of what it is: codebook, quotations, study ..."""
    title: str
    blocks: Sequence[Block]
    notes: Sequence[str] = ()
    """What was counted, filter, roles, coders, version, date: one sentence each, at the end."""
    detail: Callable[[], Table] | None = None
    """Makes a list of quotations, one coding a row with its id as `behind(row, 0)`: what the numbers of
    the tables lead to. A format that can lead there asks for it, while the project is open."""
