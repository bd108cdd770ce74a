"""Tables by groups and classes of cases agree with a slow count that knows nothing of how they are made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from brute_force import TOTAL, Key, Twin
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_studies import corpora

from qcode.analysis.corpus import Corpus
from qcode.analysis.crosstab import crosstab
from qcode.analysis.measures import ADDITIVE, Measure
from qcode.analysis.selection import select
from qcode.model.cases import ClassedBy, Classification, Group, GroupTree, Membership
from qcode.model.documents import Role
from qcode.model.tables import Missing

SORTED = (
    "group",
    "group:*",
    "class:size",
    "class:type",
    "case by class:size",
    "case by class:type",
    "case by group",
    "case by case.region",
)
BESIDE = ("code", "case", "document.kind", "participant", "coder", "class:type", "group")
CUTS = (10, 20)
CLASSES = ("small", "middle", "large", "special")
some_roles = st.sampled_from([(Role.RESPONDENT,), None, (Role.RESPONDENT, Role.OTHER)])
quick = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def sorted_corpora(draw: st.DrawFn) -> Corpus:
    """Draw a project whose cases lie in groups below groups, and are classed twice."""
    corpus = draw(corpora())
    cases = list(corpus.cases)
    groups: list[Group] = []
    for number in range(1, draw(st.integers(0, 5)) + 1):
        above = draw(st.sampled_from([None, *(one.id for one in groups)]))
        inside = tuple(case for case in cases if draw(st.integers(0, 2)) == 0)
        groups.append(
            Group(number, f"g{number}", above, f"Group {number}", draw(st.integers(0, 2)), "", inside)
        )
    return replace(
        corpus,
        groups=GroupTree(groups),
        classifications=[
            Classification(1, "s1", "size", 1, 1, CUTS, CLASSES, "", draw(said_by_hand(cases))),
            Classification(2, "s2", "type", 2, None, (), CLASSES, "", draw(said_by_hand(cases))),
        ],
    )


@st.composite
def said_by_hand(draw: st.DrawFn, cases: list[int]) -> dict[int, Membership]:
    return {
        case: Membership(draw(st.sampled_from(CLASSES)), ClassedBy.HAND)
        for case in cases
        if draw(st.booleans())
    }


class SortingTwin(Twin):
    """Brute force that knows groups and classes as well."""

    def place_labels(self, spec: str, document: int, case: int | None, participant: int | None) -> set[str]:
        if spec.startswith("case by "):
            return self.laid_out(spec.removeprefix("case by "), document, case, participant)
        if not spec.startswith(("group", "class:")):
            return super().place_labels(spec, document, case, participant)
        if case is None:
            return {"(no case)"}
        if spec.startswith("class:"):
            return {self.class_of(spec.removeprefix("class:"), case)}
        found = set()
        for group in self.corpus.groups:
            if case in group.cases:
                line = [group]
                while line[-1].parent_id is not None:
                    line.append(self.corpus.groups[line[-1].parent_id])
                names = [one.name for one in reversed(line)]
                depths = [1] if spec == "group:*" else range(1, len(names) + 1)
                found |= {" > ".join(names[:depth]) for depth in depths}
        return found or {"(none of these)" if spec == "group:*" else "(no group)"}

    def class_of(self, name: str, case: int) -> str:
        one = next(one for one in self.corpus.classifications if one.name == name)
        if case in one.by_hand:
            return str(one.by_hand[case].class_name)
        population = self._attribute_label("case", "population", case)
        if name == "type" or population == "(no value)":
            return "(no class)"
        return "small" if int(population) < 10 else "middle" if int(population) < 20 else "large"

    def laid_out(self, spec: str, document: int, case: int | None, participant: int | None) -> set[str]:
        above = self.place_labels(spec, document, case, participant)
        if case is None:
            return above
        known = self.corpus.cases
        several = any(len(self.place_labels(spec, document, one, None)) > 1 for one in known)
        own = {f"{one}: {known[case].name}" if several else known[case].name for one in above}
        return own | {f"{one}: total" for one in above}

    def scope(self, rows: str, columns: str | None, place: Key) -> set[tuple[int, int | None, int | None]]:
        found = super().scope(rows, columns, place)
        for spec, label in zip((rows, columns), place, strict=True):
            if spec is not None and spec.startswith(("group", "class:", "case by ")) and label != TOTAL:
                found = {held for held in found if label in self.place_labels(spec, *held)}
        return found


@pytest.mark.parametrize("measure", list(Measure))
@quick
@given(data=st.data(), corpus=sorted_corpora(), roles=some_roles, aggregated=st.booleans())
def test_every_cell_by_groups_and_classes_is_what_brute_force_counts(
    measure: Measure, data: st.DataObject, corpus: Corpus, roles: Sequence[Role] | None, aggregated: bool
) -> None:
    sides = [data.draw(st.sampled_from(SORTED)), data.draw(st.sampled_from(BESIDE))]
    rows, columns = data.draw(st.permutations(sides))
    table = crosstab(select(corpus, roles=roles), rows, columns, measure, aggregated=aggregated)
    twin = SortingTwin(corpus, roles, None)
    for row, header in enumerate(table.rows):
        for column, field in enumerate(table.columns):
            place = (header.name, field.name)
            assert table.values[row][column] == twin.value(measure, rows, columns, place, aggregated), place
            assert set(table.behind(row, column)) == twin.behind(rows, columns, place, aggregated)


@quick
@given(data=st.data(), corpus=sorted_corpora(), roles=some_roles)
def test_no_case_with_codings_is_without_a_column_and_no_two_columns_have_one_name(
    data: st.DataObject, corpus: Corpus, roles: Sequence[Role] | None
) -> None:
    columns = data.draw(st.sampled_from(SORTED))
    table = crosstab(select(corpus, roles=roles), "document", columns)
    shown = [one.name for one in table.columns]
    assert len(set(shown)) == len(shown)
    twin = SortingTwin(corpus, roles, None)
    counted = [one for one in twin.strands if one.coding.code in twin.in_totals]
    assert {label for one in counted for label in twin.labels(columns, one, False)} <= set(shown)


@quick
@given(data=st.data(), corpus=sorted_corpora(), roles=some_roles, measure=st.sampled_from(list(Measure)))
def test_the_column_of_a_group_or_class_is_the_table_under_that_condition(
    data: st.DataObject, corpus: Corpus, roles: Sequence[Role] | None, measure: Measure
) -> None:
    columns = data.draw(st.sampled_from(["group", "class:size"]))
    table = crosstab(select(corpus, roles=roles), "code", columns, measure)
    for column, field in enumerate(table.columns):
        if field.name.startswith("(") or field.total:
            continue
        alone = crosstab(
            select(corpus, roles=roles, where=f'{columns} = "{field.name}"'), "code", None, measure
        )
        assert [line[column] for line in table.values] == [line[0] for line in alone.values]


@quick
@given(data=st.data(), corpus=sorted_corpora(), roles=some_roles)
def test_shares_by_groups_and_classes_rest_on_the_n_in_the_header(
    data: st.DataObject, corpus: Corpus, roles: Sequence[Role] | None
) -> None:
    columns = data.draw(st.sampled_from(SORTED))
    percent = data.draw(st.sampled_from(["row", "column", "table", "documents", "cases"]))
    measure = percent if percent in ("documents", "cases") else data.draw(st.sampled_from(ADDITIVE))
    selection = select(corpus, roles=roles)
    counts = crosstab(selection, "document.kind", columns, measure)
    shares = crosstab(selection, "document.kind", columns, measure, percent)
    for row, header in enumerate(shares.rows):
        for column, field in enumerate(shares.columns):
            count, share = counts.values[row][column], shares.values[row][column]
            if isinstance(count, Missing):
                assert share is count
            elif share is not None:
                n = header.n if header.n is not None else field.n
                assert isinstance(count, int)
                assert n
                assert share == count / n


@quick
@given(corpus=sorted_corpora())
def test_conditions_on_groups_hold_for_the_cases_that_a_walk_through_the_tree_finds(corpus: Corpus) -> None:
    twin = SortingTwin(corpus, None, None)
    paths = {case: twin.place_labels("group", 0, case, None) - {"(no group)"} for case in corpus.cases}
    for group in corpus.groups:
        path = corpus.groups.path(group.id)
        own = set(group.cases)
        for sign, expected in (
            ("=", {case for case in corpus.cases if path in paths[case]}),
            ("==", own),
            ("!=", {case for case in corpus.cases if paths[case] and path not in paths[case]}),
        ):
            found = select(corpus, where=f'group {sign} "{path}"').scope.cases
            assert set(found) == expected
