"""Passages in a page: the words marked, their codes in the margin."""

import re
from html import unescape

from hypothesis import given, settings
from hypothesis import strategies as st

from qcode.exporters.reports.html_passages import HtmlPassages
from qcode.model.reports import Mark, Passage
from qcode.text.display import safe

HOSTILE = '</script><img src=x onerror="alert(1)"> & \' \u2028 \x1b[31m'
MORI, LIND = "A. Mori", "B. Lind"


def page_of(*passages: Passage) -> str:
    html = HtmlPassages(passages)
    return "".join(piece for one in passages for piece in html.pieces(one))


def words_of(markup: str) -> list[tuple[str, str]]:
    """Return (ids of the codings, words) of the pieces of the text of one passage."""
    (said,) = re.findall(r'<p class="said"[^>]*>(.*?)</p>', markup, re.DOTALL)
    pieces = re.findall(
        r'<span class="coded[^"]*" data-codings="([^"]*)">(.*?)</span>|([^<]+)', said, re.DOTALL
    )
    return [(ids, unescape(words or plain)) for ids, words, plain in pieces]


def test_words_are_cut_where_codings_begin_and_end() -> None:
    marks = (Mark(0, 8, "Port", MORI, coding=1), Mark(4, 13, "Upkeep", MORI, coding=2))
    assert words_of(page_of(Passage("The port does.", marks))) == [
        ("1", "The "),
        ("1 2", "port"),
        ("2", " does"),
        ("", "."),
    ]


def test_what_two_coders_coded_alike_stands_once_in_the_margin() -> None:
    marks = (Mark(0, 8, "Actor > Port", MORI, coding=1), Mark(0, 8, "Actor > Port", LIND, coding=2))
    markup = page_of(Passage("The port does.", marks))
    assert markup.count("<button") == 1
    assert 'data-codings="1 2"' in markup
    assert "A. Mori, B. Lind" in markup


def test_codes_in_the_margin_are_in_the_order_of_their_words() -> None:
    marks = (Mark(4, 8, "Second", coding=1), Mark(0, 3, "First", coding=2), Mark(4, 14, "Wider", coding=3))
    codes = re.findall(r"<span>(\w+)</span></button>", page_of(Passage("The port does.", marks)))
    assert codes == ["First", "Wider", "Second"]


def test_a_coding_has_one_name_on_all_passages_that_it_lies_on_and_unnamed_ones_have_their_own() -> None:
    named = [Passage("one", (Mark(0, 3, "Port", coding=5),)), Passage("two", (Mark(0, 3, "Port", coding=5),))]
    assert re.findall(r'class="coded" data-codings="(\w+)"', page_of(*named)) == ["5", "5"]
    unnamed = [Passage("one", (Mark(0, 3, "Port"),)), Passage("two", (Mark(0, 3, "Port"),))]
    assert len(set(re.findall(r'class="coded" data-codings="(\w+)"', page_of(*unnamed)))) == 2


def test_all_texts_are_data() -> None:
    passage = Passage(
        HOSTILE, (Mark(0, 9, f"{HOSTILE} > x", HOSTILE, memo=HOSTILE),), label=HOSTILE, place=HOSTILE
    )
    markup = page_of(passage)
    assert "<img" not in markup
    assert "<script" not in markup
    assert "\x1b" not in markup
    assert "".join(words for _, words in words_of(markup)) == safe(HOSTILE)


def test_colours_are_in_the_style_not_on_the_elements() -> None:
    passage = Passage("one", (Mark(0, 3, "Port", colour="#336699"),))
    html = HtmlPassages([passage])
    assert ".code-1 { --code: #336699; }" in html.style
    assert "style=" not in "".join(html.pieces(passage))


def test_a_page_without_passages_needs_neither_style_nor_script() -> None:
    assert (HtmlPassages([]).style, HtmlPassages([]).script) == ("", "")


@settings(max_examples=60)
@given(st.data())
def test_the_words_are_all_there_and_each_lies_in_its_codings(data: st.DataObject) -> None:
    text = data.draw(st.text(st.sampled_from("ab 港\n<&"), max_size=15))
    places = st.integers(0, len(text))
    spans = data.draw(st.lists(st.tuples(places, places).map(sorted), max_size=6))
    marks = [Mark(start, end, "code", coding=number) for number, (start, end) in enumerate(spans)]
    at = 0
    for ids, words in words_of(page_of(Passage(text, marks))):
        for place in range(at, at + len(words)):
            here = {str(number) for number, (start, end) in enumerate(spans) if start <= place < end}
            assert set(ids.split()) == here
        assert text[at : at + len(words)] == words
        at += len(words)
    assert at == len(text)
