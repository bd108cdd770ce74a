"""Words are runs of one script; the same in the count and under the cursor."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qcode.text.words import count_words, words


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in words(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mayor's long-term plan.", ["The", "mayor's", "long-term", "plan"]),
        ("don’t – 48.793 or 1,200, v2", ["don’t", "48.793", "or", "1,200", "v2"]),
        ("国際戦略をつくるメンバー", ["国際戦略", "をつくる", "メンバー"]),
        ("2020年度のＳＮＳ運用", ["2020", "年度", "の", "ＳＮＳ", "運用"]),
        ("あー、ｶﾞｽですねー", ["あー", "ｶﾞｽ", "ですねー"]),
        ("葛\U000e0100城と𠮷野々", ["葛\U000e0100城", "と", "𠮷野々"]),
        ("cafe\u0301 é", ["cafe\u0301", "é"]),
        ("서울시 도시", ["서울시", "도시"]),
        ("Київ и Москва", ["Київ", "и", "Москва"]),
        ("ーー……（笑）", ["笑"]),
        ("snake_case", ["snake", "case"]),
        ("", []),
    ],
)
def test_words_are_runs_of_one_script(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_a_word_cut_by_an_edge_counts_on_both_sides() -> None:
    text = "one three"
    assert count_words(text, [(0, len(text))]) == 2
    assert count_words(text, [(0, 6), (6, 9)]) == 3
    assert count_words(text, []) == 0
    assert list(words(text, (4, 6))) == [(4, 6)]


@settings(deadline=None)
@given(st.text(max_size=60))
def test_words_lie_apart_in_order_and_hold_every_letter(text: str) -> None:
    last = 0
    covered: set[int] = set()
    for start, end in words(text):
        assert last <= start < end <= len(text)
        assert not any(sign.isspace() for sign in text[start:end])
        covered.update(range(start, end))
        last = end
    alphanumeric = {at for at, sign in enumerate(text) if sign.isalpha() or sign.isdecimal()}
    assert alphanumeric <= covered | {at for at, sign in enumerate(text) if sign == "ー"}
