"""Every number of every kind of table agrees with a slow count that shares no code with it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from brute_force import TOTAL, Twin
from brute_force_layers import Layer
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
quick = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def dimensions(draw: st.DrawFn, corpus: Corpus) -> tuple[str, str | None]:
    known = every_dimension(corpus)
    rows = draw(st.sampled_from(known))
    columns = draw(st.sampled_from((None, *known)))
    assume(columns is None or not of_codes(rows) or not of_codes(columns))
    return rows, columns


def every_dimension(corpus: Corpus) -> tuple[str, ...]:
    facets = tuple(f"facet:{head.name}" for head in corpus.codes.facets())
    paths = [corpus.codes.path(code.id) for code in corpus.codes]
    branches = [f'code:"{path}"' for path in paths[:3]] + [f"code:{path} > *" for path in paths[:2]]
    return (*PLAIN_DIMENSIONS, *facets, *branches, "code:*")


def of_codes(spec: str) -> bool:
    return spec == "code" or spec.startswith("code:")


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


@pytest.mark.parametrize("measure", list(Measure))
@quick
@given(data=st.data(), corpus=corpora(), roles=some_roles, coders=some_coders, aggregated=st.booleans())
def test_every_block_of_a_third_dimension_is_what_brute_force_counts_under_its_value(
    measure: Measure,
    data: st.DataObject,
    corpus: Corpus,
    roles: Sequence[Role] | None,
    coders: list[int] | None,
    aggregated: bool,
) -> None:
    rows, columns = data.draw(dimensions(corpus))
    by = data.draw(st.sampled_from(["participant", "case", *every_dimension(corpus)]))
    assume(not of_codes(by) or not any(map(of_codes, (rows, columns or ""))))
    share = None
    if measure in ADDITIVE and columns is not None:
        own = [str(measure)] if measure in (Measure.DOCUMENTS, Measure.CASES) else []
        share = data.draw(st.sampled_from([None, "row", "column", "table", *own]))
    selection = select(corpus, roles=roles, coders=coders)
    table = crosstab(selection, rows, columns, measure, share, by=by, aggregated=aggregated)
    groups = list(dict.fromkeys(column.group for column in table.columns))
    assert groups[-1] == "Total"
    for group in groups:
        places = [place for place, one in enumerate(table.columns) if one.group == group]
        label = next(
            one
            for one in twin_labels(corpus, by, group)
            if table.columns[places[-1]].name.endswith(in_brackets(one))
        )
        twin = Layer(corpus, roles, coders, by, label, aggregated)
        block(table, twin, places, (rows, columns), measure, share, label, aggregated)


def in_brackets(label: str) -> str:
    """Return how a column says in which block it stands; what stands in brackets already gets no more."""
    return f" {label}" if label.startswith("(") else f" ({label})"


def by_another(sides: tuple[str, str | None], place: tuple[str, str], coder: str) -> bool:
    """Tell whether a row or column is of another coder than one."""
    return any(
        side == "coder" and name not in (coder, TOTAL) for side, name in zip(sides, place, strict=True)
    )


def twin_labels(corpus: Corpus, by: str, group: str | None) -> list[str]:
    """Return what a block can be called by the twin: by its path where it is a code."""
    if group == "Total":
        return [TOTAL]
    named = [corpus.codes.path(code.id) for code in corpus.codes if code.name == group]
    return [*named, group or ""] if of_codes(by) or by.startswith("facet:") else [group or ""]


def block(
    table: Table,
    twin: Twin,
    places: Sequence[int],
    sides: tuple[str, str | None],
    measure: Measure,
    share: str | None,
    label: str,
    aggregated: bool,
) -> None:
    """Compare one block of columns, cell by cell."""
    rows, columns = sides
    coders = {one.name for one in twin.corpus.coders.values()}
    n_of: dict[int, object] = {}
    for column in places:
        name = table.columns[column].name.removesuffix(in_brackets(label)) if columns is not None else TOTAL
        for row, header in enumerate(table.rows):
            place, found = (header.name, name), table.values[row][column]
            if table.columns[column].of_row:
                n_of[row] = found
                continue
            expected = twin.value(measure, rows, columns, place, aggregated)
            assert set(table.behind(row, column)) == twin.behind(rows, columns, place, aggregated)
            if label in coders and by_another(sides, place, label):
                # Nothing in one coder's block can be another's: not even nothing.
                assert found is None
                continue
            if share is None or isinstance(expected, Missing):
                assert found == expected, (place, label)
            elif found is not None:
                n = n_of[row] if n_of else table.columns[column].n
                assert n
                assert found == expected / n
            if share == "row":
                whole = twin.value(measure, rows, columns, (header.name, TOTAL), aggregated)
                assert n_of[row] in (None, 0 if isinstance(whole, Missing) else whole)
            if share in ("documents", "cases") and found is not None and not isinstance(found, Missing):
                scope = twin.scope(rows, columns, (header.name, name) if n_of else (TOTAL, name))
                held = (
                    {one[0] for one in scope} if share == "documents" else {one[1] for one in scope} - {None}
                )
                assert (n_of[row] if n_of else table.columns[column].n) == len(held)


@settings(quick, max_examples=80)
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
    sides = [one for one in (rows, columns) if one is not None]
    by_code = any(map(of_codes, sides))
    counted = [
        one
        for one in twin.strands
        if (by_code and all(twin.labels(side, one, aggregated) for side in sides))
        or (not by_code and one.coding.code in twin.in_totals)
    ]
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
    assume(columns is not None and not of_codes(columns))
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
