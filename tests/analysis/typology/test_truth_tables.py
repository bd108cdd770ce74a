"""Truth tables and their minimisation: against R's QCA, and against trying out everything."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qcode.analysis.typology.minimisation import Implicant, covers, minimise, prime_implicants
from qcode.analysis.typology.truth_tables import Fit, Row, TruthTable, fit, need, truth_table
from qcode.errors import DataError

# Survival of democracy between the wars (Lipset 1959; Rihoux & Ragin 2009), as in the R package QCA: LC
# and LF. Country, then development, urbanisation, literacy, industry, stability, survival.
NAMES = ("DEV", "URB", "LIT", "IND", "STB")
CRISP = """
AU 1 0 1 1 0 0  BE 1 1 1 1 1 1  CZ 1 1 1 1 1 1  EE 0 0 1 0 1 0  FI 1 0 1 0 1 1  FR 1 0 1 1 1 1
DE 1 1 1 1 0 0  GR 0 0 0 0 0 0  HU 0 0 1 0 0 0  IE 1 0 1 0 1 1  IT 0 0 0 0 1 0  NL 1 1 1 1 1 1
PL 0 0 1 0 0 0  PT 0 0 0 0 0 0  RO 0 0 0 0 1 0  ES 0 0 0 0 0 0  SE 1 0 1 1 1 1  GB 1 1 1 1 1 1
"""
FUZZY = """
AU .81 .12 .99 .73 .43 .05  BE .99 .89 .98 1 .98 .95  CZ .58 .98 .98 .9 .91 .89  EE .16 .07 .98 .01 .91 .12
FI .58 .03 .99 .08 .58 .77  FR .98 .03 .99 .81 .95 .95  DE .89 .79 .99 .96 .31 .05  GR .04 .09 .13 .36 .43 .06
HU .07 .16 .88 .07 .13 .42  IE .72 .05 .98 .01 .95 .92  IT .34 .1 .41 .47 .58 .05  NL .98 1 .99 .94 .99 .95
PL .02 .17 .59 0 0 .12  PT .01 .02 .01 .11 .01 .05  RO .01 .03 .17 0 .84 .21  ES .03 .3 .09 .21 .2 .06
SE .95 .13 .99 .67 .91 .95  GB .98 .99 .99 1 .98 .95
"""


def countries(text: str, inclusion: float) -> tuple[list[str], TruthTable]:
    words = text.split()
    rows = [words[at : at + 7] for at in range(0, len(words), 7)]
    columns = list(zip(*[[float(one) for one in row[1:]] for row in rows], strict=True))
    return [row[0] for row in rows], truth_table(columns[:5], columns[5], inclusion=inclusion)


def words(implicant: Implicant) -> str:
    pairs = zip(NAMES, implicant, strict=True)
    return "*".join(f"{'' if one else '~'}{name}" for name, one in pairs if one is not None)


def test_the_crisp_truth_table_is_the_published_one() -> None:
    known, table = countries(CRISP, 1.0)
    rows = {number: row for number, row in enumerate(table.rows, 1) if row.cases}
    assert {number: (row.out, "".join(known[case] for case in row.cases)) for number, row in rows.items()} == {
        1: (0, "GRPTES"), 2: (0, "ITRO"), 5: (0, "HUPL"), 6: (0, "EE"), 22: (1, "FIIE"), 23: (0, "AU"),
        24: (1, "FRSE"), 31: (0, "DE"), 32: (1, "BECZNLGB"),
    }  # fmt: skip
    assert all(row.out is None for row in table.rows if not row.cases)
    assert not any(row.contradictory for row in table.rows)


def test_the_crisp_solutions_are_the_published_ones() -> None:
    _, table = countries(CRISP, 1.0)
    (conservative,) = table.conservative().models
    assert {words(one) for one in conservative} == {"DEV*LIT*IND*STB", "DEV*~URB*LIT*STB"}
    (parsimonious,) = table.parsimonious().models
    assert [words(one) for one in parsimonious] == ["DEV*STB"]
    of = fit(table.solution(parsimonious), table.outcome)
    assert (of.inclusion, of.pri, of.coverage) == (1, 1, 1)


def test_the_fuzzy_rows_have_the_published_consistencies() -> None:
    _, table = countries(FUZZY, 0.8)
    published = {22: (0.804, 0.719), 23: (0.378, 0.040), 24: (0.709, 0.634), 31: (0.445, 0.050),
                 32: (0.904, 0.886)}  # fmt: skip
    computed = {1: (0.21597633, 0), 2: (0.27802691, 0), 5: (0.52090032, 0.11309524),
                6: (0.52857143, 0.22807018), 16: (0.79661017, 0.56363636), 21: (0.67096774, 0.31081081),
                22: (0.80427046, 0.71938776), 23: (0.37820513, 0.03960396), 24: (0.70877193, 0.63436123),
                30: (0.86516854, 0.42857143), 31: (0.44525547, 0.05), 32: (0.90420561, 0.88579387)}  # fmt: skip
    for expected, close in ((published, 5e-4), (computed, 6e-9)):
        for number, pair in expected.items():
            of = table.rows[number - 1].fit
            assert (of.inclusion, of.pri) == pytest.approx(pair, abs=close)
    assert [number for number, row in enumerate(table.rows, 1) if row.out == 1] == [22, 32]


def test_the_fuzzy_solutions_are_the_published_ones() -> None:
    _, table = countries(FUZZY, 0.8)
    (conservative,) = table.conservative().models
    assert {words(one) for one in conservative} == {"DEV*URB*LIT*IND*STB", "DEV*~URB*LIT*~IND*STB"}
    of = fit(table.solution(conservative), table.outcome)
    assert (of.inclusion, of.pri, of.coverage) == pytest.approx(
        (0.86976744, 0.84299065, 0.65845070), abs=6e-9
    )
    (parsimonious,) = table.parsimonious().models
    assert {words(one) for one in parsimonious} == {"DEV*~IND", "URB*STB"}
    of = fit(table.solution(parsimonious), table.outcome)
    assert (of.inclusion, of.pri, of.coverage) == pytest.approx(
        (0.85034965, 0.81864407, 0.71361502), abs=6e-9
    )
    each = [table.unique_coverage(parsimonious, at) for at in (0, 1)]
    alone = [fit(table.membership(one), table.outcome).coverage for one in reversed(parsimonious)]
    assert each == pytest.approx([of.coverage - one for one in alone])  # type: ignore[operator]


@pytest.mark.parametrize(
    ("inclusion", "terms", "of"),
    [
        (0.8, {"DEV*URB*LIT*STB", "DEV*LIT*~IND*STB"}, None),
        (0.7, {"DEV*LIT*STB"}, (0.869, 0.848, 0.824)),
    ],
)
def test_intermediate_solutions_are_those_of_another_program(
    inclusion: float, terms: set[str], of: tuple[float, float, float] | None
) -> None:
    """As R's QCA gives them for LF where every condition is expected to help (dir.exp "1,1,1,1,1")."""
    _, table = countries(FUZZY, inclusion)
    (model,) = table.intermediate([1] * 5).models
    assert {words(one) for one in model} == terms
    found = fit(table.solution(model), table.outcome)
    if of:
        assert (found.inclusion, found.pri, found.coverage) == pytest.approx(of, abs=5e-4)


def test_without_expectations_an_intermediate_solution_is_the_conservative_one() -> None:
    for text, inclusion in ((CRISP, 1.0), (FUZZY, 0.8)):
        _, table = countries(text, inclusion)
        assert table.intermediate([None] * 5).models == table.conservative().models


def test_what_is_necessary_is_worked_out_by_its_definitions() -> None:
    _, table = countries(FUZZY, 0.8)
    stable = table.conditions[4]
    both = sum(min(x, y) for x, y in zip(stable, table.outcome, strict=True))
    of = need(stable, table.outcome)
    assert of.inclusion == pytest.approx(both / sum(table.outcome))
    assert of.coverage == pytest.approx(both / sum(stable))
    assert need([1, 1, 1], [1, 0, 1]).relevance == 0
    assert need([1, 0, 1], [1, 0, 1]).relevance == 1


def test_a_case_at_one_half_is_in_no_row_and_cases_that_differ_contradict() -> None:
    table = truth_table([[1, 0.5, 1, 0], [1, 1, 1, 0]], [1, 1, 0, 0])
    assert table.ambiguous == (1,)
    both = table.rows[-1]
    assert (both.cases, both.contradictory, both.out) == ((0, 2), True, 0)


def test_rows_with_too_few_cases_are_remainders() -> None:
    table = truth_table([[1, 1, 0], [1, 1, 0]], [1, 1, 0], least=2)
    assert [row.out for row in table.rows] == [None, None, None, 1]


def test_where_nothing_speaks_against_it_the_outcome_is_always_there() -> None:
    table = truth_table([[1, 0], [1, 0]], [1, 1])
    assert table.parsimonious().models == (((None, None),),)


OUTS = st.integers(2, 4).flatmap(
    lambda size: st.fixed_dictionaries({key: st.sampled_from("10?") for key in product((0, 1), repeat=size)})
)


@given(OUTS, st.data())
@settings(max_examples=40, deadline=None)
def test_intermediate_solutions_lie_between_the_others(
    outs: dict[tuple[int, ...], str], data: st.DataObject
) -> None:
    """They hold what the conservative ones hold, and nothing that was seen not to lead to the outcome."""
    size = len(next(iter(outs)))
    rows = tuple(
        Row(key, (), Fit(None, None, None), None if out == "?" else int(out), False)
        for key, out in outs.items()
    )
    table = TruthTable(rows, ((),) * size, (), ())
    expected = data.draw(st.lists(st.sampled_from([0, 1, None]), min_size=size, max_size=size))
    models = table.intermediate(expected).models
    assert bool(models) == bool(table.keys(1))
    for model in models:
        held = {key for key in outs if any(covers(one, key) for one in model)}
        assert set(table.keys(1)) <= held
        assert held.isdisjoint(table.keys(0))


@given(OUTS)
@settings(max_examples=60, deadline=None)
def test_primes_and_smallest_covers_are_those_found_by_trying_out_everything(
    outs: dict[tuple[int, ...], str],
) -> None:
    on = [key for key, out in outs.items() if out == "1"]
    off = [key for key, out in outs.items() if out == "0"]
    size = len(next(iter(outs)))
    clear = [
        one
        for one in product((0, 1, None), repeat=size)
        if any(covers(one, key) for key in on) and not any(covers(one, key) for key in off)
    ]

    def wider(one: Implicant, other: Implicant) -> bool:
        return one != other and all(a is None or a == b for a, b in zip(one, other, strict=True))

    primes = [one for one in clear if not any(wider(other, one) for other in clear)]
    assert set(prime_implicants(on, off)) == set(primes)
    found = minimise(on, off)
    assert found.complete
    if not on:
        assert found.models == ()
        return
    for number in range(1, len(primes) + 1):
        smallest = {
            frozenset(several)
            for several in combinations(primes, number)
            if all(any(covers(one, key) for one in several) for key in on)
        }
        if smallest:
            break
    assert set(map(frozenset, found.models)) == smallest


def test_what_would_take_for_ever_is_given_up_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qcode.analysis.typology.minimisation.MOST_STEPS", 5)
    checkered = [key for key in product((0, 1), repeat=5) if sum(key) % 3 == 0]
    rest = [key for key in product((0, 1), repeat=5) if sum(key) % 3 == 1]
    with pytest.raises(DataError, match="too little in common"):
        minimise(checkered, rest)


def test_no_more_solutions_are_looked_for_than_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qcode.analysis.typology.minimisation.MOST_COVERS", 2)
    # Each of five conditions alone tells these two apart.
    found = minimise([(1,) * 5], [(0,) * 5])
    assert len(found.models) == 2
    assert not found.complete
