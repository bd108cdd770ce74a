"""Events as the screen shows them: a list in the order of time, and the quotations that speak of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from textual.content import Content

from qcode.model.cases import OPEN, Case, Event
from qcode.project import Project
from qcode.project.quotations import Found, Quotation, Wanted, read_quotations
from qcode.text.names import counted
from qcode.tui.widgets.grid import Cell, CellKind, GridColumn
from qcode.tui.widgets.read_out import Part, told

FIELDS = ("date", "until", "title", "case", "", "source")
"""What stands in the columns of the list; empty for the number of quotations."""
_NOTHING = Cell("·", CellKind.MISSING)


@dataclass(frozen=True, slots=True)
class EventFacts:
    """All events, with the quotations that are linked to any of them."""

    events: Sequence[Event] = ()
    found: Found = field(default_factory=Found)
    by_id: Mapping[int, Quotation] = field(default_factory=dict)
    """Row id of a coding -> its quotation; none for a coding that lost its place."""

    def quotations(self, event: Event) -> Sequence[Quotation]:
        """Return the quotations that speak of an event, in the order of documents and texts."""
        wanted = set(event.codings)
        return [one for one in self.found.quotations if one.id in wanted]


def read_events(project: Project) -> EventFacts:
    """Return all events and their quotations, whoever speaks."""
    events = project.events.list()
    ids = frozenset(coding for event in events for coding in event.codings)
    found = read_quotations(project, Wanted(only=ids)) if ids else Found()
    return EventFacts(events, found, {one.id: one for one in found.quotations})


def when(event: Event) -> str:
    """Return when an event was: `2008`, `2008 to 2011`, `since 2008`."""
    if not event.until:
        return event.date
    return f"since {event.date}" if event.until == OPEN else f"{event.date} to {event.until}"


class EventRows:
    """Events as rows of a grid."""

    columns = (
        GridColumn("date", least=10, most=10),
        GridColumn("until", least=5, most=10),
        GridColumn("event", grow=True, least=20, most=80),
        GridColumn("case", least=8, most=20),
        GridColumn("linked", align="right", least=6, most=6),
        GridColumn("source", least=6, most=24),
    )

    def __init__(self, events: Sequence[Event], cases: Mapping[int, Case]) -> None:
        self.events, self._cases = events, cases

    def __len__(self) -> int:
        return len(self.events)

    def key(self, row: int) -> str:
        """Return the event's uid."""
        return self.events[row].uid

    def cell(self, row: int, column: int) -> Cell:
        """Return what stands in a place."""
        event = self.events[row]
        if column == 0:
            return Cell(event.date, CellKind.HEAD)
        if column == 1:
            return Cell(event.until) if event.until else _NOTHING
        if column == 2:
            return Cell(event.title)
        if column == 3:
            return (
                Cell(self.case_of(event))
                if event.case_id is not None
                else Cell("no one case", CellKind.FAINT)
            )
        if column == 5:
            return Cell(event.source, CellKind.FAINT) if event.source else _NOTHING
        return Cell(f"{len(event.codings):,}") if event.codings else Cell("·", CellKind.FAINT)

    def case_of(self, event: Event) -> str:
        """Return the name of an event's case, empty for none."""
        case = self._cases.get(event.case_id or 0)
        return case.name if case else ""

    def behind(self, row: int, link: str) -> Content:
        """Return all that is said of an event; `link` tells how quotations are linked to it."""
        event = self.events[row]
        case = self.case_of(event) or "of no one case"
        source = f"source: {event.source}" if event.source else ""
        quotations = counted(len(event.codings), "quotation")
        beside = " · ".join(part for part in (when(event), case, quotations, source) if part)
        parts = [Part("", event.note, theirs=True), Part("", "" if event.codings else link, "italic")]
        return told(event.title, parts, beside=beside)
