"""Dated events of a case, or of none alone, and the passages that speak of them."""

from __future__ import annotations

from collections.abc import Iterable, MutableSequence, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qcode.analysis.events import event_list
from qcode.errors import DataError
from qcode.model.cases import OPEN, Case, Event
from qcode.model.codings import Coding
from qcode.model.tables import Table
from qcode.project.names import find
from qcode.project.part import Part
from qcode.project.removal import take_along
from qcode.project.row_problems import RowProblems
from qcode.store.changes import Recorder, Row, gone
from qcode.text.dates import is_date
from qcode.text.names import counted, levelled, quoted

if TYPE_CHECKING:
    from qcode.sheets.records import EventRow

_FIELDS = ("case_id", "date", "until", "title", "note", "source")
_LATEST = "9999-12-31"
_EXAMPLES = "2008, 2008-07 or 2008-07-15"


class Events(Part):
    """The events of a project."""

    def list(self, case: Case | None = None) -> Sequence[Event]:
        """Return all events, or those of one case, in the order of time; what is less exact comes first."""
        linked: dict[int, list[int]] = {}
        for event_id, coding_id in self._store.tuples(
            "SELECT DISTINCT event_id, coding_id FROM event_codings "
            "JOIN codings ON codings.id = coding_id AND codings.deleted = 0 "
            "WHERE event_codings.deleted = 0 ORDER BY coding_id"
        ):
            linked.setdefault(event_id, []).append(coding_id)
        condition, arguments = (" AND events.case_id = ?", [case.id]) if case else ("", [])
        rows = self._store.tuples(
            'SELECT events.id, events.uid, events.case_id, "date", until, title, note, source FROM events '
            "LEFT JOIN cases ON cases.id = events.case_id WHERE events.deleted = 0"
            + condition
            + ' ORDER BY "date", until, cases.position, events.id',
            arguments,
        )
        return [replace(Event(*row), codings=tuple(linked.get(row[0], ()))) for row in rows]

    def find(self, name: str) -> Event:
        """Return an event by its title, `TITLE (DATE)`, or uid.

        Raises UnknownNameError, AmbiguousNameError.
        """
        hint = "Write its date behind it, or give its uid: qcode events list --format csv."
        return find(
            self.list(), name, "event", lambda one: (one.title, f"{one.title} ({one.date})", one.uid), hint
        )

    def add(
        self,
        date: str,
        title: str,
        *,
        case: Case | str | None = None,
        until: str = "",
        note: str = "",
        source: str = "",
        codings: Iterable[int] = (),
    ) -> Event:
        """Make an event of a case, or of none alone (a national one); `codings` (row ids) speak of it.

        `date` is a day, a month or a year of ISO 8601; `until` likewise, `open` where it goes on, empty
        for a point in time. Raises DataError for dates that are none, UnknownNameError for a case.
        """
        case_id = None if case is None else self._project.cases.resolve([case])[0].id
        row = _row(case_id, date, until, title, note, source)
        with self._act("events.add") as recorder:
            uid = recorder.insert("events", row)
            event_id = recorder.id_of("events", uid)
            linked = [{"event_id": event_id, "coding_id": one} for one in dict.fromkeys(codings)]
            recorder.insert_all("event_codings", linked)
            of = f" with {counted(len(linked), 'coding')}" if linked else ""
            recorder.summary = f"Added the event {row['title']} ({row['date']}){of}"
        return self._again(uid)

    def set(self, event: Event, *, case: Case | str | None = None, **changes: Any) -> Event:
        """Change fields of an event: those of `add`; an empty text for the case makes it one of none alone.

        Raises as `add` does.
        """
        with self._act("events.set") as recorder:
            recorder.require("events", event.uid)
            event = self._again(event.uid)
            if case is not None:
                changes["case_id"] = self._project.cases.resolve([case])[0].id if case else None
            unknown = changes.keys() - set(_FIELDS)
            if unknown:
                raise DataError(f"An event has no {quoted(min(unknown))}.")
            row = _row(**{name: changes.get(name, getattr(event, name)) for name in _FIELDS})
            recorder.update("events", event.uid, **row)
            recorder.summary = f"Changed the event {event.title} ({event.date})"
        return self._again(event.uid)

    def remove(self, event: Event) -> None:
        """Remove an event; the codings that spoke of it stay."""
        with self._act("events.remove") as recorder:
            recorder.require("events", event.uid)
            take_along(self._store, recorder, "events", [event.uid])
            recorder.delete("events", event.uid)
            recorder.summary = f"Removed the event {event.title} ({event.date})"

    def link(self, event: Event, codings: Coding | Iterable[int]) -> int:
        """Say of codings (one, or many by row id) that they speak of an event; return how many new ones.

        Raises UnknownNameError where a coding is gone.
        """
        ids = [codings.id] if isinstance(codings, Coding) else [*dict.fromkeys(codings)]
        with self._act("events.link") as recorder:
            recorder.require("events", event.uid)
            there = set(self._again(event.uid).codings)
            new = [one for one in ids if one not in there]
            recorder.insert_all("event_codings", [{"event_id": event.id, "coding_id": one} for one in new])
            recorder.summary = f"Linked {counted(len(new), 'coding')} to the event {event.title}"
        return len(new)

    def unlink(self, event: Event, codings: Coding | Iterable[int]) -> int:
        """Take back that codings (one, or many by row id) speak of an event; return how many did."""
        ids = {codings.id} if isinstance(codings, Coding) else {*codings}
        with self._act("events.unlink") as recorder:
            recorder.require("events", event.uid)
            rows = self._store.tuples(
                "SELECT uid, coding_id FROM event_codings WHERE deleted = 0 AND event_id = ?", [event.id]
            )
            found = [uid for uid, coding_id in rows if coding_id in ids]
            recorder.delete("event_codings", *found)
            recorder.summary = f"Unlinked {counted(len(found), 'coding')} from the event {event.title}"
        return len(found)

    def hand_over(self, recorder: Recorder, coding_id: int, into_id: int) -> None:
        """Let events of a coding that goes be those of the one that stays, inside an act under way."""
        links = self._store.tuples(
            "SELECT uid, event_id, coding_id FROM event_codings WHERE deleted = 0 AND coding_id IN (?, ?)",
            [coding_id, into_id],
        )
        there = {event for _, event, coding in links if coding == into_id}
        for uid, event, coding in links:
            if coding == coding_id and event in there:
                recorder.delete("event_codings", uid)
            elif coding == coding_id:
                recorder.update("event_codings", uid, coding_id=into_id)

    def import_rows(self, rows: Iterable[EventRow], *, source: str = "") -> Sequence[str]:
        """Add the events of a table in one act; return notes for people.

        An event that is there already is not made twice: by its uid, else by case, date, end and title.
        Raises DataError that names the rows, with `source` and line, that cannot be used: a case that is
        not there, a date that is none, a uid whose event says something else.
        """
        rows = [*rows]
        with self._act("events.import") as recorder:
            # Inside the write lock: another process may bring in the same file.
            new = self.new_among(rows, source=source)
            for row, columns in new:
                self._record_with_uid(recorder, row.uid, columns)
            recorder.summary = f"Imported {counted(len(new), 'event')}"
        same = len(rows) - len(new)
        return [f"{counted(len(new), 'event')} added" + (f", {same} there already." if same else ".")]

    def new_among(self, rows: Iterable[EventRow], *, source: str = "") -> Sequence[tuple[EventRow, Row]]:
        """Return those events of a table that are not there, each with the columns it would have.

        Raises what `import_rows` raises.
        """
        problems = RowProblems(source)
        cases = self._project.cases.list()
        by_uid: dict[str | None, Row] = {
            one.uid: {name: getattr(one, name) for name in _FIELDS} for one in self.list()
        }
        known = {*map(_identity, by_uid.values())}
        found: MutableSequence[tuple[EventRow, Row]] = []
        for row in rows:
            case_id = None
            with problems.of(row.line, "case"):
                case_id = row.case and find(cases, row.case, "case", lambda case: (case.name,)).id
            with problems.of(row.line, ""):
                new = _row(case_id or None, row.date, row.until, row.title, row.note, row.source)
                if row.uid in by_uid:
                    _refuse_another(by_uid[row.uid], new)
                elif _identity(new) not in known:
                    known.add(_identity(new))
                    if row.uid:
                        by_uid[row.uid] = new
                    found.append((row, new))
        problems.settle()
        return found

    def _record_with_uid(self, recorder: Recorder, uid: str | None, row: Row) -> str:
        """Write a new event, under the uid that it had before where one is given; return its uid."""
        if uid and self._store.tuples("SELECT 1 FROM events WHERE uid = ?", [uid]):
            recorder.revive("events", uid, **row)
            return uid
        return recorder.insert("events", {**row, "uid": uid})

    def as_table(self, case: Case | None = None) -> Table:
        """Return the events as a list in the order of time, a coding behind each title that it speaks of.

        Columns are those of `qcode.analysis.events.event_list`, as `import_rows` takes them.
        """
        cases = {one.id: one for one in self._project.cases.list()}
        return event_list(f"{self._project.title}: events", self.list(case), cases)

    def _again(self, uid: str) -> Event:
        found = [one for one in self.list() if one.uid == uid]
        if not found:
            raise gone("events")
        return found[0]


def _row(case_id: int | None, date: str, until: str, title: str, note: str, source: str) -> Row:
    """Return the columns of an event, checked. Raises DataError."""
    date, until, title = date.strip(), until.strip(), " ".join(title.split())
    if not title:
        raise DataError("An event needs a title.")
    if not is_date(date):
        raise DataError(f"{quoted(date)} is no date of an event.", f"Write {_EXAMPLES}.")
    if levelled(until) == OPEN:
        until = OPEN
    elif until:
        if not is_date(until):
            raise DataError(
                f"{quoted(until)} is no end of an event.", f"Write {_EXAMPLES}, or {OPEN} where it goes on."
            )
        if until + _LATEST[len(until) :] < date:
            raise DataError(f"The event would end in {until}, before it begins in {date}.")
    return dict(zip(_FIELDS, (case_id, date, until, title, note.strip(), source.strip()), strict=True))


def _identity(row: Row) -> tuple[int | None, str, str, str]:
    return row["case_id"], row["date"], row["until"], levelled(row["title"])


def _refuse_another(known: Row, row: Row) -> None:
    others = [name for name in _FIELDS if known[name] != row[name]]
    if others:
        what = others[0].removesuffix("_id")
        hint = "Change it with `qcode events set`, or leave out the uid."
        raise DataError(f"The event of this uid has another {what}.", hint)
