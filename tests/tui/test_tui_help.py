"""The help of a view: made from the bindings, found by typing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from at_a_view import reading
from hypothesis import given
from hypothesis import strategies as st

from qcode.text.widths import cell_width
from qcode.tui.app import VIEWS, QcodeApp
from qcode.tui.keys import KeyLine, shown_key
from qcode.tui.screens.help import Help, together, written

DIGITS = frozenset("123456789")


@pytest.mark.parametrize("name", [name for name in VIEWS if name != "start"])
async def test_the_helps_keys_are_the_keys_that_do_something(
    study: Path, app_on: Callable[..., QcodeApp], name: str
) -> None:
    async with reading(app_on(study), study, name) as person:
        if name in ("search", "memos", "history"):
            person.view.set_focus(person.view.grid)
        active = person.view.active_bindings
        person.view.action_help()
        await person.settle()
        assert isinstance(person.app.screen, Help)
        lines = person.app.screen.lines
        told = {key for line in lines for key in line.keys.split()}
        # `screen.show_help_panel` and its like have no id and are not ours
        bound = {
            (shown_key(key), one.binding.description)
            for key, one in active.items()
            if one.binding.id and one.binding.description
        }
        assert bound
        for key, does in bound:
            if key in DIGITS:
                assert any("…" in line.keys and "that number" in line.does for line in lines) or key in told
            else:
                assert any(key in line.keys.split() and line.does == does for line in lines), (key, does)


async def test_a_persons_own_keys_are_told(
    study: Path, app_on: Callable[..., QcodeApp], tmp_path: Path
) -> None:
    (tmp_path / "settings").mkdir()
    (tmp_path / "settings" / "keys.toml").write_text('"view.undo" = "z,ctrl+z"\n', "utf-8")
    async with reading(app_on(study), study, "history") as person:
        await person.press("question_mark")
        assert [line.keys for line in person.app.screen.lines if line.id == "view.undo"] == ["z ctrl+z"]
        assert "z ctrl+z" in person.screen


async def test_a_key_is_found_by_typing_what_it_does(study: Path, app_on: Callable[..., QcodeApp]) -> None:
    async with reading(app_on(study), study, "history") as person:
        await person.press("question_mark", "slash")
        await person.type("quit")
        assert "ctrl+q" in person.screen
        assert "Row above" not in person.screen
        await person.type(" xyz")
        assert "No key does anything like that." in person.screen
        await person.press("escape", "escape")
        assert "Row above" in person.screen
        await person.press("escape")
        assert person.app.screen is person.view


@pytest.mark.parametrize("key", ["q", "escape", "ctrl+g", "ｑ"])
async def test_the_help_closes_by_many_keys_and_no_letter_reaches_the_view_behind(
    study: Path, app_on: Callable[..., QcodeApp], key: str
) -> None:
    async with reading(app_on(study), study, "history") as person:
        before = person.codings()
        await person.press("question_mark", "u", "t", "y")
        assert isinstance(person.app.screen, Help)
        await person.press(key)
        assert person.app.screen is person.view
        assert person.codings() == before


async def test_the_start_page_does_not_tell_of_what_needs_a_study(app_on: Callable[..., QcodeApp]) -> None:
    app = app_on(None)
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("question_mark")
        await pilot.pause()
        told = {line.id for line in app.screen.lines}
        assert "start.new" in told
        assert not told & {"view.go", "view.undo", "view.back", "list.mark"}


LINES = st.lists(
    st.tuples(
        st.sampled_from(["text", "app"]),
        st.lists(
            st.builds(KeyLine, st.just("text.a"), st.sampled_from(["k", "↑ k", "ctrl+shift+home PgUp"]), st.text("ab c", max_size=120)),
            min_size=1, max_size=4,
        ),
    ),
    min_size=1, max_size=4,
)  # fmt: skip


@given(LINES, st.integers(60, 160))
def test_every_line_of_the_help_fits_its_width_and_no_word_is_lost(groups, width: int) -> None:
    shown = written(groups, width).plain
    assert all(cell_width(line) <= width for line in shown.split("\n"))
    words = sorted(
        word for _, lines in groups for line in lines for word in f"{line.keys} {line.does}".split()
    )
    titles = sorted(title.upper() for title, _ in groups)
    found = sorted(shown.split())
    # words longer than the room are cut up; put together they are the same letters
    assert sorted("".join(found)) == sorted("".join([*words, *titles]))


def test_one_action_on_several_digits_is_one_line() -> None:
    pins = [KeyLine(f"coding.pin{n}", str(n), f"Apply the code pinned to {n}") for n in (1, 2, 3)]
    other = KeyLine("coding.again", ".", "Again")
    assert together([*pins, other]) == [
        KeyLine("coding.pin1", "1 … 3", "Apply the code pinned to that number"),
        other,
    ]
    assert together(pins[:1]) == pins[:1]
