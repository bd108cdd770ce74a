"""Every number of codes by codes agrees with a slow count that shares no code with it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from brute_force import TOTAL
from brute_force_meetings import PAIRS, Meetings
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from random_studies import corpora

from qcode.analysis.cooccurrence_measures import Coefficient
from qcode.analysis.corpus import Corpus
from qcode.analysis.crosstab import crosstab
from qcode.analysis.selection import select
from qcode.model.documents import Role
from qcode.model.tables import Missing, Table

UNITS = ("segment", "overlap", "turn", "turns:1", "turns:3", "paragraph", "document", "case")
some_roles = st.sampled_from([(Role.RESPONDENT,), (Role.RESPONDENT,), None, (Role.RESPONDENT, Role.OTHER)])
some_coders = st.sampled_from([None, None, [1], [1, 2]])
quick = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def cells(table: Table) -> list[tuple[int, int, str, str]]:
    """Return the place of every cell with the names of its row and column."""
    return [
        (row, column, header.name, field.name)
        for row, header in enumerate(table.rows)
        for column, field in enumerate(table.columns)
    ]


@pytest.mark.parametrize("unit", UNITS)
@quick
@given(corpus=corpora(), roles=some_roles, coders=some_coders, aggregated=st.booleans())
def test_codes_meet_as_often_as_brute_force_counts(
    unit: str, corpus: Corpus, roles: Sequence[Role] | None, coders: list[int] | None, aggregated: bool
) -> None:
    selection = select(corpus, roles=roles, coders=coders)
    table = crosstab(selection, "code", "code", unit=unit, aggregated=aggregated)
    present = crosstab(selection, "code", "code", "presence", unit=unit, aggregated=aggregated)
    twin = Meetings(corpus, roles, coders, unit, aggregated)
    growing = twin.nothing() is Missing.NOT_CODED
    for row, column, one, other in cells(table):
        expected = twin.cell(one, other)
        assert table.values[row][column] == expected, (one, other)
        above = isinstance(expected, int) and expected > 0
        assert present.values[row][column] == (1 if above else expected)
        assert ((row, column) in table.incomplete) == (above and growing)
        assert set(table.behind(row, column)) == twin.behind_cell(one, other), (one, other)


@pytest.mark.parametrize("unit", UNITS)
@settings(quick, max_examples=40)
@given(data=st.data(), corpus=corpora(), roles=some_roles, coders=some_coders, aggregated=st.booleans())
def test_coefficients_are_what_the_sets_of_places_give(
    unit: str,
    data: st.DataObject,
    corpus: Corpus,
    roles: Sequence[Role] | None,
    coders: list[int] | None,
    aggregated: bool,
) -> None:
    near = unit in PAIRS - {"overlap"}
    coefficient = data.draw(st.sampled_from([Coefficient.C] if near else list(Coefficient)))
    selection = select(corpus, roles=roles, coders=coders)
    table = crosstab(selection, "code", "code", coefficient, unit=unit, aggregated=aggregated)
    twin = Meetings(corpus, roles, coders, unit, aggregated)
    basis = "characters" if unit == "overlap" and coefficient != "c" else unit
    assert [header.n for header in table.rows] == [len(twin.having(one.name, basis)) for one in table.rows]
    assert [header.n for header in table.columns] == [header.n for header in table.rows]
    for row, column, one, other in cells(table):
        value, expected = table.values[row][column], twin.strength(coefficient, one, other)
        both = twin.pairs(one, other) if coefficient == "c" else twin.both(one, other, basis)
        if twin.nothing() and (twin.nothing() is Missing.NO_DATA or not (both or twin.kin(one, other))):
            assert value is twin.nothing()
        elif expected is None:
            assert value is None
        else:
            assert value == pytest.approx(expected, abs=1e-12)
    assert not table.incomplete


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit not in PAIRS])
@quick
@given(data=st.data(), corpus=corpora(), roles=some_roles, aggregated=st.booleans())
def test_shares_are_of_the_places_with_the_code_or_of_all(
    unit: str, data: st.DataObject, corpus: Corpus, roles: Sequence[Role] | None, aggregated: bool
) -> None:
    own = [f"{unit}s"] if unit in ("document", "case") else []
    percent = data.draw(st.sampled_from(["row", "column", "table", *own]))
    table = crosstab(
        select(corpus, roles=roles), "code", "code", None, percent, unit=unit, aggregated=aggregated
    )
    twin = Meetings(corpus, roles, None, unit, aggregated)
    for row, column, one, other in cells(table):
        count, share = twin.cell(one, other), table.values[row][column]
        header = table.rows[row] if percent == "row" else table.columns[column]
        if not isinstance(count, int):
            assert share is count
            continue
        main, beside = (other, one) if percent == "column" else (one, other)
        if percent in ("row", "column"):
            whole = twin.number(TOTAL, TOTAL) if main == TOTAL else len(twin.having(main, unit))
            if main == TOTAL and beside not in (*twin.row_themes, TOTAL):
                assert share is None
                continue
        else:
            whole = len(twin.every(unit))
        assert share == (count / whole if whole else None)
        assert header.n == whole
        assert share is None or 0 <= share <= 1


@pytest.mark.parametrize("unit", [*UNITS, "characters"])
@pytest.mark.parametrize("axis", ["case", "participant"])
@settings(quick, max_examples=25)
@given(data=st.data(), corpus=corpora(), aggregated=st.booleans())
def test_under_a_condition_only_what_is_said_for_its_cases_and_participants_counts(
    axis: str, unit: str, data: st.DataObject, corpus: Corpus, aggregated: bool
) -> None:
    assume(corpus.cases and corpus.codings)
    name = "Case 1" if axis == "case" else "Person 1"
    selection = select(corpus, where=f'{axis} = "{name}"')
    measure = "phi" if unit not in PAIRS and data.draw(st.booleans()) else None
    unit = "overlap" if unit == "characters" else unit
    place = 0 if axis == "case" else 1
    twin = Meetings(corpus, (Role.RESPONDENT,), None, unit, aggregated, lambda *pair: pair[place] == 1)
    table = crosstab(selection, "code", "code", measure, unit=unit, aggregated=aggregated)
    for row, column, one, other in cells(table):
        value = table.values[row][column]
        expected = twin.strength("phi", one, other) if measure else twin.number(one, other)
        if isinstance(value, Missing):
            assert not (expected or 0) > 0
        else:
            assert value == (expected if expected is None else pytest.approx(expected, abs=1e-12))


@quick
@given(corpus=corpora(), unit=st.sampled_from(UNITS), coders=some_coders)
def test_the_columns_of_one_coder_are_the_table_of_that_coder_alone(
    corpus: Corpus, unit: str, coders: list[int] | None
) -> None:
    selection = select(corpus, coders=coders)
    together = crosstab(selection, "code", "code", unit=unit, per_coder=True)
    groups = {field.group for field in together.columns}
    for coder in corpus.coders.values():
        alone = crosstab(select(corpus, coders=[coder.id]), "code", "code", unit=unit)
        own = [n for n, one in enumerate(together.columns) if one.name.endswith(f" ({coder.name})")]
        assert own or coder.name not in groups
        for number, column in zip(own, range(len(alone.columns)), strict=False):
            assert [line[number] for line in together.values] == [line[column] for line in alone.values]


@pytest.mark.parametrize("unit", UNITS)
@settings(quick, max_examples=30)
@given(data=st.data(), corpus=corpora(), roles=some_roles, coders=some_coders, aggregated=st.booleans())
def test_branches_of_codes_meet_in_a_rectangle_as_brute_force_counts(
    unit: str,
    data: st.DataObject,
    corpus: Corpus,
    roles: Sequence[Role] | None,
    coders: list[int] | None,
    aggregated: bool,
) -> None:
    paths = [corpus.codes.path(code.id) for code in corpus.codes]
    branches = [
        "code",
        "code:*",
        *(f"code:{path}" for path in paths),
        *(f"code:{path} > *" for path in paths),
    ]
    sides = data.draw(st.sampled_from(branches)), data.draw(st.sampled_from(branches))
    near = unit in PAIRS
    coefficient = data.draw(st.sampled_from([None, *([Coefficient.C] if near else Coefficient)]))
    share = None if near or coefficient else data.draw(st.sampled_from([None, "row", "column", "table"]))
    selection = select(corpus, roles=roles, coders=coders)
    table = crosstab(selection, *sides, coefficient, share, unit=unit, aggregated=aggregated)
    twin = Meetings(corpus, roles, coders, unit, aggregated, sides=sides)
    shown = [{header.name for header in headers} - {TOTAL} for headers in (table.rows, table.columns)]
    assert shown == [twin.branch(side) for side in sides]
    for row, column, one, other in cells(table):
        value, count = table.values[row][column], twin.cell(one, other)
        assert coefficient or set(table.behind(row, column)) == twin.behind_cell(one, other)
        if coefficient:
            expected = twin.strength(coefficient, one, other)
            assert isinstance(value, Missing) or value == (
                None if expected is None else pytest.approx(expected)
            )
        elif share is None or not isinstance(count, int):
            assert value == count, (one, other)
        elif value is not None:
            header = table.rows[row] if share == "row" else table.columns[column]
            assert header.n
            assert value == count / header.n


@quick
@given(
    data=st.data(),
    corpus=corpora(),
    unit=st.sampled_from(UNITS),
    by=st.sampled_from(["case", "case.region", "document.kind", "participant", "coder"]),
)
def test_a_block_is_the_table_under_the_condition_that_names_its_value(
    data: st.DataObject, corpus: Corpus, unit: str, by: str
) -> None:
    measure = data.draw(st.sampled_from([None, "c"]))
    table = crosstab(select(corpus), "code", "code", measure, unit=unit, by=by)
    groups = list(dict.fromkeys(column.group for column in table.columns))
    whole = crosstab(select(corpus), "code", "code", measure, unit=unit)
    for group in groups:
        if group is None or (group.startswith("(") and group != "Total"):
            continue
        # A condition on a coder leaves what every document still needs to all coders: ask for the one.
        where = None if group == "Total" or by == "coder" else f'{by} = "{group}"'
        coders = [group] if by == "coder" and group != "Total" else None
        alone = crosstab(select(corpus, where=where, coders=coders), "code", "code", measure, unit=unit)
        places = [n for n, one in enumerate(table.columns) if one.group == group and not one.of_row]
        assert len(places) == len(whole.columns)
        for row in range(len(table.rows)):
            assert [table.values[row][place] for place in places] == list(alone.values[row])
            for column, place in enumerate(places):
                assert table.behind(row, place) == alone.behind(row, column)
