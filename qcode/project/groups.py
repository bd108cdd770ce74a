"""Named sets of cases, one below the other: a municipality in a prefecture in a bureau's area."""

from __future__ import annotations

from collections.abc import Iterable, MutableSequence, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from qcode.analysis.attributes import find_case_attribute, newest_values, shown_value
from qcode.errors import DataError, UnknownNameError, UsageError
from qcode.model.cases import Case, Entity, Group, GroupTree
from qcode.model.trees import PATH_SEPARATOR
from qcode.project.names import find, new_name
from qcode.project.part import Part
from qcode.project.removal import take_along
from qcode.project.row_problems import RowProblems
from qcode.store.changes import Recorder
from qcode.text.names import counted, levelled, listed, quoted

if TYPE_CHECKING:
    from qcode.sheets.records import GroupRow

_NOUN = "group"


class Groups(Part):
    """The groups of a project. A case may lie in several; it lies in all above those as well."""

    def tree(self) -> GroupTree:
        """Return all groups with the cases that were put into each."""
        members: dict[int, list[int]] = {}
        for group_id, case_id in self._store.tuples(
            "SELECT DISTINCT group_id, case_id FROM group_cases "
            "JOIN cases ON cases.id = case_id AND cases.deleted = 0 "
            "WHERE group_cases.deleted = 0 ORDER BY cases.position, cases.id"
        ):
            members.setdefault(group_id, []).append(case_id)
        rows = self._store.tuples(
            "SELECT id, uid, parent_id, name, position, note FROM groups WHERE deleted = 0"
        )
        return GroupTree(
            Group(one, uid, above, name, position, note, tuple(members.get(one, ())))
            for one, uid, above, name, position, note in rows
        )

    def list(self) -> Sequence[Group]:
        """Return all groups, each before those below it."""
        return [*self.tree()]

    def find(self, name: str) -> Group:
        """Return a group by its path, or its name where no other has it.

        Raises UnknownNameError, AmbiguousNameError.
        """
        return self.tree().find(name)

    def add(
        self, name: str, parent: Group | None = None, *, note: str = "", cases: Iterable[Case | str] = ()
    ) -> Group:
        """Make a group, last among its siblings, with these cases (themselves, or their names) in it.

        Raises DuplicateNameError, DataError, UnknownNameError.
        """
        chosen = self._project.cases.resolve(cases)
        with self._act("groups.add") as recorder:
            tree = self.tree()
            row = {
                "parent_id": parent.id if parent else None,
                "name": _new_group_name(name, tree.children(parent.id if parent else None)),
                "position": max((one.position for one in tree), default=0) + 1,
                "note": note.strip(),
            }
            uid = recorder.insert("groups", row)
            _Filling(recorder, self.tree()).put(recorder.id_of("groups", uid), chosen)
            group = next(one for one in self.tree() if one.uid == uid)
            of = f" with {_described(chosen)}" if chosen else ""
            recorder.summary = f"Added the group {self.tree().path(group.id)}{of}"
        return group

    def rename(self, group: Group, name: str) -> Group:
        """Give a group another name. Raises DuplicateNameError, DataError."""
        with self._act("groups.rename") as recorder:
            recorder.require("groups", group.uid)
            tree = self.tree()
            siblings = [one for one in tree.children(tree[group.id].parent_id) if one.id != group.id]
            clean = _new_group_name(name, siblings)
            recorder.update("groups", group.uid, name=clean)
            recorder.summary = f"Renamed the group {tree.path(group.id)} to {clean}"
        return self.tree()[group.id]

    def describe(self, group: Group, note: str) -> Group:
        """Say what a group is for, in place of what was said; empty for nothing."""
        with self._act("groups.describe") as recorder:
            recorder.update("groups", group.uid, note=note.strip())
            recorder.summary = f"Changed the note on the group {self.tree().path(group.id)}"
        return self.tree()[group.id]

    def move(self, group: Group, parent: Group | None, position: int | None = None) -> None:
        """Put a group below another (None: at the top), at a place among its new siblings (from 1).

        Raises DataError where it would lie below itself, DuplicateNameError.
        """
        with self._act("groups.move") as recorder:
            recorder.require("groups", group.uid, *([parent.uid] if parent else []))
            tree = self.tree()
            group = tree[group.id]
            if parent is not None and parent.id in tree.descendants(group.id):
                raise DataError(f"{quoted(group.name)} cannot be moved below itself.")
            siblings = [one for one in tree.children(parent.id if parent else None) if one.id != group.id]
            _new_group_name(group.name, siblings)
            siblings.insert(len(siblings) if position is None else max(0, position - 1), group)
            recorder.update("groups", group.uid, parent_id=parent.id if parent else None)
            for place, one in enumerate(siblings, start=1):
                recorder.update("groups", one.uid, position=place)
            where = tree.path(parent.id) if parent else "the top"
            recorder.summary = f"Moved the group {group.name} to {where}"

    def remove(self, group: Group) -> int:
        """Remove a group with all below it; the cases stay. Return how many groups went."""
        with self._act("groups.remove") as recorder:
            recorder.require("groups", group.uid)
            tree = self.tree()
            below = tree.descendants(group.id)
            uids = [tree[one].uid for one in reversed(below)]
            take_along(self._store, recorder, "groups", uids)
            recorder.delete("groups", *uids)
            more = f" with {len(below) - 1} below it" if below[1:] else ""
            recorder.summary = f"Removed the group {tree.path(group.id)}{more}"
        return len(below)

    def put(self, group: Group, cases: Iterable[Case | str]) -> int:
        """Put cases (themselves, or their names) into a group; return how many were not in it.

        Raises UnknownNameError.
        """
        chosen = self._project.cases.resolve(cases)
        with self._act("groups.put") as recorder:
            recorder.require("groups", group.uid)
            filling = _Filling(recorder, self.tree())
            filling.put(group.id, chosen)
            recorder.summary = f"Put {_described(chosen)} into the group {self.tree().path(group.id)}"
        return filling.moved

    def take_out(self, group: Group, cases: Iterable[Case | str]) -> int:
        """Take cases out of a group; return how many were taken out.

        Raises UnknownNameError, also for a case that does not lie in the group itself.
        """
        chosen = self._project.cases.resolve(cases)
        with self._act("groups.take_out") as recorder:
            recorder.require("groups", group.uid)
            tree = self.tree()
            for case in chosen:
                self._refuse_elsewhere(tree, group, case)
            ids = {case.id for case in chosen}
            rows = self._store.tuples(
                "SELECT uid, case_id FROM group_cases WHERE deleted = 0 AND group_id = ?", [group.id]
            )
            recorder.delete("group_cases", *(uid for uid, case_id in rows if case_id in ids))
            recorder.summary = f"Took {_described(chosen)} out of the group {tree.path(group.id)}"
        return len(chosen)

    def _refuse_elsewhere(self, tree: GroupTree, group: Group, case: Case) -> None:
        if case.id in tree[group.id].cases:
            return
        below = [tree.path(one) for one in tree.descendants(group.id) if case.id in tree[one].cases]
        hint = f"It lies in {listed(map(quoted, below))}." if below else ""
        raise UnknownNameError(
            f"{quoted(case.name)} was not put into the group {quoted(tree.path(group.id))} itself.", hint
        )

    def import_rows(self, rows: Iterable[GroupRow], *, source: str = "") -> Sequence[str]:
        """Make groups of a table (path and cases) where they are not there, and put the cases into them.

        All in one act; return notes for people. Raises DataError that names, with `source` and line, the
        rows with cases that do not exist and names that cannot be.
        """
        rows = [*rows]
        problems, cases = RowProblems(source), self._project.cases.list()
        with self._act("groups.import") as recorder:
            filling = _Filling(recorder, self.tree())
            for row in rows:
                with problems.of(row.line, "group"):
                    group_id = filling.group(row.path, note=row.note)
                    for name in row.cases:
                        with problems.of(row.line, "cases"):
                            filling.put(group_id, [find(cases, name, "case", lambda case: (case.name,))])
            problems.settle()
            recorder.summary = f"Imported {counted(len(rows), _NOUN)}"
        return [filling.said]

    def fill(self, attributes: Sequence[str], below: Group | None = None) -> Sequence[str]:
        """Make groups of the values of cases' attributes, those of the second below those of the first ...

        A case comes into the group of its last value that is known before one that is not. Groups that
        are there are used; nothing is taken out of any. Returns notes for people. Raises UnknownNameError
        for an attribute that is none of cases.
        """
        if not attributes:
            raise UsageError("No attribute was named that groups could be made of.")
        known = self._project.attributes.list(Entity.CASE)
        wanted = [find_case_attribute(known, name) for name in attributes]
        values, cases = self._project.attributes.values(), {one.id: one for one in self._project.cases.list()}
        current = [newest_values(one, cases, values) for one in wanted]
        prefix = self.tree().path(below.id).split(PATH_SEPARATOR) if below else []
        short: MutableSequence[str] = []
        with self._act("groups.fill") as recorder:
            filling = _Filling(recorder, self.tree())
            for case in cases.values():
                found = [shown_value(one[case.id].value).strip() if case.id in one else "" for one in current]
                path = [*takewhile(bool, found)]
                if len(path) < len(wanted):
                    short.append(case.name)
                if path:
                    filling.put(filling.group([*prefix, *path]), [case])
            recorder.summary = f"Made groups of {listed(one.name for one in wanted)}"
        return [filling.said, *([f"Without a value: {listed(short)}."] if short else [])]


class _Filling:
    """Groups that are made, and cases that are put into them, inside one act."""

    def __init__(self, recorder: Recorder, tree: GroupTree) -> None:
        self._recorder = recorder
        self._ids = {_levelled(tree.path(one.id).split(PATH_SEPARATOR)): one.id for one in tree}
        self._uids = {one.id: one.uid for one in tree}
        self._members = {one.id: {*one.cases} for one in tree}
        self._position = max((one.position for one in tree), default=0)
        self.made = 0
        self.moved = 0
        """How many times a case was put where it was not yet."""

    @property
    def said(self) -> str:
        """What was done, for people."""
        return f"{counted(self.made, _NOUN)} added, {counted(self.moved, 'case')} put into groups."

    def group(self, path: Sequence[str], *, note: str = "") -> int:
        """Return the id of the group of a path, made with those above it where they are not there."""
        above: int | None = None
        for depth, name in enumerate(path, start=1):
            key = _levelled(path[:depth])
            if key not in self._ids:
                self._position += 1
                self.made += 1
                row = {
                    "parent_id": above,
                    "name": _new_group_name(name, ()),
                    "position": self._position,
                    "note": "",
                }
                uid = self._recorder.insert("groups", row)
                self._ids[key] = self._recorder.id_of("groups", uid)
                self._uids[self._ids[key]] = uid
            above = self._ids[key]
        assert above is not None
        if note:
            self._recorder.update("groups", self._uids[above], note=note)
        return above

    def put(self, group_id: int, cases: Iterable[Case]) -> None:
        """Put cases into a group, those that are not in it."""
        there = self._members.setdefault(group_id, set())
        new = [case.id for case in cases if case.id not in there]
        self._recorder.insert_all("group_cases", [{"group_id": group_id, "case_id": one} for one in new])
        there.update(new)
        self.moved += len(new)


def _levelled(path: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(levelled, path))


def _described(cases: Sequence[Case]) -> str:
    return cases[0].name if len(cases) == 1 else counted(len(cases), "case")


def _new_group_name(name: str, siblings: Sequence[Group]) -> str:
    clean = new_name(name, _NOUN, (one.name for one in siblings))
    if ">" in clean:
        raise DataError(f"The name of a group holds no “>” (it writes paths): “{clean}”.")
    return clean
