"""The program around the views: opening, failing, keys that come all at once."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from at_a_view import came
from coding_study import MORI
from pictures import screen_text
from textual import events
from textual.command import CommandPalette
from textual.dom import DOMNode

from qcode import Project
from qcode.errors import DataError
from qcode.settings import config_folder
from qcode.tui.app import VIEWS, QcodeApp, view_class
from qcode.tui.bindings import known_ids, of_class
from qcode.tui.going import GO_KEYS, ways
from qcode.tui.screens.view import View
from qcode.tui.widgets.side_line import SideLine


def hint(app: QcodeApp) -> str:
    """Return what the hint line says; nothing before there is one."""
    found = [] if app.view is None else list(app.view.query("#hint").results(SideLine))
    return found[0].left if found else ""


async def test_a_project_that_is_not_there_ends_the_screen_with_the_reason(
    app_on: Callable[..., QcodeApp], tmp_path: Path
) -> None:
    app = app_on(tmp_path / "nowhere.qcode")
    async with app.run_test():
        pass
    assert "nowhere.qcode does not exist" in app.fault
    assert app.return_code == 1


async def test_a_keymap_gives_an_action_other_keys(study: Path, app_on: Callable[..., QcodeApp]) -> None:
    config_folder().mkdir(parents=True, exist_ok=True)
    (config_folder() / "keys.toml").write_text('"view.undo" = "ctrl+z"\n', "utf-8")
    app = app_on(study)
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+z")
        assert hint(app).startswith("✓ Undid")
        assert app.view is not None and app.view.key_of("view.undo") == "ctrl+z"


def test_a_keymap_with_a_fault_is_refused_before_the_screen_begins(
    study: Path, app_on: Callable[..., QcodeApp]
) -> None:
    config_folder().mkdir(parents=True, exist_ok=True)
    (config_folder() / "keys.toml").write_text('"view.undoo" = "z"\n', "utf-8")
    with pytest.raises(DataError, match=r"there is no action “view\.undoo”"):
        app_on(study)


async def test_a_paste_into_the_text_runs_no_keys(study: Path, app_on: Callable[..., QcodeApp]) -> None:
    app = app_on(study)
    async with app.run_test(size=(120, 30)) as pilot:
        await came(pilot, lambda: app.view is not None and app.view.query("#hint"))
        for character in "1234-uuU1":
            app.post_message(events.Key("minus" if character == "-" else character, character))
        await came(pilot, lambda: "9 characters came at once" in hint(app))
    with Project.open(study, coder=MORI) as project:
        assert len(project.codings.list()) == 4


async def test_two_keys_of_a_pair_that_come_together_are_a_pair(
    study: Path, app_on: Callable[..., QcodeApp]
) -> None:
    app = app_on(study)
    async with app.run_test(size=(120, 30)) as pilot:
        await came(pilot, lambda: app.view is not None and app.view.query("#hint"))
        for character in "coo":
            app.post_message(events.Key(character, character))
        await came(pilot, lambda: hint(app).startswith("✓ Orchestration"))


async def test_a_defect_ends_the_screen_without_showing_the_interview(
    study: Path, app_on: Callable[..., QcodeApp], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_on(study)

    def broken() -> None:
        speech = "We put one person in the port city"
        raise ValueError(f"broken {len(speech)}")

    with pytest.raises(ValueError, match="broken"):  # noqa: PT012
        async with app.run_test(size=(120, 30)) as pilot:
            await pilot.pause()
            monkeypatch.setattr(app.view, "action_help", broken)
            await pilot.press("question_mark")
            await pilot.pause()
    assert app.fault == "Something unexpected happened (ValueError: broken 34)."
    assert app.opened == study


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_every_view_says_its_name_and_all_its_bindings_have_ids_and_words(name: str) -> None:
    kind = view_class(name)
    assert issubclass(kind, View)
    assert name == kind.NAME
    for binding in kind.BINDINGS:
        assert binding.id and binding.description, binding
        assert "alt" not in binding.key and "ctrl+h" not in binding.key and "ctrl+shift" not in binding.key


def test_an_id_means_the_same_action_wherever_it_is_bound() -> None:
    ids = known_ids()
    meanings: dict[str, set[tuple[str, str]]] = {}
    for kind in below(DOMNode):
        if kind.__module__.startswith("qcode.tui."):
            for binding in of_class(kind):
                meanings.setdefault(binding.id, set()).add((binding.action, binding.description))
    assert set(meanings) == set(ids)
    assert {name: found for name, found in meanings.items() if len(found) > 1} == {}


def below(kind: type[DOMNode]) -> Iterator[type[DOMNode]]:
    for one in kind.__subclasses__():
        yield one
        yield from below(one)


@pytest.mark.parametrize(("letter", "name"), sorted(GO_KEYS.items()))
@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_g_and_a_letter_leads_to_every_view_and_q_back_to_the_text(
    study: Path, app_on: Callable[..., QcodeApp], letter: str, name: str, size: tuple[int, int]
) -> None:
    app = app_on(study)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press("g", letter)
        await pilot.pause()
        await app.workers.wait_for_complete()
        assert app.view is not None and name == app.view.NAME
        assert screen_text(app).strip()
        if name != "coding":
            if name == "search":
                await pilot.press("escape")
            await pilot.press("q")
            await pilot.pause()
            assert app.view.NAME == "coding"


async def test_with_the_mouse_everything_is_reached_from_the_hint_line(
    study: Path, app_on: Callable[..., QcodeApp]
) -> None:
    app = app_on(study)
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.pause()
        await pilot.click("#hint")
        await pilot.pause()
        assert type(app.screen).__name__ == "CommandPalette"
        offered = [command.title for command in app.get_system_commands(app.screen_stack[0])]
        assert "Tutorial" in offered and "Go to: matrix" in offered
        assert any(title.startswith("Apply the code pinned to 1") for title in offered)


@pytest.mark.parametrize("width", [70, 80, 100, 140, 200])
def test_the_letters_after_g_are_told_as_far_as_they_have_room_and_none_is_cut(width: int) -> None:
    line = ways(width)
    parts = line.removeprefix("g …  ").split(" · ")
    assert len(line) <= width
    if width == 200:
        assert {part[0] for part in parts} == set(GO_KEYS)
    else:
        assert parts[-1] == ": all of them"
        assert all(part.partition(" ")[2] in ("code", *GO_KEYS.values()) for part in parts[:-1])


async def test_after_g_a_colon_lists_all_views(study: Path, app_on: Callable[..., QcodeApp]) -> None:
    async with app_on(study).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("g")
        await pilot.pause()
        assert ": all of them" in screen_text(pilot.app)
        await pilot.press("colon")
        await pilot.pause()
        assert isinstance(pilot.app.screen, CommandPalette)
