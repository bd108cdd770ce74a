"""How strongly two codes go together, from how often each is used and how often both.

Throughout, `together` is the number of places (or pairs of them) with both codes, `row` and `column`
those with each of them, `every` all places there are. What is undefined, as where a code is not used,
is None.
"""

from __future__ import annotations

from enum import StrEnum
from math import sqrt


class Coefficient(StrEnum):
    """A number that says how strongly two codes go together."""

    C = "c"
    """ATLAS.ti's, of counts as they are; above 1 where passages of one code overlap each other."""
    JACCARD = "jaccard"
    """The share that has both codes of what has either."""
    LIFT = "lift"
    """How many times as often as chance would have it."""
    PHI = "phi"
    """The correlation of having one code with having the other, -1 to 1."""


OF_EVERY = (Coefficient.LIFT, Coefficient.PHI)
"""Coefficients that rest on all places, those with neither code among them."""
LOPSIDED = 5
"""How many times as often as the other a code is used before ATLAS.ti marks their c."""


def c_coefficient(together: int, row: int, column: int) -> float | None:
    """Return `n12 / (n1 + n2 - n12)`; None where the denominator is not above 0.

    `together` may be pairs, as of overlapping passages: then the number can exceed 1, and has no
    meaning where there are as many pairs as passages. Source: ATLAS.ti 22 Windows user manual, "Code
    Co-occurrence Coefficient" (100, 10 and 5 give 0.048).
    """
    either = row + column - together
    return together / either if either > 0 else None


def jaccard(together: int, row: int, column: int) -> float | None:
    """Return `n12 / (n1 + n2 - n12)` of places counted once, 0 to 1.

    Source: Jaccard, P. (1912), The distribution of the flora in the alpine zone, New Phytologist 11(2).
    """
    return c_coefficient(together, row, column)


def lift(together: int, row: int, column: int, every: int) -> float | None:
    """Return `N n12 / (n1 n2)`: 1 where the codes are independent.

    Source: Brin, S. et al. (1997), Dynamic itemset counting and implication rules for market basket
    data, SIGMOD (there "interest").
    """
    return every * together / (row * column) if row and column else None


def phi(together: int, row: int, column: int, every: int) -> float | None:
    """Return `(N n12 - n1 n2) / sqrt(n1 n2 (N - n1) (N - n2))`, Pearson's correlation of two yes-or-nos.

    None where a code is nowhere or everywhere. Source: Yule, G. U. (1912), On the methods of measuring
    association between two attributes, Journal of the Royal Statistical Society 75(6).
    """
    spread = row * column * (every - row) * (every - column)
    return (every * together - row * column) / sqrt(spread) if spread > 0 else None
