"""A table as rows of a grid: the same numbers and marks as in every other format, heat, folding."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from qcode.model.tables import CellValue, Column, Format, Header, Missing, Table
from qcode.text.cells import shown
from qcode.tui.screens.matrix_table import TableRows, heat_limits, in_words, key_of, notes_of
from qcode.tui.widgets.grid import CellKind

ROWS = (
    Header("Gatekeeper", "g"),
    Header("search", "gs", level=1, key="Gatekeeper > search"),
    Header("abroad", "gsa", level=2, key="Gatekeeper > search > abroad"),
    Header("Orchestration", "o"),
    Header("Actor", "a", group="Actor"),
    Header("Mayor", "am", group="Actor", level=1, key="Actor > Mayor"),
    Header("Total", total=True, key="total"),
)
VALUES: tuple[tuple[CellValue, ...], ...] = (
    (3, Missing.NO_DATA, 3),
    (16, 0, 16),
    (1, 4, 5),
    (0, Missing.NOT_CODED, 0),
    (0, 0, 0),
    (2, 9, 11),
    (20, 4, 24),
)


def table(
    values: Sequence[Sequence[CellValue]] = VALUES, rows: Sequence[Header] = ROWS, **more: object
) -> Table:
    columns = [
        Column("Minamihama", format=Format.COUNT),
        Column("Kitaoka", format=Format.COUNT),
        Column("Total", total=True, format=Format.COUNT),
    ]
    given = {"incomplete": frozenset({(0, 0), (2, 1)}), "columns": columns[: len(values[0])], **more}
    return Table("matrix", "Segments", rows=rows, values=values, stub="code", **given)  # type: ignore[arg-type]


def names(rows: TableRows) -> list[str]:
    return [rows.cell(place, 0).text for place in range(len(rows))]


def test_every_number_and_mark_is_that_of_the_other_formats() -> None:
    rows = TableRows(table())
    at = {entry: place for place, entry in enumerate(rows.entries)}

    for row, values in enumerate(VALUES):
        for column, value in enumerate(values):
            text = rows.cell(at[row], column + 1).text
            plus = "+" if (row, column) in rows.table.incomplete else ""
            assert text.strip() == shown(value, Format.COUNT) + plus


def test_the_three_zeros_are_told_apart_by_sign_and_by_word() -> None:
    rows = TableRows(table())

    assert rows.cell(0, 2).text.strip() == "–"
    assert rows.cell(0, 2).kind is CellKind.MISSING
    assert rows.cell(3, 2).text.strip() == "·"
    assert rows.cell(3, 1).text.strip() == "0"
    assert in_words(rows.table, (0, 1)) == "Gatekeeper × Kitaoka: no data"
    assert in_words(rows.table, (3, 1)) == "Orchestration × Kitaoka: not coded yet"
    assert in_words(rows.table, (0, 0)) == "Gatekeeper × Minamihama: 3 so far"


def test_sub_codes_stand_below_their_code_and_can_be_folded_away() -> None:
    assert names(TableRows(table())) == [
        "▾ Gatekeeper", "  ▾ search", "      abroad", "  Orchestration", "▾ Actor", "    Mayor", "  Total",
    ]  # fmt: skip
    assert names(TableRows(table(), {"gs"}))[:3] == ["▾ Gatekeeper", "  ▸ search", "  Orchestration"]
    assert names(TableRows(table(), {"g"}, ascii=True))[:2] == ["+ Gatekeeper", "  Orchestration"]


def test_what_folds_at_a_row_is_itself_or_what_it_lies_below() -> None:
    rows = TableRows(table())

    assert [rows.parent_key(row) for row in range(7)] == ["g", "gs", "gs", None, "a", "a", None]


@given(st.sets(st.sampled_from(["g", "gs", "a"])))
def test_folding_hides_what_lies_below_and_nothing_else(folded: set[str]) -> None:
    below = {"g": {"gs", "gsa"}, "gs": {"gsa"}, "a": {"am"}}
    hidden = set().union(*(below[one] for one in folded))

    rows = TableRows(table(), folded)

    assert [rows.key(row) for row in range(len(rows))] == [
        key_of(row) for row in ROWS if row.uid not in hidden
    ]


def test_a_place_of_the_grid_leads_to_the_place_in_the_table() -> None:
    rows = TableRows(table(), {"g"})

    assert rows.place(1, 2) == (3, 1)
    assert rows.place(0, 0) is None


def test_a_group_of_rows_has_its_name_above_it() -> None:
    values: list[list[CellValue]] = [[1], [2]]
    of_facet = table(values, [Header("Mayor", group="Actor"), Header("(none)", group="Actor")])

    rows = TableRows(of_facet)

    assert names(rows) == ["Actor", "Mayor", "(none)"]
    assert rows.place(0, 1) is None


def test_larger_numbers_never_have_a_lighter_shade_and_totals_have_none() -> None:
    rows = TableRows(table())
    shades = {}
    for row, entry in enumerate(rows.entries):
        for column in (1, 2, 3):
            cell = rows.cell(row, column)
            assert isinstance(entry, int)
            value = VALUES[entry][column - 1]
            if cell.kind is CellKind.TOTAL or not isinstance(value, int) or value == 0:
                assert cell.shade == 0
            else:
                shades[value] = cell.shade

    assert shades == {1: 1, 2: 2, 3: 2, 4: 2, 9: 3, 16: 4}


@given(st.lists(st.lists(st.integers(0, 500), min_size=2, max_size=2), min_size=1, max_size=6))
def test_shades_follow_the_numbers(values: list[list[int]]) -> None:
    rows = TableRows(
        table(values, [Header(str(place)) for place in range(len(values))], incomplete=frozenset())
    )

    pairs = sorted(
        (value, rows.cell(row, column + 1).shade)
        for row, line in enumerate(values)
        for column, value in enumerate(line)
    )

    assert [shade for _, shade in pairs] == sorted(shade for _, shade in pairs)
    assert all(0 <= shade <= 4 for _, shade in pairs)


def test_where_all_numbers_are_alike_nothing_is_shaded() -> None:
    assert heat_limits(table([[1, 1], [0, 1]], ROWS[:2])) == []


def test_one_column_has_long_bars_in_place_of_shades() -> None:
    rows = TableRows(table([[4], [8], [0]], ROWS[:3], incomplete=frozenset()))

    assert [len(rows.cell(row, 2).text) for row in range(3)] == [20, 40, 0]
    assert rows.cell(0, 1).shade == 0


def test_the_notes_say_what_marks_and_bars_mean() -> None:
    one = table(notes=("Counted: segments.",))

    assert notes_of(one, heat_limits(one), "⣀⣤⣶⣿") == [
        "+ so far: not every document is finished",
        "– no data: no document is in scope",
        "· not coded yet: nothing found, not every document is finished",
        "Bars: ⣀ up to 1, ⣤ up to 4, ⣶ up to 9, ⣿ more; totals have none.",
        "Counted: segments.",
    ]


def test_no_number_is_wider_than_its_column() -> None:
    rows = TableRows(table([[1, 2], [123_456, 3]], ROWS[:2]))

    assert rows.columns[1].least >= len("123456+") + 2
