"""Text is stored as it came, but for line ends, one byte order mark, NUL and lone surrogates."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qcode.text.clean import clean

LINE_ENDS = ["\r\n", "\r", "\x85", "\u2028", "\u2029", "\v", "\f"]


@pytest.mark.parametrize("end", LINE_ENDS)
def test_every_kind_of_line_end_becomes_a_newline(end: str) -> None:
    cleaned = clean(f"one{end}two{end}")
    assert cleaned.text == "one\ntwo\n"
    assert len(cleaned.changes) == 1
    assert cleaned.changes[0].startswith("2 line ends (")


def test_a_carriage_return_with_its_line_feed_is_one_line_end() -> None:
    assert clean("a\r\n\r\n\rb").text == "a\n\n\nb"


def test_one_leading_mark_goes_and_others_stay() -> None:
    assert clean("\ufeff\ufeffa\ufeff").text == "\ufeffa\ufeff"


def test_what_cannot_be_stored_is_replaced_and_told() -> None:
    cleaned = clean("a\0b\ud800c")
    assert cleaned.text == "a\u2400b\ufffdc"
    assert cleaned.changes == ("1 NUL character made U+2400", "1 lone surrogate made U+FFFD")


def test_clean_text_is_left_alone() -> None:
    text = "  か\u3099、ＡＢＣ㈱\u3000ｶﾞｽ\t\u00a0\u200b\n\n"
    assert clean(text) == (text, ())


@settings(deadline=None)
@given(st.text(alphabet="ab\n\r\0\ud800\ufeff\x85\u2028\u2029\v\f", max_size=30))
def test_cleaning_twice_changes_no_more_and_counts_what_it_did(text: str) -> None:
    cleaned = clean(text)
    again = clean(cleaned.text)
    marks = text.startswith("\ufeff\ufeff")
    assert again.text == (cleaned.text[1:] if marks else cleaned.text)
    assert bool(cleaned.changes) == (cleaned.text != text)
    assert not set("\r\x85\u2028\u2029\v\f\0\ud800") & set(cleaned.text)
