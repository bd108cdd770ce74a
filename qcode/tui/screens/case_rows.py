"""What the view of cases and participants shows: two tables, and all that lies behind one cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from textual.content import Content

from qcode.analysis.attributes import in_groups
from qcode.model.cases import Attribute, AttributeType, Case, Entity, GroupTree
from qcode.model.codings import Memo
from qcode.model.documents import Participant
from qcode.model.tables import Table
from qcode.project import Project
from qcode.project.participants import Presence
from qcode.text.names import counted
from qcode.tui.screens.attribute_edits import Variables, in_words, read_variables
from qcode.tui.screens.classes_rows import Classed, class_cell, class_said, read_classes
from qcode.tui.session import Overview
from qcode.tui.widgets.grid import Cell, CellKind, GridColumn
from qcode.tui.widgets.read_out import Part, told

_NOTHING = Cell("·", CellKind.MISSING)
PSEUDONYM = 3
"""Which column of the cases holds what stands for their names."""


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the view knows of cases and participants besides the overview."""

    cases: Variables = field(default_factory=Variables)
    people: Variables = field(default_factory=Variables)
    presences: Mapping[int, Sequence[Presence]] = field(default_factory=dict)
    """Participant id -> where they speak."""
    segments: Mapping[str, int] = field(default_factory=dict)
    """Uid of a case or a participant -> segments; of a case those that count, of a person all."""
    memos: Mapping[str, Sequence[Memo]] = field(default_factory=dict)
    called: Mapping[str, str] = field(default_factory=dict)
    """Uid of a case or a participant -> what stands for it where names are kept back."""
    kept_back: bool = False
    """Whether names are kept back in all that is exported."""
    classes: Sequence[Classed] = ()
    groups: GroupTree = field(default_factory=GroupTree)


COUNTED = frozenset({"codings", "turns", "participants", "documents", "document_cases", "coders"})
"""Tables on which the numbers of segments rest."""


def read_case_facts(project: Project, segments: Mapping[str, int] | None) -> CaseFacts:
    """Return what there is to know of cases and participants.

    `segments` are the numbers of segments where they are known still; they cost the most.
    """
    presences: dict[int, list[Presence]] = {}
    for one in project.participants.presences():
        presences.setdefault(one.participant.id, []).append(one)
    memos: dict[str, list[Memo]] = {}
    for memo in project.memos.list():
        if memo.owner_table == "cases":
            memos.setdefault(memo.owner_uid, []).append(memo)
    return CaseFacts(
        read_variables(project, project.attributes.list(Entity.CASE)),
        read_variables(project, project.attributes.list(Entity.PARTICIPANT)),
        presences,
        _segments(project) if segments is None else segments,
        memos,
        {one.uid: one.pseudonym for one in project.pseudonyms.list()},
        project.pseudonyms.always,
        read_classes(project),
        project.groups.tree(),
    )


def _segments(project: Project) -> dict[str, int]:
    everything = project.select(roles=None)
    return {
        **_numbers(project.crosstab("case", None)),
        **_numbers(project.crosstab("participant", None, selection=everything)),
    }


def _numbers(table: Table) -> dict[str, int]:
    """Return uid -> number of a table of one column."""
    return {
        row.uid: value
        for row, (value, *_) in zip(table.rows, table.values, strict=True)
        if row.uid and isinstance(value, int)
    }


def documents_of(case: Case, overview: Overview) -> list[str]:
    """Return the names of a case's documents."""
    return [
        document.name
        for document in overview.documents.values()
        if case.id in overview.document_cases.get(document.id, ())
    ]


def _value(variables: Variables, uid: str, attribute: Attribute) -> Cell:
    """Return the value that counts; `+` where there are others of other years."""
    known = variables.of(uid, attribute)
    if not known:
        return _NOTHING
    return Cell(f"{in_groups(known[-1].value)}{' +' if len(known) > 1 else ''}")


def _column(attribute: Attribute) -> GridColumn:
    number = attribute.type in (AttributeType.INTEGER, AttributeType.NUMBER)
    return GridColumn(attribute.name, align="right" if number else "left", least=6, most=24)


class CaseRows:
    """The cases as rows of a table: a column for each attribute and classification, one for the groups."""

    def __init__(self, overview: Overview, facts: CaseFacts) -> None:
        self.cases = list(overview.cases.values())
        self.attributes = list(facts.cases.attributes)
        self._overview, self._facts = overview, facts
        self._groups = facts.groups.of_cases()
        self.columns = (
            GridColumn("case", least=10, most=24),
            GridColumn("documents", align="right", least=9, most=9),
            GridColumn("segments", align="right", least=8, most=8),
            GridColumn("pseudonym", least=9, most=18),
            *(_column(one) for one in self.attributes),
            *(GridColumn(one.one.name, least=6, most=24) for one in facts.classes),
            *([GridColumn("groups", least=8, most=30)] if len(facts.groups) else []),
        )

    def __len__(self) -> int:
        return len(self.cases)

    def key(self, row: int) -> str:
        """Return the case's uid."""
        return self.cases[row].uid

    def cell(self, row: int, column: int) -> Cell:
        """Return what stands in a place."""
        case = self.cases[row]
        if column == 0:
            return Cell(case.name, CellKind.HEAD)
        if column == PSEUDONYM:
            return Cell(case.pseudonym) if case.pseudonym else _NOTHING
        attribute, classed = self.attribute(column), self.classed(column)
        if attribute is not None:
            return _value(self._facts.cases, case.uid, attribute)
        if classed is not None:
            return class_cell(classed, case.id)
        if column > PSEUDONYM:
            names = [self._facts.groups[one].name for one in self._own_groups(case)]
            return Cell(", ".join(names)) if names else _NOTHING
        number = (
            len(documents_of(case, self._overview)) if column == 1 else self._facts.segments.get(case.uid, 0)
        )
        return Cell(f"{number:,}") if number else Cell("·", CellKind.FAINT)

    def attribute(self, column: int) -> Attribute | None:
        """Return the attribute of a column, None for the others."""
        return self.attributes[column - 4] if PSEUDONYM < column < 4 + len(self.attributes) else None

    def classed(self, column: int) -> Classed | None:
        """Return the classification of a column, None for the others."""
        place = column - 4 - len(self.attributes)
        return self._facts.classes[place] if 0 <= place < len(self._facts.classes) else None

    def is_of_groups(self, column: int) -> bool:
        """Tell whether a column says in which groups cases lie."""
        return column >= 4 + len(self.attributes) + len(self._facts.classes)

    def _own_groups(self, case: Case) -> Sequence[int]:
        return [one for one in self._groups.get(case.id, ()) if case.id in self._facts.groups[one].cases]

    def behind(self, row: int, column: int) -> Content:
        """Return what lies behind a cell, in words."""
        case = self.cases[row]
        attribute, classed = self.attribute(column), self.classed(column)
        if attribute is not None:
            said = in_words(self._facts.cases.of(case.uid, attribute)) or "no value: e gives one"
        elif classed is not None:
            said = class_said(classed, case.id)
        elif self.is_of_groups(column):
            paths = [self._facts.groups.path(one) for one in self._own_groups(case)]
            said = "\n".join(paths) or "in no group: e puts it into one"
        elif column == 2:
            number = self._facts.segments.get(case.uid, 0)
            said = f"{number:,} coded segments count for it: Enter shows them"
        elif column == PSEUDONYM:
            said = f"{self._facts.called.get(case.uid, 'nothing')} stands for it where names are kept back"
        else:
            said = "; ".join(documents_of(case, self._overview)) or "no documents: e attaches one"
        memos = [Part("Memo", one.text, theirs=True) for one in self._facts.memos.get(case.uid, ())]
        return told(case.name, [Part("", said), *memos], beside=self.columns[column].title if column else "")


class PeopleRows:
    """The participants as rows of a table."""

    def __init__(self, overview: Overview, facts: CaseFacts) -> None:
        self.people = list(overview.participants.values())
        self.attributes = list(facts.people.attributes)
        self._overview, self._facts = overview, facts
        self.columns = (
            GridColumn("participant", least=10, most=24),
            GridColumn("role", least=11, most=11),
            GridColumn("pseudonym", least=9, most=18),
            GridColumn("own case", least=8, most=18),
            GridColumn("document", least=10, most=26),
            GridColumn("turns", align="right", least=5, most=6),
            GridColumn("segments", align="right", least=8, most=8),
            *(_column(one) for one in self.attributes),
        )

    def __len__(self) -> int:
        return len(self.people)

    def key(self, row: int) -> str:
        """Return the participant's uid."""
        return self.people[row].uid

    def cell(self, row: int, column: int) -> Cell:
        """Return what stands in a place."""
        who = self.people[row]
        if column > 6:
            return _value(self._facts.people, who.uid, self.attributes[column - 7])
        if column == 0:
            return Cell(who.name, CellKind.HEAD)
        if column == 1:
            return Cell(who.role.value) if who.role else Cell("unknown", CellKind.FAINT)
        if column == 2:
            return Cell(who.pseudonym) if who.pseudonym else _NOTHING
        if column == 3:
            return Cell(self.case_of(who)) if who.case_id else _NOTHING
        if column == 4:
            names = self.documents_of(who)
            return Cell(names[0] + (f" +{len(names) - 1}" if len(names) > 1 else "")) if names else _NOTHING
        turns = sum(one.turns for one in self._facts.presences.get(who.id, ()))
        number = turns if column == 5 else self._facts.segments.get(who.uid, 0)
        return Cell(f"{number:,}") if number else Cell("·", CellKind.FAINT)

    def case_of(self, who: Participant) -> str:
        """Return the name of a participant's own case, empty for none."""
        case = self._overview.cases.get(who.case_id or 0)
        return case.name if case else ""

    def documents_of(self, who: Participant) -> list[str]:
        """Return the names of the documents a participant speaks in."""
        found = [
            self._overview.documents.get(one.document_id) for one in self._facts.presences.get(who.id, ())
        ]
        return [document.name for document in found if document]

    def _spoken(self, who: Participant) -> Iterator[str]:
        """Yield where a participant speaks, and how much."""
        for one in self._facts.presences.get(who.id, ()):
            document = self._overview.documents.get(one.document_id)
            if document is not None:
                yield f"{document.name}: {counted(one.turns, 'turn')}, {counted(one.characters, 'character')}"

    def attribute(self, column: int) -> Attribute | None:
        """Return the attribute of a column, None for the others."""
        return self.attributes[column - 7] if 7 <= column < len(self.columns) else None

    def behind(self, row: int, column: int) -> Content:
        """Return what lies behind a cell, in words."""
        who = self.people[row]
        attribute = self.attribute(column)
        if attribute is not None:
            said = in_words(self._facts.people.of(who.uid, attribute)) or "no value: e gives one"
        elif column == 3:
            said = (
                self.case_of(who) or "none of their own: what they say counts for the cases of the document"
            )
        elif column == 2:
            said = f"{self._facts.called.get(who.uid, 'nothing')} stands for them where names are kept back"
        else:
            said = "\n".join(self._spoken(who)) or "speaks in no document"
        return told(who.name, [Part("", said)], beside=self.columns[column].title if column else "")
