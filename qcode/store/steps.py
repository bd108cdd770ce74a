"""What a coder can undo and redo, read off the log, so that it holds across processes and restarts.

A coder's acts form two stacks. A step is pushed on the first and clears the second; an undo moves the
top of the first to the second, a redo moves it back. `steps` plays that from the beginning of the log;
`next_undo` and `next_redo` find the top alone from the end of it: where an undo stands there, the stack
is what it was before the step that it took back, so that the search goes on before that step (and
likewise for redo). So they cost the same however long the log is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qcode.store.log import Act, act_named, changes_of_row, first_row_of, newest_act, next_act
from qcode.store.sqlite import Database


@dataclass(frozen=True, slots=True)
class Step:
    """An act that can be undone or redone."""

    act: Act
    reverse: str
    """Uid of the act to reverse: the act itself or its last redo; for a redo, the undoing."""


def steps(acts: Iterable[Act]) -> tuple[list[Step], list[Step]]:
    """Return what one coder can undo and what can be redone; the next one stands last in each."""
    undoable: list[Step] = []
    redoable: list[Step] = []
    for act in acts:
        if act.undoes:
            step = undoable.pop()
            redoable.append(Step(step.act, act.uid))
        elif act.redoes:
            step = redoable.pop()
            undoable.append(Step(step.act, act.uid))
        elif act.undoable:
            undoable.append(Step(act, act.uid))
            redoable.clear()
    return undoable, redoable


def next_undo(db: Database, coder_uid: str) -> Step | None:
    """Return the coder's newest step that stands, None for none; raises IndexError for a damaged log."""
    before: int | None = None
    while found := newest_act(db, coder_uid, before):
        place, act = found
        if act.undoes:
            before = _earlier(place, act_named(db, act.undoes)[0])
        elif act.redoes:
            return _standing(db, act.redoes)
        elif act.undoable:
            return Step(act, act.uid) if before is None else _standing(db, act.uid)
        else:
            before = place
    return None


def next_redo(db: Database, coder_uid: str) -> Step | None:
    """Return the step that the coder undid last and can do again; otherwise as `next_undo`."""
    before: int | None = None
    while found := newest_act(db, coder_uid, before):
        place, act = found
        if act.undoes:
            return Step(act_named(db, act.undoes)[1], act.uid)
        if act.redoes:
            undoing = _newest(db, act.redoes, "undoes", 0, place)
            if undoing is None:
                raise IndexError(f"the redo {act.uid} does again what was not undone")
            before = _earlier(place, act_named(db, undoing)[0])
        elif act.undoable:
            return None
        else:
            before = place
    return None


def _earlier(place: int, earlier: int) -> int:
    """Return where to go on; in a damaged log that might be no earlier place, and so never end."""
    if earlier >= place:
        raise IndexError(f"the act at {place} takes back a later one, at {earlier}")
    return earlier


def _standing(db: Database, uid: str) -> Step:
    """Return the step of an act that stands: to be reversed by itself, or by its newest redo."""
    place, act = act_named(db, uid)
    return Step(act, _newest(db, uid, "redoes", place, None) or uid)


def _newest(db: Database, uid: str, verb: str, after: int, before: int | None) -> str | None:
    """Return the newest act between two places that `undoes` or `redoes` an act, None for none.

    It has written every row that the act wrote, so that it is found among the changes of one of them.
    """
    for place, action, coder_uid in changes_of_row(db, *first_row_of(db, uid), after, before):
        closing = next_act(db, coder_uid, place)
        if closing and closing.uid == action and getattr(closing, verb) == uid:
            return action
    return None
