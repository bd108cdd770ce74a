"""Passages carried over to a corrected text: found on their words again, or reported, never guessed."""

import random
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tracked_edits import edited, fault, interview, passages

from qcode.text.alignment import align
from qcode.text.carrying import Carried, Carrier, Outcome

TALK = (
    "Q: How did the office begin?\n"
    "R1: We put one person in the prot city. She read what their firms asked for.\n"
    "Q: And then?\n"
    "R2: 市長は国際交流に熱心です。港の仕事は県と一緒に進めました。\n"
    "Q: And then?\n"
    "R1: The city pays. 😀 The chamber rang us first.\n"
)


def carried(old: str, new: str, words: str, nth: int = 0) -> tuple[Outcome, str]:
    """Return what became of a passage, given by its words, and the words that it lies on."""
    start = -1
    for _ in range(nth + 1):
        start = old.index(words, start + 1)
    found = Carrier(align(old, new)).span(start, start + len(words))
    return found.outcome, new[found.start : found.end]


def test_an_edit_before_a_passage_moves_its_offsets_and_nothing_else() -> None:
    new = TALK.replace("How did the office begin?", "How, after all, did it begin?")
    assert carried(TALK, new, "The city pays.") == (Outcome.IN_PLACE, "The city pays.")


def test_an_edited_passage_lies_on_its_edited_words() -> None:
    new = TALK.replace("prot", "port").replace("国際交流に", "国際的な交流に")
    assert carried(TALK, new, "We put one person in the prot city.") == (
        Outcome.CHANGED,
        "We put one person in the port city.",
    )
    assert carried(TALK, new, "prot") == (Outcome.CHANGED, "port")
    assert carried(TALK, new, "市長は国際交流に熱心です。") == (
        Outcome.CHANGED,
        "市長は国際的な交流に熱心です。",
    )
    assert carried(TALK, new, "She read") == (Outcome.IN_PLACE, "She read")


def test_a_passage_whose_words_are_gone_has_no_place() -> None:
    new = TALK.replace(" She read what their firms asked for.", "")
    assert carried(TALK, new, "She read what their firms asked for.") == (Outcome.UNPLACED, "")
    assert carried(TALK, new, "what their firms") == (Outcome.UNPLACED, "")


def test_one_sentence_put_in_the_place_of_another_is_not_taken_for_it() -> None:
    new = TALK.replace("She read what their firms asked for.", "Nobody knew the language of that country.")
    assert carried(TALK, new, "She read what their firms asked for.") == (Outcome.UNPLACED, "")


@pytest.mark.parametrize("edge", ["before", "after"])
def test_what_is_put_in_at_an_edge_is_not_swallowed(edge: str) -> None:
    passage = "The city pays."
    put_in = f"Well. {passage}" if edge == "before" else f"{passage} Well."
    assert carried(TALK, TALK.replace(passage, put_in), passage) == (Outcome.IN_PLACE, passage)


def test_a_line_that_begins_alike_is_not_swallowed() -> None:
    line = "R1: The city pays. 😀 The chamber rang us first."
    new = TALK.replace(line, f"R1: Wait.\n{line}")
    assert carried(TALK, new, line) == (Outcome.IN_PLACE, line)


def test_a_passage_that_was_moved_is_followed() -> None:
    lines = TALK.split("\n")
    new = "\n".join([lines[3], *lines[:3], *lines[4:]])
    passage = "港の仕事は県と一緒に進めました。"
    assert carried(TALK, new, passage) == (Outcome.MOVED, passage)
    assert carried(TALK, new, "The city pays.") == (Outcome.IN_PLACE, "The city pays.")


def test_of_two_equal_passages_one_of_which_went_neither_is_guessed() -> None:
    old = "Before it.\nThe same old story.\nIn between stands this.\nThe same old story.\nAfter it.\n"
    new = "Before it.\nThe same old story.\nAfter it.\n"
    for nth in (0, 1):
        assert carried(old, new, "The same old story.", nth) == (Outcome.UNPLACED, "")


def test_equal_passages_that_are_both_there_still_stay_apart() -> None:
    carrier = Carrier(align(TALK, TALK.replace("prot", "port")))
    first, second = TALK.index("And then?"), TALK.rindex("And then?")
    assert [carrier.span(at, at + 9) for at in (first, second)] == [
        Carried(Outcome.IN_PLACE, first, first + 9),
        Carried(Outcome.IN_PLACE, second, second + 9),
    ]


def test_labels_renamed_everywhere_leave_every_speech_in_its_place() -> None:
    new = TALK.replace("Q: ", "Interviewer: ").replace("R1: ", "Mr Aoki (city): ").replace("R2: ", "山田：")
    for nth, speech in ((0, "And then?"), (1, "And then?"), (0, "How did the office begin?")):
        assert carried(TALK, new, speech, nth) == (Outcome.IN_PLACE, speech)
    assert carried(TALK, new, "港の仕事は県と一緒に進めました。")[0] is Outcome.IN_PLACE


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC"])
def test_other_code_points_for_the_same_words_change_nothing(form: str) -> None:
    old = "R1: ｶﾞｽ と が、café ﬁrst. The rest of it.\n"
    new = unicodedata.normalize(form, old)  # type: ignore[arg-type]
    outcome, words = carried(old, new, "café ﬁrst.")
    assert (outcome, words) == (Outcome.IN_PLACE, unicodedata.normalize(form, "café ﬁrst."))  # type: ignore[arg-type]


def test_lines_broken_otherwise_change_nothing() -> None:
    new = TALK.replace(" ", "\n").replace("港の仕事は", "港の\n仕事は")
    passage = "She read what their firms asked for."
    assert carried(TALK, new, passage) == (Outcome.IN_PLACE, passage.replace(" ", "\n"))
    assert carried(TALK, new, "港の仕事は県と") == (Outcome.IN_PLACE, "港の\n仕事は県と")


def test_another_text_altogether_holds_no_passage() -> None:
    other = "Dear friends, welcome to the annual meeting of the choir. We shall sing.\n" * 3
    carrier = Carrier(align(TALK, other))
    assert carrier.share() < 0.3
    for start, end in ((3, 28), (33, 68), (69, 105), (130, 150)):
        assert carrier.span(start, end).outcome is Outcome.UNPLACED


def test_nothing_is_left_of_a_text_that_was_emptied() -> None:
    assert Carrier(align(TALK, "")).span(3, 28).outcome is Outcome.UNPLACED
    assert align("", TALK).pieces == []


FOUND_ONCE = (473, 6765, 10130, 7020289, 7038591, 7047785, 81005598, 81020487)


def test_no_passage_among_a_few_words_is_said_to_lie_where_it_does_not() -> None:
    # Fixed: where all is said in so few words, one passage in a million is followed to its very words nearby.
    for number in (*FOUND_ONCE, *range(300)):
        seed = random.Random(number)
        assert_followed(seed, interview(seed, seed.randint(2, 40)))


# Drawn alike each time: one short passage in 300,000 goes to a copy of itself with the same neighbours.
# benchmarks/replace.py draws afresh, and counts.
@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.integers(0, 2**32))
def test_no_passage_is_said_to_lie_where_it_does_not(number: int) -> None:
    # Which of two copies a person would take is not always to be told; either has the words.
    seed = random.Random(number)
    assert_followed(seed, interview(seed, seed.randint(2, 40), many_words=True), "the worse of two copies")


def assert_followed(seed: random.Random, old: str, let_pass: str = "") -> None:
    """Edit an interview at random and see what is said of passages of it."""
    made = edited(seed, old, seed.randint(0, 12))
    carrier = Carrier(align(made.old, made.new))
    for start, end in passages(seed, old, 20):
        found = carrier.span(start, end)
        assert (found.outcome is Outcome.UNPLACED) == (found.end == 0)
        assert bool(found.why) == (found.outcome is Outcome.UNPLACED)
        if found.outcome in (Outcome.IN_PLACE, Outcome.MOVED):
            assert fault(made, (start, end), (found.start, found.end)) in ("", let_pass), (start, end)
        elif found.outcome is Outcome.CHANGED:
            assert 0 <= found.start < found.end <= len(made.new)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32))
def test_a_passage_that_no_edit_came_near_stays_where_it_is(number: int) -> None:
    seed = random.Random(number)
    old = interview(seed, 30)
    made = edited(seed, old, 1)
    carrier = Carrier(align(made.old, made.new))
    for start, end in passages(seed, old, 20):
        near = list(made.now[max(0, start - 60) : end + 60])
        untouched = near[0] >= 0 and near == list(range(near[0], near[0] + len(near)))
        inside = start >= 60 and end + 60 <= len(old)
        if untouched and inside and made.new.count(old[start:end]) == 1:
            found = carrier.span(start, end)
            assert (found.start, found.end) == (made.now[start], made.now[end - 1] + 1)


@settings(max_examples=200, deadline=None)
@given(st.text("ab \n。あ", max_size=60), st.text("ab \n。あ", max_size=60))
def test_pieces_are_equal_stretches_in_order_without_overlap(old: str, new: str) -> None:
    pieces = align(old, new).pieces
    for piece in pieces:
        assert piece.old_start < piece.old_end
        assert piece.new_start < piece.new_end
        if piece.same:
            assert old[piece.old_start : piece.old_end] == new[piece.new_start : piece.new_end]
    for spans in ([piece[0:2] for piece in pieces], sorted(piece[2:4] for piece in pieces)):
        assert all(one[1] <= other[0] for one, other in pairwise(spans))
    carrier = Carrier(align(old, new))
    for start in range(len(old)):
        for end in range(start + 1, len(old) + 1):
            found = carrier.span(start, end)
            assert 0 <= found.start <= found.end <= len(new)
