"""Every number of every kind of table agrees with a slow count that shares no code with it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from brute_force import TOTAL, Twin
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from random_studies import corpora, studies_of_a_facet

from qcode.analysis.corpus import Corpus
from qcode.analysis.crosstab import crosstab
from qcode.analysis.frequencies import frequencies
from qcode.analysis.measures import ADDITIVE, Measure
from qcode.analysis.selection import Selection, select
from qcode.model.documents import Role
from qcode.model.tables import Missing, Table

PLAIN_DIMENSIONS = (
    "code",
    "case",
    "case.region",
    "case.population",
    "case.population:10,20",
    "document",
    "document.kind",
    "document.year",
    "participant",
    "participant.role",
    "participant.office",
    "coder",
)
OPTIONAL = {"(no case)", "(no participant)", "(none)"}
some_roles = st.sampled_from(
    [(Role.RESPONDENT,), (Role.RESPONDENT,), None, (Role.INTERVIEWER,), (Role.RESPONDENT, Role.OTHER)]
)
some_coders = st.sampled_from([None, None, [1], [1, 2]])
quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def dimensions(draw: st.DrawFn, corpus: Corpus) -> tuple[str, str | None]:
    facets = tuple(f"facet:{head.name}" for head in corpus.codes.facets())
    rows = draw(st.sampled_from(PLAIN_DIMENSIONS + facets))
    columns = draw(st.sampled_from((None, *PLAIN_DIMENSIONS, *facets)))
    assume(not rows == columns == "code")
    return rows, columns


def labels(table: Table, one_way: bool) -> tuple[list[str], list[str]]:
    columns = [TOTAL] if one_way else [header.name for header in table.columns]
    return [header.name for header in table.rows], columns


@pytest.mark.parametrize("measure", list(Measure))
@quick
@given(data=st.data(), corpus=corpora(), roles=some_roles, coders=some_coders, aggregated=st.booleans())
def test_every_cell_of_a_cross_table_is_what_brute_force_counts(
    measure: Measure,
    data: st.DataObject,
    corpus: Corpus,
    roles: Sequence[Role] | None,
    coders: list[int] | None,
    aggregated: bool,
) -> None:
    rows, columns = data.draw(dimensions(corpus))
    selection = select(corpus, roles=roles, coders=coders)
    table = crosstab(selection, rows, columns, measure, aggregated=aggregated)
    twin = Twin(corpus, roles, coders)
    row_names, column_names = labels(table, columns is None)
    for row, row_name in enumerate(row_names):
        for column, column_name in enumerate(column_names):
            place = (row_name, column_name)
            expected = twin.value(measure, rows, columns, place, aggregated)
            assert table.values[row][column] == expected, place
            assert set(table.behind(row, column)) == twin.behind(rows, columns, place, aggregated)
            growing = (
                measure not in (Measure.PRESENCE, Measure.QUOTES)
                and not isinstance(expected, Missing)
                and expected > 0
                and twin.any_open(rows, columns, place)
            )
            assert ((row, column) in table.incomplete) == growing


@settings(quick, max_examples=200)
@given(corpus=studies_of_a_facet(), aggregated=st.booleans())
def test_a_coding_has_the_values_of_its_own_coders_facets_that_overlap_it(
    corpus: Corpus, aggregated: bool
) -> None:
    table = crosstab(select(corpus), "code", "facet:Who", aggregated=aggregated)
    twin = Twin(corpus, (Role.RESPONDENT,), None)
    for row, header in enumerate(table.rows):
        for column, field in enumerate(table.columns):
            place = (header.name, field.name)
            assert table.values[row][column] == twin.value("segments", "code", "facet:Who", place, aggregated)


@quick
@given(data=st.data(), corpus=corpora(), roles=some_roles, coders=some_coders, aggregated=st.booleans())
def test_no_coding_is_without_a_row_and_nothing_optional_is_shown_empty(
    data: st.DataObject,
    corpus: Corpus,
    roles: Sequence[Role] | None,
    coders: list[int] | None,
    aggregated: bool,
) -> None:
    rows, columns = data.draw(dimensions(corpus))
    table = crosstab(select(corpus, roles=roles, coders=coders), rows, columns, aggregated=aggregated)
    twin = Twin(corpus, roles, coders)
    by_code = "code" in (rows, columns)
    counted = [one for one in twin.strands if by_code or one.coding.code in twin.in_totals]
    for spec, headers in ((rows, table.rows), (columns, table.columns)):
        if spec is None:
            continue
        shown = {header.name for header in headers} - {TOTAL}
        needed = {label for one in counted for label in twin.labels(spec, one, aggregated)}
        assert needed <= shown
        assert shown & OPTIONAL <= needed


@quick
@given(data=st.data(), corpus=corpora(), roles=some_roles, aggregated=st.booleans())
def test_totals_never_exceed_the_sum_and_never_fall_below_the_largest_part(
    data: st.DataObject, corpus: Corpus, roles: Sequence[Role] | None, aggregated: bool
) -> None:
    rows, columns = data.draw(dimensions(corpus))
    # Totals over codes leave facets out, which the columns of codes show.
    assume(columns is not None and columns != "code")
    measure = data.draw(st.sampled_from(ADDITIVE))
    table = crosstab(select(corpus, roles=roles), rows, columns, measure, aggregated=aggregated)
    numbers = [[value if isinstance(value, int) else 0 for value in line] for line in table.values]
    # Of any role, what lies between the turns counts in the total, and is nobody's.
    nobodys = roles is None and measure in (Measure.CHARACTERS, Measure.WORDS)
    for line in numbers[:-1]:
        assert max(line[:-1], default=0) <= line[-1]
        assert nobodys or line[-1] <= sum(line[:-1])


@quick
@given(data=st.data(), corpus=corpora(), roles=some_roles, coders=some_coders)
def test_shares_are_the_counts_over_the_n_in_the_header(
    data: st.DataObject, corpus: Corpus, roles: Sequence[Role] | None, coders: list[int] | None
) -> None:
    rows, columns = data.draw(dimensions(corpus))
    percent = data.draw(st.sampled_from(["row", "column", "table", "documents", "cases"]))
    assume(not (percent == "row" and columns is None))
    measure = percent if percent in ("documents", "cases") else data.draw(st.sampled_from(ADDITIVE))
    selection = select(corpus, roles=roles, coders=coders)
    counts = crosstab(selection, rows, columns, measure)
    shares = crosstab(selection, rows, columns, measure, percent)
    assert shares.incomplete == counts.incomplete
    for row, header in enumerate(shares.rows):
        for column, field in enumerate(shares.columns):
            count, share = counts.values[row][column], shares.values[row][column]
            n = header.n if header.n is not None else field.n
            if isinstance(count, Missing):
                assert share is count
            elif share is not None:
                assert n
                assert isinstance(count, int)
                assert isinstance(share, float)
                assert share == count / n
                assert percent not in ("documents", "cases") or share <= 1


@quick
@given(corpus=corpora(), roles=some_roles, coders=some_coders)
def test_the_columns_of_one_coder_are_the_table_of_that_coder_alone(
    corpus: Corpus, roles: Sequence[Role] | None, coders: list[int] | None
) -> None:
    selection = select(corpus, roles=roles, coders=coders)
    together = crosstab(selection, "code", "document.kind", per_coder=True)
    for coder in corpus.coders.values():
        alone = crosstab(select(corpus, roles=roles, coders=[coder.id]), "code", "document.kind")
        for column, field in enumerate(alone.columns):
            name = f"{field.name} ({coder.name})"
            own = [number for number, one in enumerate(together.columns) if one.name == name]
            for number in own:
                assert [line[number] for line in together.values] == [line[column] for line in alone.values]


@quick
@given(corpus=corpora(), roles=some_roles, coders=some_coders, rolled_up=st.booleans())
def test_every_number_of_the_frequency_table_is_what_brute_force_counts(
    corpus: Corpus, roles: Sequence[Role] | None, coders: list[int] | None, rolled_up: bool
) -> None:
    selection: Selection = select(corpus, roles=roles, coders=coders)
    table = frequencies(selection, aggregated=rolled_up)
    twin = Twin(corpus, roles, coders)
    assert {header.name for header in table.rows} == {corpus.codes.path(code.id) for code in corpus.codes}
    for row, header in enumerate(table.rows):
        for column, field in enumerate(table.columns):
            measure, _, aggregated = field.name.partition("_")
            rolled = aggregated or (rolled_up and measure in ("participants", "characters", "coverage"))
            expected = twin.value(measure, "code", None, (header.name, TOTAL), bool(rolled))
            assert table.values[row][column] == expected, (header.name, field.name)
