"""A quotation is found where it was taken from, even if a word processor has been at it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qcode.text.quotes import locate

TEXT = "We said “the port\nis the gate” – twice. 彼は「港は\n　門だ」と言う。The port."


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("the gate", ["the gate"]),
        ('"the port is the gate" – twice', ["“the port\nis the gate” – twice"]),
        ("  We   said ", ["We   said".replace("   ", " ")]),
        ("«the port is", ["“the port\nis"]),
        ("「港は門だ」と言う", ["「港は\n　門だ」と言う"]),
        ('"港は 門だ" と', ["「港は\n　門だ」と"]),
        ("the gate” - twice", []),
        ("theport", []),
        ("", []),
        ("  ", []),
    ],
)
def test_a_quotation_is_found_exactly_or_levelled(quote: str, found: list[str]) -> None:
    assert [TEXT[start:end] for start, end in locate(TEXT, quote)] == found


def test_an_exact_place_wins_over_levelled_ones() -> None:
    assert locate('“a” and "a"', '"a"') == [(8, 11)]


def test_every_place_is_told_so_that_nobody_has_to_guess() -> None:
    assert locate("no no no", "no") == [(0, 2), (3, 5), (6, 8)]
    assert locate("no no no", "no", (1, 6)) == [(3, 5)]


def test_apostrophes_of_any_kind_are_one() -> None:
    assert locate("it’s theirs", "it's theirs") == [(0, 11)]


PIECES = st.lists(
    st.sampled_from(["port", "gate", "港", "門", "「", "」", "“", "”", "’", ".", "(+)", "–"]),
    min_size=1,
    max_size=8,
)


@settings(deadline=None)
@given(PIECES, PIECES, PIECES, st.sampled_from([" ", "\n", "  \n", "\u3000"]))
def test_what_was_quoted_is_found_though_its_white_space_and_marks_were_changed(
    before: list[str], quoted: list[str], after: list[str], space: str
) -> None:
    passage = space.join(quoted)
    text = f"{space.join(before)}\n{passage}\n{space.join(after)}"
    start = len(space.join(before)) + 1
    marks = str.maketrans("「」“”’", '""""\'')
    assert any(
        at <= start and end >= start + len(passage)
        for at, end in locate(text, " ".join(quoted).translate(marks))
    )
    assert (start, start + len(passage)) in locate(text, passage)
