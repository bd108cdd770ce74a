"""Exact tests: what share of all the ways things could have fallen is as far from chance as what is seen.

The ways are counted one and all while they are few; else some are drawn at random, always the same.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import accumulate
from math import comb, exp, factorial, lcm, lgamma, log1p, prod, sqrt
from random import Random
from typing import NamedTuple

from qcode.analysis.statistics import Contingency, margins

SEED = 1
DRAWS = 9_999
MOST_STEPS = 50_000
"""Of Fisher's test: beyond these many steps random tables are drawn."""
MOST_ARRANGEMENTS = 20_000
"""Of the permutation test: beyond these many, some are drawn."""
_TRIED = 8
"""Ways to halve the groups: all of them up to 17 things."""
_ALIKE = 1e-7
"""Probabilities that differ by a smaller part than this are equal, as they are in R."""


class Alternative(StrEnum):
    """What counts as far from chance, of a table of two rows and two columns."""

    TWO_SIDED = "two-sided"
    GREATER = "greater"
    """The first column has more of the first row than chance gives: an odds ratio above 1."""
    LESS = "less"


class Chance(NamedTuple):
    """A p value, and its standard error where it was drawn: None says that it is exact."""

    p: float
    error: float | None = None


def fisher(table: Contingency, *, most: int = MOST_STEPS, draws: int = DRAWS, seed: int = SEED) -> Chance:
    """Return the p of Fisher's exact test, two-sided, for a table of any size.

    It is the probability, among the tables with the same margins, of those no likelier than the one
    given (Freeman and Halton 1951). Raises ValueError where a row or column is empty.
    """
    upright = table if len(table) <= len(table[0]) else list(zip(*table, strict=True))
    rows, columns = margins(upright)
    likelier = _weighed(rows, columns, most)
    if likelier is None:
        return _fisher_drawn(upright, draws, seed)
    seen = prod(_multinomial(column) for column in zip(*upright, strict=True))
    limit = seen * (10**7 + 1)
    as_far = sum(number * weight for weight, number in likelier.items() if weight * 10**7 <= limit)
    return Chance(as_far / _multinomial(rows))


def fisher_one_sided(table: Contingency, alternative: Alternative) -> Chance:
    """Return the p of Fisher's exact test of a 2 x 2 table in one direction; exact at any size.

    It is the probability, among the tables with the same margins, of those with a first cell as large or
    larger (`GREATER`), as small or smaller (`LESS`); as `alternative` of R's fisher.test. Raises ValueError
    where a row or column is empty, or the table is another.
    """
    rows, columns = margins(table)
    if len(rows) != 2 or len(columns) != 2 or alternative is Alternative.TWO_SIDED:
        raise ValueError("A test in one direction is of two rows and two columns.")
    seen, whole = table[0][0], rows[0]
    least, most = max(0, whole - columns[1]), min(whole, columns[0])
    as_far = range(seen, most + 1) if alternative is Alternative.GREATER else range(least, seen + 1)
    ways = sum(comb(columns[0], first) * comb(columns[1], whole - first) for first in as_far)
    return Chance(ways / comb(sum(columns), whole))


def _weighed(rows: Sequence[int], columns: Sequence[int], most: int) -> Counter[int] | None:
    """Return how many tables with these margins have each weight; None beyond `most` steps.

    The weight of a table is the product of the multinomial coefficients of its columns. Columns are
    filled one after the other; what is left to the rows, in any order, is all the next ones depend on.
    """
    steps = 0
    reached: dict[tuple[int, ...], Counter[int]] = {tuple(sorted(rows)): Counter({1: 1})}
    for column in columns:
        further: defaultdict[tuple[int, ...], Counter[int]] = defaultdict(Counter)
        for left, weights in reached.items():
            for parts in _parts(column, left):
                steps += len(weights) * (1 + column // 100)  # large columns have long coefficients
                if steps > most:
                    return None
                ways = _multinomial(parts)
                rest = tuple(sorted(have - part for have, part in zip(left, parts, strict=True)))
                into = further[rest]
                for weight, number in weights.items():
                    into[weight * ways] += number
        reached = further
    (weights,) = reached.values()
    return weights


def _parts(whole: int, limits: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Yield the ways to split a number into parts, each at most its limit."""
    if len(limits) == 1:
        if whole <= limits[0]:
            yield (whole,)
        return
    for first in range(max(0, whole - sum(limits[1:])), min(whole, limits[0]) + 1):
        for rest in _parts(whole - first, limits[1:]):
            yield (first, *rest)


def _multinomial(parts: Sequence[int]) -> int:
    return prod(comb(total, part) for total, part in zip(accumulate(parts), parts, strict=True))


def _fisher_drawn(table: Contingency, draws: int, seed: int) -> Chance:
    rows, columns = margins(table)
    tables = _RandomTables(rows, columns, Random(seed))
    limit = sum(tables.logs[one] for row in table for one in row) - log1p(_ALIKE)
    return _drawn(sum(1 for _ in range(draws) if tables.draw() >= limit), draws)


def _drawn(as_far: int, draws: int) -> Chance:
    p = (as_far + 1) / (draws + 1)  # what is seen is one of the ways
    return Chance(p, sqrt(p * (1 - p) / draws))


class _RandomTables:
    """Tables with given margins, drawn with their probabilities: cell by cell, each hypergeometric."""

    def __init__(self, rows: Sequence[int], columns: Sequence[int], random: Random) -> None:
        self.logs = [lgamma(one + 1) for one in range(sum(rows) + 1)]
        self._rows, self._columns = rows, columns
        self._random = random.random
        self._known: dict[tuple[int, int, int], tuple[int, list[float]]] = {}

    def draw(self) -> float:
        """Return the sum of the logarithms of the factorials of a table's cells."""
        left = list(self._columns)
        logs, total = self.logs, 0.0
        for row in self._rows[:-1]:
            rest = sum(left)
            for place, column in enumerate(left):
                cell = self._cell(rest, column, row)
                total += logs[cell]
                left[place] -= cell
                row -= cell
                rest -= column
        return total + sum(map(logs.__getitem__, left))

    def _cell(self, rest: int, column: int, row: int) -> int:
        """Draw how many of `row` things, out of `rest`, are among the column's."""
        key = (rest, column, row)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._distribution(*key)
        least, sums = known
        return least + bisect(sums, self._random() * sums[-1], hi=len(sums) - 1)

    def _distribution(self, rest: int, column: int, row: int) -> tuple[int, list[float]]:
        logs = self.logs
        least = max(0, row - (rest - column))
        constant = logs[column] + logs[rest - column] + logs[row] + logs[rest - row] - logs[rest]
        chances = [
            exp(constant - logs[k] - logs[column - k] - logs[row - k] - logs[rest - column - row + k])
            for k in range(least, min(row, column) + 1)
        ]
        return least, list(accumulate(chances))


class Relabelling:
    """The permutation test of group labels: cases keep what they have, and change groups.

    `groups` are the groups of the cases, numbered from 0; each number up to the largest occurs.
    """

    def __init__(
        self,
        groups: Sequence[int],
        *,
        most: int = MOST_ARRANGEMENTS,
        draws: int = DRAWS,
        seed: int = SEED,
    ) -> None:
        self._groups = list(groups)
        self._sizes = [number for _, number in sorted(Counter(groups).items())]
        self.exact = _multinomial(self._sizes) <= most
        if self.exact:
            self.arrangements = list(_arrangements(self._sizes))
        else:
            random, labels = Random(seed), list(groups)
            self.arrangements = []
            for _ in range(draws):
                random.shuffle(labels)
                self.arrangements.append(tuple(labels))
        self._known: dict[tuple[float, ...], Chance] = {}

    @property
    def least(self) -> float:
        """The smallest p that any values could have: that of values all apart, at their extreme."""
        alike = prod(factorial(number) for number in Counter(self._sizes).values())
        return alike / _multinomial(self._sizes)

    def chance(self, values: Sequence[float]) -> Chance:
        """Return how likely the means of the groups are to differ as much, or more.

        The statistic is the sum of squares between the groups (Fisher and Pitman's test for several
        groups), Σ T²/n but for constants, with the sum T and the size n of each group.
        """
        key = tuple(values)
        if key not in self._known:
            self._known[key] = self._chance(key)
        return self._known[key]

    def _chance(self, values: tuple[float, ...]) -> Chance:
        # Whole numbers are compared as whole numbers, so that equal ones are equal.
        common = lcm(*self._sizes)
        factors = [common // size for size in self._sizes]
        held = [(place, value) for place, value in enumerate(values) if value]
        empty = [0.0 if any(isinstance(value, float) for value in values) else 0] * len(self._sizes)

        def apart(labels: Sequence[int]) -> float:
            sums = empty.copy()
            for place, value in held:
                sums[labels[place]] += value
            return sum(factor * total * total for factor, total in zip(factors, sums, strict=True))

        seen = apart(self._groups)
        limit = seen if isinstance(seen, int) else seen * (1 - _ALIKE)
        as_far = sum(1 for labels in self.arrangements if apart(labels) >= limit)
        number = len(self.arrangements)
        return Chance(as_far / number) if self.exact else _drawn(as_far, number)


def _arrangements(sizes: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Yield every way to give out the labels of groups of these sizes."""
    left, labels = list(sizes), [0] * sum(sizes)

    def fill(place: int) -> Iterator[tuple[int, ...]]:
        if place == len(labels):
            yield tuple(labels)
            return
        for group, number in enumerate(left):
            if number:
                left[group] -= 1
                labels[place] = group
                yield from fill(place + 1)
                left[group] += 1

    return fill(0)


def least_p(sizes: Sequence[int], enough: float = 0.0) -> float:
    """Return the smallest p that Fisher's test could give for something found in some of these groups.

    `sizes` are those of two or more groups. The smallest is that of what is found in all of some groups
    and in none of the others; a few nearest to the half of all are tried, until one is `enough`.
    """
    chosen: dict[int, tuple[int, ...]] = {0: ()}
    for place, size in enumerate(sizes):
        for total, places in list(chosen.items()):
            chosen.setdefault(total + size, (*places, place))
    whole = sum(sizes)
    least = 1.0
    for total in sorted((one for one in chosen if 0 < 2 * one <= whole), reverse=True)[:_TRIED]:
        inside = [size if place in chosen[total] else 0 for place, size in enumerate(sizes)]
        outside = [size - part for size, part in zip(sizes, inside, strict=True)]
        least = min(least, fisher([inside, outside]).p)
        if least <= enough:
            break
    return least
