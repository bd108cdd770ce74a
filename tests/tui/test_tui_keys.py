"""Keys before they do anything: input methods left on, pastes, a person's own keys."""

from pathlib import Path

import pytest
from textual import events
from textual.binding import Binding

from qcode.errors import DataError
from qcode.tui.keys import Burst, folded, key_lines, read_keymap, shown_key


def pressed(character: str, at: float = 0.0) -> events.Key:
    key = events.Key(character, character)
    key.time = at
    return key


@pytest.mark.parametrize(
    ("typed", "meant", "name"),
    [("ｊ", "j", "j"), ("１", "1", "1"), ("。", ".", "full_stop"), ("／", "/", "slash"), ("「", "[", "left_square_bracket"),
     ("ー", "-", "minus"), ("　", " ", "space"), ("＜", "<", "less_than_sign")],
)  # fmt: skip
def test_a_japanese_input_method_left_on_still_types_the_keys_that_were_meant(
    typed: str, meant: str, name: str
) -> None:
    key = folded(events.Key("anything", typed))
    assert (key.key, key.character) == (name, meant)


@pytest.mark.parametrize("typed", ["あ", "市", "é", "x", "?"])
def test_what_is_no_full_width_form_of_a_key_stays_what_it_is(typed: str) -> None:
    assert folded(events.Key("anything", typed)).character == typed


def test_a_paste_is_swallowed_and_counted() -> None:
    burst = Burst()
    for character in "remove all":
        assert burst.wants(pressed(character), waiting=1)
    assert burst.released() == ([], 10)
    assert not burst.holding


def test_typing_ahead_is_no_paste() -> None:
    burst = Burst()
    keys = [pressed(character, at=number * 0.05) for number, character in enumerate("jjj1jj2jj3j")]
    for key in keys:
        burst.wants(key, waiting=1)
    assert burst.released() == (keys, 0)


def test_a_key_held_down_over_a_slow_line_is_no_paste() -> None:
    burst = Burst()
    keys = [pressed("j") for _ in range(20)]
    for key in keys:
        burst.wants(key, waiting=1)
    assert burst.released() == (keys, 0)


def test_a_key_that_comes_alone_is_not_held() -> None:
    assert not Burst().wants(pressed("j"), waiting=0)


def test_no_key_overtakes_those_that_are_held() -> None:
    burst = Burst()
    keys = [pressed("t"), events.Key("enter", None), pressed("1")]
    assert [burst.wants(key, waiting=number) for key, number in zip(keys, (2, 1, 0), strict=True)] == [
        True
    ] * 3
    assert burst.released() == (keys, 0)


def test_arrows_are_never_part_of_a_paste() -> None:
    assert not Burst().wants(events.Key("down", None), waiting=5)


def test_the_help_shows_the_keys_as_a_person_has_remapped_them() -> None:
    bindings = [
        Binding("u", "undo", "Undo", id="view.undo"),
        Binding("U,ctrl+r", "redo", "Redo", id="view.redo"),
    ]
    lines = key_lines(bindings, {"view.undo": "ctrl+z"})
    assert [(line.keys, line.does) for line in lines] == [("ctrl+z", "Undo"), ("U ctrl+r", "Redo")]


def test_keys_are_written_as_people_write_them() -> None:
    assert [shown_key(key) for key in ("question_mark", "up", "shift+tab", "slash")] == [
        "?",
        "↑",
        "shift+tab",
        "/",
    ]


def test_a_keymap_may_use_tables_or_dotted_names(tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    path.write_text('"coding.again" = "r"\n[view]\nundo = "ctrl+z, u"\n', "utf-8")
    known = {"coding.again": "Apply again", "view.undo": "Undo"}
    assert read_keymap(path, known) == {"coding.again": "r", "view.undo": "ctrl+z,u"}


def test_a_keymap_with_an_action_that_is_not_there_is_refused_with_the_nearest(tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    path.write_text('"view.undoo" = "z"\n', "utf-8")
    with pytest.raises(DataError, match=r"keys.toml: there is no action “view.undoo”.*“view.undo”"):
        read_keymap(path, {"view.undo": "Undo"})


def test_a_keymap_that_is_no_toml_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    path.write_text("view.undo = z\n", "utf-8")
    with pytest.raises(DataError, match="line 1"):
        read_keymap(path, {"view.undo": "Undo"})


def test_no_keymap_is_an_empty_one(tmp_path: Path) -> None:
    assert read_keymap(tmp_path / "keys.toml", {}) == {}


def test_a_paste_that_comes_in_pieces_is_swallowed_to_its_end() -> None:
    burst = Burst()
    for number, character in enumerate("the quick brown"):
        burst.wants(pressed(character, at=number * 0.001), waiting=1)
    assert burst.released() == ([], 15)
    assert burst.wants(pressed("1", at=0.1), waiting=0)
    assert burst.released() == ([], 1)
    assert not burst.wants(pressed("1", at=0.5), waiting=0)
