"""Cases put together by how alike their codes are: the tree of merges, and the classes it is cut into."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from qcode.analysis.rounding import settled
from qcode.analysis.typology.extra import need_stats
from qcode.analysis.typology.profiles import THEMES, Profiles, Value, profiles
from qcode.errors import DataError, UsageError

if TYPE_CHECKING:
    from qcode.analysis.selection import Selection
    from qcode.analysis.typology.clustering import Array, Distance, Linkage, Merge

DISTANCES = ("chi2", "jaccard", "euclidean", "cosine")
LINKAGES = ("ward", "average", "complete", "single")
MOST_CLASSES = 10
"""Silhouettes are worked out for so many classes at most."""
_LOOKS_LIKE_A_STEP = re.compile(r"#\d+")
_ALIKE = 1e-9
"""Cases nearer than this are alike; rounding leaves them a hair apart."""
_TELLING = 1.0
_MOST_TOLD = 2


@dataclass(frozen=True, slots=True)
class Trait:
    """How a code stands in a class of cases."""

    mean: float
    """Of the class's cases."""
    v: float | None
    """Distance of that from the mean of all, in standard errors of a mean of so many cases drawn from
    all; None where all cases are alike."""


@dataclass(frozen=True, slots=True)
class Classes:
    """The cases in a number of classes; 0 is the class of the first case."""

    of: tuple[int, ...]
    """The class of each case."""
    silhouettes: tuple[float, ...]
    """Of each case: how much nearer it is to its class than to the next, -1 to 1."""
    traits: tuple[tuple[Trait, ...], ...]
    """`traits[class][code]`."""
    overall: tuple[float, ...]
    """The mean of each code over all cases."""
    by_order: bool
    """Whether cases listed in another order would be classed otherwise, because distances are equal."""

    @property
    def number(self) -> int:
        """How many classes there are."""
        return len(self.traits)

    @staticmethod
    def name(label: int) -> str:
        """Return what a class is called wherever it is met: in tables, on the screen, once accepted."""
        return f"class {label + 1}"

    def members(self, label: int) -> list[int]:
        """Return the places of a class's cases."""
        return [case for case, one in enumerate(self.of) if one == label]


class Clusters:
    """The tree of merges of some cases; made by `clusters`."""

    def __init__(self, found: Profiles, distance: Distance, linkage: Linkage, pairs: Array) -> None:
        from qcode.analysis.typology.clustering import cophenetic_correlation, merges

        self.profiles = found
        """The compared cases and codes."""
        self.distance = distance
        self.linkage = linkage
        self.steps: Sequence[Merge] = merges(pairs, linkage)
        """Cases are numbered from 0, merges go on from there."""
        self.cophenetic = cophenetic_correlation(pairs, self.steps)
        """How well the tree keeps the distances (1: wholly); None where they are all equal."""
        self._pairs = pairs

    @property
    def described(self) -> tuple[tuple[float, ...], ...]:
        """What classes are described by: shares where shares were compared, else the values."""
        return self.profiles.shares if self.distance == "chi2" else self.profiles.values

    def classes(self, number: int) -> Classes:
        """Return the cases in so many classes, of which those that are alike share one.

        Raises UsageError for a number that cannot be, DataError where all cases are alike.
        """
        from qcode.analysis.typology.clustering import depends_on_order, silhouettes

        if self.most < 2:
            raise DataError(
                "All cases are alike in what is compared: there are no classes of them.",
                "Compare them by other codes, or in another measure.",
            )
        if not 2 <= number <= self.most:
            together = "; cases that are alike stay together" if number < len(self.profiles.cases) else ""
            hint = f"Give a number from 2 to {self.most}{together}."
            raise UsageError(f"There cannot be {number} classes.", hint)
        of = self.cut(number)
        traits = tuple(
            tuple(
                _trait(column, [at for at, one in enumerate(of) if one == label]) for column in self._columns
            )
            for label in range(number)
        )
        return Classes(
            tuple(of),
            tuple(silhouettes(self._pairs, of)),
            traits,
            tuple(sum(column) / len(column) for column in self._columns),
            depends_on_order(self._pairs, self.linkage, number),
        )

    @property
    def distances(self) -> list[list[float]]:
        """How far each case is from each."""
        from qcode.analysis.typology.clustering import square

        return square(self._pairs)

    @property
    def most(self) -> int:
        """Into how many classes the cases can be put at most: fewer than there are, alike ones together."""
        different = 1 + sum(step.height > _ALIKE for step in self.steps)
        return min(different, len(self.profiles.cases) - 1)

    def cut(self, number: int) -> list[int]:
        """Return the class of each case in so many classes, from 0."""
        from qcode.analysis.typology.clustering import cut

        return cut(self.steps, number)

    @property
    def fits(self) -> Mapping[int, float]:
        """Number of classes -> mean silhouette: near 1 where classes are apart, near 0 where they are not."""
        from qcode.analysis.typology.clustering import silhouettes

        found = {}
        for number in range(2, min(MOST_CLASSES, self.most) + 1):
            values = silhouettes(self._pairs, self.cut(number))
            found[number] = sum(values) / len(values)
        return found

    @property
    def _columns(self) -> list[tuple[float, ...]]:
        return list(zip(*self.described, strict=True))


def clusters(
    selection: Selection,
    codes: Sequence[str] = (THEMES,),
    value: Value | str = Value.SEGMENTS,
    *,
    aggregated: bool = False,
    distance: str | None = None,
    linkage: str | None = None,
) -> Clusters:
    """Put together the cases that are alike, step by step; `codes` and `value` as of `profiles`.

    `distance` is chi2 (default), jaccard (default for presence), euclidean or cosine; `linkage` is ward
    (default for chi2 and euclidean, and possible with these only), average (default for the others),
    complete or single. Raises UsageError for what does not go together, DataError for too few cases,
    MissingExtraError.
    """
    need_stats("Putting cases together", "scipy.cluster.hierarchy", "scipy.spatial.distance")
    from qcode.analysis.typology.clustering import Distance, Linkage, distances

    found = profiles(selection, codes, value, aggregated=aggregated)
    how = _read(distance, DISTANCES, "distance", "jaccard" if found.value is Value.PRESENCE else "chi2")
    in_space = how in ("chi2", "euclidean")
    joined = _read(linkage, LINKAGES, "linkage", "ward" if in_space else "average")
    if joined == "ward" and not in_space:
        hint = "Take --linkage average, or --distance chi2 or euclidean."
        raise UsageError(f"Ward's method needs distances in a space, and {how} distances are none.", hint)
    compared = found.without_empty(cases=how in ("chi2", "cosine")).at_least(3, 2)
    taken = [one.label for one in compared.cases if _LOOKS_LIKE_A_STEP.fullmatch(one.label)]
    if taken:
        raise DataError(f"A case is called “{taken[0]}”, as merges are.", "Give it another name.")
    return Clusters(compared, Distance(how), Linkage(joined), distances(compared.values, Distance(how)))


def _read(asked: str | None, known: Sequence[str], noun: str, default: str) -> str:
    if asked is not None and asked not in known:
        raise UsageError(f"There is no {noun} “{asked}”.", f"There are: {', '.join(known)}.")
    return asked or default


def _trait(values: Sequence[float], members: Sequence[int]) -> Trait:
    """Return how a class stands in one code: its mean, and the test value of Lebart & Morineau.

    v = (m_c - m) / sqrt((N - n) / (N - 1) * s² / n), with s² the variance over all N cases: the
    standard error of a mean of n cases drawn without replacement.
    """
    whole, size = len(values), len(members)
    mean = sum(values) / whole
    own = sum(values[one] for one in members) / size
    variance = sum((one - mean) ** 2 for one in values) / whole
    error = sqrt((whole - size) / (whole - 1) * variance / size)
    return Trait(own, settled((own - mean) / error) if error > 1e-12 else None)


def proposal(found: Clusters, classes: Classes) -> dict[int, tuple[str, str]]:
    """Return for each case (row id) the class that is proposed for it, and why."""
    told = [reason(found, classes, label) for label in range(classes.number)]
    ids = found.profiles.case_ids
    return {case: (classes.name(label), told[label]) for case, label in zip(ids, classes.of, strict=True)}


def reason(found: Clusters, classes: Classes, label: int) -> str:
    """Say in a line what a class has more of than others, and less."""
    more, less = telling(classes, label)
    parts = [
        f"{word} {', '.join(found.profiles.codes[code].label for code, _ in several)}"
        for word, several in (("more", more), ("less", less))
        if several
    ]
    what = f"{'; '.join(parts)} than others" if parts else "near the average in all codes"
    return f"{classes.name(label)} of {classes.number}: {what}"


def telling(classes: Classes, label: int) -> tuple[list[tuple[int, float]], list[tuple[int, float]]]:
    """Return the codes (places, with v) that a class has clearly more of than all, and less; most first."""
    known = [(code, one.v) for code, one in enumerate(classes.traits[label]) if one.v is not None]
    ranked = sorted(known, key=lambda pair: -abs(pair[1]))
    more = [(code, v) for code, v in ranked if v >= _TELLING]
    less = [(code, v) for code, v in ranked if v <= -_TELLING]
    return more[:_MOST_TOLD], less[:_MOST_TOLD]
