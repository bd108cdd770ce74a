"""Cross-tables with tests: what is tested, what is refused and why, and what the notes own up to."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from math import comb

import pytest
from counting_study import Study, cell, names
from hypothesis import given, settings
from hypothesis import strategies as st

from qcode.analysis.selection import select
from qcode.analysis.statistics import adjusted_residuals, chi_square, corrected_v, cramers_v, holm
from qcode.analysis.statistics_exact import Relabelling, fisher, least_p
from qcode.analysis.statistics_results import Method
from qcode.analysis.statistics_table import crosstab_with_test
from qcode.errors import DataError, UsageError
from qcode.model.cases import ClassedBy, Classification, Membership
from qcode.model.tables import Column, Table

WORDS = ("watches", "port", "office")
TOWNS = [f"Town {number}" for number in range(8)]


def towns(coded: dict[str, int], *, sizes: dict[str, str] | None = None) -> Study:
    """Eight towns with a talk each, four of them large; so many segments of “Harbour” in some.

    Every talk has a segment of “Anything” as well, so that this tells nothing.
    """
    study = Study().case(*TOWNS)
    for town in TOWNS:
        study.document(f"{town} talk", "R1: Who watches the port? The office does.", cases=[town])
    study.codes("Harbour", "Anything", "Nothing")
    for town in TOWNS:
        study.coding(f"{town} talk", "Who", "Anything")
        for words in WORDS[: coded.get(town, 0)]:
            study.coding(f"{town} talk", words, "Harbour")
    default = {town: "large" if place < 4 else "small" for place, town in enumerate(TOWNS)}
    return study.attribute("case", "size", dict(sizes or default)).finished()


LARGE_ONLY = dict.fromkeys(TOWNS[:4], 1)


def asked(
    study: Study, test: str, measure: str = "cases", columns: str = "case.size", **options: object
) -> Table:
    rows = str(options.pop("rows", "code"))
    where = options.pop("where", None)
    selection = select(study.corpus(), where=None if where is None else str(where))
    return crosstab_with_test(selection, rows, columns, measure, test=test, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("measure", ["cases", "documents"])
def test_what_all_large_towns_have_and_no_small_one_is_one_table_or_its_mirror(measure: str) -> None:
    table = asked(towns(LARGE_ONLY), "fisher", measure)
    assert (cell(table, "Harbour", "large"), cell(table, "Harbour", "small")) == (4, 0)
    assert cell(table, "Harbour", "n") == 8
    assert cell(table, "Harbour", "p") == pytest.approx(2 / comb(8, 4))
    assert "p_error" not in [column.name for column in table.columns]
    assert cell(table, "Harbour", "cramers_v") == 1
    assert cell(table, "Harbour", "expected_min") == 2


def test_rows_alike_everywhere_and_the_total_have_no_test() -> None:
    table = asked(towns(LARGE_ONLY), "fisher")
    for row, column in product(("Anything", "Nothing", "total"), ("n", "p", "p_holm", "cramers_v")):
        assert cell(table, row, column) is None
    assert "Not tested: 2 rows that are alike in all cases." in table.notes
    assert "p (Holm): set right for 1 test." in table.notes


def test_the_notes_tell_method_n_and_groups() -> None:
    table = asked(towns(LARGE_ONLY), "fisher")
    assert "Tested: N = 8 cases, in 2 columns (4, 4)." in table.notes
    assert any("Fisher's exact test, two-sided" in note for note in table.notes)
    assert table.notes[-1].startswith("qcode ")


def test_without_a_test_a_cross_table_has_nothing_of_it() -> None:
    selection = select(towns(LARGE_ONLY).corpus())
    with_test = crosstab_with_test(selection, "code", "case.size", "cases", test="fisher")
    own = [column for column in with_test.columns if not column.of_row]
    assert [column.name for column in own] == ["large", "small", "total"]
    assert all(column.group == "Test" for column in with_test.columns[len(own) :])


def test_a_chi_square_without_enough_to_go_by_gives_no_p() -> None:
    table = asked(towns(LARGE_ONLY), "chi2")
    assert (cell(table, "Harbour", "chi2"), cell(table, "Harbour", "df")) == (8, 1)
    assert cell(table, "Harbour", "p") is None
    assert any(note.startswith("No p in 1 row: too little is expected") for note in table.notes)


def test_a_chi_square_with_enough_gives_p() -> None:
    study = Study().codes("Harbour")
    for number in range(24):
        kind = "interview" if number < 12 else "field notes"
        study.document(f"Text {number}", "The port office watches.", kind=kind)
        if number % 12 < (9 if number < 12 else 3):
            study.coding(f"Text {number}", "port", "Harbour")
    table = asked(study, "chi2", "documents", "document.kind", residuals=True)
    truth = [[9, 3], [3, 9]]
    assert cell(table, "Harbour", "chi2") == pytest.approx(6)
    assert cell(table, "Harbour", "p") == chi_square(truth).p
    assert cell(table, "Harbour", "residual interview") == adjusted_residuals(truth)[0][0]
    assert cell(table, "Harbour", "residual field notes") == adjusted_residuals(truth)[0][1]
    assert any("Bonferroni" in note for note in table.notes)
    ratio = asked(study, "g2", "documents", "document.kind")
    assert cell(ratio, "Harbour", "g2") == pytest.approx(6.2790, abs=1e-4)


def test_a_permutation_compares_the_means_of_cases() -> None:
    coded = {"Town 0": 3, "Town 1": 2, "Town 2": 2, "Town 3": 1, "Town 4": 1}
    table = asked(towns(coded), "permutation", "segments")
    values, groups = [3, 2, 2, 1, 1, 0, 0, 0], [0] * 4 + [1] * 4
    assert cell(table, "Harbour", "mean large") == 2
    assert cell(table, "Harbour", "mean small") == 0.25
    assert cell(table, "Harbour", "p") == Relabelling(groups).chance(values).p
    assert any("rate and coverage allow for that" in note for note in table.notes)
    rate = asked(towns(coded), "permutation", "rate")
    assert cell(rate, "Harbour", "p") == cell(table, "Harbour", "p")


def test_cases_without_a_value_or_without_data_are_left_out() -> None:
    sizes = {town: "large" if place < 4 else "small" for place, town in enumerate(TOWNS[:7])}
    study = towns(LARGE_ONLY, sizes=sizes).case("Silent").attribute("case", "size", {"Silent": "large"})
    table = asked(study, "fisher")
    assert (
        "Tested: N = 7 cases, in 2 columns (4, 3); 1 case without a value or a case left out." in table.notes
    )
    assert cell(table, "Harbour", "p") == pytest.approx(1 / comb(7, 3))
    assert cell(asked(study, "permutation", "segments"), "Harbour", "n") == 7


def test_p_values_are_set_right_for_the_rows_that_are_shown() -> None:
    study = towns(LARGE_ONLY).codes("Actor", "Actor > Mayor", facets=["Actor"])
    study.coding("Town 0 talk", "office", "Actor > Mayor")
    everything = asked(study, "fisher")
    assert cell(everything, "Harbour", "p_holm") == pytest.approx(4 / comb(8, 4))
    shown = asked(study, "fisher", themes=True)
    assert cell(shown, "Harbour", "p_holm") == pytest.approx(2 / comb(8, 4))
    assert "Actor > Mayor" not in names(shown)[0]


def test_values_of_a_facet_can_be_tested() -> None:
    study = towns(LARGE_ONLY).codes("Actor", "Actor > Mayor", facets=["Actor"])
    for town in TOWNS[:4]:
        study.coding(f"{town} talk", "watches", "Actor > Mayor")
    table = asked(study, "fisher", rows="facet:Actor")
    assert cell(table, "Actor > Mayor", "p") == pytest.approx(2 / comb(8, 4))


def test_what_is_behind_a_number_stays_and_nothing_is_behind_a_test() -> None:
    table = asked(towns(LARGE_ONLY), "fisher")
    row, columns = names(table)[0].index("Harbour"), names(table)[1]
    assert len(table.behind(row, columns.index("large"))) == 4
    assert table.behind(row, columns.index("p")) == ()


def test_documents_of_one_case_are_owned_up_to() -> None:
    study = towns(LARGE_ONLY).document("Second talk", "R1: The port.", cases=["Town 0"])
    notes = asked(study, "fisher", "documents").notes
    assert any(
        note.startswith("The 9 documents are of 8 cases: documents of one case are not") for note in notes
    )
    assert not any("are not independent" in note for note in asked(study, "fisher").notes)
    shared = towns(LARGE_ONLY).document("Joint talk", "R1: The port.", cases=["Town 0", "Town 1"])
    assert "1 document is of several cases, which are not independent in it." in asked(shared, "fisher").notes


def test_unfinished_documents_are_owned_up_to() -> None:
    said = "What was not found in unfinished documents so far is taken as not there."
    assert said not in asked(towns(LARGE_ONLY), "fisher").notes
    assert said in asked(towns(LARGE_ONLY).assigned("Town 7 talk"), "fisher").notes


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"test": "chi2", "measure": "segments"}, "Segments are nested in documents"),
        ({"test": "fisher", "measure": "characters"}, "“characters” are nested in documents"),
        ({"test": "t"}, "no test “t”"),
        ({"test": "fisher", "rows": "case"}, "have to be the rows"),
        ({"test": "fisher", "columns": "coder"}, "groups of documents or cases"),
        ({"test": "fisher", "columns": "case"}, "each column is one case"),
        ({"test": "fisher", "columns": "document", "measure": "documents"}, "each column is one document"),
        ({"test": "permutation", "measure": "segments", "columns": "case"}, "each column is one case"),
        ({"test": "permutation", "measure": "segments", "columns": "document.kind"}, "have to group cases"),
        ({"test": "permutation", "measure": "quotes"}, "no numbers"),
        ({"test": "permutation", "measure": "segments", "residuals": True}, "Residuals belong"),
        ({"test": "fisher", "per_coder": True}, "all selected coders together"),
    ],
)
def test_a_test_that_would_not_hold_is_refused_with_its_reason(
    options: dict[str, object], reason: str
) -> None:
    with pytest.raises(UsageError, match=reason):
        asked(towns(LARGE_ONLY), **options)  # type: ignore[arg-type]


def test_a_document_of_two_columns_is_refused_by_its_name() -> None:
    study = towns(LARGE_ONLY).document("Joint talk", "R1: The port.", cases=["Town 0", "Town 7"])
    with pytest.raises(DataError, match="“Joint talk” stands in several columns") as refused:
        asked(study, "fisher", "documents")
    assert "Count cases" in refused.value.hint
    assert cell(asked(study, "fisher", "cases"), "Harbour", "n") == 8


def test_too_few_to_tell_anything_are_refused_with_the_least_p() -> None:
    few = "case.size = large or case = 'Town 4'"
    for test, measure in (("fisher", "cases"), ("chi2", "cases"), ("permutation", "segments")):
        with pytest.raises(DataError, match=r"with 5 cases in columns of 4 and 1 p cannot be below 0\.2"):
            asked(towns(LARGE_ONLY), test, measure, where=few)
    with pytest.raises(DataError, match="fewer than two columns have data"):
        asked(towns(LARGE_ONLY), "fisher", where="case.size = large")


@st.composite
def coded_towns(draw: st.DrawFn) -> tuple[Study, list[str], list[str], dict[tuple[str, str], set[int]]]:
    """Draw towns of three classes with a document or two each, some of them coded; and who has what."""
    classes = draw(st.lists(st.sampled_from(["large", "middling", "small"]), min_size=8, max_size=12))
    study = Study().case(*(f"Town {number}" for number in range(len(classes)))).codes("Harbour", "Air")
    kinds: list[str] = []
    having: dict[tuple[str, str], set[int]] = {}
    for number in range(len(classes)):
        for document in range(draw(st.integers(1, 2))):
            kind = draw(st.sampled_from(["interview", "field notes"]))
            name = f"Text {number} {document}"
            study.document(name, "The port office watches.", cases=[f"Town {number}"], kind=kind)
            for code in ("Harbour", "Air"):
                for words in draw(st.sets(st.sampled_from(WORDS))):
                    study.coding(name, words, code)
                    having.setdefault((code, "documents"), set()).add(len(kinds))
                    having.setdefault((code, "cases"), set()).add(number)
            kinds.append(kind)
    study.attribute("case", "size", {f"Town {number}": one for number, one in enumerate(classes)})
    return study, kinds, classes, having


@settings(max_examples=40, deadline=None)
@given(coded_towns(), st.sampled_from([Method.CHI2, Method.FISHER]), st.sampled_from(["documents", "cases"]))
def test_every_test_is_of_a_plain_recount(
    drawn: tuple[Study, list[str], list[str], dict[tuple[str, str], set[int]]], test: Method, measure: str
) -> None:
    study, kinds, classes, having = drawn
    labels, columns = (kinds, "document.kind") if measure == "documents" else (classes, "case.size")
    sizes = [labels.count(label) for label in set(labels)]
    if len(sizes) < 2 or least_p(sizes) > 0.05:
        with pytest.raises(DataError, match=r"too few|fewer than two"):
            asked(study, test, measure, columns)
        return
    table = asked(study, test, measure, columns)
    chances: list[float] = []
    for code in ("Harbour", "Air"):
        found = having.get((code, measure), set())
        inside = [len([one for one in found if labels[one] == label]) for label in sorted(set(labels))]
        outside = [labels.count(label) - one for label, one in zip(sorted(set(labels)), inside, strict=True)]
        if not sum(inside) or not sum(outside):
            assert cell(table, code, "p") is None
            continue
        recounted = [inside, outside]
        assert cell(table, code, "cramers_v") == pytest.approx(cramers_v(recounted))
        assert cell(table, code, "cramers_v_corrected") == pytest.approx(corrected_v(recounted))
        if test is Method.FISHER:
            chances.append(fisher(recounted).p)
            assert cell(table, code, "p") == pytest.approx(chances[-1])
        else:
            assert cell(table, code, "chi2") == pytest.approx(chi_square(recounted).statistic)
    if test is Method.FISHER:
        shown = [one for code in ("Harbour", "Air") if isinstance(one := cell(table, code, "p_holm"), float)]
        assert shown == pytest.approx(holm(chances))


def test_columns_of_tests_are_told_apart_from_those_of_counts() -> None:
    table = asked(towns(LARGE_ONLY), "permutation", "segments")
    groups = {column.group for column in table.columns if isinstance(column, Column) and column.of_row}
    assert groups == {"Test", "Mean per case"}


def test_one_direction_asks_whether_the_first_column_has_it_more_often() -> None:
    greater = asked(towns(LARGE_ONLY), "fisher", alternative="greater")
    assert cell(greater, "Harbour", "p") == pytest.approx(1 / comb(8, 4))
    less = asked(towns(LARGE_ONLY), "fisher", alternative="less")
    assert cell(less, "Harbour", "p") == 1
    assert any("one-sided: “large” has it more often than “small”." in note for note in greater.notes)


def test_a_direction_needs_two_columns_and_fishers_test() -> None:
    with pytest.raises(UsageError, match="fisher only"):
        asked(towns(LARGE_ONLY), "chi2", alternative="greater")
    sizes = {town: f"size {place % 3}" for place, town in enumerate(TOWNS)}
    with pytest.raises(DataError, match="3 columns have data"):
        asked(towns(LARGE_ONLY, sizes=sizes), "fisher", alternative="greater")
    with pytest.raises(UsageError, match="no alternative"):
        asked(towns(LARGE_ONLY), "fisher", alternative="sideways")


def shores(study: Study) -> Study:
    """Let the large towns but the first lie on the north shore, and the small ones but the last not."""
    shore = {town: "north" if place in (1, 2, 3, 7) else "south" for place, town in enumerate(TOWNS)}
    return study.attribute("case", "shore", shore)


def test_a_whole_table_has_one_test_in_the_row_of_totals() -> None:
    study = shores(towns(LARGE_ONLY))
    table = asked(study, "fisher", rows="case.shore", whole_table=True, residuals=True)
    truth = [[1, 3], [3, 1]]
    assert [
        [cell(table, row, column) for column in ("large", "small")] for row in ("south", "north")
    ] == truth
    assert (cell(table, "total", "n"), cell(table, "south", "n")) == (8, None)
    assert cell(table, "total", "p") == fisher(truth).p
    assert cell(table, "total", "cramers_v") == cramers_v(truth)
    assert cell(table, "north", "residual large") == adjusted_residuals(truth)[1][0]
    assert "Tested: N = 8 cases, in 2 rows and 2 columns that have any." in table.notes


def test_cases_of_no_class_have_no_part_in_the_test_of_a_whole_table() -> None:
    by_hand = {
        case: Membership(name, ClassedBy.HAND, "")
        for case, name in enumerate(["port", "port", "valley", "valley", "port", "valley"], 1)
    }
    kinds = Classification(1, "k1", "Kind", 1, None, (), ("port", "valley"), "", by_hand)
    corpus = replace(towns(LARGE_ONLY).corpus(), classifications=[kinds])
    for rows, columns in (("class:Kind", "case.size"), ("case.size", "class:Kind")):
        table = crosstab_with_test(select(corpus), rows, columns, "cases", test="fisher", whole_table=True)
        assert cell(table, "total", "n") == 6
        assert cell(table, "total", "p") == fisher([[2, 2], [1, 1]]).p
        said = "Tested: N = 6 cases, in 2 rows and 2 columns that have any; 2 cases without a value or a case"
        assert any(note.startswith(said) for note in table.notes)


@pytest.mark.parametrize(
    ("rows", "test", "measure", "error", "said"),
    [
        ("code", "fisher", "cases", DataError, "in several rows"),
        ("case.shore", "fisher", "segments", UsageError, "count once each"),
        ("case.shore", "permutation", "cases", UsageError, "a test of each row"),
        ("case", "fisher", "cases", UsageError, "each row or column is one case"),
    ],
)
def test_a_whole_table_in_which_things_stand_twice_is_not_tested(
    rows: str, test: str, measure: str, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        asked(shores(towns(LARGE_ONLY)), test, measure, rows=rows, whole_table=True)
