"""Statistics of contingency tables: numbers of things, each of which stands in one cell.

A table is its rows, each with the numbers of its columns; no row and no column may be empty, else
the functions raise ValueError. They hold where the things are independent of each other: documents or
cases, not the segments in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import erfc, exp, fsum, lgamma, log, sqrt
from typing import NamedTuple

from qcode.analysis.rounding import settled

Contingency = Sequence[Sequence[int]]


class Approximate(NamedTuple):
    """A test whose p is that of the chi-square distribution."""

    statistic: float
    df: int
    p: float


def margins(table: Contingency) -> tuple[list[int], list[int]]:
    """Return the sums of the rows and of the columns. Raises ValueError where one is 0."""
    rows = [sum(row) for row in table]
    columns = [sum(column) for column in zip(*table, strict=True)]
    if not rows or not all(rows) or not all(columns):
        raise ValueError("A row or a column of the table is empty.")
    return rows, columns


def expected(table: Contingency) -> list[list[float]]:
    """Return what the cells would hold if rows and columns had nothing to do with each other."""
    rows, columns = margins(table)
    whole = sum(rows)
    return [[row * column / whole for column in columns] for row in rows]


def chi_square(table: Contingency) -> Approximate:
    """Return Pearson's chi-square, without a correction for continuity."""
    pairs = zip(_flat(table), _flat(expected(table)), strict=True)
    return _approximate(table, fsum((seen - by_chance) ** 2 / by_chance for seen, by_chance in pairs))


def likelihood_ratio(table: Contingency) -> Approximate:
    """Return the likelihood-ratio statistic G², 2 Σ O ln(O/E)."""
    pairs = zip(_flat(table), _flat(expected(table)), strict=True)
    return _approximate(table, 2 * fsum(seen * log(seen / by_chance) for seen, by_chance in pairs if seen))


def cramers_v(table: Contingency) -> float | None:
    """Return Cramér's V, 0 to 1; None for a table of one row or one column."""
    shorter = min(len(table), len(table[0])) - 1
    return sqrt(chi_square(table).statistic / (sum(_flat(table)) * shorter)) if shorter else None


def corrected_v(table: Contingency) -> float | None:
    """Return Cramér's V without its bias in small samples; None where there is too little to tell.

    Bergsma (2013), A bias-correction for Cramér's V and Tschuprow's T.
    """
    rows, columns, whole = len(table), len(table[0]), sum(_flat(table))
    if whole < 2:
        return None
    test = chi_square(table)
    shared = max(0.0, settled(test.statistic / whole - test.df / (whole - 1)))
    shorter = min(side - (side - 1) ** 2 / (whole - 1) for side in (rows, columns)) - 1
    return sqrt(shared / shorter) if shorter > 0 else None


def adjusted_residuals(table: Contingency) -> list[list[float]]:
    """Return how far each cell is from its expected number, in its standard deviations.

    (O - E) / sqrt(E (1 - row/N) (1 - column/N)): Haberman (1973). Raises ValueError also where one
    row or one column is the whole table.
    """
    rows, columns = margins(table)
    whole = sum(rows)
    if min(len(rows), len(columns)) < 2:
        raise ValueError("The table has one row or one column.")
    return [
        [
            settled((seen - by_chance) / sqrt(by_chance * (1 - row / whole) * (1 - column / whole)))
            for seen, by_chance, column in zip(line, of_line, columns, strict=True)
        ]
        for line, of_line, row in zip(table, expected(table), rows, strict=True)
    ]


def large_enough(table: Contingency) -> bool:
    """Tell whether the chi-square distribution may be trusted: none expected below 1, few below 5.

    Few are a fifth of the cells: Cochran (1954), Some methods for strengthening the common chi-square
    tests.
    """
    numbers = _flat(expected(table))
    return min(numbers) >= 1 and sum(1 for one in numbers if one < 5) <= len(numbers) / 5


def holm(chances: Sequence[float]) -> list[float]:
    """Return p values set right for being several (Holm 1979), in the order given."""
    ordered = sorted(range(len(chances)), key=chances.__getitem__)
    adjusted = [0.0] * len(chances)
    highest = 0.0
    for rank, place in enumerate(ordered):
        highest = max(highest, min(1.0, (len(chances) - rank) * chances[place]))
        adjusted[place] = highest
    return adjusted


def chi_square_tail(statistic: float, df: int) -> float:
    """Return how likely a chi-square of `df` degrees of freedom is to be as large, or larger.

    The finite sums of Abramowitz and Stegun, 26.4.4 and 26.4.5; no term is negative.
    """
    half = statistic / 2
    if half <= 0 or df < 1:
        return 1.0
    powers = [step + (df % 2) / 2 for step in range(df // 2)]
    terms = [exp(power * log(half) - half - lgamma(power + 1)) for power in powers]
    return min(1.0, fsum([erfc(sqrt(half)), *terms] if df % 2 else terms))


def _approximate(table: Contingency, statistic: float) -> Approximate:
    df = (len(table) - 1) * (len(table[0]) - 1)
    return Approximate(statistic, df, chi_square_tail(statistic, df))


def _flat(table: Sequence[Sequence[float]]) -> list[float]:
    return [one for row in table for one in row]
