"""Regular expressions search the stored text; what could run for ever is refused."""

import pytest

from qcode.errors import QueryError
from qcode.text.patterns import find_regex


def test_a_pattern_finds_each_place_once_in_order() -> None:
    text = "Port 12, port 7.\n港 3"
    assert find_regex(text, r"port \d+").spans == [(0, 7), (9, 15)]
    assert find_regex(text, r"port \d+", ignore_case=False).spans == [(9, 15)]
    assert find_regex(text, r"\d+", within=(6, 17)).spans == [(6, 7), (14, 15)]


def test_line_marks_stand_for_lines_and_white_space_may_cross_them() -> None:
    text = "first\nsecond\n"
    assert find_regex(text, "^second$").spans == [(6, 12)]
    assert find_regex(text, r"first\ssecond").spans == [(0, 12)]


def test_a_search_that_finds_too_much_is_broken_off_and_says_so() -> None:
    assert find_regex("aaaa", "a", limit=4) == ([(0, 1), (1, 2), (2, 3), (3, 4)], True)
    assert find_regex("aaaa", "a", limit=3) == ([(0, 1), (1, 2), (2, 3)], False)


@pytest.mark.parametrize("pattern", ["(", "[a", "a**", "(?P<x", "a{99999999999}", r"\1"])
def test_a_pattern_that_cannot_be_read_is_refused_in_words(pattern: str) -> None:
    with pytest.raises(QueryError, match="cannot be read"):
        find_regex("text", pattern)


@pytest.mark.parametrize("pattern", ["a*", "(?=t)", "x?", "^", ""])
def test_a_pattern_for_nothing_is_refused(pattern: str) -> None:
    with pytest.raises(QueryError, match="nothing"):
        find_regex("text", pattern)


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a*b)*c", "((x+))+y", "(?:a{2,})+b", r"(\w+\s?)*\."])
def test_a_repeated_repetition_is_refused_before_it_runs(pattern: str) -> None:
    with pytest.raises(QueryError, match="repeats a repetition"):
        find_regex("a" * 60 + "!", pattern)


@pytest.mark.parametrize("pattern", ["(ab)+", r"\(a+\)+", "[(a+)+]", "(a{1,9})+", "a+b+"])
def test_other_repetitions_are_allowed(pattern: str) -> None:
    find_regex("(a+) abab", pattern)
