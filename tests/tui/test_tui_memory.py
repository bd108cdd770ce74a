"""What the screen remembers, how it copies, and its colours."""

import subprocess
from pathlib import Path

import pytest
from textual.color import Color

from qcode.settings import config_folder
from qcode.tui import clipboard
from qcode.tui.state import FILE, Recent, ScreenState, load_state, save_state
from qcode.tui.themes import THEMES, readable_colour, wheel_colour


def test_places_are_remembered_for_each_project(tmp_path: Path) -> None:
    here = str(tmp_path / "study.qcode")
    save_state(ScreenState().with_project(Recent(here, "Study", document="d1", places={"d1": 42})))
    known = load_state().project(tmp_path / "study.qcode")
    assert (known.title, known.document, known.places) == ("Study", "d1", {"d1": 42})


def test_the_project_opened_last_stands_first() -> None:
    state = ScreenState()
    for name in ("/a.qcode", "/b.qcode", "/a.qcode"):
        state = state.with_project(Recent(name))
    assert [one.path for one in state.projects] == ["/a.qcode", "/b.qcode"]


@pytest.mark.parametrize(
    "content", ["", "[]", '{"projects": 3}', '{"projects": [{"places": {"x": "y"}}]}', "{"]
)
def test_a_damaged_memory_is_as_good_as_none(content: str) -> None:
    config_folder().mkdir(parents=True)
    (config_folder() / FILE).write_text(content, "utf-8")
    assert load_state() == ScreenState()


def test_where_nothing_can_be_remembered_nobody_is_bothered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv("QCODE_CONFIG_DIR", str(tmp_path / "file" / "below"))
    save_state(ScreenState())
    assert load_state() == ScreenState()


def test_over_ssh_the_terminal_in_front_of_the_person_copies() -> None:
    assert clipboard.tool({"SSH_CONNECTION": "x", "DISPLAY": ":0"}) == ()


def test_the_platforms_tool_copies_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[bytes] = []
    monkeypatch.setattr(clipboard, "tool", lambda environment: ("xclip",))
    monkeypatch.setattr(subprocess, "run", lambda command, **options: given.append(options["input"]))
    assert clipboard.copy("港の仕事", lambda text: None) == "Copied 4 characters (xclip)"
    assert given == ["港の仕事".encode()]


def test_without_a_tool_the_terminal_is_asked_and_the_person_told(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[str] = []
    monkeypatch.setattr(clipboard, "tool", lambda environment: ())
    assert clipboard.copy("abc", given.append) == "Copied 3 characters (by the terminal, OSC 52)"
    assert given == ["abc"]


def test_what_the_terminal_would_drop_is_not_said_to_be_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[str] = []
    monkeypatch.setattr(clipboard, "tool", lambda environment: ())
    assert clipboard.copy("x" * 80_000, given.append).startswith("Not copied")
    assert given == []


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("number", range(10))
def test_every_code_colour_can_be_read_on_every_theme(theme, number) -> None:
    colour = Color.parse(readable_colour(wheel_colour(number), str(theme.background)))
    ground = Color.parse(str(theme.background))
    assert contrast(colour.rgb, ground.rgb) >= 3.0


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """Return the contrast ratio as WCAG 2.2 defines it, of 8-bit sRGB colours."""

    def luminance(rgb: tuple[int, int, int]) -> float:
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in rgb)]
        return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    lighter, darker = sorted(map(luminance, (one, other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_of_contrast_is_the_published_one() -> None:
    assert contrast((255, 255, 255), (0, 0, 0)) == pytest.approx(21.0)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)


def test_a_colour_that_is_none_becomes_one() -> None:
    assert readable_colour("[bold]", "#000000").startswith("#")
