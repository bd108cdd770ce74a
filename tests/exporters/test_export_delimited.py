"""CSV and TSV: exact for scripts, harmless for spreadsheets."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from study_tables import list_of, matrix, segments

from qcode.exporters import write
from qcode.model.tables import Column, Format, Header, Missing, Table
from qcode.text.formulas import restore

FORMULAS = ["=1+1", "+81", "-20%", "@user", "\tx", "\rx", "\uff1dA1", "\uff0b1", "\uff0d1", "\uff20a"]


def csv_of(table: Table, format: str = "csv", *, raw: bool = False) -> str:
    stream = io.BytesIO()
    write(table, stream, format, raw=raw)
    return stream.getvalue().decode("utf-8")


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_the_matrix_as_csv() -> None:
    assert csv_of(matrix()) == (
        "\ufeffcode,北九州市,豊田市,南三陸町,total\r\n"
        "Strategy,0,2,NA,2\r\n"
        "Strategy > Gatekeeper,3,,NA,3\r\n"
        "Strategy > Pipeline,12,1,NA,13\r\n"
        "国際交流,1,0,NA,1\r\n"
        "total,16,3,NA,19\r\n"
    )


def test_tsv_is_the_same_without_a_byte_order_mark() -> None:
    text = csv_of(matrix(), "tsv")
    assert text.startswith("code\t北九州市")
    assert text == csv_of(matrix()).removeprefix("\ufeff").replace(",", "\t")


def test_a_list_has_no_column_for_row_headers() -> None:
    assert rows_of(csv_of(segments(1)))[0][:3] == ["document", "code", "coder"]


def test_numbers_are_never_touched() -> None:
    values = [[-5, -0.25, 1 / 3, 1e-9]]
    columns = [Column(name, format=Format.DECIMAL) for name in "abcd"]
    table = Table("t", "", [Header("x")], columns, values, stub="code")
    assert [float(cell) for cell in rows_of(csv_of(table))[1][1:]] == values[0]
    assert "'" not in csv_of(table)


def test_what_is_not_a_number_at_all_is_left_empty() -> None:
    table = list_of(("a",), [(float("nan"),), (float("inf"),), (None,)], ("a",))
    assert csv_of(table) == '\ufeffa\r\n""\r\n""\r\n""\r\n'


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_would_be_a_formula_is_defused_wherever_it_stands(text: str) -> None:
    table = Table("t", "", [Header(text)], [Column(text)], [[text]], stub=text)
    for row in rows_of(csv_of(table)):
        assert [cell[0] for cell in row] == ["'", "'"]
    assert rows_of(csv_of(list_of(("quote",), [(text,)], ()), "tsv"))[1] == ["'" + text]


@pytest.mark.parametrize("text", FORMULAS)
def test_raw_leaves_it_as_it_is(text: str) -> None:
    assert rows_of(csv_of(list_of(("quote",), [(text,)]), raw=True))[1] == [text]


def test_cases_of_one_name_keep_columns_of_their_own() -> None:
    columns = [Column("Toyota", format=Format.COUNT), Column("Toyota", format=Format.COUNT)]
    table = replace(matrix(), rows=[Header("a")], columns=columns, values=[[1, 2]])
    assert rows_of(csv_of(table)) == [["code", "Toyota", "Toyota (2)"], ["a", "1", "2"]]


def test_nul_alone_is_replaced_all_other_controls_stay() -> None:
    text = "".join(map(chr, range(32))) + "\x7f\x85\u2028"
    assert rows_of(csv_of(list_of(("quote",), [("a" + text,)])))[1] == ["a" + text.replace("\0", "\u2400")]


@given(st.lists(st.text(), min_size=1, max_size=5))
def test_every_text_survives_the_way_out_and_in(texts: list[str]) -> None:
    exact = [text.replace("\0", "\u2400").encode("utf-8", "replace").decode() for text in texts]
    for format, delimiter in (("csv", ","), ("tsv", "\t")):
        written = csv_of(list_of(("quote",), [(text,) for text in exact]), format)
        reader = csv.reader(io.StringIO(written.removeprefix("\ufeff"), newline=""), delimiter=delimiter)
        assert [restore(row[0]) for row in reader][1:] == exact


def test_a_lone_surrogate_does_not_stop_the_file() -> None:
    assert rows_of(csv_of(list_of(("file",), [("a\ud800b",)])))[1] == ["a\ufffdb"]


def test_ten_thousand_rows_arrive_whole_and_in_order(tmp_path: Path) -> None:
    path = tmp_path / "codings.csv"
    write(segments(10_000), path, "csv")
    rows = rows_of(path.read_bytes().decode("utf-8"))
    assert [row[-1] for row in rows[1:]] == [f"uid-{number}" for number in range(1, 10_001)]


@pytest.mark.parametrize("format", ["csv", "tsv"])
@given(
    st.lists(
        st.tuples(
            st.text(alphabet="ab\",\t;\r\n '=国\u2028", max_size=8),
            st.sampled_from([0, 1, 1.0, 0.25, -2.5e-7, Missing.NOT_CODED, Missing.NO_DATA, "", "NA", 1e16]),
            st.integers(),
        ),
        max_size=8,
    ),
    st.integers(1, 3),
)
def test_the_bytes_are_those_of_a_writer_of_csv(
    format: str, rows: list[tuple[str, float | str | Missing, int]], width: int
) -> None:
    values = [row[:width] for row in rows]
    stream = io.BytesIO()
    write(list_of(("a", "b c", 'd"')[:width], values), stream, format, raw=True)
    twin = io.StringIO()
    writer = csv.writer(twin, delimiter="," if format == "csv" else "\t", lineterminator="\r\n")
    writer.writerow(("a", "b c", 'd"')[:width])
    marks = {Missing.NO_DATA: "NA", Missing.NOT_CODED: None}
    writer.writerows(
        [[marks.get(one, one) if isinstance(one, Missing) else one for one in row] for row in values]
    )
    assert stream.getvalue().decode().removeprefix("\ufeff") == twin.getvalue()
