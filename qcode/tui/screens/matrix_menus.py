"""The menus of the matrix: what can stand on a side, be counted, be a share, be tested; whose speech."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qcode.model.cases import Attribute, AttributeType, Entity
from qcode.model.codes import CodeTree
from qcode.model.documents import Role
from qcode.project import Project
from qcode.tui.screens.matrix_asked import Asked
from qcode.tui.widgets.picker import Choice

NOTHING = "nothing"
"""Stands for one column only, for plain numbers, for no test."""
BRANCH = "branch"
"""Stands for a code that is still to be chosen."""
GROUPED = "case by "
"""Stands for cases in groups, which are still to be chosen."""
APART = "turns:"
"""Stands for turns so many apart, which is still to be said."""
SAVE = "save"
"""Stands for keeping the condition under a name."""
_DIMENSIONS = (
    ("c", "code", ""),
    ("a", "case", ""),
    ("d", "document", ""),
    ("k", "document.kind", ""),
    ("p", "participant", ""),
    ("r", "participant.role", ""),
    ("o", "coder", ""),
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
    ("e", "per-document", "segments for every document with speech"),
    ("x", "presence", "1 where there is one"),
    ("u", "quotes", "the passages themselves"),
)
_ADDITIVE = ("segments", "documents", "cases", "participants", "turns", "characters", "words")
_STRENGTHS = (
    ("h", "", "how often they meet"),
    ("x", "presence", "1 where they meet"),
    ("j", "jaccard", "those with both, of those with either"),
    ("c", "c", "ATLAS.ti's, of counts as they are"),
    ("l", "lift", "how many times as often as by chance"),
    ("p", "phi", "correlation of having the one with having the other"),
)
_UNITS = (
    ("s", "segment", "the same passage has both"),
    ("o", "overlap", "passages that share a character"),
    ("t", "turn", "one turn has both"),
    ("k", APART, "turns at most so many apart"),
    ("p", "paragraph", "one paragraph has both"),
    ("d", "document", "one document has both"),
    ("a", "case", "one case has both"),
)
_PERCENTS = (
    ("n", NOTHING, "plain numbers"),
    ("r", "row", "share of the row's total"),
    ("c", "column", "share of the column's total"),
    ("t", "table", "share of everything"),
    ("d", "documents", "share of the documents that have data"),
    ("a", "cases", "share of the cases that have data"),
)
_TESTS: tuple[tuple[str, str, str, Mapping[str, object]], ...] = (
    ("n", "no test", "", {"test": ""}),
    ("c", "chi-square", "of each row", {"test": "chi2"}),
    ("r", "chi-square with residuals", "of each row and column", {"test": "chi2", "residuals": True}),
    ("g", "likelihood ratio G²", "of each row", {"test": "g2"}),
    ("f", "Fisher's exact test", "of each row", {"test": "fisher"}),
    ("p", "permutation of cases", "of each row's means", {"test": "permutation"}),
    ("w", "chi-square of the whole table", "", {"test": "chi2", "whole_table": True}),
    ("e", "Fisher's of the whole table", "", {"test": "fisher", "whole_table": True}),
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


@dataclass(frozen=True, slots=True)
class Sides:
    """What there is in a project that a side of a table can be of, beside its codes."""

    attributes: Sequence[Attribute] = ()
    classes: Sequence[str] = ()
    """Names of the classifications."""
    groups: bool = False
    """Whether there are groups of cases."""


def sides_of(project: Project) -> Sides:
    """Return what a side can be of."""
    with project.reading():
        classes = [one.name for one in project.classifications.list()]
        return Sides(project.attributes.list(), classes, bool(project.groups.list()))


def dimensions(
    tree: CodeTree, sides: Sides, *, current: str | None, nothing: str = "", only_cases: bool = False
) -> list[Choice]:
    """Return what can stand on a side, facets by digits, classes and attributes by letters that are left.

    `nothing` is what to have none is called, where that can be; with `only_cases` there are dimensions
    of cases alone. The `current` one is marked.
    """
    found = [Choice(name, name, what, key=key) for key, name, what in _DIMENSIONS]
    if nothing:
        found.append(Choice(nothing, NOTHING, key="n"))
    if len(tree):
        found.insert(1, Choice("one code and its sub-codes", BRANCH, key="b"))
    if sides.groups:
        found.append(Choice("group", "group", "groups of cases", key="g"))
    for digit, head in enumerate(tree.facets(), start=1):
        found.append(_facet(head.name, digit))
    if sorted_into(sides):
        found.append(Choice("cases in groups", GROUPED, "with totals of each", key="u"))
    free = iter(_free_letters(choice.key for choice in found))
    named = [(f"class:{name}", "classes of cases") for name in sides.classes]
    named += [(f"{one.entity}.{one.name}", str(one.type)) for one in sides.attributes]
    found += [Choice(name, name, what, key=next(free, "")) for name, what in named]
    if only_cases:
        found = [one for one in found if _is_of_cases(str(one.value))]
    return marked(found, NOTHING if current is None else _without_limits(current, sides))


def sorted_into(sides: Sides) -> list[Choice]:
    """Return what cases can be put in groups by."""
    names = [f"class:{name}" for name in sides.classes] + (["group"] if sides.groups else [])
    names += [f"case.{one.name}" for one in sides.attributes if one.entity is Entity.CASE]
    return [Choice(name, name) for name in names]


def _facet(name: str, digit: int) -> Choice:
    return Choice(f"facet:{name}", f"facet:{name}", "facet", key=str(digit) if digit < 10 else "")


def _is_of_cases(side: str) -> bool:
    return side in ("case", "group") or side.startswith(("case.", "class:", "group:"))


def _without_limits(side: str, sides: Sides) -> str:
    """Return a dimension as it stands in the menu: without class limits and without what branch it is."""
    if side.startswith("code:"):
        return BRANCH
    if side.startswith(GROUPED):
        return GROUPED
    name = side.rpartition(":")[0]
    return name if is_numeric(name, sides.attributes) else side


def marked(choices: Sequence[Choice], current: object) -> list[Choice]:
    """Return choices with the one that holds now told apart by a sign and by a word."""
    return [
        one._replace(label=f"* {one.label}", extra=f"now; {one.extra}".rstrip("; "))
        if one.value == current
        else one._replace(label=f"  {one.label}")
        for one in choices
    ]


def _free_letters(taken: Iterable[str]) -> Iterable[str]:
    used = {*taken, _NEVER}
    return (letter for letter in "bcdefghijlmnstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" if letter not in used)


def measures(asked: Asked) -> list[Choice]:
    """Return what can be counted: how codes go together where both sides are codes."""
    if asked.codes_by_codes:
        far = asked.unit.startswith(APART)
        several = [Choice(name or "how often", name, what, key=key) for key, name, what in _STRENGTHS]
        kept = [one for one in several if not far or one.value in ("", "presence", "c")]
        return marked(kept, asked.strength)
    return marked([Choice(name, name, what, key=key) for key, name, what in _MEASURES], asked.measure)


def units(asked: Asked) -> list[Choice]:
    """Return where codes can meet."""
    named = [
        Choice("turns apart" if name == APART else name, name, what, key=key) for key, name, what in _UNITS
    ]
    return marked(named, APART if asked.unit.startswith(APART) else asked.unit)


def percents(asked: Asked) -> list[Choice]:
    """Return of what the numbers can be shares; NOTHING for plain numbers."""
    whole = ["row", "column", "table"]
    if asked.codes_by_codes:
        sensible = [] if asked.strength or asked.unit == "overlap" or asked.unit.startswith(APART) else whole
        counted = {"document": "documents", "case": "cases"}.get(asked.unit, "")
    else:
        counted = asked.measure
        sensible = whole[asked.columns is None :] if asked.measure in _ADDITIVE else []
    if sensible and counted in ("documents", "cases"):
        sensible = [*sensible, counted]
    choices = [
        Choice("no percentages" if name == NOTHING else f"of the {name}", name, what, key=key)
        for key, name, what in _PERCENTS
        if name == NOTHING or name in sensible
    ]
    return marked(choices, asked.percent or NOTHING)


def ways_of_testing(asked: Asked) -> list[Choice]:
    """Return the tests there are; the values are what is to be changed for them. What is not valid now
    says so.
    """
    plain = {"test": "", "residuals": False, "whole_table": False}
    of_things = asked.measure in ("documents", "cases")
    choices = []
    for key, name, what, change in _TESTS:
        counts = change["test"] not in ("", "permutation")
        extra = what
        if change["test"] and asked.by:
            extra = "without a third dimension only"
        elif counts and not of_things:
            extra = "only where documents or cases count"
        choices.append(Choice(name, {**plain, **change}, extra, key=key))
    now = {"test": asked.test, "residuals": asked.residuals, "whole_table": asked.whole_table}
    return marked(choices, now)


def speeches(roles: tuple[Role, ...] | str | None = "") -> list[Choice]:
    """Return whose speech can count; the value is a tuple of roles, None for everybody's.

    The one that holds now, if it is told, is marked.
    """
    choices = [Choice(f"{whose} speech", those, key=key) for key, whose, those in _SPEECH]
    return choices if roles == "" else marked(choices, roles)


def coders(names: Sequence[str], current: str | None = "") -> list[Choice]:
    """Return whose codings can count; None for everybody's. The one that holds now, if told, is marked."""
    several = [Choice("all coders", None, key="a")]
    choices = several + [
        Choice(name, name, key=str(number) if number < 10 else "")
        for number, name in enumerate(names, start=1)
    ]
    return choices if current == "" else marked(choices, current)


def conditions(queries: Mapping[str, str], current: str) -> list[Choice]:
    """Return the saved queries as conditions, none, and what keeps the one that holds now."""
    choices = [Choice("no condition", "")]
    choices += [Choice(f"@{name}", f'@"{name}"', condition) for name, condition in queries.items()]
    found = marked(choices, current)
    if current and current not in {one.value for one in choices}:
        found.append(Choice("  save this condition under a name", SAVE, current))
    return found


def spoken(roles: tuple[Role, ...] | None) -> str:
    """Return in words whose speech counts; empty for respondents', as by default."""
    words = next((whose for _, whose, those in _SPEECH if those == roles), "some")
    return "" if roles == (Role.RESPONDENT,) else f"{words} speech"


def is_numeric(name: str, attributes: Sequence[Attribute]) -> bool:
    """Tell whether a dimension is an attribute whose numbers can be cut into classes."""
    kinds = {f"{one.entity}.{one.name}": one.type for one in attributes}
    return kinds.get(name) in (AttributeType.INTEGER, AttributeType.NUMBER)


def what_is_tested(asked: Asked) -> str:
    """Return in a few words which test stands beside the rows; empty for none."""
    if not asked.test:
        return ""
    return f"{asked.test} of the whole" if asked.whole_table else asked.test
