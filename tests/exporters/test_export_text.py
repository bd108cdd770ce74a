"""Plain text: aligned for the eye, safe for a terminal, folded where it is too wide."""

import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from study_tables import list_of, matrix, segments

from qcode.exporters import write
from qcode.model.tables import Column, Format, Header, Missing, Table
from qcode.text.prose import wrapped
from qcode.text.widths import cell_width

MATRIX = """\
Codes by municipality

              Designated cities  Other cities
code                   北九州市  豊田市  南三陸町 | Total
                            N=3     N=2       N=0 |   N=5
------------  -----------------  ------  ---------+------
Strategy                     0        2         – |     2
  Gatekeeper                 3        ·         – |     3
  Pipeline                  12+       1         – |    13
国際交流                     1        0         – |     1
------------  -----------------  ------  ---------+------
Total                       16        3         – |    19

+ so far: not every document is finished
– no data: no document is in scope
· not coded yet: nothing found, not every document is finished
Segments of respondents.
N is the number of documents.
"""


def text_of(table: Table, *, width: int = 0, cell_width: int = 60) -> str:
    page = io.StringIO()
    write(table, page, "table", width=width, cell_width=cell_width)
    return page.getvalue()


def test_a_matrix_in_plain_text() -> None:
    assert text_of(matrix()) == MATRIX


def test_only_the_marks_that_are_used_are_explained() -> None:
    table = replace(matrix(), values=[[1, 2, 3, 4]] * 5, incomplete=frozenset())
    assert "no data" not in text_of(table)
    assert "not coded yet" not in text_of(table)
    assert "so far" not in text_of(table)


def test_shares_and_rates_are_shown_as_people_read_them() -> None:
    columns = [Column("Coverage", format=Format.SHARE), Column("Rate", format=Format.DECIMAL)]
    rows = [Header("a"), Header("b")]
    table = Table("t", "", rows, columns, [[0.1234, 1 / 3], [1, Missing.NO_DATA]], stub="code")
    assert "12.3%  0.33" in text_of(table)
    assert "100.0%     –" in text_of(table)


@pytest.mark.parametrize("format", [Format.DECIMAL, Format.SHARE, Format.PROBABILITY, Format.COUNT])
def test_what_is_rounded_to_0_has_no_minus(format: Format) -> None:
    table = Table("t", "", [Header("a")], [Column("x", format=format)], [[-0.00001]], stub="code")
    assert text_of(table).split("\n")[2].split()[1].startswith("0")


def test_p_values_have_three_decimals_and_are_never_shown_as_none() -> None:
    rows = [Header(name) for name in "abc"]
    columns = [Column("p", format=Format.PROBABILITY)]
    text = text_of(Table("t", "", rows, columns, [[0.0300536], [0.00099], [1.0]], stub="code"))
    assert [line.split()[1] for line in text.split("\n")[2:5]] == ["0.030", "<0.001", "1.000"]


def test_rows_that_come_in_groups_get_a_heading() -> None:
    rows = [Header("a", group="Designated cities"), Header("b", group="Other cities")]
    table = Table("t", "", rows, [Column("n", format=Format.COUNT)], [[1], [2]], stub="case")
    lines = text_of(table).split("\n")
    assert lines[2:6] == ["Designated cities", "a     1", "Other cities", "b     2"]


def test_the_n_of_rows_stands_beside_them() -> None:
    rows = [Header("a", n=12), Header("b", n=3)]
    table = Table("t", "", rows, [Column("n", format=Format.COUNT)], [[1], [2]], stub="case")
    assert "a     12  1" in text_of(table)


def test_a_wide_matrix_is_folded_into_blocks_that_fit() -> None:
    text = text_of(matrix(), width=40)
    assert max(cell_width(line) for line in text.split("\n")) <= 40
    assert text.count("  Gatekeeper") == 2
    assert text.index("北九州市") < text.index("豊田市") < text.index("19")


def test_a_list_that_is_too_wide_has_its_texts_cut_first() -> None:
    text = text_of(segments(3, quote="long words " * 30), width=160)
    assert max(cell_width(line) for line in text.split("\n")) <= 160
    assert "…" in text
    assert "uid-3" in text


def test_a_long_quotation_is_cut_only_here_and_only_where_asked() -> None:
    table = list_of(("quote",), [("x" * 500,)])
    assert "x" * 59 + "…" in text_of(table)
    assert "x" * 500 in text_of(table, cell_width=0)


def test_a_quotation_of_several_lines_takes_one() -> None:
    text = text_of(list_of(("quote", "case"), [("first\nsecond", "A")]))
    assert "first second  A" in text


@pytest.mark.parametrize("hostile", ["\x1b[31mred", "\x9b2J", "a\u202eb", "\x07bell", "\ud800"])
def test_nothing_a_terminal_would_obey_gets_out(hostile: str) -> None:
    rows = [Header(hostile, group=hostile), Header("total", total=True)]
    columns = [Column(hostile, group=hostile), Column("n", format=Format.COUNT)]
    table = Table("t", hostile, rows, columns, [[hostile, 1], ["", 2]], hostile, [hostile])
    text = text_of(table)
    assert not any(control in text for control in "\x1b\x9b\u202e\x07\ud800")


def test_markup_stays_what_it_is() -> None:
    assert "[bold]x[/bold]" in text_of(list_of(("quote",), [("[bold]x[/bold]",)]))


def test_a_table_without_rows_still_has_its_head_and_notes() -> None:
    table = Table("t", "Nothing", [], [Column("n", format=Format.COUNT)], [], "code", ["A note."])
    assert text_of(table) == "Nothing\n\ncode  n\n----  -\n\nA note.\n"


def test_an_encoding_that_lacks_a_mark_does_not_stop_the_table() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    write(matrix(), stream, "table")
    stream.flush()
    assert b"Pipeline" in raw.getvalue()


@given(st.text(alphabet="ab 市場　e\u0301👩‍🔬", max_size=80), st.integers(6, 40))
def test_wrapped_lines_keep_every_character_and_the_limit(text: str, width: int) -> None:
    lines = wrapped(text, width, "  ")
    assert all(cell_width(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(
    st.lists(
        st.tuples(st.text(max_size=12), st.one_of(st.integers(0, 999), st.sampled_from(Missing))),
        min_size=1,
        max_size=6,
    )
)
def test_whatever_the_labels_the_numbers_stand_in_one_column(
    cells: list[tuple[str, int | Missing]],
) -> None:
    rows = [Header(label) for label, _ in cells]
    values = [[value] for _, value in cells]
    table = Table("t", "", rows, [Column("n", format=Format.COUNT)], values, stub="code")
    body = text_of(table).split("\n")[2 : 2 + len(cells)]
    assert len({cell_width(line) for line in body}) == 1


def test_several_texts_of_a_cell_are_parted_and_other_texts_are_not() -> None:
    columns = [Column("Kitaoka", several=True), Column("memo")]
    table = Table("quotes", "", [Header("Gate")], columns, [["The port.\nWe\n", "One\ntwo"]])
    out = io.StringIO()
    write(table, out, "table")
    assert "The port. / We " in out.getvalue()
    assert "One two" in out.getvalue()
