"""Sorting the cases from their table: into classes by a key, and the way to the groups."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from qcode.errors import DataError
from qcode.model.cases import Case
from qcode.model.documents import Participant
from qcode.tui.errands import InGroups, OfClassification
from qcode.tui.screens.case_rows import CaseFacts, CaseRows
from qcode.tui.screens.classes_edits import ClassEdits
from qcode.tui.screens.classes_rows import Classed
from qcode.tui.screens.groups_edits import GroupEdits
from qcode.tui.screens.view import dialogue, guarded
from qcode.tui.widgets.grid import Grid
from qcode.tui.widgets.picker import Choice

_PEOPLE_COME = "Participants come with the transcripts; tab shows the cases."


class CaseSorting(ClassEdits, GroupEdits):
    """A table of cases with a column for each classification and one for the groups."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "class", "Put the case into a class, with a reason", id="cases.class"),
        Binding("C", "classes", "Classes: cut points, new, rename, remove", id="cases.classes"),
        Binding("G", "groups", "The groups that the case lies in, as a tree", id="cases.groups"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.facts = CaseFacts()

    @property
    def grid(self) -> Grid:
        """The table in front."""
        raise NotImplementedError

    @property
    def case(self) -> Case | None:
        """The case in hand."""
        raise NotImplementedError

    @property
    def participant(self) -> Participant | None:
        """The participant in hand."""
        raise NotImplementedError

    def case_in_hand(self) -> Case:
        """Return the case in hand. Raises DataError where there is none."""
        if self.case is None:
            people = self.participant is not None
            raise DataError("There is no case in hand.", _PEOPLE_COME if people else "a adds one.")
        return self.case

    @property
    def classed_here(self) -> Classed | None:
        """The classification of the column in hand, if it is one."""
        rows = self.grid.source
        return rows.classed(self.grid.cursor_column) if isinstance(rows, CaseRows) else None

    async def _classed(self, question: str) -> Classed | None:
        """Return the classification in hand, else the one the person chooses; None where there is none."""
        classes = self.facts.classes
        if self.classed_here is not None or not classes:
            return self.classed_here
        if len(classes) == 1:
            return classes[0]
        choices = [Choice(one.one.name, place, one.one.note) for place, one in enumerate(classes)]
        return classes[int(str((await self.pick(question, choices)).value))]

    @dialogue
    async def action_class(self) -> None:
        """Put the case in hand into a class of the classification in hand."""
        case = self.case_in_hand()
        classed = await self._classed(f"Class of {case.name} in")
        if classed is None:
            self.say(f"There are no classifications yet: {self.key_of('cases.classes')} makes one.")
        else:
            await self.put_in_class(classed, case)

    @dialogue
    async def action_classes(self) -> None:
        """Choose what is done to classifications."""
        if not self.facts.classes:
            await self.new_classification()
            return
        classed = await self._classed("Which classification?")
        if classed is None:
            return
        name = classed.one.name
        edit = "change its cut points" if classed.attribute else "change its classes"
        choices = [
            Choice(f"{name}: {edit}", "edit", key="e"),
            Choice(f"{name}: rename", "rename", key="r"),
            Choice(f"{name}: remove", "remove", key="-"),
            Choice("New classification", "new", key="a"),
            Choice("All classifications, with who is in which class and why", "all", key="c"),
        ]
        chosen = (await self.picker.choose("Classes", choices, keys=True)).value
        if chosen == "edit":
            await self.edit_classification(classed)
        elif chosen == "rename":
            await self.rename_classification(classed.one)
        elif chosen == "remove":
            await self.remove_classification(classed)
        elif chosen == "new":
            await self.new_classification()
        else:
            await self.qcode.go("classes", OfClassification(classed.one.uid))

    @guarded
    async def action_groups(self) -> None:
        """Go to the groups, to those of the case in hand."""
        await self.qcode.go("groups", InGroups(self.case.uid) if self.case else None)
