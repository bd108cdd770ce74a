"""Saying of quotations that they speak of an event, from wherever they are in hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from qcode.model.cases import Event
from qcode.text.names import counted
from qcode.tui.screens.view import View
from qcode.tui.widgets.picker import Choice, New

_DATED = re.compile(r"(?P<date>\d{4}(?:-\d{2}){0,2})[ ,:]+(?P<title>.+)", re.ASCII)
ASKS_DATE = "When was it? (2008, 2008-07 or 2008-07-15)"


def dated(typed: str) -> tuple[str, str]:
    """Return the date and the title of a new event: `2008-07 Port opened`; no date: an empty one."""
    found = _DATED.fullmatch(typed.strip())
    return (found["date"], found["title"]) if found else ("", typed.strip())


async def link_codings(view: View, ids: Sequence[int], documents: Iterable[int]) -> None:
    """Ask which event some codings (row ids) speak of, and link them to it. For dialogues.

    `documents` are the ids of those they lie in; a new event is of their case, if that is one. Where an
    event has all the codings, they are unlinked from it. What is typed and fits no event becomes one.
    """
    events = await view.session.ask(lambda project: project.events.list())
    names = {one.id: one.name for one in view.session.overview.cases.values()}
    choices = [
        Choice(f"{one.date}  {one.title}", one, _beside(one, ids, names.get(one.case_id or 0, "")))
        for one in events
    ]
    what = "does this quotation" if len(ids) == 1 else f"do these {len(ids):,} quotations"
    new = "new event (2008-07 Title)"
    chosen = (await view.pick(f"Which event {what} speak of?", choices, new=new)).value
    if isinstance(chosen, New):
        await _link_new(view, ids, {*documents}, chosen.name)
    elif isinstance(chosen, Event):
        await _link(view, ids, chosen)


async def _link(view: View, ids: Sequence[int], event: Event) -> None:
    if set(ids) <= set(event.codings):
        number = await view.session.ask(lambda project: project.events.unlink(event, ids))
        view.say(f"Unlinked {counted(number, 'quotation')} from {event.title}.", done=True)
        return
    number = await view.session.ask(lambda project: project.events.link(event, ids))
    view.say(f"Linked {counted(number, 'quotation')} to {event.title} ({event.date}).", done=True)


async def _link_new(view: View, ids: Sequence[int], documents: set[int], typed: str) -> None:
    date, title = dated(typed)
    if not date:
        date = await view.prompt.text(ASKS_DATE)
    overview = view.session.overview
    found = {case for one in documents for case in overview.document_cases.get(one, ())}
    case = overview.cases.get(next(iter(found))) if len(found) == 1 else None
    event = await view.session.ask(lambda project: project.events.add(date, title, case=case, codings=ids))
    of = f" of {case.name}" if case else ""
    view.say(
        f"Added the event {event.title} ({event.date}){of} with {counted(len(ids), 'quotation')}.", done=True
    )


def _beside(event: Event, ids: Sequence[int], case: str) -> str:
    linked = "linked: Enter unlinks" if set(ids) <= set(event.codings) else ""
    return " · ".join(part for part in (case, linked) if part)
