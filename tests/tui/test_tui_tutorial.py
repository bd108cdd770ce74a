"""The tutorial: it notices what is done, names the keys as they are bound, and is left at any time."""

from collections.abc import Callable
from pathlib import Path

from at_a_view import Reader, reading

from qcode.tui.app import QcodeApp
from qcode.tui.bindings import known_ids
from qcode.tui.tutorial import CODED, LAST_WORDS, MOVED, TASKS, WENT, Doing, Task, Tutorial
from qcode.tui.tutorial_guide import Guide, begin
from qcode.tui.widgets.tutorial_panel import TutorialPanel


async def begun(person: Reader) -> Guide:
    guide = await begin(person.app)
    text = person.view.text
    text.go_to(person.view.open.reading.text.index("After that the chamber"))
    await person.settle()
    return guide


async def test_a_person_can_do_all_of_it(study: Path, app_on: Callable[..., QcodeApp]) -> None:
    async with reading(app_on(study), study, "coding", size=(80, 24)) as person:
        guide = await begun(person)
        assert "Tutorial 1 of 9: Read on" in person.screen
        steps = (
            ["tab", "tab", "shift+tab"],
            ["tab", "1"],
            ["u"],
            ["c", "o", "o"],
            ["slash", *"pipe", "enter"],
            ["tab", "v", "right", "right", "right", "i"],
            ["m", *"why", "escape"],
            ["g", "s", "q"],
            ["g", "m", "q"],
        )
        for number, keys in enumerate(steps, start=1):
            await person.press(*keys)
            assert guide.tutorial.place == number, person.hint
        assert "That is all one needs" in person.screen


async def test_it_can_be_skipped_through_and_left(study: Path, app_on: Callable[..., QcodeApp]) -> None:
    async with reading(app_on(study), study, "coding") as person:
        told = person.app.session.on_news
        guide = await begun(person)
        await person.press("S", "S")
        assert guide.tutorial.place == 2
        await person.press("T")
        assert not person.view.query(TutorialPanel)
        assert person.view.on_key_seen is None
        assert person.app.session.on_news == told
        number = len(person.codings())
        await person.press("1")
        assert len(person.codings()) == number + 1


async def test_letters_typed_into_a_field_are_not_the_tutorials(
    study: Path, app_on: Callable[..., QcodeApp]
) -> None:
    async with reading(app_on(study), study, "coding") as person:
        await begun(person)
        await person.press("m")
        await person.type("ST")
        assert person.view.query(TutorialPanel)
        assert person.view.query_one("#memo-text").text == "ST"


async def test_it_speaks_of_the_keys_as_a_person_has_bound_them(
    study: Path, app_on: Callable[..., QcodeApp], tmp_path: Path
) -> None:
    (tmp_path / "settings").mkdir()
    keys = '"coding.pin1" = "f5"\n"tutorial.skip" = "full_stop"\n"text.next_unit" = "f6"\n'
    (tmp_path / "settings" / "keys.toml").write_text(keys, "utf-8")
    async with reading(app_on(study), study, "coding") as person:
        guide = await begun(person)
        assert "f6 goes to the next one" in guide.panel.words
        assert "S skips" not in person.screen
        await person.press("f6", "f6", "f6")
        assert guide.tutorial.place == 1
        assert "Press f5" in guide.panel.words
        await person.press("full_stop")
        assert guide.tutorial.place == 2


def test_every_key_it_speaks_of_exists() -> None:
    known = known_ids()
    named = {name for task in (*TASKS, Task("", LAST_WORDS, "")) for name in task.keys}
    assert named
    assert named <= set(known)
    for task in TASKS:
        if task.what in (CODED, MOVED):
            assert all(any(name.startswith(by) for name in known) for by in task.by)


def test_only_what_a_step_asks_for_ends_it_as_often_as_it_asks() -> None:
    tutorial = Tutorial((Task("", "", CODED, ("coding.pin",), 2), Task("", "", WENT)))
    assert not tutorial.did(Doing(CODED, "coding.by_key"))
    assert not tutorial.did(Doing(WENT))
    assert not tutorial.did(Doing(CODED, "coding.pin1"))
    assert tutorial.did(Doing(CODED, "coding.pin9"))
    assert tutorial.did(Doing(WENT, "anywhere"))
    assert tutorial.task is None
    assert not tutorial.did(Doing(WENT))
