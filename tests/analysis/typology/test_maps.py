"""Maps of cases and codes: the shape that pictures rest on, classes laid in, and what is refused."""

from __future__ import annotations

import pytest
from towns import NAMES, cell, chosen, column, names, towns

from qcode.analysis.typology.correspondence import correspondence
from qcode.analysis.typology.maps import axes_table, layout, points_table
from qcode.errors import DataError, UsageError

CODES = ("門番", "パイプライン", "調整", "戦略")
VALUES = [[9, 1, 1, 2], [1, 8, 1, 0], [8, 1, 0, 3], [0, 1, 9, 4], [1, 9, 2, 1]]
SIZES = dict(zip(NAMES, ["大", "小", "大", "中", "小"], strict=False))


def test_a_map_is_a_table_of_points_with_a_kind_and_their_place_on_each_axis() -> None:
    selection = chosen(towns(VALUES, CODES))
    table = points_table(layout(selection), selection)
    expected = correspondence(VALUES)
    assert names(table) == [*NAMES[:5], *CODES]
    assert column(table, "kind") == ["case"] * 5 + ["code"] * 4
    for axis in (0, 1):
        both = [*expected.rows.coordinates, *expected.columns.coordinates]
        assert column(table, f"axis {axis + 1}") == pytest.approx([row[axis] for row in both])
        header = next(one for one in table.columns if one.name == f"axis {axis + 1}")
        assert header.label == f"axis {axis + 1} ({expected.shares[axis]:.1%})"
    assert [one.name for one in table.columns[3:]] == [
        "mass", "contribution 1", "cos2 1", "contribution 2", "cos2 2",
    ]  # fmt: skip


def test_a_point_leads_to_its_codings() -> None:
    selection = chosen(towns(VALUES, CODES))
    table = points_table(layout(selection), selection)
    assert len(table.behind(names(table).index("南浜市"), 1)) == 13
    assert len(table.behind(names(table).index("調整"), 1)) == 1 + 1 + 0 + 9 + 2


def test_classes_lie_where_a_case_with_all_their_codings_would() -> None:
    study = towns(VALUES, CODES).attribute("case", "規模", dict(SIZES))
    selection = chosen(study)
    table = points_table(layout(selection, with_classes=["case.規模"]), selection)
    solution = correspondence(VALUES)
    together = [a + b for a, b in zip(VALUES[0], VALUES[2], strict=True)]
    for axis in (0, 1):
        scale = solution.inertias[axis] ** 0.5
        place = sum(
            n / sum(together) * row[axis] / scale
            for n, row in zip(together, solution.columns.coordinates, strict=True)
        )
        assert cell(table, "case.規模 = 大", f"axis {axis + 1}") == pytest.approx(place)
    assert cell(table, "case.規模 = 大", "kind") == "class"
    assert cell(table, "case.規模 = 大", "mass") is None
    plain = points_table(layout(selection), selection)
    assert [row[:3] for row in table.values[:9]] == [row[:3] for row in plain.values]


def test_multiple_correspondences_are_of_having_and_lacking() -> None:
    rows = [[1, 1, 0], [1, 0, 0], [0, 1, 1], [0, 0, 1], [1, 1, 1]]
    study = towns(rows, CODES[:3]).attribute("case", "規模", dict(SIZES))
    selection = chosen(study)
    plane = layout(selection, multiple=True, with_classes=["case.規模"])
    assert plane.variables == 4
    table = points_table(plane, selection)
    kinds = column(table, "kind")
    assert (kinds.count("case"), kinds.count("code"), kinds.count("class")) == (5, 6, 3)
    indicator = [
        [
            *(int(bit) for one in row for bit in (one, 1 - one)),
            *(int(SIZES[town] == size) for size in "大小中"),
        ]
        for town, row in zip(NAMES, rows, strict=False)
    ]
    assert plane.solution.inertias == pytest.approx(correspondence(indicator).inertias)
    assert len(table.behind(names(table).index("門番"), 0)) == 3
    assert table.behind(names(table).index("no 門番"), 0) == ()
    axes = axes_table(plane, selection)
    first = axes.values[0]
    corrected = (4 / 3 * (plane.solution.inertias[0] - 1 / 4)) ** 2
    assert first[3] == pytest.approx(corrected)
    assert table.columns[1].label == f"axis 1 ({first[5]:.1%})"


def test_codes_that_nobody_or_everybody_has_are_left_out_and_counted() -> None:
    rows = [[1, 1, 0, 1], [1, 0, 0, 2], [0, 1, 0, 1], [0, 0, 0, 3]]
    selection = chosen(towns(rows, CODES))
    plane = layout(selection, multiple=True)
    assert [one.label for one in plane.profiles.codes] == ["門番", "パイプライン"]
    notes = " ".join(plane.profiles.notes)
    assert "1 code that no case has" in notes
    assert "1 code that every case has" in notes


def test_axes_that_tell_the_same_are_said_to_lie_as_they_may() -> None:
    for values, said in (([[4, 1, 1], [1, 4, 1], [1, 1, 4]], True), (VALUES, False)):
        selection = chosen(towns(values, CODES[: len(values[0])]))
        notes = points_table(layout(selection), selection).notes
        assert any("is arbitrary" in note for note in notes) is said


def test_the_axes_table_adds_up() -> None:
    selection = chosen(towns(VALUES, CODES))
    table = axes_table(layout(selection), selection)
    assert names(table) == ["axis 1", "axis 2", "axis 3"]
    assert cell(table, "axis 3", "cumulated") == pytest.approx(1)


@pytest.mark.parametrize(
    ("values", "options", "error", "said"),
    [
        (VALUES[:2], {}, DataError, "too few cases to compare: 2"),
        ([row[:2] for row in VALUES], {}, DataError, "too few codes to compare: 2"),
        ([[1, 2, 3], [2, 4, 6], [1, 2, 3]], {}, DataError, "are all alike in this"),
        ([[1, 2, 3], [3, 2, 1], [2, 2, 2]], {}, DataError, "differ in one way only"),
        (VALUES, {"with_classes": ["case"]}, UsageError, "does not put cases into classes"),
        (VALUES, {"with_classes": ["document.kind"]}, UsageError, "does not put cases into classes"),
        (VALUES, {"multiple": True, "value": "rate"}, UsageError, "of presence"),
    ],
)
def test_what_cannot_be_laid_out_is_refused_with_a_reason(
    values: list[list[int]], options: dict[str, object], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        layout(chosen(towns(values, CODES[: len(values[0])])), **options)  # type: ignore[arg-type]
