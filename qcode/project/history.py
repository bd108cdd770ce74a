"""What was done in a project, by whom, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qcode.project.faults import faults
from qcode.project.part import Part
from qcode.store.changes import Act, acts
from qcode.text.names import levelled


@dataclass(frozen=True, slots=True)
class Event:
    """One act as people read it."""

    uid: str
    time: str
    """ISO 8601 in UTC."""
    coder: str
    """Name of who did it; empty for qcode itself."""
    kind: str
    summary: str
    state: str
    """`done`, `undone`, or empty for an act that is no step of undo (joining, undo, redo)."""


class History(Part):
    """The change log, read in words; undo and redo of the acting coder."""

    def list(self, coder: str | None = None) -> Sequence[Event]:
        """Return all acts, or those of one coder, oldest first."""
        names = {one.uid: one.name for one in self._project.coders.list()}
        wanted = self._project.coders.find(coder).uid if coder is not None else None
        with self._store.reading(), self._store.decoding():
            found = acts(self._store.db, wanted)
            undoable = {step.act.uid for uid in names for step in self._store.steps(uid)[0]}

        def state(act: Act) -> str:
            if not act.undoable or act.undoes or act.redoes:
                return ""
            return "done" if act.uid in undoable else "undone"

        with self._store.decoding():
            return [
                Event(act.uid, act.time, names.get(act.coder_uid, ""), act.kind, act.summary, state(act))
                for act in found
            ]

    def undo(self) -> str:
        """Take back the acting coder's newest step; return what it was, in words. Raises UndoError."""
        return self._store.undo(self._acting_uid(), lambda: faults(self._project)).summary

    def redo(self) -> str:
        """Do again what the acting coder undid last; return what it was. Raises UndoError."""
        return self._store.redo(self._acting_uid(), lambda: faults(self._project)).summary

    def next_steps(self) -> tuple[str, str]:
        """Return what undo and redo would do, in words; empty where there is nothing."""
        undoable, redoable = self._store.steps(self._acting_uid())
        return (
            undoable[-1].act.summary if undoable else "",
            redoable[-1].act.summary if redoable else "",
        )

    def _acting_uid(self) -> str:
        """Return the acting coder's uid; who has done nothing yet has no steps, and is not made to join."""
        name = levelled(self._project.coder_name)
        return next((one.uid for one in self._project.coders.list() if levelled(one.name) == name), "-")
