"""How codings lie to each other: relations in conditions, told with one small interview."""

from __future__ import annotations

from dataclasses import replace

import pytest
from counting_study import Study, cell, names, row

from qcode.analysis.corpus import Corpus
from qcode.analysis.crosstab import crosstab
from qcode.analysis.search import search
from qcode.analysis.selection import select
from qcode.errors import QueryError

TALK = "I: Who watches?\nR1: The port office watches.\nI: And then?\nR1: Then the mayor calls.\nR2: Never."


def study() -> Study:
    """An interview, a plan of the same case, and another case's plan."""
    made = Study().case("Minamihama", "Kitaoka")
    made.document("Talk", TALK, cases=["Minamihama"])
    made.document("Plan", "Watch.\n\n  The port grows.\nThe end.", cases=["Minamihama"], kind="news")
    made.document("Other", "Grow.", cases=["Kitaoka"], kind="news")
    made.codes("Gate", "Gate > Search", "Port", "Mayor", "Question")
    made.coding("Talk", "Who watches?", "Question")  # 1, the interviewer's
    made.coding("Talk", "The port office watches.", "Gate")  # 2
    made.coding("Talk", "port office", "Port")  # 3
    made.coding("Talk", "office watches", "Gate > Search", by="Ben")  # 4
    made.coding("Talk", "mayor", "Mayor")  # 5
    made.coding("Talk", "Never", "Gate")  # 6
    made.coding("Plan", "Watch", "Gate")  # 7
    made.coding("Plan", "port grows", "Port")  # 8
    made.coding("Plan", "end", "Mayor", by="Ben")  # 9
    made.coding("Other", "Grow", "Gate")  # 10
    return made.finished()


def found(where: str, made: Study | None = None) -> list[int]:
    """Return the codings that meet a condition."""
    return sorted(one.id for one in select((made or study()).corpus(), where=where))


@pytest.mark.parametrize(
    ("where", "codings"),
    [
        ("code = Gate overlaps code = Port", [2]),
        ("code = Gate overlaps code = Port by any coder", [2, 4]),
        ("code = Gate not overlaps code = Port", [4, 6, 7, 10]),
        ("not code = Gate overlaps code = Port", [3, 4, 5, 6, 7, 8, 9, 10]),
        ("code = Port within code = Gate", [3]),
        ("code = Gate within code = Port", []),
        ("code = Gate encloses code = Port", [2]),
        ("code = Port near 1 turn code = Mayor", []),
        ("code = Port near 2 turns code = Mayor", [3]),
        ("code = Port near 1 turn code = Mayor by any coder", [8]),
        ("code = Mayor near 12 characters code = Gate", [5]),
        ("code = Mayor near 11 characters code = Gate", []),
        ("code = Gate near 12 characters code = Mayor", [6]),
        ("code = Gate near 11 characters code = Mayor", []),
        ("code = Port followed by code = Mayor", [3]),
        ("code = Port followed by code = Mayor within 2 turns", [3]),
        ("code = Port followed by code = Mayor within 1 turn", []),
        ("code = Mayor followed by code = Port", []),
        ("code = Mayor preceded by code = Port", [5]),
        ("code = Gate preceded by code = Question within 1 turn", [2]),
        ("code = Port same turn as code = Gate", [3]),
        ("code = Port same document as code = Mayor", [3]),
        ("code = Port same document as code = Mayor by any coder", [3, 8]),
        ("code = Gate same case as code = Mayor", [2, 4, 6, 7]),
        ("code = Gate same case as code = Port", [2, 4, 6, 7]),
        ("code = Gate same case as code = Port by same coder", [2, 6, 7]),
        ("code = Gate not same case as code = Mayor", [10]),
        ("code = Gate same document as code == Gate", [2, 6]),
        ("code = Gate same case as (code = Port and kind = news)", [2, 4, 6, 7]),
        ("(code = Gate or code = Port) followed by (code = Mayor near 3 turns code = Gate)", [2, 3]),
        ("kind = interview and code = Gate overlaps code = Port or code = Mayor", [2, 5, 9]),
        ("code = Gate followed by code = Mayor and coder = Aki", [2]),
        ("code = Mayor same case as role = interviewer", [5, 9]),
    ],
)
def test_a_relation_selects_the_codings_that_have_such_another_one(where: str, codings: list[int]) -> None:
    assert found(where) == codings


def test_a_coding_is_not_related_to_itself_but_to_its_like() -> None:
    made = Study().document("Talk", "R1: The port.").codes("Port").finished()
    made.coding("Talk", "port", "Port")
    assert found("code = Port overlaps code = Port", made) == []
    made.coding("Talk", "The port", "Port")
    assert found("code = Port overlaps code = Port", made) == [1, 2]


def test_codings_that_touch_do_not_overlap_but_follow_and_are_near() -> None:
    made = Study().document("Talk", "R1: The port.").codes("A", "B").finished()
    made.coding("Talk", "The ", "A")
    made.coding("Talk", "port", "B")
    assert found("code = A overlaps code = B", made) == []
    assert found("code = A followed by code = B within 0 characters", made) == [1]
    assert found("code = A near 0 characters code = B", made) == [1]


def test_codings_in_the_same_turn_are_no_turn_apart() -> None:
    made = Study().document("Talk", "R1: The port.\nR1: It grows.").codes("A", "B").finished()
    made.coding("Talk", "The", "A")
    made.coding("Talk", "port", "B")
    made.coding("Talk", "It", "A")
    assert found("code = A near 0 turns code = B", made) == [1]
    assert found("code = A near 1 turn code = B", made) == [1, 3]


def test_what_touches_neither_turn_nor_paragraph_is_near_nothing() -> None:
    made = Study().codes("A", "B")
    made.document("Talk", "R1: The port.", front_matter="About.\n").document(
        "Plan", "One.\n \nTwo."
    ).finished()
    made.coding("Talk", "About", "A")
    made.coding("Talk", "port", "B")
    made.coding("Plan", "\n \n", "A")
    made.coding("Plan", "One.", "B")
    anywhere = select(made.corpus(), roles=None, where="code = A near 999 turns code = B")
    assert [one.id for one in anywhere] == []


def test_a_relation_narrows_a_table_by_its_left_side_alone() -> None:
    where = "(kind = news and code = Port) same case as (kind = interview and code = Mayor)"
    table = crosstab(select(study().corpus(), where=where))
    assert names(table)[0] == ["Port", "total"]
    assert row(table, "Port") == [1, 0, 1]
    assert cell(table, "total", "Kitaoka") == 0


def test_the_same_case_is_asked_of_one_reading_of_a_coding_at_a_time() -> None:
    made = Study().case("A", "B").document("Talk", "R1: We.", cases=["A", "B"])
    made.document("Plan", "They.", cases=["B"]).codes("Gate", "Port").finished()
    made.coding("Talk", "We", "Gate")
    made.coding("Plan", "They", "Port")
    table = crosstab(select(made.corpus(), where="code = Gate same case as code = Port"))
    assert row(table, "Gate") == [0, 1, 1]


def test_a_search_keeps_the_places_in_codings_so_related() -> None:
    table = search(study().corpus(), "port", where="code = Port within code = Gate")
    assert [line[0] for line in table.values] == ["Talk"]


SAVED = {
    "gates": "code = Gate",
    "from the port": "@gates overlaps code = Port",
    "loop": "kind = news and @Pool",
    "pool": "not @loop",
    "broken": "code = Gat",
    "torn": "code =",
}


def with_saved_queries() -> Corpus:
    return replace(study().corpus(), queries=SAVED)


class TestSavedQueries:
    @pytest.mark.parametrize(
        ("where", "codings"),
        [
            ("@gates", [2, 4, 6, 7, 10]),
            ("＠GATES and coder = Ben", [4]),
            ('@"from the port"', [2]),
            ("not @gates and kind = interview", [3, 5]),
            ('code = Port within @"from the port"', [3]),
        ],
    )
    def test_a_saved_query_stands_wherever_a_condition_does(self, where: str, codings: list[int]) -> None:
        assert sorted(one.id for one in select(with_saved_queries(), where=where)) == codings

    def test_a_table_tells_its_filter_written_out(self) -> None:
        selection = select(with_saved_queries(), where='kind = interview and @"from the port"')
        written_out = "kind = interview and ((code = Gate) overlaps code = Port)"
        assert selection.where == written_out
        assert f"Filter: {written_out}" in crosstab(selection).notes

    def test_a_sign_in_a_value_is_no_query(self) -> None:
        with pytest.raises(QueryError, match="There is no case “@gates”"):
            select(with_saved_queries(), where="case = @gates")

    @pytest.mark.parametrize(
        ("where", "place", "message"),
        [
            ("kind = news and @gate", 16, "There is no saved query “gate”. Did you mean “gates”?"),
            ("@", 1, "The name of a saved query is expected after “@”"),
            ("@loop", 4, "The query “loop” mentions itself"),
            ("@torn", 6, "A value is missing here"),
            ("not @broken", 12, "There is no code “Gat”"),
        ],
    )
    def test_an_error_points_at_the_place_also_inside_a_saved_query(
        self, where: str, place: int, message: str
    ) -> None:
        with pytest.raises(QueryError) as caught:
            select(with_saved_queries(), where=where)
        assert message in caught.value.message
        assert caught.value.message.split("\n")[-1].index("^") == 4 + place

    def test_queries_that_grow_out_of_all_bounds_are_refused(self) -> None:
        known = {"q0": "code = Gate"} | {f"q{n}": f"@q{n - 1} or @q{n - 1}" for n in range(1, 40)}
        with pytest.raises(QueryError, match=r"more than 20,000 characters"):
            select(replace(study().corpus(), queries=known), where="@q39")
