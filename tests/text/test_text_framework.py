"""Cells of a framework matrix: what is written is read back, and marks are never read as summaries."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qcode.text.clean import CUT_MARK
from qcode.text.framework import NO_QUOTATIONS, no_summary, read, some_of, written

CODERS = ["A. Mori", "B. Lind", "森 愛"]
WORDS = st.sampled_from(
    ["", "a", "[A. Mori]", "\\[a. mori]", "[no quotations]", "\\\\[no quotations]", "[3 quotations, no summary]",
     "NA", "–", "·", "\\NA", " [森　愛] ", "[laughs]", "市長", "[1 of 2 quotations]", "\\",
     "[no quotations] of the mayor", "“We.” (Port)"]
)  # fmt: skip
TEXTS = st.lists(WORDS | st.text(max_size=5), max_size=5).map("\n".join).filter(str.strip)
MARKS = st.sampled_from(["", NO_QUOTATIONS, some_of(2, 5)])


@given(TEXTS, MARKS)
@example("NA", "")
@example("one\n[no quotations]", NO_QUOTATIONS)
def test_a_summary_comes_back_as_it_was_but_for_the_blanks_around_it(text: str, mark: str) -> None:
    below = ["“We went there.” (Port, turn 3)"] if mark.startswith("[2") else []
    cell = written([("", text)], CODERS, mark, below)
    assert read(cell, CODERS) == [("", text.strip())]


@given(st.lists(st.tuples(st.sampled_from(CODERS), TEXTS), min_size=2, max_size=4), MARKS)
def test_summaries_of_several_coders_come_back_with_their_names(
    several: list[tuple[str, str]], mark: str
) -> None:
    cell = written(several, CODERS, mark)
    assert read(cell, CODERS) == [(coder, text.strip()) for coder, text in several]


@pytest.mark.parametrize(
    "cell", ["", " \n", "NA", "–", "·", no_summary(1), no_summary(1200), NO_QUOTATIONS, f" {no_summary(3)} "]
)
def test_marks_alone_are_no_summary(cell: str) -> None:
    assert read(cell, CODERS) == []


def test_what_stands_below_a_mark_is_quotations_and_not_read() -> None:
    cell = written([], CODERS, no_summary(2), ["“One.” (Port, turn 1)", "“Two.” (Port, turn 2)"])
    assert read(cell, CODERS) == []


@pytest.mark.parametrize("mark", [no_summary(2), NO_QUOTATIONS, some_of(1, 3)])
@pytest.mark.parametrize("between", ["\n", " ", "\n“One.” (Port, turn 1)\n"])
def test_what_somebody_writes_behind_a_mark_or_below_it_is_a_summary(mark: str, between: str) -> None:
    assert read(f"{mark}{between}The city opens.\nMore.", CODERS) == [("", "The city opens.\nMore.")]


def test_a_quotation_that_was_cut_at_the_end_of_a_cell_is_none() -> None:
    assert read(f"{some_of(1, 3)}\n“We went{CUT_MARK}", CODERS) == []


def test_words_in_brackets_that_name_nobody_are_words() -> None:
    assert read("[laughs]\nYes.", CODERS) == [("", "[laughs]\nYes.")]
