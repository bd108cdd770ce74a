"""Correspondence analysis against published numbers, and against what has to hold of any."""

from __future__ import annotations

from math import dist, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import chi2_contingency

from qcode.analysis.typology.correspondence import benzecri, correspondence, greenacre_total

# Greenacre (1984), Theory and Applications of Correspondence Analysis, p. 55: smoking by staff group.
SMOKE = [[4, 2, 3, 2], [4, 3, 7, 4], [25, 10, 12, 4], [18, 24, 33, 13], [10, 6, 7, 2]]

# Abdi & Valentin (2007), Multiple Correspondence Analysis: six Burgundy wines, ten variables of three experts.
WINES = """
1 0  0 0 1  0 1  1 0  0 1  0 0 1  0 1  0 1  0 1  0 1
0 1  0 1 0  1 0  0 1  1 0  0 1 0  1 0  0 1  1 0  1 0
0 1  1 0 0  1 0  0 1  1 0  1 0 0  1 0  0 1  1 0  1 0
0 1  1 0 0  1 0  0 1  1 0  1 0 0  1 0  1 0  1 0  1 0
1 0  0 0 1  0 1  1 0  0 1  0 0 1  0 1  1 0  0 1  0 1
1 0  0 1 0  0 1  1 0  0 1  0 1 0  0 1  1 0  0 1  0 1
"""


def test_smoking_by_staff_group_has_the_published_axes() -> None:
    found = correspondence(SMOKE)
    assert found.inertias == pytest.approx([0.0747591, 0.0100172, 0.0004136], abs=5e-8)
    assert found.total == pytest.approx(0.0851899, abs=5e-8)
    assert [round(100 * one, 1) for one in found.shares] == [87.8, 11.8, 0.5]
    assert found.rows.masses == pytest.approx([11 / 193, 18 / 193, 51 / 193, 88 / 193, 25 / 193])


# Of the five groups of staff and the four of smokers on three axes, as of the R package ca and prince.
COORDINATES = """
0.06576838 0.193737 0.07098103    -0.25895842 0.24330457 -0.03370519   0.38059489 0.01065991 -0.00515576
-0.23295191 -0.05774391 0.00330537  0.20108912 -0.07891123 -0.00808108  0.39330845 0.03049207 -0.00089048
-0.09945592 -0.14106429 0.02199803  -0.19632096 -0.00735911 -0.02565909 -0.29377599 0.19776566 0.02621085
"""
CONTRIBUTIONS = """
0.00329766 0.2135576 0.69433113  0.08365871 0.55115055 0.25618603  0.51200555 0.0029976 0.01698418
0.33097395 0.15177219 0.01204516  0.07006413 0.08052205 0.02045351  0.65399583 0.029336 0.000606
0.0308498 0.46317368 0.27281589  0.1656165 0.00173676 0.51140322  0.14953787 0.50575356 0.21517489
"""
COS2 = """
0.09223203 0.80033639 0.10743158  0.52639991 0.46468246 0.00891763  0.99903295 0.00078372 0.00018333
0.94193412 0.05787624 0.00018964  0.86534551 0.133257 0.0013975  0.99402039 0.00597451 0.0000051
0.32672616 0.65728966 0.01598418  0.98184805 0.00137963 0.01677233  0.68439774 0.31015425 0.00544801
"""
INERTIAS = [0.0026729324, 0.0118811770, 0.0383141288, 0.0262686274, 0.0060529950]


def numbers(text: str) -> NDArray[np.float64]:
    return np.array(text.split(), dtype=np.float64).reshape(9, 3)


def test_its_points_lie_where_they_were_published() -> None:
    found = correspondence(SMOKE)
    placed = np.vstack([found.rows.coordinates, found.columns.coordinates])
    turned = numbers(COORDINATES)
    turned *= np.sign(placed[0] * turned[0])  # which way an axis points is a matter of taste
    assert placed == pytest.approx(turned, abs=6e-9)
    assert np.max(np.array(found.columns.coordinates), axis=0) == pytest.approx(
        np.max(np.abs(found.columns.coordinates), axis=0)
    )
    parts = np.vstack([found.rows.contributions, found.columns.contributions])
    assert parts == pytest.approx(numbers(CONTRIBUTIONS), abs=6e-9)
    assert np.vstack([found.rows.cos2, found.columns.cos2]) == pytest.approx(numbers(COS2), abs=6e-9)
    assert found.rows.inertias == pytest.approx(INERTIAS, abs=6e-11)
    assert found.columns.masses == pytest.approx([61 / 193, 45 / 193, 62 / 193, 25 / 193])


def test_burgundy_wines_have_the_published_corrections() -> None:
    indicator = [[int(one) for one in line.split()] for line in WINES.strip().split("\n")]
    found = correspondence(indicator)
    assert found.inertias == pytest.approx([0.8532, 0.2000, 0.1151, 0.0317], abs=5e-5)
    corrected = benzecri(found.inertias, 10)
    assert corrected == pytest.approx([0.7004, 0.0123, 0.0003], abs=5e-5)
    whole = greenacre_total(found.inertias, 10, 22)
    assert whole == pytest.approx(0.7358, abs=5e-5)
    assert corrected[0] / whole == pytest.approx(0.952, abs=5e-4)


TABLES = st.integers(2, 5).flatmap(
    lambda columns: st.lists(
        st.lists(st.integers(0, 9), min_size=columns, max_size=columns).filter(any), min_size=2, max_size=6
    )
).filter(lambda table: all(map(sum, zip(*table, strict=True))))  # fmt: skip


@given(TABLES)
@settings(max_examples=40, deadline=None)
def test_inertia_is_chi_square_by_n_and_its_parts_sum_up(table: list[list[int]]) -> None:
    found = correspondence(table)
    chi2 = chi2_contingency(np.array(table), correction=False).statistic
    assert found.total == pytest.approx(chi2 / sum(map(sum, table)), abs=1e-9)
    for points in (found.rows, found.columns):
        assert sum(points.masses) == pytest.approx(1)
        assert sum(points.inertias) == pytest.approx(found.total, abs=1e-9)
        for axis in range(len(found.inertias)):
            assert sum(row[axis] for row in points.contributions) == pytest.approx(1)
            middle = sum(m * row[axis] for m, row in zip(points.masses, points.coordinates, strict=True))
            assert middle == pytest.approx(0, abs=1e-9)
        for row in points.cos2:
            assert sum(row) == pytest.approx(1) or sum(row) == 0


@given(TABLES)
@settings(max_examples=30, deadline=None)
def test_rows_are_as_far_apart_as_their_shares_are(table: list[list[int]]) -> None:
    found = correspondence(table)
    shares = [[one / sum(row) for one in row] for row in table]
    weights = [sqrt(one) for one in found.columns.masses]
    scaled = [[one / weight for one, weight in zip(row, weights, strict=True)] for row in shares]
    for one in range(len(table)):
        for other in range(one):
            apart = dist(found.rows.coordinates[one], found.rows.coordinates[other])
            assert apart == pytest.approx(dist(scaled[one], scaled[other]), abs=1e-6)


@given(TABLES)
@settings(max_examples=30, deadline=None)
def test_a_coordinate_is_0_or_more_than_rounding_leaves(table: list[list[int]]) -> None:
    found = correspondence([[*row, *row] for row in table])
    values = [one for points in (found.rows, found.columns) for row in points.coordinates for one in row]
    assert all(abs(one) > 1e-9 or str(one) == "0.0" for one in values)


@given(TABLES)
@settings(max_examples=30, deadline=None)
def test_on_every_axis_the_column_furthest_out_is_positive(table: list[list[int]]) -> None:
    found = correspondence(table)
    for axis in range(len(found.inertias)):
        values = [row[axis] for row in found.columns.coordinates]
        assert max(values) >= max(map(abs, values)) * (1 - 1e-6)
