"""What the views look like: pictures in plain text, looked at by a person and kept beside this file.

`QCODE_TAKE_PICTURES=1 pytest tests/tui/test_tui_pictures.py` takes them anew.
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from pictures import looks_as_before

from qcode.tui.app import QcodeApp

LARGE, SMALL = (140, 40), (80, 24)
STORIES: dict[str, tuple[tuple[int, int], Sequence[str]]] = {
    "coding": (LARGE, ["tab", "tab", "1", "tab", "tab", "space"]),
    "coding_narrow": (SMALL, ["tab", "tab", "2"]),
    "coding_codebook_pane": (SMALL, ["tab", "B", "j", "j"]),
    "coding_documents_pane": (SMALL, ["D"]),
    "coding_picker": (LARGE, ["tab", "tab", "slash"]),
    "coding_picker_narrow": (SMALL, ["tab", "slash"]),
    "coding_code_key": (SMALL, ["tab", "c", "o"]),
    "segments": (LARGE, ["g", "s"]),
    "segments_narrow": (SMALL, ["g", "s"]),
    "matrix": (LARGE, ["g", "m"]),
    "matrix_narrow": (SMALL, ["g", "m"]),
    "matrix_menu": (SMALL, ["g", "m", "m"]),
    "picture": (SMALL, ["g", "m", "p"]),
    "framework": (LARGE, ["g", "f", "enter", *"One gate", "escape"]),
    "framework_narrow": (SMALL, ["g", "f"]),
    "framework_cell": (LARGE, ["g", "f", "enter"]),
    "framework_cell_narrow": (SMALL, ["g", "f", "enter", "tab"]),
    "codebook": (LARGE, ["g", "b"]),
    "documents": (LARGE, ["g", "d"]),
    "cases": (LARGE, ["g", "p"]),
    "search": (SMALL, ["g", "g", *"port", "enter"]),
    "memos": (SMALL, ["g", "n"]),
    "reports": (LARGE, ["g", "w"]),
    "reports_narrow": (SMALL, ["g", "w", "tab"]),
    "help": (LARGE, ["question_mark"]),
}


@pytest.mark.parametrize("name", STORIES)
async def test_a_view_looks_as_when_it_was_last_looked_at(
    study: Path, app_on: Callable[..., QcodeApp], name: str
) -> None:
    size, keys = STORIES[name]
    app = app_on(study)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete()
        for key in keys:
            await pilot.press(key)
        await pilot.pause()
        # A dialogue waits for its answer; the rest is waited for.
        busy = [one for one in app.workers if one.group != "dialogue"]
        if busy:
            await app.workers.wait_for_complete(busy)
        await pilot.pause()
        looks_as_before(app, name)


async def test_stripes_and_marks_can_be_plain_ascii(study: Path, app_on: Callable[..., QcodeApp]) -> None:
    app = app_on(study, ascii=True)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.press("tab", "tab", "1", "D")
        await pilot.pause()
        shown = looks_as_before(app, "coding_ascii")
        assert not re.search("[\u2500-\u25ff]", shown)
        assert shown.split("\n")[0].isascii() and shown.rstrip().split("\n")[-1].isascii()
