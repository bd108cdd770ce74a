"""Classifications as the screen shows them: classes with the number of their cases, and why each is in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from textual.content import Content

from qcode.analysis.attributes import in_groups, newest_values
from qcode.analysis.classes import class_labels
from qcode.analysis.grouping import NO_CLASS, memberships
from qcode.model.cases import Attribute, AttributeValue, ClassedBy, Classification, Entity, Membership
from qcode.project import Project
from qcode.text.names import counted
from qcode.tui.widgets.grid import Cell, CellKind, GridColumn
from qcode.tui.widgets.read_out import Part, told

_NO_ONE = Membership(None, None)


@dataclass(frozen=True, slots=True)
class Classed:
    """A classification with the class of every case."""

    one: Classification
    attribute: Attribute | None
    """Whose values are cut; None: by hand alone."""
    members: Mapping[int, Membership] = field(default_factory=dict)
    """By case id, in the order of the cases."""
    values: Mapping[int, AttributeValue] = field(default_factory=dict)
    """What is cut, by case id."""

    def of(self, case: int) -> Membership:
        """Return the class of a case."""
        return self.members.get(case, _NO_ONE)

    def cases_in(self, name: str | None) -> Sequence[int]:
        """Return the ids of the cases in a class; of those without one for None."""
        return [case for case, member in self.members.items() if member.class_name == name]

    def limits(self, place: int) -> str:
        """Return the range of a class by its place: `50,000-199,999`; empty for one by hand alone."""
        if self.attribute is None or not self.one.cuts or place > len(self.one.cuts):
            return ""
        return class_labels(self.attribute, self.one.cuts)[place]

    def why(self, case: int) -> str:
        """Return in words why a case is in its class: `by hand: reason`, `by cut: population 311,000`."""
        member, value = self.of(case), self.values.get(case)
        if member.by is ClassedBy.HAND:
            return f"by hand: {member.reason or 'no reason given'}"
        if self.attribute is None:
            return "nothing said by hand yet"
        if value is None:
            return f"no value of {self.attribute.name}, and nothing said by hand"
        when = ", ".join(part for part in (str(value.year or ""), value.source) if part)
        said = f"{self.attribute.name} {in_groups(value.value)}{f' ({when})' if when else ''}"
        return f"by cut: {said}" if member.by is ClassedBy.CUT else said


def read_classes(project: Project) -> Sequence[Classed]:
    """Return all classifications with the class of every case."""
    with project.reading():
        classifications = project.classifications.list()
        if not classifications:
            return []
        cases = {case.id: case for case in project.cases.list()}
        known = {one.id: one for one in project.attributes.list(Entity.CASE)}
        values = project.attributes.values()
    found = []
    for one in classifications:
        attribute = known.get(one.attribute_id or 0)
        cut = newest_values(attribute, cases, values) if attribute else {}
        found.append(Classed(one, attribute, memberships(one, attribute, cases, values), cut))
    return found


def class_cell(classed: Classed, case: int) -> Cell:
    """Return the class of a case for a table; one that was said by hand says so."""
    member = classed.of(case)
    if member.class_name is None:
        return Cell("·", CellKind.MISSING)
    return Cell(f"{member.class_name}{', by hand' if member.by is ClassedBy.HAND else ''}")


def class_said(classed: Classed, case: int) -> str:
    """Return the class of a case and why it is in it."""
    return f"{classed.of(case).class_name or NO_CLASS}\n{classed.why(case)}"


@dataclass(frozen=True, slots=True)
class ClassLine:
    """One row of the list: a classification, or one of its classes."""

    classed: Classed
    place: int = -1
    """Which of its classes; -1: itself, as many as there are classes: the cases without one."""

    @property
    def class_name(self) -> str | None:
        """The class; None for the classification itself and for the cases without a class."""
        names = self.classed.one.classes
        return names[self.place] if 0 <= self.place < len(names) else None

    @property
    def is_head(self) -> bool:
        """Whether this is the classification itself."""
        return self.place < 0


class ClassRows:
    """Classifications, each with its classes below it."""

    columns = (
        GridColumn("classification", least=16, most=40),
        GridColumn("limits", least=10, most=36),
        GridColumn("cases", align="right", least=5, most=6),
        GridColumn("by hand", align="right", least=7, most=7),
        GridColumn("which", grow=True, least=10, most=200),
    )

    def __init__(self, classes: Sequence[Classed], names: Mapping[int, str]) -> None:
        """Take classifications, and the names of cases by their ids."""
        self._names = names
        self.lines = [line for one in classes for line in _lines(one)]

    def __len__(self) -> int:
        return len(self.lines)

    def key(self, row: int) -> tuple[str, int]:
        """Return which classification and which of its classes a row is."""
        line = self.lines[row]
        return line.classed.one.uid, line.place

    def cell(self, row: int, column: int) -> Cell:
        """Return what stands in a place."""
        line = self.lines[row]
        one, attribute = line.classed.one, line.classed.attribute
        cases = self._cases(line)
        if column == 0 and line.is_head:
            return Cell(one.name, CellKind.HEAD)
        if column == 0:
            return Cell(
                f"  {line.class_name or NO_CLASS}", CellKind.PLAIN if line.class_name else CellKind.FAINT
            )
        if column == 1:
            limits = line.classed.limits(line.place) if line.class_name else ""
            cut = f"cuts {attribute.name}" if attribute else "by hand"
            return Cell(cut if line.is_head else limits if limits != line.class_name else "", CellKind.FAINT)
        if column == 4:
            shown = "" if line.is_head else ", ".join(self._names.get(case, "?") for case in cases)
            return Cell(one.note if line.is_head else shown, CellKind.FAINT)
        by_hand = sum(line.classed.of(case).by is ClassedBy.HAND for case in cases)
        number = len(cases) if column == 2 else by_hand
        return Cell(f"{number:,}") if number else Cell("·", CellKind.FAINT)

    def _cases(self, line: ClassLine) -> Sequence[int]:
        return [*line.classed.members] if line.is_head else line.classed.cases_in(line.class_name)

    def behind(self, row: int) -> Content:
        """Return who is in a class and why; of a classification, all cases."""
        line = self.lines[row]
        cases = self._cases(line)
        said = []
        for case in cases:
            inside = f"{line.classed.of(case).class_name or NO_CLASS}, " if line.is_head else ""
            said.append(f"{self._names.get(case, '?')}: {inside}{line.classed.why(case)}")
        title = (
            line.classed.one.name
            if line.is_head
            else f"{line.classed.one.name}: {line.class_name or NO_CLASS}"
        )
        note = Part("", line.classed.one.note if line.is_head else "", "italic", theirs=True)
        parts = [note, Part("", "\n".join(said) or "No case is in it.")]
        return told(title, parts, beside=counted(len(cases), "case"))


def _lines(classed: Classed) -> Sequence[ClassLine]:
    number = len(classed.one.classes)
    places = [-1, *range(number), *([number] if classed.cases_in(None) else [])]
    return [ClassLine(classed, place) for place in places]
