"""The units of analysis."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableSequence, Sequence
from dataclasses import dataclass, field

from qcode.model.cases import Case, Entity, Value
from qcode.project.names import find, levelled, new_name
from qcode.project.part import Part, counted
from qcode.store.changes import Recorder


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """What a table of cases says of one case."""

    name: str
    documents: tuple[str, ...] = ()
    attributes: Mapping[str, Sequence[tuple[Value | None, int | None, str]]] = field(default_factory=dict)
    """Attribute -> (value, year, source), one for each year."""


class Cases(Part):
    """The cases of a project in their order, which is the order of columns in every matrix."""

    def list(self) -> Sequence[Case]:
        """Return all cases."""
        rows = self._store.rows(
            "SELECT id, uid, name, position FROM cases WHERE deleted = 0 ORDER BY position, id"
        )
        return [Case(**row) for row in rows]

    def find(self, name: str) -> Case:
        """Return a case by name; raises UnknownNameError."""
        return find(self.list(), name, "case", lambda case: (case.name,))

    def add(self, name: str) -> Case:
        """Make a case, last in the order; raises DuplicateNameError."""
        new_name(name, "case", (case.name for case in self.list()))
        with self._act("cases.add") as recorder:
            self.ensure(recorder, name, [])
            recorder.summary = f"Added the case {name.strip()}"
        return self.find(name)

    def ensure(self, recorder: Recorder, name: str, notes: MutableSequence[str]) -> Case:
        """Return the case of a name inside an act, made (and noted) where it does not exist."""
        existing = self.list()
        for case in existing:
            if levelled(case.name) == levelled(name):
                return case
        position = max((case.position for case in existing), default=0) + 1
        uid = recorder.insert("cases", {"name": new_name(name, "case"), "position": position})
        notes.append(f"The case “{name.strip()}” is new and was made.")
        return Case(recorder.id_of("cases", uid), uid, name.strip(), position)

    def import_records(self, records: Iterable[CaseRecord]) -> Sequence[str]:
        """Add or change cases, their attributes and documents in one act; return notes for people.

        The order of the records becomes the order of new cases. Raises UnknownNameError for a document
        that does not exist, DataError for a value that does not fit its attribute.
        """
        notes: MutableSequence[str] = []
        records = list(records)
        before = {levelled(case.name) for case in self.list()}
        with self._act("cases.import") as recorder:
            for record in records:
                case = self.ensure(recorder, record.name, [])
                for name, values in record.attributes.items():
                    for value, year, source in values:
                        self._project.attributes.write(
                            recorder, Entity.CASE, case.uid, name, value, year, source
                        )
                for document in record.documents:
                    self._project.documents._attach(
                        recorder, self._project.documents.find(document).id, case.name
                    )
            added = sum(levelled(record.name) not in before for record in records)
            notes.append(f"{counted(added, 'case')} added, {len(records) - added} known already.")
            recorder.summary = f"Imported {counted(len(records), 'case')}"
        return notes

    def set(
        self,
        case: Case,
        *,
        name: str | None = None,
        position: int | None = None,
        attributes: Mapping[str, tuple[Value | None, int | None, str]] | None = None,
    ) -> None:
        """Rename a case, give it another place in the order (from 1), set attributes."""
        with self._act("cases.set") as recorder:
            if name is not None and name != case.name:
                taken = [one.name for one in self.list() if one.id != case.id]
                recorder.update("cases", case.uid, name=new_name(name, "case", taken))
            if position is not None:
                order = [one for one in self.list() if one.id != case.id]
                order.insert(max(0, position - 1), case)
                for place, one in enumerate(order, start=1):
                    recorder.update("cases", one.uid, position=place)
            for key, (value, year, source) in (attributes or {}).items():
                self._project.attributes.write(recorder, Entity.CASE, case.uid, key, value, year, source)
            recorder.summary = f"Changed the case {case.name}"

    def remove(self, case: Case) -> None:
        """Remove a case with its links, attribute values and memos; documents and codings stay."""
        with self._act("cases.remove") as recorder:
            for table, condition, argument in (
                ("document_cases", "case_id = ?", case.id),
                ("attribute_values", "owner_uid = ?", case.uid),
                ("memos", "owner_uid = ?", case.uid),
                ("summaries", "case_id = ?", case.id),
            ):
                rows = self._store.rows(
                    f"SELECT uid FROM {table} WHERE deleted = 0 AND {condition}", [argument]
                )
                recorder.delete(table, *(row["uid"] for row in rows))
            for table in ("participants", "codings"):
                for row in self._store.rows(
                    f"SELECT uid FROM {table} WHERE deleted = 0 AND case_id = ?", [case.id]
                ):
                    recorder.update(table, row["uid"], case_id=None)
            recorder.delete("cases", case.uid)
            recorder.summary = f"Removed the case {case.name}"
