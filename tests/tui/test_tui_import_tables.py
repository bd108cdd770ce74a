"""Tables on their way in: several interviews of one file, and the columns a person chooses."""

from collections.abc import Callable
from pathlib import Path

import pytest
from at_a_view import Reader, reading
from coding_study import MORI

from qcode import Project
from qcode.tui.app import QcodeApp
from qcode.tui.screens.import_preview import ImportPreview
from qcode.tui.widgets.side_line import SideLine

TALKS = (
    "interview,who,text,remark\nS.1,Interviewer,Why?,asked\nS.1,Lund,The port.,told\n"
    "S.2,Interviewer,Why not?,asked\nS.2,Berg,The bay.,told\n"
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "empty.qcode"
    Project.create(path, "Empty", coder=MORI, keep_backups=0).close()
    return path


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    """A table of two interviews."""
    path = tmp_path / "talks.csv"
    path.write_text(TALKS, "utf-8")
    return path


async def preview(reader: Reader, path: Path) -> ImportPreview:
    await reader.press("i")
    reader.view.query_one("#path-field").settle(str(path))
    for _ in range(100):
        await reader.settle()
        screen = reader.app.screen
        if isinstance(screen, ImportPreview) and screen.files and not screen._is_reading:
            await reader.settle()
            return screen
    raise AssertionError("the file was not read")


def said(screen: ImportPreview) -> str:
    return str(screen.query_one("#hint", SideLine).left)


def names(reader: Reader) -> list[str]:
    with Project.open(reader.path, coder=MORI, keep_backups=0) as project:
        return [one.name for one in project.documents.list()]


async def test_each_interview_of_a_file_is_a_line_and_a_document(
    project: Path, talks: Path, app_on: Callable[..., QcodeApp]
) -> None:
    async with reading(app_on(project), project, "documents", size=(140, 40)) as reader:
        screen = await preview(reader, talks)
        assert [one.source.below for one in screen.files] == ["talks.csv/S.1", "talks.csv/S.2"]
        assert "talks.csv/S.1" in reader.screen
        assert "Lund: The port." in reader.screen
        assert "2 of 2 documents will be" in said(screen)
        await reader.press("j")
        assert "Berg: The bay." in reader.screen
        await reader.press("space")
        assert "1 of 2 documents will be" in said(screen)
        await reader.press("i", "y")
        await reader.settle()
        assert names(reader) == ["S.1"]


async def test_the_cases_of_interviews_come_from_their_names(
    project: Path, talks: Path, app_on: Callable[..., QcodeApp]
) -> None:
    async with reading(app_on(project), project, "documents", size=(140, 40)) as reader:
        screen = await preview(reader, talks)
        await reader.press("E", "p")
        screen.prompt.settle("S.{case}")
        await reader.settle()
        assert "2 of 2 names fit" in said(screen)
        assert [one.cases for one in screen.files] == [("1",), ("2",)]


async def test_another_column_is_chosen_and_the_preview_follows(
    project: Path, talks: Path, app_on: Callable[..., QcodeApp]
) -> None:
    async with reading(app_on(project), project, "documents", size=(140, 40)) as reader:
        screen = await preview(reader, talks)
        await reader.press("e", "t", "t")
        await reader.type("remark")
        await reader.press("enter")
        assert said(screen) == "Text: the column remark."
        assert "Lund: told" in reader.screen
        await reader.press("e", "t", "d")
        await reader.type("no column")
        await reader.press("enter")
        assert [one.source.below for one in screen.files] == ["talks.csv"]
        assert said(screen) == "Document: no column."
        assert "1 of 1 file" in reader.screen
        await reader.press("i", "y")
        await reader.settle()
        assert names(reader) == ["talks"]


async def test_a_table_nobody_could_read_is_read_once_its_text_is_named(
    project: Path, tmp_path: Path, app_on: Callable[..., QcodeApp]
) -> None:
    path = tmp_path / "talk.csv"
    path.write_text("Wer,Aussage,Notiz\nIto,Warum?,a\nLund,Darum.,b\n", "utf-8")
    async with reading(app_on(project), project, "documents", size=(140, 40)) as reader:
        screen = await preview(reader, path)
        assert "no column can be told to be the text" in " ".join(reader.screen.split())
        assert not screen.files[0].goes_in
        for key, column in (("t", "Aussage"), ("s", "Wer")):
            await reader.press("e", "t", key)
            await reader.type(column)
            await reader.press("enter")
        assert screen.files[0].goes_in
        assert "Lund: Darum." in reader.screen


async def test_columns_chosen_for_one_table_serve_all_others(
    project: Path, tmp_path: Path, app_on: Callable[..., QcodeApp]
) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.csv").write_text(f"speaker,text,better\nLund,raw {name},fair {name}\n", "utf-8")
    async with reading(app_on(project), project, "documents", size=(140, 40)) as reader:
        screen = await preview(reader, folder)
        await reader.press("e", "t", "t")
        await reader.type("better")
        await reader.press("enter", "E", "t")
        assert [one.transcript.text for one in screen.files] == ["Lund: fair a", "Lund: fair b"]
        assert "in 1 other table" in said(screen)
