"""What is at odds in a project although each row by itself is right.

The library keeps a person from making such things, but two coders' steps taken back and done again
can lead there: so undo and redo ask before and after.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import TYPE_CHECKING

from qcode.model.cases import GroupTree
from qcode.model.codes import CodeTree
from qcode.store.check import classless
from qcode.text.names import levelled

if TYPE_CHECKING:
    from qcode.project.project import Project


_TIES = {"group_cases": "group", "class_cases": "classification"}
_ONCE = {
    "summaries": (
        ("case_id", "code_id", "coder_id"),
        "two summaries of one coder for the same case and code",
    ),
    "event_codings": (("event_id", "coding_id"), "an event with the same coding twice"),
}
"""What must not come twice, by columns, and how that is told."""


def faults(project: Project, tables: frozenset[str]) -> set[str]:
    """Return what is at odds in the rows of some tables, one sentence each: names given twice, keys that
    cannot be told apart, codes below themselves, values that are not of their attribute's type, cases in
    a class that is none, what one coder may have said once only.

    What a change of other tables' rows cannot bring about is not looked at.
    """
    found: set[str] = set()
    if "documents" in tables:
        found.update(_twice("document", ((levelled(one.name), one.name) for one in project.documents.list())))
    if "cases" in tables:
        found.update(_twice("case", ((levelled(one.name), one.name) for one in project.cases.list())))
    if "codes" in tables:
        found.update(_codes(project))
    if "attributes" in tables:
        named = (((one.entity, levelled(one.name)), one.name) for one in project.attributes.list())
        found.update(_twice("attribute", named))
    if "groups" in tables:
        found.update(_groups(project))
    if "classifications" in tables:
        sorts = project.classifications.list()
        found.update(_twice("classification", ((levelled(one.name), one.name) for one in sorts)))
    if "rules" in tables:
        found.update(_twice("rule", ((levelled(one.name), one.name) for one in project.rules.list())))
    if not tables.isdisjoint({"classifications", "class_cases"}):
        found.update(classless(project.store))
    for table, (columns, what) in _ONCE.items():
        if table in tables and _comes_twice(project, table, ", ".join(columns)):
            found.add(f"There would be {what}.")
    for table, owner in _TIES.items():
        if table in tables:
            found.update(_tied_twice(project, table, owner))
    if "document_cases" in tables:
        found.update(_links(project))
    if not tables.isdisjoint({"attributes", "attribute_values"}):
        found.update(_values(project))
        found.update(project.attributes.misfits())
    return found


def _twice(noun: str, named: Iterable[tuple[Hashable, str]]) -> Iterator[str]:
    seen: set[Hashable] = set()
    for identity, name in named:
        if identity in seen:
            yield f"There would be two {noun}s “{name}”."
        seen.add(identity)


def _codes(project: Project) -> Iterator[str]:
    tree = project.codes.tree()
    yield from _twice("code", (((code.parent_id, levelled(code.name)), tree.path(code.id)) for code in tree))
    yield from _keys(tree)
    yield from _circles(project, tree)


def _keys(tree: CodeTree) -> Iterator[str]:
    from qcode.codebook.keys import prefix_clashes

    codes = list(tree)
    for one, other in prefix_clashes([code.fields.key for code in codes]):
        yield (
            f"The keys “{codes[one].fields.key}” of {tree.path(codes[one].id)} and "
            f"“{codes[other].fields.key}” of {tree.path(codes[other].id)} could not be told apart."
        )


def _circles(project: Project, tree: CodeTree | GroupTree) -> Iterator[str]:
    reached = {one.id for one in tree}
    for row_id, name in project.store.tuples(f"SELECT id, name FROM {tree.noun}s WHERE deleted = 0"):
        if row_id not in reached:
            yield f"The {tree.noun} “{name}” would lie below itself."


def _links(project: Project) -> Iterator[str]:
    for document, case in project.store.tuples(
        "SELECT documents.name, cases.name FROM document_cases "
        "JOIN documents ON documents.id = document_id JOIN cases ON cases.id = case_id "
        "WHERE document_cases.deleted = 0 GROUP BY document_id, case_id HAVING count(*) > 1"
    ):
        yield f"“{document}” would be tied to “{case}” twice."


def _groups(project: Project) -> Iterator[str]:
    tree = project.groups.tree()
    named = (((one.parent_id, levelled(one.name)), tree.path(one.id)) for one in tree)
    yield from _twice("group", named)
    yield from _circles(project, tree)


def _tied_twice(project: Project, table: str, owner: str) -> Iterator[str]:
    for name, case in project.store.tuples(
        f"SELECT {owner}s.name, cases.name FROM {table} JOIN {owner}s ON {owner}s.id = {owner}_id "
        f"JOIN cases ON cases.id = case_id WHERE {table}.deleted = 0 "
        f"GROUP BY {owner}_id, case_id HAVING count(*) > 1"
    ):
        yield f"“{case}” would be in the {owner} “{name}” twice."


def _comes_twice(project: Project, table: str, columns: str) -> bool:
    sql = f"SELECT 1 FROM {table} WHERE deleted = 0 GROUP BY {columns} HAVING count(*) > 1 LIMIT 1"
    return bool(project.store.tuples(sql))


def _values(project: Project) -> Iterator[str]:
    for name, year in project.store.tuples(
        "SELECT attributes.name, year FROM attribute_values JOIN attributes ON attributes.id = attribute_id "
        "WHERE attribute_values.deleted = 0 GROUP BY attribute_id, owner_uid, year HAVING count(*) > 1"
    ):
        yield f"There would be two values of “{name}” for the same thing" + (f" in {year}." if year else ".")
