"""Tables of summaries: a matrix either way round, or a list, in CSV and XLSX."""

from pathlib import Path

import openpyxl
import pytest

from qcode.errors import DataError
from qcode.model.summaries import SummaryRecord
from qcode.sheets import read_summaries


def wrote(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_matrix_has_cases_on_the_rows_and_a_column_for_each_code(tmp_path: Path) -> None:
    table = wrote(tmp_path / "m.csv", 'Case,Gate > Port,Net\n豊田市,"one\ntwo",\nKitaoka,,three\n')
    assert list(read_summaries(table)) == [
        SummaryRecord("豊田市", "Gate > Port", "one\ntwo", line=2, column="Gate > Port", headed=True),
        SummaryRecord("Kitaoka", "Net", "three", line=4, column="Net", headed=True),
    ]


def test_a_matrix_may_have_codes_on_the_rows(tmp_path: Path) -> None:
    table = wrote(tmp_path / "m.tsv", "code\tKitaoka\nGate\tone\n")
    assert list(read_summaries(table)) == [
        SummaryRecord("Kitaoka", "Gate", "one", line=2, column="Kitaoka", headed=True)
    ]


def test_a_list_has_a_row_for_each_summary_in_any_order_of_columns(tmp_path: Path) -> None:
    table = wrote(
        tmp_path / "l.csv", "summary,code,case,coder,quotations\none,Gate,Kitaoka,B. Lind,3\n,Net,Kitaoka,,\n"
    )
    assert list(read_summaries(table)) == [
        SummaryRecord("Kitaoka", "Gate", "one", "B. Lind", line=2, column="summary")
    ]


def test_a_title_may_stand_above_a_matrix_and_notes_below_it(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Framework matrix"], ["a hint"], ["case", "Gate"], ["Kitaoka", "=one"], [], ["A note."]):
        book.active.append(row)
    book.active["B4"].data_type = "s"
    book.save(tmp_path / "m.xlsx")
    assert [(one.case, one.text, one.line) for one in read_summaries(tmp_path / "m.xlsx")] == [
        ("Kitaoka", "=one", 4)
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("town,Gate\nKitaoka,one\n", "neither “case” nor “code”"),
        ("case,code,summary\n,Gate,one\n", "line 2, column case: empty; expected the name of a case"),
        ("case,code,summary,mood\nKitaoka,Gate,one,\n", "“mood” is not a column"),
        ("case,Gate,gate\nKitaoka,one,two\n", "2 columns are called"),
        ("", "nothing stands in this table"),
    ],
)
def test_what_is_no_table_of_summaries_is_told(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DataError, match=said):
        read_summaries(wrote(tmp_path / "t.csv", text))
