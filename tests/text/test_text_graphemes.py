"""A cursor steps over what a reader sees as one sign; what is measured is what a terminal is given."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from qcode.text.graphemes import Graphemes, measure

HOSTILE = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            "ab1 国か\u3099\u0301\ufe0f\u200d❤👩👨🏽🇯🇵\u200b\u0000\x1b\x9b\u202e\u2028\t\n\u3000ｶﾞ…①\U000e0100각\u1161"
        ),
        st.characters(),
    ),
    max_size=40,
)


def pieces(text: str) -> list[str]:
    graphemes = measure(text)
    edges = [at for at, cells in enumerate(graphemes.cells) if cells] + [len(text)]
    return [text[first:last] for first, last in pairwise(edges)]


@pytest.mark.parametrize(
    "signs",
    [
        ["a", "b"],
        ["国", "か\u3099", "。"],
        ["e\u0301\u0323", "x"],
        ["👩\u200d👩\u200d👧", "!"],
        ["👩🏽\u200d❤\ufe0f\u200d👨🏻", "国"],
        ["👍🏽", "👍"],
        ["🇯🇵", "🇫🇷", "🇯"],
        ["1\ufe0f\u20e3", "2"],
        ["葛\U000e0100", "城"],
        ["\u0301", "a", "\n", "\u0301", "b"],
        ["क\u200d", "ष"],
    ],
)
def test_signs_that_belong_together_are_stepped_over_together(signs: list[str]) -> None:
    text = "".join(signs)
    assert pieces(text) == signs
    graphemes = measure(text)
    forward, at = [], 0
    while at < len(text):
        forward.append(text[at : graphemes.after(at)])
        at = graphemes.after(at)
    backward: list[str] = []
    while at > 0:
        backward.insert(0, text[graphemes.before(at) : at])
        at = graphemes.before(at)
    assert forward == backward == signs


def test_an_accent_without_a_letter_is_shown_by_a_sign_of_its_own() -> None:
    assert measure("\u0301a").shown(0, 2) == "\ufffda"
    assert measure("a\n\u3099").shown(0, 3) == "a␊\ufffd"


def test_no_sign_reaches_over_an_edge_at_which_the_text_is_cut() -> None:
    text = "Q: \u0301a👩\u200d👩🇯🇵"
    cut = measure(text, (3, 7, 9))
    assert [at for at, cells in enumerate(cut.cells) if cells] == [0, 1, 2, 3, 4, 5, 7, 8, 9]
    assert cut.shown(3, 5) == "\ufffda"
    assert cut.floor(3) == 3


def test_a_joiner_hides_no_letter() -> None:
    graphemes = measure("国\u200d町")
    assert list(graphemes.cells) == [2, 0, 2]
    assert cell_len(graphemes.shown(0, 3)) == 4


def test_a_pile_of_accents_is_cut_into_graphemes_of_a_bounded_length() -> None:
    assert max(map(len, pieces("a" + "\u0301" * 1000 + "b"))) <= 32


@settings(deadline=None)
@given(HOSTILE)
def test_every_grapheme_is_as_wide_as_the_terminal_library_shows_it(text: str) -> None:
    graphemes = measure(text)
    assert len(graphemes.cells) == len(text)
    assert set(graphemes.cells) <= {0, 1, 2}
    edges = [at for at, cells in enumerate(graphemes.cells) if cells] + [len(text)]
    assert edges[0] == 0
    for first, last in pairwise(edges):
        assert cell_len(graphemes.shown(first, last)) == graphemes.width(first, last)
    assert cell_len(graphemes.shown(0, len(text))) == sum(graphemes.cells)


@settings(deadline=None)
@given(HOSTILE)
def test_what_is_shown_is_one_for_one_and_steers_no_terminal(text: str) -> None:
    shown = measure(text).shown(0, len(text))
    assert len(shown) == len(text)
    assert not any(
        sign < " " or "\x7f" <= sign < "\xa0" or sign in "\u200e\u200f" or "\u2028" <= sign <= "\u202e"
        for sign in shown
    )


@settings(deadline=None)
@given(HOSTILE, st.integers(0, 60))
def test_any_offset_lies_in_one_grapheme(text: str, offset: int) -> None:
    graphemes: Graphemes = measure(text)
    offset = min(offset, len(text))
    floor, ceiling = graphemes.floor(offset), graphemes.ceiling(offset)
    assert floor <= offset <= ceiling
    assert ceiling in (floor, graphemes.after(offset))
