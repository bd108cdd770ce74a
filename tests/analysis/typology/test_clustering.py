"""Putting together what is alike: distances, merges, silhouettes, against other libraries' numbers."""

from __future__ import annotations

import math
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qcode.analysis.typology.clustering import (
    Distance,
    Linkage,
    cophenetic_correlation,
    cut,
    depends_on_order,
    distances,
    merges,
    silhouettes,
)

# Eight invented towns by six codes; heights and cophenetic correlations worked out with R's conventions
# (chi-square distances of ade4, hclust's ward.D2) and scipy, silhouettes with scikit-learn.
TOWNS = [
    [12, 8, 2, 5, 1, 0],
    [10, 9, 3, 4, 0, 1],
    [3, 2, 11, 6, 2, 1],
    [2, 1, 12, 7, 3, 0],
    [4, 3, 2, 3, 9, 8],
    [3, 2, 1, 2, 8, 10],
    [11, 7, 4, 6, 2, 1],
    [2, 2, 9, 5, 1, 2],
]
THREE = [{0, 1, 6}, {2, 3, 7}, {4, 5}]
HEIGHTS = {
    Linkage.WARD: [0.20380665609, 0.25536896151, 0.33492793144, 0.35236718565, 0.37397847517, 1.95879435183,
                   2.29273888995],
    Linkage.AVERAGE: [0.20380665609, 0.25536896151, 0.31533491835, 0.32962862822, 0.35236718565,
                      1.14849844668, 1.45258444026],
    Linkage.COMPLETE: [0.20380665609, 0.25536896151, 0.34695382626, 0.35236718565, 0.41101769776,
                       1.35798869508, 1.68354574885],
}  # fmt: skip
COPHENETIC = {Linkage.WARD: 0.9572963085, Linkage.AVERAGE: 0.9630501920, Linkage.COMPLETE: 0.9623414596}
SILHOUETTES = [
    0.784007136188, 0.749897476870, 0.791560631788, 0.740221058059, 0.732911778681, 0.776584959351,
    0.682576584721, 0.718552760478,
]  # fmt: skip


def groups(classes: list[int]) -> list[set[int]]:
    return [{at for at, one in enumerate(classes) if one == label} for label in sorted(set(classes))]


@pytest.mark.parametrize("linkage", list(HEIGHTS))
def test_eight_towns_are_put_together_as_other_programs_do_it(linkage: Linkage) -> None:
    pairs = distances(TOWNS, Distance.CHI2)
    steps = merges(pairs, linkage)
    assert [one.height for one in steps] == pytest.approx(HEIGHTS[linkage], abs=1e-10)
    assert [(one.left, one.right, one.size) for one in steps[:2]] == [(2, 7, 2), (0, 1, 2)]
    assert cophenetic_correlation(pairs, steps) == pytest.approx(COPHENETIC[linkage], abs=1e-9)
    assert groups(cut(steps, 3)) == THREE


def test_silhouettes_are_those_of_another_library() -> None:
    pairs = distances(TOWNS, Distance.CHI2)
    assert silhouettes(pairs, cut(merges(pairs, Linkage.WARD), 3)) == pytest.approx(SILHOUETTES, abs=1e-10)


def test_presence_is_compared_by_what_either_has() -> None:
    pairs = distances(TOWNS, Distance.JACCARD)
    assert list(pairs[:7]) == pytest.approx([1 / 3, 1 / 6, 0, 1 / 6, 1 / 6, 1 / 6, 1 / 6])
    steps = merges(pairs, Linkage.AVERAGE)
    assert [one.height for one in steps] == pytest.approx([0, 0, 0, 0, 0, 1 / 6, 7 / 36])
    assert cophenetic_correlation(pairs, steps) == pytest.approx(0.9138381245)
    assert groups(cut(steps, 3)) == [{0, 3}, {1}, {2, 4, 5, 6, 7}]
    steps = merges(pairs, Linkage.COMPLETE)
    assert [one.height for one in steps] == pytest.approx([0, 0, 0, 0, 0, 1 / 6, 1 / 3])
    assert cophenetic_correlation(pairs, steps) == pytest.approx(0.874399957)
    assert groups(cut(steps, 3)) == [{0, 3}, {1}, {2, 4, 5, 6, 7}]


MATRICES = st.integers(3, 7).flatmap(
    lambda rows: st.lists(
        st.lists(st.integers(0, 9), min_size=3, max_size=3).filter(any), min_size=rows, max_size=rows
    )
).filter(lambda matrix: all(any(row[at] for row in matrix) for at in range(3)))  # fmt: skip


@given(MATRICES)
@settings(max_examples=30, deadline=None)
def test_chi_square_distances_are_those_of_the_formula(matrix: list[list[int]]) -> None:
    whole = sum(map(sum, matrix))
    shares = [[one / sum(row) for one in row] for row in matrix]
    weights = [sum(row[at] for row in matrix) / whole for at in range(3)]
    expected = [
        math.sqrt(sum((one - other) ** 2 / weight for one, other, weight in zip(a, b, weights, strict=True)))
        for a, b in combinations(shares, 2)
    ]
    assert list(distances(matrix, Distance.CHI2)) == pytest.approx(expected, abs=1e-9)


@given(MATRICES, st.sampled_from([Linkage.AVERAGE, Linkage.COMPLETE, Linkage.SINGLE]))
@settings(max_examples=30, deadline=None)
def test_what_is_put_together_is_nearest_by_all_its_members(
    matrix: list[list[int]], linkage: Linkage
) -> None:
    """By brute force: each height is the mean, largest or smallest distance between all members."""
    pairs = distances(matrix, Distance.EUCLIDEAN)
    of = dict(zip(combinations(range(len(matrix)), 2), pairs, strict=True))
    together = {
        Linkage.AVERAGE: lambda several: sum(several) / len(several),
        Linkage.COMPLETE: max,
        Linkage.SINGLE: min,
    }[linkage]

    def apart(one: set[int], other: set[int]) -> float:
        return float(together([of[min(a, b), max(a, b)] for a in one for b in other]))

    alive = {at: {at} for at in range(len(matrix))}
    for number, step in enumerate(merges(pairs, linkage)):
        nearest = min(apart(a, b) for a, b in combinations(alive.values(), 2))
        left, right = alive.pop(step.left), alive.pop(step.right)
        assert step.height == pytest.approx(apart(left, right), abs=1e-9)
        assert step.height == pytest.approx(nearest, abs=1e-9)
        alive[len(matrix) + number] = left | right
        assert step.size == len(left | right)


def test_a_cut_gives_exactly_as_many_classes_as_asked_for_even_of_equal_rows() -> None:
    same = [[1, 2], [1, 2], [1, 2], [5, 1]]
    steps = merges(distances(same, Distance.EUCLIDEAN), Linkage.AVERAGE)
    assert [len(groups(cut(steps, number))) for number in (2, 3)] == [2, 3]
    assert cut(steps, 2) == [0, 0, 0, 1]


def test_a_row_alone_in_its_class_has_no_silhouette() -> None:
    pairs = distances([[0, 0], [0, 1], [9, 9]], Distance.EUCLIDEAN)
    assert silhouettes(pairs, [0, 0, 1])[2] == 0


def test_it_is_known_when_the_order_of_rows_decides() -> None:
    steps_of_one = distances([[0], [1], [2]], Distance.EUCLIDEAN)
    assert depends_on_order(steps_of_one, Linkage.AVERAGE, 2)
    assert not depends_on_order(distances(TOWNS, Distance.CHI2), Linkage.WARD, 3)


def test_rows_that_are_all_equally_far_have_no_cophenetic_correlation() -> None:
    pairs = distances([[1, 0, 0], [0, 1, 0], [0, 0, 1]], Distance.EUCLIDEAN)
    assert cophenetic_correlation(pairs, merges(pairs, Linkage.AVERAGE)) is None
