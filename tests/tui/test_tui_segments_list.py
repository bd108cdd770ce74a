"""Turns, orders, narrowing and excerpts of listed quotations, without a screen."""

from hypothesis import given
from hypothesis import strategies as st

from qcode.model.codings import CodingRow
from qcode.model.documents import Turn
from qcode.project.quotations import Found, Quotation, turn_at, turn_numbers
from qcode.tui.screens.segments_list import Narrowing, Order, QuotationRows, excerpt, ordered

TEXT = "Title\n\nQ: Why?\nR: 国際課が始めました。Ｔｈｅ city pays.\n\nAfter the end."
TURNS = (Turn(1, 1, 7, 10, 10, 14, None, None), Turn(2, 2, 15, 18, 18, 43, None, None))


def quotation(start: int, end: int, number: int = 1, **said: object) -> Quotation:
    values = {
        "id": number, "uid": f"u{number}", "document": 1, "start": start, "end": end, "turn": 2,
        "participant": "R", "case": "Kitaoka", "code": 1, "coder": 1, "memo": "",
    }  # fmt: skip
    return Quotation(**{**values, **said})  # type: ignore[arg-type]


def found(*quotations: Quotation) -> Found:
    return Found(
        quotations,
        texts={1: TEXT},
        turns={1: TURNS},
        documents={1: "Interview"},
        cases=("Minamihama", "Kitaoka"),
        codes={2: "Orchestration", 1: "Gatekeeper", 3: "Gatekeeper > search"},
        coders={1: "A. Mori"},
        everywhere=len(quotations),
    )


def test_a_place_belongs_to_the_turn_whose_label_or_speech_holds_it() -> None:
    numbers = [turn.position if (turn := turn_at(TURNS, place)) else None for place in range(46)]

    assert numbers[:7] == [None] * 7
    assert numbers[7:14] == [1] * 7
    assert numbers[14] is None
    assert numbers[15:43] == [2] * 28
    assert numbers[43:] == [None] * 3


@st.composite
def talks(draw: st.DrawFn) -> list[Turn]:
    at, turns = draw(st.integers(0, 4)), []
    for number in range(draw(st.integers(0, 6))):
        label, speech, gap = draw(st.integers(0, 3)), draw(st.integers(1, 6)), draw(st.integers(0, 2))
        start = at + label
        turns.append(Turn(number + 1, 1, at, start, start, start + speech, None, None))
        at = start + speech + gap
    return turns


@given(talks(), st.lists(st.integers(0, 70)))
def test_turns_found_in_one_walk_are_those_found_one_by_one(turns: list[Turn], starts: list[int]) -> None:
    rows = [CodingRow(1, 1, start, start + 1, 1, 1, None) for start in sorted(starts)]

    walked = list(turn_numbers(turns, rows))

    assert walked == [turn.position if (turn := turn_at(turns, row.start)) else None for row in rows]


def test_words_are_found_through_case_and_width_wherever_they_are_said() -> None:
    these = found(quotation(18, 28), quotation(28, 43, 2, memo="Ask again"), quotation(10, 14, 3, case=""))
    narrowing = Narrowing(these)

    def left(typed: str) -> list[int]:
        return [one.id for one in narrowing.narrowed(these.quotations, typed)]

    assert left("the CITY") == [2]
    assert left("国際課") == [1]
    assert left("ask") == [2]
    assert left("kitaoka") == [1, 2]
    assert left("  ") == [1, 2, 3]


def test_narrowing_in_small_steps_is_narrowing_at_once() -> None:
    these = found(*(quotation(start, start + 5, start) for start in range(18, 38)))
    steps = Narrowing(these)
    while steps.prepare(3):
        pass

    assert steps.narrowed(these.quotations, "city") == Narrowing(these).narrowed(these.quotations, "city")


def test_what_was_ready_before_a_change_is_narrowed_as_if_made_anew() -> None:
    before = found(quotation(18, 28), quotation(28, 43, 2))
    narrowing = Narrowing(before)
    narrowing.prepare(2)
    after = found(quotation(28, 43, 2, memo="tax"), quotation(10, 14, 3))

    for typed in ("city", "tax", "why", "国際課"):
        kept = Narrowing(after, narrowing).narrowed(after.quotations, typed)
        assert kept == Narrowing(after).narrowed(after.quotations, typed)


def test_codes_come_in_the_order_of_the_codebook_and_cases_in_that_of_the_project() -> None:
    these = found(
        quotation(18, 20, 1, code=1, case="Kitaoka"),
        quotation(20, 30, 2, code=2, case="Minamihama; Kitaoka"),
        quotation(30, 31, 3, code=3, case=""),
    )

    def ids(order: Order, *, backwards: bool = False) -> list[int]:
        return [one.id for one in ordered(these, these.quotations, order, backwards=backwards)]

    assert ids(Order.CODE) == [2, 1, 3]
    assert ids(Order.CASE) == [2, 1, 3]
    assert ids(Order.LENGTH) == [2, 1, 3]
    assert ids(Order.DOCUMENT, backwards=True) == [3, 2, 1]


def test_the_turns_that_a_quotation_touches_stand_around_it() -> None:
    these = found(quotation(28, 43))

    assert excerpt(these, these.quotations[0], around=False) == ("", TEXT[28:43], "")
    before, quote, after = excerpt(these, these.quotations[0], around=True)
    assert before == "R: 国際課が始めました。"[: len(before)]
    assert before + quote + after == TEXT[15:43]


def test_outside_of_turns_the_paragraph_stands_around_a_quotation() -> None:
    start = TEXT.index("After") + 6
    these = found(quotation(start, start + 3, turn=None))

    assert excerpt(these, these.quotations[0], around=True) == ("After ", "the", " end.")


def test_of_a_very_long_quotation_the_middle_is_left_out_and_said_to_be() -> None:
    text = "x" * 50_000
    these = Found((quotation(0, 50_000),), texts={1: text}, turns={1: ()})

    shown = excerpt(these, these.quotations[0], around=False).quote

    assert len(shown) < 21_000
    assert "[30,000 characters left out]" in shown


def test_what_all_quotations_share_has_no_column() -> None:
    alike = QuotationRows(found(quotation(18, 20), quotation(20, 22, 2)), [quotation(18, 20)], 140)
    unlike = found(quotation(18, 20), quotation(20, 22, 2, code=2, case="Minamihama"))

    assert [column.title for column in alike.columns] == ["turn", "length", "quotation"]
    titles = [column.title for column in QuotationRows(unlike, unlike.quotations, 140).columns]
    assert titles == ["turn", "case", "code", "length", "quotation"]
    assert "length" not in [column.title for column in QuotationRows(unlike, unlike.quotations, 80).columns]
