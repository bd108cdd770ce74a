"""Where things lie in pictures, against scipy and by what has to hold."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picture_tables import table
from scipy.cluster.hierarchy import leaves_list, linkage

from qcode.model.tables import CellValue, Format, Missing
from qcode.pictures.layout import beside, on_lines, spread
from qcode.pictures.scale import ticks, years_between
from qcode.pictures.shapes import growth, tree, years

NAMES = [("left", Format.TEXT), ("right", Format.TEXT), ("height", Format.DECIMAL), ("size", Format.COUNT)]


@settings(max_examples=40)
@given(seed=st.integers(0, 10_000), cases=st.integers(2, 25))
def test_the_leaves_of_a_tree_are_ordered_as_scipy_does(seed: int, cases: int) -> None:
    merged = linkage(np.random.default_rng(seed).random((cases, 4)), "ward")
    names = [f"Place {number}" for number in range(cases)]

    def name(node: float) -> str:
        return names[int(node)] if node < cases else f"#{int(node) - cases + 1}"

    values: list[Sequence[CellValue]] = [
        [name(left), name(right), float(height), int(size)] for left, right, height, size in merged
    ]
    one = tree(table("step", [""] * len(values), NAMES, values))
    assert [one.leaves[leaf] for leaf in one.order] == [names[leaf] for leaf in leaves_list(merged)]
    assert one.highest == pytest.approx(merged[-1][2])


def test_two_cases_of_one_name_stay_two_leaves() -> None:
    one = tree(table("step", ["", ""], NAMES, [["Port", "Port", 0.1, 2], ["#1", "Hill", 0.2, 3]]))
    assert list(one.leaves) == ["Port", "Port", "Hill"]
    assert sorted(one.order) == [0, 1, 2]


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    return math.hypot(one[0] - other[0], one[1] - other[1])


def test_a_chain_is_laid_out_straight_with_its_lengths() -> None:
    places = spread(4, [(0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0)])
    for one in range(4):
        for other in range(one):
            assert distance(places[one], places[other]) == pytest.approx(one - other, abs=0.05)


def test_the_stronger_two_go_together_the_nearer_they_are() -> None:
    places = spread(3, [(0, 1, 1.0), (1, 2, 0.1)])
    assert distance(places[0], places[1]) == pytest.approx(1.0, abs=0.02)
    assert distance(places[1], places[2]) == pytest.approx(1.9, abs=0.02)


EDGES = st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14), st.floats(0.01, 1)), max_size=40)


@settings(max_examples=30)
@given(edges=EDGES)
def test_any_network_has_finite_places_and_always_the_same(edges: list[tuple[int, int, float]]) -> None:
    edges = [one for one in edges if one[0] != one[1]]
    places = spread(15, edges)
    assert all(math.isfinite(x) and math.isfinite(y) for x, y in places)
    assert places == spread(15, edges)
    nearest = min(distance(places[one], places[other]) for one in range(15) for other in range(one))
    assert nearest > 0.01


def test_pieces_of_a_network_keep_apart() -> None:
    places = spread(4, [(0, 1, 1.0), (2, 3, 1.0)])
    assert distance(places[0], places[2]) > distance(places[0], places[1])


def overlaps(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@settings(max_examples=40)
@given(
    points=st.lists(st.tuples(st.integers(2, 18), st.integers(4, 36)), min_size=1, max_size=14, unique=True)
)
def test_names_beside_points_cover_neither_names_nor_points(points: list[tuple[int, int]]) -> None:
    places = [(x * 30.0, y * 15.0) for x, y in points]
    found = beside(places, [3.0] * len(places), [(26.0, 9.0)] * len(places), (0, 0, 600, 600))
    boxes = [(x - 13, y - 4.5, x + 13, y + 4.5) for (x, y), _ in found]
    discs = [(x - 3, y - 3, x + 3, y + 3) for x, y in places]
    assert not any(overlaps(boxes[one], boxes[other]) for one in range(len(boxes)) for other in range(one))
    assert not any(overlaps(box, disc) for box in boxes for disc in discs)
    assert all(box[0] >= 0 and box[1] >= 0 and box[2] <= 600 and box[3] <= 600 for box in boxes)


def test_points_on_top_of_each_other_have_names_that_are_led_to_them() -> None:
    found = beside([(100.0, 100.0)] * 4, [3.0] * 4, [(40.0, 9.0)] * 4, (0, 0, 300, 300))
    assert len({place for place, _ in found}) == 4
    assert all(led for _, led in found)


def test_numbers_on_lines_step_aside_for_each_other() -> None:
    crossing = [((0.0, 0.0), (100.0, 100.0)), ((0.0, 100.0), (100.0, 0.0))]
    first, second = on_lines(crossing, [(12.0, 6.0)] * 2, [])
    assert first == (50.0, 50.0)
    assert distance(first, second) > 6


@given(largest=st.floats(0.001, 1e9))
def test_scales_go_from_zero_to_the_largest_in_round_steps(largest: float) -> None:
    marks = ticks(largest)
    assert marks[0] == 0
    assert marks[-1] >= largest * (1 - 1e-6)
    assert 2 <= len(marks) <= 8
    step = f"{marks[1]:.0e}"
    assert step[0] in "125"


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2020", 2020.5), ("2020-01", 2020 + 1 / 24), ("2020-07-01", 2020.5), ("2020-13", None),
        ("", None), ("May", None), ("open", None), ("20201", None),
    ],
)  # fmt: skip
def test_dates_of_days_months_and_years_have_a_place_in_time(date: str, expected: float | None) -> None:
    assert years(date) == (None if expected is None else pytest.approx(expected))


def test_what_lasts_until_a_year_or_a_month_lasts_to_its_end() -> None:
    assert years("2020", 0) == 2020
    assert years("2020", 1) == 2021
    assert years("2020-06", 1) == pytest.approx(2020.5)


@given(first=st.integers(1600, 2100), length=st.integers(1, 400), about=st.integers(2, 12))
def test_years_on_a_scale_are_round_and_within_it(first: int, length: int, about: int) -> None:
    marks = years_between(first, first + length, about)
    assert all(first <= year <= first + length for year in marks)
    assert 1 <= len(marks) <= about + 1


def test_a_curve_of_one_column_counts_what_is_new_itself() -> None:
    steps = growth(
        table("document", ["a", "b", "c"], [("codes", Format.COUNT)], [[4], [Missing.NO_DATA], [9]])
    )
    assert [(one.label, one.new, one.total) for one in steps] == [("a", 4, 4), ("c", 5, 9)]
