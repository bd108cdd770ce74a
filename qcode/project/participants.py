"""Who speaks: roles, pseudonyms, cases of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qcode.errors import DataError
from qcode.model.cases import Entity, Value
from qcode.model.documents import Document, Participant, Role
from qcode.project.names import find, new_name
from qcode.project.part import Part, counted
from qcode.store.changes import Row
from qcode.store.schema import TURN_COLUMNS


@dataclass(frozen=True, slots=True)
class Presence:
    """A participant in one document."""

    participant: Participant
    document_id: int
    turns: int
    characters: int
    """Of their speech in that document."""


class Participants(Part):
    """The participants of a project. Those of one name in two documents are two until they are merged."""

    def list(self, document: Document | None = None) -> Sequence[Participant]:
        """Return all participants, or those who speak in a document, in the order of their coming."""
        sql = "SELECT id, uid, name, role, pseudonym, case_id FROM participants WHERE deleted = 0"
        arguments: list[object] = []
        if document is not None:
            sql += " AND id IN (SELECT participant_id FROM turns WHERE document_id = ?)"
            arguments = [document.id]
        return [_participant(row) for row in self._store.rows(f"{sql} ORDER BY id", arguments)]

    def presences(self) -> Sequence[Presence]:
        """Return every participant with every document they speak in."""
        known = {one.id: one for one in self.list()}
        rows = self._store.tuples(
            'SELECT document_id, participant_id, count(*), sum("end" - "start") FROM turns '
            "WHERE participant_id IS NOT NULL GROUP BY document_id, participant_id "
            "ORDER BY document_id, min(position)"
        )
        return [
            Presence(known[participant], document, turns, characters)
            for document, participant, turns, characters in rows
            if participant in known
        ]

    def find(self, name: str, document: Document | None = None) -> Participant:
        """Return a participant by name or pseudonym, among those of a document where one is given."""
        return find(
            self.list(document),
            name,
            "participant",
            lambda one: {one.name, one.pseudonym} - {""},
            "Say in which document with `--document`.",
        )

    def set(
        self,
        participants: Sequence[Participant],
        *,
        role: Role | None = None,
        unknown_role: bool = False,
        name: str | None = None,
        pseudonym: str | None = None,
        case: str | None = None,
        attributes: Mapping[str, tuple[Value | None, int | None, str]] | None = None,
    ) -> None:
        """Change participants in one act.

        `case` is the name of their own case, empty for none; `unknown_role` forgets the role.
        """
        columns: Row = {}
        if role is not None or unknown_role:
            columns["role"] = None if unknown_role or role is None else role.value
        if name is not None:
            columns["name"] = new_name(name, "participant")
        if pseudonym is not None:
            columns["pseudonym"] = pseudonym.strip()
        if case is not None:
            columns["case_id"] = self._project.cases.find(case).id if case else None
        with self._act("participants.set") as recorder:
            for participant in participants:
                if columns:
                    recorder.update("participants", participant.uid, **columns)
                for key, (value, year, source) in (attributes or {}).items():
                    self._project.attributes.write(
                        recorder, Entity.PARTICIPANT, participant.uid, key, value, year, source
                    )
            who = ", ".join(dict.fromkeys(one.name for one in participants))
            what = ", ".join([*("case" if key == "case_id" else key for key in columns), *(attributes or {})])
            recorder.summary = f"Changed {what} of {who}"

    def merge(self, kept: Participant, others: Sequence[Participant]) -> None:
        """Say that participants are one person: all turns become those of the one kept.

        Raises DataError where roles contradict each other.
        """
        others = [one for one in others if one.id != kept.id]
        for one in others:
            if one.role and kept.role and one.role != kept.role:
                raise DataError(
                    f"“{one.name}” is {one.role.value}, “{kept.name}” is {kept.role.value}.",
                    "Give both the same role first.",
                )
        gone = {one.id for one in others}
        with self._act("participants.merge") as recorder:
            names = ", ".join(f'"{name}"' for name in TURN_COLUMNS)
            for document in self._project.documents.list():
                rows = self._store.rows(
                    f"SELECT {names} FROM turns WHERE document_id = ? ORDER BY position", [document.id]
                )
                if any(row["participant_id"] in gone for row in rows):
                    for row in rows:
                        if row["participant_id"] in gone:
                            row["participant_id"] = kept.id
                    recorder.put_turns(document.uid, rows)
            for one in others:
                values = self._store.rows(
                    "SELECT uid FROM attribute_values WHERE deleted = 0 AND owner_uid = ?", [one.uid]
                )
                recorder.delete("attribute_values", *(row["uid"] for row in values))
                recorder.delete("participants", one.uid)
            recorder.summary = f"Merged {counted(len(others), 'participant')} into {kept.name}"


def _participant(row: Row) -> Participant:
    return Participant(**{**row, "role": Role(row["role"]) if row["role"] else None})
