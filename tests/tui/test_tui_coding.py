"""Coding on the screen, as a person does it: keys in, codings in the project file."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from coding_study import LIND, MORI
from pictures import screen_text
from textual import events
from textual.pilot import Pilot

from qcode import Project
from qcode.model.codings import Coding as Stored
from qcode.tui.app import QcodeApp
from qcode.tui.screens.coding import Coding
from qcode.tui.widgets.side_line import SideLine
from qcode.tui.widgets.transcript import Unit


class Desk:
    """A person at the screen: presses keys, reads the hint line, and looks into the file."""

    def __init__(self, pilot: Pilot[None], path: Path) -> None:
        self.pilot = pilot
        self.path = path
        app = pilot.app
        assert isinstance(app, QcodeApp)
        self.app = app

    @property
    def view(self) -> Coding:
        assert isinstance(self.app.view, Coding)
        return self.app.view

    @property
    def hint(self) -> str:
        assert self.app.view is not None
        return self.app.view.query_one("#hint", SideLine).left

    @property
    def head(self) -> str:
        assert self.app.view is not None
        return self.app.view.query_one("#head", SideLine).left

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def ahead(self, *typed: str) -> None:
        """Press keys without waiting for what one does before the next."""
        for key in typed:
            self.app.post_message(events.Key(key, key if len(key) == 1 else None))
        for _ in range(5):
            await self.pilot.pause()

    async def type(self, words: str) -> None:
        await self.press(*("space" if one == " " else one for one in words))

    def text(self, coding: Stored) -> str:
        with Project.open(self.path, coder=MORI, keep_backups=0) as project:
            documents = {one.id: one for one in project.documents.list()}
            return project.documents.text(documents[coding.document_id])[coding.start : coding.end]

    def mine(self) -> list[tuple[str, str]]:
        """Return this coder's codings in the file: (code, words), in the order they were made."""
        with Project.open(self.path, coder=MORI, keep_backups=0) as project:
            tree = project.codes.tree()
            me = project.coders.find(MORI)
            found = sorted(
                (one for one in project.codings.list() if one.coder_id == me.id), key=lambda one: one.id
            )
            return [(tree.path(one.code_id), self.text(one)) for one in found]


@pytest.fixture
def desk(study: Path, app_on: Callable[..., QcodeApp]) -> Callable[..., object]:
    """Return what opens the screen on the study, with its cursor in the first answer."""

    @asynccontextmanager
    async def at(
        size: tuple[int, int] = (120, 36), words: str = "We put one person", coder: str = MORI
    ) -> AsyncIterator[Desk]:
        app = app_on(study, coder)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await app.workers.wait_for_complete()
            one = Desk(pilot, study)
            if words:
                one.view.text.go_to(one.view.open.reading.text.index(words))
                await pilot.pause()
            yield one

    return at


async def test_one_key_codes_the_sentence_under_the_cursor_and_says_so(desk) -> None:
    async with desk(words="The city pays.") as person:
        await person.press("2")
        assert person.mine()[-1] == ("Orchestration", "The city pays.")
        assert person.hint == "✓ Orchestration: 14 characters, respondent R1, turn 4"


async def test_the_unit_can_be_the_turn(desk) -> None:
    async with desk() as person:
        await person.press("t", "t")
        assert person.view.text.unit is Unit.TURN
        await person.press("1")
        _, words = person.mine()[-1]
        assert words.startswith("We put one person") and words.endswith("what their firms asked for.")


async def test_a_second_code_follows_on_the_same_selection(desk) -> None:
    async with desk(words="I would begin") as person:
        await person.press("space", "space", "1", "2")
        (first, words), (second, same) = person.mine()[-2:]
        assert (first, second) == ("Gatekeeper", "Orchestration")
        assert words == same == "I would begin with the harbour office. They know everybody."


async def test_the_same_code_twice_on_a_passage_is_one_coding(desk) -> None:
    async with desk(words="After that the chamber") as person:
        await person.press("1")
        number = len(person.mine())
        await person.press("1")
        assert len(person.mine()) == number
        assert "already" in person.hint


async def test_a_code_is_applied_by_its_own_key(desk) -> None:
    async with desk(words="After that the chamber") as person:
        await person.press("c", "o", "o")
        assert person.mine()[-1][0] == "Orchestration"


async def test_a_key_that_no_code_has_says_so_and_codes_nothing(desk) -> None:
    async with desk() as person:
        number = len(person.mine())
        await person.press("c", "z")
        assert person.hint == "No code has the key “z”."
        assert len(person.mine()) == number


async def test_a_code_is_picked_by_its_japanese_name(desk) -> None:
    async with desk(words="市長は") as person:
        await person.press("slash")
        await person.type("オーケスト")
        await person.press("enter")
        assert person.mine()[-1] == ("Orchestration", "市長は国際交流に熱心です。")
        assert person.app.focused is person.view.text


async def test_a_name_that_is_not_there_becomes_a_new_code_in_one_step(desk) -> None:
    async with desk(words="They know everybody.") as person:
        await person.press("slash")
        await person.type("Personal ties")
        await person.press("enter")
        assert person.mine()[-1] == ("Personal ties", "They know everybody.")
        await person.press("u")
        assert "Personal ties" not in [one.name for one in person.app.session.overview.tree]


async def test_leaving_the_picker_changes_nothing(desk) -> None:
    async with desk() as person:
        before = person.mine()
        await person.press("slash", "g", "escape")
        assert person.mine() == before
        assert person.app.focused is person.view.text


async def test_the_last_code_is_applied_again(desk) -> None:
    async with desk(words="The city pays.") as person:
        await person.press("3", "tab", "full_stop")
        assert [code for code, _ in person.mine()[-2:]] == ["Global pipeline", "Global pipeline"]


async def test_a_code_is_named_by_the_passage_itself(desk) -> None:
    async with desk(words="They know everybody.") as person:
        await person.press("i")
        code, words = person.mine()[-1]
        assert words == "They know everybody."
        assert code.startswith("They know everybody")


async def test_undo_and_redo_name_what_they_take_back(desk) -> None:
    async with desk(words="They know everybody.") as person:
        before = person.mine()
        await person.press("1", "u")
        assert person.hint.startswith("✓ Undid: Gatekeeper: 20 characters")
        assert person.mine() == before
        assert not [one for one in person.view.text.codings_at(person.view.text.cursor) if one.own]
        await person.press("U")
        assert person.mine()[-1] == ("Gatekeeper", "They know everybody.")
        assert [one for one in person.view.text.codings_at(person.view.text.cursor) if one.own]


async def test_a_coding_is_removed_with_one_key_and_only_ones_own(desk) -> None:
    async with desk(words="The city pays.") as person:
        before = person.mine()
        await person.press("minus")
        assert len(person.mine()) == len(before) - 1
        person.view.text.go_to(person.view.open.reading.text.index("I would begin"))
        await person.press("minus")
        assert LIND in person.hint and "only your own" in person.hint


async def test_an_edge_moves_by_words_and_can_be_undone(desk) -> None:
    async with desk(words="The city pays.") as person:
        await person.press("less_than_sign", "less_than_sign")
        assert any(words == "The city" for _, words in person.mine())
        await person.press("o", "greater_than_sign")
        assert any(words == "city" for _, words in person.mine())
        await person.press("u", "u", "u")
        assert any(words == "The city pays." for _, words in person.mine())


async def test_full_width_keys_of_an_input_method_left_on_work(desk) -> None:
    async with desk(words="They know everybody.") as person:
        await person.press("１")
        assert person.mine()[-1] == ("Gatekeeper", "They know everybody.")


async def test_codes_in_interviewers_speech_are_said_not_to_count(desk) -> None:
    async with desk(words="And who pays") as person:
        await person.press("1")
        assert person.hint.endswith("(interviewer's speech: not counted)")


async def test_another_programs_coding_appears(desk) -> None:
    async with desk(words="They know everybody.") as person:
        with Project.open(person.path, coder=LIND, keep_backups=0) as project:
            port = project.documents.find("Minamihama_interview")
            start = project.documents.text(port).index("They know everybody.")
            project.codings.apply(port, start, start + 20, project.codes.find("Orchestration"))
        await person.app._look()
        await person.pilot.pause()
        assert any(not one.own for one in person.view.text.codings_at(start))


async def test_other_coders_codings_can_be_hidden(desk) -> None:
    async with desk(words="I would begin") as person:
        assert person.view.text.codings_at(person.view.text.cursor)
        await person.press("z")
        assert person.hint == "Other coders' codings are hidden."


async def test_a_document_is_finished_and_reopened(desk) -> None:
    async with desk() as person:
        await person.press("F")
        assert person.hint == f"✓ Minamihama_interview is finished for {MORI}"
        await person.press("F")
        assert "open again" in person.hint


async def test_a_code_is_pinned_to_a_digit_from_the_codebook_pane(desk) -> None:
    async with desk(words="They know everybody.") as person:
        await person.press("B", "j", "p", "9", "q", "9")
        code = person.app.session.overview.pins[8]
        assert code is not None and person.mine()[-1][0].endswith(code.name)


async def test_the_place_is_found_again_after_leaving(desk) -> None:
    async with desk(words="They know everybody.") as person:
        at = person.view.text.cursor
        await person.press("Q")
    async with desk(words="") as person:
        assert person.view.text.cursor == at


async def test_enter_in_the_documents_pane_opens_a_document(desk) -> None:
    async with desk() as person:
        await person.press("D", "end", "enter")
        assert person.head.endswith("Kitaoka > Kitaoka_interview")
        assert person.app.focused is person.view.text


async def test_words_are_found_in_the_document_and_the_cursor_goes_there(desk) -> None:
    async with desk(words="") as person:
        await person.press("f")
        await person.type("HARBOUR")
        await person.press("enter")
        text = person.view.open.reading.text
        assert text[person.view.text.cursor :].startswith("harbour")


async def test_a_window_too_small_says_so_politely_and_comes_back(desk) -> None:
    async with desk() as person:
        await person.pilot.resize_terminal(60, 20)
        await person.pilot.pause()
        assert "qcode needs 70 columns and 20 rows" in screen_text(person.app)
        await person.pilot.resize_terminal(80, 24)
        await person.pilot.pause()
        assert "We put one person" in screen_text(person.app)


async def test_in_a_narrow_window_the_panes_come_when_asked_for(desk) -> None:
    async with desk(size=(80, 24)) as person:
        assert "CODEBOOK" not in screen_text(person.app)
        await person.press("B")
        assert "CODEBOOK" in screen_text(person.app)
        await person.press("q")
        assert "CODEBOOK" not in screen_text(person.app)


async def test_counts_beside_codes_follow_each_coding(desk) -> None:
    async with desk(words="They know everybody.") as person:
        counts = await person.app.session.count()
        code = person.app.session.overview.pins[2]
        before = counts.of(code.id).own
        await person.press("3")
        assert person.app.session.counts.of(code.id).own == before + 1
        await person.press("u")
        assert person.app.session.counts.of(code.id).own == before


async def test_the_first_act_of_a_new_coder_keeps_the_selection(desk) -> None:
    async with desk(words="I would begin", coder="N. Newcomer") as person:
        await person.press("space", "space", "1", "2")
        spans = {(one.start, one.end) for one in person.view.open.codings.values() if one.coder_id > 2}
        assert len(spans) == 1
        (span,) = spans
        text = person.view.open.reading.text
        assert text[slice(*span)] == "I would begin with the harbour office. They know everybody."
        assert all(one.own for one in person.view.text.codings_at(span[0]) if one.coder == 3)


async def test_a_selection_survives_what_another_program_renames(desk) -> None:
    async with desk(words="I would begin") as person:
        await person.press("space", "space")
        selected = person.view.text.selection
        with Project.open(person.path, coder=LIND, keep_backups=0) as project:
            speaker = next(one for one in project.participants.list() if one.name == "R2")
            project.participants.set([speaker], pseudonym="Harbour clerk")
        await person.app._look()
        await person.pilot.pause()
        assert person.view.text.selection == selected
        assert "Harbour clerk" in screen_text(person.app)


async def test_a_document_removed_while_a_code_is_picked_codes_nothing_else(desk) -> None:
    async with desk(words="The city pays.") as person:
        await person.press("slash")
        with Project.open(person.path, coder=LIND, keep_backups=0) as project:
            project.documents.remove(project.documents.find("Minamihama_interview"))
        await person.app._look()
        await person.press("enter")
        assert person.view.open is None
        assert "no longer in the project" in person.hint
        assert person.mine() == []


async def test_a_code_chosen_in_the_pane_is_applied_before_the_keys_typed_after_it(desk) -> None:
    async with desk(words="After that the chamber") as person:
        number = len(person.mine())
        await person.press("B", "j", "j")
        await person.ahead("enter", "q", "right_curly_bracket")
        made = person.mine()
        assert len(made) == number + 1
        assert made[-1][1].startswith("After that the chamber")


async def test_a_document_chosen_in_the_pane_is_open_before_the_next_key(desk) -> None:
    async with desk() as person:
        await person.press("D", "end")
        await person.ahead("enter", "2")
        assert person.head.endswith("Kitaoka_interview")
        _, words = person.mine()[-1]
        assert words == "Do you work with the neighbouring towns?"


async def test_what_is_typed_ahead_of_a_question_answers_it(desk) -> None:
    async with desk(words="") as person:
        before = person.mine()
        await person.ahead("f", "1", "minus")
        assert person.mine() == before
        assert person.view.prompt.asking


async def test_the_picker_keeps_the_keys_when_the_window_was_too_small_for_a_while(desk) -> None:
    async with desk(words="The city pays.") as person:
        before = person.mine()
        await person.press("slash")
        await person.pilot.resize_terminal(50, 15)
        await person.press("minus")
        await person.pilot.resize_terminal(120, 36)
        await person.pilot.pause()
        await person.press("1", "minus")
        assert person.mine() == before
        assert person.view.picker.is_open
        await person.press("escape", "j")
        assert person.app.focused is person.view.text


async def test_a_memo_after_a_free_selection_is_on_the_coding_just_made(desk) -> None:
    async with desk(words="They know everybody.") as person:
        await person.press("v", "w", "w", "2", "minus")
        assert person.hint.startswith("✓ Removed Orchestration")


async def test_a_pin_needs_a_digit(desk) -> None:
    async with desk() as person:
        await person.press("B", "p", "down")
        assert person.hint == "Pins are the digits 1 to 9; 0 takes a pin away."


async def test_free_selection_ends_with_the_coding_and_says_how_much_is_selected(desk) -> None:
    async with desk(words="They know everybody.") as person:
        await person.press("v", "w", "w")
        assert person.hint == "Selected: 10 characters, respondent R2, turn 7   v or Esc ends"
        await person.press("1", "k", "2")
        (_, first), (_, second) = person.mine()[-2:]
        assert first == "They know "
        assert second == "I would begin with the harbour office."
        assert person.view.text.selection is None


async def test_the_list_of_codes_never_hides_the_passage(desk) -> None:
    async with desk(words="They know everybody.", size=(80, 24)) as person:
        await person.press("slash")
        assert "They know everybody." in screen_text(person.app)


async def test_a_letter_of_a_code_key_can_be_taken_back(desk) -> None:
    async with desk(words="They know everybody.") as person:
        await person.press("c", "g", "backspace", "o", "o")
        assert person.mine()[-1][0] == "Orchestration"


async def test_the_words_about_a_search_go_with_the_search(desk) -> None:
    async with desk(words="") as person:
        await person.press("f")
        await person.type("the")
        await person.press("enter", "n")
        assert "n next" in person.hint
        await person.press("escape")
        assert "n next" not in person.hint


async def test_from_a_coding_to_what_else_its_case_says_with_the_code(desk) -> None:
    async with desk(words="The city pays.") as person:
        await person.press("S")
        assert person.app.view.NAME == "segments"
        assert "The city pays." in screen_text(person.app)
        assert person.app.view.wanted.condition == 'code = "Gatekeeper" and case = "Minamihama"'
        await person.press("q")
        assert person.head.endswith("Minamihama_interview")


async def test_words_found_here_are_looked_for_in_all_documents(desk) -> None:
    async with desk(words="") as person:
        await person.press("f")
        await person.type("the port")
        await person.press("enter", "asterisk")
        await person.app.workers.wait_for_complete()
        await person.pilot.pause()
        assert person.app.view.NAME == "search"
        assert "Minamihama_strategy" in screen_text(person.app)
