"""A pipe table that other programs read back as the texts and numbers it was made of."""

import io
import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from study_tables import list_of, matrix, segments

from qcode.exporters import write
from qcode.exporters.md_file import escaped
from qcode.model.tables import Column, Format, Header, Missing, Table
from qcode.text.display import safe
from qcode.text.widths import cell_width

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])

MATRIX = """\
# Codes by municipality

| code             | Designated cities<br>北九州市<br>N = 3 | Other cities<br>豊田市<br>N = 2 | Other cities<br>南三陸町<br>N = 0 | Total<br>N = 5 |
| ---------------- | -------------------------------------: | ------------------------------: | --------------------------------: | -------------: |
| Strategy         |                                      0 |                               2 |                                 – |              2 |
| &emsp;Gatekeeper |                                      3 |                               · |                                 – |              3 |
| &emsp;Pipeline   |                                    12+ |                               1 |                                 – |             13 |
| 国際交流         |                                      1 |                               0 |                                 – |              1 |
| **Total**        |                                 **16** |                           **3** |                             **–** |         **19** |

- \\+ so far: not every document is finished
- – no data: no document is in scope
- · not coded yet: nothing found, not every document is finished
- Segments of respondents.
- N is the number of documents.
"""


def markdown_of(table: Table) -> str:
    stream = io.BytesIO()
    write(table, stream, "md")
    return stream.getvalue().decode("utf-8")


def cells_of(table: Table) -> list[list[str]]:
    """Return the cells of a table's body as a reader of Markdown understands them, markup in them too."""
    page = MARKDOWN.render(markdown_of(table))
    rows = re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    return [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL) for row in rows]


def text_of(cell: str) -> str:
    """Return the text of a cell; an element in it that we did not put there would stay and be seen."""
    return unescape(cell.replace("<br>", "\n").replace("<!-- -->", ""))


def test_the_matrix_with_all_it_has() -> None:
    assert markdown_of(matrix()) == MATRIX


def test_columns_are_aligned_for_the_eye_also_with_japanese() -> None:
    lines = [line for line in markdown_of(matrix()).split("\n") if line.startswith("|")]
    assert len({cell_width(line) for line in lines}) == 1


def test_numbers_stand_to_the_right() -> None:
    page = MARKDOWN.render(markdown_of(segments(2)))
    assert page.count('<td style="text-align:right">') == 4


def test_rows_in_groups_have_a_heading_and_an_n() -> None:
    rows = [Header("a", group="Cities", n=3), Header("b", group="Towns", n=2)]
    table = Table("t", "", rows, [Column("n", format=Format.COUNT)], [[1], [2]], "case")
    bodies = cells_of(table)
    assert bodies[0] == ["case", "N", "n"]
    assert bodies[1] == ["<strong>Cities</strong>", "", ""]
    assert bodies[2:4] == [["a", "3", "1"], ["<strong>Towns</strong>", "", ""]]


TRICKY = [
    "a | b",
    "\\| \\",
    "`code` and ``more``",
    "*bold* __under__ ~~gone~~",
    "<b onclick=x>&amp;</b>",
    "[link](https://example.org) ![image](x.png)",
    "# heading",
    "two\nlines",
    "$x^2$",
    "<!-- comment -->",
    "&copy;",
]


@pytest.mark.parametrize("text", TRICKY)
def test_no_text_is_markup(text: str) -> None:
    assert [text_of(cell) for cell in cells_of(list_of(("quote", "case"), [(text, "A")]))[1]] == [text, "A"]


@given(st.text(alphabet="ab |\\`*_{}[]<>#&~^$!()-+=:.\n国\u202e\x1b", max_size=30))
def test_whatever_a_text_holds_it_is_read_back(text: str) -> None:
    cell = cells_of(list_of(("quote", "case"), [(f"x{text}x", "A")]))[1]
    assert [text_of(one) for one in cell] == [safe(f"x{text}x", keep_newlines=True), "A"]


@pytest.mark.parametrize(
    "text", ["# x", "- x", "1. x", "10) x", "+ x", "> x", "===", "---", "* * *", "    x", "``` x", "[a]: b"]
)
def test_a_note_is_one_item_of_a_list_whatever_it_begins_with(text: str) -> None:
    table = Table("t", text, [], [Column("n")], [], notes=[text])
    page = MARKDOWN.render(markdown_of(table))
    inner = re.search(r"<li>(.*?)</li>", page, re.DOTALL)
    assert inner is not None and unescape(inner[1]) == text.strip()
    heading = re.search(r"<h1>(.*?)</h1>", page)
    assert heading is not None and unescape(heading[1]) == text.strip()


@pytest.mark.parametrize(
    "text", ["https://example.org", "www.example.org", "a@example.org", "@name", ":smile:"]
)
def test_what_github_makes_links_of_is_broken_up(text: str) -> None:
    written = markdown_of(list_of(("quote",), [(text,)]))
    assert text not in written
    assert text_of(cells_of(list_of(("quote",), [(text,)]))[1][0]) == text


@given(st.text("wW.@:/a9_+- \u212a国", max_size=12))
def test_links_are_broken_up_behind_what_begins_them_and_nowhere_else(text: str) -> None:
    behind = r"(?i)(?<=www)(?=\.)|(?<=@)(?=\w)|(?<=:)(?=//|(?!\d\d:)[a-z0-9_+-]+:)"
    marked = text.replace("_", "\\_")
    assert escaped(text) == re.sub(behind, "<!-- -->", marked)


def test_a_long_table_has_the_heading_of_each_group_once() -> None:
    groups = ["North"] * 1300 + ["South"] * 300
    rows = [Header(f"Town {number}", group=group) for number, group in enumerate(groups)]
    values = [[number if number % 7 else Missing.NO_DATA, "same"] for number in range(1600)]
    columns = [Column("Port", format=Format.COUNT), Column("said")]
    marked = frozenset({(1, 0), (1599, 0)})
    written = cells_of(Table("m", "Towns", rows, columns, values, "town", incomplete=marked))[1:]
    named = ["North", *(f"Town {number}" for number in range(1300)), "South"]
    assert [re.sub("<[^>]*>", "", text_of(cells[0])) for cells in written][:1302] == named
    assert len(written) == 1602
    assert [cells[1] for cells in written if "+" in cells[1]] == ["1+", "1599+"]


def test_a_time_of_day_is_left_as_it_is() -> None:
    assert escaped("2026-11-22T04:48:19Z, 10:02:11") == "2026-11-22T04:48:19Z, 10:02:11"
    assert "<!-- -->" in escaped(":100:")
