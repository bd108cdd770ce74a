"""What can be done to listed quotations: another code, away with them, a memo, a copy, a file."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from qcode.model.codes import Code
from qcode.model.codings import Coding
from qcode.model.tables import Table
from qcode.project import Project
from qcode.project.quotations import Found, Quotation
from qcode.text.names import counted, listed
from qcode.tui import clipboard
from qcode.tui.code_choices import code_choices
from qcode.tui.errands import ReportOn
from qcode.tui.memo_visit import TranslationVisit
from qcode.tui.screens.events_links import link_codings
from qcode.tui.screens.segments_list import copied
from qcode.tui.screens.table_export import export
from qcode.tui.screens.view import View, dialogue, guarded


class SegmentActions(View):
    """A list of quotations, some of them marked, and what is done to them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("R,r", "recode", "Give the marked codings, or this one, another code", id="segments.recode"),
        Binding("minus,delete", "remove", "Remove the marked codings, or this one", id="segments.remove"),
        Binding("m", "memo", "Memo on this coding", id="segments.memo"),
        Binding("T", "translate", "Translation of this quotation", id="segments.translate"),
        Binding("E", "event", "Link the marked quotations, or this one, to an event", id="segments.event"),
        Binding(
            "y", "copy", "Copy the marked quotations, or this one, with their source", id="segments.copy"
        ),
        Binding(
            "e", "export", "Write the marked codings, or all that are listed, to a file", id="segments.export"
        ),
        Binding("X", "report", "Write a report with quotations", id="segments.report"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.shown: Sequence[Quotation] = ()
        """What is listed, in its order."""
        self._found = Found()

    @property
    def here(self) -> Quotation | None:
        """The quotation under the cursor; None in an empty list."""
        raise NotImplementedError

    def chosen(self) -> Sequence[Quotation]:
        """Return the marked quotations, else the one under the cursor."""
        raise NotImplementedError

    def _own(self) -> tuple[list[str], str]:
        """Return the uids of this coder's codings among the chosen, and what to say of the others."""
        chosen, mine = self.chosen(), self.session.overview.my_id
        if not chosen:
            self.say("Nothing is listed.")
        others = [one for one in chosen if one.coder != mine]
        names = listed(dict.fromkeys(self._found.coders[one.coder] for one in others))
        aside = ""
        if others and len(others) == len(chosen):
            which = "This coding is" if len(chosen) == 1 else "These codings are"
            self.say(f"{which} {names}'s; only your own can be changed.")
        elif others:
            aside = f"; {counted(len(others), 'coding')} of {names} left alone"
        return [one.uid for one in chosen if one.coder == mine], aside

    @dialogue
    async def action_recode(self) -> None:
        """Give codings another code."""
        uids, aside = self._own()
        if not uids:
            return
        choice = await self.pick(
            f"{counted(len(uids), 'coding')}: instead", code_choices(self.session.overview.tree)
        )
        code = choice.value
        if not isinstance(code, Code):
            return

        def recode(project: Project) -> int:
            codings = project.codings.by_uids(uids)
            project.codings.recode(codings, code)
            return len(codings)

        number = await self.session.ask(recode)
        path = self.session.overview.tree.path(code.id)
        self.say(f"Recoded {counted(number, 'coding')} as {path}{aside}", done=True)

    @guarded
    async def action_remove(self) -> None:
        """Remove this coder's codings among the chosen."""
        uids, aside = self._own()
        if not uids:
            return

        def remove(project: Project) -> Sequence[Coding]:
            codings = project.codings.by_uids(uids)
            project.codings.remove(codings)
            return codings

        removed = await self.session.ask(remove)
        undo = self.key_of("view.undo")
        self.say(f"Removed {counted(len(removed), 'coding')}{aside}; {undo} brings back", done=True)

    async def action_memo(self) -> None:
        """Write on the coding under the cursor."""
        if self.here is not None:
            await self.write_memo("codings", self.here.uid, self._title(self.here))

    @guarded
    async def action_translate(self) -> None:
        """Put the words of the coding under the cursor in another language."""
        if self.here is not None:
            await self.write(TranslationVisit(self.session, self.here.uid), self._title(self.here))

    @dialogue
    async def action_event(self) -> None:
        """Say which event quotations speak of."""
        chosen = self.chosen()
        if not chosen:
            self.say("Nothing is listed.")
            return
        await link_codings(self, [one.id for one in chosen], (one.document for one in chosen))

    def _title(self, one: Quotation) -> str:
        size = counted(one.end - one.start, "character")
        return f"{self._found.codes[one.code]}, {size} of {self._found.documents[one.document]}"

    @guarded
    async def action_copy(self) -> None:
        """Copy quotations with where they are from."""
        chosen = self.chosen()
        if not chosen:
            self.say("Nothing is listed.")
            return
        by_terminal: list[str] = []
        words = await asyncio.to_thread(clipboard.copy, copied(self._found, chosen), by_terminal.append)
        for text in by_terminal:
            self.app.copy_to_clipboard(text)
        self.say(f"{counted(len(chosen), 'quotation')}: {words}")

    @guarded
    async def action_report(self) -> None:
        """Go to the report with quotations, to those that are listed where a condition says which."""
        await self.qcode.go("reports", ReportOn("quotations", self.condition()))

    def condition(self) -> str:
        """Return the condition that says which quotations are listed; empty where none can."""
        return ""

    @dialogue
    async def action_export(self) -> None:
        """Write quotations to a file."""
        marked = self.query_one("#list").marked  # type: ignore[attr-defined]
        chosen = self.chosen() if marked else self.shown
        only = frozenset(one.id for one in chosen)
        if not only:
            self.say("Nothing is listed.")
            return

        def table(project: Project) -> Table:
            return project.segments(selection=project.select(roles=None), only=only)

        await export(self, "segments", table)
