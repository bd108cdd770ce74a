"""Rows fit the column and lose nothing; Japanese marks stay with what they belong to."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qcode.text.graphemes import Graphemes, measure
from qcode.text.wrapping import BLANKS, NEVER_FIRST, NEVER_LAST, wrap

LINES = st.text(
    alphabet=st.sampled_from("aaaabc  \t-国町役場はをっー、。（）「」“”…\u3000か\u3099e\u0301👩\u200d👩🇯🇵"),
    max_size=120,
)


def rows(text: str, columns: int) -> list[str]:
    edges = [0, *wrap(measure(text), 0, len(text), columns), len(text)]
    return [text[first:last] for first, last in pairwise(edges)]


@pytest.mark.parametrize(
    ("text", "columns", "expected"),
    [
        ("", 10, [""]),
        ("one two three", 20, ["one two three"]),
        ("one two three", 8, ["one two ", "three"]),
        ("one two   three", 7, ["one two   ", "three"]),
        ("one two", 7, ["one two"]),
        ("one two   ", 7, ["one two   "]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("町役場の国際課です", 8, ["町役場の", "国際課で", "す"]),
        ("町役場の国際課です", 9, ["町役場の", "国際課で", "す"]),
        ("町役場です。次", 10, ["町役場で", "す。次"]),
        ("町役場「国際課」", 8, ["町役場", "「国際", "課」"]),
        ("やってみたこと", 6, ["やって", "みたこ", "と"]),
        ("やあっと", 4, ["や", "あっ", "と"]),
        ("the 町役場 of it", 8, ["the 町役", "場 of it"]),
        ("Kitaokaは町", 8, ["Kitaoka", "は町"]),
        ("か\u3099か\u3099か\u3099", 4, ["か\u3099か\u3099", "か\u3099"]),
        ("👩\u200d👩🇯🇵👩\u200d👩", 4, ["👩\u200d👩🇯🇵", "👩\u200d👩"]),
        ("。。。。。", 4, ["。。", "。。", "。"]),
    ],
)
def test_lines_are_wrapped_as_a_printer_would(text: str, columns: int, expected: list[str]) -> None:
    assert rows(text, columns) == expected


@settings(deadline=None)
@given(LINES, st.integers(2, 30))
def test_rows_hold_the_whole_line_and_none_is_too_wide(text: str, columns: int) -> None:
    graphemes = measure(text)
    found = rows(text, columns)
    assert "".join(found) == text
    at = 0
    for row in found:
        assert row or not text
        assert graphemes.floor(at) == at
        end = at + len(row)
        while end > at and text[graphemes.before(end)] in BLANKS:
            end = graphemes.before(end)
        assert graphemes.width(at, end) <= columns
        at += len(row)


@settings(deadline=None)
@given(LINES, st.integers(2, 30))
def test_wrapping_agrees_with_a_twin_that_tries_every_edge(text: str, columns: int) -> None:
    assert rows(text, columns) == _twin(measure(text), columns)


def _twin(graphemes: Graphemes, columns: int) -> list[str]:
    text = graphemes.text
    signs, at = [], 0
    while at < len(text):
        signs.append(text[at : graphemes.after(at)])
        at = graphemes.after(at)
    widths = [measure(text).cells[sum(map(len, signs[:place]))] for place in range(len(signs))]
    found: list[str] = []
    first = 0
    while first < len(signs):
        fitting = [
            last for last in range(first + 1, len(signs) + 1) if sum(widths[first:last]) <= columns
        ] or [first + 1]
        last = fitting[-1]
        if last < len(signs):
            if signs[last][0] in BLANKS and sum(widths[first:last]) <= columns:
                while last < len(signs) and signs[last][0] in BLANKS:
                    last += 1
            else:
                edges = [edge for edge in fitting if _allowed(signs, widths, edge)]
                last = edges[-1] if edges else last
        found.append("".join(signs[first:last]))
        first = last
    return found or [""]


def _allowed(signs: list[str], widths: list[int], edge: int) -> bool:
    before, after = signs[edge - 1][0], signs[edge][0]
    if before in BLANKS:
        return True
    return (
        2 in (widths[edge - 1], widths[edge])
        and after not in NEVER_FIRST
        and before not in NEVER_LAST
        and after not in BLANKS
    )
