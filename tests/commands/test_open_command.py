"""The way to the screen: `qcode open`, a bare `qcode`, and the settings of the screen."""

from pathlib import Path
from typing import Any

import pytest
from running import Qcode

from qcode import Project
from qcode.tui.app import Options


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Stand in for the screen, and keep what it would have been shown with."""
    import qcode.tui.run

    calls: list[dict[str, Any]] = []

    def run(opener: Any, path: Path | None, *, options: Options, found: Path | None) -> None:
        with opener(path or found) as project:
            assert isinstance(project, Project)
            calls.append({"path": path, "found": found, "coder": project.coder_name, "options": options})

    monkeypatch.setattr(qcode.tui.run, "run", run)
    return calls


def test_open_shows_the_project_as_the_command_line_says(
    qcode: Qcode, study: Path, shown: list[dict[str, Any]]
) -> None:
    qcode("open", "study.qcode", "--theme", "light", "--ascii", "--no-mouse", "--coder", "Cho").done()
    (call,) = shown
    assert call["path"] == Path("study.qcode")
    assert call["coder"] == "Cho"
    assert call["options"] == Options("light", True, False)


def test_open_takes_the_only_project_here_and_what_the_settings_say(
    qcode: Qcode, study: Path, shown: list[dict[str, Any]], tmp_path: Path
) -> None:
    settings = tmp_path / "settings" / "settings.toml"
    settings.write_text('[screen]\ntheme = "contrast"\nascii = true\nmouse = false\n', "utf-8")
    qcode("open").done()
    qcode("open", "--theme", "dark").done()
    assert [call["options"] for call in shown] == [
        Options("contrast", True, False),
        Options("dark", True, False),
    ]
    assert shown[0]["path"] == study.relative_to(Path.cwd()) or shown[0]["path"] == study


@pytest.mark.parametrize("line", ['theme = "pink"', "ascii = 1", 'mouse = "no"', "colour = true"])
def test_a_setting_of_the_screen_that_means_nothing_is_told(
    qcode: Qcode, study: Path, shown: list[dict[str, Any]], tmp_path: Path, line: str
) -> None:
    (tmp_path / "settings" / "settings.toml").write_text(f"[screen]\n{line}\n", "utf-8")
    qcode("open").refused(f"screen.{line.partition(' ')[0]}", "settings.toml")
    assert shown == []


def test_open_without_a_terminal_says_so(qcode: Qcode, study: Path) -> None:
    qcode("open").refused("needs a terminal", code=2)


def test_open_on_nothing_says_so_before_any_screen(qcode: Qcode, shown: list[dict[str, Any]]) -> None:
    qcode("open", "gone.qcode").refused("gone.qcode does not exist", "qcode init")
    assert shown == []


def test_a_bare_qcode_on_a_pipe_prints_the_help(qcode: Qcode) -> None:
    assert qcode().done().text == qcode("--help").done().text


def test_demo_opens_nothing_without_a_terminal_or_where_it_is_told_not_to(
    qcode: Qcode, desk: Path, shown: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    import qcode.commands.demo as demo

    monkeypatch.setattr(demo, "on_terminal", lambda: True)
    qcode("demo", "one", "--no-open").done()
    assert shown == []
    assert "qcode open two/sample_study.qcode" in qcode("demo", "two").done().err.replace("\\", "/")
    assert [call["path"] for call in shown] == [Path("two/sample_study.qcode")]
