"""A report as a page of HTML, as a parser reads it; what a browser makes of it is in tests/browser."""

import io
import json
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcode import pictures
from qcode.errors import MissingExtraError
from qcode.exporters.reports import write_report
from qcode.model.reports import (
    Figure,
    Heading,
    Listing,
    Mark,
    Paragraph,
    Passage,
    Quotation,
    Report,
    Run,
    Style,
)
from qcode.model.tables import Column, Format, Header, Table
from qcode.text.display import safe


class Reader(HTMLParser):
    """An HTML parser's idea of a page: its elements, what their attributes are, and its words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.words = ""
        self.data = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs if name != "lang")))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] == "script":
            self.data = self.data or data
        elif self.tags and self.tags[-1][0] != "style":
            self.words += data


def table(title: str = "Codes", name: str = "Gatekeeper") -> Table:
    return Table(
        "matrix",
        title,
        [Header(name), Header("Total", total=True)],
        [Column("Kitaoka", format=Format.COUNT), Column("Total", format=Format.COUNT, total=True)],
        [[2, 2], [2, 2]],
        "code",
        ("What was counted.",),
        lambda row, column: (1, 2),
    )


def quotations(text: str = "the port rang") -> Table:
    columns = [Column("document"), Column("quote")]
    return Table(
        "segments",
        "",
        [Header("")] * 2,
        columns,
        [["talk", text], ["talk", "again"]],
        behind=lambda row, _: (row + 1,),
    )


def report(text: str) -> Report:
    shown = table(text, text)
    return Report(
        "study",
        text,
        [
            Heading(text),
            Paragraph((Run(text, Style.STRONG), Run("and so on"))),
            Listing((text, "b")),
            Quotation(text, text, text, text),
            Passage(f"{text}.", (Mark(0, len(text), text, text, text),), text, text),
            shown,
            Figure("heatmap", shown, text),
        ],
        (text,),
        lambda: quotations(text),
    )


def page_of(one: Report) -> str:
    stream = io.BytesIO()
    write_report(one, stream, "html")
    return stream.getvalue().decode("utf-8")


@given(st.text(min_size=1, max_size=30))
def test_whatever_a_text_holds_the_page_has_the_same_elements(text: str) -> None:
    hostile = f"</script><!--{text}\"'><img src=x>"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "svg", lambda kind, table: "<svg/>")
        plain, loaded = Reader(page_of(report("x"))), Reader(page_of(report(hostile)))
    assert loaded.tags == plain.tags
    assert loaded.words.count(safe(hostile, keep_newlines=True)) >= 10
    quote = next(one for one in json.loads(loaded.data)["quotations"]["columns"] if one["name"] == "quote")
    assert quote["values"][0] == safe(hostile, keep_newlines=True)


def test_a_table_that_a_picture_is_of_stands_once() -> None:
    shown = table()
    with_both = Report("r", "R", [shown, Figure("heatmap", shown, "The same")], detail=quotations)
    alone = Report("r", "R", [Figure("heatmap", shown, "The same")], detail=quotations)
    for one in (with_both, alone):
        page = page_of(one)
        assert page.count("<table") == 1
        assert len(json.loads(Reader(page).data)["tables"]) == 1
        assert "The numbers behind this picture" in page


def test_tables_share_one_list_of_quotations() -> None:
    page = page_of(Report("r", "R", [table(), table("More")], detail=quotations))
    data = json.loads(Reader(page).data)
    assert [one["sets"] for one in data["tables"]] == [[[0, 1]], [[0, 1]]]
    assert data["quotations"]["rows"] == 2


@pytest.mark.parametrize("format", ["md", "docx"])
def test_only_a_page_with_numbers_asks_for_the_quotations_behind_them(format: str) -> None:
    def unasked() -> Table:
        raise AssertionError

    write_report(Report("r", "R", [table()], detail=unasked), io.BytesIO(), format)
    page_of(Report("r", "R", [Quotation("the port rang", "City A")], detail=unasked))
    with pytest.raises(AssertionError):
        page_of(Report("r", "R", [table()], detail=unasked))


def test_where_nothing_can_draw_the_picture_is_drawn_in_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> str:
        raise MissingExtraError("Pictures need the extra `plots`.", "pip install 'qcode[plots]'")

    monkeypatch.setattr(pictures, "svg", missing)
    page = page_of(Report("r", "R", [Figure("heatmap", table(), "Codes by case")]))
    assert "<img" not in page
    assert "<pre>" in page
    assert "Gatekeeper" in page.partition("<pre>")[2].partition("</pre>")[0]


def test_a_sample_of_a_colour_has_it_by_a_rule_for_the_page_forbids_styles_of_elements() -> None:
    runs = (Run("■", colour="#AA3311"), Run("□", colour="red; }"))
    page = page_of(Report("r", "R", [Paragraph(runs)]))
    assert '<span class="colour-1">■</span>□' in page
    assert ".colour-1 { color: #aa3311; }" in page
    assert "red;" not in page


def test_the_same_report_gives_the_same_bytes() -> None:
    one = replace(report("国際交流"), title="=SUM(1)")
    assert page_of(one) == page_of(one)
