"""The lines of a document: speech without its labels, paragraphs with numbers, nothing lost."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from transcript_app import talk

from qcode.tui.widgets.transcript import Reading
from qcode.tui.widgets.transcript.lines import LineKind, Lines


def shown(reading: Reading) -> list[str]:
    found = Lines(reading)
    return [reading.text[start:end] for start, end in zip(found.starts, found.ends, strict=True)]


def test_labels_and_the_blanks_around_turns_lie_in_no_line() -> None:
    reading = talk(("Q", "Who pays?"), ("R", "The port.\nMostly."))
    assert shown(reading) == ["Who pays?", "The port.", "Mostly."]
    assert Lines(reading).turns == [0, 1, 1]


def test_front_matter_and_what_stands_between_turns_are_lines_of_their_own() -> None:
    reading = talk(("Q", "Who?"), ("R", "We."), front="Interview 3\n\n=====\n", between="\n\nPart two\n")
    found = Lines(reading)
    assert shown(reading) == ["Interview 3", "Who?", "Part two", "We.", "Part two"]
    assert found.kinds == [
        LineKind.FRONT_MATTER,
        LineKind.SPEECH,
        LineKind.PLAIN,
        LineKind.SPEECH,
        LineKind.PLAIN,
    ]


def test_times_and_rules_between_turns_are_not_shown_again() -> None:
    assert shown(talk(("Q", "Who?"), ("R", "We."), between=" #00:01:02-3#\n-----\n")) == ["Who?", "We."]


def test_paragraphs_of_a_document_without_speakers_are_numbered_and_blank_lines_kept() -> None:
    found = Lines(Reading("plan", "Plan\n\nFirst.\n \nSecond.\n", (), 5))
    assert found.numbers == [0, 0, 1, 0, 2]
    assert found.kinds[0] is LineKind.FRONT_MATTER


def test_an_empty_document_has_one_empty_line() -> None:
    found = Lines(Reading("nothing", ""))
    assert [found.span(line) for line in range(len(found))] == [(0, 0)]
    assert found.nearest(0) == 0


def test_an_offset_in_a_label_stands_for_the_speech_after_it() -> None:
    reading = talk(("Q", "Who?"), ("R", "We."))
    found = Lines(reading)
    assert found.nearest(0) == 3
    assert found.nearest(9) == found.starts[1] == reading.text.index("We")
    assert found.nearest(len(reading.text)) == found.ends[-1]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(st.sampled_from("QRS?"), st.text("ab国\n 。", min_size=1).filter(str.strip)), max_size=5
    ),
    st.sampled_from(["\n", "\n\n", " \nheading\n"]),
)
def test_lines_are_in_order_and_hold_all_speech(turns: list[tuple[str, str]], between: str) -> None:
    reading = talk(*turns, between=between)
    found = Lines(reading)
    spans = [found.span(line) for line in range(len(found))]
    assert all(first <= last for first, last in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    held = {at for first, last in spans for at in range(first, last)}
    for speech in reading.speeches:
        assert {at for at in range(*speech.speech) if reading.text[at] != "\n"} <= held
        assert held.isdisjoint(range(*speech.label))
    for offset in range(len(reading.text) + 1):
        at = found.nearest(offset)
        assert any(first <= at <= last for first, last in spans)
        assert found.nearest(at) == at
