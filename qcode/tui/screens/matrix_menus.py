"""The menus of the matrix: what can stand on a side, be counted, be a share, whose speech counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qcode.model.cases import Attribute, AttributeType
from qcode.model.codes import CodeTree
from qcode.model.documents import Role
from qcode.project import Project
from qcode.tui.widgets.picker import Choice

NOTHING = "nothing"
"""Stands for one column only, or for plain numbers."""
_DIMENSIONS = (
    ("c", "code"),
    ("a", "case"),
    ("d", "document"),
    ("k", "document.kind"),
    ("p", "participant"),
    ("r", "participant.role"),
    ("o", "coder"),
)
_MEASURES = (
    ("s", "segments", "distinct passages of a code"),
    ("d", "documents", "with at least one"),
    ("a", "cases", "with at least one"),
    ("p", "participants", "with at least one"),
    ("t", "turns", "with at least one"),
    ("c", "characters", "of the passages together"),
    ("w", "words", "of the passages together"),
    ("v", "coverage", "characters as a share of all counted speech"),
    ("r", "rate", "segments for every 1,000 characters of speech"),
    ("x", "presence", "1 where there is one"),
    ("u", "quotes", "the passages themselves"),
)
_PERCENTS = (
    ("n", NOTHING, "plain numbers"),
    ("r", "row", "share of the row's total"),
    ("c", "column", "share of the column's total"),
    ("t", "table", "share of everything"),
    ("d", "documents", "share of the documents that have data"),
    ("a", "cases", "share of the cases that have data"),
)
_SPEECH: tuple[tuple[str, str, tuple[Role, ...] | None], ...] = (
    ("r", "respondents'", (Role.RESPONDENT,)),
    ("e", "everybody's", None),
    ("i", "interviewers'", (Role.INTERVIEWER,)),
    ("o", "others'", (Role.OTHER,)),
    ("a", "respondents' and others'", (Role.RESPONDENT, Role.OTHER)),
)
_NEVER = "q"
"""Leaves a menu."""


def dimensions(tree: CodeTree, attributes: Sequence[Attribute], *, with_nothing: bool) -> list[Choice]:
    """Return what can stand on a side, facets by digits, attributes by letters that are left."""
    choices = [Choice(name, name, key=key) for key, name in _DIMENSIONS]
    if with_nothing:
        choices.append(Choice("one column only", NOTHING, key="n"))
    for digit, head in enumerate(tree.facets(), start=1):
        name = f"facet:{head.name}"
        choices.append(Choice(name, name, "facet", key=str(digit) if digit < 10 else ""))
    free = iter(_free_letters(choice.key for choice in choices))
    for attribute in attributes:
        name = f"{attribute.entity}.{attribute.name}"
        choices.append(Choice(name, name, str(attribute.type), key=next(free, "")))
    return choices


def _free_letters(taken: Iterable[str]) -> Iterable[str]:
    used = {*taken, _NEVER}
    return (letter for letter in "bcdefghijlmnstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" if letter not in used)


def measures() -> list[Choice]:
    """Return what can be counted."""
    return [Choice(name, name, what, key=key) for key, name, what in _MEASURES]


def percents() -> list[Choice]:
    """Return of what numbers can be shares; NOTHING for plain numbers."""
    return [Choice(name, name, what, key=key) for key, name, what in _PERCENTS]


def speeches() -> list[Choice]:
    """Return whose speech can count; the value is a tuple of roles, None for everybody's."""
    return [Choice(f"{whose} speech", roles, key=key) for key, whose, roles in _SPEECH]


def coders(names: Sequence[str]) -> list[Choice]:
    """Return whose codings can count; None for everybody's."""
    several = [Choice("all coders", None, key="a")]
    return several + [
        Choice(name, name, key=str(number) if number < 10 else "")
        for number, name in enumerate(names, start=1)
    ]


def spoken(roles: tuple[Role, ...] | None) -> str:
    """Return in words whose speech counts; empty for respondents', as by default."""
    words = next((whose for _, whose, those in _SPEECH if those == roles), "some")
    return "" if roles == (Role.RESPONDENT,) else f"{words} speech"


def attributes_of(project: Project) -> Sequence[Attribute]:
    """Return the attributes of the project."""
    return project.attributes.list()


def is_numeric(name: str, attributes: Sequence[Attribute]) -> bool:
    """Tell whether a dimension is an attribute whose numbers can be cut into classes."""
    kinds = {f"{one.entity}.{one.name}": one.type for one in attributes}
    return kinds.get(name) in (AttributeType.INTEGER, AttributeType.NUMBER)
