"""What is said once after a project was opened: where it lies, and that an older one was brought along."""

from collections.abc import Callable
from pathlib import Path

import pytest
from at_a_view import Reader

from qcode import Project
from qcode.tui.app import QcodeApp


async def hint_after_opening(app: QcodeApp, path: Path) -> str:
    async with app.run_test(size=(160, 30)) as pilot:
        reader = Reader(pilot, path)
        await reader.settle()
        await app.workers.wait_for_complete()
        said = reader.hint
        await reader.press("tab", "1")
        assert reader.hint != said
        return said


async def test_a_project_in_a_plain_folder_is_opened_without_a_word(
    study: Path, app_on: Callable[..., QcodeApp]
) -> None:
    assert await hint_after_opening(app_on(study), study) == ""


@pytest.mark.parametrize("warn", [True, False])
async def test_a_copy_by_a_sync_client_is_spoken_of_unless_the_settings_say_no(
    study: Path, app_on: Callable[..., QcodeApp], warn: bool
) -> None:
    twin = study.with_name("study (conflicted copy).qcode")
    twin.write_bytes(study.read_bytes())
    with Project.open(study, keep_backups=0) as project:
        expected = project.place_warning
    assert "sync client" in expected
    assert await hint_after_opening(app_on(study, warn=warn), study) == (expected if warn else "")


async def test_an_older_project_is_opened_with_a_word_on_the_copy_that_was_kept(
    study: Path, app_on: Callable[..., QcodeApp], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = study.parent / "backups" / "study.qcode"
    monkeypatch.setattr("qcode.store.store.upgrade", lambda *_: kept)
    said = await hint_after_opening(app_on(study), study)
    assert said == f"Brought to the present form; the older file is kept as {kept}."
