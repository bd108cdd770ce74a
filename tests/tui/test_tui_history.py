"""The history on the screen: what was done, and taking back down to a point."""

from collections.abc import Callable
from pathlib import Path

import pytest
from at_a_view import reading
from coding_study import LIND, MORI

from qcode import Project
from qcode.tui.app import QcodeApp
from qcode.tui.screens.history import history_table


@pytest.fixture
def at_history(study: Path, app_on: Callable[..., QcodeApp]) -> Callable[..., object]:
    """Return what opens the history."""
    return lambda **options: reading(app_on(study), study, "history", **options)


def events_of(path: Path, **filters: str) -> list[str]:
    with Project.open(path, coder=MORI, keep_backups=0) as project:
        return [one.summary for one in project.history.list(**filters)]


def listed(person) -> list[str]:
    source = person.view.grid.source
    return [source.cell(row, 2).text for row in range(len(source))]


async def test_what_was_done_is_listed_newest_first(at_history, study: Path) -> None:
    async with at_history() as person:
        assert listed(person) == events_of(study)[::-1]
        assert f"{len(events_of(study))} acts" in person.head


async def test_one_coder_one_code_or_one_document_can_be_listed_and_all_again(
    at_history, study: Path
) -> None:
    everything = events_of(study)
    async with at_history() as person:
        await person.press("w", *"lind", "enter")
        assert listed(person) == events_of(study, coder=LIND)[::-1]
        assert f"by {LIND}" in person.head
        await person.press("0", "c", *"orch", "enter")
        assert 0 < len(listed(person)) < len(everything)
        assert all("Orchestration" in words or "codebook" in words for words in listed(person))
        await person.press("0", "d", *"kita", "enter")
        assert all("Kitaoka_interview" in words for words in listed(person))
        await person.press("0")
        assert listed(person) == everything[::-1]


async def test_steps_are_taken_back_down_to_a_point_after_saying_how_many(at_history, study: Path) -> None:
    async with at_history() as person:
        before = len(person.codings())
        assert person.view.event.coder == LIND
        await person.press("j", "j", "j", "t")
        assert "Take back 2 steps, down to" in person.screen
        await person.press("n")
        assert len(person.codings()) == before
        await person.press("t", "y")
        assert len(person.codings()) == before - 2
        assert person.hint.startswith("✓ Took back 2 steps")
        assert "taken back" in person.screen
        await person.press("U")
        assert len(person.codings()) == before - 1


async def test_another_coders_step_and_one_that_is_no_step_are_left_alone(at_history, study: Path) -> None:
    async with at_history() as person:
        await person.press("t")
        assert LIND in person.hint
        await person.press("end", "t")
        assert "Only a step that stands" in person.hint


async def test_enter_leads_to_the_coding_that_a_step_made(at_history) -> None:
    async with at_history() as person:
        await person.press("j", "j", "enter")
        assert person.view.NAME == "coding"
        text = person.view.text
        focused = person.view.open.codings[text.focused_mark]
        assert person.view.open.reading.text[focused.start : focused.end] == "The city pays."


async def test_a_step_without_a_coding_leads_nowhere_and_says_so(at_history) -> None:
    async with at_history() as person:
        await person.press("end", "enter")
        assert person.view.NAME == "history"
        assert "no place to go to" in person.hint


def test_the_export_has_the_columns_of_the_log_command(project: Project) -> None:
    project.codes.add("Gate")
    table = history_table("T", project.history.list())
    assert [column.name for column in table.columns] == ["time", "coder", "what", "state"]
    assert table.values[-1][1:] == (MORI, "Added the code Gate", "done")
