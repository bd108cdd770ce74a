"""Printed sources on the screen: the page where the cursor stands, and of what is coded there."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from at_a_view import reading
from coding_study import MORI

from qcode import Project
from qcode.importers import read_transcript
from qcode.tui.app import QcodeApp
from qcode.tui.errands import Place

FIRST, SECOND = "The council met in May.", "The harbour was sold. It was never bought back."
TEXT = f"{FIRST}\n\n{SECOND}\n"


@pytest.fixture
def printed(study: Path, tmp_path: Path) -> Place:
    """A printed source of the study, pages 11 and 12, and the way to its beginning."""
    source = tmp_path / "annals.txt"
    source.write_text(TEXT, "utf-8")
    transcript = replace(read_transcript(source), pages=((0, "11"), (TEXT.index(SECOND), "12")))
    with Project.open(study, coder=MORI, keep_backups=0) as project:
        project.documents.import_transcript(transcript, "annals.txt", kind="report")
        return Place(project.documents.find("annals").uid, 0)


async def test_the_head_line_says_on_which_page_the_cursor_is(
    study: Path, app_on: Callable[..., QcodeApp], printed: Place
) -> None:
    async with reading(app_on(study), study, "coding", printed) as reader:
        assert " p. 11" in reader.head
        await reader.press("right_parenthesis")
        assert " p. 12" in reader.head
        await reader.go("coding", Place(next_document(study)))
        assert " p. " not in reader.head


def next_document(study: Path) -> str:
    with Project.open(study, coder=MORI, keep_backups=0) as project:
        return project.documents.list()[0].uid


async def test_what_is_coded_is_said_with_its_page(
    study: Path, app_on: Callable[..., QcodeApp], printed: Place
) -> None:
    async with reading(app_on(study), study, "coding", printed) as reader:
        await reader.press("1")
        assert reader.hint.endswith("p. 11")
        start = TEXT.index("in May")
        reader.view.text.select((start, TEXT.index("It was")))
        await reader.settle()
        assert reader.hint.endswith("p. 11–12")


async def test_a_quotation_is_copied_and_listed_with_its_page(
    study: Path, app_on: Callable[..., QcodeApp], printed: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = []
    monkeypatch.setattr("qcode.tui.clipboard.copy", lambda words, _: taken.append(words) or "Copied")
    async with reading(app_on(study), study, "coding", printed) as reader:
        await reader.press("1", "Y")
        assert taken == [f"“{FIRST}” (annals, p. 11)"]
        await reader.go("segments")
        await reader.press("slash")
        await reader.type("council")
        await reader.press("enter")
        assert "annals, p. 11" in reader.screen
