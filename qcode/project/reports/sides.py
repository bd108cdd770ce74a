"""The two sides of a comparison: a case, a group of cases, or all for which a condition holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import TYPE_CHECKING

from qcode.analysis.attributes import Variable, in_groups, shown_value, variable
from qcode.analysis.pseudonyms import TELLING
from qcode.analysis.selection import Selection, select
from qcode.errors import UnknownNameError, UsageError
from qcode.model.cases import Case, Entity
from qcode.model.documents import Role
from qcode.project.names import find
from qcode.text.names import counted, levelled

if TYPE_CHECKING:
    from qcode.analysis.corpus import Corpus

_QUOTES = (('"', '"'), ("'", "'"), ("「", "」"), ("『", "』"))
_SIGNS = frozenset("=＝<>＜＞~～〜≠≤≥≦≧@＠")
_WORDS = frozenset({"in", "contains"})
"""What tells a condition from a name."""
_FEW = 4
"""Different values of an attribute that are told one by one."""


@dataclass(frozen=True)
class Side:
    """One side: what it is called, and the codings that count for it."""

    label: str
    selection: Selection
    case: Case | None = None
    """The case that it is, where it is one alone."""

    @cached_property
    def cases(self) -> Sequence[int]:
        """Row ids of the cases that have counted speech here, in the project's order."""
        having = self.selection.scope.cases_with_data
        return [one for one in self.selection.corpus.cases if one in having]

    @property
    def documents(self) -> Sequence[int]:
        """Row ids of the documents with counted speech, in the project's order."""
        return [*self.selection.scope.holdings]

    @property
    def characters(self) -> int:
        """How many characters of counted speech the documents hold."""
        return sum(self.selection.speech[one].characters for one in self.documents)

    @property
    def turns(self) -> int:
        """How many turns of counted speech the documents hold."""
        return sum(len(self.selection.speech[one].turns) for one in self.documents)

    @property
    def kinds(self) -> Mapping[str, int]:
        """How many documents of each kind there are."""
        return Counter(self.selection.corpus.documents[one].kind for one in self.documents)


def side(
    corpus: Corpus,
    asked: str,
    *,
    roles: Sequence[Role] | None,
    coders: Sequence[str] | None = None,
    where: str | None = None,
) -> Side:
    """Return a side by what a person wrote: the name of a case or of a group, else a condition.

    `roles`, `coders` and `where` are what holds for both sides. Raises UsageError where it is neither,
    QueryError for a condition that cannot be understood.
    """
    condition, label, case = _condition(corpus, asked)
    both = f"({where}) and ({condition})" if where and where.strip() else condition
    return Side(label, select(corpus, roles=roles, coders=coders, where=both), case)


def _condition(corpus: Corpus, asked: str) -> tuple[str, str, Case | None]:
    """Return the condition that is meant, what it is to be called, and the case that it means."""
    wanted = asked.strip()
    if not wanted:
        raise UsageError("A side of the comparison is empty.", "Name a case, a group, or give a condition.")
    try:
        case = find(corpus.cases.values(), wanted, "case", lambda one: (one.name,))
        return f"case = {_in_quotes(case.name)}", case.name, case
    except UnknownNameError as unknown:
        missing = unknown
    try:
        group = corpus.groups.find(wanted)
        path = corpus.groups.path(group.id)
        return f"group = {_in_quotes(path)}", group.name, None
    except UnknownNameError:
        pass
    if not any(sign in wanted for sign in _SIGNS) and _WORDS.isdisjoint(wanted.casefold().split()):
        raise UsageError(
            f"There is no case or group “{wanted}”.",
            missing.hint or "A condition as of --where will do as well: 'case.population > 200000'.",
        )
    return wanted, wanted, None


def _in_quotes(name: str) -> str:
    """Return a name as a condition writes it."""
    for opening, closing in _QUOTES:
        if opening not in name and closing not in name:
            return f"{opening}{name}{closing}"
    return name


def described(corpus: Corpus, one: Side, other: Side) -> Sequence[tuple[str, str, str]]:
    """Return (attribute, what it is on one side, and on the other) for attributes that either has.

    Other names of a case are left out.
    """
    rows = []
    for attribute in corpus.attributes:
        if attribute.entity is Entity.CASE and levelled(attribute.name) not in TELLING:
            found = variable(corpus, attribute)
            said = _said(found, one), _said(found, other)
            if any(said):
                rows.append((attribute.name, *said))
    return rows


def _said(found: Variable, one: Side) -> str:
    """Return an attribute's value of a case; of several the median and range, or how many have each."""
    cases = [one.case.id] if one.case else one.cases
    values = [found.values[case] for case in cases if case in found.values]
    if len(values) < 2:
        return "".join(map(in_groups, values))
    missing = f"; {len(cases) - len(values)} without" if len(values) < len(cases) else ""
    if found.numeric:
        numbers = sorted(float(value) for value in values)
        low, middle, high = (in_groups(round(one, 2)) for one in (numbers[0], median(numbers), numbers[-1]))
        return f"median {middle} ({low} to {high}){missing}"
    numbers_of = Counter(map(shown_value, values))
    if len(numbers_of) > _FEW:
        return f"{counted(len(numbers_of), 'different value')}{missing}"
    return "; ".join(f"{value} ({number})" for value, number in numbers_of.most_common()) + missing
