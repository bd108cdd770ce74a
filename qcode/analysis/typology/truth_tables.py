"""Truth tables of crisp and fuzzy sets: memberships in, consistencies and coverages out (Ragin 2008).

incl = Σ min(x, y) / Σ x; PRI = (Σ min(x, y) - Σ min(x, y, 1 - y)) / (Σ x - Σ min(x, y, 1 - y));
coverage = Σ min(x, y) / Σ y, with x the membership in a configuration or solution, y in the outcome.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from qcode.analysis.typology.minimisation import (
    Configuration,
    Implicant,
    Solutions,
    covers,
    eased,
    minimise,
    within,
)

Memberships = Sequence[float]
MOST_PAIRED = 10
"""Of solutions that are equally short, so many are set against each other."""
_HAIR = 1e-9


@dataclass(frozen=True, slots=True)
class Fit:
    """How far a set lies in the outcome, and how much of the outcome in it. None: nothing to divide by."""

    inclusion: float | None
    pri: float | None
    """Proportional reduction in inconsistency: what counts against the outcome is left out."""
    coverage: float | None


@dataclass(frozen=True, slots=True)
class Row:
    """A configuration of conditions."""

    key: Configuration
    cases: tuple[int, ...]
    """Places of the cases that are in it by more than one half."""
    fit: Fit
    """Of all cases, in so far as they are in it."""
    out: int | None
    """1 where it leads to the outcome, 0 where not, None for a remainder: too few cases."""
    contradictory: bool
    """Whether cases in it differ in the outcome."""


@dataclass(frozen=True)
class TruthTable:
    """All configurations, in the order of binary numbers; made by `truth_table`."""

    rows: tuple[Row, ...]
    conditions: tuple[tuple[float, ...], ...]
    """`conditions[condition][case]`."""
    outcome: tuple[float, ...]
    ambiguous: tuple[int, ...]
    """Places of cases at one half in a condition: they belong to no row."""

    def keys(self, out: int | None) -> list[Configuration]:
        """Return the configurations that lead to the outcome (1), do not (0), or remain (None)."""
        return [row.key for row in self.rows if row.out == out]

    def conservative(self) -> Solutions:
        """Return the solutions that rest on nothing but what was observed."""
        return minimise(self.keys(1), [row.key for row in self.rows if row.out != 1])

    def parsimonious(self) -> Solutions:
        """Return the solutions for which remainders are taken to lead wherever it is shortest."""
        return minimise(self.keys(1), self.keys(0))

    def intermediate(self, expected: Sequence[int | None]) -> Solutions:
        """Return the solutions for which only easy counterfactuals are taken to lead to the outcome.

        `expected` is the state of each condition that should lead there, or None. Each conservative
        solution is set against each parsimonious one.
        """
        found: dict[tuple[Implicant, ...], None] = {}
        complete = True
        shortest = self.parsimonious()
        for model in self.conservative().models[:MOST_PAIRED]:
            for short in shortest.models[:MOST_PAIRED]:
                terms = [
                    eased(term, one, expected) for term in model for one in short if within(term, one)
                ] + list(model)
                lead = {row.key for row in self.rows if any(covers(term, row.key) for term in terms)}
                off = [row.key for row in self.rows if row.key not in lead]
                solutions = minimise(self.keys(1), off)
                complete = complete and solutions.complete
                found.update(dict.fromkeys(solutions.models))
        return Solutions(tuple(found), complete)

    def membership(self, implicant: Implicant) -> list[float]:
        """Return how far each case is in what an implicant describes."""
        return _memberships(self.conditions, implicant, len(self.outcome))

    def solution(self, model: Sequence[Implicant]) -> list[float]:
        """Return how far each case is in a solution."""
        return [max(several) for several in zip(*map(self.membership, model), strict=True)]

    def unique_coverage(self, model: Sequence[Implicant], at: int) -> float | None:
        """Return what a solution would cover less without one of its terms."""
        whole = fit(self.solution(model), self.outcome).coverage
        rest = [one for place, one in enumerate(model) if place != at]
        without = fit(self.solution(rest), self.outcome).coverage if rest else 0.0
        return None if whole is None or without is None else whole - without


def truth_table(
    conditions: Sequence[Memberships],
    outcome: Memberships,
    *,
    inclusion: float = 0.8,
    pri: float = 0.0,
    least: int = 1,
) -> TruthTable:
    """Sort cases into the configurations of conditions, and tell which of these lead to the outcome.

    Memberships are from 0 to 1. A configuration with at least so many cases (`least`) leads to the
    outcome where its consistency and PRI reach `inclusion` and `pri`.
    """
    cases = range(len(outcome))
    ambiguous = tuple(case for case in cases if any(abs(one[case] - 0.5) < _HAIR for one in conditions))
    places: dict[Configuration, list[int]] = {}
    for case in cases:
        if case not in ambiguous:
            places.setdefault(tuple(int(one[case] > 0.5) for one in conditions), []).append(case)
    rows = []
    for key in product((0, 1), repeat=len(conditions)):
        found = places.get(key, [])
        of = fit(_memberships(conditions, key, len(outcome)), outcome)
        out = None
        if len(found) >= least:
            reached = (of.inclusion or 0) >= inclusion - _HAIR and (of.pri or 0) >= pri - _HAIR
            out = int(reached)
        sides = {outcome[case] > 0.5 for case in found}
        rows.append(Row(key, tuple(found), of, out, len(sides) > 1))
    return TruthTable(tuple(rows), tuple(map(tuple, conditions)), tuple(outcome), ambiguous)


def fit(members: Memberships, outcome: Memberships) -> Fit:
    """Return how sufficient a set is for the outcome."""
    pairs = list(zip(members, outcome, strict=True))
    both = sum(min(x, y) for x, y in pairs)
    against = sum(min(x, y, 1 - y) for x, y in pairs)
    whole = sum(members)
    return Fit(_ratio(both, whole), _ratio(both - against, whole - against), _ratio(both, sum(outcome)))


@dataclass(frozen=True, slots=True)
class Need:
    """How necessary a condition is for the outcome."""

    inclusion: float | None
    """Σ min(x, y) / Σ y: how far the outcome lies in the condition."""
    relevance: float | None
    """Σ (1 - x) / Σ (1 - min(x, y)): near 0 where nearly every case has the condition (Schneider &
    Wagemann 2012)."""
    coverage: float | None
    """Σ min(x, y) / Σ x."""


def need(members: Memberships, outcome: Memberships) -> Need:
    """Return how necessary a set is for the outcome."""
    pairs = list(zip(members, outcome, strict=True))
    both = sum(min(x, y) for x, y in pairs)
    relevance = _ratio(sum(1 - x for x in members), sum(1 - min(x, y) for x, y in pairs))
    return Need(_ratio(both, sum(outcome)), relevance, _ratio(both, sum(members)))


def _memberships(conditions: Sequence[Memberships], implicant: Implicant, cases: int) -> list[float]:
    """Return how far each case is in a configuration: as far as in the condition it is least in."""
    fixed = [(conditions[at], one) for at, one in enumerate(implicant) if one is not None]
    return [
        min((of[case] if one else 1 - of[case] for of, one in fixed), default=1.0) for case in range(cases)
    ]


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole > _HAIR else None
