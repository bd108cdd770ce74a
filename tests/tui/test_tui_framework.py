"""The framework matrix on the screen: the grid, and one cell with its summary beside its quotations."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from at_a_view import Reader, reading
from coding_study import LIND, MORI

from qcode import Project
from qcode.tui.app import QcodeApp
from qcode.tui.screens.framework_table import AskedFramework
from qcode.tui.widgets.memo_editor import MemoEditor, MemoText

Open = Callable[..., AbstractAsyncContextManager[Reader]]
SEARCH = "Gatekeeper > External search and access"


@pytest.fixture
def framework(study: Path, app_on: Callable[..., QcodeApp]) -> Open:
    """Return what opens the framework matrix of the study."""

    @asynccontextmanager
    async def opened(size: tuple[int, int] = (120, 34), **options: object) -> AsyncIterator[Reader]:
        async with reading(app_on(study, **options), study, "framework", None, size) as reader:
            yield reader

    return opened


def summaries(path: Path) -> list[tuple[str, str, str, str]]:
    """Return what is in the file: (case, code, coder, text)."""
    with Project.open(path, coder=MORI, keep_backups=0) as project:
        cases = {one.id: one.name for one in project.cases.list()}
        coders = {one.id: one.name for one in project.coders.list()}
        tree = project.codes.tree()
        return [
            (cases[one.case_id], tree.path(one.code_id), coders[one.coder_id], one.text)
            for one in project.summaries.list()
        ]


def write_as(path: Path, coder: str, case: str, code: str, text: str) -> None:
    with Project.open(path, coder=coder, keep_backups=0) as project:
        project.summaries.write(project.cases.find(case), project.codes.find(code), text)


def shown(reader: Reader) -> dict[str, list[str]]:
    """Return the rows of the grid, by their first cell."""
    source = reader.view.source
    return {
        source.cell(row, 0).text: [source.cell(row, at).text for at in range(1, len(source.columns))]
        for row in range(len(source))
    }


def heads(reader: Reader) -> list[str]:
    return [column.title for column in reader.view.source.columns]


# -- the grid


async def test_the_grid_has_the_beginnings_of_summaries_and_marks_what_is_missing(
    framework: Open, study: Path
) -> None:
    write_as(study, MORI, "Minamihama", "Gatekeeper", "One gate,\nand 市長 too.")
    write_as(study, MORI, "Kitaoka", "Gatekeeper", "None [/b] so far.")
    async with framework() as reader:
        assert heads(reader) == ["case", "Gatekeeper", SEARCH]
        assert shown(reader) == {
            "Minamihama": ["One gate, and 市長 too.", "[1] no summary"],
            "Kitaoka": ["[0] None [/b] so far.", "·"],
        }
        assert "1 of 2 written" in reader.head
        assert reader.hint == "Minamihama × Gatekeeper: 3 quotations, summary by you"
        assert "and 市長 too." in reader.screen
        await reader.press("l")
        assert reader.hint == f"Minamihama × {SEARCH}: 1 quotation, no summary"
        assert "Nothing is written here yet. Enter opens the cell." in reader.screen


async def test_g_f_leads_there_and_q_back(study: Path, app_on: Callable[..., QcodeApp]) -> None:
    async with reading(app_on(study), study, "coding") as reader:
        await reader.press("g", "f")
        assert reader.view.NAME == "framework"
        await reader.press("q")
        assert reader.view.NAME == "coding"


async def test_n_stands_on_the_next_cell_to_write_and_says_when_there_is_none(
    framework: Open, study: Path
) -> None:
    write_as(study, MORI, "Minamihama", "Gatekeeper", "done")
    async with framework() as reader:
        await reader.press("n")
        assert (reader.view.grid.cursor_row, reader.view.grid.cursor_column) == (0, 2)
        write_as(study, MORI, "Minamihama", SEARCH, "done too")
        await reader.app.session.look()
        await reader.press("n")
        assert reader.hint == "Every cell with quotations has a summary."


async def test_the_matrix_turns_round_narrows_and_comes_back(framework: Open) -> None:
    async with framework() as reader:
        await reader.press("l", "x")
        assert heads(reader) == ["code", "Minamihama", "Kitaoka"]
        assert reader.hint.startswith(f"Minamihama × {SEARCH}")
        await reader.press("a")
        assert "with sub-codes" in reader.head
        assert reader.view.source.how_many(reader.view.source.place(0, 1)) == "4 quotations"
        await reader.press("a", "w")
        await reader.type("case = Kitaoka")
        await reader.press("enter")
        assert shown(reader) == {} and "neither quotations nor summaries" in reader.screen
        await reader.press("v")
        assert heads(reader) == ["code", "Kitaoka"] and len(reader.view.source) > 2
        await reader.press("A")
        assert heads(reader) == ["case", "Gatekeeper", SEARCH]
        assert reader.view.asked == AskedFramework()


async def test_a_condition_that_means_nothing_is_pointed_at_and_all_stays(framework: Open) -> None:
    async with framework() as reader:
        await reader.press("w")
        await reader.type("coder = Nobody at")
        await reader.press("enter")
        assert "^" in reader.screen
        await reader.press("escape")
        assert reader.view.grid.has_focus
        assert heads(reader) == ["case", "Gatekeeper", SEARCH]


async def test_a_branch_of_codes_is_picked_by_typing(framework: Open) -> None:
    async with framework() as reader:
        await reader.press("c")
        await reader.type("External")
        await reader.press("enter")
        await reader.settle()
        assert heads(reader) == ["case", SEARCH]
        assert f"> {SEARCH}" in reader.head


async def test_one_coder_s_codings_and_summaries_are_shown_alone(framework: Open, study: Path) -> None:
    write_as(study, LIND, "Minamihama", "Gatekeeper", "Lind's")
    async with framework() as reader:
        assert shown(reader)["Minamihama"][0] == f"{LIND}: Lind's"
        await reader.press("o", "1")
        await reader.settle()
        assert shown(reader)["Minamihama"][0] == "[2] no summary"
        assert MORI in reader.head


async def test_the_notes_stand_in_the_place_of_the_summary_on_demand(framework: Open) -> None:
    async with framework() as reader:
        await reader.press("N")
        assert "0 of 2 cells with quotations have a summary." in reader.screen
        await reader.press("N")
        assert "0 of 2 cells with quotations" not in reader.screen


async def test_what_is_undone_is_said_and_seen(framework: Open, study: Path) -> None:
    write_as(study, MORI, "Minamihama", "Gatekeeper", "Undo me")
    async with framework() as reader:
        await reader.press("u")
        assert reader.hint == "✓ Undid: Wrote the summary of Minamihama × Gatekeeper"
        assert shown(reader)["Minamihama"][0] == "[3] no summary"


async def test_the_matrix_is_written_to_a_file_with_names_kept_back_on_demand(
    framework: Open, study: Path, tmp_path: Path
) -> None:
    write_as(study, MORI, "Minamihama", "Gatekeeper", "Minamihama began.")
    target = tmp_path / "out.csv"
    async with framework() as reader:
        await reader.press("e", "c", "k")
        reader.view.path_field.query_one("#path").value = str(target)
        await reader.press("enter")
        await reader.settle()
        assert reader.hint.startswith("✓ Wrote 2 rows, names kept back to")
    written = target.read_text("utf-8")
    assert "[Case A] began." in written and "Minamihama" not in written


async def test_signs_that_steer_a_terminal_are_shown_as_signs(framework: Open, study: Path) -> None:
    write_as(study, MORI, "Minamihama", "Gatekeeper", "a\x1b]52;c;x\x07b\u202e [/] \x9b2J")
    async with framework() as reader:
        assert not set(reader.screen) & {"\x1b", "\x07", "\u202e", "\x9b"}
        await reader.press("enter")
        assert reader.view.NAME == "summary"
        assert not set(reader.screen) & {"\x1b", "\x07", "\u202e", "\x9b"}
        await reader.press("escape")
        assert summaries(study)[0][3] == "a\x1b]52;c;x\x07b\u202e [/] \x9b2J"


# -- one cell


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_enter_opens_a_cell_to_write_and_escape_shows_it_in_the_grid(
    framework: Open, study: Path, size: tuple[int, int]
) -> None:
    async with framework(size) as reader:
        await reader.press("enter")
        assert reader.view.NAME == "summary"
        assert "Framework > Minamihama × Gatekeeper | 3 quotations" in reader.head
        assert "We put one person in the port city for two years." in reader.screen
        assert reader.view.query_one(MemoText).has_focus
        await reader.type("One gate. n q")
        await reader.press("escape")
        assert reader.view.NAME == "framework"
        assert summaries(study) == [("Minamihama", "Gatekeeper", MORI, "One gate. n q")]
        assert shown(reader)["Minamihama"][0] == "One gate. n q"
        assert reader.view.grid.has_focus
        await reader.press("u")
        assert summaries(study) == []


async def test_what_is_typed_is_saved_when_typing_rests_as_one_act_a_visit(
    framework: Open, study: Path
) -> None:
    async with framework() as reader:
        await reader.press("enter")
        editor = reader.view.query_one(MemoEditor)
        editor.rest = 0.001
        for word in ("市長", "の話"):
            await reader.press(*word)
            for _ in range(200):
                if summaries(study) and summaries(study)[0][3].endswith(word):
                    break
                await reader.pilot.pause(0.005)
        assert summaries(study)[0][3] == "市長の話"
        assert reader.hint == "✓ Summary saved"
        await reader.press("escape", "u")
        assert summaries(study) == []


async def test_tab_leads_to_the_quotations_and_enter_there_to_the_text_and_back(
    framework: Open, study: Path
) -> None:
    async with framework() as reader:
        await reader.press("enter", "a", "tab", "j")
        assert reader.view.grid.has_focus and reader.view.grid.cursor_row == 1
        assert "The city pays." in reader.screen
        await reader.press("enter")
        assert reader.view.NAME == "coding"
        assert summaries(study)[0][3] == "a"
        await reader.press("q")
        assert reader.view.NAME == "summary"
        assert reader.view.query_one(MemoEditor).text == "a"
        await reader.press("tab", "q")
        assert reader.view.NAME == "framework"


async def test_the_next_cell_is_opened_from_the_field_and_from_the_list(framework: Open, study: Path) -> None:
    async with framework() as reader:
        await reader.press("enter", "a", "ctrl+n")
        assert SEARCH in reader.head and reader.view.NAME == "summary"
        assert reader.view.query_one(MemoText).has_focus
        await reader.press("b", "tab", "n")
        assert reader.hint == "Every other cell with quotations has a summary."
        await reader.press("q")
        assert reader.view.NAME == "framework"
        assert [one[3] for one in summaries(study)] == ["a", "b"]


async def test_what_others_wrote_stands_above_and_is_not_written_over(framework: Open, study: Path) -> None:
    write_as(study, LIND, "Minamihama", "Gatekeeper", "Lind's view [/b]")
    async with framework() as reader:
        await reader.press("enter")
        assert "Lind's view [/b]" in reader.screen
        await reader.type("Mine.")
        await reader.press("escape")
        assert sorted(one[2:] for one in summaries(study)) == [(MORI, "Mine."), (LIND, "Lind's view [/b]")]


async def test_a_cell_without_quotations_can_be_written_too(framework: Open, study: Path) -> None:
    async with framework() as reader:
        await reader.press("j", "enter")
        assert "Kitaoka × Gatekeeper | not coded yet" in reader.head
        assert "No quotation that counts." in reader.screen
        await reader.press("x", "escape")
        assert shown(reader)["Kitaoka"][0] == "[0] x"


async def test_a_coding_made_elsewhere_appears_beside_the_summary(framework: Open, study: Path) -> None:
    async with framework() as reader:
        await reader.press("enter", "x")
        with Project.open(study, coder=LIND, keep_backups=0) as project:
            document = project.documents.find("Minamihama_interview")
            start = project.documents.text(document).index("They know everybody")
            project.codings.apply(document, start, start + 19, project.codes.find("Gatekeeper"))
        await reader.app.session.look()
        await reader.settle()
        assert "4 quotations" in reader.head
        assert reader.view.query_one(MemoEditor).text == "x"


async def test_a_summary_of_what_is_gone_stays_in_the_field_with_the_reason(
    framework: Open, study: Path
) -> None:
    async with framework() as reader:
        await reader.press("enter", "x")
        with Project.open(study, coder=LIND, keep_backups=0) as project:
            project.cases.remove(project.cases.find("Minamihama"))
        await reader.app.session.look()
        await reader.press("escape")
        assert reader.view.NAME == "summary" and reader.view.query_one(MemoEditor).text == "x"
        assert "not saved" in reader.screen or reader.hint.startswith("!")


async def test_without_a_cell_the_view_says_where_cells_are_opened(
    study: Path, app_on: Callable[..., QcodeApp]
) -> None:
    async with reading(app_on(study), study, "summary") as reader:
        assert "opens it here: g f." in reader.screen


async def test_a_person_s_own_keys_hold_in_the_field_too(
    study: Path, app_on: Callable[..., QcodeApp], tmp_path: Path
) -> None:
    (tmp_path / "settings").mkdir()
    (tmp_path / "settings" / "keys.toml").write_text('"summary.other" = "f6"\n', "utf-8")
    async with reading(app_on(study), study, "framework") as reader:
        await reader.press("enter", "f6")
        assert reader.view.grid.has_focus
        await reader.press("f6")
        assert reader.view.query_one(MemoText).has_focus
