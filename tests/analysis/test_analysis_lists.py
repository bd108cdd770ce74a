"""Lists of coded segments and of places where a text occurs; the frequency table."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from counting_study import Study, cell, names, row, row_of

from qcode.analysis.frequencies import frequencies
from qcode.analysis.search import search
from qcode.analysis.segments import segments
from qcode.analysis.selection import select
from qcode.errors import QueryError, UnknownNameError
from qcode.model.tables import Missing, Table


def study() -> Study:
    """Two talks of two municipalities; in the second two people of both speak."""
    made = Study().case("Minamihama", "Kitaoka").participant("R2", case="Kitaoka")
    made.document("Talk 1", "I: The port?\nR1: We keep the PORT open.", cases=["Minamihama"])
    made.document("Talk 2", "R1: A port.\nR2: 港湾 port", cases=["Minamihama"])
    made.codes("Gatekeeper", "Gatekeeper > Search", "Pipeline", "Actor", facets=["Actor"])
    made.coding("Talk 2", "port.\nR2: 港湾", "Gatekeeper")  # 1
    made.coding("Talk 1", "We keep", "Gatekeeper > Search", by="Ben", case="Kitaoka")  # 2
    made.coding("Talk 1", "We keep", "Gatekeeper > Search")  # 3
    made.coding("Talk 1", "port?", "Gatekeeper")  # 4, the interviewer's
    made.coding("Talk 1", "PORT", "Actor > City")  # 5
    return made


def column(table: Table, name: str) -> list[object]:
    place = [header.name for header in table.columns].index(name)
    return [line[place] for line in table.values]


class TestSegments:
    def test_the_columns_are_those_that_scripts_rely_on(self) -> None:
        table = segments(select(study().corpus()))
        assert names(table)[1] == [
            "document",
            "code",
            "coder",
            "start",
            "end",
            "quote",
            "case",
            "case_override",
            "participant",
            "role",
            "memo",
            "uid",
        ]
        assert table.stub is None

    def test_one_row_for_each_coding_by_document_in_the_order_of_the_text(self) -> None:
        table = segments(select(study().corpus()), uids={3: "u3"}, memos={3: "why"})
        assert column(table, "quote") == ["We keep", "We keep", "PORT", "port.\nR2: 港湾"]
        assert table.values[0] == (
            "Talk 1",
            "Gatekeeper > Search",
            "Aki",
            17,
            24,
            "We keep",
            "Minamihama",
            "",
            "R1",
            "respondent",
            "why",
            "u3",
        )
        assert [tuple(table.behind(line, 0)) for line in range(4)] == [(3,), (2,), (5,), (1,)]

    def test_several_cases_and_participants_stand_in_one_cell(self) -> None:
        table = segments(select(study().corpus()), only=[1, 2])
        assert column(table, "case") == ["Kitaoka", "Minamihama; Kitaoka"]
        assert column(table, "case_override") == ["Kitaoka", ""]
        assert column(table, "participant") == ["R1", "R1; R2"]
        assert column(table, "role") == ["respondent", "respondent"]

    def test_a_corpus_gives_all_its_codings_of_any_role(self) -> None:
        table = segments(study().corpus())
        assert len(table.rows) == 5
        assert column(table, "role")[0] == "interviewer"
        assert "Roles: any; every coding counts wherever it lies." in table.notes

    def test_only_some_documents_are_read(self) -> None:
        made = study()
        segments(select(made.corpus()), only=[1])
        assert made.texts_read == ["Talk 2"]


class TestSearch:
    def test_a_text_is_found_through_case_and_width_with_the_words_around_it(self) -> None:
        table = search(study().corpus(), "ｐｏｒｔ")
        assert [line[3:] for line in table.values] == [
            ("I: The ", "port", "?", "Minamihama", "I", "interviewer"),
            ("R1: We keep the ", "PORT", " open.", "Minamihama", "R1", "respondent"),
            ("R1: A ", "port", ".", "Minamihama", "R1", "respondent"),
            ("R2: 港湾 ", "port", "", "Kitaoka", "R2", "respondent"),
        ]
        assert table.notes[0] == "4 places in 2 documents, found through case, width and composed forms."

    def test_a_japanese_word_of_two_characters_is_found(self) -> None:
        assert column(search(study().corpus(), "港湾"), "document") == ["Talk 2"]

    def test_roles_keep_the_places_in_their_speech(self) -> None:
        table = search(study().corpus(), "port", roles=["respondent"])
        assert column(table, "participant") == ["R1", "R1", "R2"]

    def test_conditions_keep_the_places_of_a_document_a_case_or_a_speaker(self) -> None:
        corpus = study().corpus()
        assert column(search(corpus, "port", where="case = Kitaoka"), "participant") == ["R2"]
        assert column(search(corpus, "port", where="role = interviewer"), "document") == ["Talk 1"]

    def test_a_condition_on_codings_keeps_the_places_in_such_codings(self) -> None:
        corpus = study().corpus()
        assert column(search(corpus, "port", where="code = Gatekeeper"), "participant") == ["I", "R1"]
        assert column(search(corpus, "port", where="coder = Ben"), "match") == []

    def test_a_regular_expression_is_matched_as_the_text_is_written_but_for_case(self) -> None:
        table = search(study().corpus(), r"\bp\w+t\b", regex=True)
        assert column(table, "match") == ["port", "PORT", "port", "port"]

    @pytest.mark.parametrize(
        ("query", "regex"), [("", False), (" ", True), ("(", True), ("a{99999999999}", True), ("x*", True)]
    )
    def test_a_query_that_cannot_be_is_an_error(self, query: str, regex: bool) -> None:
        with pytest.raises(QueryError):
            search(study().corpus(), query, regex=regex)

    def test_words_around_a_place_stop_at_the_line_and_at_the_limit(self) -> None:
        table = search(study().corpus(), "PORT open", context=5)
        assert (column(table, "before"), column(table, "after")) == ([" the "], ["."])


class TestFrequencies:
    def test_the_columns_are_those_that_scripts_rely_on(self) -> None:
        assert names(frequencies(select(study().corpus()), per_coder=True))[1] == [
            "segments",
            "segments_aggregated",
            "documents",
            "documents_aggregated",
            "cases",
            "cases_aggregated",
            "participants",
            "characters",
            "coverage",
            "segments (Aki)",
            "segments (Ben)",
        ]

    def test_every_code_has_a_row_facets_come_last_and_there_is_no_total(self) -> None:
        table = frequencies(select(study().corpus()))
        assert names(table)[0] == ["Gatekeeper", "Gatekeeper > Search", "Pipeline", "Actor", "Actor > City"]
        assert not any(header.total for header in table.rows)
        assert (table.name, table.stub) == ("freq", "code")

    def test_own_and_aggregated_numbers_stand_side_by_side(self) -> None:
        table = frequencies(select(study().finished(by="Aki").finished(by="Ben").corpus()), per_coder=True)
        counted = len("We keep the PORT open.A port.港湾 port")
        marked = len("port.港湾")
        assert row(table, "Gatekeeper") == [1, 2, 1, 2, 2, 2, 2, marked, marked / counted, 1, 0]
        assert row(table, "Gatekeeper > Search")[:7] == [1, 1, 1, 1, 2, 2, 1]
        assert row(table, "Pipeline") == [0] * 11
        assert table.columns[8].n == counted

    def test_the_rest_can_be_of_codes_with_their_sub_codes_too(self) -> None:
        table = frequencies(select(study().finished(by="Aki").finished(by="Ben").corpus()), aggregated=True)
        counted = len("We keep the PORT open.A port.港湾 port")
        marked = len("We keepport.港湾")
        assert row(table, "Gatekeeper") == [1, 2, 1, 2, 2, 2, 2, marked, marked / counted]
        heads = [(one.label, one.key) for one in table.columns if "with sub-codes" in one.label]
        assert heads[-3:] == [
            ("Participants with sub-codes", "participants_aggregated"),
            ("Characters with sub-codes", "characters_aggregated"),
            ("Coverage with sub-codes", "coverage_aggregated"),
        ]
        told = [note for note in table.notes if note.endswith("A code stands for itself and its sub-codes.")]
        assert [note.split()[1] for note in told] == ["participants", "characters", "coded"]

    def test_each_coders_segments_say_whether_sub_codes_are_in_them(self) -> None:
        corpus = study().corpus()
        alone = frequencies(select(corpus), per_coder=True).columns[-1]
        rolled = frequencies(select(corpus), per_coder=True, aggregated=True).columns[-1]
        assert (alone.label, alone.key) == ("Segments", "segments (Ben)")
        assert (rolled.label, rolled.key) == ("Segments with sub-codes", "segments_aggregated (Ben)")

    def test_what_nobody_has_finished_is_not_yet_zero(self) -> None:
        table = frequencies(select(study().corpus()))
        assert cell(table, "Pipeline", "segments") is Missing.NOT_CODED
        assert (row_of(table, "Gatekeeper"), 0) in table.incomplete

    def test_every_number_leads_to_its_codings(self) -> None:
        table = frequencies(select(study().corpus()))
        place = row_of(table, "Gatekeeper")
        assert list(table.behind(place, 0)) == [1]
        assert list(table.behind(place, 1)) == [3, 2, 1]


def test_a_coder_or_a_code_that_does_not_exist_is_told_with_the_nearest() -> None:
    corpus = study().corpus()
    with pytest.raises(UnknownNameError, match=r"There is no coder “Akki”.*“Aki”"):
        select(corpus, coders=["Akki"])
    with pytest.raises(UnknownNameError, match="There is no code “Gate”"):
        select(corpus, codes=["Gate"])


def test_codes_can_be_chosen_with_their_sub_codes() -> None:
    table = frequencies(select(study().corpus(), codes=["Gatekeeper"]))
    assert names(table)[0] == ["Gatekeeper", "Gatekeeper > Search"]


def test_the_same_question_gives_the_same_answer_in_another_process() -> None:
    script = (
        "from test_analysis_lists import study\n"
        "from qcode.analysis.crosstab import crosstab\n"
        "from qcode.analysis.selection import select\n"
        "table = crosstab(select(study().corpus(), where='text ~ port or code = Gatekeeper'), per_coder=True)\n"
        "print(table.rows, table.columns, table.values, table.notes, sorted(table.incomplete))\n"
        "print([table.behind(r, c) for r in range(len(table.rows)) for c in range(len(table.columns))])\n"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            check=True,
            text=True,
            encoding="utf-8",
            env={
                **os.environ,
                "PYTHONHASHSEED": seed,
                "PYTHONPATH": os.pathsep.join(sys.path),
                "PYTHONIOENCODING": "utf-8",
            },
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(answers) == 1


def test_the_analyses_stand_alone() -> None:
    script = (
        "import sys, pkgutil, importlib, qcode.analysis as analysis\n"
        "for module in pkgutil.iter_modules(analysis.__path__):\n"
        "    importlib.import_module(f'qcode.analysis.{module.name}')\n"
        "heavy = {'click', 'rich', 'textual', 'pydantic', 'sqlite_utils', 'lark', 'qcode.store', 'qcode.project'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert answer.stdout.strip() == "[]"
