"""Types of cases as a researcher meets them: who is with whom, why, and by which codings."""

from __future__ import annotations

from itertools import combinations
from statistics import mean, pstdev

import pytest
from towns import NAMES, Study, cell, chosen, column, names, study_of, towns

from qcode.analysis.typology.cluster_tables import (
    codes_table,
    cuts_table,
    distances_table,
    members_table,
    merges_table,
)
from qcode.analysis.typology.clusters import clusters, proposal
from qcode.analysis.typology.profiles import profiles
from qcode.errors import DataError, UnknownNameError, UsageError

CODES = ("門番", "パイプライン", "調整")
# Three kinds of towns: gatekeepers, pipelines, and who brings others together.
KINDS = [[9, 1, 1], [1, 8, 1], [8, 1, 0], [0, 1, 9], [1, 9, 2], [1, 0, 8]]
TYPES = {"南浜市": 1, "北岡町": 2, "常盤田市": 1, "桜木市": 3, "星川市": 2, "凪沢町": 3}


def test_towns_of_three_kinds_fall_into_three_classes_and_their_codes_say_why() -> None:
    selection = chosen(towns(KINDS, CODES))
    found = clusters(selection)
    table = members_table(found, found.classes(3), selection)
    assert dict(zip(names(table), column(table, "class"), strict=True)) == TYPES
    assert names(table) == ["南浜市", "常盤田市", "北岡町", "星川市", "桜木市", "凪沢町"]
    assert [row.group for row in table.rows[::2]] == ["class 1", "class 2", "class 3"]
    assert cell(table, "南浜市", "more") == "門番"
    assert cell(table, "凪沢町", "more") == "調整"
    assert max(found.fits, key=lambda number: found.fits[number]) == 3
    assert any("highest with 3" in note for note in table.notes)


def test_what_puts_a_case_in_its_class_can_be_read_in_its_codings() -> None:
    selection = chosen(towns(KINDS, CODES))
    found = clusters(selection)
    table = members_table(found, found.classes(3), selection)
    rows = {row.id: row for row in selection}
    behind = [rows[one] for one in table.behind(0, 0)]
    corpus = selection.corpus
    assert {corpus.documents[row.document].name for row in behind} == {"南浜市の聞き取り"}
    assert {corpus.codes.path(row.code) for row in behind} == {"門番"}
    assert len(behind) == 9


def test_a_class_is_described_by_means_and_how_far_they_are_from_those_of_all() -> None:
    selection = chosen(towns(KINDS, CODES))
    found = clusters(selection)
    table = codes_table(found, found.classes(3), selection)
    shares = [row[0] / sum(row) for row in KINDS]
    own = mean([shares[0], shares[2]])
    assert cell(table, "門番", "class 1") == pytest.approx(own)
    assert cell(table, "門番", "all") == pytest.approx(mean(shares))
    assert table.columns[0].n == 2
    # v by brute force: where this mean stands among those of all pairs of towns.
    drawn = [mean(pair) for pair in combinations(shares, 2)]
    assert cell(table, "門番", "v 1") == pytest.approx((own - mean(drawn)) / pstdev(drawn))
    assert len(table.behind(0, 0)) == 9 + 8
    assert len(table.behind(0, 6)) == 9 + 1 + 8 + 1 + 1


def test_the_tree_is_a_table_of_merges_that_a_picture_can_be_drawn_of() -> None:
    selection = chosen(towns(KINDS, CODES))
    table = merges_table(clusters(selection), selection)
    assert [column.name for column in table.columns] == ["left", "right", "height", "size"]
    assert names(table) == [f"#{step}" for step in range(1, len(KINDS))]
    used = [str(one) for name in ("left", "right") for one in column(table, name)]
    assert sorted(used) == sorted([*NAMES[: len(KINDS)], *(f"#{step}" for step in range(1, len(KINDS) - 1))])
    heights = [float(str(one)) for one in column(table, "height")]
    assert heights == sorted(heights)
    assert column(table, "size")[-1] == len(KINDS)
    assert len(table.behind(len(KINDS) - 2, 0)) == sum(map(sum, KINDS))


def test_how_far_each_case_is_from_each_is_a_table() -> None:
    selection = chosen(towns([[4, 0], [1, 4], [0, 4]], CODES[:2]))
    table = distances_table(clusters(selection, distance="euclidean"), selection)
    assert names(table) == [one.name for one in table.columns] == list(NAMES[:3])
    assert table.values == [[0, 5, pytest.approx(32**0.5)], [5, 0, 1], [pytest.approx(32**0.5), 1, 0]]
    assert (len(table.behind(0, 0)), len(table.behind(0, 1))) == (4, 9)


def test_how_well_each_number_of_classes_fits_is_a_table_too() -> None:
    selection = chosen(towns(KINDS, CODES))
    table = cuts_table(clusters(selection), selection)
    assert names(table) == ["2", "3", "4", "5"]
    assert cell(table, "3", "sizes") == "2, 2, 2"


def test_a_proposal_names_a_class_and_the_reason_for_each_case() -> None:
    selection = chosen(towns(KINDS, CODES))
    found = clusters(selection)
    proposed = proposal(found, found.classes(3))
    label, why = proposed[next(one for one, case in selection.corpus.cases.items() if case.name == "桜木市")]
    assert label == "class 3"
    assert why == "class 3 of 3: more 調整; less パイプライン, 門番 than others"


def test_cases_without_data_or_codings_are_left_out_by_name() -> None:
    study = towns(KINDS, CODES).case("風原町", "霧島台市")
    study.document("霧島台市の聞き取り", "R1: まだ読んでいない。", cases=["霧島台市"])
    found = clusters(chosen(study))
    assert len(found.profiles.cases) == len(KINDS)
    notes = " ".join(found.profiles.notes)
    assert "no data on them: 風原町." in notes
    assert "nothing is coded yet in them: 霧島台市." in notes


def test_a_case_with_other_codes_only_cannot_have_shares_but_can_lack_codes() -> None:
    study = study_of({**{NAMES[at]: dict(zip(CODES, row, strict=True)) for at, row in enumerate(KINDS)},
                      "雪森市": {"余談": 2}})  # fmt: skip
    selection = chosen(study)
    only = [f"code:{code}" for code in CODES]
    by_shares = clusters(selection, only)
    assert "雪森市" not in [one.label for one in by_shares.profiles.cases]
    assert any("none of the codes: 雪森市" in note for note in by_shares.profiles.notes)
    by_presence = clusters(selection, only, "presence")
    assert "雪森市" in [one.label for one in by_presence.profiles.cases]
    assert (by_presence.distance, by_presence.linkage) == ("jaccard", "average")


def test_profiles_are_the_coded_matrix_turned_round() -> None:
    study = study_of(
        {
            "南浜市": {"門番 > 港": 2, "門番": 1, "調整": 1},
            "北岡町": {"調整": 3},
            "星川市": {"門番 > 港": 1},
        }
    )
    selection = chosen(study)
    plain = profiles(selection)
    assert [one.key for one in plain.codes] == ["門番", "門番 > 港", "調整"]
    assert plain.values == ((1, 2, 1), (0, 0, 3), (0, 1, 0))
    top = profiles(selection, ["code:*"], aggregated=True)
    assert top.values == ((3, 1), (0, 3), (1, 0))
    assert profiles(selection, ["code:門番 > *"], "presence").values == ((1,), (0,), (1,))
    assert profiles(selection, ["code:*"], "share", aggregated=True).values == ((0.75, 0.25), (0, 1), (1, 0))
    assert [len(top.behind(0, code)) for code in (0, 1)] == [3, 1]


def test_facets_say_who_and_when_and_are_not_compared_unless_asked_for() -> None:
    study = Study().case(*NAMES[:3]).codes("門番", "時期", "時期 > 2000年代", facets=["時期"])
    for town in NAMES[:3]:
        study.document(f"{town}の話", "R1: 港を見る。", cases=[town])
        study.coding(f"{town}の話", "港", "門番")
        study.coding(f"{town}の話", "港", "時期 > 2000年代")
    selection = chosen(study)
    assert [one.label for one in profiles(selection).codes] == ["門番"]
    assert [one.label for one in profiles(selection, ["code:*"]).codes] == ["門番"]
    assert [one.label for one in profiles(selection, ["code:時期 > *"]).codes] == ["2000年代"]


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"distance": "jaccard", "linkage": "ward"}, UsageError, "Ward's method needs"),
        ({"distance": "manhattan"}, UsageError, "no distance “manhattan”"),
        ({"linkage": "centroid"}, UsageError, "no linkage “centroid”"),
        ({"value": "vibes"}, UsageError, "not compared by “vibes”"),
        ({"codes": ["case"]}, UsageError, "no choice of codes"),
        ({"codes": ["code:門蕃"]}, UnknownNameError, "門蕃"),
        ({"codes": ["code:門番"]}, DataError, "too few codes to compare: 1 with codings"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(
    options: dict[str, object], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        clusters(chosen(towns(KINDS, CODES)), **options)  # type: ignore[arg-type]


def test_two_cases_are_too_few_and_as_many_classes_as_cases_too_many() -> None:
    with pytest.raises(DataError, match="too few cases to compare: 2"):
        clusters(chosen(towns(KINDS[:2], CODES)))
    study = towns(KINDS[:2], CODES).case(*(f"Town {number}" for number in range(1, 1_701)))
    with pytest.raises(DataError) as refused:
        clusters(chosen(study))
    assert "no data on them: Town 1, Town 2, Town 3, Town 4, Town 5 and 1,695 more." in str(
        refused.value.hint
    )
    with pytest.raises(UsageError, match="cannot be 6 classes"):
        clusters(chosen(towns(KINDS, CODES))).classes(6)


@pytest.mark.parametrize("distance", ["chi2", "cosine"])
def test_cases_that_are_alike_are_not_torn_apart(distance: str) -> None:
    # Two towns have the same shares, and so have two others: there are two kinds and no third.
    found = clusters(chosen(towns([[1, 3], [3, 2], [2, 6], [6, 4]], CODES[:2])), distance=distance)
    assert list(found.fits) == [2]
    assert found.classes(2).of == (0, 1, 0, 1)
    with pytest.raises(UsageError, match="cannot be 3 classes") as refused:
        found.classes(3)
    assert "cases that are alike stay together" in refused.value.hint


def test_of_cases_that_are_all_alike_there_is_a_tree_and_no_class() -> None:
    selection = chosen(towns([[1, 2], [2, 4], [3, 6]], CODES[:2]))
    found = clusters(selection)
    assert column(merges_table(found, selection), "height") == pytest.approx([0, 0], abs=1e-9)
    assert cuts_table(found, selection).rows == []
    with pytest.raises(DataError, match="All cases are alike"):
        found.classes(2)


def test_a_case_that_is_called_like_a_merge_is_refused() -> None:
    study = study_of({"#1": {"門番": 1, "調整": 2}, "北岡町": {"調整": 3}, "星川市": {"門番": 1}})
    with pytest.raises(DataError, match="“#1”"):
        clusters(chosen(study))


def test_ties_that_decide_are_told() -> None:
    # The town in the middle is as near to the first as to the last.
    study = towns([[4, 0], [2, 2], [0, 4]], ("門番", "調整"))
    selection = chosen(study)
    found = clusters(selection, distance="euclidean", linkage="average")
    classes = found.classes(2)
    assert classes.of == (0, 0, 1)
    assert any("listed in another order" in note for note in members_table(found, classes, selection).notes)
