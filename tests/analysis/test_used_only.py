"""A table without the rows and columns in which there is nothing."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcode.model.tables import Column, Format, Header, Missing, Table, used_only

NOTHING: tuple[Any, ...] = (0, 0.0, "", None, Missing.NO_DATA, Missing.NOT_CODED)


def table(values: list[list[Any]], columns: list[Column], *, total: bool = True) -> Table:
    rows = [Header(f"code {number}") for number in range(len(values) - total)]
    rows += [Header("Total", total=True)] * total
    return Table(
        "matrix",
        "Codes",
        rows,
        columns,
        values,
        "code",
        ["Counted: segments.", "qcode 0"],
        lambda row, column: (row * 100 + column,),
        frozenset({(0, 0), (len(values) - 1, len(columns) - 1)}),
    )


def counts(*names: str, group: str | None = None) -> list[Column]:
    return [Column(name, group=group, total=name == "Total", format=Format.COUNT) for name in names]


def test_what_is_left_keeps_its_numbers_and_what_is_behind_them() -> None:
    whole = table([[1, 0, 1], [0, 0, 0], [2, Missing.NO_DATA, 2], [3, 0, 3]], counts("A", "B", "Total"))
    part = used_only(whole)
    assert [row.label for row in part.rows] == ["code 0", "code 2", "Total"]
    assert [column.label for column in part.columns] == ["A", "Total"]
    assert part.values == [[1, 1], [2, 2], [3, 3]]
    assert part.behind(1, 1) == (202,)
    assert part.incomplete == {(0, 0), (2, 1)}
    assert list(part.notes) == [
        "Counted: segments.",
        "Not shown, as there is nothing in them: 1 row, 1 column.",
        "qcode 0",
    ]


def test_a_table_in_which_all_is_used_stays_as_it_is() -> None:
    whole = table([[1, 1], [1, 1]], counts("A", "Total"))
    assert used_only(whole) is whole


def test_of_an_empty_table_the_totals_stay() -> None:
    part = used_only(table([[0, 0], [0, 0]], counts("A", "Total")))
    assert ([row.label for row in part.rows], part.values) == (["Total"], [[0]])


def test_a_block_without_anything_goes_with_its_total_and_its_n() -> None:
    n = Column("N", group="1980s", format=Format.COUNT, of_row=True)
    columns = [n, *counts("A", "Total", group="1980s"), *counts("A", "Total", group="Total")]
    part = used_only(table([[7, 0, 0, 1, 1], [7, 0, 0, 1, 1]], columns))
    assert [(column.group, column.label) for column in part.columns] == [("Total", "A"), ("Total", "Total")]


@pytest.mark.parametrize("nothing", NOTHING)
def test_there_are_many_kinds_of_nothing(nothing: Any) -> None:
    part = used_only(table([[nothing, 1], [nothing, 1]], counts("A", "Total")))
    assert [column.label for column in part.columns] == ["Total"]


@given(st.lists(st.lists(st.sampled_from([*NOTHING, 1, "words"]), min_size=3, max_size=3), min_size=1))
def test_only_what_is_nothing_goes(values: list[list[Any]]) -> None:
    whole = table(values, counts("A", "B", "C"), total=False)
    part = used_only(whole)
    kept = [(row.label, column.label) for row in part.rows for column in part.columns]
    for at, row in enumerate(whole.rows):
        for place, column in enumerate(whole.columns):
            if values[at][place] in (1, "words"):
                assert (row.label, column.label) in kept
    for row_values in part.values:
        assert any(value in (1, "words") for value in row_values)


def test_what_is_indented_stays_below_its_own_row() -> None:
    rows = [
        Header("Gatekeeper"),
        Header("search", level=1),
        Header("State model"),
        Header("developmental", level=1),
        Header("early", level=2),
        Header("Narrative"),
        Header("claims", group="Stance", level=1),
    ]
    values = [[1], [0], [0], [0], [2], [0], [3]]
    part = used_only(Table("matrix", "Codes", rows, counts("A"), values, "code", ["qcode 0"]))
    assert [row.label for row in part.rows] == [
        "Gatekeeper", "State model", "developmental", "early", "claims",
    ]  # fmt: skip
    assert "2 rows" in part.notes[0]
