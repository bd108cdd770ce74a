"""A report in Markdown, which other programs read back as the texts it was made of."""

import io
import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from study_reports import PASSAGE, QUOTATION, report
from study_tables import matrix

from qcode.exporters.reports import write_report
from qcode.model.reports import (
    Block,
    Figure,
    Heading,
    Listing,
    Paragraph,
    Passage,
    Quotation,
    Run,
    Style,
)
from qcode.text.display import safe

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
OURS = re.compile(r"</?(?:h[1-6]|p|ul|li|strong|em|blockquote)>|<br />|<!-- -->")
TEXTS = st.one_of(
    st.text(max_size=40),
    st.text("#>*_-+=`|\\<&!1.)([]~$@:/ \n\tａ「」（港w", max_size=30),
)


def markdown_of(*blocks: Block) -> str:
    stream = io.BytesIO()
    write_report(report(*blocks), stream, "md")
    return stream.getvalue().decode("utf-8")


def read(*blocks: Block) -> str:
    """Return what a reader of Markdown sees of a report between its title and its notes, blanks levelled."""
    page = MARKDOWN.render(markdown_of(*blocks))
    inside = page.partition("</h1>")[2].rpartition("<h2>Notes</h2>")[0]
    return levelled(unescape(OURS.sub(" ", inside)))


def levelled(text: str) -> str:
    return "".join(text.split())


def test_each_block_has_its_place_with_an_empty_line_between() -> None:
    text = markdown_of(
        Heading("Findings"), Paragraph("One\ntwo."), Listing(["A", "B\nC"]), Heading("More", 2)
    )
    assert text == (
        "# Harbours · 港の研究\n\n## Findings\n\nOne\\\ntwo.\n\n- A\n- B\\\n  C\n\n### More\n\n"
        "## Notes\n\n- All is invented.\n- N = 3.\n"
    )


def test_a_quotation_has_its_reference_behind_it_and_what_belongs_to_it_below() -> None:
    assert (
        "> The port keeps them.\\\n> Nobody else would. (port manager, Minamihama, turn 31)\n"
        ">\n> *港が支えています。*\n>\n> Memo: Compare the chamber.\n"
    ) in markdown_of(QUOTATION)


def test_two_quotations_stay_two() -> None:
    page = MARKDOWN.render(markdown_of(Quotation("One.", "a"), Quotation("Two.", "b")))
    assert page.count("<blockquote>") == 2


def test_a_passage_says_below_it_which_codes_lie_on_which_words() -> None:
    text = markdown_of(PASSAGE)
    assert "**R, turn 2**" in text
    assert "> \\[Upkeep\\]\n" in text
    assert "> \\[Gatekeeper \\> Port (B. Lind): “The port does.”\\]\n" in text
    assert "Memo on Upkeep: Strong." in text


def test_tables_and_figures_are_numbered_each_in_their_own_order() -> None:
    figure = Figure("heatmap", matrix(), "A picture")
    text = markdown_of(matrix(), figure, matrix(), figure)
    captions = re.findall(r"\*\*(\w+ \d)\.\*\* (.+)", text)
    assert captions == [
        ("Table 1", "Codes by municipality"),
        ("Figure 1", "A picture"),
        ("Table 2", "Codes by municipality"),
        ("Figure 2", "A picture"),
    ]
    assert text.count("| Strategy ") == 4, "what a picture shows stands in its place"


@pytest.mark.parametrize(
    ("runs", "page"),
    [
        ((Run("Use for: ", Style.STRONG), Run("ports")), "<p><strong>Use for:</strong> ports</p>"),
        ((Run("港"), Run("「市」", Style.STRONG), Run("と")), "<p>港<strong>「市」</strong>と</p>"),
        ((Run("a"), Run("b", Style.EMPHASIS), Run("c", Style.FAINT)), "<p>a<em>b</em>c</p>"),
        ((Run("One: ", Style.STRONG), Run("1"), Run("\nTwo: ", Style.STRONG), Run("2")), "<br />"),
    ],
)
def test_styles_hold_beside_any_neighbour(runs: tuple[Run, ...], page: str) -> None:
    assert page in MARKDOWN.render(markdown_of(Paragraph(runs)))


@given(text=TEXTS)
def test_no_text_is_ever_markup(text: str) -> None:
    said = levelled(safe(text, keep_newlines=True))
    assert read(Paragraph(text)) == said
    assert read(Heading(text, 2)) == levelled(safe(" ".join(text.split())))
    assert read(Listing([text])) == said
    assert read(Paragraph((Run("x", Style.STRONG), Run(text, Style.EMPHASIS)))) == f"x{said}"
    assert read(Quotation(text, "turn 1")) == f"{said}(turn1)"
    assert read(Passage(text)) == said


def test_a_quotation_of_several_paragraphs_stays_one_block() -> None:
    page = MARKDOWN.render(markdown_of(Quotation("One.\n\n\n# Two.", "turn 1")))
    assert page.count("<blockquote>") == 1
    assert "<p># Two. (turn 1)</p>" in page


def test_standard_output_gets_the_same() -> None:
    stream = io.StringIO()
    write_report(report(), stream, "md")
    assert stream.getvalue() == markdown_of()
