"""JSON: the table with its keys, its notes and nothing lost."""

import io
import json
import math
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from study_tables import list_of, matrix

from qcode.exporters import write
from qcode.model.tables import CellValue, Column, Missing, Table


def json_of(table: Table) -> Any:
    stream = io.BytesIO()
    write(table, stream, "json")
    return json.loads(stream.getvalue().decode("utf-8"))


def test_the_matrix_as_json() -> None:
    found = json_of(matrix())
    assert list(found) == ["table", "title", "columns", "rows", "notes"]
    assert found["table"] == "matrix"
    assert found["title"] == "Codes by municipality"
    assert found["notes"] == ["Segments of respondents.", "N is the number of documents."]
    assert found["columns"][:2] == [
        {"key": "code", "label": "code", "group": None, "n": None, "format": "text"},
        {"key": "北九州市", "label": "北九州市", "group": "Designated cities", "n": 3, "format": "count"},
    ]
    assert found["rows"][1] == {
        "code": "Strategy > Gatekeeper",
        "北九州市": 3,
        "豊田市": None,
        "南三陸町": "NA",
        "total": 3,
    }


def test_it_is_written_for_people_too() -> None:
    page = io.StringIO()
    write(matrix(), page, "json")
    text = page.getvalue()
    assert "北九州市" in text
    assert text.endswith("}\n")
    assert sum(line.startswith('  {"code": ') for line in text.split("\n")) == 5


def test_a_table_of_nothing_is_json_all_the_same() -> None:
    empty = Table("t", "", [], [Column("a")], [])
    assert json_of(empty)["rows"] == []
    assert json_of(Table("t", "", [], [], []))["columns"] == []


@given(
    st.lists(
        st.one_of(st.none(), st.text(), st.integers(), st.floats(allow_nan=True), st.sampled_from(Missing))
    )
)
def test_every_value_comes_back(values: list[CellValue]) -> None:
    found = json_of(list_of(("a",), [(value,) for value in values]))
    for row, value in zip(found["rows"], values, strict=True):
        if isinstance(value, str):
            assert row["a"] == value.encode("utf-8", "replace").decode()
        elif isinstance(value, int | float) and math.isfinite(value):
            assert row["a"] == value
        else:
            assert row["a"] == ("NA" if value is Missing.NO_DATA else None)


def test_formulas_are_left_alone_in_json() -> None:
    assert json_of(list_of(("a",), [("=1+1",)]))["rows"] == [{"a": "=1+1"}]
