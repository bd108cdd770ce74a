"""Workbooks from anywhere: what a person sees in the cells, and no trap sprung."""

import io
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from qcode.errors import DataError, UnknownNameError, UnreadableFileError
from qcode.sheets import Sheet, packages, read_sheet


def saved(folder: Path, rows: list[list[Any]], formats: dict[str, str] | None = None) -> Path:
    """Save rows as openpyxl does, some cells with number formats."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row in rows:
        sheet.append(row)
    for address, shown_as in (formats or {}).items():
        sheet[address].number_format = shown_as
    path = folder / "cases.xlsx"
    workbook.save(path)
    return path


def column(sheet: Sheet) -> list[str]:
    return [next(iter(row.cells.values())) for row in sheet.rows]


def test_cells_are_read_as_a_person_sees_them(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["value"],
        [311000],
        [311000.0],
        [0.1 + 0.2],
        [date(2023, 4, 1)],
        [datetime(2023, 4, 1, 9, 30)],
        [time(9, 30)],
        [True],
        ["豊田市"],
        ["  01100 "],
        ["a\r\nb"],
    ]
    assert column(read_sheet(saved(tmp_path, rows))) == [
        "311000",
        "311000",
        "0.3",
        "2023-04-01",
        "2023-04-01T09:30:00",
        "09:30:00",
        "TRUE",
        "豊田市",
        "  01100 ",
        "a\nb",
    ]


def test_a_number_shown_with_leading_zeros_has_them(tmp_path: Path) -> None:
    path = saved(tmp_path, [["code"], [1100], [11002]], {"A2": "00000", "A3": "000000"})
    assert column(read_sheet(path)) == ["01100", "011002"]


def test_rows_have_the_numbers_a_person_sees(tmp_path: Path) -> None:
    rows: list[list[Any]] = [[], ["case", "x"], ["A", 1], [], ["B", None], [None, None]]
    sheet = read_sheet(saved(tmp_path, rows))
    assert [(row.line, row.cells["case"]) for row in sheet.rows] == [(3, "A"), (5, "B")]


def test_a_workbook_may_be_called_csv(tmp_path: Path) -> None:
    path = saved(tmp_path, [["case"], ["A"]]).rename(tmp_path / "cases.csv")
    assert column(read_sheet(path)) == ["A"]


def test_of_several_sheets_the_first_visible_one_is_read_and_that_is_said(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    hidden = workbook.active
    hidden.append(["hidden"])
    hidden.sheet_state = "hidden"
    for title in ("Cases", "Other"):
        sheet = workbook.create_sheet(title)
        sheet.append([title])
        sheet.append(["x"])
    path = tmp_path / "many.xlsx"
    workbook.save(path)
    sheet = read_sheet(path)
    assert sheet.header == ["Cases"]
    assert "only the first, “Cases”" in sheet.notes[0]
    assert read_sheet(path, sheet="other").header == ["Other"]
    with pytest.raises(UnknownNameError, match="“Cases”, “Other”"):
        read_sheet(path, sheet="third")


def test_formulas_are_read_by_the_values_saved_for_them(tmp_path: Path) -> None:
    path = tmp_path / "formulas.xlsx"
    workbook = xlsxwriter.Workbook(str(path))
    sheet = workbook.add_worksheet()
    sheet.write_string("A1", "population")
    sheet.write_formula("A2", "=1+1", None, 2)
    sheet.write_formula("A3", '="a"&"b"', None, "ab")
    sheet.write_formula("A4", '=""', None, "empty")
    workbook.close()
    assert column(read_sheet(path)) == ["2", "ab", "empty"]

    def with_empty_result(content: bytes) -> bytes:
        return content.replace(b"<v>empty</v>", b"<v></v>")

    changed = repacked(path, "xl/worksheets/sheet1.xml", with_empty_result)
    assert column(read_sheet(changed)) == ["2", "ab"]


def test_a_formula_without_a_saved_value_is_reported_not_skipped(tmp_path: Path) -> None:
    path = saved(tmp_path, [["case", "x"], ["A", "=1+1"], ["=A2", 3]])
    with pytest.raises(DataError) as caught:
        read_sheet(path)
    assert "line 2: the formula in B2 has no saved value" in str(caught.value)
    assert "line 3: the formula in A3 has no saved value" in str(caught.value)


def test_errors_in_cells_are_reported_all_of_them(tmp_path: Path) -> None:
    path = saved(tmp_path, [["case", "x"], ["#REF!", "#N/A"]])
    with pytest.raises(DataError) as caught:
        read_sheet(path)
    assert "A2 holds the error “#REF!”" in str(caught.value)
    assert "B2 holds the error “#N/A”" in str(caught.value)


def test_a_defused_text_is_restored_and_a_plain_one_left(tmp_path: Path) -> None:
    assert column(read_sheet(saved(tmp_path, [["quote"], ["'=1+1"], ["'quoted'"]]))) == [
        "=1+1",
        "'quoted'",
    ]


@pytest.mark.parametrize("name", ["old.xls", "locked.xlsx"])
def test_old_and_locked_workbooks_are_told_apart(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    locked = "EncryptedPackage".encode("utf-16-le") if name.startswith("locked") else b""
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + locked)
    said = "password" if locked else "old kind"
    with pytest.raises(UnreadableFileError, match=said):
        read_sheet(path)


@pytest.mark.parametrize("data", [b"", b"case,x\n", b"PK\x03\x04", b"PK\x03\x04" + bytes(99)])
def test_what_is_no_workbook_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "damaged.xlsx"
    path.write_bytes(data)
    with pytest.raises(UnreadableFileError, match="damaged"):
        read_sheet(path)


def test_a_truncated_workbook_is_damaged_wherever_it_ends(tmp_path: Path) -> None:
    whole = saved(tmp_path, [["case"], ["A"]]).read_bytes()
    path = tmp_path / "cut.xlsx"
    for length in range(4, len(whole), 97):
        path.write_bytes(whole[:length])
        with pytest.raises(UnreadableFileError, match="damaged"):
            read_sheet(path)


def test_a_workbook_with_a_flipped_byte_is_read_or_refused(tmp_path: Path) -> None:
    whole = saved(tmp_path, [["case"], ["A"]]).read_bytes()
    path = tmp_path / "flipped.xlsx"
    for place in range(0, len(whole), 61):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        try:
            read_sheet(path)
        except (UnreadableFileError, DataError):
            continue


def repacked(path: Path, part: str, change: Any) -> Path:
    """Return a workbook in which one part is changed (bytes to bytes)."""
    target = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", 8) as package:
        for entry in source.infolist():
            content = source.read(entry)
            package.writestr(entry.filename, change(content) if entry.filename == part else content)
    return target


def test_declarations_of_entities_are_refused(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    path = saved(tmp_path, [["case"], ["A"]])

    def with_doctype(content: bytes) -> bytes:
        head, mark, rest = content.partition(b"<worksheet")
        return head + bomb + mark + rest

    with pytest.raises(UnreadableFileError, match="declarations"):
        read_sheet(repacked(path, "xl/worksheets/sheet1.xml", with_doctype))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = saved(tmp_path, [["case"], ["A"]])
    bomb = repacked(path, "xl/worksheets/sheet1.xml", lambda _: b" " * (4 * 2**20))
    with pytest.raises(UnreadableFileError, match="unpacks to far more"):
        read_sheet(bomb)


def test_too_much_in_all_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MOST_UNPACKED", 1000)
    with pytest.raises(UnreadableFileError, match="unpacks to far more"):
        read_sheet(saved(tmp_path, [["case"], ["A"]]))


def test_a_zip_of_something_else_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "photos.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("a.txt", "x")
    with pytest.raises(UnreadableFileError, match="not an Excel workbook"):
        read_sheet(path)


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    data = bytearray(saved(tmp_path, [["case"], ["A"]]).read_bytes())
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr("xl/workbook.xml", "<x/>")
    path = tmp_path / "twice.xlsx"
    path.write_bytes(stream.getvalue())
    with pytest.raises(UnreadableFileError, match="damaged"):
        read_sheet(path)


def test_a_cell_far_to_the_right_does_not_blow_up_the_table(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = "case"
    workbook.active["XFD2"] = "far"
    path = tmp_path / "far.xlsx"
    workbook.save(path)
    with pytest.raises(UnreadableFileError, match="too large"):
        read_sheet(path)
