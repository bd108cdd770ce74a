"""The harness itself, on a small program: keys go in, the screen comes out, nothing is waited for in vain."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pyte
import pytest
from qcode_program import qcode_environment
from terminal import NotShownError, Terminal, lines_of

APP = Path(__file__).with_name("small_app.py")


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Terminal]:
    """The small program, up and at rest."""
    environment = qcode_environment(tmp_path)
    with Terminal([sys.executable, APP], columns=60, rows=10, environment=environment) as terminal:
        terminal.read_until("60 by 10")
        terminal.settle()
        yield terminal


def test_keys_arrive_one_by_one_under_their_names(app: Terminal) -> None:
    for sent, got in {
        "j": "j",
        "shift+tab": "shift+tab",
        "ctrl+r": "ctrl+r",
        "あ": "あ",
        "[": "left_square",
    }.items():
        app.keys(sent)
        assert f"key {got}" in app.text
    app.keys("escape", "a")
    assert app.screen[3] == "7 keys"


def test_after_a_key_the_program_is_at_rest_however_long_it_worked(app: Terminal) -> None:
    app.keys("w")
    assert "worked 8999994" in app.text


def test_a_key_is_timed_from_its_writing_to_the_last_byte(app: Terminal) -> None:
    light, heavy = app.timed("j"), app.timed("w")
    assert 0 < light.first <= light.wall
    assert light.written > 0
    assert heavy.wall > light.wall
    assert heavy.cpu > light.cpu


def test_a_resize_reaches_the_program(app: Terminal) -> None:
    app.resize(90, 20)
    app.read_until("90 by 20")
    assert len(app.screen) == 20


def test_wide_characters_take_two_cells_and_are_found(app: Terminal) -> None:
    assert app.screen[0] == "市長 hello"
    assert app.styled("hello").data == "h"
    assert app.styled("長").data == "長"


def test_what_does_not_come_is_an_error_that_shows_the_screen(app: Terminal) -> None:
    with pytest.raises(NotShownError, match="60 by 10"):
        app.read_until("never said", limit=0.1)


def test_a_program_that_ends_leaves_the_terminal_as_it_was(app: Terminal) -> None:
    during = app.modes
    app.write("q")
    assert app.wait() == 0
    assert (during[1049], during[1000], during[25]) == (True, True, False)
    assert (app.modes[1049], app.modes[1000], app.modes[25]) == (False, False, True)
    assert app.settings == app.settings_before
    with pytest.raises(NotShownError, match="ended with 0"):
        app.read_until("never said")


def test_a_killed_program_leaves_what_it_had_written(app: Terminal) -> None:
    app.kill9()
    assert app.wait() == -9
    assert "60 by 10" in app.text
    assert app.modes[1049]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("市長", "市長"),
        ("市長\x1b[1;1Hx", "x 長"),
        ("市長\x1b[1;2Hx", " x長"),
        ("市長\x1b[1;3Hx", "市x"),
        ("a市\x1b[1;1H長", "長"),
        ("cafe\u0301 市", "café 市"),
    ],
)
def test_of_a_wide_character_half_overwritten_nothing_is_left(written: str, shown: str) -> None:
    screen = pyte.Screen(12, 1)
    pyte.ByteStream(screen).feed(written.encode())
    assert lines_of(screen) == [shown]
