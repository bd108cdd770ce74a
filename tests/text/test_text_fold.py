"""Search finds what a reader would call the same words, and answers in offsets of the stored text."""

from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qcode.text.fold import find_all, fold

CASES = [
    ("担当者はSNSを使う", "ｓｎｓ", [(4, 7)]),
    ("ｶﾞｽ料金とガス料金", "ガス", [(0, 3), (6, 8)]),
    ("e\u0301tude, \u00e9tude", "e\u0301tude", [(0, 6), (8, 13)]),
    ("㈱山田", "(株)山田", [(0, 3)]),
    ("①番と1番", "1番", [(0, 2), (3, 5)]),
    ("10〜20℃", "10~20", [(0, 5)]),
    ("10～20", "10〜20", [(0, 5)]),
    ("葛\U000e0100城市と葛城市", "葛城", [(0, 3), (5, 7)]),
    ("𠮷野町の会議😀です", "会議", [(4, 6)]),
    ("İstanbul", "i", [(0, 1)]),
    ("aaaa", "aa", [(0, 2), (1, 3), (2, 4)]),
    ("財　源", "財 源", [(0, 3)]),
    ("ﬁnance", "finance", [(0, 6)]),
    ("Straße", "STRASSE", [(0, 6)]),
    ("それで……はい", ".", [(3, 4), (4, 5)]),
    ("か\u3099いこく", "がいこく", [(0, 5)]),
    ("がいこく", "か\u3099い", [(0, 2)]),
    ("I don’t “know”", 'don\'t "know"', [(2, 14)]),
    ("gate\u200bkeep\u00ader", "gatekeeper", [(0, 12)]),
    ("1－2−3", "1-2-3", [(0, 5)]),
    ("戦略", "", []),
    ("戦略", "\u200b", []),
]


@pytest.mark.parametrize(("text", "query", "spans"), CASES)
def test_a_search_finds_the_words_however_they_are_written(
    text: str, query: str, spans: list[tuple[int, int]]
) -> None:
    assert find_all(text, query) == spans


def test_offsets_hold_far_into_a_long_text_of_mixed_writing() -> None:
    line = "ＳＮＳの運用は㈱山田が担当、それで……e\u0301tude。普通の文が長く続きます。\n"
    text = line * 4000
    expected = [(at + 7, at + 10) for at in range(0, len(text), len(line))]
    assert find_all(fold(text), "(株)山田") == expected


def slow_fold(text: str) -> str:
    """Fold a whole text at once: the plain definition, with no way back to offsets."""
    seen = "".join(
        sign
        for sign in text
        if sign not in "\u00ad\u200b\u2060\ufeff"
        and not 0xFE00 <= ord(sign) <= 0xFE0F
        and not 0xE0100 <= ord(sign) <= 0xE01EF
    )
    alike = str.maketrans("\u301c\u2212\u2015\u2225‘’“”", "~-\u2014\u2016''\"\"")
    return normalize("NFKC", normalize("NFKC", seen).translate(alike).casefold())


MIXED = st.text(
    alphabet=st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("がかﾊﾟｶﾞe\u0301\u0327Aß㈱①…～〜\U000e0100\u200b한\u1100\u1161\u11a8ﾡ葛İŉ（ "),
    ),
    max_size=24,
)


@settings(deadline=None)
@given(MIXED)
def test_folding_piece_by_piece_is_folding_the_whole(text: str) -> None:
    assert fold(text).text == slow_fold(text)


@settings(deadline=None)
@given(MIXED)
def test_every_folded_character_leads_back_into_the_text_in_order(text: str) -> None:
    folded = fold(text)
    last = 0
    for place in range(len(folded.text)):
        start, end = folded.source(place, place + 1)
        assert 0 <= last <= start < end <= len(text)
        assert folded.text[place] in fold(text[start:end]).text
        last = start


@settings(deadline=None)
@given(MIXED, MIXED, MIXED)
def test_a_text_is_found_in_what_contains_it(before: str, query: str, after: str) -> None:
    text = f"{before}\n{query}\n{after}"
    if fold(query).text:
        found = find_all(text, query)
        # A sign that joins what stands before it brings that along: here, the line end.
        first, last = len(before), len(before) + 1 + len(query)
        assert any(first <= start < end <= last for start, end in found)
