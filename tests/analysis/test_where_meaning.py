"""What conditions mean in a project: names, missing values, and what they do to a table."""

from __future__ import annotations

import pytest
from counting_study import Study, cell, names, row

from qcode.analysis.crosstab import crosstab
from qcode.analysis.selection import Selection, select
from qcode.errors import QueryError
from qcode.model.cases import AttributeType
from qcode.model.tables import Missing


def study() -> Study:
    """Three municipalities: one with a talk, one with a talk and a plan, one with a plan."""
    made = Study().case("Minamihama", "Kitaoka", "Kazehara", "Uonoura")
    made.participant("R1", pseudonym="Official A").participant("R2", case="Kitaoka")
    made.document("Talk 1", "I: The port?\nR1: We keep the PORT open.", cases=["Minamihama"])
    made.document("Talk 2", "I: Who?\nR1: The mayor.\nR2: The bureau, in 2014.", cases=["Minamihama"])
    made.document("Plan", "A gate to the world. ﾎﾟｰﾄ", cases=["Kazehara"], kind="strategy document")
    made.attribute("case", "population", {"Minamihama": 1_124_000, "Kitaoka": 688_000})
    made.attribute("case", "city type", {"Minamihama": "Designated city", "Kazehara": "village"})
    made.attribute("document", "held", {"Talk 1": "2023-04-02", "Talk 2": "2023"}, type=AttributeType.DATE)
    made.attribute("document", "level", {"Plan": "village"})
    made.attribute("participant", "level", {"R1": "city", "R2": "bureau"})
    made.codes("Gatekeeper", "Gatekeeper > Search", "Pipeline", "Actor", "Actor > City", facets=["Actor"])
    made.coding("Talk 1", "We keep the PORT", "Gatekeeper")  # 1
    made.coding("Talk 2", "The mayor", "Gatekeeper > Search")  # 2
    made.coding("Talk 2", "mayor.\nR2: The bureau", "Pipeline", by="Ben")  # 3
    made.coding("Plan", "A gate", "Gatekeeper")  # 4
    made.coding("Plan", "gate to the world", "Pipeline", case="Uonoura")  # 5
    made.coding("Talk 1", "keep", "Actor > City")  # 6
    made.coding("Talk 1", "I: The port?", "Pipeline")  # 7, the interviewer's
    return made.finished()


def found(where: str) -> list[int]:
    """Return the codings that meet a condition."""
    return sorted(one.id for one in select(study().corpus(), where=where))


@pytest.mark.parametrize(
    ("where", "codings"),
    [
        ("code = Gatekeeper", [1, 2, 4]),
        ("code == Gatekeeper", [1, 4]),
        ("code = search", [2]),
        ("code = 'gatekeeper>search'", [2]),
        ("code != Gatekeeper", [3, 5, 6]),
        ("code contains gate", [1, 2, 4]),
        ("case = Minamihama", [1, 2, 3, 6]),
        ("case = Uonoura", [5]),
        ("case = kitaoka", [3]),
        ("case != Minamihama", [3, 4, 5]),
        ("case.population > 700000", [1, 2, 3, 6]),
        ("population <= 688000", [3]),
        ("population = 1,124,000".replace(",", ""), [1, 2, 3, 6]),
        ('case.population in ("688,000", 5)', [3]),
        ('"City type" = "designated city"', [1, 2, 3, 6]),
        ("case.'city type' contains VILL", [4]),
        ("kind = 'strategy document'", [4, 5]),
        ("document.kind = news", []),
        ("document = Plan", [4, 5]),
        ("document in ('Talk 1', Plan)", [1, 4, 5, 6]),
        ("participant = R1", [1, 2, 3, 6]),
        ("participant = 'official a'", [1, 2, 3, 6]),
        ("participant.level = bureau", [3]),
        ("role = respondent", [1, 2, 3, 6]),
        ("role = interviewer", []),
        ("coder = Ben", [3]),
        ("facet:Actor = City", [1, 6]),
        ("facet:actor = 'Actor > City'", [1, 6]),
        ("facet:Actor == Actor", []),
        ("text contains port", [1]),
        ("text contains 'port open'", []),
        ("text contains 'keep the'", [1]),
        ("text ~ 'Ｔｈｅ ＭＡＹＯＲ'", [2]),
        ("not text ~ the", [4, 6]),
        ("held = 2023-04-02", [1, 6]),
        ("held >= 2023-04", [1, 6]),
        ("held = 2023", [1, 2, 3, 6]),
        ("held < 2023", []),
        ("held > 2022-12-31", [1, 2, 3, 6]),
    ],
)
def test_a_comparison_selects_the_codings_it_names(where: str, codings: list[int]) -> None:
    assert found(where) == codings


class TestMissingValues:
    def test_a_missing_value_satisfies_neither_a_comparison_nor_its_contrary(self) -> None:
        assert found("population > 0") == [1, 2, 3, 6]
        assert found("population != 5") == [1, 2, 3, 6]
        assert found("not population > 0") == []
        assert found("not population = 5") == [1, 2, 3, 6]

    def test_or_needs_only_one_side_to_be_known(self) -> None:
        assert found("population > 0 or kind = 'strategy document'") == [1, 2, 3, 4, 5, 6]
        assert found("not (population > 0 and kind = news)") == [1, 2, 3, 4, 5, 6]

    def test_and_is_unknown_where_one_side_is_and_the_other_holds(self) -> None:
        both = "(population > 0 and kind = 'strategy document')"
        assert found(f"{both} or code = Pipeline") == [3, 5]
        assert found(f"not {both}") == [1, 2, 3, 6]

    def test_or_is_unknown_where_one_side_is_and_the_other_does_not_hold(self) -> None:
        either = "(population > 0 or kind = interview)"
        assert found(f"{either} and document = Plan") == []
        assert found(f"not {either}") == []

    def test_documents_without_speakers_have_no_participant_to_compare(self) -> None:
        assert found("participant != R1") == [3]

    def test_a_coding_without_a_facet_is_neither_of_a_value_nor_of_another(self) -> None:
        assert found("facet:Actor != City") == []

    def test_a_year_says_nothing_about_a_day_in_it(self) -> None:
        assert found("held > 2023-04-01") == [1, 6]
        assert found("held <= 2023-04-01") == []


class TestOneReadingAtATime:
    def test_conditions_on_a_case_have_to_hold_of_one_and_the_same_case(self) -> None:
        made = Study().case("A", "B").document("Talk", "R1: We.", cases=["A", "B"]).finished()
        made.attribute("case", "population", {"A": 10, "B": 1000})
        made.attribute("case", "region", {"A": "north", "B": "south"})
        made.coding("Talk", "We", "Gatekeeper")
        corpus = made.corpus()
        assert len(select(corpus, where="population > 100 and region = south")) == 1
        assert len(select(corpus, where="population > 100 and region = north")) == 0

    def test_a_filtered_case_keeps_the_counts_it_has_without_the_filter(self) -> None:
        corpus = study().corpus()
        everything, filtered = crosstab(select(corpus)), crosstab(select(corpus, where="case = Kitaoka"))
        assert names(filtered)[1] == ["Kitaoka", "total"]
        for code in ("Gatekeeper", "Pipeline"):
            assert cell(filtered, code, "Kitaoka") == cell(everything, code, "Kitaoka")

    def test_what_a_participant_says_is_counted_for_the_participants_case(self) -> None:
        table = crosstab(select(study().corpus(), where="participant = R2"))
        assert cell(table, "Pipeline", "Kitaoka") == 1
        assert cell(table, "Pipeline", "Minamihama") is Missing.NO_DATA


class TestScope:
    def test_a_condition_on_documents_leaves_cases_without_them_without_data(self) -> None:
        table = crosstab(select(study().corpus(), where="kind = 'strategy document'"))
        assert names(table)[1] == ["Minamihama", "Kitaoka", "Kazehara", "Uonoura", "total"]
        assert row(table, "Gatekeeper") == [Missing.NO_DATA, Missing.NO_DATA, 1, 0, 1]

    def test_a_condition_on_codes_leaves_other_rows_out_instead_of_calling_them_zero(self) -> None:
        table = crosstab(select(study().corpus(), where="code = Gatekeeper and kind = interview"))
        assert names(table)[0] == ["Gatekeeper", "Gatekeeper > Search", "total"]
        assert row(table, "Gatekeeper > Search") == [1, 0, Missing.NO_DATA, Missing.NO_DATA, 1]

    def test_a_condition_on_cases_takes_the_other_cases_out_of_the_denominators(self) -> None:
        where = "population > 700000"
        table = crosstab(
            select(study().corpus(), where=where), measure="cases", percent="cases", columns=None
        )
        assert table.columns[0].n == 1
        assert cell(table, "Gatekeeper", "cases") == 1.0

    def test_alternatives_do_not_narrow_what_is_in_scope(self) -> None:
        selection = select(study().corpus(), where="kind = 'strategy document' or code = Pipeline")
        assert len(selection.scope.holdings) == 3

    def test_the_notes_count_left_out_codings_within_the_filter(self) -> None:
        selection: Selection = select(study().corpus(), where="code = Pipeline")
        assert selection.left_out.interviewer == 1
        assert select(study().corpus(), where="code = Gatekeeper").left_out.interviewer == 0
        assert select(study().corpus(), where="role = interviewer").left_out.interviewer == 1


@pytest.mark.parametrize(
    ("where", "place", "message"),
    [
        (
            "popluation > 5",
            0,
            "There is no field “popluation”. Did you mean “population” or “case.population”?",
        ),
        ("case.popluation > 5", 0, "Did you mean “case.population”?"),
        ("actor = City", 0, "Did you mean “facet:Actor”?"),
        ("document.population > 5", 0, "Did you mean “case.population”?"),
        ("source.kind = x", 0, "There is no field “source.kind”"),
        ("case:Actor = City", 0, "There is no field “case:Actor”"),
        ("level = city", 0, "write one of document.level and participant.level"),
        ("facet:Actors = City", 6, "There is no facet “Actors”. Did you mean “Actor”?"),
        ("facet:Actor = Citty", 14, "The facet “Actor” has no value “Citty”. Did you mean “City”?"),
        ("facet:Actor = Pipeline", 14, "The facet “Actor” has no value “Pipeline”"),
        (
            "kind = interview and code = Gatekeper",
            28,
            "There is no code “Gatekeper”. Did you mean “Gatekeeper” or “Gatekeeper > Search”?",
        ),
        ("case = Minamihaam", 7, "There is no case “Minamihaam”. Did you mean “Minamihama”?"),
        ("case in (Kitaoka, X)", 18, "There is no case “X”. There are: “Minamihama”"),
        ("kind = strategy", 7, "There is no kind of document “strategy”"),
        ("role = boss", 7, "There is no role “boss”. There are: “respondent”"),
        ("coder = Cho", 8, "There is no coder “Cho”. There are: “Aki”, “Ben”"),
        ("'city type' = town", 14, "No case has “town” as its city type"),
        ("population = large", 13, "case.population is a number; “large” is none"),
        ("population contains 5", 11, "“contains” searches text; case.population holds numbers"),
        ("held = spring", 7, "document.held is a date, written 2023, 2023-04 or 2023-04-01"),
        ("held contains 20", 5, "holds dates"),
        ("case > Kitaoka", 5, "“>” makes no sense here: a case is a name"),
        ("code < Pipeline", 5, "a code is a name"),
        ("text = port", 5, 'The text of a quotation is searched: text contains "port".'),
        ("text contains ''", 14, "There is nothing to look for"),
        ("case contains ' '", 14, "There is nothing to look for"),
    ],
)
def test_an_unknown_name_is_pointed_at_with_the_nearest_known(where: str, place: int, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        found(where)
    assert message in caught.value.message
    assert caught.value.message.split("\n")[-1].index("^") == 4 + place


def test_a_name_of_several_codes_is_told_with_their_paths() -> None:
    made = study().codes("Pipeline > Search")
    with pytest.raises(QueryError, match="“Gatekeeper > Search”; “Pipeline > Search”"):
        select(made.corpus(), where="code = Search")


def test_a_theme_does_not_stand_for_the_facet_below_it() -> None:
    made = study().codes("Pipeline > Stance", facets=["Pipeline > Stance"])
    made.coding("Plan", "A gate", "Pipeline > Stance")
    assert [one.id for one in select(made.corpus(), where="code = Pipeline")] == [3, 5]
