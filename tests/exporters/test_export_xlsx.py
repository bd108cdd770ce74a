"""Workbooks: numbers stay numbers, texts stay texts, nothing is run, everything is readable."""

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from study_tables import list_of, matrix, segments

from qcode.exporters import write
from qcode.exporters.xlsx.text import CELL_LIMIT
from qcode.model.tables import Column, Format, Header, Missing, Table
from qcode.text.clean import CUT_MARK


def bytes_of(table: Table, detail: Table | None = None) -> bytes:
    stream = io.BytesIO()
    write(table, stream, "xlsx", detail=detail)
    return stream.getvalue()


def workbook_of(table: Table, detail: Table | None = None) -> Any:
    return openpyxl.load_workbook(io.BytesIO(bytes_of(table, detail)))


def values(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def text_cells(texts: list[str]) -> list[Any]:
    sheet = workbook_of(list_of(("quote",), [(text,) for text in texts])).worksheets[0]
    return [row[0] for row in sheet.iter_rows(min_row=2)]


def test_the_matrix_as_a_sheet() -> None:
    sheet = workbook_of(matrix()).worksheets[0]
    assert sheet.title == "Matrix"
    rows = [row[:5] for row in values(sheet)]
    assert rows[0][0] == "Codes by municipality"
    assert rows[2] == [None, "Designated cities", "Other cities", None, None]
    assert rows[3] == ["code", "北九州市", "豊田市", "南三陸町", "Total"]
    assert rows[4] == ["N", 3, 2, 0, 5]
    assert rows[5:10] == [
        ["Strategy", 0, 2, "–", 2],
        ["Gatekeeper", 3, "·", "–", 3],
        ["Pipeline", 12, 1, "–", 13],
        ["国際交流", 1, 0, "–", 1],
        ["Total", 16, 3, "–", 19],
    ]
    assert [row[0] for row in rows[11:]] == [
        "+ so far: not every document is finished",
        "– no data: no document is in scope",
        "· not coded yet: nothing found, not every document is finished",
        "Segments of respondents.",
        "N is the number of documents.",
    ]


def test_the_head_stays_in_sight_on_the_screen_and_on_every_page() -> None:
    sheet = workbook_of(matrix()).worksheets[0]
    assert sheet.freeze_panes == "B6"
    assert sheet.print_title_rows == "$3:$5"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0


def wide(blocks: int, each: int) -> Table:
    """Return blocks of columns of one group each."""
    heads = [
        Column(f"Municipality {place}", group=f"Period {block}", format=Format.COUNT)
        for block in range(blocks)
        for place in range(each)
    ]
    values = [[1] * (blocks * each)] * 2
    return Table("matrix", "Blocks", [Header("a"), Header("b")], heads, values, "code", ["A note. " * 30])


def test_blocks_stand_whole_on_pages_and_words_where_the_first_page_shows_them() -> None:
    sheet = workbook_of(wide(4, 7)).worksheets[0]
    assert not sheet.sheet_properties.pageSetUpPr or not sheet.sheet_properties.pageSetUpPr.fitToPage
    breaks = [one.id for one in sheet.col_breaks.brk]
    assert breaks and all((place - 1) % 7 == 0 for place in breaks)
    assert 10 <= sheet.page_setup.scale <= 100
    assert sheet.print_title_cols == "$A:$A"
    assert [sheet["A1"].value, sheet["B1"].value] == [None, "Blocks"]
    note = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("A note."))
    assert note.column == 2
    merged = next(one for one in sheet.merged_cells.ranges if note.coordinate in one)
    assert merged.max_col <= breaks[0]


def test_a_block_wider_than_a_page_has_its_head_on_each_of_its_pages() -> None:
    sheet = workbook_of(wide(2, 30)).worksheets[0]
    breaks = [one.id for one in sheet.col_breaks.brk]
    for one in sheet.merged_cells.ranges:
        assert not any(one.min_col <= place < one.max_col for place in breaks)
    heads = [cell.value for cell in sheet[3] if cell.value]
    assert heads.count("Period 0") > 1


def test_japanese_of_several_lines_has_more_room_than_latin_of_as_many() -> None:
    texts = ["海外の取引先を地元の会社に紹介した。" * 6, "He kept two lists for two years. " * 6]
    sheet = workbook_of(list_of(("quote",), [(text,) for text in texts])).worksheets[0]
    heights = [sheet.row_dimensions[row].height for row in (2, 3)]
    assert heights[0] % 18 == 0 and heights[1] % 15 == 0
    assert heights[0] / 18 >= 3


def test_groups_of_columns_have_one_head() -> None:
    sheet = workbook_of(matrix()).worksheets[0]
    assert "C3:D3" in {str(merged) for merged in sheet.merged_cells.ranges}


def test_codes_are_indented_by_their_level_and_totals_stand_out() -> None:
    sheet = workbook_of(matrix()).worksheets[0]
    assert [sheet.cell(row, 1).alignment.indent for row in (6, 7)] == [0, 1]
    assert sheet.cell(7, 1).alignment.horizontal == "left"
    total = sheet.cell(10, 2)
    assert total.font.bold
    assert total.border.top.style == "thin"
    assert sheet.cell(6, 5).font.bold
    assert not sheet.cell(6, 2).font.bold


def test_an_unfinished_number_shows_a_plus_and_stays_a_number() -> None:
    sheet = workbook_of(matrix()).worksheets[0]
    assert (sheet["B8"].value, sheet["B8"].number_format) == (12, '0"+"')
    assert sheet["B7"].number_format == "0"


def test_each_measure_is_shown_in_its_own_way() -> None:
    columns = [
        Column("Segments", key="segments", format=Format.COUNT),
        Column("Rate", key="rate", format=Format.DECIMAL),
        Column("Coverage", key="coverage", format=Format.SHARE),
    ]
    table = Table(
        "freq",
        "",
        [Header("a")],
        columns,
        [[3, 1 / 3, 0.123456789012345678]],
        stub="code",
        incomplete=frozenset({(0, 2)}),
    )
    sheet = workbook_of(table).worksheets[0]
    row = next(row for row in sheet.iter_rows() if row[0].value == "a")
    assert [cell.value for cell in row[1:4]] == [3, 1 / 3, 0.123456789012345678]
    assert [cell.number_format for cell in row[1:4]] == ["0", "0.00", '0.0%"+"']


def test_p_values_are_kept_in_full_and_shown_short() -> None:
    columns = [Column("Docs", format=Format.COUNT), Column("p", format=Format.PROBABILITY, of_row=True)]
    table = Table("t", "", [Header("a"), Header("b")], columns, [[3, 0.00042], [1, 0.7]], stub="code")
    sheet = workbook_of(table).worksheets[0]
    row = next(row for row in sheet.iter_rows() if row[0].value == "a")
    assert (row[2].value, row[2].number_format) == (0.00042, '[=0]0.000;[<0.001]"<0.001";0.000')
    shaded = " ".join(str(one.sqref) for one in sheet.conditional_formatting)
    assert "B" in shaded and "C" not in shaded


def test_only_the_body_is_shaded_and_a_matrix_as_one() -> None:
    sheet = workbook_of(matrix()).worksheets[0]
    assert [str(shaded.sqref) for shaded in sheet.conditional_formatting] == ["B6:D9"]


def test_measures_that_cannot_be_compared_are_shaded_each_by_itself() -> None:
    columns = [Column(name, key=name, format=Format.COUNT) for name in ("segments", "characters")]
    rows = [Header("a"), Header("b", group="actor"), Header("c", group="actor")]
    table = Table("freq", "", rows, columns, [[1, 900], [2, 800], [3, 700]], stub="code")
    sheet = workbook_of(table).worksheets[0]
    assert [str(shaded.sqref) for shaded in sheet.conditional_formatting] == ["B4 B6:B7", "C4 C6:C7"]


def test_a_list_can_be_read_back_by_any_program() -> None:
    workbook = workbook_of(segments(3))
    rows = values(workbook.worksheets[0])
    assert rows[0][:3] == ["document", "code", "coder"]
    assert rows[3][-1] == "uid-3"
    assert len(rows) == 4
    assert workbook.worksheets[0].auto_filter.ref == "A1:L4"
    assert [row[0] for row in values(workbook["Notes"])] == ["Coded segments", None, "Everything."]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("https://example.org","x")',
        "+1",
        "-1",
        "@SUM(A1)",
        "https://example.org",
        "mailto:a@example.org",
        "internal:A1",
        "{=1}",
        "<r><t>x</t></r>",
        "<r></r>",
        'a & b < c > d "e"',
        "]]>",
        " blanks around ",
        "two\nlines\tand a tab",
        "",
        "100",
        "１２３",
        "👩‍🔬 𠮷野家 e\u0301",
        "[bold]x[/bold]",
    ],
)
def test_a_text_is_that_text_and_nothing_else(text: str) -> None:
    cell = text_cells(["first", text])[-1]
    assert cell.value == text or (text == "" and cell.value == "first")
    assert cell.data_type == "s"
    assert cell.hyperlink is None


def test_what_looks_like_excels_own_escapes_is_not_taken_for_one() -> None:
    data = bytes_of(list_of(("quote",), [("_x0041_ and _x005F_",)]))
    part = zipfile.ZipFile(io.BytesIO(data)).read("xl/sharedStrings.xml").decode()
    assert "_x005F_x0041_ and _x005F_x005F_" in part


def test_control_characters_become_their_pictures() -> None:
    shown = text_cells(["a\x00b\x1b[31m\r\x0b", "\ud800x\ufffe\uffff"])
    assert shown[0].value == "a\u2400b\u241b[31m\u240d\u240b"
    assert shown[1].value == "\ufffdx\ufffd\ufffd"


def test_a_formula_that_is_a_text_stays_one_when_a_person_edits_it() -> None:
    loaded, plain = text_cells(["=1+1", "1+1"])
    assert loaded.quotePrefix
    assert not plain.quotePrefix


@pytest.mark.parametrize("character", ["x", "語", "👩"])
def test_a_text_too_long_for_a_cell_is_cut_with_a_mark_and_a_note(character: str) -> None:
    workbook = workbook_of(list_of(("quote",), [(character * 40_000,), ("short",)]))
    shown = workbook.worksheets[0]["A2"].value
    assert shown.endswith(CUT_MARK)
    assert CELL_LIMIT - 1 <= len(shown.encode("utf-16-le")) // 2 <= CELL_LIMIT
    assert "1 text is longer than the 32,767 characters" in workbook["Notes"]["A4"].value


def test_a_text_that_just_fits_is_not_cut() -> None:
    workbook = workbook_of(list_of(("quote",), [("x" * CELL_LIMIT,)]))
    assert workbook.worksheets[0]["A2"].value == "x" * CELL_LIMIT


def test_hostile_names_do_not_break_the_workbook() -> None:
    hostile = "a'b]:*?/\\[\x00=1"
    rows = [Header(hostile, group=hostile, key=hostile), Header(hostile, total=True)]
    columns = [Column(hostile, group=hostile, format=Format.COUNT), Column(hostile, total=True)]
    detail = segments(2)
    table = Table(
        hostile,
        hostile,
        rows,
        columns,
        [[1, hostile], [1, "x"]],
        hostile,
        [hostile],
        behind=lambda *_: (1, 2),
    )
    workbook = workbook_of(table, detail)
    assert len(workbook.worksheets) == 2


@pytest.mark.parametrize("name", ["", "quotations", "Notes", "history", "'", "x" * 60])
def test_every_name_of_a_table_gives_a_sheet(name: str) -> None:
    workbook = workbook_of(replace(matrix(), name=name), segments())
    assert workbook.worksheets[0].title not in ("", "Quotations", "Notes", "History")


def test_rows_in_groups_get_a_heading_and_numbers_below_it_keep_their_links() -> None:
    rows = [Header("a", group="one"), Header("b", group="two")]
    table = Table(
        "matrix",
        "",
        rows,
        [Column("n", format=Format.COUNT)],
        [[1], [2]],
        "case",
        behind=lambda row, _: (1,) if row == 0 else (1, 2),
    )
    sheet = workbook_of(table, segments(2)).worksheets[0]
    assert [row[0].value for row in sheet.iter_rows(min_row=4, max_row=7)] == ["one", "a", "two", "b"]
    assert sheet["B5"].hyperlink is not None
    assert sheet["B7"].hyperlink is not None


def test_every_workbook_says_it_was_made_at_the_same_time(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write(matrix(), path, "xlsx")
    with zipfile.ZipFile(path) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = package.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT", core)) == {"2000-01-01T"}


@settings(max_examples=25)
@given(st.lists(st.text(alphabet=st.characters(codec="utf-8"), max_size=40), max_size=8))
def test_every_text_a_workbook_can_hold_comes_back(texts: list[str]) -> None:
    holdable = [text for text in texts if text and not re.search("[\x00-\x1f]|_x|[\ufffe\uffff]", text)]
    table = list_of(("n", "quote"), [(1, text) for text in holdable], ("n",))
    sheet = workbook_of(table).worksheets[0]
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == holdable


def test_marks_stand_in_lists_too() -> None:
    sheet = workbook_of(list_of(("n",), [(Missing.NO_DATA,), (None,), (3,)], ("n",))).worksheets[0]
    assert [row[0] for row in values(sheet)] == ["n", "–", None, 3]
