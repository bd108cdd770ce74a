"""The tree of groups as rows: each group, the cases that were put into it, the groups below it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from textual.content import Content

from qcode.model.cases import Case, Group, GroupTree
from qcode.text.names import counted
from qcode.tui.widgets.grid import Cell, CellKind, GridColumn
from qcode.tui.widgets.read_out import Part, told


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One row: a group, or a case that was put into it."""

    group: Group | None
    """None for the cases that lie in no group, and their heading."""
    case: Case | None = None
    level: int = 0

    @property
    def key(self) -> tuple[str, str]:
        """What the row is."""
        return self.group.uid if self.group else "", self.case.uid if self.case else ""


class GroupRows:
    """Groups that are unfolded, with their cases; at the end the cases that lie in none."""

    columns = (
        GridColumn("group", grow=True, least=24, most=80),
        GridColumn("cases", align="right", least=5, most=6),
        GridColumn("note", least=8, most=60),
    )

    def __init__(self, tree: GroupTree, cases: Mapping[int, Case], folded: frozenset[str]) -> None:
        """Take the groups, all cases by id in their order, and the uids of groups that are folded."""
        self._tree, self._cases, self._folded = tree, cases, folded
        self.loose = [case for case in cases.values() if case.id not in tree.of_cases()]
        self.lines = [*self._lines()]

    def _lines(self) -> Iterator[GroupLine]:
        for group in self._tree:
            above = self._tree.ancestors(group.id)
            if any(self._tree[one].uid in self._folded for one in above):
                continue
            yield GroupLine(group, level=len(above))
            if group.uid not in self._folded:
                for case in group.cases:
                    if case in self._cases:
                        yield GroupLine(group, self._cases[case], len(above) + 1)
        if len(self._tree) and self.loose:
            yield GroupLine(None)
            if "" not in self._folded:
                yield from (GroupLine(None, case, 1) for case in self.loose)

    def __len__(self) -> int:
        return len(self.lines)

    def key(self, row: int) -> tuple[str, str]:
        """Return which group and case a row is."""
        return self.lines[row].key

    def row_of(self, uid: str) -> int:
        """Return the first row of a case or group by its uid; -1 where it is not shown."""
        for row, line in enumerate(self.lines):
            if uid == (line.case.uid if line.case else line.group.uid if line.group else ""):
                return row
        return -1

    def cell(self, row: int, column: int) -> Cell:
        """Return what stands in a place."""
        line = self.lines[row]
        if line.case is not None:
            return Cell(f"{'  ' * line.level}{line.case.name}" if column == 0 else "", CellKind.PLAIN)
        group = line.group
        if column == 0:
            fold = "> " if (group.uid if group else "") in self._folded else ""
            return Cell(f"{'  ' * line.level}{fold}{group.name if group else '(no group)'}", CellKind.HEAD)
        if column == 1:
            number = len(self._tree.within(group.id)) if group else len(self.loose)
            return Cell(f"{number:,}") if number else Cell("·", CellKind.FAINT)
        return Cell(group.note if group else "", CellKind.FAINT)

    def behind(self, row: int) -> Content:
        """Return where a case lies, or who is in a group."""
        line = self.lines[row]
        if line.case is not None:
            ids = [one.id for one in self._tree if line.case.id in one.cases]
            paths = [self._tree.path(one) for one in ids]
            return told(line.case.name, [Part("", "\n".join(paths) or "in no group")], beside="lies in")
        if line.group is None:
            names = ", ".join(case.name for case in self.loose)
            return told("(no group)", [Part("", names)], beside=counted(len(self.loose), "case"))
        within = self._tree.within(line.group.id)
        names = ", ".join(case.name for case in self._cases.values() if case.id in within)
        own = f"{len(line.group.cases):,} put into it itself" if len(line.group.cases) < len(within) else ""
        beside = " · ".join(part for part in (counted(len(within), "case"), own) if part)
        parts = [Part("", line.group.note, "italic", theirs=True), Part("", names or "No case is in it.")]
        return told(self._tree.path(line.group.id), parts, beside=beside)


def paths_of(tree: GroupTree) -> Sequence[tuple[str, Group]]:
    """Return all groups with their paths."""
    return [(tree.path(one.id), one) for one in tree]
