"""Correspondence analysis: rows and columns of a table of counts laid out by their shares.

Numbers in, numbers out. P = N/n with row and column masses r, c; S = (P - rc') / sqrt(rc'); of its
singular values d the squares are the inertias of axes, and rows lie at U d / sqrt(r), columns at
V d / sqrt(c) (Greenacre 1984, principal coordinates). On each axis the column furthest out is positive.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qcode.analysis.rounding import NOISE

Numbers = Sequence[Sequence[float]]
Array = NDArray[np.float64]
_NOTHING = 1e-12


@dataclass(frozen=True, slots=True)
class Points:
    """The rows or the columns; lists by point, then by axis."""

    masses: list[float]
    coordinates: list[list[float]]
    inertias: list[float]
    """What each point adds to the inertia of all."""
    contributions: list[list[float]]
    """Share of the axis's inertia that is the point's; sums to 1 over the points."""
    cos2: list[list[float]]
    """Share of the point's inertia that is on the axis; sums to 1 over all axes."""


@dataclass(frozen=True, slots=True)
class Correspondence:
    """The axes, and where rows and columns lie on them."""

    inertias: list[float]
    """Of each axis, the largest first; axes without any are left out."""
    rows: Points
    columns: Points

    @property
    def total(self) -> float:
        """The inertia of all axes: chi-square by n."""
        return sum(self.inertias)

    @property
    def shares(self) -> list[float]:
        """Share of each axis in all inertia."""
        return [one / self.total for one in self.inertias]


def correspondence(values: Numbers) -> Correspondence:
    """Lay out a table of numbers from 0 up, in which no row or column is without any."""
    numbers = np.asarray(values, dtype=np.float64)
    shares = numbers / numbers.sum()
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    expected = np.outer(rows, columns)
    left, singular, right = np.linalg.svd((shares - expected) / np.sqrt(expected), full_matrices=False)
    kept = [axis for axis in range(min(numbers.shape) - 1) if singular[axis] ** 2 > _NOTHING]
    singular = singular[kept]
    of_rows = left[:, kept] * singular / np.sqrt(rows)[:, None]
    of_columns = right.T[:, kept] * singular / np.sqrt(columns)[:, None]
    signs = np.array([_sign(of_columns[:, axis]) for axis in range(len(kept))])
    return Correspondence(
        [float(one) for one in singular**2],
        _points(rows, of_rows * signs, singular**2),
        _points(columns, of_columns * signs, singular**2),
    )


def benzecri(inertias: Sequence[float], variables: int) -> list[float]:
    """Return what the axes of several variables explain, without what their coding adds (Benzécri 1979).

    (K / (K - 1) * (l - 1 / K))² of those inertias l of the indicator matrix of K variables that are
    above 1 / K.
    """
    k = variables
    return [(k / (k - 1) * (one - 1 / k)) ** 2 for one in inertias if one > 1 / k + _NOTHING]


def greenacre_total(inertias: Sequence[float], variables: int, categories: int) -> float:
    """Return the inertia that corrected inertias are to be shares of (Greenacre 1993).

    K / (K - 1) * (sum of l² - (J - K) / K²), with J categories of K variables.
    """
    k = variables
    return k / (k - 1) * (sum(one * one for one in inertias) - (categories - k) / k**2)


def _sign(column: Array) -> float:
    """Return -1 where the point furthest out, of equal ones the first, is negative."""
    distances = np.abs(column)
    furthest = int(np.argmax(distances >= distances.max() * (1 - 1e-9)))
    return -1.0 if column[furthest] < 0 else 1.0


def _points(masses: Array, coordinates: Array, inertias: Array) -> Points:
    coordinates = np.where(np.abs(coordinates) < NOISE, 0.0, coordinates)
    squares = coordinates**2
    own = squares.sum(axis=1)
    return Points(
        masses.tolist(),
        coordinates.tolist(),
        (masses * own).tolist(),
        (masses[:, None] * squares / inertias).tolist(),
        # A point at the centre is on no axis more than on another.
        np.divide(squares, own[:, None], out=np.zeros_like(squares), where=own[:, None] > _NOTHING).tolist(),
    )
