"""Writing memos, from any view, and the list of all memos."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from at_a_view import reading
from coding_study import LIND, MORI

from qcode import Project
from qcode.errors import DataError
from qcode.tui.app import QcodeApp
from qcode.tui.outside_editor import edit_outside, editor_command
from qcode.tui.widgets.memo_editor import MemoEditor, MemoText


@pytest.fixture
def at(study: Path, app_on: Callable[..., QcodeApp]) -> Callable[..., object]:
    """Return what opens a view of the study."""
    return lambda view, **options: reading(app_on(study), study, view, **options)


def memos(path: Path) -> list[tuple[str, str]]:
    """Return the memos in the file: (table, text)."""
    with Project.open(path, coder=MORI, keep_backups=0) as project:
        return [(one.owner_table, one.text) for one in project.memos.list()]


def write_as(path: Path, coder: str, owner_table: str, text: str) -> None:
    with Project.open(path, coder=coder, keep_backups=0) as project:
        owner = {"meta": project.uid, "codes": project.codes.find("Gatekeeper").uid}[owner_table]
        project.memos.write(owner_table, owner, text)


async def test_a_memo_is_saved_as_it_is_written_and_one_undo_takes_back_the_visit(at, study: Path) -> None:
    async with at("coding") as person:
        await person.press("m")
        editor = person.view.query_one(MemoEditor)
        await person.type("One.")
        await editor.save()
        await person.settle()
        assert memos(study) == [("documents", "One.")]
        assert person.hint == "✓ Memo saved"
        await person.type(" Two.")
        await person.press("escape")
        assert memos(study) == [("documents", "One. Two.")]
        assert not editor.is_open
        assert person.view.text.has_focus
        await person.press("u")
        assert memos(study) == []


async def test_what_was_typed_is_saved_when_typing_rests(at, study: Path) -> None:
    async with at("coding") as person:
        await person.press("m")
        person.view.query_one(MemoEditor).rest = 0.001
        await person.type("why")
        for _ in range(200):
            if memos(study):
                break
            await person.pilot.pause(0.005)
        assert memos(study) == [("documents", "why")]


async def test_going_elsewhere_saves_and_an_emptied_memo_is_none(at, study: Path) -> None:
    async with at("memos") as person:
        await person.press("p")
        await person.type("no")
        await person.go("history")
        assert memos(study) == [("meta", "no")]
        await person.go("memos")
        await person.press("p", *["backspace"] * 2, "ctrl+g")
        assert memos(study) == []


async def test_others_memos_are_shown_above_and_never_written_over(at, study: Path) -> None:
    write_as(study, LIND, "codes", "Lind's view [/b]")
    async with at("memos") as person:
        await person.press("e")
        assert "Lind's view [/b]" in person.screen
        await person.type("Mine.")
        await person.press("escape")
        assert sorted(memos(study)) == [("codes", "Lind's view [/b]"), ("codes", "Mine.")]


async def test_a_memo_that_cannot_be_saved_stays_in_the_field_with_the_reason(at, study: Path) -> None:
    async with at("memos") as person:
        uid = await person.app.session.ask(lambda project: project.codes.add("Short lived").uid)
        await person.view.write_memo("codes", uid, "Short lived")
        await person.app.session.ask(lambda project: project.codes.remove(project.codes.find("Short lived")))
        await person.type("late")
        await person.press("escape")
        editor = person.view.query_one(MemoEditor)
        assert editor.is_open
        assert editor.text == "late"
        assert person.hint.startswith("!")


async def test_all_memos_are_listed_and_the_one_in_hand_is_shown_whole(at, study: Path) -> None:
    write_as(study, MORI, "codes", "One gate.\n\nOr two, 市長 says.")
    write_as(study, LIND, "meta", "On the whole study")
    async with at("memos") as person:
        assert "2 memos" in person.head
        assert [one.on for one in person.view._shown] == ["the project", "Gatekeeper"]
        await person.press("j")
        assert "Or two, 市長 says." in person.screen


async def test_the_list_narrows_by_typing_and_escape_lists_all_again(at, study: Path) -> None:
    write_as(study, MORI, "codes", "One gate.")
    write_as(study, LIND, "meta", "On the whole study")
    async with at("memos") as person:
        await person.press("f", *"LIND", "enter")
        assert [one.on for one in person.view._shown] == ["the project"]
        assert "1 memo of 2" in person.head
        await person.press("f", "escape")
        assert len(person.view._shown) == 2


async def test_enter_goes_to_the_thing_and_a_memo_of_ones_own_can_be_removed(at, study: Path) -> None:
    write_as(study, LIND, "codes", "Hers")
    write_as(study, MORI, "codes", "Mine")
    async with at("memos") as person:
        await person.press("minus")
        assert memos(study) == [("codes", "Hers")]
        await person.press("minus")
        assert LIND in person.hint
        await person.press("u")
        assert len(memos(study)) == 2
        await person.press("enter")
        assert person.view.NAME == "codebook"


async def test_a_memo_from_elsewhere_cannot_steer_the_terminal(at, study: Path) -> None:
    write_as(study, MORI, "meta", "a\x1b]52;c;x\x07b\u202e [/] \x9b2J")
    async with at("memos") as person:
        await person.press("p")
        field = person.view.query_one(MemoText)
        drawn = "".join(strip.text for strip in (field.render_line(y) for y in range(field.size.height)))
        assert "a␛]52;c;x␇b� [/] �2J" in drawn
        assert not set(person.screen) & {"\x1b", "\x07", "\u202e", "\x9b"}
        await person.press("escape")
        assert memos(study) == [("meta", "a\x1b]52;c;x\x07b\u202e [/] \x9b2J")]


async def test_where_the_terminal_cannot_be_given_away_the_editor_is_refused_in_words(
    at, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "true")
    async with at("memos") as person:
        await person.press("p", "ctrl+o")
        assert "cannot be opened from this terminal" in person.hint
        assert person.view.query_one(MemoEditor).is_open


async def opened_on_what_is_gone(person, words: str) -> MemoEditor:
    """Write on a code that somebody removes meanwhile; return the panel, not saved."""
    uid = await person.app.session.ask(lambda project: project.codes.add("Short lived").uid)
    await person.view.write_memo("codes", uid, "Short lived")
    await person.type(words)
    with Project.open(person.path, coder=LIND, keep_backups=0) as project:
        project.codes.remove(project.codes.find("Short lived"))
    await person.app.session.look()
    await person.settle()
    return person.view.query_one(MemoEditor)


async def test_no_way_out_of_a_memo_that_cannot_be_saved_loses_it_without_a_word(at, study: Path) -> None:
    async with at("memos") as person:
        editor = await opened_on_what_is_gone(person, "long thought")
        await person.go("history")
        assert person.view.NAME == "memos"
        await person.press("escape")
        await person.view.write_memo("meta", person.app.session.overview.title, "another thing")
        await person.settle()
        assert (editor.is_open, editor.text) == (True, "long thought")
        await person.press("escape", "ctrl+q")
        assert person.app.is_running
        assert person.app.return_code is None
        assert (editor.is_open, editor.text) == (True, "long thought")


async def test_a_memo_that_cannot_be_saved_can_be_copied_and_left(
    at, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qcode.tui.clipboard.tool", lambda _environment: ())
    async with at("memos") as person:
        editor = await opened_on_what_is_gone(person, "long thought")
        await person.press("escape")
        assert "c copy it and leave" in person.screen
        await person.press("escape")
        assert editor.is_open
        await person.type("s")
        await person.press("escape", "c")
        await person.app.workers.wait_for_complete()
        await person.settle()
        assert not editor.is_open
        assert person.app.clipboard == "long thoughts"
        assert "Copied 13 characters" in person.hint
        await person.go("history")
        assert person.view.NAME == "history"


async def test_a_memo_that_is_undone_while_it_is_open_goes_from_the_panel_too(at, study: Path) -> None:
    async with at("memos") as person:
        await person.press("p")
        await person.type("one")
        editor = person.view.query_one(MemoEditor)
        await editor.save()
        await person.app.session.ask(lambda project: project.history.undo())
        assert editor.text == ""
        await person.type("two")
        await person.press("escape")
        assert memos(study) == [("meta", "two")]


async def test_what_was_typed_after_the_last_saving_outlives_an_undo(at, study: Path) -> None:
    async with at("memos") as person:
        await person.press("p")
        await person.type("one")
        editor = person.view.query_one(MemoEditor)
        await editor.save()
        await person.type("s")
        await person.app.session.ask(lambda project: project.history.undo())
        await person.press("escape")
        assert memos(study) == [("meta", "ones")]


async def test_the_same_memo_opened_again_begins_with_what_was_just_typed(at, study: Path) -> None:
    async with at("memos") as person:
        await person.press("p")
        await person.type("one")
        await person.view.action_project_memo()
        await person.type(" two")
        await person.press("escape")
        assert memos(study) == [("meta", "one two")]


async def test_writing_in_a_memo_leaves_what_was_there_to_the_sign(at, study: Path) -> None:
    stored = "a\tb\u200e\u2028c\x0bd\r\ne"
    write_as(study, MORI, "meta", stored)
    async with at("memos") as person:
        await person.press("p")
        await person.type("!")
        await person.press("escape")
        assert memos(study) == [("meta", f"{stored}!")]


async def test_a_memo_is_made_ready_for_the_filter_once(
    at, study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_as(study, MORI, "codes", "One gate.")
    async with at("memos") as person:
        folded: list[str] = []

        def levelled(text: str) -> str:
            folded.append(text)
            return text.lower()

        monkeypatch.setattr("qcode.tui.screens.memos.levelled", levelled)
        await person.press("f")
        await person.type("gate")
        assert folded == ["g", "ga", "gat", "gate"]
        assert len(person.view._shown) == 1


# the person's own editor


@contextmanager
def given_away() -> Iterator[None]:
    yield


def editor(tmp_path: Path, code: str) -> str:
    script = tmp_path / "an editor.py"
    script.write_text(f"import os, pathlib, sys\npath = pathlib.Path(sys.argv[1])\n{code}\n", "utf-8")
    return f'"{sys.executable}" "{script}"'


def test_the_file_for_the_editor_is_private_and_gone_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "told"
    code = (
        f"pathlib.Path({str(told)!r}).write_text(f'{{path}} {{path.stat().st_mode & 0o777:o}} "
        "{path.parent.stat().st_mode & 0o777:o}')\n"
        "path.write_text(path.read_text('utf-8') + ' and 市長\\n', 'utf-8')"
    )
    monkeypatch.setenv("VISUAL", editor(tmp_path, code))
    monkeypatch.setenv("EDITOR", "not this one")
    assert edit_outside(given_away, "gate") == "gate and 市長"
    path, mode, folder = told.read_text().rsplit(" ", 2)
    assert not Path(path).parent.exists()
    if os.name == "posix":
        assert (mode, folder) == ("600", "700")


def test_a_text_left_as_it_was_stays_so_to_the_last_line_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", editor(tmp_path, "pass"))
    assert edit_outside(given_away, "two\nlines\n") == "two\nlines\n"


def test_an_editor_leaves_line_ends_and_the_last_of_them_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "path.write_bytes(b'x' + path.read_bytes())"
    monkeypatch.setenv("VISUAL", editor(tmp_path, code))
    assert edit_outside(given_away, "one\r\ntwo\rthree\n") == "xone\r\ntwo\rthree\n"


def test_a_disk_without_room_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object, **_options: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setenv("VISUAL", "true")
    monkeypatch.setattr("qcode.tui.outside_editor.os.open", full)
    with pytest.raises(DataError, match="No space left"):
        edit_outside(given_away, "gate")


@pytest.mark.parametrize(
    ("code", "words"), [("sys.exit(3)", "ended with 3"), ("path.unlink()", "left nothing"), ("path.write_bytes(b'\\xff')", "left nothing")]
)  # fmt: skip
def test_an_editor_that_fails_loses_nothing_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, words: str
) -> None:
    monkeypatch.setenv("VISUAL", editor(tmp_path, code))
    with pytest.raises(DataError, match=words):
        edit_outside(given_away, "gate")


def test_an_editor_that_is_not_there_or_not_set_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "no-such-editor-anywhere")
    with pytest.raises(DataError, match="no-such-editor-anywhere failed"):
        edit_outside(given_away, "gate")
    with pytest.raises(DataError, match="No editor of your own"):
        editor_command({"VISUAL": " "})
