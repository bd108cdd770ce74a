"""The coded matrix on the screen: changed by single keys, every number leading to its quotations."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from at_a_view import Reader, reading
from coding_study import LIND, MORI

from qcode import Project
from qcode.tui.app import QcodeApp

Open = Callable[..., AbstractAsyncContextManager[Reader]]


@pytest.fixture
def matrix(study: Path, app_on: Callable[..., QcodeApp]) -> Open:
    """Return what opens the matrix of the study."""

    @asynccontextmanager
    async def opened(size: tuple[int, int] = (120, 34), **options: object) -> AsyncIterator[Reader]:
        async with reading(app_on(study, **options), study, "matrix", None, size) as reader:
            yield reader

    return opened


def numbers(reader: Reader, row: str) -> list[str]:
    """Return what stands in a row of the table, by the row's path."""
    table = reader.view.table
    place = [one.name for one in table.rows].index(row)
    source = reader.view.source
    line = source.entries.index(place)
    return [source.cell(line, source.frozen + at).text.strip() for at in range(len(table.columns))]


def heads(reader: Reader) -> list[str]:
    return [column.label for column in reader.view.table.columns]


async def test_codes_stand_against_municipalities_with_the_marks_of_the_table(matrix: Open) -> None:
    async with matrix() as reader:
        assert heads(reader) == ["Minamihama", "Kitaoka", "Total"]
        assert numbers(reader, "Gatekeeper") == ["3+", "·", "3+"]
        assert numbers(reader, "total") == ["4+", "·", "4+"]
        assert reader.hint == "Gatekeeper × Minamihama: 3 so far"
        assert "Matrix > Segments: code by case" in reader.head


async def test_enter_lists_the_quotations_behind_a_number_and_q_comes_back(matrix: Open) -> None:
    async with matrix() as reader:
        await reader.press("j", "enter")
        assert reader.view.NAME == "segments"
        assert [reader.view._found.text(one) for one in reader.view.shown] == [
            "She read what their firms asked for."
        ]
        assert "Gatekeeper > External search and access × Minamihama" in reader.head
        await reader.press("q")
        assert reader.view.NAME == "matrix"
        assert reader.view.grid.cursor_row == 1


async def test_a_number_of_nothing_leads_nowhere_and_says_so(matrix: Open) -> None:
    async with matrix() as reader:
        await reader.press("l", "enter")
        assert reader.view.NAME == "matrix"
        assert reader.hint == "Gatekeeper × Kitaoka: not coded yet: there is nothing to list."


async def test_a_finished_document_makes_a_nought_of_not_coded_yet(matrix: Open) -> None:
    async with matrix() as reader:
        with Project.open(reader.path, coder=MORI, keep_backups=0) as project:
            for coder in (MORI, LIND):
                project.documents.finish(*project.documents.list(), coder=project.coders.find(coder))
        await reader.app.session.look()
        await reader.settle()
        assert numbers(reader, "Gatekeeper") == ["3", "0", "3"]


async def test_sub_codes_are_counted_with_their_code_on_demand(matrix: Open) -> None:
    async with matrix() as reader:
        await reader.press("a")
        assert numbers(reader, "Gatekeeper") == ["4+", "·", "4+"]
        assert "with sub-codes" in reader.head
        await reader.press("a")
        assert numbers(reader, "Gatekeeper") == ["3+", "·", "3+"]


async def test_menus_of_single_keys_change_columns_rows_and_measure(matrix: Open) -> None:
    async with matrix() as reader:
        await reader.press("c")
        assert "document.kind" in reader.screen
        await reader.press("k")
        assert heads(reader) == ["interview", "strategy document", "Total"]
        await reader.press("m", "c")
        assert numbers(reader, "Gatekeeper > External search and access")[0] == "36+"
        await reader.press("r", "o")
        assert [row.label for row in reader.view.table.rows] == [MORI, LIND, "Total"]


async def test_shares_are_shown_with_what_they_are_of(matrix: Open) -> None:
    async with matrix() as reader:
        await reader.press("percent_sign", "c")
        assert numbers(reader, "Gatekeeper")[0] == "75.0%+"
        assert "% of column" in reader.head
        assert "N=4" in reader.screen


async def test_what_cannot_be_counted_is_said_and_the_table_stays(matrix: Open) -> None:
    async with matrix() as reader:
        await reader.press("t", "c")
        assert reader.hint.startswith("! Segments are nested in documents")
        assert heads(reader) == ["Minamihama", "Kitaoka", "Total"]


async def test_leaving_a_menu_changes_nothing(matrix: Open) -> None:
    async with matrix() as reader:
        await reader.press("m", "q")
        assert reader.hint == "Nothing was changed."
        assert reader.view.asked.measure == "segments"


async def test_the_frequencies_are_the_same_table_with_one_column(matrix: Open) -> None:
    async with matrix() as reader:
        await reader.press("f")
        assert heads(reader) == ["Segments"]
        assert numbers(reader, "Gatekeeper") == ["3+"]
        await reader.press("f")
        assert heads(reader) == ["Minamihama", "Kitaoka", "Total"]


async def test_a_condition_and_a_coder_narrow_what_is_counted(matrix: Open) -> None:
    async with matrix() as reader:
        await reader.press("w")
        await reader.type("coder = Lind")
        await reader.press("enter")
        assert "^" in reader.screen
        await reader.press("escape")

        await reader.press("o", "2")
        assert numbers(reader, "Gatekeeper")[0] == "1+"
        assert LIND in reader.head
        await reader.press("A")
        assert numbers(reader, "Gatekeeper")[0] == "3+"


async def test_rows_and_columns_are_exchanged(matrix: Open) -> None:
    async with matrix() as reader:
        await reader.press("x")
        assert [row.label for row in reader.view.table.rows] == ["Minamihama", "Kitaoka", "Total"]
        assert heads(reader)[:2] == ["Gatekeeper", "Gatekeeper > External search and access"]


async def test_sub_codes_fold_away_and_the_cursor_stands_on_their_code(matrix: Open) -> None:
    async with matrix() as reader:
        await reader.press("j", "j", "z")
        assert "External search and access" not in reader.screen
        assert reader.view.grid.cursor_row == 0
        await reader.press("Z")
        assert "External search and access" in reader.screen


async def test_notes_are_shown_and_hidden(matrix: Open) -> None:
    async with matrix() as reader:
        assert "so far: not every document is finished" not in reader.screen
        await reader.press("n")
        assert "+ so far: not every document is finished" in reader.screen
        await reader.press("n")
        assert "so far: not every document is finished" not in reader.screen


@pytest.mark.parametrize(("key", "suffix"), [("c", "csv"), ("x", "xlsx"), ("d", "docx")])
async def test_the_table_is_written_in_every_format(
    matrix: Open, tmp_path: Path, key: str, suffix: str
) -> None:
    target = tmp_path / f"out.{suffix}"
    async with matrix() as reader:
        await reader.press("e", key, "enter")
        reader.view.path_field.query_one("#path").value = str(target)
        await reader.press("enter")
        await reader.settle()
        assert reader.hint.startswith("✓ Wrote 21 rows to")
    assert target.stat().st_size > 100


async def test_a_file_that_exists_is_not_replaced_without_a_word(matrix: Open, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("mine", "utf-8")
    async with matrix() as reader:
        await reader.press("e", "c", "enter")
        reader.view.path_field.query_one("#path").value = str(target)
        await reader.press("enter")
        await reader.press("n")
        await reader.settle()
        assert target.read_text("utf-8") == "mine"


async def test_new_codings_are_counted_while_one_looks(matrix: Open) -> None:
    async with matrix() as reader:
        await reader.press("j")
        with Project.open(reader.path, coder=MORI, keep_backups=0) as project:
            document = project.documents.find("Kitaoka_interview")
            start = project.documents.text(document).index("Yes, the valley")
            project.codings.apply(document, start, start + 30, project.codes.find("Gatekeeper"))
        await reader.app.session.look()
        await reader.settle()
        assert numbers(reader, "Gatekeeper") == ["3+", "1+", "4+"]
        assert reader.view.grid.cursor_row == 1


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_small_and_large_screens_show_heads_and_numbers(matrix: Open, size: tuple[int, int]) -> None:
    async with matrix(size=size) as reader:
        lines = reader.screen.split("\n")
        assert "Minamihama" in lines[1]
        assert "3+" in lines[2]


async def test_in_ascii_the_table_has_no_other_signs_of_its_own(matrix: Open) -> None:
    async with matrix(ascii=True) as reader:
        body = "\n".join(reader.screen.split("\n")[1:-2])
        assert body.replace("·", "").isascii()


async def test_a_code_whose_sub_codes_are_folded_away_counts_them_too(matrix: Open) -> None:
    async with matrix() as reader:
        assert numbers(reader, "Gatekeeper")[0] == "3+"
        await reader.press("Z")
        await reader.settle()
        assert numbers(reader, "Gatekeeper")[0] == "4+"
        assert any("folded away: Gatekeeper" in note for note in reader.view.table.notes)
        await reader.press("Z")
        await reader.settle()
        assert numbers(reader, "Gatekeeper")[0] == "3+"


async def test_rows_and_columns_without_anything_are_left_out_and_shown_again(matrix: Open) -> None:
    async with matrix() as reader:
        whole = len(reader.view.table.rows)
        await reader.press("E")
        assert heads(reader) == ["Minamihama", "Total"]
        left = [row.name for row in reader.view.table.rows]
        assert len(left) < whole
        assert all(numbers(reader, row)[-1] != "·" for row in left)
        assert reader.hint.startswith("Not shown, as there is nothing in them:")
        assert "used only" in reader.head
        await reader.press("enter")
        assert (reader.view.NAME, len(reader.view.shown)) == ("segments", 3)
        await reader.press("q", "E")
        assert heads(reader) == ["Minamihama", "Kitaoka", "Total"]
        assert len(reader.view.table.rows) == whole


async def test_what_is_folded_away_counts_before_empty_rows_are_left_out(matrix: Open) -> None:
    async with matrix() as reader:
        await reader.press("E", "Z")
        await reader.settle()
        assert numbers(reader, "Gatekeeper") == ["4+", "4+"]
        await reader.press("Z")
        await reader.settle()
        assert numbers(reader, "Gatekeeper") == ["3+", "3+"]


async def test_a_table_in_which_nothing_is_empty_says_so(matrix: Open) -> None:
    async with matrix() as reader:
        await reader.view.change(rows="coder", columns=None)
        await reader.press("E")
        assert reader.hint == "Nothing here is empty."
