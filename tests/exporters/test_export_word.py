"""A table set in Word as a journal prints it; read back with python-docx."""

import io
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from study_tables import list_of, matrix, segments

from qcode.errors import ExportError
from qcode.exporters import write
from qcode.model.tables import Column, Format, Header, Table
from qcode.text.display import safe


def bytes_of(table: Table) -> bytes:
    stream = io.BytesIO()
    write(table, stream, "docx")
    return stream.getvalue()


def document_of(table: Table) -> Any:
    return Document(io.BytesIO(bytes_of(table)))


def rows_of(grid: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in grid.rows]


def wide(columns: int) -> Table:
    heads = [Column(f"Municipality {one}", format=Format.COUNT) for one in range(columns)]
    rows = [Header("A code with a name"), Header("Total", total=True)]
    return Table("matrix", "Wide", rows, heads, [list(range(columns))] * 2, "code")


def rules(cell: Any) -> set[str]:
    return {edge.tag.split("}")[1] for edge in cell._tc.iterfind(f".//{qn('w:tcBorders')}/*")}


def test_the_matrix_as_a_table_of_three_lines() -> None:
    document = document_of(matrix())
    (grid,) = document.tables
    assert rows_of(grid) == [
        ["", "Designated cities", "Other cities", "Other cities", ""],
        [
            "code",
            "北九州市\nN\u00a0=\u00a03",
            "豊田市\nN\u00a0=\u00a02",
            "南三陸町\nN\u00a0=\u00a00",
            "Total\nN\u00a0=\u00a05",
        ],
        ["Strategy", "0", "2", "–", "2"],
        ["Gatekeeper", "3", "·", "–", "3"],
        ["Pipeline", "12+", "1", "–", "13"],
        ["国際交流", "1", "0", "–", "1"],
        ["Total", "16", "3", "–", "19"],
    ]
    edges = {edge.tag.split("}")[1] for edge in grid._tbl.tblPr.iterfind(f"{qn('w:tblBorders')}/*")}
    assert edges == {"top", "bottom"}
    assert rules(grid.rows[1].cells[0]) == {"bottom"}
    assert rules(grid.rows[3].cells[0]) == set()
    assert rules(grid.rows[6].cells[0]) == {"top"}


def test_the_caption_stands_above_with_a_number_that_word_counts() -> None:
    document = document_of(matrix())
    caption = document.paragraphs[0]
    assert caption.style.name == "Caption"
    assert [field.get(qn("w:instr")) for field in caption._p.iterfind(qn("w:fldSimple"))] == [
        " SEQ Table \\* ARABIC "
    ]
    assert "".join(text.text for text in caption._p.iter(qn("w:t"))) == "Table 1. Codes by municipality"
    assert caption._p.getnext() is document.tables[0]._tbl


def test_notes_stand_below_in_smaller_letters() -> None:
    document = document_of(matrix())
    notes = document.paragraphs[1:]
    assert [note.text for note in notes] == [
        "Note. + so far: not every document is finished",
        "– no data: no document is in scope",
        "· not coded yet: nothing found, not every document is finished",
        "Segments of respondents.",
        "N is the number of documents.",
    ]
    assert notes[0].runs[0].italic
    assert notes[0].style.font.size < document.styles["Table Text"].font.size


def test_head_rows_are_repeated_and_no_row_is_split_over_pages() -> None:
    grid = document_of(matrix()).tables[0]
    heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in grid.rows]
    assert heads == [True, True, False, False, False, False, False]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in grid.rows)


def test_digits_stand_below_each_other_also_beside_the_mark_of_unfinished_counts() -> None:
    grid = document_of(matrix()).tables[0]
    back = [row.cells[1].paragraphs[0].paragraph_format.right_indent for row in grid.rows[2:]]
    assert back[2] is None
    assert len({*back[:2], *back[3:]}) == 1 and back[0] > 0
    assert all(row.cells[2].paragraphs[0].paragraph_format.right_indent is None for row in grid.rows)


def test_levels_are_indented() -> None:
    grid = document_of(matrix()).tables[0]
    indents = [row.cells[0].paragraphs[0].paragraph_format.left_indent for row in grid.rows[2:]]
    assert [bool(indent) for indent in indents] == [False, True, True, False, False]


def test_japanese_has_letters_and_line_breaking_of_its_own() -> None:
    properties = document_of(matrix()).styles["Table Text"].element.rPr
    assert properties.find(qn("w:rFonts")).get(qn("w:eastAsia")) == "MS Mincho"
    assert properties.find(qn("w:lang")).get(qn("w:eastAsia")) == "ja-JP"


@pytest.mark.parametrize(("columns", "across", "parts"), [(3, False, 1), (8, True, 1), (60, True, 7)])
def test_wide_tables_lie_across_and_very_wide_ones_come_in_parts(
    columns: int, across: bool, parts: int
) -> None:
    document = document_of(wide(columns))
    section = document.sections[0]
    assert (section.orientation == WD_ORIENT.LANDSCAPE) is across
    assert (section.page_width > section.page_height) is across
    assert len(document.tables) == parts
    room = section.page_width - section.left_margin - section.right_margin
    heads = []
    for grid in document.tables:
        assert sum(column.width for column in grid.columns) <= room
        assert grid.rows[1].cells[0].text == "A code with a name"
        heads += [cell.text for cell in grid.rows[0].cells[1:]]
    assert heads == [f"Municipality {one}" for one in range(columns)]
    captions = [one.text for one in document.paragraphs if one.style.name == "Caption"]
    assert captions[1:] == ["Table 1 (continued)"] * (parts - 1)


def test_a_list_of_quotations_leaves_out_what_only_programs_need_and_says_so() -> None:
    document = document_of(segments(2))
    assert rows_of(document.tables[0])[0] == [
        "document",
        "case",
        "participant",
        "role",
        "code",
        "quote",
        "coder",
    ]
    assert document.paragraphs[-1].text == (
        "Columns left out here, which csv, xlsx and json have: start, end, case_override, memo, uid."
    )


def test_a_table_no_word_processor_can_hold_is_refused_with_advice() -> None:
    whole = segments(1)
    many = replace(whole, rows=whole.rows * 20_000, values=list(whole.values) * 20_000)
    with pytest.raises(ExportError, match="cannot hold a table of 20,000 rows"):
        bytes_of(many)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=30))
def test_whatever_a_text_holds_the_document_opens_and_has_it(text: str) -> None:
    grid = document_of(list_of(("text",), [(text,)])).tables[0]
    expected = safe(text, keep_newlines=True).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
    assert grid.rows[1].cells[0].text == expected


def test_a_table_without_rows_is_still_a_table() -> None:
    grid = document_of(Table("t", "Nothing", [], [Column("n")], [], "code")).tables[0]
    assert rows_of(grid)[0] == ["code", "n"]


def test_no_part_of_the_package_says_when_it_was_written() -> None:
    with zipfile.ZipFile(io.BytesIO(bytes_of(matrix()))) as package:
        assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"1980-01-01" in package.read("docProps/core.xml")


def blocks(number: int, each: int, total: str = "Total") -> Table:
    """Return counts in blocks of columns of one group, each with its total at the end."""
    heads = [
        Column(total if last else f"City {place}", group=f"Period {block}", total=last, format=Format.COUNT)
        for block in range(number)
        for place in range(each)
        for last in [place == each - 1]
    ]
    rows = [Header("Gatekeeper"), Header("Total", total=True)]
    return Table("matrix", "Blocks", rows, heads, [list(range(number * each))] * 2, "code")


def test_blocks_of_columns_stay_together_where_a_page_holds_them() -> None:
    grids = document_of(blocks(7, 5)).tables
    assert len(grids) > 1
    heads = [[cell.text for cell in grid.rows[1].cells[1:]] for grid in grids]
    one = [*(f"City {place}" for place in range(4)), "Total"]
    assert all(row == one * (len(row) // 5) for row in heads)
    assert sum(map(len, heads)) == 35


def test_a_block_too_wide_for_a_page_is_cut_and_nothing_is_lost() -> None:
    grids = document_of(blocks(2, 30)).tables
    heads = [cell.text for grid in grids for cell in grid.rows[1].cells[1:]]
    assert heads == [column.label for column in blocks(2, 30).columns]


def test_a_rule_parts_blocks_and_their_totals_are_bold() -> None:
    (grid,) = document_of(blocks(2, 3)).tables
    for row in grid.rows[1:]:
        assert ["left" in rules(cell) for cell in row.cells] == [False] * 4 + [True] + [False] * 2
    cells = grid.rows[2].cells
    assert [bool(cell.paragraphs[0].runs[0].bold) for cell in cells] == [
        column in (3, 6) for column in range(7)
    ]


def test_a_text_keeps_away_from_the_number_to_its_left() -> None:
    heads = [Column("Cases", format=Format.COUNT), Column("Participants"), Column("Definition")]
    (grid,) = document_of(Table("t", "T", [Header("a")], heads, [[8, "13 (100.0)", "x"]], "code")).tables
    for row in grid.rows:
        indents = [cell.paragraphs[0].paragraph_format.left_indent or 0 for cell in row.cells]
        assert indents[2] > 0
        assert indents[3] == 0
