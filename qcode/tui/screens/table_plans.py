"""What tables of groups, classes and events would add and change, before they are imported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qcode.model.cases import Case, ClassedBy, Classification, Membership
from qcode.model.codes import PATH_SEPARATOR
from qcode.project import Project
from qcode.project.names import find
from qcode.project.row_problems import RowProblems
from qcode.sheets.records import ClassRow, EventRow, GroupRow, Records
from qcode.text.names import levelled
from qcode.tui.screens.table_import import Change, Incoming, Plan


def groups_of(file: str, rows: Records[GroupRow]) -> Incoming:
    """Return a table of groups on its way in."""
    return Incoming(
        file,
        "Groups",
        ("group", "groups"),
        lambda project: plan_groups(project, rows, file),
        lambda project: project.groups.import_rows(rows, source=file),
        rows.notes,
    )


def plan_groups(project: Project, rows: Sequence[GroupRow], source: str) -> Plan:
    """Return what `project.groups.import_rows` would do. Raises DataError for cases that are not there."""
    problems, cases, tree = RowProblems(source), project.cases.list(), project.groups.tree()
    members = {levelled(tree.path(one.id)): {*one.cases} for one in tree}
    notes = {levelled(tree.path(one.id)): one.note for one in tree}
    changes: list[Change] = []
    same = 0
    for row in rows:
        before = len(changes)
        for depth in range(1, len(row.path) + 1):
            path = PATH_SEPARATOR.join(row.path[:depth])
            if levelled(path) not in members:
                members[levelled(path)] = set()
                changes.append(Change(path, "new group", new=True))
        path = PATH_SEPARATOR.join(row.path)
        there = members[levelled(path)]
        put: list[Case] = []
        for name in row.cases:
            with problems.of(row.line, "cases"):
                put.append(find(cases, name, "case", lambda case: (case.name,)))
        new = list(dict.fromkeys(case.name for case in put if case.id not in there))
        there.update(case.id for case in put)
        if new:
            changes.append(Change(path, "cases", "", f"+ {', '.join(new)}"))
        note = notes.get(levelled(path), "")
        if row.note and row.note != note:
            changes.append(Change(path, "note", note, row.note))
            notes[levelled(path)] = row.note
        same += len(changes) == before
    problems.settle()
    return Plan(changes, same)


def classes_of(file: str, rows: Records[ClassRow], name: str) -> Incoming:
    """Return a table of classes on its way into a classification of a name, there already or to be made."""
    return Incoming(
        file,
        "Classes",
        ("class", "classes"),
        lambda project: plan_classes(project, name, rows, file),
        lambda project: project.classifications.import_rows(name, rows, new=True, source=file),
        rows.notes,
    )


def plan_classes(project: Project, name: str, rows: Sequence[ClassRow], source: str) -> Plan:
    """Return what `project.classifications.import_rows` would do, new classes made.

    Raises DataError for cases that are not there.
    """
    problems, cases = RowProblems(source), project.cases.list()
    one = next((one for one in project.classifications.list() if levelled(one.name) == levelled(name)), None)
    members = project.classifications.members(one) if one else {}
    known = {levelled(each): each for each in one.classes} if one else {}
    changes: list[Change] = []
    same = 0
    for row in rows:
        with problems.of(row.line, "case"):
            case = find(cases, row.case, "case", lambda case: (case.name,))
            said = row.class_name
            if said is not None and levelled(said) not in known:
                known[levelled(said)] = said
                changes.append(Change(said, "new class", new=True))
            after = None
            if said is not None:
                after = Membership(known[levelled(said)], ClassedBy.HAND, row.reason.strip())
            change = _reclassed(one, case, members.get(case.id), after)
            same += change is None
            changes += [change] if change else []
    problems.settle()
    return Plan(changes, same)


def _reclassed(
    one: Classification | None, case: Case, now: Membership | None, after: Membership | None
) -> Change | None:
    """Return what would become of one case; None where nothing would."""
    by_hand = one.by_hand.get(case.id) if one else None
    if after is None:
        words = "by the cut points again" if one and one.cuts else "in no class"
        return Change(case.name, "class", _in_words(by_hand), words) if by_hand else None
    if by_hand is not None and replace(by_hand, coder_id=None) == after:
        return None
    return Change(case.name, "class", _in_words(now), _in_words(after))


def _in_words(member: Membership | None) -> str:
    if member is None or member.class_name is None:
        return ""
    how = " (by cut points)" if member.by is ClassedBy.CUT else ""
    return f"{member.class_name}{how}{f': {member.reason}' if member.reason and not how else ''}"


def events_of(file: str, rows: Records[EventRow]) -> Incoming:
    """Return a table of events on its way in."""
    return Incoming(
        file,
        "Events",
        ("event", "events"),
        lambda project: plan_events(project, rows, file),
        lambda project: project.events.import_rows(rows, source=file),
        rows.notes,
    )


def plan_events(project: Project, rows: Sequence[EventRow], source: str) -> Plan:
    """Return what `project.events.import_rows` would do. Raises DataError as that does."""
    new = project.events.new_among(rows, source=source)
    names = {case.id: case.name for case in project.cases.list()}
    changes = []
    for _, columns in new:
        until = f" – {columns['until']}" if columns["until"] else ""
        whose = f", {names[columns['case_id']]}" if columns["case_id"] else ""
        changes.append(
            Change(columns["title"], "new event", "", f"{columns['date']}{until}{whose}", new=True)
        )
    return Plan(changes, len(rows) - len(new))
