"""Asking for another table in the matrix: menus that offer what makes sense now, ready-made tables."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from at_a_view import Reader, reading, until

from qcode import Project
from qcode.tui.app import QcodeApp
from qcode.tui.errands import ReadyMade
from qcode.tui.screens.matrix_asked import Asked
from qcode.tui.screens.matrix_menus import percents
from qcode.tui.screens.matrix_ready import CLASSES

Open = Callable[..., AbstractAsyncContextManager[Reader]]


@pytest.fixture
def matrix(towns: Path, app_on: Callable[..., QcodeApp]) -> Open:
    """Return what opens the matrix of the towns."""

    @asynccontextmanager
    async def opened(size: tuple[int, int] = (120, 34), **options: object) -> AsyncIterator[Reader]:
        async with reading(app_on(towns, **options), towns, "matrix", None, size) as reader:
            await until(reader, lambda: reader.view.table is not None)
            yield reader

    return opened


def heads(reader: Reader) -> list[str]:
    return [column.label for column in reader.view.table.columns]


def row(reader: Reader, name: str) -> dict[str, object]:
    """Return what stands in a row of the table, by the names of the columns."""
    table = reader.view.table
    place = [one.name for one in table.rows].index(name)
    return {column.name: value for column, value in zip(table.columns, table.values[place], strict=True)}


async def choose(reader: Reader, *keys: str) -> None:
    """Press keys of a menu, and wait until a table was asked for or refused."""
    await reader.press(*keys)
    await until(reader, lambda: not reader.view.picker.is_open)
    await reader.app.workers.wait_for_complete()
    await reader.settle()


async def test_a_menu_marks_what_holds_now(matrix: Open) -> None:
    async with matrix() as reader:
        await reader.press("c")
        marked = [one.label for one in reader.view.picker.shown if one.label.startswith("*")]
        assert marked == ["* case"]
        await reader.press("escape", "m")
        assert [one.value for one in reader.view.picker.shown if one.label.startswith("*")] == ["segments"]


async def test_classes_and_cases_in_groups_stand_on_the_columns(matrix: Open) -> None:
    async with matrix() as reader:
        await reader.press("c")
        key = next(one.key for one in reader.view.picker.shown if one.value == "class:size")
        await choose(reader, key)
        assert heads(reader) == ["small", "large", "(no class)", "Total"]
        assert row(reader, "Gatekeeper") == {"small": 15, "large": 1, "(no class)": 2, "total": 18}
        await reader.press("c", "u")
        await until(reader, lambda: "Cases in groups by" in reader.screen)
        await reader.type("size")
        await choose(reader, "enter")
        assert "Subtotal" in heads(reader)
        assert heads(reader)[:4] == ["Aoyama", "Benten", "Chidori", "Jinnai"]


async def test_a_third_dimension_repeats_the_columns(matrix: Open) -> None:
    async with matrix() as reader:
        await choose(reader, "c", "k")
        await reader.press("B")
        key = next(one.key for one in reader.view.picker.shown if one.value == "class:size")
        await choose(reader, key)
        assert {column.group for column in reader.view.table.columns} == {
            "small",
            "large",
            "(no class)",
            "Total",
        }
        await choose(reader, "B", "n")
        assert heads(reader) == ["interview", "Total"]


async def test_one_code_with_its_sub_codes_stands_on_the_rows(matrix: Open) -> None:
    async with matrix() as reader:
        await reader.press("r", "b")
        await until(reader, lambda: "The code:" in reader.screen)
        await reader.type("Orchestration")
        await choose(reader, "enter")
        assert [one.name for one in reader.view.table.rows][:2] == [
            "Orchestration",
            "Orchestration > Knowledge mobility",
        ]
        assert row(reader, "Orchestration")["Fukami"] == 4


async def test_codes_by_codes_have_units_and_coefficients_of_their_own(matrix: Open) -> None:
    async with matrix() as reader:
        await reader.press("i")
        assert "Units are of codes by codes" in reader.hint
        await choose(reader, "c", "c")
        assert "in the same turn" in reader.head
        assert row(reader, "Gatekeeper")["Orchestration"] == 4
        await choose(reader, "m", "j")
        assert row(reader, "Gatekeeper")["Orchestration"] == pytest.approx(4 / 9)
        await choose(reader, "i", "o")
        assert row(reader, "Gatekeeper")["Orchestration"] == 0
        await reader.press("m")
        offered = {one.value for one in reader.view.picker.shown}
        assert offered == {"", "presence", "jaccard", "c", "lift", "phi"}
        await reader.press("escape", "t")
        assert "not tested" in reader.hint


async def test_turns_some_way_apart_have_pairs_and_no_shares(matrix: Open) -> None:
    async with matrix() as reader:
        await choose(reader, "c", "c")
        await choose(reader, "m", "j")
        await reader.press("i", "k")
        await until(reader, lambda: reader.view.prompt.asking)
        await choose(reader, "enter")
        assert reader.view.asked.unit == "turns:2"
        assert reader.view.asked.strength == "c"


async def test_a_test_stands_beside_the_rows_and_says_what_it_is_of(matrix: Open) -> None:
    async with matrix() as reader:
        await reader.press("c")
        await choose(reader, next(one.key for one in reader.view.picker.shown if one.value == "class:size"))
        await choose(reader, "t", "p")
        assert "p (Holm)" in heads(reader)
        assert 0 < row(reader, "Gatekeeper")["p"] <= 1
        assert "tested: permutation" in reader.head
        assert reader.hint == "n tells what is tested, and of what."


async def test_a_table_that_bears_no_test_is_shown_without_it(matrix: Open) -> None:
    async with matrix() as reader:
        reader.view.asked = Asked(columns="class:size", measure="cases", test="fisher")
        await choose(reader, "c", "a")
        assert heads(reader)[:2] == ["Aoyama", "Benten"]
        assert reader.hint.startswith("Without the test: There is nothing to compare")


async def test_what_is_refused_is_said_in_full_among_the_notes(matrix: Open) -> None:
    async with matrix(size=(80, 24)) as reader:
        await choose(reader, "t", "c")
        assert "! Segments are nested" in reader.hint
        assert "take the test permutation" in " ".join(reader.screen.split())
        await choose(reader, "m", "d")
        assert "permutation" not in reader.screen


async def test_rows_are_ordered_by_a_column_and_back_again(matrix: Open) -> None:
    async with matrix() as reader:
        reader.view.grid.go_to(0, reader.view.source.frozen + 4)
        await choose(reader, "S")
        assert [one.label for one in reader.view.table.rows][:2] == ["Orchestration", "Global pipeline"]
        assert "by Hamada, most first" in reader.head
        assert row(reader, "Orchestration")["Hamada"] == 5
        assert reader.view.table.rows[-1].total
        await reader.press("enter")
        assert reader.view.NAME == "segments"
        assert len(reader.view.shown) == 5
        await reader.press("q")
        await choose(reader, "S")
        assert "least first" in reader.head
        await choose(reader, "S")
        assert reader.view.table.rows[0].label == "Gatekeeper"


async def test_saved_queries_are_offered_as_conditions_and_kept(matrix: Open) -> None:
    async with matrix() as reader:
        await reader.press("W")
        assert "@gates" in reader.screen
        await reader.type("gates")
        await choose(reader, "enter")
        assert row(reader, "total")["Fukami"] == 1
        assert 'where @"gates"' in reader.head
        reader.view.asked = Asked(condition="code = Orchestration")
        await reader.press("W")
        await reader.type("save this")
        await reader.press("enter")
        await until(reader, lambda: reader.view.prompt.asking)
        await reader.type("strings")
        await reader.press("enter")
        await until(reader, lambda: reader.hint.startswith("✓"))
        with Project.open(reader.path, coder="x", keep_backups=0) as project:
            assert dict(project.queries.list())["strings"] == "code = Orchestration"


async def test_where_nothing_is_called_what_was_typed_the_list_says_so(matrix: Open) -> None:
    async with matrix() as reader:
        await reader.press("r", "b")
        await until(reader, lambda: reader.view.picker.is_open)
        await reader.type("zebra")
        assert "Nothing is called that." in reader.screen
        await reader.press(*["backspace"] * 5)
        assert "Nothing is called that." not in reader.screen


async def test_one_stands_on_a_number_where_a_table_begins_with_a_heading(matrix: Open) -> None:
    async with matrix() as reader:
        await reader.view.change(rows="case by class:size", columns="code")
        await reader.settle()
        assert isinstance(reader.view.source.entries[0], str)
        assert reader.view.grid.cursor_row == 1
        assert reader.hint


async def test_of_columns_in_blocks_it_is_said_in_which_block_one_stands(matrix: Open) -> None:
    async with matrix() as reader:
        await reader.view.change(columns="class:size", by="document.kind")
        await reader.settle()
        column = reader.view.table.columns[0]
        where = f"Gatekeeper × {column.label} ({column.group})"
        assert reader.hint.startswith(f"{where}: ")
        await reader.press("enter")
        assert where in reader.head or where in reader.hint


async def test_ready_made_tables_are_one_choice(matrix: Open) -> None:
    async with matrix() as reader:
        await reader.press("P")
        words = [one.label for one in reader.view.picker.shown]
        assert words == ["codes by case", "codes by class: size", "codes by codes", "data by case"]
        await choose(reader, "4")
        assert "Data by case" in reader.head
        assert row(reader, "Aoyama")["segments"] == 5
        await reader.press("m")
        assert "This lists what data there is" in reader.hint
        await choose(reader, "P", "3")
        assert "in the same turn" in reader.head
        await choose(reader, "P", "1")
        assert heads(reader)[0] == "Aoyama"


async def test_ready_made_tables_stand_in_the_palette_of_every_view(matrix: Open) -> None:
    async with matrix() as reader:
        await reader.go("history")
        offered = {one.title for one in reader.app.get_system_commands(reader.app.screen)}
        assert {"Table: codes by class", "Table: codes by codes", "Table: data by case"} <= offered
        await reader.go("matrix", ReadyMade(CLASSES))
        await until(reader, lambda: "class:size" in reader.head)
        assert heads(reader)[:2] == ["small", "large"]


async def test_hints_that_only_help_at_the_command_line_are_not_said(matrix: Open) -> None:
    async with matrix() as reader:
        await choose(reader, "B", "k")
        await choose(reader, "d")
        assert "cannot be repeated for each coder" in reader.hint
        assert "--" not in reader.hint


async def test_all_is_as_at_first_by_one_key(matrix: Open) -> None:
    async with matrix() as reader:
        await choose(reader, "Z")
        await choose(reader, "m", "d")
        await choose(reader, "B", "k")
        await choose(reader, "A")
        assert reader.view.asked == Asked()
        assert "External search and access" in reader.screen


async def test_choices_are_there_again_when_one_comes_back(matrix: Open) -> None:
    async with matrix() as reader:
        await choose(reader, "m", "d")
        await choose(reader, "a")
        await reader.go("history")
        await reader.go("matrix")
        assert reader.view.asked.measure == "documents" and reader.view.asked.aggregated


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        (Asked(), ["nothing", "row", "column", "table"]),
        (Asked(columns=None), ["nothing", "column", "table"]),
        (Asked(measure="cases"), ["nothing", "row", "column", "table", "cases"]),
        (Asked(measure="coverage"), ["nothing"]),
        (Asked(columns="code", unit="case"), ["nothing", "row", "column", "table", "cases"]),
        (Asked(columns="code", unit="overlap"), ["nothing"]),
        (Asked(columns="code", strength="jaccard"), ["nothing"]),
    ],
)
def test_only_percentages_that_mean_something_are_offered(asked: Asked, offered: list[str]) -> None:
    assert [one.value for one in percents(asked)] == offered


async def test_the_menu_of_tests_says_that_blocks_of_columns_are_not_tested(matrix: Open) -> None:
    async with matrix() as reader:
        await reader.press("B")
        await choose(
            reader, next(one.key for one in reader.view.picker.shown if one.value == "participant.role")
        )
        await reader.press("t")
        await until(reader, lambda: reader.view.picker.is_open)
        assert all("without a third dimension" in one.extra for one in reader.view.picker.shown[1:])
        assert "its key chooses" in reader.screen


@pytest.mark.parametrize("asked", [Asked(), Asked(by="case"), Asked(measure="documents")])
async def test_what_is_said_of_the_tests_is_not_cut_on_a_small_screen(matrix: Open, asked: Asked) -> None:
    async with matrix((80, 24)) as reader:
        await reader.view.count(asked)
        await reader.press("t")
        await until(reader, lambda: reader.view.picker.is_open)
        assert [one.extra for one in reader.view.picker.shown if one.extra not in reader.screen] == []
