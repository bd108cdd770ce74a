"""Putting together what is alike, step by step (hierarchical clustering): numbers in, numbers out.

Merges are those of `scipy.cluster.hierarchy`. Of equal distances the order of rows settles which goes
first, the same order in the same way; `depends_on_order` tells whether that matters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.cluster import hierarchy
from scipy.spatial.distance import pdist, squareform

Numbers = Sequence[Sequence[float]]
Array = NDArray[np.float64]


class Distance(StrEnum):
    """How far two cases are from each other."""

    CHI2 = "chi2"
    """Between the shares of codes in each, weighted by how rare a code is: that of correspondences."""
    JACCARD = "jaccard"
    """Share of the codes that only one of them has, of those that either has."""
    EUCLIDEAN = "euclidean"
    COSINE = "cosine"


class Linkage(StrEnum):
    """How far two groups of cases are from each other."""

    WARD = "ward"
    """How much less alike their members would be together."""
    AVERAGE = "average"
    COMPLETE = "complete"
    SINGLE = "single"


@dataclass(frozen=True, slots=True)
class Merge:
    """A step: two things become one. Things are numbered as in scipy: rows from 0, then the merges."""

    left: int
    right: int
    height: float
    """Their distance."""
    size: int
    """Rows that are together now."""


def distances(values: Numbers, distance: Distance) -> Array:
    """Return the distances of all pairs of rows, as `scipy.spatial.distance.pdist` orders them.

    chi2: the square root of the sum over columns of the squared difference of row shares, divided by
    the column's share of everything. There must be no row or column without any for it (nor for
    cosine such a row).
    """
    numbers = np.asarray(values, dtype=np.float64)
    if distance is Distance.JACCARD:
        return np.asarray(pdist(numbers > 0, "jaccard"), dtype=np.float64)
    if distance is Distance.CHI2:
        weights = numbers.sum(axis=0) / numbers.sum()
        numbers = numbers / numbers.sum(axis=1, keepdims=True) / np.sqrt(weights)
    measure = "cosine" if distance is Distance.COSINE else "euclidean"
    # Rounding leaves identical rows a hair apart, or less than nothing.
    return np.asarray(np.maximum(pdist(numbers, measure), 0.0), dtype=np.float64)


def square(pairs: Array) -> list[list[float]]:
    """Return the distance of each row from each."""
    found: list[list[float]] = squareform(pairs).tolist()
    return found


def merges(pairs: Array, linkage: Linkage) -> list[Merge]:
    """Return the steps from single rows to one group, nearest first."""
    found = hierarchy.linkage(pairs, str(linkage))
    return [Merge(int(left), int(right), float(height), int(size)) for left, right, height, size in found]


def cophenetic_correlation(pairs: Array, steps: Sequence[Merge]) -> float | None:
    """Return how well the heights at which rows meet keep their distances; None where these are equal."""
    tree = np.array([[one.left, one.right, one.height, one.size] for one in steps], dtype=np.float64)
    met = hierarchy.cophenet(tree)
    if np.ptp(met) == 0 or np.ptp(pairs) == 0:
        return None
    return float(np.corrcoef(pairs, met)[0, 1])


def cut(steps: Sequence[Merge], number: int) -> list[int]:
    """Return the class of each row after all steps but the last `number - 1`.

    Classes are numbered from 0 in the order of their first members.
    """
    rows = len(steps) + 1
    members = {one: [one] for one in range(rows)}
    for place, step in enumerate(steps[: rows - number]):
        members[rows + place] = members.pop(step.left) + members.pop(step.right)
    classes = [0] * rows
    for label, group in enumerate(sorted(map(sorted, members.values()))):
        for row in group:
            classes[row] = label
    return classes


def silhouettes(pairs: Array, classes: Sequence[int]) -> list[float]:
    """Return for each row how much nearer it is to its class than to the next, -1 to 1 (Rousseeuw 1987).

    (b - a) / max(a, b): a its mean distance to the others of its class, b the least mean distance to
    those of another; 0 for a row alone in its class.
    """
    square = squareform(pairs)
    members = np.asarray(classes)[:, None] == np.unique(classes)
    sizes = members.sum(axis=0)
    together = square @ members
    alone = (members * sizes).sum(axis=1) == 1
    inside = (together * members).sum(axis=1) / np.maximum((members * sizes).sum(axis=1) - 1, 1)
    next_best = np.where(members, np.inf, together / sizes).min(axis=1)
    largest = np.maximum(inside, next_best)
    plain = (largest > 0) & ~alone
    return [float(one) for one in np.where(plain, (next_best - inside) / np.where(plain, largest, 1.0), 0.0)]


def depends_on_order(pairs: Array, linkage: Linkage, number: int) -> bool:
    """Tell whether ties decide on the classes: rows listed in another order would be classed otherwise.

    The order is turned round, and begun at each of the first rows.
    """
    square = squareform(pairs)
    rows = len(square)
    orders = [list(range(rows))[::-1]]
    orders += [[*range(one, rows), *range(one)] for one in range(1, min(rows, 20))]
    known = _partition(cut(merges(pairs, linkage), number), range(rows))
    for order in orders:
        again = squareform(square[np.ix_(order, order)], checks=False)
        if _partition(cut(merges(again, linkage), number), order) != known:
            return True
    return False


def _partition(classes: Sequence[int], rows: Sequence[int]) -> set[frozenset[int]]:
    groups: dict[int, set[int]] = {}
    for label, row in zip(classes, rows, strict=True):
        groups.setdefault(label, set()).add(row)
    return set(map(frozenset, groups.values()))
