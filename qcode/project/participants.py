"""Who speaks: roles, pseudonyms, cases of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from qcode.errors import DataError
from qcode.model.cases import Entity
from qcode.model.documents import Document, Participant, Role
from qcode.project.attributes import Changes
from qcode.project.names import find, new_name
from qcode.project.part import Part
from qcode.store.changes import Recorder, Row
from qcode.store.schema import TURN_COLUMNS
from qcode.text.names import counted

Known = TypeVar("Known")

if TYPE_CHECKING:
    from qcode.sheets.records import ParticipantRow


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
        attributes: Changes | None = None,
    ) -> None:
        """Change participants in one act.

        `case` is the name of their own case, empty for none; `unknown_role` forgets the role. Raises
        DataError where a pseudonym would stand for two.
        """
        columns: Row = {}
        if role is not None or unknown_role:
            columns["role"] = None if unknown_role or role is None else role.value
        if name is not None:
            columns["name"] = new_name(name, "participant")
        if pseudonym is not None:
            columns["pseudonym"] = pseudonym.strip()
            wanted = {one.uid: pseudonym.strip() for one in participants}
            self._project.pseudonyms.refuse_shared(Entity.PARTICIPANT, wanted)
        if case is not None:
            columns["case_id"] = self._project.cases.find(case).id if case else None
        with self._act("participants.set") as recorder:
            for participant in participants:
                if columns:
                    recorder.update("participants", participant.uid, **columns)
                self._project.attributes.write_all(
                    recorder, Entity.PARTICIPANT, participant.uid, attributes or {}
                )
            who = ", ".join(dict.fromkeys(one.name for one in participants))
            what = ", ".join([*("case" if key == "case_id" else key for key in columns), *(attributes or {})])
            recorder.summary = f"Changed {what} of {who}"

    def set_from_rows(self, rows: Iterable[ParticipantRow]) -> None:
        """Set roles, pseudonyms, cases and attributes of many in one act; what a row leaves out stays.

        Raises UnknownNameError for a document, participant or case that does not exist, DataError also
        where a pseudonym would stand for two.
        """
        chosen = [
            (self.find(row.participant, self._project.documents.find(row.document)), row) for row in rows
        ]
        wanted = {one.uid: row.pseudonym.strip() for one, row in chosen if row.pseudonym is not None}
        self._project.pseudonyms.refuse_shared(Entity.PARTICIPANT, wanted)
        with self._act("participants.set") as recorder:
            for participant, row in chosen:
                columns: Row = {}
                if row.role is not None:
                    columns["role"] = row.role.value
                if row.pseudonym is not None:
                    columns["pseudonym"] = row.pseudonym.strip()
                if row.case is not None:
                    columns["case_id"] = self._project.cases.find(row.case).id
                if columns:
                    recorder.update("participants", participant.uid, **columns)
                self._project.attributes.write_all(
                    recorder, Entity.PARTICIPANT, participant.uid, row.attributes
                )
            recorder.summary = f"Changed {counted(len(chosen), 'participant')}"

    def merge(self, kept: Participant, others: Sequence[Participant]) -> None:
        """Say that participants are one person: all turns become those of the one kept.

        The one kept takes over role, case, pseudonym and attribute values that it lacks. Raises
        DataError where roles, cases or attribute values contradict each other.
        """
        others = [one for one in others if one.id != kept.id]
        everyone = [kept, *others]
        cases = {case.id: case.name for case in self._project.cases.list()}
        role = _agreed("role", [(one.name, one.role) for one in everyone], lambda known: known.value)
        case_id = _agreed("case", [(one.name, one.case_id) for one in everyone], lambda known: cases[known])
        pseudonyms = [one.pseudonym for one in everyone if one.pseudonym]
        gone = {one.id for one in others}
        with self._act("participants.merge") as recorder:
            recorder.require("participants", kept.uid, *(one.uid for one in others))
            if others:
                recorder.update(
                    "participants",
                    kept.uid,
                    role=role.value if role else None,
                    case_id=case_id,
                    pseudonym=pseudonyms[0] if pseudonyms else "",
                )
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
                self._hand_over_values(recorder, one, kept)
            recorder.delete("participants", *(one.uid for one in others))
            recorder.summary = f"Merged {counted(len(others), 'participant')} into {kept.name}"

    def _hand_over_values(self, recorder: Recorder, one: Participant, kept: Participant) -> None:
        """Give attribute values of a participant that goes to the one that stays."""
        columns = "uid, attribute_id, year, value"
        sql = f"SELECT {columns} FROM attribute_values WHERE deleted = 0 AND owner_uid = ?"
        known = {
            (row["attribute_id"], row["year"]): row["value"] for row in self._store.rows(sql, [kept.uid])
        }
        names = {attribute.id: attribute.name for attribute in self._project.attributes.list()}
        for row in self._store.rows(sql, [one.uid]):
            mine = known.get((row["attribute_id"], row["year"]))
            if mine is None:
                recorder.update("attribute_values", row["uid"], owner_uid=kept.uid)
            elif mine == row["value"]:
                recorder.delete("attribute_values", row["uid"])
            else:
                raise _contradiction(names[row["attribute_id"]], (one.name, row["value"]), (kept.name, mine))


def _agreed(
    what: str, named: Sequence[tuple[str, Known | None]], shown: Callable[[Known], str]
) -> Known | None:
    """Return the value of all who have one, of (name, value); raises DataError where they differ."""
    known = [(name, value) for name, value in named if value is not None]
    for name, value in known:
        if value != known[0][1]:
            raise _contradiction(what, (name, shown(value)), (known[0][0], shown(known[0][1])))
    return known[0][1] if known else None


def _contradiction(what: str, one: tuple[str, str], other: tuple[str, str]) -> DataError:
    return DataError(
        f"The {what} of “{one[0]}” is “{one[1]}”, that of “{other[0]}” is “{other[1]}”.",
        f"Give both the same {what} first.",
    )


def _participant(row: Row) -> Participant:
    return Participant(**{**row, "role": Role(row["role"]) if row["role"] else None})
