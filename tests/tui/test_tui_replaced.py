"""A transcript that another program replaces while it is open on the screen."""

from collections.abc import Callable
from pathlib import Path

import pytest
from at_a_view import reading
from coding_study import FILES, LIND

from qcode import Project
from qcode.importers import read_transcript
from qcode.model.codings import CodingState
from qcode.tui.app import QcodeApp

NAME = "Minamihama_interview.txt"


@pytest.fixture
def replace(study: Path, tmp_path: Path) -> Callable[..., None]:
    """Return what lets B. Lind, in another process, replace the open transcript."""

    def replaced(*changes: tuple[str, str]) -> None:
        text = FILES[NAME]
        for before, after in changes:
            assert before in text
            text = text.replace(before, after)
        corrected = tmp_path / "corrected.txt"
        corrected.write_text(text, "utf-8")
        with Project.open(study, coder=LIND, keep_backups=0) as project:
            document = project.documents.find(NAME)
            project.documents.replace(document, read_transcript(corrected), "corrected.txt")

    return replaced


async def look(person) -> None:
    """Let the screen see what others did, as it does every second."""
    await person.app.session.look()
    await person.settle()
    await person.app.workers.wait_for_complete()


async def test_the_open_transcript_is_read_anew_with_its_codings(
    study: Path, app_on: Callable[..., QcodeApp], replace: Callable[..., None]
) -> None:
    async with reading(app_on(study), study, "coding") as person:
        await person.go("coding")
        person.view.text.go_to(person.view.open.reading.text.index("The city pays."))
        replace(("for two years", "for almost three years"), ("The city pays. ", ""))
        await look(person)
        text = person.view.open.reading.text
        assert "almost three years" in text and "The city pays." not in text
        shown = {text[one.start : one.end] for one in person.view.open.codings.values()}
        assert shown == {
            "We put one person in the port city for almost three years.",
            "She read what their firms asked for.",
            "I would begin with the harbour office. Th",
        }
        assert "replaced" in person.hint
        cursor = person.view.text.cursor
        assert abs(cursor - text.index("After that the chamber")) < 8, text[cursor : cursor + 20]
        await person.press("1")
        with Project.open(study, coder=LIND, keep_backups=0) as project:
            assert project.check() == []
            states = [one.state for one in project.codings.list()]
            assert states.count(CodingState.UNPLACED) == 1


@pytest.mark.parametrize("view", ["segments", "memos", "matrix", "search", "documents", "codebook"])
async def test_every_other_view_goes_on(
    study: Path, app_on: Callable[..., QcodeApp], replace: Callable[..., None], view: str
) -> None:
    with Project.open(study, coder=LIND, keep_backups=0) as project:
        lost = next(one for one in project.codings.list() if project.codings.words(one) == "The city pays.")
        project.memos.write("codings", lost.uid, "Since when?")
    async with reading(app_on(study), study, view) as person:
        replace(("for two years", "for almost three years"), ("The city pays. ", ""))
        await look(person)
        assert person.view is not None
        await person.press("down")
        await person.go("coding")
        assert "almost three years" in person.view.open.reading.text
        await person.go(view)
        assert "Traceback" not in person.screen


async def test_undo_on_the_screen_brings_the_old_text_back(
    study: Path, app_on: Callable[..., QcodeApp], replace: Callable[..., None]
) -> None:
    async with reading(app_on(study, LIND), study, "coding") as person:
        replace(("for two years", "for almost three years"))
        await look(person)
        await person.press("u")
        assert "for two years" in person.view.open.reading.text
