"""Plain values that the transcript view is given to show."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from qcode.model.documents import Role
from qcode.model.spans import Span


class Unit(StrEnum):
    """What a code applies to where nothing is selected."""

    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"
    TURN = "turn"


@dataclass(frozen=True, slots=True)
class Speech:
    """A turn as it is shown. Spans are half-open, in code points of the document's text."""

    number: int
    name: str
    role: Role | None
    label: Span
    """Empty (equal offsets) where the text has none."""
    speech: Span
    time: float | None
    """Seconds from the beginning of the recording; None where nobody knows."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as it is shown."""

    name: str
    text: str
    speeches: tuple[Speech, ...] = ()
    """In the order of the text, without overlap; none for a document without speakers."""
    front_matter_end: int = 0
    """Everything before this offset is front matter and shown faintly."""


class Mark(NamedTuple):
    """A coding as it is shown, over the code points `[start, end)`."""

    uid: str
    start: int
    end: int
    code: int
    """Key into the looks given to the view."""
    coder: int
    own: bool
    """True for a coding of the coder who sits at the screen."""


class CodeLook(NamedTuple):
    """How a code is shown."""

    name: str
    """Short enough for a margin: the code's own name, or its short path."""
    colour: str
    """`#rrggbb`; anything else stands for no colour of its own."""
    key: str = ""
    """Letters that apply the code; empty where it has none."""
