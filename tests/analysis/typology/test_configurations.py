"""Conditions as they are written, what they say of cases, and the tables that come of them."""

from __future__ import annotations

import pytest
from towns import NAMES, Study, cell, chosen, column, names, towns

from qcode.analysis.typology.calibration import membership, read_condition
from qcode.analysis.typology.configuration_tables import (
    necessity_table,
    rows_table,
    sets_table,
    solutions_table,
)
from qcode.analysis.typology.configurations import Configurations, configurations, proposal
from qcode.errors import DataError, UnknownNameError, UsageError

CODES = ("門番 > 港", "パイプライン", "調整 (地域)")
VALUES = [[5, 3, 1], [4, 0, 2], [0, 6, 0], [0, 0, 0], [6, 2, 2], [1, 7, 0]]
PEOPLE = dict(zip(NAMES, [620_000, 250_000, 90_000, 40_000, 410_000, 30_000], strict=False))
GATE, PIPE = "門番=code:門番>=4", "道=code:パイプライン>=3"
OUT = 'O=code:"調整 (地域)"'


def study() -> Study:
    made = towns(VALUES, CODES).attribute("case", "population", dict(PEOPLE))
    made.attribute("case", "地方", dict(zip(NAMES, "東西東東西西", strict=False)))
    # 桜木市 has none of the codes but this.
    made.codes("余談").coding("桜木市の聞き取り", "話000", "余談")
    return made


def found(*conditions: str, outcome: str = OUT, **options: object) -> Configurations:
    return configurations(chosen(study()), conditions or (GATE, PIPE), outcome, **options)  # type: ignore[arg-type]


def sets(condition: str) -> list[object]:
    """Return what a condition says of the six towns."""
    of = found(condition, "B=case.population>=1")
    return column(sets_table(of, chosen(study())), condition.partition("=")[0])


@pytest.mark.parametrize(
    ("condition", "members"),
    [
        ("A=code:門番", [1, 1, 0, 0, 1, 1]),
        ("A=code:門番>4", [1, 0, 0, 0, 1, 0]),
        ("A=code:門番>=4", [1, 1, 0, 0, 1, 0]),
        ('A=code:"門番 > 港"<=1', [0, 0, 1, 1, 0, 1]),
        ("A=case.population>=250000", [1, 1, 0, 0, 1, 0]),
        ("A=case.population<90000", [0, 0, 0, 1, 0, 1]),
        ("A=case.地方=西", [0, 1, 0, 0, 1, 1]),
        ('大都市=case."population">300000', [1, 0, 0, 0, 1, 0]),
    ],
)
def test_a_condition_says_who_is_in_and_who_is_out(condition: str, members: list[int]) -> None:
    assert sets(condition) == members


def test_three_anchors_make_a_fuzzy_set_rising_or_falling() -> None:
    large = sets("A=case.population(40000,250000,620000)")
    assert large[:2] == pytest.approx([0.95, 0.5])
    assert large[3] == pytest.approx(0.05)
    small = sets("A=case.population(620000,250000,40000)")
    assert small == pytest.approx([1 - one for one in large])  # type: ignore[operator]
    assert sets("A=code:門番(0,3,6)")[4] == pytest.approx(0.95)


# Ragin (2008), Redesigning Social Inquiry, table 5.2: income per head calibrated as "developed countries"
# with anchors 2,500, 5,000 and 20,000; he rounds the log odds of full membership to 3.
@pytest.mark.parametrize(
    ("income", "published"),
    [(40110, 1.00), (25200, 0.98), (20060, 0.95), (17090, 0.92), (15320, 0.89), (11290, 0.78), (9800, 0.72),
     (7470, 0.62), (4670, 0.40), (4100, 0.26), (3740, 0.18), (2980, 0.08), (1000, 0.01), (110, 0.00)],
)  # fmt: skip
def test_direct_calibration_is_that_of_the_book(income: float, published: float) -> None:
    assert membership(income, (2500, 5000, 20000)) == pytest.approx(published, abs=0.011)


def test_the_farthest_out_are_in_or_out_without_an_error() -> None:
    assert membership(1e300, (1, 2, 3)) == 1
    assert membership(-1e300, (1, 2, 3)) == pytest.approx(0, abs=1e-300)


def test_numbers_from_0_to_1_are_memberships_themselves() -> None:
    made = study().attribute("case", "開放度", dict(zip(NAMES, [0.9, 0.4, 0.1, 1.0, 0.0, 0.6], strict=False)))
    made._attributes = {  # the story has no type for decimal numbers
        key: type(one)(one.id, one.uid, one.entity, one.name, "number") if one.name == "開放度" else one  # type: ignore[arg-type]
        for key, one in made._attributes.items()
    }
    of = configurations(chosen(made), ["A=case.開放度", PIPE], OUT)
    assert column(sets_table(of, chosen(made)), "A") == [0.9, 0.4, 0.1, 1.0, 0.0, 0.6]


def test_the_truth_table_names_its_cases_and_leads_to_their_codings() -> None:
    of = found(GATE, PIPE)
    table = rows_table(of, chosen(study()))
    assert [one.name for one in table.columns] == [
        "門番",
        "道",
        "n",
        "out",
        "incl",
        "pri",
        "cases",
        "contradiction",
    ]
    assert cell(table, "門番*道", "cases") == "南浜市"
    assert cell(table, "門番*~道", "cases") == "北岡町; 星川市"
    assert cell(table, "~門番*道", "cases") == "常盤田市; 凪沢町"
    assert [cell(table, name, "out") for name in ("門番*~道", "門番*道", "~門番*道")] == ["1", "1", "0"]
    row = names(table).index("門番*道")
    assert len(table.behind(row, 0)) == 5 + 3 + 1
    assert "~門番*~道" in names(rows_table(of, chosen(study()), remainders=True))


def test_rows_without_cases_are_shown_when_asked_for() -> None:
    of = found(GATE, "大=case.population>300000")
    plain, every = (rows_table(of, chosen(study()), remainders=one) for one in (False, True))
    assert len(every.rows) == 4
    assert names(every)[: len(plain.rows)] == names(plain)
    assert [cell(every, name, "out") for name in names(every)[len(plain.rows) :]] == ["?"] * (
        4 - len(plain.rows)
    )


def test_solutions_tell_their_terms_and_what_they_rest_on() -> None:
    of = found(GATE, "大=case.population>300000")
    table = solutions_table(of, chosen(study()))
    kinds = list(zip(column(table, "solution"), names(table), strict=True))
    assert kinds == [
        ("conservative", "門番"), ("conservative", "= 門番"), ("parsimonious", "門番"), ("parsimonious", "= 門番"),
    ]  # fmt: skip
    assert table.values[0][2:] == [1, 1, 1, 1, "南浜市; 北岡町; 星川市"]
    assert len(table.behind(0, 0)) == 5 + 4 + 6 + 1 + 2 + 2


def test_what_is_expected_of_conditions_gives_an_intermediate_solution() -> None:
    of = found(GATE, "大=case.population>300000", expected=["門番", "~大"])
    table = solutions_table(of, chosen(study()))
    assert column(table, "solution")[2:4] == ["intermediate", "intermediate"]
    assert any(note.endswith("what is expected are: 門番, ~大.") for note in table.notes)
    with pytest.raises(UsageError, match="no condition “小”"):
        found(GATE, PIPE, expected=["小"])


def test_contradictions_and_limited_diversity_are_told() -> None:
    of = found("大=case.population>0", "西=case.地方=西")
    assert any("Contradictions" in note for note in rows_table(of, chosen(study())).notes)
    many = [f"C{number}=code:門番>={number}" for number in range(1, 7)]
    notes = rows_table(found(*many), chosen(study())).notes
    assert any(note.startswith("Limited diversity: 6 conditions are many for 6 cases") for note in notes)
    assert not any("Limited diversity" in note for note in rows_table(found(), chosen(study())).notes)


@pytest.mark.parametrize(("outcome", "said"), [("O=case.population>0", "All"), ("O=code:門番>99", "None")])
def test_an_outcome_that_does_not_differ_tells_nothing_and_that_is_said(outcome: str, said: str) -> None:
    of = found(GATE, PIPE, outcome=outcome)
    notes = rows_table(of, chosen(study())).notes
    assert f"{said} of the cases have O: nothing can be told from them of what leads there." in notes
    assert not any("nothing can be told" in note for note in rows_table(found(), chosen(study())).notes)


def test_what_may_still_be_found_in_unfinished_documents_is_told() -> None:
    made = study()
    made.document("続き", "R1: まだ。", cases=["桜木市"]).assigned("続き")
    of = configurations(chosen(made), [GATE, PIPE], OUT)
    assert "Taken as not found, for documents are not finished: 門番 in 桜木市." in of.notes
    assert not any("Taken as not found" in note for note in found().notes)


def test_the_absence_of_the_outcome_can_be_looked_into() -> None:
    of = found(GATE, PIPE, negated=True)
    assert of.outcome_name == "~O"
    table = rows_table(of, chosen(study()))
    assert cell(table, "~門番*道", "out") == "1"
    assert cell(table, "門番*道", "out") == "0"


def test_what_is_necessary_is_a_table_of_conditions_present_and_absent() -> None:
    table = necessity_table(found(GATE, PIPE), chosen(study()))
    assert names(table) == ["門番", "~門番", "道", "~道"]
    assert table.values[0] == [1, 1, 1]
    assert len(table.behind(0, 0)) == 5 + 4 + 6 + 1 + 2 + 2


def test_cases_of_which_something_is_not_known_are_left_out_by_name() -> None:
    made = study().case("風原町")
    made.attribute("case", "港", dict.fromkeys(NAMES[:5], "有"))
    of = configurations(chosen(made), [GATE, "港=case.港=有"], OUT)
    assert [one.label for one in of.cases] == list(NAMES[:5])
    said = " ".join(of.notes)
    assert "港 is not known: 凪沢町." in said
    assert "no data on them: 風原町." in said


def test_a_case_at_one_half_is_named_and_in_no_class() -> None:
    of = found("A=code:門番(0,4,6)", PIPE)
    table = rows_table(of, chosen(study()))
    assert any("in no configuration: 北岡町" in note for note in table.notes)
    assert len(proposal(of)) == 5


def test_a_proposal_is_the_configuration_of_each_case() -> None:
    of = found(GATE, PIPE)
    proposed = {of.cases[of.case_ids.index(case)].label: why for case, why in proposal(of).items()}
    assert proposed["南浜市"] == ("門番*道", "configuration of 門番 1, 道 1")
    assert proposed["桜木市"][0] == "~門番*~道"


def test_how_often_can_be_how_often_for_every_document() -> None:
    assert column(sets_table(found("A=code:門番>=0.9", PIPE, measure="documents"), chosen(study())), "A") == [
        1, 1, 0, 0, 1, 1,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("conditions", "said"),
    [
        (["A"], "“A” is not a condition"),
        (["A B=code:門番"], "is not a condition"),
        (["A=code:門番(1,2)"], "no three anchors"),
        (["A=code:門番(1,3,2)"], "no three anchors"),
        (["A=code:門番>=many"], "“many” is not a number"),
        (["A=code:門番>=inf"], "“inf” is not a number"),
        (["A=code:門番=x"], "not equal to a text"),
        (["A=case.population"], "not all from 0 to 1"),
        (["A=case.地方>3"], "holds no numbers"),
        (["A=case.地方=南"], "no case has the value “南”"),
        (["A=case.地元=南"], "no attribute"),
        (["A=document.kind=interview"], "nothing that cases have"),
        (["A=人口>3"], "There is no dimension"),
        (["a=code:門番", "Ａ=code:パイプライン"], "name of two conditions"),
        (["O=code:門番"], "name of two conditions"),
        (["A=code:門番"] * 10, "11 conditions cannot be"),
    ],
)
def test_what_is_no_condition_is_refused_with_a_reason(conditions: list[str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        found(*conditions, PIPE)


def test_one_condition_is_no_configuration_and_an_unknown_code_no_condition() -> None:
    with pytest.raises(UsageError, match="One condition"):
        found(GATE)
    with pytest.raises(UnknownNameError, match="門蕃"):
        found("A=code:門蕃", PIPE)


def test_where_nothing_leads_to_the_outcome_there_are_no_solutions() -> None:
    with pytest.raises(DataError, match="No configuration leads to O"):
        found(GATE, PIPE, outcome="O=code:門番>=100").solutions()


def test_quotation_marks_keep_names_together() -> None:
    read = read_condition('輸出=code:"門番 > 港">=2')
    assert (read.name, read.source, read.sign, read.value) == ("輸出", "code:門番 > 港", ">=", "2")
