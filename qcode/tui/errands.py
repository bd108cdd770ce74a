"""What one view sends the person to another view for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qcode.model.codings import Coding, CodingState
from qcode.model.documents import Document, Role

if TYPE_CHECKING:
    from qcode.tui.screens.framework_table import AskedFramework
    from qcode.tui.screens.matrix_asked import Asked
    from qcode.tui.screens.picture_table import AskedPicture


@dataclass(frozen=True, slots=True)
class Place:
    """A span of a document, in code points; to the coding view."""

    document: str
    """Uid of the document."""
    start: int = -1
    """-1: where the cursor was left."""
    end: int = -1
    coding: str = ""
    """Uid of the coding to put in focus."""


@dataclass(frozen=True, slots=True)
class PlaceAgain:
    """A coding that lost its words; to the coding view, to be placed by hand, or to the list of such."""

    coding: str
    """Uid of the coding."""


@dataclass(frozen=True, slots=True)
class Quotations:
    """Some codings by their row ids, as behind the cell of a table; to the segments."""

    title: str
    codings: frozenset[int]


@dataclass(frozen=True, slots=True)
class OfCode:
    """The segments of a code and its sub-codes; to the segments."""

    code: str
    """Uid of the code."""


@dataclass(frozen=True, slots=True)
class OfCase:
    """The segments of a case; to the segments."""

    case: str
    """Uid of the case."""


@dataclass(frozen=True, slots=True)
class Where:
    """The segments that meet a condition; to the segments."""

    condition: str


@dataclass(frozen=True, slots=True)
class SummaryOf:
    """One cell of a framework matrix; to its summary."""

    case: str
    """Uid of the case."""
    code: str
    """Uid of the code."""
    asked: AskedFramework
    """The matrix, which says what quotations the cell has."""


@dataclass(frozen=True, slots=True)
class ReadyMade:
    """A table by its name in `qcode.tui.screens.matrix_ready`; to the matrix."""

    name: str


@dataclass(frozen=True, slots=True)
class PictureOf:
    """A kind of picture of a table; to the pictures."""

    asked: AskedPicture


@dataclass(frozen=True, slots=True)
class TypologyOf:
    """The codings that count in a table; to the typology of its cases, or their truth tables."""

    asked: Asked


@dataclass(frozen=True, slots=True)
class OfClassification:
    """One classification; to the classes."""

    uid: str


@dataclass(frozen=True, slots=True)
class InGroups:
    """One case; to the groups, to be put into them or taken out."""

    case: str
    """Uid of the case."""


@dataclass(frozen=True, slots=True)
class ReportOn:
    """A report with what is to be in it; to the reports."""

    name: str
    """A key of `qcode.tui.screens.report_writing_kinds.KINDS`; empty: the one chosen last."""
    condition: str | None = None
    """Only what meets it; None: what counts is as it was left there."""
    speech: tuple[Role, ...] | None = (Role.RESPONDENT,)
    """Whose speech counts; None: everybody's."""
    coder: str | None = None
    """Whose codings count; None: all coders'."""


@dataclass(frozen=True, slots=True)
class EditCode:
    """One code; to the codebook."""

    code: str
    """Uid of the code."""


@dataclass(frozen=True, slots=True)
class OfDocument:
    """One document; to the documents."""

    document: str
    """Uid of the document."""


@dataclass(frozen=True, slots=True)
class Find:
    """Words to look for in all documents; to the search."""

    query: str


def way_to(coding: Coding, document: Document) -> tuple[str, Place | PlaceAgain]:
    """Return the view and the errand that lead to a coding of a document, with a place or without."""
    if coding.state is CodingState.UNPLACED:
        return "unplaced", PlaceAgain(coding.uid)
    return "coding", Place(document.uid, coding.start, coding.end, coding.uid)
