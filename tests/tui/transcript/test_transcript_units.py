"""Sentences, paragraphs, turns and words around the cursor, and the way from one to the next."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from transcript_app import ASKED, TOLD, interview, talk

from qcode.tui.widgets.transcript import Reading, Unit
from qcode.tui.widgets.transcript.lines import Lines
from qcode.tui.widgets.transcript.units import Units

TALK = talk(
    ("Q", ASKED), ("R", TOLD + "\nLater they wrote."), ("S", "Yes."), ("Q", "And now?"), ("R", "Now we wait.")
)


def words_of(reading: Reading, span: tuple[int, int] | None) -> str | None:
    return None if span is None else reading.text[slice(*span)]


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        (Unit.SENTENCE, "Then the chamber rang us first."),
        (Unit.PARAGRAPH, TOLD),
        (Unit.TURN, TOLD + "\nLater they wrote."),
    ],
)
def test_the_unit_around_a_word(unit: Unit, expected: str) -> None:
    units = Units(Lines(TALK))
    assert words_of(TALK, units.around(TALK.text.index("chamber"), unit)) == expected


def test_growing_goes_from_word_to_question_with_its_answer() -> None:
    units = Units(Lines(TALK))
    at = TALK.text.index("chamber")
    grown = [words_of(TALK, span) for span in units.levels((at, at))]
    assert grown[:4] == ["chamber", "Then the chamber rang us first.", TOLD, TOLD + "\nLater they wrote."]
    assert grown[4] is not None
    assert grown[4].startswith("How did")
    assert grown[4].endswith("S: Yes.")


def test_where_nobody_is_known_to_ask_the_whole_talk_is_one_exchange() -> None:
    reading = talk(("?", "One."), ("?", "Two."))
    *_, whole = Units(Lines(reading)).levels((4, 5))
    assert words_of(reading, whole) == "One.\n\n?: Two."


def test_from_sentence_to_sentence_over_turns_and_back() -> None:
    units = Units(Lines(TALK))
    forward: list[str | None] = []
    at = TALK.speeches[0].speech[0] - 1
    while (span := units.after(at, Unit.SENTENCE)) is not None:
        forward.append(words_of(TALK, span))
        at = span[0]
    assert forward[:3] == ["How did your office first come to know the city?", "Who pays?", TOLD[:49]]
    assert forward[-1] == "Now we wait."
    backward: list[str | None] = []
    at = len(TALK.text)
    while (span := units.before(at, Unit.SENTENCE)) is not None:
        backward.insert(0, words_of(TALK, span))
        at = span[0]
    assert backward == forward


def test_blank_lines_of_a_plan_are_no_units_to_go_to() -> None:
    plan = Reading("plan", "One.\n\n \nTwo.")
    units = Units(Lines(plan))
    assert words_of(plan, units.after(0, Unit.PARAGRAPH)) == "Two."
    assert units.around(5, Unit.PARAGRAPH) == (5, 5)
    assert words_of(plan, units.before(8, Unit.TURN)) == "One."


@settings(deadline=None, max_examples=60)
@given(st.text("ab国か 。.\n「」x", max_size=80), st.integers(0, 80), st.sampled_from(Unit))
def test_a_unit_never_leaves_the_text_and_walking_always_gets_on(text: str, offset: int, unit: Unit) -> None:
    units = Units(Lines(Reading("plan", text)))
    offset = min(offset, len(text))
    start, end = units.around(offset, unit)
    assert 0 <= start <= end <= len(text)
    after, before = units.after(offset, unit), units.before(offset, unit)
    assert after is None or offset < after[0] < after[1]
    assert before is None or before[0] < offset
    word_after, word_before = units.word_after(offset), units.word_before(offset)
    assert word_after is None or word_after > offset
    assert word_before is None or word_before < offset


def test_words_of_a_line_without_end_are_found_from_any_place_in_it() -> None:
    text = "word " * 300 + "x" * 700 + " end"
    units = Units(Lines(Reading("plan", text)))
    starts: list[int] = []
    at: int | None = -1
    while at is not None and (at := units.word_after(at)) is not None:
        starts.append(at)
    back: list[int] = []
    at = len(text)
    while (at := units.word_before(at)) is not None:
        back.insert(0, at)
    assert starts == [5 * number for number in range(300)] + [1500, 2201]
    assert back == starts


def test_only_the_line_around_the_cursor_is_cut_into_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    from qcode.tui.widgets.transcript import units as module

    looked_at: list[tuple[int, int] | None] = []

    def watched(text: str, within: tuple[int, int] | None = None) -> list[tuple[int, int]]:
        looked_at.append(within)
        return [within or (0, 0)]

    monkeypatch.setattr(module, "sentences", watched)
    reading = interview(400)
    units = Units(Lines(reading))
    for _ in range(3):
        units.around(reading.speeches[200].speech[0], Unit.SENTENCE)
    assert looked_at == [reading.speeches[200].speech]
