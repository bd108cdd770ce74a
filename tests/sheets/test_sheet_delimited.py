"""CSV from anywhere: its encoding, delimiter and quoting are found out, its faults are named."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcode.errors import DataError, QcodeError, UnreadableFileError, UsageError
from qcode.sheets import Sheet, read_sheet
from qcode.text.formulas import defuse


def sheet_of(folder: Path, data: bytes | str, name: str = "cases.csv", **options: str) -> Sheet:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_sheet(path, **options)


def cells(sheet: Sheet) -> list[tuple[str, ...]]:
    return [tuple(row.cells.values()) for row in sheet.rows]


def test_rows_come_with_the_lines_they_stand_on(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, 'case,note\nA,"two\nlines"\n\nB,x\n,\n')
    assert sheet.header == ["case", "note"]
    assert [(row.line, row.cells["case"]) for row in sheet.rows] == [(2, "A"), (5, "B")]
    assert sheet.rows[0].cells["note"] == "two\nlines"


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("cp932", "CP932"),
        ("iso2022_jp", "ISO2022_JP"),
        ("euc_jp", "EUC_JP"),
    ],
)
def test_japanese_in_any_usual_encoding(tmp_path: Path, encoding: str, said: str) -> None:
    sheet = sheet_of(tmp_path, "case,name\nA,豊田市\n".encode(encoding))
    assert cells(sheet) == [("A", "豊田市")]
    assert sheet.header[0] == "case"
    assert said in "".join(sheet.notes)
    assert bool(sheet.notes) == bool(said)


def test_characters_that_only_the_windows_encoding_has(tmp_path: Path) -> None:
    assert cells(sheet_of(tmp_path, "case\n①髙\n".encode("cp932"))) == [("①髙",)]


def test_an_encoding_can_be_named(tmp_path: Path) -> None:
    data = "case\n豊田市\n".encode("euc_jp")
    assert cells(sheet_of(tmp_path, data, encoding="euc_jp")) == [("豊田市",)]
    with pytest.raises(DataError, match=r"cases\.csv is not ascii: byte 0x.* line 2"):
        sheet_of(tmp_path, data, encoding="ascii")
    with pytest.raises(UsageError, match="no text encoding"):
        sheet_of(tmp_path, data, encoding="klingon")


def test_what_is_in_no_encoding_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="encoding cannot be told"):
        sheet_of(tmp_path, b"case\n\xff\xfd\xa0\n")


def test_quotation_marks_that_nobody_doubled_are_the_texts_own_between_tabs(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, 'case\tquote\nA\t"Yes," she said\nB\t"No\n', "cases.tsv")
    assert cells(sheet) == [("A", '"Yes," she said'), ("B", '"No')]
    quoted = sheet_of(tmp_path, 'case\tquote\nA\t"He said ""yes"""\n', "cases.tsv")
    assert cells(quoted) == [("A", 'He said "yes"')]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_the_one_the_header_has(tmp_path: Path, delimiter: str) -> None:
    text = delimiter.join(["case", '"a,b;c"', "x"]) + "\n" + delimiter.join("123") + "\n"
    sheet = sheet_of(tmp_path, text)
    assert sheet.header == ["case", "a,b;c", "x"]
    assert cells(sheet) == [("1", "2", "3")]


def test_one_column_needs_no_delimiter(tmp_path: Path) -> None:
    assert cells(sheet_of(tmp_path, "case\nA; B\n")) == [("A; B",)]


def test_a_tsv_is_parted_by_tabs_whatever_its_header_says(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, "case\ta, b, c\nA\t1\n", "cases.tsv")
    assert sheet.header == ["case", "a, b, c"]


def test_excels_own_line_about_the_delimiter_is_not_the_header(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, "sep=|\ncase|x\nA|1\n")
    assert cells(sheet) == [("A", "1")]
    assert sheet.rows[0].line == 3


def test_blanks_around_names_of_columns_do_not_matter(tmp_path: Path) -> None:
    assert sheet_of(tmp_path, " case , x\nA,1\n").header == ["case", "x"]


def test_short_rows_are_filled_and_empty_cells_too_many_do_no_harm(tmp_path: Path) -> None:
    assert cells(sheet_of(tmp_path, "a,b,c,,\n1\n1,2,3,,,\n")) == [("1", "", ""), ("1", "2", "3")]


def test_two_columns_of_one_name_are_named_with_their_places(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        sheet_of(tmp_path, "case,Population, population \nA,1,2\n")
    assert "“Population”: column 2 (B), column 3 (C)" in str(caught.value)


def test_a_column_without_a_name_is_an_error_once_something_stands_in_it(tmp_path: Path) -> None:
    assert cells(sheet_of(tmp_path, "case,,x\nA,,1\n")) == [("A", "1")]
    with pytest.raises(DataError) as caught:
        sheet_of(tmp_path, "case,,x\nA,lost,1\nB,,,,far\n")
    assert "line 2: “lost” stands in column 2 (B), which has no name" in str(caught.value)
    assert "line 3: “far” stands in column 5 (E)" in str(caught.value)


@pytest.mark.parametrize("text", ["", "\n\n", ",,\n", "\ufeff"])
def test_an_empty_table_is_no_table(tmp_path: Path, text: str) -> None:
    with pytest.raises(DataError, match="nothing stands"):
        sheet_of(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "line"),
    [('a,b\n1,"open\n2,3\n', 2), ('a,b\n1,2\n3,"x"y\n', 3)],
)
def test_bad_quoting_is_told_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(DataError, match=rf"cases.csv, line {line}: .*quotation mark"):
        sheet_of(tmp_path, text)


def test_nul_is_replaced_and_said(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, "case\na\0b\n")
    assert cells(sheet) == [("a\u2400b",)]
    assert "1 NUL" in sheet.notes[0]


def test_a_cell_of_a_megabyte_is_read_and_the_limit_of_others_is_left_alone(tmp_path: Path) -> None:
    before = csv.field_size_limit()
    assert cells(sheet_of(tmp_path, "quote\n" + "x" * 1_000_000 + "\n")) == [("x" * 1_000_000,)]
    assert csv.field_size_limit() == before


def test_separators_of_unicode_are_no_line_ends(tmp_path: Path) -> None:
    text = "a\u2028b\u0085c\x0bd"
    assert cells(sheet_of(tmp_path, f"quote\n{text}\n")) == [(text,)]


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="There is no file"):
        read_sheet(tmp_path / "none.csv")
    with pytest.raises(UnreadableFileError, match="is a folder"):
        read_sheet(tmp_path)
    with pytest.raises(UnreadableFileError):
        read_sheet(Path("a\0b.csv"))


def test_a_file_of_absurd_size_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "sparse.csv"
    with path.open("wb") as stream:
        stream.truncate(2**40)
    with pytest.raises(UnreadableFileError, match="larger than"):
        read_sheet(path)


@given(
    st.lists(
        st.lists(st.text(alphabet="a'=+-@,;\"\n\t 市\u2028", max_size=8), min_size=2, max_size=2),
        max_size=5,
    )
)
def test_what_a_csv_writer_wrote_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    page = io.StringIO(newline="")
    writer = csv.writer(page)
    writer.writerow(["a", "b"])
    writer.writerows([[defuse(cell) for cell in row] for row in rows])
    folder = tmp_path_factory.mktemp("sheets")
    kept = [tuple(row) for row in rows if any(cell.strip() for cell in row)]
    assert cells(sheet_of(folder, page.getvalue())) == kept


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_never_worse(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    folder = tmp_path_factory.mktemp("sheets")
    for name in ("a.csv", "a.tsv", "a.xlsx"):
        try:
            sheet_of(folder, data, name)
        except QcodeError:
            continue
