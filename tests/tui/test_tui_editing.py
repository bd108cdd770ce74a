"""What all views that edit have in common: nothing written is lost, nothing untouched is changed."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from at_a_view import Reader, reading
from coding_study import LIND, MORI

from qcode import Project
from qcode.errors import DataError
from qcode.model.codes import Code
from qcode.tui.app import QcodeApp
from qcode.tui.paths import exists, gathered, make_folder, path_given
from qcode.tui.widgets.path_field import PathField

At = Callable[..., AbstractAsyncContextManager[Reader]]
UNTOUCHED = "col1\tcol2 \u200e\u2028end"
TOO_LONG = "x" * 300


@pytest.fixture
def at(study: Path, app_on: Callable[..., QcodeApp]) -> At:
    """Return what opens a view of the study."""
    return lambda view: reading(app_on(study), study, view)


def gatekeeper(path: Path, **details: str) -> Code:
    """Return the code as it is in the file, once the details given are changed there."""
    with Project.open(path, coder=LIND, keep_backups=0) as project:
        code = project.codes.find("Gatekeeper")
        return project.codes.edit(code, **details) if details else code


async def definition_of_what_is_gone(person: Reader) -> object:
    """Write a definition of a code that somebody removes meanwhile; return the panel."""
    await person.press("e", "d")
    await person.type("a long definition")
    with Project.open(person.path, coder=LIND, keep_backups=0) as project:
        project.codes.remove(project.codes.find("Gatekeeper"), with_codings=True)
    await person.app.session.look()
    await person.settle()
    return person.view.text_panel


async def test_a_text_that_cannot_be_saved_stays_in_front_with_the_reason(at: At) -> None:
    async with at("codebook") as person:
        panel = await definition_of_what_is_gone(person)
        for key in ("ctrl+s", "f2"):
            await person.press(key)
            assert panel.is_open
            assert panel.area.text.endswith("a long definition")
            assert person.view.focused is panel.area
            assert "no longer in the project" in person.hint
            assert person.hint.startswith("!")
        await person.press("escape", "y")
        assert panel.is_open
        await person.type(".")
        assert panel.area.text.endswith("a long definition.")
        await person.press("escape", "n")
        assert not panel.is_open
        assert person.hint == "Nothing was changed."


async def test_neither_going_elsewhere_nor_quitting_loses_a_text_that_cannot_be_saved(at: At) -> None:
    async with at("codebook") as person:
        panel = await definition_of_what_is_gone(person)
        await person.go("history")
        await person.press("ctrl+q")
        assert person.view.NAME == "codebook"
        assert person.app.return_code is None
        assert panel.is_open
        assert panel.area.text.endswith("a long definition")


async def test_a_text_that_can_be_saved_is_saved_by_going_elsewhere(at: At, study: Path) -> None:
    async with at("codebook") as person:
        await person.press("e", "d")
        await person.type("short")
        await person.go("history")
        assert person.view.NAME == "history"
        assert gatekeeper(study).fields.definition.endswith("short")


async def test_writing_in_a_longer_text_leaves_the_rest_of_it_to_the_sign(at: At, study: Path) -> None:
    gatekeeper(study, definition=UNTOUCHED)
    async with at("codebook") as person:
        await person.press("e", "d")
        await person.press("ctrl+s")
        assert person.hint == "Nothing was changed."
        await person.press("e", "d")
        assert not set(person.screen) & {"\u200e", "\u2028"}
        await person.type("!")
        await person.press("ctrl+s")
        assert gatekeeper(study).fields.definition == f"{UNTOUCHED}!"


async def test_writing_in_a_name_leaves_the_rest_of_it_to_the_sign(at: At, study: Path) -> None:
    with Project.open(study, coder=LIND, keep_backups=0) as project:
        project.documents.set(project.documents.list()[0], name="Talk \u200eone")
    async with at("documents") as person:
        await person.press("e", "n", "enter")
        assert person.hint == "Nothing was changed."
        await person.press("e", "n")
        assert "\u200e" not in person.screen
        await person.type("!")
        await person.press("enter")
        with Project.open(study, coder=MORI, keep_backups=0) as project:
            assert project.documents.list()[0].name == "Talk \u200eone!"


async def test_a_value_that_was_not_touched_stays_as_it_is_to_the_sign(at: At, study: Path) -> None:
    with Project.open(study, coder=LIND, keep_backups=0) as project:
        document = project.documents.list()[0]
        project.documents.set(document, attributes={"place": [("Hall \u200eA", None, "the\u200e door")]})
    async with at("documents") as person:
        person.view.set_focus(person.view.values)
        person.view.values.go_to(0)
        await person.settle()
        await person.press("e", "enter", "enter", "enter")
        assert person.hint == "Nothing was changed."
        await person.press("e")
        await person.type("!")
        await person.press("enter", "enter", "enter")
        with Project.open(study, coder=MORI, keep_backups=0) as project:
            owner = project.documents.list()[0].uid
            found = [one for one in project.attributes.values() if one.owner_uid == owner]
        assert ("Hall \u200eA!", "the\u200e door") in [(one.value, one.source) for one in found]


async def test_enter_where_nothing_fits_what_was_typed_chooses_nothing(at: At) -> None:
    async with at("codebook") as person:
        await person.press("i")
        await person.type("zzz")
        await person.press("enter")
        assert person.view.picker.is_open


# paths


@pytest.mark.parametrize("typed", ["~nosuchuser/x.csv", f"{TOO_LONG}.csv", "a\0b.csv"])
@pytest.mark.parametrize(
    ("view", "keys"),
    [
        ("segments", ("e", "c", "enter")),
        ("matrix", ("e", "c", "enter")),
        ("memos", ("E", "c", "enter")),
        ("history", ("e", "c", "enter")),
        ("codebook", ("x",)),
        ("codebook", ("i", *"file", "enter")),
        ("documents", ("i",)),
        ("cases", ("x",)),
        ("cases", ("i",)),
    ],
)
async def test_a_path_that_cannot_be_is_told_wherever_one_is_asked_for(
    at: At, view: str, keys: tuple[str, ...], typed: str
) -> None:
    async with at(view) as person:
        await person.press(*keys)
        field = person.view.query_one(PathField)
        assert field.is_open, person.screen
        field.query_one("#path").value = typed
        await person.press("enter")
        await person.app.workers.wait_for_complete()
        await person.settle()
        assert person.hint.startswith("!")
        assert person.app.is_running


def test_what_is_wrong_with_a_path_is_said_in_words(tmp_path: Path) -> None:
    assert path_given(f"  {tmp_path} ") == tmp_path
    assert path_given("~") == Path.home()
    assert path_given(f"~/{tmp_path}") == tmp_path
    assert path_given(f"{tmp_path}/~/a.txt") == Path.home() / "a.txt"
    assert path_given(f"{tmp_path}//") == Path("/")
    assert path_given("a//b") == Path("/b")
    assert exists(tmp_path)
    assert not exists(tmp_path / "no" / "thing")
    with pytest.raises(DataError, match="xxx… cannot be used"):
        exists(tmp_path / TOO_LONG)
    with pytest.raises(DataError, match="home folder"):
        path_given("~nosuchuser/a")
    with pytest.raises(DataError):
        make_folder(tmp_path / TOO_LONG)


def test_a_closed_folder_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(self: Path, **_options: object) -> object:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "stat", closed)
    with pytest.raises(DataError, match="Permission denied"):
        exists(tmp_path / "a.csv")
    monkeypatch.setattr("qcode.tui.paths.gather", lambda _paths: closed(tmp_path))
    with pytest.raises(DataError, match="Permission denied"):
        gathered(tmp_path)
