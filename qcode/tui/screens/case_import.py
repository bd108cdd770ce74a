"""What a table of cases would add and change, value by value, before it is imported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from qcode.model.cases import AttributeValue, Case, Entity, Value
from qcode.project import Project
from qcode.project.cases import with_municipality
from qcode.sheets.records import CaseRow, Records
from qcode.text.names import levelled
from qcode.tui.screens.attribute_edits import in_words
from qcode.tui.screens.table_import import Change, Incoming, Plan


def cases_of(file: str, rows: Records[CaseRow]) -> Incoming:
    """Return a table of cases on its way in."""
    return Incoming(
        file,
        "Cases",
        ("case", "cases"),
        lambda project: planned_changes(project, rows),
        lambda project: project.cases.import_rows(rows),
        rows.notes,
    )


def planned_changes(project: Project, rows: Iterable[CaseRow]) -> Plan:
    """Return what `project.cases.import_rows` would do with these rows.

    Raises DataError for a wrong municipality code, UnknownNameError for a document that is not there.
    """
    notes: list[str] = []
    cases = {levelled(case.name): case for case in project.cases.list()}
    names = {one.id: one.name for one in project.attributes.list(Entity.CASE)}
    known: dict[tuple[str, str], list[AttributeValue]] = {}
    for one in project.attributes.values():
        if one.attribute_id in names:
            known.setdefault((one.owner_uid, levelled(names[one.attribute_id])), []).append(one)
    changes: list[Change] = []
    same = 0
    for row in rows:
        case = cases.get(levelled(row.name))
        found = [
            *_of_values(row, with_municipality(row, notes), case, known),
            *_of_documents(project, row, case),
        ]
        if case is None:
            changes.append(Change(row.name, "new case", new=True))
        elif not found:
            same += 1
        changes += found
    return Plan(changes, same, notes)


def _of_values(
    row: CaseRow,
    filled: CaseRow,
    case: Case | None,
    known: Mapping[tuple[str, str], Sequence[AttributeValue]],
) -> Iterable[Change]:
    """Yield the values of one case that would be other ones."""
    said = {levelled(name) for name in row.attributes} | {"municipality_code"}
    for name, values in filled.attributes.items():
        before = known.get((case.uid, levelled(name)), ()) if case else ()
        for value, year, source in values:
            # What a code fills in never takes the place of what people said.
            if levelled(name) not in said and any(one.source != source for one in before):
                continue
            old = next((one for one in before if one.year == year), None)
            if old is not None and _same(old, value, source):
                continue
            after = in_words([AttributeValue(0, "", value, year, source or (old.source if old else ""))])
            yield Change(row.name, name, in_words([old]) if old else "", after)


def _same(old: AttributeValue, value: Value, source: str) -> bool:
    return str(old.value) == str(value) and (not source or source == old.source)


def _of_documents(project: Project, row: CaseRow, case: Case | None) -> Iterable[Change]:
    """Yield the documents that would be attached to one case."""
    for name in row.documents:
        document = project.documents.find(name)
        if case is None or case.id not in {one.id for one in project.documents.cases(document)}:
            yield Change(row.name, "documents", "", f"+ {document.name}")
