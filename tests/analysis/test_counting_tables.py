"""Measures, shares, kinds of nothing, facets, dimensions and notes. I interviews, R1 and R2 respond."""

from __future__ import annotations

import pytest
from counting_study import TALK, Study, cell, column_of, names, one_talk, row, row_of

from qcode.analysis.crosstab import crosstab
from qcode.analysis.selection import select
from qcode.errors import UsageError
from qcode.model.tables import Missing, Table


class TestMeasures:
    def study(self) -> Study:
        study = Study().case("A", "B").participant("R2", case="B").document("Talk", TALK, cases=["A"])
        study.document("Plan", "One plan.\nTwo plans.", cases=["A"], kind="strategy document").finished()
        study.coding("Talk", "We do", "Gatekeeper")
        study.coding("Talk", "do, the port", "Gatekeeper")
        study.coding("Talk", "office.\nR2: And", "Gatekeeper")
        study.coding("Plan", "Two plans", "Gatekeeper")
        return study

    @pytest.mark.parametrize(
        ("measure", "expected"),
        [
            ("segments", [4, 1, 4]),
            ("documents", [2, 1, 2]),
            ("cases", [1, 1, 2]),
            ("participants", [1, 1, 2]),
            ("turns", [1, 1, 2]),
            ("presence", [1, 1, 1]),
            ("characters", [len("We do, the portoffice.AndTwo plans"), len("office.And"), 34]),
            ("words", [8, 2, 8]),
        ],
    )
    def test_each_measure_counts_what_its_name_says(self, measure: str, expected: list[int]) -> None:
        table = crosstab(select(self.study().corpus()), measure=measure)
        assert row(table, "Gatekeeper") == expected

    def test_coverage_is_the_share_of_the_counted_speech_of_the_columns_documents(self) -> None:
        table = crosstab(select(self.study().corpus()), columns="document", measure="coverage")
        talk = len("We do, the port office.") + len("And the chamber.")
        assert cell(table, "Gatekeeper", "Talk") == len("We do, the portoffice.And") / talk
        assert table.columns[0].n == talk
        assert cell(table, "Gatekeeper", "Plan") == len("Two plans") / len("One plan.\nTwo plans.")

    def test_rate_is_per_thousand_characters_of_the_columns_counted_speech(self) -> None:
        table = crosstab(select(self.study().corpus()), columns="document", measure="rate")
        assert cell(table, "Gatekeeper", "Plan") == 1000 / len("One plan.\nTwo plans.")

    def test_quotes_are_the_distinct_passages_one_a_line(self) -> None:
        study = self.study()
        study.coding("Plan", "Two plans", "Gatekeeper", by="Ben")
        table = crosstab(select(study.corpus()), columns="document", measure="quotes")
        assert cell(table, "Gatekeeper", "Plan") == "Two plans"
        assert cell(table, "Gatekeeper", "Talk") == "We do\ndo, the port\noffice.\nR2: And"

    def test_under_a_participant_only_their_own_words_are_measured(self) -> None:
        table = crosstab(select(self.study().corpus()), columns="participant", measure="characters")
        assert row(table, "Gatekeeper") == [
            len("And"),
            len("We do, the portoffice."),
            len("Two plans"),
            34,
        ]
        assert names(table)[1] == ["R2", "R1", "(no participant)", "total"]

    def test_texts_are_read_only_where_words_are_asked_for(self) -> None:
        study = self.study()
        selection = select(study.corpus())
        crosstab(selection, measure="characters")
        crosstab(selection, measure="coverage")
        assert study.texts_read == []
        crosstab(selection, measure="words")
        assert study.texts_read


class TestCasesSorted:
    def table(self, *coded: str) -> Table:
        study = Study().case("A", "B", "C").document("Talk", TALK, cases=["A"])
        study.document("Plan", "One plan.", cases=["B"]).codes("Gatekeeper").finished()
        study.attribute("case", "type", {"A": "city", "B": "town", "C": "town"})
        study.attribute("case", "region", {"A": "north", "B": "north", "C": "south"})
        for words in coded:
            study.coding("Plan" if words in "One plan." else "Talk", words, "Gatekeeper")
        return crosstab(select(study.corpus()), "case.type", "case.region", measure="cases")

    def test_a_table_of_cases_by_cases_says_how_many_have_no_coding_and_stand_nowhere(self) -> None:
        table = self.table("We do")
        assert table.values == [[1, Missing.NO_DATA, 1], [0, Missing.NO_DATA, 0], [1, Missing.NO_DATA, 1]]
        assert "In no number, for no coding of theirs counts: 2 of 3 cases in scope." in table.notes
        assert "In no number, for no coding of theirs counts: 3 of 3 cases in scope." in self.table().notes
        of_codes = crosstab(select(Study().case("A").codes("Gate").corpus()), "code", "case", "cases")
        assert not any(note.startswith("In no number") for note in of_codes.notes)


class TestPercentages:
    def study(self) -> Study:
        study = Study().case("A", "B", "C").document("Talk", TALK, cases=["A", "B"])
        study.document("Plan", "One plan. Two plans.", cases=["B"]).document("Note", "A note.", cases=["B"])
        study.codes("Gatekeeper", "Pipeline").finished()
        study.coding("Talk", "We do", "Gatekeeper")
        study.coding("Plan", "One", "Gatekeeper")
        study.coding("Plan", "Two", "Pipeline")
        return study

    def test_shares_of_the_column_say_their_n_in_its_header(self) -> None:
        table = crosstab(select(self.study().corpus()), percent="column")
        assert row(table, "Gatekeeper") == [1.0, 2 / 3, Missing.NO_DATA, 2 / 3]
        assert [header.n for header in table.columns] == [1, 3, 0, 3]

    def test_shares_of_the_row_are_of_the_union(self) -> None:
        table = crosstab(select(self.study().corpus()), percent="row")
        assert row(table, "Gatekeeper") == [1 / 2, 2 / 2, Missing.NO_DATA, 1.0]
        assert table.rows[row_of(table, "Gatekeeper")].n == 2

    def test_shares_of_documents_are_of_those_in_scope_with_data(self) -> None:
        table = crosstab(select(self.study().corpus()), measure="documents", percent="documents")
        assert row(table, "Gatekeeper") == [1 / 1, 2 / 3, Missing.NO_DATA, 2 / 3]
        assert [header.n for header in table.columns] == [1, 3, 0, 3]

    def test_shares_of_cases_are_of_those_with_data(self) -> None:
        table = crosstab(select(self.study().corpus()), columns=None, measure="cases", percent="cases")
        assert cell(table, "Gatekeeper", "cases") == 2 / 2
        assert cell(table, "Pipeline", "cases") == 1 / 2
        assert table.columns[0].n == 2

    def test_turned_round_the_n_stands_at_the_rows(self) -> None:
        table = crosstab(
            select(self.study().corpus()), "case", "code", measure="documents", percent="documents"
        )
        assert row(table, "B") == [2 / 3, 1 / 3, 2 / 3]
        assert [header.n for header in table.rows] == [1, 3, 0, 3]

    def test_a_code_of_a_facet_has_no_share_in_a_column_of_themes(self) -> None:
        study = self.study().codes("Actor", facets=["Actor"])
        study.coding("Talk", "We do", "Actor")
        table = crosstab(select(study.corpus()), percent="column")
        assert row(table, "Actor")[0] is None
        assert row(crosstab(select(study.corpus()), percent="row"), "Actor")[0] == 1.0

    @pytest.mark.parametrize(
        ("measure", "percent", "reason"),
        [
            ("segments", "documents", "need the measure documents"),
            ("documents", "cases", "need the measure cases"),
            ("coverage", "column", "is a share already"),
            ("quotes", "column", "is no number of things"),
            ("segments", "thirds", "There is no percentage “thirds”"),
            ("heads", None, "There is no measure “heads”"),
        ],
    )
    def test_shares_that_mean_nothing_are_refused_with_the_reason(
        self, measure: str, percent: str | None, reason: str
    ) -> None:
        with pytest.raises(UsageError, match=reason):
            crosstab(select(self.study().corpus()), measure=measure, percent=percent)

    def test_shares_of_the_row_of_a_one_way_table_are_refused(self) -> None:
        with pytest.raises(UsageError, match="would all be 100%"):
            crosstab(select(self.study().corpus()), columns=None, percent="row")


class TestThreeZeros:
    def study(self) -> Study:
        study = Study().case("A", "B", "C").document("One", "R1: We do.", cases=["A"])
        study.document("Two", "R1: They do.", cases=["B"]).codes("Gatekeeper", "Pipeline")
        study.coding("One", "We", "Gatekeeper")
        return study

    def test_nothing_found_is_zero_only_where_all_is_finished(self) -> None:
        study = self.study().finished("One").assigned("Two")
        table = crosstab(select(study.corpus()))
        assert row(table, "Pipeline") == [0, Missing.NOT_CODED, Missing.NO_DATA, Missing.NOT_CODED]
        assert row(table, "Gatekeeper") == [1, Missing.NOT_CODED, Missing.NO_DATA, 1]

    def test_a_count_is_marked_while_documents_in_scope_are_unfinished(self) -> None:
        table = crosstab(select(self.study().finished("One").corpus()))
        place = row_of(table, "Gatekeeper")
        assert (place, column_of(table, "A")) not in table.incomplete
        assert (place, column_of(table, "total")) in table.incomplete
        assert (
            "Not finished by the selected coders: 1 of 2 documents; counts marked + may grow." in table.notes
        )

    def test_one_coder_finished_and_one_still_to_is_unfinished(self) -> None:
        study = self.study().finished(by="Aki").assigned("One", by="Ben")
        assert cell(crosstab(select(study.corpus())), "Pipeline", "A") is Missing.NOT_CODED
        assert cell(crosstab(select(study.corpus(), coders=["Aki"])), "Pipeline", "A") == 0

    def test_a_document_without_counted_speech_is_no_data(self) -> None:
        study = (
            Study().case("A").codes("Gatekeeper").document("Talk", "I: Hello?\nR1: ", cases=["A"]).finished()
        )
        assert cell(crosstab(select(study.corpus())), "Gatekeeper", "A") is Missing.NO_DATA
        assert cell(crosstab(select(study.corpus(), roles=None)), "Gatekeeper", "A") == 0

    def test_a_case_only_given_by_hand_has_data_where_it_was_given(self) -> None:
        study = self.study().finished()
        study.coding("Two", "They", "Gatekeeper", case="C")
        table = crosstab(select(study.corpus()))
        assert [cell(table, name, "C") for name in ("Gatekeeper", "Pipeline")] == [1, 0]


class TestFacets:
    def study(self) -> Study:
        study = one_talk().codes("Actor", "Actor > City", "Actor > Firm", facets=["Actor"])
        study.coding("Talk", "We do, the port", "Gatekeeper", by="Aki")
        study.coding("Talk", "the port office", "Actor > City", by="Aki")
        return study

    def test_a_coding_has_the_values_that_overlap_it(self) -> None:
        table = crosstab(select(self.study().corpus()), columns="facet:Actor")
        assert names(table)[1] == ["Actor > City", "Actor > Firm", "total"]
        assert row(table, "Gatekeeper") == [1, 0, 1]

    def test_touching_is_not_overlapping(self) -> None:
        study = self.study()
        study.coding("Talk", "office", "Gatekeeper > Search")
        study.coding("Talk", ".\nR2: And", "Gatekeeper > Search")
        table = crosstab(select(study.corpus()), columns="facet:actor")
        assert cell(table, "Gatekeeper > Search", "Actor > City") == 1
        assert cell(table, "Gatekeeper > Search", "(none)") == 1

    def test_with_several_values_it_counts_under_each_and_once_in_the_total(self) -> None:
        study = self.study()
        study.coding("Talk", "We", "Actor > Firm > Small")
        table = crosstab(select(study.corpus()), columns="facet:Actor")
        assert row(table, "Gatekeeper") == [1, 1, 1]

    def test_another_coders_facets_play_no_part(self) -> None:
        study = self.study()
        study.coding("Talk", "We do, the port", "Gatekeeper", by="Ben")
        study.coding("Talk", "We do", "Actor > Firm", by="Ben")
        table = crosstab(select(study.corpus()), columns="facet:Actor", per_coder=True)
        assert row(table, "Gatekeeper")[:3] == [1, 1, 1]
        assert cell(table, "Gatekeeper", "Actor > City (Aki)") == 1
        assert cell(table, "Gatekeeper", "Actor > Firm (Aki)") == 0
        assert cell(table, "Gatekeeper", "Actor > City (Ben)") is Missing.NOT_CODED
        assert cell(table, "Gatekeeper", "Actor > Firm (Ben)") == 1

    def test_the_head_itself_is_a_value_where_it_was_given(self) -> None:
        study = self.study()
        study.coding("Talk", "the chamber", "Gatekeeper")
        study.coding("Talk", "chamber", "Actor")
        table = crosstab(select(study.corpus()), "facet:Actor", None)
        assert names(table)[0] == ["Actor > City", "Actor > Firm", "Actor", "total"]
        assert [line[0] for line in table.values] == [1, 0, 1, 2]

    def test_a_facet_that_does_not_exist_is_told_with_those_that_do(self) -> None:
        with pytest.raises(UsageError, match=r"There is no facet “Actors”.*“Actor”"):
            crosstab(select(self.study().corpus()), columns="facet:Actors")


class TestDimensions:
    def study(self) -> Study:
        study = Study().case("A", "B", "C", "D")
        for name, case in (("One", "A"), ("Two", "B"), ("Three", "C"), ("Four", "D")):
            study.document(name, f"R1: We of {name}.", cases=[case])
        study.attribute("case", "population", {"A": 9_200, "B": 50_000, "C": 1_124_000}, year=2020)
        study.attribute("case", "population", {"A": 60_000}, year=2015)
        study.attribute("case", "city type", {"A": "town", "B": "core city", "D": "town"})
        for name in ("One", "Two", "Three", "Four"):
            study.coding(name, f"We of {name}", "Gatekeeper")
        return study.finished()

    def test_numbers_are_cut_into_classes_and_the_newest_value_holds(self) -> None:
        table = crosstab(select(self.study().corpus()), columns="case.population:50000,200000")
        assert names(table)[1] == ["< 50,000", "50,000-199,999", ">= 200,000", "(no value)", "total"]
        assert row(table, "Gatekeeper") == [1, 1, 1, 1, 4]

    def test_a_class_without_cases_has_no_data(self) -> None:
        table = crosstab(select(self.study().corpus()), columns="case.population:60000,70000")
        assert row(table, "Gatekeeper") == [2, Missing.NO_DATA, 1, 1, 4]

    def test_texts_come_in_the_order_of_the_cases_and_numbers_in_theirs(self) -> None:
        selection = select(self.study().corpus())
        assert names(crosstab(selection, columns="case.city type"))[1][:3] == [
            "town",
            "core city",
            "(no value)",
        ]
        assert names(crosstab(selection, columns="case.population"))[1][:3] == ["9200", "50000", "1124000"]

    def test_any_dimension_can_stand_on_the_rows(self) -> None:
        table = crosstab(select(self.study().corpus()), "case.city type", "document")
        assert cell(table, "town", "One") == 1
        assert cell(table, "town", "Two") is Missing.NO_DATA
        assert row(table, "total") == [1, 1, 1, 1, 4]

    def test_a_case_meets_only_its_own_attribute(self) -> None:
        study = Study().case("A", "B").document("Talk", "R1: We.", cases=["A", "B"]).finished()
        study.attribute("case", "region", {"A": "north", "B": "south"})
        study.coding("Talk", "We", "Gatekeeper")
        table = crosstab(select(study.corpus()), "case", "case.region")
        assert [row(table, "A"), row(table, "B")] == [
            [1, Missing.NO_DATA, 1],
            [Missing.NO_DATA, 1, 1],
        ]

    def test_coders_are_judged_by_what_they_have_finished_themselves(self) -> None:
        study = self.study().codes("Pipeline").assigned("One", by="Ben")
        table = crosstab(select(study.corpus()), "code", "coder")
        assert names(table)[1] == ["Aki", "Ben", "total"]
        assert row(table, "Pipeline") == [0, Missing.NOT_CODED, Missing.NOT_CODED]

    @pytest.mark.parametrize(
        ("dimension", "message"),
        [
            ("population", "There is no dimension “population”. Did you mean “case.population”"),
            ("case.size", "A case has no attribute “size”"),
            ("case.city type:3", "cannot be cut into classes"),
            ("case.population:a", "is not a limit of classes"),
            ("case.population:5,5", "do not rise"),
            ("case.populaton:5", "Did you mean “population”"),
            ("codes", "There is no dimension “codes”. Did you mean “code”"),
        ],
    )
    def test_a_dimension_that_means_nothing_is_told(self, dimension: str, message: str) -> None:
        with pytest.raises(UsageError, match=message.replace("(", r"\(")):
            crosstab(select(self.study().corpus()), columns=dimension)

    def test_code_by_code_needs_a_unit_and_is_refused(self) -> None:
        with pytest.raises(UsageError, match="needs a unit"):
            crosstab(select(self.study().corpus()), "code", "code")


class TestNotes:
    def test_the_notes_say_of_whom_by_whom_and_out_of_what(self) -> None:
        study = one_talk()
        study.coding("Talk", "We do", "Gatekeeper")
        table = crosstab(select(study.corpus(), where="kind = interview"))
        note_on_cases = (
            "A coding is of the case given to it by hand, else of the cases of the participants it touches,"
            " else of those of its document."
        )
        assert list(table.notes) == [
            "Counted: segments, distinct passages of a code; coded alike by several, they count once.",
            note_on_cases,
            "“no data”: no document in scope.",
            "Roles: speech of respondents counts, and documents without speakers but for front matter.",
            "Filter: kind = interview",
            "Coders: Aki.",
            "N in scope with counted speech: 1 document, 1 case, 2 participants.",
            "Codings counted: 1 by 1 coder; 0 documents coded by more than one coder.",
            "qcode 0.1.0; newest change 2024-05-01T10:00:00Z.",
        ]
        assert (table.name, table.title, table.stub) == ("crosstab", "Segments: code by case", "code")

    def test_an_empty_project_makes_an_empty_table(self) -> None:
        table = crosstab(select(Study().corpus()))
        assert names(table) == (["total"], ["total"])
        assert table.values == [[Missing.NO_DATA]]
