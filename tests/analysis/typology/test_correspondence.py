"""Correspondence analysis against published numbers, and against what has to hold of any."""

from __future__ import annotations

from math import dist, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
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


def test_its_points_lie_where_they_were_published() -> None:
    """Coordinates, contributions and cos2 as of the R package ca and prince, signs by our rule."""
    found = correspondence(SMOKE)
    assert [row[0] for row in found.columns.coordinates] == pytest.approx(
        [0.39330845, -0.09945592, -0.19632096, -0.29377599], abs=1e-8
    )
    assert [abs(row[1]) for row in found.rows.coordinates] == pytest.approx(
        [0.193737, 0.2433046, 0.01065991, 0.05774391, 0.07891123], abs=1e-7
    )
    assert [row[0] for row in found.rows.contributions] == pytest.approx(
        [0.00329766, 0.0836587, 0.51200555, 0.33097395, 0.07006413], abs=1e-7
    )
    assert [row[0] for row in found.columns.cos2] == pytest.approx(
        [0.99402039, 0.32672616, 0.981848, 0.68439774], abs=1e-7
    )
    assert found.rows.inertias == pytest.approx(
        [0.002672932, 0.011881177, 0.038314129, 0.026268627, 0.006052995], abs=1e-8
    )


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
@settings(max_examples=80, deadline=None)
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
@settings(max_examples=60, deadline=None)
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
@settings(max_examples=60, deadline=None)
def test_on_every_axis_the_column_furthest_out_is_positive(table: list[list[int]]) -> None:
    found = correspondence(table)
    for axis in range(len(found.inertias)):
        values = [row[axis] for row in found.columns.coordinates]
        assert max(values) >= max(map(abs, values)) * (1 - 1e-6)
