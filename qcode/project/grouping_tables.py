"""Groups and classes of cases as tables, as their imports read them, and whom such a table tells."""

from __future__ import annotations

from collections.abc import Sequence

from qcode.analysis.pseudonyms import few_alike
from qcode.analysis.whose import SEPARATOR
from qcode.model.cases import Classification, Entity
from qcode.model.tables import CellValue, Column, Format, Header, Table
from qcode.project.project import Project


def groups_table(project: Project) -> Table:
    """Return the groups, each with the cases put into it.

    Columns: `group` (its path), `cases`, `cases_in_all` (how many with the groups below), `note`.
    """
    tree, names = project.groups.tree(), {case.id: case.name for case in project.cases.list()}
    return Table(
        name="groups",
        title=f"{project.title}: groups of cases",
        rows=[Header("") for _ in tree],
        columns=[
            Column("group"),
            Column("cases", names=Entity.CASE),
            Column("cases_in_all", format=Format.COUNT),
            Column("note"),
        ],
        values=[
            [
                tree.path(group.id),
                SEPARATOR.join(names[case] for case in group.cases),
                len(tree.within(group.id)),
                group.note,
            ]
            for group in tree
        ],
    )


def told_by_groups(project: Project) -> Sequence[str]:
    """Return whom the groups tell where names are kept back."""
    tree = project.groups.tree()
    return few_alike(
        "case",
        ["group"],
        [(SEPARATOR.join(map(tree.path, several)),) for several in tree.of_cases().values()],
    )


def classes_table(project: Project, one: Classification) -> Table:
    """Return the class of every case.

    Columns: `case`, `value` (the newest of the attribute that is cut) and its `year`, `class`, `by` (`cut`
    or `hand`), `reason`, `coder` (who said it by hand).
    """
    values, attribute = project.classifications.values(one), project.classifications.attribute(one)
    people = {coder.id: coder.name for coder in project.coders.list()}
    members = project.classifications.members(one)
    rows: list[list[CellValue]] = []
    for case in project.cases.list():
        member, value = members[case.id], values.get(case.id)
        rows.append(
            [
                case.name,
                value.value if value else None,
                value.year if value else None,
                member.class_name or "",
                str(member.by or ""),
                member.reason,
                people.get(member.coder_id or 0, ""),
            ]
        )
    notes = [f"value: {attribute.name}, the newest."] if attribute else []
    notes += [one.note] if one.note else []
    whole = all(isinstance(row[1], int) for row in rows if row[1] is not None)
    return Table(
        name="classes",
        title=f"{project.title}: {one.name}",
        rows=[Header("") for _ in rows],
        columns=[
            Column("case", names=Entity.CASE),
            Column("value", format=Format.COUNT if whole else Format.DECIMAL),
            Column("year", format=Format.COUNT),
            *(Column(name) for name in ("class", "by", "reason", "coder")),
        ],
        values=rows,
        notes=notes,
    )


def told_by_classes(project: Project, one: Classification) -> Sequence[str]:
    """Return whom the classes tell where names are kept back, and the values they are cut by."""
    attribute, table = project.classifications.attribute(one), classes_table(project, one)
    shown = [*([(attribute.name, 1)] if attribute else []), (f"class:{one.name}", 3)]
    alike = [
        tuple("" if row[place] is None else str(row[place]) for _, place in shown) for row in table.values
    ]
    return few_alike("case", [name for name, _ in shown], alike)
