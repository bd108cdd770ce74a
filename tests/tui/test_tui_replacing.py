"""A corrected transcript on the screen: what it does to codings, and placing by hand what it lost."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from at_a_view import Reader, reading
from coding_study import FILES, LIND, MORI

from qcode import Project
from qcode.importers import read_transcript
from qcode.model.codings import CodingState
from qcode.tui.app import QcodeApp
from qcode.tui.errands import OfDocument, PlaceAgain
from qcode.tui.lost_codings import carried_offset
from qcode.tui.screens.replacing import Replacing

NAME = "Minamihama_interview"
Open = Callable[..., AbstractAsyncContextManager[Reader]]
Answer = TypeVar("Answer")


def corrected(*changes: tuple[str, str]) -> str:
    """Return the interview with some words in the place of others."""
    text = FILES[f"{NAME}.txt"]
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return text


LESS = corrected(("for two years", "for almost three years"), ("The city pays. ", ""))
"""One coding of A. Mori on changed words, one without a place."""


@pytest.fixture
def at(study: Path, app_on: Callable[..., QcodeApp]) -> Open:
    """Return what opens a view of the study."""

    @asynccontextmanager
    async def opened(
        view: str, errand: object = None, size: tuple[int, int] = (120, 34)
    ) -> AsyncIterator[Reader]:
        async with reading(app_on(study), study, view, errand, size) as reader:
            yield reader

    return opened


@pytest.fixture
def replaced(study: Path, tmp_path: Path) -> Path:
    """The study, its interview replaced by one that lost two codings of A. Mori and one of B. Lind."""
    source = tmp_path / "again.txt"
    source.write_text(
        corrected(
            ("The city pays. ", ""),
            (" She read what their firms asked for.", ""),
            ("I would begin with the harbour office. They know everybody.", "Nothing at all."),
        ),
        "utf-8",
    )
    with Project.open(study, coder=MORI, keep_backups=0) as project:
        project.documents.replace(project.documents.find(NAME), read_transcript(source), "again.txt")
        assert len(project.codings.unplaced()) == 3
    return study


def in_file(reader: Reader, question: Callable[[Project], Answer]) -> Answer:
    """Ask the project's file, past the screen."""
    with Project.open(reader.path, coder=MORI, keep_backups=0) as project:
        return question(project)


def text_of(project: Project) -> str:
    return project.documents.text(project.documents.find(NAME))


def states(project: Project) -> list[CodingState]:
    return [one.state for one in project.codings.list()]


async def stand_on(reader: Reader, name: str) -> None:
    """Put the cursor of the documents on one of them."""
    reader.view.select(in_file(reader, lambda project: project.documents.find(name).uid))
    await reader.settle()


async def propose(reader: Reader, tmp_path: Path, text: str) -> Replacing:
    """Ask to replace the interview by a text, and wait until it is shown what that does."""
    source = tmp_path / "corrected.txt"
    source.write_text(text, "utf-8")
    await stand_on(reader, NAME)
    await reader.press("R")
    reader.view.path_field.query_one("#path").value = str(source)
    await reader.press("enter")
    await reader.app.workers.wait_for_complete()
    await reader.settle()
    screen = reader.app.screen
    assert isinstance(screen, Replacing), reader.hint
    return screen


# -- seeing what it does, and doing it


@pytest.mark.parametrize("size", [(140, 40), (80, 24)])
async def test_what_becomes_of_codings_is_shown_before_anything_is_written(
    at: Open, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with at("documents", size=size) as reader:
        await propose(reader, tmp_path, LESS)
        shown = reader.screen
        assert "4 codings: 2 in place, 1 on changed words, 1 unplaced." in shown
        assert "changed words" in shown and "unplaced" in shown
        assert "almost" in shown
        assert in_file(reader, text_of) == FILES[f"{NAME}.txt"]
        await reader.press("escape")
        assert reader.view.NAME == "documents" and reader.app.screen is reader.view
        assert in_file(reader, text_of) == FILES[f"{NAME}.txt"]


@pytest.mark.parametrize("key", ["i", "enter"])
async def test_one_key_replaces_the_text_and_one_undo_brings_it_back(
    at: Open, tmp_path: Path, key: str
) -> None:
    async with at("documents") as reader:
        await propose(reader, tmp_path, LESS)
        await reader.press(key)
        assert reader.hint == f"✓ Replaced {NAME}: N lists 1 unplaced; u undoes it"
        assert in_file(reader, text_of) == LESS
        assert in_file(reader, states).count(CodingState.UNPLACED) == 1
        assert "1 coding: N lists them" in reader.screen
        await reader.press("u")
        assert in_file(reader, text_of) == FILES[f"{NAME}.txt"]
        assert CodingState.UNPLACED not in in_file(reader, states)
        assert "N lists them" not in reader.screen


async def test_a_text_in_which_all_stays_in_place_is_replaced_by_enter_too(at: Open, tmp_path: Path) -> None:
    longer = corrected(("They know everybody.", "They know everybody.\n\nQ: Thank you."))
    async with at("documents") as reader:
        await propose(reader, tmp_path, longer)
        assert "there is nothing to look at" in reader.screen
        await reader.press("enter")
        assert in_file(reader, text_of) == longer
        assert "4 codings: 4 in place" in reader.hint


async def test_the_same_text_is_no_correction(at: Open, tmp_path: Path) -> None:
    async with at("documents") as reader:
        await stand_on(reader, NAME)
        await reader.press("R")
        reader.view.path_field.query_one("#path").value = str(reader.path.parent / f"{NAME}.txt")
        await reader.press("enter")
        await reader.app.workers.wait_for_complete()
        assert "There is nothing to replace" in reader.hint
        assert reader.app.screen is reader.view


async def test_what_others_code_meanwhile_is_counted_before_the_text_is_replaced(
    at: Open, tmp_path: Path
) -> None:
    async with at("documents") as reader:
        await propose(reader, tmp_path, LESS)
        with Project.open(reader.path, coder=LIND, keep_backups=0) as project:
            document = project.documents.find(NAME)
            start = FILES[f"{NAME}.txt"].index("The city pays.")
            project.codings.apply(document, start, start + 14, project.codes.tree().children(None)[2])
        await reader.app.session.look()
        await reader.settle()
        assert "5 codings: 2 in place, 1 on changed words, 2 unplaced." in reader.screen


async def test_a_document_that_goes_meanwhile_takes_the_view_along(at: Open, tmp_path: Path) -> None:
    async with at("documents") as reader:
        await propose(reader, tmp_path, LESS)
        with Project.open(reader.path, coder=LIND, keep_backups=0) as project:
            project.documents.remove(project.documents.find(NAME))
        await reader.app.session.look()
        await reader.settle()
        assert reader.app.screen is reader.view


# -- the list of those without a place


@pytest.mark.parametrize("view", ["documents", "segments"])
async def test_a_key_lists_the_codings_without_a_place_with_the_words_that_they_had(
    replaced: Path, at: Open, view: str
) -> None:
    async with at(view) as reader:
        await reader.press("N")
        assert reader.view.NAME == "unplaced"
        assert "3 codings · 2 yours" in reader.head
        for words in ("The city pays.", "She read what their firms asked for.", "I would begin with"):
            assert words in reader.screen
        await reader.press("q")
        assert view == reader.view.NAME


async def test_with_none_the_list_says_so(at: Open) -> None:
    async with at("unplaced") as reader:
        assert "Every coding has its place" in reader.screen
        await reader.press("enter", "minus", "m")
        assert reader.view.NAME == "unplaced"


async def test_one_is_removed_and_brought_back(replaced: Path, at: Open) -> None:
    async with at("unplaced") as reader:
        await reader.press("minus")
        assert "Removed" in reader.hint
        assert len(reader.view.lost) == 2
        await reader.press("u")
        assert len(reader.view.lost) == 3
        await reader.press("end", "minus")
        assert reader.hint == "This coding is B. Lind's; only your own can be changed."
        assert len(in_file(reader, lambda project: project.codings.unplaced())) == 3


async def test_the_list_begins_at_the_document_that_one_came_from(replaced: Path, at: Open) -> None:
    async with at("documents") as reader:
        uid = in_file(reader, lambda project: project.documents.find(NAME).uid)
        await reader.go("unplaced", OfDocument(uid))
        assert reader.view.here.words == "She read what their firms asked for."


async def test_a_memo_leads_to_it_in_the_list(replaced: Path, at: Open) -> None:
    with Project.open(replaced, coder=MORI, keep_backups=0) as project:
        lost = next(
            one for one in project.codings.unplaced() if project.codings.words(one) == "The city pays."
        )
        project.memos.write("codings", lost.uid, "Since when?")
    async with at("memos") as reader:
        assert "unplaced: " in reader.screen
        await reader.press("enter")
        assert reader.view.NAME == "unplaced"
        assert reader.view.here.words == "The city pays."
        assert "Memo: Since when?" in reader.screen


# -- placing by hand


async def test_one_after_the_other_is_placed_at_the_passage_that_the_person_chooses(
    replaced: Path, at: Open
) -> None:
    async with at("unplaced") as reader:
        await reader.press("enter")
        assert reader.view.NAME == "coding"
        assert "In hand: " in reader.hint and "She read" in reader.hint
        text = reader.view.open.reading.text
        # Where the words stood: at the end of the turn that they were in.
        assert abs(reader.view.text.cursor - text.index("And who pays")) < 20
        start = text.index("And who pays")
        reader.view.text.go_to(start)
        await reader.press("space")
        assert reader.hint.startswith("Selected")
        await reader.press("enter")
        assert reader.hint.startswith("Placed. In hand: ") and "The city pays." in reader.hint
        start = text.index("Nothing at all.")
        reader.view.text.go_to(start)
        await reader.press("enter")
        assert "None of yours is without a place." in reader.hint
        left = in_file(reader, lambda project: [one.coder_id for one in project.codings.unplaced()])
        assert len(left) == 1
        shown = {text[one.start : one.end] for one in reader.view.open.codings.values()}
        assert {"And who pays for that desk today?", "Nothing at all."} <= shown
        await reader.press("u")
        assert len(in_file(reader, lambda project: project.codings.unplaced())) == 2


async def test_escape_lets_go_first_of_the_selection_then_of_the_coding(replaced: Path, at: Open) -> None:
    async with at("unplaced") as reader:
        await reader.press("enter")
        await reader.press("space", "escape")
        assert reader.hint.startswith("In hand: ")
        await reader.press("escape")
        assert "stays without a place" in reader.hint
        await reader.press("enter")
        assert len(in_file(reader, lambda project: project.codings.unplaced())) == 3


async def test_one_that_is_placed_from_elsewhere_is_put_down(replaced: Path, at: Open) -> None:
    async with at("unplaced") as reader:
        await reader.press("enter")
        held = reader.view.in_hand.coding
        with Project.open(reader.path, coder=LIND, keep_backups=0) as project:
            project.codings.place(held, 5, 20)
        await reader.app.session.look()
        await reader.settle()
        assert reader.view.in_hand is None
        assert "has a place by now" in reader.hint
        await reader.go("coding", PlaceAgain(held.uid))
        assert reader.view.in_hand is None


async def test_a_code_can_still_be_applied_while_one_is_in_hand(replaced: Path, at: Open) -> None:
    async with at("unplaced") as reader:
        await reader.press("enter")
        before = len(reader.codings())
        reader.view.text.go_to(reader.view.open.reading.text.index("How did"))
        await reader.press("1")
        assert len(reader.codings()) == before + 1
        assert reader.view.in_hand is not None


async def test_enter_stays_at_a_hit_of_the_search_in_the_text(at: Open) -> None:
    async with at("coding") as reader:
        await reader.press("f")
        await reader.type("city")
        await reader.press("enter")
        assert reader.view.text.hits
        place = reader.view.text.cursor
        await reader.press("enter")
        assert not reader.view.text.hits and reader.view.text.cursor == place


# -- where a place lies in another version


@pytest.mark.parametrize("words", ["How did", "And who pays", "rang us first", "市長は", "They know"])
def test_a_place_in_a_text_is_found_in_the_corrected_one(words: str) -> None:
    old = FILES[f"{NAME}.txt"]
    assert carried_offset(old, LESS, old.index(words)) == LESS.index(words)


def test_a_place_whose_words_are_gone_is_where_what_stood_around_it_meets() -> None:
    old = FILES[f"{NAME}.txt"]
    assert abs(carried_offset(old, LESS, old.index("city pays")) - LESS.index("After that")) < 12
    assert carried_offset("one two", "other words", 7) <= len("other words")
    assert carried_offset("", "words", 0) == 0
    assert carried_offset("words", "", 3) == 0
