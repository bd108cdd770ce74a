"""What was done in a project, by whom, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from qcode.errors import UndoError
from qcode.model.codes import Code
from qcode.model.codings import Coding
from qcode.model.documents import Document
from qcode.project.faults import faults
from qcode.project.part import Part
from qcode.store.log import Act, acts, acts_on, changes_of
from qcode.store.steps import steps
from qcode.text.names import counted


class Event(NamedTuple):
    """One act as people read it. A tuple on purpose: there are ten thousand of them."""

    uid: str
    time: str
    """ISO 8601 in UTC."""
    coder: str
    """Name of who did it; empty for qcode itself."""
    kind: str
    summary: str
    state: str
    """`done`, `undone`, or empty for an act that is no step of undo (joining, undo, redo)."""


def _standing(found: Sequence[Act]) -> set[str]:
    """Return the uids of the acts that were done and not undone."""
    by_coder: dict[str, list[Act]] = {}
    for act in found:
        by_coder.setdefault(act.coder_uid, []).append(act)
    return {step.act.uid for own in by_coder.values() for step in steps(own)[0]}


class History(Part):
    """The change log, read in words; undo and redo of the acting coder."""

    def list(
        self,
        coder: str | None = None,
        *,
        code: Code | None = None,
        document: Document | None = None,
    ) -> Sequence[Event]:
        """Return all acts, or those of one coder, oldest first.

        With `code` or `document` only acts on it, on its codings, or on what else lies on it (memos,
        links, values, summaries); with both, acts on both.
        """
        names = {one.uid: one.name for one in self._project.coders.list()}
        wanted = self._project.coders.find(coder).uid if coder is not None else None
        with self._store.reading(), self._store.decoding():
            found = acts(self._store.db, wanted)
            done = _standing(found)
            for one in (code, document):
                if one is not None:
                    touching = acts_on(self._store.db, one.uid)
                    found = [act for act in found if act.uid in touching]
            return [
                Event(
                    act.uid,
                    act.time,
                    names.get(act.coder_uid, ""),
                    act.kind,
                    act.summary,
                    "" if not act.is_step else "done" if act.uid in done else "undone",
                )
                for act in found
            ]

    def codings_of(self, uid: str) -> Sequence[Coding]:
        """Return the codings that the act of this uid touched and that are still there, oldest first."""
        with self._store.reading(), self._store.decoding():
            touched = [one.row_uid for one in changes_of(self._store.db, uid) if one.table == "codings"]
            return self._project.codings.by_uids(touched)

    def undo(self) -> str:
        """Take back the acting coder's newest step; return what it was, in words. Raises UndoError."""
        return self._store.undo(self._acting_uid(), self._faults).summary

    def undo_to(self, uid: str) -> int:
        """Take back the acting coder's steps, newest first, down to and with the act of this uid.

        Returns how many were taken back, each by an act of its own. Raises UndoError where the act is
        no step of this coder that stands, or where one of the steps cannot be taken back; what was
        taken back before that one stays so, and the error says how many they were.
        """
        coder_uid = self._acting_uid()
        ahead = [step.act for step in reversed(self._store.steps(coder_uid)[0])]
        place = next((number for number, act in enumerate(ahead) if act.uid == uid), None)
        if place is None:
            raise UndoError("This is no step of yours that could be taken back.", "Nothing was changed.")
        for number, act in enumerate(ahead[: place + 1]):
            try:
                self._store.undo(coder_uid, self._faults, only=act.uid)
            except UndoError as error:
                if not number:
                    raise
                taken = f"{counted(number, 'step')} {'was' if number == 1 else 'were'} taken back before it."
                raise UndoError(error.message, taken) from None
        return place + 1

    def redo(self) -> str:
        """Do again what the acting coder undid last; return what it was. Raises UndoError."""
        return self._store.redo(self._acting_uid(), self._faults).summary

    def next_steps(self) -> tuple[str, str]:
        """Return what undo and redo would do, in words; empty where there is nothing."""
        coder_uid = self._acting_uid()
        with self._store.reading():
            undo, redo = self._store.next_undo(coder_uid), self._store.next_redo(coder_uid)
        return undo.act.summary if undo else "", redo.act.summary if redo else ""

    def _faults(self, tables: frozenset[str]) -> set[str]:
        return faults(self._project, tables)

    def _acting_uid(self) -> str:
        """Return the acting coder's uid; who has done nothing yet has no steps, and is not made to join."""
        coder = self._project.coders.known()
        return coder.uid if coder else "-"
