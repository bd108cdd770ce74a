"""What counts, whose it is, how it adds up, one story each. In these talks I is the interviewer, R1 and R2 respond."""

from __future__ import annotations

import pytest
from counting_study import TALK, Study, behind, cell, names, one_talk, row

from qcode.analysis.crosstab import crosstab
from qcode.analysis.selection import LeftOut, select
from qcode.errors import UsageError
from qcode.model.documents import Role
from qcode.model.tables import Missing


class TestWhatCounts:
    def test_a_coding_counts_when_it_touches_a_respondent_by_one_character(self) -> None:
        study = one_talk()
        study.coding("Talk", "port?\nR1: W", "Gatekeeper")
        table = crosstab(select(study.corpus()), measure="characters")
        assert cell(table, "Gatekeeper", "Minamihama") == 1

    def test_interviewers_and_labels_do_not_count_and_the_notes_say_how_many(self) -> None:
        study = one_talk()
        study.coding("Talk", "the port?", "Gatekeeper")
        study.coding("Talk", "R1: ", "Gatekeeper")
        study.coding("Talk", "I: Who", "Gatekeeper")
        selection = select(study.corpus())
        table = crosstab(selection)
        assert cell(table, "Gatekeeper", "Minamihama") == 0
        assert selection.left_out == LeftOut(interviewer=2, outside=1)
        assert "Not counted: 2 codings that lie in interviewers' speech only." in table.notes
        assert "Not counted: 1 coding that lies in labels or front matter only." in table.notes

    def test_any_role_counts_every_coding_wherever_it_lies_with_all_its_characters(self) -> None:
        study = one_talk()
        study.coding("Talk", "I: Who", "Gatekeeper")
        study.coding("Talk", "R1: ", "Gatekeeper")
        table = crosstab(select(study.corpus(), roles=None), measure="characters")
        assert cell(table, "Gatekeeper", "Minamihama") == len("I: Who" + "R1: ")

    def test_a_document_without_speakers_counts_but_for_its_front_matter(self) -> None:
        study = Study().case("Kitaoka").codes("Gatekeeper")
        study.document("Plan", "We are a gate.", cases=["Kitaoka"], front_matter="Title: Plan\n").finished()
        study.coding("Plan", "Plan\nWe", "Gatekeeper")
        study.coding("Plan", "Title", "Gatekeeper")
        selection = select(study.corpus())
        assert cell(crosstab(selection), "Gatekeeper", "Kitaoka") == 1
        assert cell(crosstab(selection, measure="characters"), "Gatekeeper", "Kitaoka") == len("We")
        assert selection.left_out == LeftOut(outside=1)

    def test_where_no_role_is_known_all_speech_counts_and_the_notes_say_so(self) -> None:
        study = Study().codes("Gatekeeper").document("Talk", "X: Who?\nY: We do.").finished()
        study.coding("Talk", "Who", "Gatekeeper")
        study.coding("Talk", "X:", "Gatekeeper")
        table = crosstab(select(study.corpus()), columns=None)
        assert cell(table, "Gatekeeper", "segments") == 1
        assert "In 1 document no speaker's role is known; all speech counts there." in table.notes

    def test_where_some_role_is_known_unknown_speakers_do_not_count(self) -> None:
        study = Study().codes("Gatekeeper").document("Talk", "X: Who?\nR1: We do.").finished()
        study.coding("Talk", "Who?", "Gatekeeper")
        study.coding("Talk", "Who?\nR1: We", "Gatekeeper")
        selection = select(study.corpus())
        assert len(selection) == 1
        assert selection.left_out == LeftOut(unknown=1)
        expected = "Not counted: 1 coding that lies in speech of participants whose role is not known."
        assert expected in crosstab(selection).notes

    def test_other_roles_can_be_asked_for(self) -> None:
        study = Study().codes("Gatekeeper").document("Talk", "I: Who?\nGuide: This way.\nR1: We.").finished()
        study.coding("Talk", "This way.", "Gatekeeper")
        corpus = study.corpus()
        assert select(corpus).left_out == LeftOut(other=1)
        assert len(select(corpus, roles=[Role.OTHER])) == 1
        assert len(select(corpus, roles=["other", "respondent"])) == 1

    def test_a_role_that_does_not_exist_is_told(self) -> None:
        with pytest.raises(UsageError, match="There is no role “boss”"):
            select(one_talk().corpus(), roles=["boss"])


class TestWhoseCase:
    def test_without_more_a_coding_is_of_all_cases_of_its_document(self) -> None:
        study = Study().case("A", "B").document("Talk", TALK, cases=["A", "B"]).finished()
        study.coding("Talk", "We do", "Gatekeeper")
        table = crosstab(select(study.corpus()))
        assert row(table, "Gatekeeper") == [1, 1, 1]

    def test_a_participants_own_case_comes_before_the_documents(self) -> None:
        study = Study().case("A", "B", "C").participant("R1", case="B")
        study.document("Talk", TALK, cases=["A"]).finished()
        study.coding("Talk", "We do", "Gatekeeper")
        study.coding("Talk", "And the", "Gatekeeper")
        study.coding("Talk", "office.\nR2: And", "Gatekeeper")
        table = crosstab(select(study.corpus()))
        assert row(table, "Gatekeeper") == [2, 2, Missing.NO_DATA, 3]

    def test_a_case_given_by_hand_comes_before_everything(self) -> None:
        study = Study().case("A", "B").participant("R1", case="A").document("Talk", TALK, cases=["A"])
        study.coding("Talk", "We do", "Gatekeeper", case="B")
        table = crosstab(select(study.finished().corpus()))
        assert row(table, "Gatekeeper") == [0, 1, 1]

    def test_an_interviewers_own_case_plays_no_part(self) -> None:
        study = Study().case("A", "B").participant("I", case="B").document("Talk", TALK, cases=["A"])
        study.coding("Talk", "port?\nR1: We", "Gatekeeper")
        table = crosstab(select(study.finished().corpus()))
        assert row(table, "Gatekeeper") == [1, Missing.NO_DATA, 1]

    def test_codings_without_any_case_have_a_column_only_where_there_are_some(self) -> None:
        study = (
            Study().case("A").document("Talk", TALK, cases=["A"]).document("Note", "R1: Alone.").finished()
        )
        study.coding("Talk", "We do", "Gatekeeper")
        assert names(crosstab(select(study.corpus())))[1] == ["A", "total"]
        study.coding("Note", "Alone", "Gatekeeper")
        table = crosstab(select(study.corpus()))
        assert names(table)[1] == ["A", "(no case)", "total"]
        assert row(table, "Gatekeeper") == [1, 1, 2]


class TestSegments:
    def test_two_coders_with_the_same_span_count_once_and_both_codings_are_behind_it(self) -> None:
        study = one_talk()
        first = study.coding("Talk", "We do", "Gatekeeper", by="Aki")
        second = study.coding("Talk", "We do", "Gatekeeper", by="Ben")
        other = study.coding("Talk", "We", "Gatekeeper", by="Ben")
        table = crosstab(select(study.corpus()))
        assert cell(table, "Gatekeeper", "Minamihama") == 2
        assert behind(table, "Gatekeeper", "Minamihama") == [other, first, second]
        assert behind(table, "total", "total") == [other, first, second]
        assert "Codings counted: 3 by 2 coders; 1 document coded by more than one coder." in table.notes

    def test_per_coder_adds_what_each_has_alone(self) -> None:
        study = one_talk()
        study.coding("Talk", "We do", "Gatekeeper", by="Aki")
        study.coding("Talk", "We do", "Gatekeeper", by="Ben")
        study.coding("Talk", "the chamber", "Gatekeeper", by="Ben")
        table = crosstab(select(study.corpus()), per_coder=True)
        assert cell(table, "Gatekeeper", "Minamihama") == 2
        assert cell(table, "Gatekeeper", "Minamihama (Aki)") == 1
        assert cell(table, "Gatekeeper", "Minamihama (Ben)") == 2
        assert len(behind(table, "Gatekeeper", "total (Ben)")) == 2

    @pytest.mark.parametrize("finished", [False, True])
    def test_under_one_coder_the_place_of_another_is_blank(self, finished: bool) -> None:
        study = one_talk()
        study.coding("Talk", "We do", "Gatekeeper", by="Aki")
        study.coding("Talk", "the chamber", "Gatekeeper", by="Ben")
        if not finished:
            study.document("Plan", "Not read yet.")
        table = crosstab(select(study.corpus()), columns="coder", per_coder=True)
        assert row(table, "Gatekeeper") == [1, 1, 2, 1, None, 1, None, 1, 1]
        assert cell(table, "total", "Ben (Aki)") is None
        turned = crosstab(select(study.corpus()), "coder", "code", per_coder=True)
        assert cell(turned, "Ben", "Gatekeeper (Aki)") is cell(turned, "Ben", "total (Aki)") is None

    def test_one_coder_can_be_asked_for_by_name(self) -> None:
        study = one_talk()
        study.coding("Talk", "We do", "Gatekeeper", by="Aki")
        study.coding("Talk", "the chamber", "Gatekeeper", by="Ben")
        table = crosstab(select(study.corpus(), coders=["ben"]))
        assert cell(table, "Gatekeeper", "Minamihama") == 1
        assert "Coders: Ben." in table.notes


class TestAggregated:
    def nested(self) -> Study:
        study = one_talk().codes("Gatekeeper > Search", "Gatekeeper > Diffusion")
        study.coding("Talk", "We do", "Gatekeeper > Search")
        study.coding("Talk", "We do", "Gatekeeper > Diffusion")
        study.coding("Talk", "the chamber", "Gatekeeper")
        return study

    def test_own_counts_leave_sub_codes_out(self) -> None:
        table = crosstab(select(self.nested().corpus()))
        assert [cell(table, name, "Minamihama") for name in names(table)[0]] == [1, 1, 1, 3]

    def test_a_parent_counts_a_passage_coded_with_two_children_once(self) -> None:
        table = crosstab(select(self.nested().corpus()), aggregated=True)
        assert [cell(table, name, "Minamihama") for name in names(table)[0]] == [2, 1, 1, 2]
        assert len(behind(table, "Gatekeeper", "Minamihama")) == 3

    def test_facets_are_rows_last_and_never_rolled_into_the_theme_above_them(self) -> None:
        study = one_talk()
        study.codes("Gatekeeper > Who", "Gatekeeper > Search", facets=["Gatekeeper > Who"])
        study.coding("Talk", "We do", "Gatekeeper > Who > Mayor")
        study.coding("Talk", "the chamber", "Gatekeeper > Search")
        table = crosstab(select(study.corpus()), aggregated=True)
        assert names(table)[0] == [
            "Gatekeeper",
            "Gatekeeper > Search",
            "Gatekeeper > Who",
            "Gatekeeper > Who > Mayor",
            "total",
        ]
        assert [line[0] for line in table.values] == [1, 1, 1, 1, 1]


class TestTotals:
    def test_a_segment_of_two_cases_counts_once_in_the_total_and_a_note_says_so(self) -> None:
        study = Study().case("A", "B").document("Talk", TALK, cases=["A", "B"]).finished()
        study.coding("Talk", "We do", "Gatekeeper")
        table = crosstab(select(study.corpus()))
        assert row(table, "total") == [1, 1, 1]
        sentence = "Totals count once what stands in several places: in 2 rows they are less than the sum."
        assert sentence in table.notes

    def test_where_totals_are_sums_no_note_is_made(self) -> None:
        study = one_talk()
        study.coding("Talk", "We do", "Gatekeeper")
        assert not [note for note in crosstab(select(study.corpus())).notes if "less than" in note]

    def test_facets_do_not_enter_totals_unless_there_is_nothing_else(self) -> None:
        study = one_talk().codes("Actor", facets=["Actor"])
        study.coding("Talk", "We do", "Actor > City")
        study.coding("Talk", "the chamber", "Gatekeeper")
        corpus = study.corpus()
        table = crosstab(select(corpus))
        assert cell(table, "Actor > City", "total") == 1
        assert row(table, "total") == [1, Missing.NO_DATA, 1]
        assert "Totals are of the themes; facets say who and when, and are left out of them." in table.notes
        only = crosstab(select(corpus, codes=["Actor"]))
        assert row(only, "total") == [1, Missing.NO_DATA, 1]
        assert names(only)[0] == ["Actor", "Actor > City", "total"]
