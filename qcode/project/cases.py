"""The units of analysis."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableSequence, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qcode.errors import DataError
from qcode.model.cases import Case, Entity, Value
from qcode.model.tables import Column, Header, Table
from qcode.project.attributes import Changes, Later
from qcode.project.names import find, new_name
from qcode.project.part import Part
from qcode.project.removal import goes_with_case, take_along
from qcode.project.row_problems import RowProblems
from qcode.store.changes import Recorder
from qcode.text.names import counted, levelled, listed, quoted

if TYPE_CHECKING:
    from qcode.sheets.records import CaseRow

_CODE = "municipality_code"
_LIST = "list of municipalities"
"""Source of what is filled in from a code."""


def with_municipality(row: CaseRow, notes: MutableSequence[str]) -> CaseRow:
    """Return a row with what the list of municipalities says of its code, and note what was repaired."""
    if not row.municipality_code:
        return row
    from qcode.municipalities import lookup, normalise_code

    where = f"Line {row.line}, {row.name}: " if row.line else f"{row.name}: "
    try:
        reading = normalise_code(row.municipality_code, row.name)
    except DataError as error:
        raise DataError(f"{where}{error.message}", error.hint) from None
    notes.extend(where + note for note in reading.notes)
    filled: dict[str, Sequence[tuple[Value, int | None, str]]] = {
        _CODE: [(reading.code6, None, "")],
        **row.attributes,
    }
    found = lookup(reading.code6)
    if found is not None:
        known = {levelled(name) for name in filled}
        for name, value in (
            ("name_ja", found.name_ja),
            ("prefecture", found.prefecture),
            ("class", found.category.value.replace("_", " ")),
            ("region", found.region8),
            ("meti_bureau", found.meti_bureau),
        ):
            if name not in known:
                filled[name] = [(value, None, _LIST)]
    return replace(row, attributes=filled)


class Cases(Part):
    """The cases of a project in their order, which is the order of columns in every matrix."""

    def list(self) -> Sequence[Case]:
        """Return all cases."""
        rows = self._store.rows(
            "SELECT id, uid, name, position, pseudonym FROM cases WHERE deleted = 0 ORDER BY position, id"
        )
        return [Case(**row) for row in rows]

    def of_documents(self) -> Mapping[int, tuple[int, ...]]:
        """Return document id -> ids of its cases, in the order of the cases, for documents with any."""
        rows = self._store.tuples(
            "SELECT document_id, case_id FROM document_cases "
            "JOIN cases ON cases.id = case_id AND cases.deleted = 0 "
            "JOIN documents ON documents.id = document_id AND documents.deleted = 0 "
            "WHERE document_cases.deleted = 0 ORDER BY cases.position, cases.id"
        )
        found: dict[int, tuple[int, ...]] = {}
        for document_id, case_id in rows:
            found[document_id] = (*found.get(document_id, ()), case_id)
        return found

    def find(self, name: str) -> Case:
        """Return a case by name; raises UnknownNameError."""
        return find(self.list(), name, "case", lambda case: (case.name,))

    def resolve(self, cases: Iterable[Case | str]) -> Sequence[Case]:
        """Return cases that are given themselves or by name, each once. Raises UnknownNameError."""
        known = self.list()
        return [
            *dict.fromkeys(
                find(known, one, "case", lambda case: (case.name,)) if isinstance(one, str) else one
                for one in cases
            )
        ]

    def add(self, name: str) -> Case:
        """Make a case, last in the order; raises DuplicateNameError."""
        new_name(name, "case", (case.name for case in self.list()))
        with self._act("cases.add") as recorder:
            self.ensure(recorder, name, [])
            recorder.summary = f"Added the case {name.strip()}"
        return self.find(name)

    def ensure(self, recorder: Recorder, name: str, notes: MutableSequence[str]) -> Case:
        """Return the case of a name inside an act, made (and noted) where it does not exist."""
        return self._ensure_among(self._by_name(), recorder, name, notes)

    def _by_name(self) -> dict[str, Case]:
        """Return the cases by their levelled names; of several of one name the first."""
        return {levelled(case.name): case for case in reversed(self.list())}

    def _ensure_among(
        self, known: dict[str, Case], recorder: Recorder, name: str, notes: MutableSequence[str]
    ) -> Case:
        """Do the same with the cases as they are known, among which a new one is then."""
        found = known.get(levelled(name))
        if found is not None:
            return found
        position = max((case.position for case in known.values()), default=0) + 1
        uid = recorder.insert("cases", {"name": new_name(name, "case"), "position": position})
        notes.append(f"The case “{name.strip()}” is new and was made.")
        made = Case(recorder.id_of("cases", uid), uid, name.strip(), position)
        known[levelled(made.name)] = made
        return made

    def import_rows(self, rows: Iterable[CaseRow], *, source: str = "") -> Sequence[str]:
        """Add or change cases, their attributes and documents in one act; return notes for people.

        From a municipality code the name in Japanese, prefecture, class and regions are filled in where
        the row does not say them. The order of the rows becomes the order of new cases. Raises
        DataError for a wrong code, and with `source` and line for all rows whose document does not exist
        or whose value does not fit its attribute.
        """
        notes: list[str] = []
        rows = [with_municipality(row, notes) for row in rows]
        known = self._by_name()
        before = set(known)
        later: Later = {}
        seen: set[str] = set()
        problems, documents = RowProblems(source), self._project.documents
        with self._act("cases.import") as recorder:
            for row in rows:
                with problems.of(row.line, "case"):
                    case = self._ensure_among(known, recorder, row.name, [])
                    if case.uid in seen:
                        self._project.attributes.write_later(recorder, later)
                    seen.add(case.uid)
                    self._write(recorder, case, row.attributes, later)
                for document in row.documents:
                    with problems.of(row.line, "documents"):
                        documents.record_attachment(recorder, documents.find(document).id, case.name)
            problems.settle()
            self._project.attributes.write_later(recorder, later)
            names = {levelled(row.name) for row in rows}
            added = len(names - before)
            notes.append(f"{counted(added, 'case')} added, {len(names & before)} brought up to date.")
            recorder.summary = f"Imported {counted(len(rows), 'case')}"
        return [*notes, *self._twins()]

    def as_table(self) -> Table:
        """Return all cases as `import_rows` takes them: a column for each attribute, year and source."""
        attributes = {
            attribute.id: attribute.name for attribute in self._project.attributes.list(Entity.CASE)
        }
        values = self._project.attributes.values()
        columns: dict[tuple[int, int | None, str], str] = {}
        cells: dict[tuple[str, str], Value] = {}
        for attribute_id in attributes:
            for one in values:
                if one.attribute_id == attribute_id:
                    key = (one.attribute_id, one.year, one.source)
                    when = " ".join(filter(None, (str(one.year or ""), one.source)))
                    columns[key] = attributes[attribute_id] + (f"@{when}" if when else "")
                    cells[one.owner_uid, columns[key]] = one.value
        names = list(dict.fromkeys(columns.values()))
        documents: dict[int, list[str]] = {}
        for document in self._project.documents.list():
            for case in self._project.documents.cases(document):
                documents.setdefault(case.id, []).append(document.source_name or document.name)
        cases = self.list()
        return Table(
            name="cases",
            title=f"{self._project.title}: cases",
            # A plain list: in a spreadsheet, too, the names of the columns are then the first line.
            rows=[Header("", uid=case.uid) for case in cases],
            columns=[
                Column("case", names=Entity.CASE),
                *map(Column, names),
                Column("documents", names=Entity.DOCUMENT),
            ],
            values=[
                [
                    case.name,
                    *(cells.get((case.uid, name)) for name in names),
                    ";".join(documents.get(case.id, ())),
                ]
                for case in cases
            ],
        )

    def set(
        self,
        case: Case,
        *,
        name: str | None = None,
        position: int | None = None,
        attributes: Changes | None = None,
    ) -> Sequence[str]:
        """Rename a case, give it another place in the order (from 1), set attributes; return notes.

        A municipality code is checked, and fills in what the list of municipalities says of it.
        """
        from qcode.sheets.records import CaseRow

        notes: list[str] = []
        changes = dict(attributes or {})
        for code, _, _ in changes.pop(_CODE, ()):
            row = with_municipality(CaseRow(case.name, "" if code is None else str(code)), notes)
            changes = {_CODE: [(None, None, "")], **row.attributes, **changes}
        with self._act("cases.set") as recorder:
            if name is not None and name != case.name:
                taken = [one.name for one in self.list() if one.id != case.id]
                recorder.update("cases", case.uid, name=new_name(name, "case", taken))
            if position is not None:
                order = [one for one in self.list() if one.id != case.id]
                order.insert(max(0, position - 1), case)
                for place, one in enumerate(order, start=1):
                    recorder.update("cases", one.uid, position=place)
            self._write(recorder, case, changes)
            recorder.summary = _summary(case, name, position, changes)
        return [*notes, *self._twins()]

    def _write(self, recorder: Recorder, case: Case, changes: Changes, later: Later | None = None) -> None:
        """Set attributes of a case; what a code fills in never takes the place of what people said."""
        names = {one.id: levelled(one.name) for one in self._project.attributes.list(Entity.CASE)}
        said = {
            names[one.attribute_id]
            for one in self._project.attributes.values(case.uid)
            if one.source != _LIST
        }
        kept = {
            name: values
            for name, values in changes.items()
            if levelled(name) not in said or any(source != _LIST for _, _, source in values)
        }
        self._project.attributes.write_all(recorder, Entity.CASE, case.uid, kept, later)

    def _twins(self) -> Sequence[str]:
        """Return a sentence for each municipality code that several cases have."""
        ids = {one.id for one in self._project.attributes.list(Entity.CASE) if one.name == _CODE}
        names = {case.uid: case.name for case in self.list()}
        bearers: dict[Value, list[str]] = {}
        for one in self._project.attributes.values():
            if one.attribute_id in ids and one.owner_uid in names:
                bearers.setdefault(one.value, []).append(names[one.owner_uid])
        return [
            f"The code {code} is that of {listed(map(quoted, cases))}: they count as several cases."
            for code, cases in bearers.items()
            if len(cases) > 1
        ]

    def what_goes(self, case: Case) -> str:
        """Return in words what removing a case takes along, to be asked before; empty for nothing."""
        return goes_with_case(self._store, case)

    def remove(self, case: Case) -> str:
        """Remove a case with all that is its own (see `what_goes`); documents and codings stay.

        Returns in words what went with it, as `what_goes`.
        """
        with self._act("cases.remove") as recorder:
            recorder.require("cases", case.uid)
            gone = self.what_goes(case)
            take_along(self._store, recorder, "cases", [case.uid])
            for table in ("participants", "codings"):
                for row in self._store.rows(
                    f"SELECT uid FROM {table} WHERE deleted = 0 AND case_id = ?", [case.id]
                ):
                    recorder.update(table, row["uid"], case_id=None)
            recorder.delete("cases", case.uid)
            recorder.summary = f"Removed the case {case.name}" + (f" {gone}" if gone else "")
        return gone


def _summary(case: Case, name: str | None, position: int | None, changes: Changes) -> str:
    """Return in words what was changed of a case."""
    renamed = name is not None and name != case.name
    if renamed and position is None and not changes:
        return f"Renamed the case {case.name} to {name}"
    if position is not None and not renamed and not changes:
        return f"Moved the case {case.name} to place {position}"
    what = [*(["name"] if renamed else []), *(["place"] if position is not None else []), *changes]
    return f"Changed {', '.join(what)} of the case {case.name}"
