"""Tests of tables: against published numbers, definitions in fractions, and all the ways there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import permutations, product
from math import comb, exp, factorial, gamma, isclose, log, prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qcode.analysis.statistics import (
    adjusted_residuals,
    chi_square,
    chi_square_tail,
    corrected_v,
    cramers_v,
    expected,
    holm,
    large_enough,
    likelihood_ratio,
)
from qcode.analysis.statistics_exact import Alternative, Relabelling, fisher, fisher_one_sided, least_p

# Agresti (1996), An introduction to categorical data analysis, tables 2.5 to 2.7
PARTY_BY_GENDER = [[279, 73, 225], [165, 47, 191]]
# Snee (1974), Graphical display of two-way contingency tables: eyes by hair
EYES_BY_HAIR = [[68, 119, 26, 7], [20, 84, 17, 94], [15, 54, 14, 10], [5, 29, 14, 16]]
# Fisher (1962): convictions of twins; Fisher (1935): the lady tasting tea; Agresti (2002): job satisfaction
TWINS = [[2, 15], [10, 3]]
TEA = [[3, 1], [1, 3]]
JOBS = [[1, 2, 1, 0], [3, 3, 6, 1], [10, 10, 14, 9], [6, 7, 12, 11]]
SPARSE = [[5, 0, 1], [1, 4, 6]]


def test_party_by_gender_is_as_printed() -> None:
    test = chi_square(PARTY_BY_GENDER)
    assert (round(test.statistic, 2), test.df, round(test.p, 2)) == (7.01, 2, 0.03)
    assert round(likelihood_ratio(PARTY_BY_GENDER).statistic, 2) == 7.0
    first, second = adjusted_residuals(PARTY_BY_GENDER)
    assert [round(one, 2) for one in first] == [2.29, 0.46, -2.62]
    assert [round(one, 2) for one in second] == [-2.29, -0.46, 2.62]


def test_eyes_by_hair_is_as_printed() -> None:
    test = chi_square(EYES_BY_HAIR)
    assert (round(test.statistic, 2), test.df) == (138.29, 9)
    assert round(cramers_v(EYES_BY_HAIR) or 0, 3) == 0.279


@pytest.mark.parametrize(
    ("table", "chi2", "p", "g2", "p_of_g2", "v", "corrected"),
    [
        (
            PARTY_BY_GENDER,
            7.009543616823935,
            0.0300536305474461,
            7.002593856125323,
            0.0301582449737013,
            0.08457301890893669,
            0.07151866361083316,
        ),
        (
            TWINS,
            13.031674208144796,
            0.00030626663018354963,
            14.020233375839739,
            0.00018085403546125192,
            0.6590820436573077,
            0.6435749780903904,
        ),
        (
            EYES_BY_HAIR,
            138.28984162600824,
            2.325286787098839e-25,
            146.44357846451612,
            4.8055836698169134e-27,
            0.2790446233426584,
            0.27048315291231567,
        ),
        (
            SPARSE,
            9.597763347763347,
            0.008238955738291288,
            10.92608110317715,
            0.004240642231189055,
            0.7513816038301141,
            0.684747595015323,
        ),
    ],
)
def test_statistics_are_those_of_other_libraries(
    table: list[list[int]], chi2: float, p: float, g2: float, p_of_g2: float, v: float, corrected: float
) -> None:
    found = (*chi_square(table)[::2], *likelihood_ratio(table)[::2], cramers_v(table), corrected_v(table))
    assert found == pytest.approx((chi2, p, g2, p_of_g2, v, corrected), rel=1e-12)


@pytest.mark.parametrize(
    ("table", "p"),
    [(TEA, 0.4857142857142857), (TWINS, 0.0005367241191434329), (SPARSE, 0.012281835811247576)],
)
def test_fishers_exact_test_gives_the_known_p(table: list[list[int]], p: float) -> None:
    found = fisher(table)
    assert found.error is None
    assert found.p == pytest.approx(p, rel=1e-12)
    assert fisher(list(zip(*table, strict=True))).p == found.p


def test_fishers_test_in_one_direction_gives_the_published_p() -> None:
    # Fisher (1962) as in the examples of R's fisher.test; Agresti (2002), table 3.8
    less, greater = (fisher_one_sided(TWINS, side) for side in (Alternative.LESS, Alternative.GREATER))
    assert round(less.p, 7) == 0.0004652
    assert (less.p, greater.p) == pytest.approx((0.00046518094336290227, 0.9999845190186817), rel=1e-12)
    assert round(fisher_one_sided(TEA, Alternative.GREATER).p, 4) == 0.2429
    with pytest.raises(ValueError, match="two rows and two columns"):
        fisher_one_sided(SPARSE, Alternative.LESS)
    with pytest.raises(ValueError, match="two rows and two columns"):
        fisher_one_sided(TEA, Alternative.TWO_SIDED)


def test_a_table_too_large_to_be_gone_through_is_drawn_near_its_known_p_and_always_alike() -> None:
    drawn = fisher(JOBS)
    assert drawn.error is not None
    assert abs(drawn.p - 0.7827) < 3 * drawn.error
    assert fisher(JOBS) == drawn
    assert fisher(JOBS, seed=2) != drawn


tables = (
    st.integers(2, 4)
    .flatmap(
        lambda width: st.lists(
            st.lists(st.integers(0, 12), min_size=width, max_size=width), min_size=2, max_size=4
        )
    )
    .filter(lambda table: all(map(sum, table)) and all(map(sum, zip(*table, strict=True))))
)
small_tables = (
    st.integers(2, 3)
    .flatmap(
        lambda width: st.lists(
            st.lists(st.integers(0, 3), min_size=width, max_size=width), min_size=2, max_size=3
        )
    )
    .filter(lambda table: all(map(sum, table)) and all(map(sum, zip(*table, strict=True))))
)


@given(tables)
def test_chi_square_and_residuals_are_what_their_definitions_say_in_fractions(table: list[list[int]]) -> None:
    rows, columns = list(map(sum, table)), list(map(sum, zip(*table, strict=True)))
    whole = sum(rows)
    chi2, v_of = Fraction(0), Fraction(min(len(rows), len(columns)) - 1)
    for row, line in enumerate(table):
        for column, seen in enumerate(line):
            by_chance = Fraction(rows[row] * columns[column], whole)
            chi2 += (seen - by_chance) ** 2 / by_chance
            assert expected(table)[row][column] == pytest.approx(float(by_chance), rel=1e-12)
            spread = by_chance * (1 - Fraction(rows[row], whole)) * (1 - Fraction(columns[column], whole))
            squared = float((seen - by_chance) ** 2 / spread)
            found = adjusted_residuals(table)[row][column]
            assert found**2 == pytest.approx(squared, rel=1e-9, abs=1e-12)
            assert found * (seen - by_chance) >= 0
    assert chi_square(table).statistic == pytest.approx(float(chi2), rel=1e-9, abs=1e-12)
    assert (cramers_v(table) or 0) ** 2 == pytest.approx(float(chi2 / whole / v_of), rel=1e-9, abs=1e-12)
    corrected = corrected_v(table)
    assert corrected is None or 0 <= corrected <= 1 + 1e-9


@given(tables)
def test_the_likelihood_ratio_is_twice_that_of_the_two_models(table: list[list[int]]) -> None:
    rows, columns = list(map(sum, table)), list(map(sum, zip(*table, strict=True)))
    whole = sum(rows)

    def own(numbers: Sequence[int]) -> float:
        return sum(one * log(one / whole) for one in numbers if one)

    free, bound = own([one for line in table for one in line]), own(rows) + own(columns)
    assert likelihood_ratio(table).statistic == pytest.approx(2 * (free - bound), rel=1e-9, abs=1e-9)


def density(at: float, df: int) -> float:
    return at ** (df / 2 - 1) * exp(-at / 2) / (2 ** (df / 2) * gamma(df / 2))


@settings(max_examples=30, deadline=None)
@given(st.floats(1, 40), st.integers(1, 25))
def test_the_tail_of_chi_square_is_the_integral_of_its_density(start: float, df: int) -> None:
    steps, end = 4000, start + 160.0
    width = (end - start) / steps
    heights = [density(start + width * step, df) for step in range(steps + 1)]
    simpson = (
        width
        / 3
        * sum(
            height * (1 if step in (0, steps) else 4 if step % 2 else 2)
            for step, height in enumerate(heights)
        )
    )
    assert chi_square_tail(start, df) == pytest.approx(simpson, rel=1e-5, abs=1e-9)


@pytest.mark.parametrize(
    ("critical", "df", "p"),
    [(3.841, 1, 0.05), (6.635, 1, 0.01), (5.991, 2, 0.05), (16.919, 9, 0.05), (124.342, 100, 0.05)],
)
def test_the_tail_of_chi_square_is_that_of_printed_tables(critical: float, df: int, p: float) -> None:
    assert round(chi_square_tail(critical, df), 4) == p


def test_the_tail_of_chi_square_is_all_of_it_from_nothing_and_none_of_it_from_far_away() -> None:
    assert chi_square_tail(0, 3) == 1
    assert chi_square_tail(1e6, 3) == chi_square_tail(1e6, 4) == 0
    assert isclose(chi_square_tail(2000, 2000), 0.4958, abs_tol=5e-4)


def all_tables(rows: Sequence[int], columns: Sequence[int]) -> Iterator[list[list[int]]]:
    """Yield every table with these margins, found by trying every row."""
    lines = [
        [line for line in product(*(range(one + 1) for one in columns)) if sum(line) == row] for row in rows
    ]
    for table in product(*lines):
        if [sum(column) for column in zip(*table, strict=True)] == list(columns):
            yield [list(line) for line in table]


def probability(table: Sequence[Sequence[int]]) -> Fraction:
    sides = [*map(sum, table), *map(sum, zip(*table, strict=True))]
    cells = [one for line in table for one in line]
    return Fraction(prod(map(factorial, sides)), prod(map(factorial, [sum(cells), *cells])))


@settings(deadline=None)
@given(small_tables)
def test_fishers_p_is_the_share_of_all_tables_that_are_no_likelier(table: list[list[int]]) -> None:
    rows, columns = list(map(sum, table)), list(map(sum, zip(*table, strict=True)))
    chances = [probability(one) for one in all_tables(rows, columns)]
    assert sum(chances) == 1
    seen = probability(table)
    assert fisher(table).p == pytest.approx(float(sum(one for one in chances if one <= seen)), rel=1e-12)


@settings(deadline=None)
@given(small_tables.filter(lambda table: len(table) == len(table[0]) == 2))
def test_p_in_one_direction_is_the_share_of_the_tables_that_go_as_far_in_it(table: list[list[int]]) -> None:
    ways = all_tables(list(map(sum, table)), list(map(sum, zip(*table, strict=True))))
    chances = [(one[0][0], probability(one)) for one in ways]
    greater = sum(chance for first, chance in chances if first >= table[0][0])
    less = sum(chance for first, chance in chances if first <= table[0][0])
    assert fisher_one_sided(table, Alternative.GREATER).p == pytest.approx(float(greater), rel=1e-12)
    assert fisher_one_sided(table, Alternative.LESS).p == pytest.approx(float(less), rel=1e-12)


@settings(max_examples=15, deadline=None)
@given(small_tables)
def test_drawn_tables_come_with_their_probabilities(table: list[list[int]]) -> None:
    drawn = fisher(table, most=0, draws=2000)
    assert drawn.error is not None
    assert abs(drawn.p - fisher(table).p) < 5 * drawn.error + 0.001


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 5), min_size=2, max_size=4).filter(lambda sizes: sum(sizes) < 13))
def test_the_least_p_is_that_of_the_most_uneven_table(sizes: list[int]) -> None:
    uneven = [
        fisher([having, [size - one for size, one in zip(sizes, having, strict=True)]]).p
        for having in product(*(range(size + 1) for size in sizes))
        if 0 < sum(having) < sum(sizes)
    ]
    assert least_p(sizes) == min(uneven)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 4)), min_size=2, max_size=6).filter(
        lambda pairs: len({group for group, _ in pairs}) > 1
    )
)
def test_a_permutation_test_counts_all_the_ways_to_give_out_labels(pairs: list[tuple[int, int]]) -> None:
    known = sorted({group for group, _ in pairs})
    groups, values = [known.index(group) for group, _ in pairs], [value for _, value in pairs]
    whole = Fraction(sum(values), len(values))

    def between(labels: Sequence[int]) -> Fraction:
        total = Fraction(0)
        for group in set(labels):
            own = [value for value, label in zip(values, labels, strict=True) if label == group]
            total += len(own) * (Fraction(sum(own), len(own)) - whole) ** 2
        return total

    ways = list(permutations(groups))
    as_far = sum(1 for labels in ways if between(labels) >= between(groups))
    found = Relabelling(groups).chance(values)
    assert found.error is None
    assert found.p == pytest.approx(as_far / len(ways), rel=1e-12)
    assert Relabelling(groups).chance([value / 7 for value in values]).p == pytest.approx(found.p, rel=1e-12)
    assert Relabelling(groups).least <= found.p


def test_arrangements_beyond_counting_are_drawn_near_the_exact_p_and_always_alike() -> None:
    groups, values = [0] * 6 + [1] * 6, [0, 1, 0, 2, 1, 0, 3, 2, 1, 4, 0, 3]
    exact, drawn = Relabelling(groups).chance(values), Relabelling(groups, most=1).chance(values)
    assert exact.error is None
    assert drawn.error is not None
    assert abs(drawn.p - exact.p) < 4 * drawn.error
    assert Relabelling(groups, most=1).chance(values) == drawn


def test_two_groups_wholly_apart_are_one_arrangement_or_its_mirror() -> None:
    found = Relabelling([0, 0, 0, 0, 1, 1, 1, 1]).chance([5, 5, 6, 7, 0, 0, 1, 1])
    assert found.p == 2 / comb(8, 4)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_holm_rejects_what_going_down_step_by_step_rejects(chances: list[float]) -> None:
    for place, adjusted in enumerate(holm(chances)):
        steps = [
            (len(chances) - rank) * chance
            for rank, chance in enumerate(sorted(chances))
            if chance <= chances[place]
        ]
        assert adjusted == min(1.0, max(steps))


def test_the_rule_on_small_numbers_is_cochrans() -> None:
    assert large_enough(PARTY_BY_GENDER)
    assert large_enough([[5, 5], [5, 5]])
    assert not large_enough([[4, 5], [5, 5]])
    assert not large_enough(SPARSE)
    assert not large_enough([[1, 90, 90, 90, 90, 90], [0, 90, 90, 90, 90, 90]])


@pytest.mark.parametrize("table", [[[0, 0], [1, 2]], [[0, 1], [0, 2]], []])
def test_a_table_with_an_empty_row_or_column_has_no_statistics(table: list[list[int]]) -> None:
    for statistic in (expected, chi_square, fisher):
        with pytest.raises(ValueError, match="empty"):
            statistic(table or [[0]])


@given(
    st.integers(1, 9).flatmap(
        lambda scale: st.lists(st.integers(1, 9), min_size=2, max_size=4).map(
            lambda row: [[scale * one for one in row], row]
        )
    )
)
@settings(max_examples=50)
def test_what_has_nothing_to_do_with_each_other_has_no_v_and_no_residuals(table: list[list[int]]) -> None:
    assert corrected_v(table) == 0
    assert [str(one) for line in adjusted_residuals(table) for one in line] == ["0.0"] * 2 * len(table[0])


def test_exactly_as_much_as_chance_brings_is_no_v() -> None:
    """Of 2 by 2 tables that is chi-square n / (n - 1), what Bergsma takes off, in fractions."""
    found = 0
    for a, b, c, d in product(range(7), repeat=4):
        margins = prod((a + b, c + d, a + c, b + d))
        if (
            margins
            and a + b + c + d > 2
            and Fraction((a * d - b * c) ** 2, margins) == Fraction(1, a + b + c + d - 1)
        ):
            found += 1
            assert corrected_v([[a, b], [c, d]]) == 0, (a, b, c, d)
    assert found > 10


def test_too_little_gives_no_corrected_v() -> None:
    assert corrected_v([[1, 0], [0, 1]]) is None
    assert corrected_v([[1]]) is None
    assert cramers_v([[1, 2]]) is None
    with pytest.raises(ValueError, match="one row"):
        adjusted_residuals([[1, 2]])
