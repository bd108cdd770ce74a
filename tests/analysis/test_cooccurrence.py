"""Codes that meet: small examples, numbers that others have printed, and what is refused."""

from __future__ import annotations

import pytest
from counting_study import Study, behind, cell, names, one_talk, row

from qcode.analysis.cooccurrence_measures import c_coefficient, jaccard, lift, phi
from qcode.analysis.crosstab import crosstab
from qcode.analysis.selection import select
from qcode.errors import UsageError
from qcode.model.tables import Missing, Table

TALK = """I: What is the port for?
R1: The port brings ships, and the ships bring people.
I: And the school?
R1: The school brings nobody yet."""


def study() -> Study:
    made = Study().case("Minamihama").document("Talk", TALK, cases=["Minamihama"])
    made.codes("Port", "People", "School")
    made.coding("Talk", "The port brings ships", "Port")
    made.coding("Talk", "ships, and", "People")
    made.coding("Talk", "the ships bring people", "People")
    made.coding("Talk", "The school brings nobody", "School")
    made.coding("Talk", "The school brings nobody", "People")
    return made.finished()


def by_code(made: Study, unit: str, measure: str | None = None, percent: str | None = None) -> Table:
    return crosstab(select(made.corpus()), "code", "code", measure, percent, unit=unit)


@pytest.mark.parametrize(
    ("unit", "port_and_people", "school_and_people", "port_and_school"),
    [
        ("segment", 0, 1, 0),
        ("overlap", 1, 1, 0),
        ("turn", 1, 1, 0),
        ("turns:1", 1, 1, 0),
        ("turns:2", 2, 2, 1),
        ("paragraph", 1, 1, 0),
        ("document", 1, 1, 1),
        ("case", 1, 1, 1),
    ],
)
def test_codes_meet_more_often_the_wider_the_unit(
    unit: str, port_and_people: int, school_and_people: int, port_and_school: int
) -> None:
    table = by_code(study(), unit)
    assert names(table) == (["Port", "People", "School", "total"],) * 2
    assert cell(table, "Port", "People") == cell(table, "People", "Port") == port_and_people
    assert cell(table, "School", "People") == school_and_people
    assert cell(table, "Port", "School") == port_and_school


@pytest.mark.parametrize("measure", ["c", "jaccard", "lift", "phi"])
def test_of_codes_not_found_together_so_far_no_coefficient_is_told(measure: str) -> None:
    made = study()
    assert cell(by_code(made, "turn", measure), "Port", "School") is not Missing.NOT_CODED
    made.document("Plan", "A plan for the port.")
    table = by_code(made, "turn", measure)
    assert cell(table, "Port", "School") is Missing.NOT_CODED
    assert isinstance(cell(table, "Port", "People"), float)


def test_a_code_that_can_meet_none_of_the_others_has_no_total() -> None:
    made = Study().document("Plan", "abcdefgh").codes("Head", "Head > One", "Head > Two")
    made.coding("Plan", "abc", "Head > One")
    table = crosstab(select(made.corpus()), "code:Head", "code:Head", unit="document", aggregated=True)
    assert row(table, "Head") == [1, None, None, None]
    assert cell(table, "total", "Head") is None
    assert cell(table, "Head > One", "total") is cell(table, "total", "total") is Missing.NOT_CODED
    alone = crosstab(select(made.corpus()), "code:Head > One", "code:Head > One", unit="document")
    assert row(alone, "total") == [None, None]


def test_behind_a_number_are_the_codings_that_meet_and_no_others() -> None:
    table = by_code(study(), "overlap")
    assert behind(table, "Port", "People") == [1, 2]
    assert behind(table, "People", "total") == [1, 2, 5, 4]
    assert behind(table, "total", "total") == [1, 2, 5, 4]
    assert row(table, "People") == [1, 3, 1, 2]


def test_passages_that_only_touch_do_not_overlap() -> None:
    made = one_talk().codes("Office")
    made.coding("Talk", "We do", "Gatekeeper")
    made.coding("Talk", ", the port office", "Office")
    assert cell(by_code(made, "overlap"), "Gatekeeper", "Office") == 0


def test_a_hundred_and_ten_passages_of_which_five_overlap_have_the_c_that_atlas_ti_prints() -> None:
    """ATLAS.ti 22 manual, Code Co-occurrence Coefficient: n1 100, n2 10, n12 5 give c 0.048."""
    places = [f"a{number:03d}" for number in range(105)]
    made = Study().document("Plan", " ".join(places)).codes("One", "Two")
    for number, words in enumerate(places):
        if number < 100:
            made.coding("Plan", words, "One")
        if number >= 95:
            made.coding("Plan", words, "Two")
    table = by_code(made.finished(), "overlap", "c")
    assert [header.n for header in table.rows] == [100, 10]
    assert cell(table, "One", "Two") == pytest.approx(0.048, abs=0.0005)
    assert any("more than 5 times as often" in note for note in table.notes)


def test_phi_is_that_of_the_twins_of_fisher() -> None:
    """R's fisher.test example, convictions of twins [[2, 15], [10, 3]]; phi from the chi-square 13.0317."""
    assert phi(2, 17, 12, 30) == pytest.approx(-((13.031674208144796 / 30) ** 0.5))


def test_coefficients_of_codes_that_are_not_used_are_not_defined() -> None:
    assert c_coefficient(0, 0, 0) is jaccard(0, 0, 0) is lift(0, 0, 3, 9) is phi(0, 0, 3, 9) is None
    assert jaccard(0, 0, 3) == 0
    assert phi(3, 9, 3, 9) is None


def test_c_above_one_is_shown_and_said_to_be_out_of_range() -> None:
    made = Study().document("Plan", "abcdefgh").codes("One", "Two")
    for words in ("abc", "abcd", "abcde"):
        made.coding("Plan", words, "One")
        made.coding("Plan", words, "Two")
    table = by_code(made.finished(), "overlap", "c")
    assert cell(table, "One", "Two") is None
    assert any("out of range for 1 pair" in note for note in table.notes)
    made = Study().document("Plan", "abcdefgh").codes("One", "Two")
    for words, code in (("abcd", "One"), ("cdef", "One"), ("abc", "Two"), ("cde", "Two")):
        made.coding("Plan", words, code)
    made.coding("Plan", "h", "Two")
    table = by_code(made.finished(), "overlap", "c")
    assert cell(table, "One", "Two") == 4
    assert any("out of range for 1 pair" in note for note in table.notes)


def test_by_document_codes_meet_as_their_presence_in_documents_says() -> None:
    made = study().document("Plan", "A plan for the port and its people.")
    made.coding("Plan", "port", "Port")
    presence = crosstab(select(made.finished().corpus()), "code", "document", "presence")
    port, people = (row(presence, name)[:2] for name in ("Port", "People"))
    together = sum(1 for one, other in zip(port, people, strict=True) if one == other == 1)
    assert cell(by_code(made, "document"), "Port", "People") == together == 1


def test_shares_tell_how_many_of_a_codes_turns_have_the_other() -> None:
    table = by_code(study(), "turn", percent="row")
    assert cell(table, "People", "Port") == 0.5
    assert cell(table, "Port", "People") == 1.0
    assert [header.n for header in table.rows[:3]] == [1, 2, 1]


@pytest.mark.parametrize(
    ("unit", "measure", "percent", "reason"),
    [
        ("page", None, None, "no unit"),
        ("turns:x", None, None, "no unit"),
        ("segment", "cases", None, "segments are counted, not cases"),
        ("turn", "segments", None, "turns are counted, not segments"),
        ("turns:2", "phi", None, "pairs of turns"),
        ("overlap", "coverage", None, "not coverage"),
        ("overlap", "weight", None, "no “weight”"),
        ("overlap", None, "row", "pairs are no part"),
        ("turn", "jaccard", "row", "no number of things"),
        ("turn", None, "documents", "need the unit document"),
        ("turn", None, "most", "no percentage"),
    ],
)
def test_what_has_no_meaning_is_refused_with_the_reason(
    unit: str, measure: str | None, percent: str | None, reason: str
) -> None:
    with pytest.raises(UsageError, match=reason):
        by_code(study(), unit, measure, percent)


def test_units_and_coefficients_are_of_codes_by_codes_and_facets_overlap() -> None:
    made = study().codes("Who", "Who > City", facets=["Who"])
    made.coding("Talk", "port brings", "Who > City")
    selection = select(made.corpus())
    for columns, unit, measure in (("case", "turn", None), ("facet:Who", "turn", None), ("case", None, "c")):
        with pytest.raises(UsageError):
            crosstab(selection, "code", columns, measure, unit=unit)
    with pytest.raises(UsageError, match="needs a unit"):
        crosstab(selection, "code", "code")
    plain, said = (crosstab(selection, "code", "facet:Who", unit=unit) for unit in (None, "overlap"))
    assert plain.values == said.values
    assert cell(plain, "Port", "Who > City") == 1
