"""Dated events of cases, in the order of time, with the quotations that speak of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from qcode.errors import DataError
from qcode.model.cases import Case, Event
from qcode.model.tables import Table
from qcode.project import Project
from qcode.project.quotations import Quotation
from qcode.text.names import counted
from qcode.tui.errands import PictureOf, Place
from qcode.tui.screens.editing import Editing
from qcode.tui.screens.events_links import ASKS_DATE, dated
from qcode.tui.screens.events_rows import FIELDS, EventFacts, EventRows, read_events
from qcode.tui.screens.matrix_asked import Asked, quotations_behind
from qcode.tui.screens.picture_table import AskedPicture
from qcode.tui.screens.segments_list import QuotationRows
from qcode.tui.screens.table_export import export
from qcode.tui.screens.table_import import ask_table, preview
from qcode.tui.screens.view import dialogue, guarded
from qcode.tui.widgets.grid import Grid
from qcode.tui.widgets.picker import Choice
from qcode.tui.widgets.read_out import ReadOut

_EMPTY = "No events yet: a adds one, i imports a table of them."
_NONE_HERE = "No events of this case: a adds one, c shows all."
_QUESTIONS = {
    "date": ASKS_DATE,
    "until": "Until when? (open: it goes on; empty: a point in time)",
    "title": "What happened?",
    "source": "Where is this known from? (may stay empty)",
}
_ALL, _NO_CASE = -1, 0


class Events(Editing):
    """The list of events; below it what is said of the one in hand, and who says it."""

    NAME = "events"
    TITLE_WORDS = "Events"
    CSS_PATH = "events.tcss"
    HINTS = (
        ("events.add", "new"),
        ("events.edit", "edit"),
        ("list.choose", "its quotations"),
        ("events.timeline", "timeline"),
        ("events.case", "one case"),
        ("events.export", "export"),
        ("view.undo", "undo"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "New event", id="events.add"),
        Binding("e", "edit", "Edit the cell in hand", id="events.edit"),
        Binding("m", "note", "Note on the event", id="events.note"),
        Binding("c", "case", "Only the events of one case, or all", id="events.case"),
        Binding("t", "timeline", "Draw the timeline", id="events.timeline"),
        Binding("tab", "switch", "Between the events and the quotations of one", id="events.switch"),
        Binding(
            "minus,delete",
            "remove",
            "Remove the event, or unlink the quotation; codings stay",
            id="events.remove",
        ),
        Binding("i", "import", "Import a table of events (csv, xlsx)", id="events.import"),
        Binding("x", "export", "Write the events to a file", id="events.export"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.facts = EventFacts()
        self._case = _ALL

    def compose_body(self) -> ComposeResult:
        plain = self.qcode.options.ascii
        yield Grid(id="events", ascii=plain, empty=_EMPTY)
        about = ReadOut(id="event-about", ascii=plain)
        about.can_focus = False
        yield about
        yield Grid(id="event-quotations", ascii=plain)

    @property
    def grid(self) -> Grid:
        """The events."""
        return self.query_one("#events", Grid)

    @property
    def quotations(self) -> Grid:
        """The quotations that speak of the event in hand."""
        return self.query_one("#event-quotations", Grid)

    @property
    def event(self) -> Event | None:
        """The event in hand."""
        rows, row = self.grid.source, self.grid.cursor_row
        return rows.events[row] if isinstance(rows, EventRows) and 0 <= row < len(rows) else None

    @property
    def quotation(self) -> Quotation | None:
        """The linked quotation in hand, None while the events are in front."""
        row = self.quotations.cursor_row
        linked = self.facts.quotations(self.event) if self.event else ()
        return linked[row] if self.focused is self.quotations and 0 <= row < len(linked) else None

    def _event_in_hand(self) -> Event:
        if self.event is None:
            raise DataError("There is no event in hand.", f"{self.key_of('events.add')} adds one.")
        return self.event

    async def begin(self) -> None:
        """Give the keys to the list."""
        self.grid.show(EventRows((), {}), cursor="cell")
        self.set_focus(self.grid)

    async def refresh_facts(self) -> None:
        """Read anew what there is, and show it."""
        self.facts = await self.session.ask(read_events)
        self._show()

    def _show(self) -> None:
        cases = self.session.overview.cases
        if self._case > 0 and self._case not in cases:
            self._case = _ALL
        empty = _EMPTY if self._case == _ALL else _NONE_HERE
        self.grid.refresh_source(EventRows(self._listed(), cases), empty=empty)
        of = "" if self._case == _ALL else cases[self._case].name if self._case else "of no one case"
        path = ["Events", *([of] if of else [])]
        linked = counted(len(self.facts.by_id), "quotation")
        self.head(*path, right=[counted(len(self._listed()), "event"), linked])
        self._show_event()

    def _listed(self) -> Sequence[Event]:
        return [
            one for one in self.facts.events if self._case == _ALL or (one.case_id or _NO_CASE) == self._case
        ]

    def _show_event(self) -> None:
        event, rows = self.event, self.grid.source
        linked = self.facts.quotations(event) if event else ()
        shown = Content("")
        if event is not None and isinstance(rows, EventRows):
            shown = rows.behind(
                self.grid.cursor_row, "E on a coding in the text, or in the list of quotations, links it."
            )
        self.query_one("#event-about", ReadOut).show(event.uid if event else None, shown)
        self.quotations.refresh_source(QuotationRows(self.facts.found, linked, self.size.width))
        self.quotations.display = bool(linked)
        if not linked and self.focused is not self.grid and self.focused in (None, self.quotations):
            self.set_focus(self.grid)

    @on(Grid.Moved, "#events")
    def _moved(self, event: Grid.Moved) -> None:
        event.stop()
        self._show_event()

    @on(events.Resize)
    def _resized(self) -> None:
        """Give the columns the room that there is."""
        if self.ready.is_set():
            self._show_event()

    @on(Grid.Chosen, "#events")
    def _chosen(self, event: Grid.Chosen) -> None:
        event.stop()
        self.action_switch()

    @on(Grid.Chosen, "#event-quotations")
    @guarded
    async def _quotation_chosen(self, event: Grid.Chosen) -> None:
        event.stop()
        one = self.quotation
        document = self.session.overview.documents.get(one.document) if one else None
        if one is not None and document is not None:
            await self.qcode.go("coding", Place(document.uid, one.start, one.end, one.uid))

    def action_switch(self) -> None:
        """Give the keys to the events, or to the quotations of the one in hand."""
        if self.focused is self.quotations or not self.quotations.display:
            self.set_focus(self.grid)
            self.say("" if self.quotations.display else "No quotation is linked to it yet.")
        else:
            self.set_focus(self.quotations)
            self.say("Enter goes to the quotation in its text.")

    @dialogue
    async def action_case(self) -> None:
        """Show the events of one case, of none alone, or all."""
        cases = self.session.overview.cases
        numbers = [one.case_id or _NO_CASE for one in self.facts.events]
        choices = [
            Choice("all events", _ALL, f"{len(numbers):,}"),
            Choice("of no one case", _NO_CASE, f"{numbers.count(_NO_CASE):,}"),
            *(Choice(one.name, one.id, f"{numbers.count(one.id):,}") for one in cases.values()),
        ]
        self._case = int(str((await self.pick("Events of", choices)).value))
        self._show()
        self.say("")

    @guarded
    async def action_timeline(self) -> None:
        """Draw documents and events, case by case."""
        case = self.session.overview.cases.get(self._case)
        condition = f'case = "{case.name}"' if case and '"' not in case.name else ""
        await self.qcode.go("picture", PictureOf(AskedPicture("timeline", Asked(condition=condition))))

    # -- changing

    @dialogue
    async def action_add(self) -> None:
        """Add an event."""
        typed = await self.prompt.text("What happened? (2008-07 Title, or the title alone)")
        date, title = dated(typed)
        if not title:
            raise DataError("An event needs a title.")
        if not date:
            date = await self.prompt.text(ASKS_DATE)
        cases = self.session.overview.cases
        case = cases.get(self._case)
        if self._case == _ALL and cases:
            case = await self._pick_case(f"{title}: of which case?")
        made = await self.session.ask(lambda project: project.events.add(date, title, case=case))
        self._stand_on(made.uid)
        self.say(f"Added the event {made.title} ({made.date}).", done=True)

    def _stand_on(self, uid: str) -> None:
        row = next((row for row, one in enumerate(self._listed()) if one.uid == uid), None)
        if row is not None:
            self.grid.go_to(row)

    async def _pick_case(self, question: str) -> Case | None:
        choices = [
            Choice("of no one case", None, "a national policy, a law ..."),
            *(Choice(one.name, one) for one in self.session.overview.cases.values()),
        ]
        chosen = (await self.pick(question, choices)).value
        return chosen if isinstance(chosen, Case) else None

    @dialogue
    async def action_edit(self) -> None:
        """Edit the cell in hand."""
        event, column = self._event_in_hand(), self.grid.cursor_column
        name = FIELDS[column]
        if not name:
            self.say("Quotations are linked from the text or from the list of quotations, by E on a coding.")
            return
        if name == "case":
            case = await self._pick_case(f"{event.title}: of which case?")
            of = f"of {case.name}" if case else "of no one case"
            await self.change(
                lambda project: project.events.set(event, case=case or ""), f"{event.title} is {of}."
            )
            return
        text = await self.new_text(_QUESTIONS[name], getattr(event, name))
        if text is not None:
            of = text if name == "title" else event.title
            await self.change(
                lambda project: project.events.set(event, **{name: text}),
                f"Changed the {'end' if name == 'until' else name} of {of}.",
            )
            self._stand_on(event.uid)

    @dialogue
    async def action_note(self) -> None:
        """Write more about the event in hand."""
        event = self._event_in_hand()

        async def save(text: str) -> None:
            await self.change(
                lambda project: project.events.set(event, note=text), f"Saved the note on {event.title}."
            )

        self.write_long(f"Note on {event.title}", event.note, save)

    @dialogue
    async def action_remove(self) -> None:
        """Remove the event in hand, or unlink the quotation in hand from it."""
        event, quotation = self._event_in_hand(), self.quotation
        if quotation is not None:
            await self.change(
                lambda project: project.events.unlink(event, [quotation.id]),
                f"Unlinked the quotation from {event.title}; the coding stays.",
            )
            return
        linked = counted(len(event.codings), "quotation")
        await self.sure(
            f"Remove {event.title} ({event.date})?", f"{linked} linked to it stay coded as they are."
        )
        await self.change(
            lambda project: project.events.remove(event),
            f"Removed {event.title}; {self.key_of('view.undo')} brings it back.",
        )

    # -- files

    @dialogue
    async def action_import(self) -> None:
        """Show which events a table would add, and import it."""
        from qcode.sheets import read_events as read_sheet
        from qcode.tui.screens.table_plans import events_of

        await preview(self, events_of(*await ask_table(self, "events", read_sheet)))

    @dialogue
    async def action_export(self) -> None:
        """Write the events that are listed to a file."""
        case = self.session.overview.cases.get(self._case)

        def detail(project: Project, table: Table) -> Table:
            return quotations_behind(project, project.select(roles=None), table)

        await export(self, "events", lambda project: project.events.as_table(case), detail)
