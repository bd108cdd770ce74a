"""The start page: studies that were open, another one, a new one, the sample study."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from at_a_view import Reader
from coding_study import FILES, MORI

from qcode import Project
from qcode.errors import DataError
from qcode.tui.app import QcodeApp
from qcode.tui.moments import days_ago
from qcode.tui.new_study import Plan, file_name, project_path, read_sources
from qcode.tui.screens.start import offers
from qcode.tui.state import Recent


@asynccontextmanager
async def at_start(app: QcodeApp, size: tuple[int, int] = (100, 34)) -> AsyncIterator[Reader]:
    """Sit down at the start page."""
    async with app.run_test(size=size) as pilot:
        reader = Reader(pilot, Path())
        await reader.settle()
        yield reader


def knows(app: QcodeApp, *paths: Path) -> QcodeApp:
    """Let the screen remember studies, the last one as the newest."""
    for path in paths:
        app.state = app.state.with_project(Recent(str(path), path.stem))
    return app


async def until(person: Reader, name: str) -> None:
    """Wait for a view, as long as something is being done."""
    for _ in range(400):
        await person.settle()
        if name == person.view.NAME and not person.app.screen.query_one("#hint").left.startswith("Opening"):
            return
        await person.pilot.pause(0.01)
    raise AssertionError(f"{name} did not come: {person.screen}")


async def write(person: Reader, field: str, words: str) -> None:
    """Write words over what stands in a field, and press Enter."""
    person.app.screen.query_one(field).value = words
    await person.press("enter")


async def test_studies_that_are_still_there_are_listed_the_newest_first(
    study: Path, app_on: Callable[..., QcodeApp], tmp_path: Path
) -> None:
    other = study.with_name("other.qcode")
    other.write_bytes(study.read_bytes())
    async with at_start(knows(app_on(None), study, tmp_path / "gone.qcode", other)) as person:
        page = " ".join(person.screen.split())
        assert page.index("1 other") < page.index("2 study") < page.index("n New study")
        assert "gone" not in page
        await person.press("down", "enter")
        await until(person, "coding")
        assert person.app.session.path == study


async def test_the_study_found_here_stands_first(study: Path, app_on: Callable[..., QcodeApp]) -> None:
    app = app_on(None)
    app.found = study
    async with at_start(app) as person:
        await person.press("enter")
        await until(person, "coding")
        assert "Harbour study" in person.screen


async def test_what_is_no_study_is_told_and_the_page_stays(
    app_on: Callable[..., QcodeApp], tmp_path: Path
) -> None:
    bad = tmp_path / "bad.qcode"
    bad.write_text("nothing", "utf-8")
    async with at_start(knows(app_on(None), bad)) as person:
        await person.press("1")
        for _ in range(100):
            if person.hint.startswith("!"):
                break
            await person.pilot.pause(0.01)
        assert "bad.qcode" in person.hint
        assert person.view.NAME == "start"


async def test_keys_that_need_a_study_do_nothing_here(app_on: Callable[..., QcodeApp]) -> None:
    async with at_start(app_on(None), (80, 24)) as person:
        await person.press("g", "u", "U", "7")
        assert person.view.NAME == "start"
        assert person.hint == "There is no study 7."
        await person.press("q")
        assert not person.app.is_running or person.app._exit


async def test_a_new_study_is_told_before_it_is_written_and_then_made(
    app_on: Callable[..., QcodeApp], tmp_path: Path
) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    for name, text in FILES.items():
        (texts / name).write_text(text, "utf-8")
    (texts / "broken.docx").write_bytes(b"no document")
    (texts / "photo.jpg").write_bytes(b"")
    (tmp_path / "cases.csv").write_text("case,documents\nMinamihama,Minamihama_interview\n", "utf-8")
    made = tmp_path / "below" / "new.qcode"
    async with at_start(app_on(None)) as person:
        await person.press("n")
        await person.type("Ports [b]")
        await person.press("enter")
        await write(person, "#path", str(made.with_suffix("")))
        await person.press(*"three", "enter", "y")
        await write(person, "#path", str(texts))
        await until_asked(person, "Cases")
        await person.press("y")
        await write(person, "#path", str(tmp_path / "cases.csv"))
        await until_asked(person, "Make this study?")
        page = person.screen
        for words in (
            "Ports [b]",
            "20 codes",
            "3 documents",
            "broken.docx",
            "1 file of other kinds",
            "1 case",
        ):
            assert words in page, page
        assert not made.exists()
        await person.press("y")
        await until(person, "coding")
    with Project.open(made, coder=MORI, keep_backups=0) as project:
        assert project.title == "Ports [b]"
        assert sorted(one.name for one in project.documents.list()) == sorted(name[:-4] for name in FILES)
        assert [one.name for one in project.cases.list()] == ["Minamihama"]
        assert len(list(project.codes.tree())) == 20


async def until_asked(person: Reader, words: str) -> None:
    for _ in range(400):
        await person.settle()
        if words in person.screen:
            return
        await person.pilot.pause(0.01)
    raise AssertionError(f"“{words}” was not asked: {person.screen}")


async def test_no_is_no_and_leaves_nothing_behind(app_on: Callable[..., QcodeApp], tmp_path: Path) -> None:
    made = tmp_path / "new.qcode"
    async with at_start(app_on(None)) as person:
        await person.press("n", "A", "enter")
        await write(person, "#path", str(made))
        await person.press(*"none", "enter", "n", "n")
        await until_asked(person, "Make this study?")
        await person.press("n")
        assert person.hint == "Nothing was changed."
        assert not made.exists()
        await person.press("n", "escape")
        assert person.hint == "Nothing was changed."


async def test_the_sample_study_is_made_where_a_person_says(
    app_on: Callable[..., QcodeApp], tmp_path: Path
) -> None:
    async with at_start(app_on(None)) as person:
        await person.press("t")
        await write(person, "#path", str(tmp_path / "here"))
        await until(person, "coding")
        await until_asked(person, "Tutorial 1 of")
        assert (tmp_path / "here" / "sample_study.qcode").is_file()


# the plain parts


def test_a_title_makes_a_file_name() -> None:
    assert file_name("Harbour study: 2024/25") == "harbour_study_2024_25.qcode"
    assert file_name("港の研究") == "港の研究.qcode"
    assert file_name("?!") == "study.qcode"


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "a.qcode").write_text("x", "utf-8")
    with pytest.raises(DataError, match="exists already"):
        project_path(tmp_path / "a")
    assert project_path(tmp_path / "b") == tmp_path / "b.qcode"


def test_what_cannot_be_imported_is_kept_to_be_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Q: Who?\nR: We.\n", "utf-8")
    readings, _ = read_sources(tmp_path, lambda _: None)
    plan = Plan(tmp_path / "s.qcode", "S", readings=[*readings, replace(readings[0])])
    for step in plan.steps(lambda path: Project.open(path, coder=MORI, keep_backups=0)):
        step.run()
    assert len(plan.problems) == 1
    assert plan.problems[0].startswith("a.txt: ")


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_a_folder_without_transcripts_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError):
        read_sources(tmp_path / name, lambda _: None)


def test_a_study_is_listed_once_and_the_digits_do_not_run_out(tmp_path: Path) -> None:
    paths = [tmp_path / f"{n}.qcode" for n in range(12)]
    for path in paths:
        path.write_text("", "utf-8")
    listed = offers([Recent(str(path)) for path in paths], paths[3])
    assert [one.path for one in listed][:3] == [paths[3], paths[0], paths[1]]
    assert [one.key for one in listed] == list("12345678")


def test_days_are_told_as_people_say_them() -> None:
    from datetime import UTC, datetime, timedelta

    now = datetime(2024, 3, 10, 12, tzinfo=UTC)
    said = [days_ago((now - timedelta(days=days)).isoformat(), now) for days in (0, 1, 3)]
    assert said == ["today", "yesterday", "3 days ago"]
    assert days_ago((now - timedelta(days=20)).isoformat(), now) == "2024-02-19"
    assert days_ago("never", now) == ""
