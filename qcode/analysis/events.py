"""The events of a project as a table: the list that is printed, and what a timeline shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qcode.model.cases import Case, Entity, Event
from qcode.model.tables import Column, Format, Header, Table
from qcode.text.names import counted

KIND = "event"


def event_list(title: str, events: Sequence[Event], cases: Mapping[int, Case]) -> Table:
    """Return a list of events in the order in which they are given.

    Columns: `case` (empty: of none alone), `date` and `until` (ISO 8601 of any exactness; `until` is
    `open` where it goes on, empty for a point in time), `title`, `kind` (always `event`), `source`,
    `note`, `quotations` (how many codings speak of it; they are behind the number), `uid`.
    """
    columns = [
        Column("case", names=Entity.CASE),
        *(Column(name) for name in ("date", "until", "title", "kind", "source", "note")),
        Column("quotations", format=Format.COUNT),
        Column("uid"),
    ]
    place = len(columns) - 2
    alone = sum(event.case_id is None for event in events)
    return Table(
        name="events",
        title=title,
        rows=[Header("", uid=event.uid) for event in events],
        columns=columns,
        values=[
            [
                "" if event.case_id is None else cases[event.case_id].name,
                event.date,
                event.until,
                event.title,
                KIND,
                event.source,
                event.note,
                len(event.codings),
                event.uid,
            ]
            for event in events
        ],
        notes=[f"{counted(len(events), 'event')}, {alone} of no case alone."] if events else [],
        behind=lambda row, column: events[row].codings if column == place else (),
    )
