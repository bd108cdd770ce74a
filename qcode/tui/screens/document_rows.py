"""What the view of the documents shows: one row a document, and all that is known of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from textual.content import Content

from qcode.analysis.attributes import in_groups
from qcode.model.cases import Entity
from qcode.model.codings import AssignmentState, Memo
from qcode.model.documents import Document
from qcode.project import Project
from qcode.project.participants import Presence
from qcode.text.names import counted
from qcode.tui.screens.attribute_edits import Variables, read_variables
from qcode.tui.session import Overview
from qcode.tui.widgets.document_pane import Progress
from qcode.tui.widgets.grid import Cell, CellKind, GridColumn, Rows
from qcode.tui.widgets.read_out import FAINT, Part, told

_VALUE_COLUMNS = (
    GridColumn("attribute", least=9, most=24),
    GridColumn("value", grow=True, least=8, most=60),
    GridColumn("year", least=4, most=4),
    GridColumn("source", least=6, most=30),
)


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What the view knows of the documents besides the overview."""

    turns: Mapping[int, int] = field(default_factory=dict)
    """Document id -> number of its turns."""
    people: Mapping[int, Sequence[Presence]] = field(default_factory=dict)
    codings: Mapping[tuple[int, int], int] = field(default_factory=dict)
    """(document id, coder id) -> number of codings."""
    variables: Variables = field(default_factory=Variables)
    memos: Mapping[str, Sequence[Memo]] = field(default_factory=dict)
    unplaced: Mapping[int, int] = field(default_factory=dict)
    """Document id -> number of its codings without a place; those that have any."""


def read_document_facts(project: Project) -> DocumentFacts:
    """Return what there is to know of the documents."""
    with project.reading():
        codings: Counter[tuple[int, int]] = Counter()
        for (document, _, coder), number in project.codings.numbers().items():
            codings[document, coder] += number
        people: dict[int, list[Presence]] = {}
        for one in project.participants.presences():
            people.setdefault(one.document_id, []).append(one)
        variables = read_variables(project, project.attributes.list(Entity.DOCUMENT))
        return DocumentFacts(
            project.documents.turn_numbers(),
            people,
            codings,
            variables,
            project.memos.by_owner("documents"),
            Counter(one.document_id for one in project.codings.unplaced()),
        )


def progress_of(document: Document, coder: int, overview: Overview, facts: DocumentFacts) -> Progress:
    """Return how far a coder is with a document."""
    if overview.assignments.get((document.id, coder)) is AssignmentState.FINISHED:
        return Progress.FINISHED
    return Progress.IN_PROGRESS if facts.codings.get((document.id, coder)) else Progress.NOT_BEGUN


class DocumentsRows:
    """The documents as rows of a grid; the key of a row is the document's uid.

    `narrow` leaves the word of how far a coder is to the read-out beside the list.
    """

    def __init__(self, overview: Overview, facts: DocumentFacts, *, narrow: bool, ascii: bool) -> None:
        self.documents = list(overview.documents.values())
        self._overview, self._facts, self._narrow, self._ascii = overview, facts, narrow, ascii
        self._coders = list(overview.coders.values())
        self.columns = (
            GridColumn("document", grow=True, least=16, most=60),
            GridColumn("kind", least=6, most=9 if narrow else 18),
            GridColumn("cases", least=8, most=14 if narrow else 28),
            GridColumn("length", align="right", least=6, most=9),
            GridColumn("turns", align="right", least=5, most=6),
            *([] if narrow else [GridColumn("people", align="right", least=6, most=6)]),
            *([GridColumn("unplaced", align="right", least=8, most=8)] if facts.unplaced else []),
            *(GridColumn(one.name, least=6 if narrow else 15, most=18) for one in self._coders),
        )

    def __len__(self) -> int:
        return len(self.documents)

    def key(self, row: int) -> str:
        """Return the document's uid."""
        return self.documents[row].uid

    def row_of(self, uid: str) -> int:
        """Return the row of a document, -1 where there is none."""
        return next((row for row, one in enumerate(self.documents) if one.uid == uid), -1)

    def cell(self, row: int, column: int) -> Cell:
        """Return what stands in a place."""
        document = self.documents[row]
        fixed = len(self.columns) - len(self._coders)
        if column >= fixed:
            return self._how_far(document, self._coders[column - fixed].id)
        if column == 0:
            return Cell(document.name)
        if column == 1:
            return Cell(document.kind, CellKind.FAINT)
        if column == 2:
            cases = self._overview.document_cases.get(document.id, ())
            return Cell("; ".join(self._overview.cases[one].name for one in cases))
        if self._facts.unplaced and column == fixed - 1:
            lost = self._facts.unplaced.get(document.id, 0)
            return Cell(f"{lost:,}", CellKind.STRONG) if lost else Cell("·", CellKind.FAINT)
        people = self._facts.people.get(document.id, ())
        number = (document.characters, self._facts.turns.get(document.id, 0), len(people))[column - 3]
        return Cell(f"{number:,}") if number else Cell("·", CellKind.FAINT)

    def _how_far(self, document: Document, coder: int) -> Cell:
        progress = progress_of(document, coder, self._overview, self._facts)
        number = self._facts.codings.get((document.id, coder), 0)
        word = "" if self._narrow else f" {progress.word}"
        kind = CellKind.FAINT if progress is Progress.NOT_BEGUN else CellKind.PLAIN
        shown = f" {number:,}" if number else ""
        return Cell(f"{progress.sign(ascii=self._ascii)}{shown}{word}", kind)


def value_rows(document: Document | None, facts: DocumentFacts) -> Rows:
    """Return the attributes of a document as rows, those it lacks too; the key is the attribute's name."""
    if document is None:
        return Rows(_VALUE_COLUMNS)
    rows: list[list[Cell]] = []
    keys: list[tuple[str, int | None]] = []
    for attribute in facts.variables.attributes:
        known = facts.variables.of(document.uid, attribute)
        for one in reversed(known):
            name = Cell(attribute.name) if one is known[-1] else Cell(attribute.name, CellKind.FAINT)
            rows.append([name, Cell(in_groups(one.value)), Cell(str(one.year or "")), Cell(one.source)])
            keys.append((attribute.name, one.year))
        if not known:
            rows.append([Cell(attribute.name), Cell("·", CellKind.MISSING), Cell(""), Cell("")])
            keys.append((attribute.name, None))
    return Rows(_VALUE_COLUMNS, rows, keys)


def document_read_out(document: Document, overview: Overview, facts: DocumentFacts) -> Content:
    """Return all that is known of a document, but for its attributes."""
    cases = [overview.cases[one].name for one in overview.document_cases.get(document.id, ())]
    how_far = []
    for coder in overview.coders.values():
        number = counted(facts.codings.get((document.id, coder.id), 0), "coding")
        how_far.append(f"{coder.name}: {progress_of(document, coder.id, overview, facts).word}, {number}")
    speakers = []
    for one in facts.people.get(document.id, ()):
        who = one.participant
        role = who.role.value if who.role else "role unknown"
        called = f" ({who.pseudonym})" if who.pseudonym else ""
        speakers.append(f"{who.name}{called}: {role}, {counted(one.turns, 'turn')}")
    source = (
        f"{document.source_name} ({document.format}{f', {document.encoding}' if document.encoding else ''})"
    )
    lost = facts.unplaced.get(document.id, 0)
    memos = [
        Part(
            f"Memo, {overview.coders[one.coder_id].name if one.coder_id in overview.coders else '?'}",
            one.text,
        )
        for one in facts.memos.get(document.uid, ())
    ]
    return told(
        document.name,
        [
            Part("", f"{source}, {counted(document.characters, 'character')}", FAINT),
            Part("Cases", "; ".join(cases) or "none: c attaches one"),
            Part("Coding", "\n".join(how_far) or "not begun"),
            Part("Without a place", f"{counted(lost, 'coding')}: N lists them" if lost else ""),
            Part("Pseudonym", document.pseudonym),
            Part("Who speaks", "\n".join(speakers)),
            *memos,
        ],
        beside=document.kind,
    )
