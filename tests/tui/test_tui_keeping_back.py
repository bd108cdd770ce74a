"""Names that are kept back: pseudonyms on the screen, and what an export says and shows."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from at_a_view import Reader, reading
from coding_study import MORI

from qcode import Project
from qcode.tui.app import QcodeApp

Open = Callable[..., AbstractAsyncContextManager[Reader]]
Answer = TypeVar("Answer")


@pytest.fixture
def at(study: Path, app_on: Callable[..., QcodeApp]) -> Open:
    """Return what opens a view of the study."""

    @asynccontextmanager
    async def opened(view: str) -> AsyncIterator[Reader]:
        async with reading(app_on(study), study, view) as reader:
            yield reader

    return opened


def in_file(reader: Reader, question: Callable[[Project], Answer]) -> Answer:
    """Ask the project's file, past the screen."""
    with Project.open(reader.path, coder=MORI, keep_backups=0) as project:
        return question(project)


async def answer(reader: Reader, words: str) -> None:
    """Answer the question in the line."""
    assert reader.view.prompt.asking
    reader.view.prompt.settle(words)
    await reader.settle()


async def export(reader: Reader, target: Path, *keys: str, kind: str = "c") -> str:
    """Export what is shown, in the format of a key; return what was written."""
    await reader.press("e", kind, *keys)
    reader.view.path_field.query_one("#path").value = str(target)
    await reader.press("enter")
    await reader.app.workers.wait_for_complete()
    await reader.settle()
    return target.read_text("utf-8-sig")


async def test_a_case_is_given_a_pseudonym_in_its_column(at: Open) -> None:
    async with at("cases") as reader:
        reader.view.grid.go_to(0, 3)
        await reader.settle()
        assert "Case A stands for it where names are kept back" in reader.screen
        await reader.press("e")
        await answer(reader, "The port")
        assert reader.hint == "✓ The port stands for Minamihama where names are kept back."
        assert in_file(reader, lambda project: project.cases.find("Minamihama").pseudonym) == "The port"
        assert "The port stands for it" in reader.screen
        await reader.press("e")
        await answer(reader, "")
        assert "has no pseudonym of its own" in reader.hint
        await reader.press("u")
        assert "The port" in reader.screen


async def test_two_cases_cannot_have_the_same_pseudonym(at: Open) -> None:
    async with at("cases") as reader:
        reader.view.grid.go_to(0, 3)
        await reader.press("e")
        await answer(reader, "X")
        reader.view.grid.go_to(1, 3)
        await reader.press("e")
        await answer(reader, "x")
        assert "stands for the case “Minamihama” already" in reader.hint


async def test_a_document_is_given_a_pseudonym_from_its_menu(at: Open) -> None:
    async with at("documents") as reader:
        name = reader.view.document.name
        await reader.press("e", "p")
        await answer(reader, "Talk 1")
        assert in_file(reader, lambda project: project.documents.find(name).pseudonym) == "Talk 1"
        assert "Talk 1" in reader.screen


async def test_keeping_names_back_is_switched_on_and_off_by_a_key(at: Open) -> None:
    async with at("cases") as reader:
        await reader.press("P")
        assert reader.hint.startswith("✓ Names are kept back in what is exported")
        assert "names kept back" in reader.head
        assert in_file(reader, lambda project: project.pseudonyms.always)
        await reader.press("P")
        assert reader.hint.startswith("✓ Names are shown in what is exported")
        assert "names kept back" not in reader.head
        assert not in_file(reader, lambda project: project.pseudonyms.always)


async def test_an_export_is_asked_whether_names_are_kept_back(at: Open, tmp_path: Path) -> None:
    async with at("segments") as reader:
        written = await export(reader, tmp_path / "with.csv", "enter")
        assert "Minamihama" in written
        assert reader.hint.startswith("✓ Wrote 4 rows to")
        written = await export(reader, tmp_path / "without.csv", "k")
        assert "Minamihama" not in written and "Case A" in written
        assert reader.hint.startswith("✓ Wrote 4 rows, names kept back to")


async def test_where_the_project_says_so_nothing_is_asked(at: Open, tmp_path: Path) -> None:
    async with at("segments") as reader:
        await reader.app.session.ask(lambda project: project.pseudonyms.set_always(True))
        written = await export(reader, tmp_path / "without.csv")
        assert "Minamihama" not in written
        assert "names kept back" in reader.hint


async def test_a_matrix_without_names_says_whom_an_attribute_singles_out(at: Open, tmp_path: Path) -> None:
    async with at("matrix") as reader:
        await reader.app.session.ask(
            lambda project: project.cases.set(
                project.cases.find("Minamihama"), attributes={"region": [("coast", None, "")]}
            )
        )
        reader.view.asked = type(reader.view.asked)(columns="case.region")
        written = await export(reader, tmp_path / "matrix.md", "k", kind="m")
        assert "Minamihama" not in written
        assert "alike in case.region" in written
