"""A table as a picture on the screen: drawn, changed for another kind, back to its numbers, exported."""

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from at_a_view import Reader, reading, until
from coding_study import MORI

from qcode import Project
from qcode.tui.app import QcodeApp
from qcode.tui.screens.picture import Picture

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


async def picture(reader: Reader, *keys: str) -> str:
    """Go to the picture, perhaps of another kind; return what is drawn."""
    if reader.view.NAME != "picture":
        await reader.press("p")
        await until(reader, lambda: isinstance(reader.view, Picture) and reader.view.drawn)
    for key in keys:
        await reader.press("p", key)
        await until(reader, lambda: not reader.view.picker.is_open)
        await reader.app.workers.wait_for_complete()
        await reader.settle()
    return str(reader.view.drawn)


async def export(reader: Reader, target: Path, *keys: str) -> None:
    """Export what is shown, in the format of a key, with answers to what is asked."""
    await reader.press("e", *keys)
    await until(reader, lambda: reader.view.path_field is not None and reader.view.path_field.is_open)
    reader.view.path_field.query_one("#path").value = str(target)
    await reader.press("enter")
    await reader.app.workers.wait_for_complete()
    await reader.settle()


async def test_the_table_at_hand_is_drawn_and_q_comes_back(matrix: Open) -> None:
    async with matrix() as reader:
        drawn = await picture(reader)
        assert "██ 5" in drawn
        assert "██ 5" in reader.screen
        await reader.press("q")
        assert reader.view.NAME == "matrix"


async def test_columns_in_blocks_are_told_apart_in_a_picture(matrix: Open) -> None:
    async with matrix() as reader:
        await reader.press("B")
        key = next(one.key for one in reader.view.picker.shown if one.value == "class:size")
        await reader.press(key)
        await until(reader, lambda: reader.view.asked.by)
        drawn = await picture(reader)
        assert "Aoyama (small)" in drawn and "Aoyama (large)" in drawn


async def test_t_shows_the_table_and_enter_the_quotations_behind_a_number(matrix: Open) -> None:
    async with matrix() as reader:
        await picture(reader)
        await reader.press("t")
        assert reader.hint == "Gatekeeper × Aoyama: 4"
        await reader.press("enter")
        assert reader.view.NAME == "segments"
        assert len(reader.view.shown) == 4
        await reader.press("q")
        assert reader.view.NAME == "picture"
        await reader.press("t")
        assert "██ 5" in reader.screen


async def test_codes_by_codes_are_drawn_as_the_pairs_that_meet_most(matrix: Open) -> None:
    async with matrix() as reader:
        await reader.press("P", "3")
        await until(reader, lambda: reader.view.asked.codes_by_codes)
        drawn = await picture(reader)
        assert [line.split()[0] for line in drawn.split("\n")[:2]] == ["Gatekeeper", "Orchestration"]
        await reader.press("t")
        assert reader.hint.startswith("Gatekeeper – Orchestration")


@pytest.mark.parametrize(
    ("key", "shown"),
    [("b", "Gatekeeper"), ("s", "Aoyama_interview"), ("d", "┬"), ("m", "axis 1")],
)
async def test_other_kinds_are_one_choice(matrix: Open, key: str, shown: str) -> None:
    async with matrix() as reader:
        assert shown in await picture(reader, key)


async def test_what_cannot_be_drawn_is_said_and_the_picture_stays(matrix: Open) -> None:
    async with matrix() as reader:
        before = await picture(reader)
        assert await picture(reader, "p") == before
        assert reader.hint == "! There is no facet of periods."
        assert reader.view.asked.what == "heatmap"


async def test_a_code_line_is_of_a_document_that_one_chooses(matrix: Open) -> None:
    async with matrix() as reader:
        await picture(reader)
        await reader.press("p", "l")
        await until(reader, lambda: "The document:" in reader.screen)
        await reader.type("Ishiki")
        await reader.press("enter")
        await until(reader, lambda: "Ishiki_interview" in reader.head)
        assert "Global pipeline" in reader.view.drawn


async def test_a_picture_is_drawn_anew_for_the_room_there_is(matrix: Open) -> None:
    async with matrix() as reader:
        await picture(reader, "m")
        await reader.pilot.resize_terminal(90, 24)
        await until(reader, lambda: max(map(len, reader.view.drawn.split("\n"))) <= 88)


async def test_new_codings_are_drawn_while_one_looks(matrix: Open) -> None:
    async with matrix() as reader:
        await picture(reader)
        with Project.open(reader.path, coder=MORI, keep_backups=0) as project:
            document = project.documents.find("Kobuse_interview")
            start = project.documents.text(document).index("Sentence number 0")
            project.codings.apply(document, start, start + 26, project.codes.find("Gatekeeper"))
        await reader.app.session.look()
        await until(reader, lambda: reader.view.table.values[0][-1] == 19)


@pytest.mark.parametrize(("key", "suffix", "begins"), [("s", "svg", b"<?xml"), ("p", "png", b"\x89PNG")])
async def test_a_picture_is_written_to_a_file(
    matrix: Open, tmp_path: Path, key: str, suffix: str, begins: bytes
) -> None:
    async with matrix() as reader:
        await picture(reader)
        await export(reader, tmp_path / "shown", key, "w")
        await until(reader, lambda: reader.hint.startswith("✓ Wrote the picture to"))
    assert (tmp_path / f"shown.{suffix}").read_bytes().startswith(begins)


async def test_names_are_kept_back_in_a_picture_where_the_project_says_so(
    matrix: Open, tmp_path: Path
) -> None:
    async with matrix() as reader:
        with Project.open(reader.path, coder=MORI, keep_backups=0) as project:
            project.pseudonyms.set_always(True)
        await reader.app.session.look()
        await picture(reader)
        await export(reader, tmp_path / "shown.svg", "s")
        await until(reader, lambda: "names kept back" in reader.hint)
        text = (tmp_path / "shown.svg").read_text("utf-8")
        assert "Case A" in text and "Aoyama" not in text
        await export(reader, tmp_path / "shown.csv", "c")
        await until(reader, lambda: "shown.csv" in reader.hint)
        text = (tmp_path / "shown.csv").read_text("utf-8-sig")
        assert "Case A" in text and "Aoyama" not in text


async def test_a_missing_extra_is_named_with_the_command_that_installs_it(
    matrix: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("qcode.pictures.plots")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    async with matrix() as reader:
        await picture(reader)
        await reader.press("e", "s")
        await until(reader, lambda: "plots" in reader.hint)
        assert reader.hint == "! A picture as SVG or PNG needs the extra `plots`. pip install 'qcode[plots]'"


async def test_in_ascii_a_picture_has_no_other_signs(matrix: Open) -> None:
    async with matrix(ascii=True) as reader:
        assert (await picture(reader)).isascii()
        assert "\n".join(reader.screen.split("\n")[1:-2]).isascii()
