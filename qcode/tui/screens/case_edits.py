"""What the keys of the view of cases and participants do: edit cells, add, order, merge, remove, files."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from qcode.errors import DataError, QcodeError
from qcode.model.cases import Attribute, Case, Entity
from qcode.model.documents import Participant, Role
from qcode.project import Project
from qcode.project.attributes import Changes
from qcode.text.names import counted
from qcode.tui.screens.attribute_edits import ask_attribute, ask_value, said_change
from qcode.tui.screens.case_rows import PSEUDONYM, CaseRows, PeopleRows, documents_of
from qcode.tui.screens.case_sorting import CaseSorting
from qcode.tui.screens.editing import goes_with_it
from qcode.tui.screens.keeping_back import give_pseudonym, switch_keeping_back
from qcode.tui.screens.table_import import SHEETS, ask_table, preview
from qcode.tui.screens.view import dialogue, guarded
from qcode.tui.widgets.picker import Choice, New


class CaseEdits(CaseSorting):
    """Editing cases and participants by keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "edit", "Edit the cell in hand", id="cases.edit"),
        Binding("r", "rename", "Rename the case or participant in hand", id="cases.rename"),
        Binding("a", "add", "Add a case", id="cases.add"),
        Binding(
            "A", "attribute", "Add an attribute to the case or participant in hand", id="cases.attribute"
        ),
        Binding("K", "shift(-1)", "Move the case up in the order", id="cases.up"),
        Binding("J", "shift(1)", "Move the case down in the order", id="cases.down"),
        Binding("M", "merge", "Merge another participant into the one in hand", id="cases.merge"),
        Binding("m", "memo", "Memo on the case", id="cases.memo"),
        Binding("minus,delete", "remove", "Remove the case; documents and codings stay", id="cases.remove"),
        Binding(
            "P", "keep_back", "Keep names back in what is exported, or show them again", id="cases.keep_back"
        ),
        Binding("i", "import", "Import a table of cases (csv, xlsx)", id="cases.import"),
        Binding("x", "export", "Export the cases (csv, xlsx)", id="cases.export"),
    ]

    def select(self, table: str, uid: str) -> None:
        """Put the cursor on a case or a participant."""
        raise NotImplementedError

    # -- cells

    @dialogue
    async def action_edit(self) -> None:
        """Edit the cell in hand."""
        rows, column = self.grid.source, self.grid.cursor_column
        if self.case is not None and isinstance(rows, CaseRows):
            await self._edit_case(self.case, rows.attribute(column), column)
        elif self.participant is not None and isinstance(rows, PeopleRows):
            await self._edit_person(self.participant, rows.attribute(column), column)
        else:
            self.say("There is nothing to edit here yet.")

    async def _edit_case(self, case: Case, attribute: Attribute | None, column: int) -> None:
        if attribute is not None:
            await self._give_case(case, attribute.name, attribute)
        elif (classed := self.classed_here) is not None:
            await self.put_in_class(classed, case)
        elif isinstance(self.grid.source, CaseRows) and self.grid.source.is_of_groups(column):
            await self.put_in_groups(case)
        elif column == PSEUDONYM:
            await give_pseudonym(self, Entity.CASE, case)
        else:
            await self._choose_document(case)

    @dialogue
    async def action_rename(self) -> None:
        """Rename the case or participant in hand."""
        who = self.participant
        if who is None:
            await self._rename_case(self.case_in_hand())
            return
        name = await self.new_text(f"New name of {who.name}:", who.name)
        if name is not None:
            words = f"{who.name} is now called {name}; the labels in the text stay as they are."
            await self.change(lambda project: project.participants.set([who], name=name), words)

    async def _rename_case(self, case: Case) -> None:
        name = await self.new_text(f"New name of {case.name}:", case.name)
        if name is not None:
            await self.change(
                lambda project: project.cases.set(case, name=name), f"{case.name} is now called {name}."
            )

    async def _give_case(self, case: Case, name: str, attribute: Attribute | None) -> None:
        before = self.facts.cases.newest(case.uid, attribute) if attribute else None
        changes = await ask_value(self, case.name, name, before)
        if changes is None:
            self.say("Nothing was changed.")
            return
        notes = await self.session.ask(lambda project: project.cases.set(case, attributes=changes))
        self.say(" ".join([said_change(case.name, name, changes), *notes]), done=True)

    async def _choose_document(self, case: Case) -> None:
        overview = self.session.overview
        tied = set(documents_of(case, overview))
        documents = sorted(overview.documents.values(), key=lambda one: one.name not in tied)
        choices = [
            Choice(one.name, one, "attached: Enter detaches" if one.name in tied else "") for one in documents
        ]
        chosen = (await self.pick(f"Document of {case.name}", choices)).value
        document = next(one for one in documents if one == chosen)
        await self.tie(document, case, tied=document.name in tied)

    async def _edit_person(self, who: Participant, attribute: Attribute | None, column: int) -> None:
        if attribute is not None:
            await self._give_person(who, attribute.name, attribute)
        elif column == 1:
            await self._choose_role(who)
        elif column == 2:
            pseudonym = await self.new_text(f"Pseudonym of {who.name} (empty: none):", who.pseudonym)
            if pseudonym is not None:
                words = f"{who.name} is called {pseudonym}." if pseudonym else f"{who.name} has no pseudonym."
                await self.change(lambda project: project.participants.set([who], pseudonym=pseudonym), words)
        elif column == 3:
            await self._choose_case(who)
        else:
            self.say("This column is counted from the transcripts; it cannot be edited.")

    async def _choose_role(self, who: Participant) -> None:
        choices = [Choice(role.value, role, key=role.value[0]) for role in Role]
        choices.append(Choice("unknown", None, key="u"))
        chosen = (await self.picker.choose(f"{who.name} is", choices, keys=True)).value
        role = chosen if isinstance(chosen, Role) else None
        counts = {
            Role.INTERVIEWER: "what they say does not count",
            Role.RESPONDENT: "what they say counts",
            Role.OTHER: "what they say does not count",
            None: "their role is unknown",
        }[role]
        await self.change(
            lambda project: project.participants.set([who], role=role, unknown_role=role is None),
            f"{who.name}: {role.value if role else 'role unknown'}; {counts}.",
        )

    async def _choose_case(self, who: Participant) -> None:
        names = [case.name for case in self.session.overview.cases.values()]
        choices = [
            Choice("none of their own: that of the document", ""),
            *(Choice(name, name) for name in names),
        ]
        chosen = (await self.pick(f"Own case of {who.name}", choices, new="new case")).value
        if isinstance(chosen, New):
            name = chosen.name
            await self.change(
                lambda project: _give_new_case(project, who, name),
                f"{who.name} speaks for the new case {name}.",
            )
            return
        case = str(chosen)
        words = (
            f"{who.name} speaks for {case}." if case else f"{who.name} speaks for the cases of the document."
        )
        await self.change(lambda project: project.participants.set([who], case=case), words)

    async def _give_person(self, who: Participant, name: str, attribute: Attribute | None) -> None:
        before = self.facts.people.newest(who.uid, attribute) if attribute else None
        changes: Changes | None = await ask_value(self, who.name, name, before)
        if changes is None:
            self.say("Nothing was changed.")
            return
        await self.change(
            lambda project: project.participants.set([who], attributes=changes),
            said_change(who.name, name, changes),
        )

    @dialogue
    async def action_attribute(self) -> None:
        """Give the case or participant in hand an attribute, perhaps a new one."""
        if self.participant is not None:
            known = self.facts.people.attributes
            name = await ask_attribute(self, known, self.participant.name)
            found = next((one for one in known if one.name == name), None)
            await self._give_person(self.participant, name, found)
        else:
            case, known = self.case_in_hand(), self.facts.cases.attributes
            name = await ask_attribute(self, known, case.name)
            await self._give_case(case, name, next((one for one in known if one.name == name), None))

    @guarded
    async def action_keep_back(self) -> None:
        """Let names be kept back in what is exported, or be shown again."""
        await switch_keeping_back(self)

    # -- cases

    @dialogue
    async def action_add(self) -> None:
        """Add a case."""
        name = await self.prompt.text("Name of the new case:")
        made = await self.session.ask(lambda project: project.cases.add(name))
        self.select("cases", made.uid)
        self.say(f"Added the case {made.name}, last in the order.", done=True)

    @guarded
    async def action_shift(self, by: int) -> None:
        """Move the case in hand in the order, which is that of the columns of every matrix."""
        case = self.case_in_hand()
        order = list(self.session.overview.cases)
        place = order.index(case.id) + by
        if not 0 <= place < len(order):
            self.say(f"{case.name} is the {'first' if by < 0 else 'last'} already.")
            return
        await self.change(
            lambda project: project.cases.set(case, position=place + 1),
            f"{case.name} is number {place + 1} of {len(order)} now, here and in every matrix.",
        )

    @guarded
    async def action_memo(self) -> None:
        """Write on the case in hand."""
        case = self.case_in_hand()
        await self.write_memo("cases", case.uid, case.name)

    @dialogue
    async def action_remove(self) -> None:
        """Remove the case in hand."""
        case = self.case_in_hand()
        gone = await self.session.ask(lambda project: project.cases.what_goes(case))
        said = goes_with_it(gone)
        await self.sure(f"Remove {case.name}?", f"{said} Documents and codings stay.")
        await self.change(
            lambda project: project.cases.remove(case),
            f"Removed the case {case.name}; {self.key_of('view.undo')} brings it back.",
        )

    # -- participants

    @dialogue
    async def action_merge(self) -> None:
        """Say that another participant is the one in hand."""
        who = self.participant
        if who is None:
            raise DataError("There is no participant in hand.", "tab shows the participants.")
        rows = self.grid.source
        everybody = self.session.overview.participants.values()
        others = sorted((one for one in everybody if one.id != who.id), key=lambda one: one.name != who.name)
        choices = [
            Choice(one.name, one, "; ".join(rows.documents_of(one)) if isinstance(rows, PeopleRows) else "")
            for one in others
        ]
        chosen = (await self.pick(f"Who is the same person as {who.name}?", choices)).value
        other = next(one for one in others if one == chosen)
        turns = sum(one.turns for one in self.facts.presences.get(other.id, ()))
        await self.sure(
            f"Merge {other.name} into {who.name}?",
            f"{counted(turns, 'turn')} would become turns of {who.name}.",
        )
        await self.session.ask(lambda project: project.participants.merge(who, [other]))
        self.select("people", who.uid)
        self.say(f"Merged {other.name} into {who.name}: {counted(turns, 'turn')}.", done=True)

    # -- files

    @dialogue
    async def action_import(self) -> None:
        """Show what a table of cases would change, and import it."""
        from qcode.sheets import read_cases
        from qcode.tui.screens.case_import import cases_of

        await preview(self, cases_of(*await ask_table(self, "cases", read_cases)))

    @dialogue
    async def action_export(self) -> None:
        """Write the cases as they can be imported."""
        from qcode.exporters import format_for, write

        target = await self.ask_target("Write the cases to a .csv or .xlsx file:", "cases.csv")
        if target.suffix.lower() not in SHEETS:
            raise QcodeError(
                f"Cases are written as .csv, .tsv or .xlsx, not as {target.suffix or target.name}."
            )
        await self.session.ask(lambda project: write(project.cases.as_table(), target, format_for(target)))
        number = counted(len(self.session.overview.cases), "case")
        self.say(f"Wrote {number} to {target}; the file can be changed and imported.", done=True)


def _give_new_case(project: Project, who: Participant, name: str) -> None:
    """Make a case and let a participant speak for it, as one act."""
    with project.act("participants.set") as recorder:
        case = project.cases.ensure(recorder, name, [])
        recorder.update("participants", who.uid, case_id=case.id)
        recorder.summary = f"Changed case of {who.name} to {case.name}, a new case"
