"""Groups and classes of cases on the sides of tables and in conditions, as a reader meets them."""

from dataclasses import replace

import pytest
from counting_study import Study, cell, names, row

from qcode.analysis.corpus import Corpus
from qcode.analysis.crosstab import crosstab
from qcode.analysis.pseudonyms import singled_out
from qcode.analysis.selection import select
from qcode.analysis.statistics_table import crosstab_with_test
from qcode.errors import QcodeError, UsageError
from qcode.model.cases import ClassedBy, Classification, Group, GroupTree, Membership
from qcode.model.tables import Missing

CASES = ("Minamihama", "Kitaoka", "Tokiwada", "Yukimori")


@pytest.fixture
def corpus() -> Corpus:
    """Four cases: two in the city-region, one of them on the coast as well; Yukimori is in no group."""
    study = Study().case(*CASES).codes("Gate")
    for name in CASES:
        study.document(f"{name} plan", "The port is the gate.", cases=[name], kind="strategy")
    study.document("Joint plan", "The port is the gate of both.", cases=["Minamihama", "Kitaoka"])
    for name in (*CASES[:3], "Joint"):
        study.coding(f"{name} plan", "The port", "Gate")
    study.attribute("case", "population", {"Minamihama": 900_000, "Kitaoka": 60_000, "Tokiwada": 9_000})
    groups = [
        Group(1, "g1", None, "Chukyo", 1, "", (3,)),
        Group(2, "g2", 1, "Aichi", 1, "", (1, 2)),
        Group(3, "g3", None, "Coast", 2, "", (1,)),
        Group(4, "g4", None, "Empty", 3),
    ]
    size = Classification(
        1, "s1", "Size", 1, 1, (50_000, 400_000), ("small", "middle", "large"), "",
        {3: Membership("large", ClassedBy.HAND, "the port")},
    )  # fmt: skip
    return replace(study.finished().corpus(), groups=GroupTree(groups), classifications=[size])


def test_a_coding_counts_once_in_each_group_its_cases_are_in_and_in_all_above(corpus: Corpus) -> None:
    table = crosstab(select(corpus), "code", "group")
    assert names(table)[1] == ["Chukyo", "Chukyo > Aichi", "Coast", "(no group)", "total"]
    # The joint plan's passage is of two cases of Aichi, and of Chukyo through them: one passage.
    assert row(table, "Gate") == [4, 3, 2, 0, 4]
    assert any("in the groups that it was put into and in all above them" in note for note in table.notes)


def test_groups_as_rows_are_indented_and_as_columns_say_their_whole_path(corpus: Corpus) -> None:
    rows = crosstab(select(corpus), "group", "document.kind").rows
    assert [(one.label, one.level, one.uid) for one in rows[:3]] == [
        ("Chukyo", 0, "g1"),
        ("Aichi", 1, "g2"),
        ("Coast", 0, "g3"),
    ]
    columns = crosstab(select(corpus), "code", "group").columns
    assert [one.label for one in columns[:3]] == ["Chukyo", "Chukyo > Aichi", "Coast"]


@pytest.mark.parametrize(
    ("spec", "shown"),
    [
        ("group:*", ["Chukyo", "Coast", "(none of these)"]),
        ("group:Chukyo", ["Chukyo", "Chukyo > Aichi", "(none of these)"]),
        ("group:chukyo > *", ["Chukyo > Aichi", "(none of these)"]),
        ("group: aichi", ["Chukyo > Aichi", "(none of these)"]),
    ],
)
def test_some_of_the_groups_are_asked_for_by_their_branch(
    corpus: Corpus, spec: str, shown: list[str]
) -> None:
    table = crosstab(select(corpus), "code", spec)
    assert names(table)[1] == [*shown, "total"]
    assert crosstab(select(corpus), spec, None).stub == "group"


def test_classes_stand_in_their_order_and_hand_goes_before_the_cut(corpus: Corpus) -> None:
    table = crosstab(select(corpus), "code", "class:size")
    assert names(table)[1] == ["small", "middle", "large", "(no class)", "total"]
    assert row(table, "Gate") == [Missing.NO_DATA, 2, 3, 0, 4]
    assert (
        "Classes of “Size”: population, its newest value, cut at 50,000 and 400,000; 1 case by hand."
        in table.notes
    )


def test_cases_stand_under_their_class_with_a_total_of_each_and_one_of_all(corpus: Corpus) -> None:
    table = crosstab(select(corpus), "code", "case by class:Size")
    assert [(one.group, one.label, one.total) for one in table.columns] == [
        ("small", "Subtotal", True),
        ("middle", "Kitaoka", False),
        ("middle", "Subtotal", True),
        ("large", "Minamihama", False),
        ("large", "Tokiwada", False),
        ("large", "Subtotal", True),
        ("(no class)", "Yukimori", False),
        ("(no class)", "Subtotal", True),
        (None, "Total", True),
    ]
    assert [one.name for one in table.columns][:3] == ["small: total", "Kitaoka", "middle: total"]
    assert row(table, "Gate") == [Missing.NO_DATA, 2, 2, 2, 1, 3, 0, 0, 4]
    (said,) = [note for note in table.notes if "less than the sum" in note]
    assert "in 2 rows" in said


def test_totals_of_classes_are_no_part_of_the_sum_that_totals_are_compared_with(corpus: Corpus) -> None:
    alone = select(corpus, where='document != "Joint plan"')
    table = crosstab(alone, "code", "case by class:size")
    assert row(table, "Gate")[-1] == 3
    assert not [note for note in table.notes if "less than the sum" in note]


def test_cases_can_be_the_rows_and_be_grouped_by_what_they_have_or_lie_in(corpus: Corpus) -> None:
    table = crosstab(select(corpus), "case by group", "document.kind")
    assert table.stub == "case"
    assert cell(table, "Chukyo: Minamihama", "total") == cell(table, "Coast: Minamihama", "total") == 2
    by_value = crosstab(select(corpus), "case by case.population:50000", None)
    assert [one.group for one in by_value.rows] == [
        *["< 50,000"] * 2, *[">= 50,000"] * 3, *["(no value)"] * 2, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ("class:siz", "Did you mean “Size”"),
        ("group:Chuky", "Did you mean “Chukyo”"),
        ("case by document.kind", "are by class:NAME, group or case.ATTRIBUTE"),
        ("case by case by class:size", "Cases are not grouped by"),
        ("size", "Did you mean “class:Size”"),
    ],
)
def test_a_dimension_that_means_nothing_is_refused_with_what_would(
    corpus: Corpus, spec: str, words: str
) -> None:
    with pytest.raises(QcodeError) as refused:
        crosstab(select(corpus), "code", spec)
    assert words in f"{refused.value.message} {refused.value.hint}"


def test_grouped_columns_are_repeated_neither_for_each_coder_nor_in_blocks(corpus: Corpus) -> None:
    for more in ({"per_coder": True}, {"by": "document.kind"}):
        with pytest.raises(UsageError, match="Columns in groups cannot be repeated"):
            crosstab(select(corpus), "code", "case by class:size", **more)
    blocks = crosstab(select(corpus), "code", "class:size", by="group")
    assert "small (Chukyo > Aichi)" in [one.name for one in blocks.columns]
    assert [one.group for one in blocks.columns if one.name.startswith("small")][1] == "Chukyo > Aichi"


@pytest.mark.parametrize(
    ("where", "cases"),
    [
        ("group = Chukyo", "Minamihama Kitaoka Tokiwada"),
        ("group == Chukyo", "Tokiwada"),
        ("group = 'chukyo > aichi'", "Minamihama Kitaoka"),
        ("group != Aichi", "Tokiwada"),
        ("not group = Chukyo", ""),
        ("group in (Coast, Aichi)", "Minamihama Kitaoka"),
        ("group contains chu", "Minamihama Kitaoka Tokiwada"),
        ("group = Empty", ""),
        ("group != Empty", "Minamihama Kitaoka Tokiwada"),
        ("class:Size = large", "Minamihama Tokiwada"),
        ("class:size == LARGE", "Minamihama Tokiwada"),
        ("class:Size != large", "Kitaoka"),
        ("class:Size in (small, middle)", "Kitaoka"),
        ("class:Size contains l", "Minamihama Kitaoka Tokiwada"),
        ("class:Size = large and group = Coast", "Minamihama"),
    ],
)
def test_conditions_on_groups_and_classes(corpus: Corpus, where: str, cases: str) -> None:
    found = select(corpus, where=where).scope.cases
    assert " ".join(corpus.cases[one].name for one in found) == cases


@pytest.mark.parametrize(
    ("where", "words", "at"),
    [
        ("group = Chuky", "Did you mean “Chukyo”?", 8),
        ("class:Siz = small", "There is no classification “Siz”. Did you mean “Size”?", 6),
        ("class:Size = smal", "There is no class “smal”. Did you mean “small”?", 13),
        ("class:Size < large", "a class is a name", 11),
        ("group >= Coast", "a group is a name", 6),
        ("groop = Coast", "Did you mean “group”?", 0),
        ("size = small", "Did you mean “class:Size”?", 0),
    ],
)
def test_a_condition_that_names_nothing_points_at_the_place(
    corpus: Corpus, where: str, words: str, at: int
) -> None:
    with pytest.raises(QcodeError) as refused:
        select(corpus, where=where)
    assert words in refused.value.message
    assert refused.value.position == at  # type: ignore[attr-defined]


def test_an_attribute_called_group_keeps_its_meaning_until_there_are_groups() -> None:
    study = Study().case("Minamihama", "Kitaoka").document("Plan", "The port.", cases=["Kitaoka"])
    study.attribute("case", "group", {"Kitaoka": "north"})
    assert select(study.corpus(), where="group = north").scope.cases == (2,)
    with_groups = replace(study.corpus(), groups=GroupTree([Group(1, "g", None, "Coast", 1, "", (1,))]))
    assert select(with_groups, where="group = Coast").scope.cases == (1,)
    assert select(with_groups, where="case.group = north").scope.cases == (2,)


def test_a_test_compares_classes_and_refuses_groups_that_share_cases(corpus: Corpus) -> None:
    with pytest.raises(QcodeError, match="stand in several columns"):
        crosstab_with_test(select(corpus), "code", "group", "cases", test="fisher")
    with pytest.raises(UsageError, match="not the cases in them"):
        crosstab_with_test(select(corpus), "code", "case by class:size", "cases", test="fisher")


def test_who_could_be_told_by_a_class_or_group_is_warned_about(corpus: Corpus) -> None:
    (warning,) = singled_out(select(corpus), ["code", "class:size"])
    assert "fewer than 3 cases are alike in class:Size" in warning
    assert "“middle” (1)" in warning
    (warning,) = singled_out(select(corpus), ["case by group"])
    assert "“Chukyo” (1)" in warning
