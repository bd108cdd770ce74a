"""Reading and selecting by keys: where the cursor goes, what is selected, what the screen is told."""

import pytest
from textual.actions import SkipAction
from textual.binding import Binding
from textual.pilot import Pilot
from transcript_app import ASKED, TOLD, interview, lines, mark, selected, talk, target, tell

from qcode.tui.widgets.transcript import Reading, TranscriptView, Unit
from qcode.tui.widgets.transcript.bindings import BINDINGS

TALK = interview(40)
ANSWER = TALK.speeches[1].speech[0]
"""Where the first answer begins."""


def test_a_talk_is_shown_with_who_speaks_and_without_its_labels() -> None:
    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        shown = lines(view)
        assert shown[0].split() == ["1", "Q", "Q", "0:01:01"]
        assert shown[2].split() == ["2", "R", "0:02:02"]
        assert shown[3].split()[:3] == ["We", "put", "one"]
        assert not any("Q:" in line or "R:" in line for line in shown)

    tell(story, interview(2), size=(90, 20))


def test_a_high_view_keeps_turns_apart_by_a_blank_row() -> None:
    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        assert [bool(line) for line in lines(view)[:6]] == [True, True, False, True, True, False]

    tell(story, talk(("Q", "Who?"), ("R", "We.")), size=(110, 31))


def test_the_cursor_begins_in_the_first_speech_and_steps_over_labels() -> None:
    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        assert view.cursor == TALK.speeches[0].speech[0]
        view.action_row_end()
        view.action_row_end()
        view.go_to(TALK.speeches[0].speech[1])
        view.action_cursor_right()
        assert view.cursor == ANSWER
        view.action_cursor_left()
        assert view.cursor == TALK.speeches[0].speech[1]

    tell(story, TALK)


def test_up_and_down_keep_the_column_over_shorter_rows_and_over_heads() -> None:
    reading = talk(("Q", "a long question, quite"), ("R", "no"), ("Q", "another long question"))

    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        view.go_to(reading.text.index("question, quite"))
        column = view.cursor - reading.speeches[0].speech[0]
        view.action_cursor_down()
        assert view.cursor == reading.speeches[1].speech[1]
        view.action_cursor_down()
        assert view.cursor - reading.speeches[2].speech[0] == column
        view.action_cursor_up()
        view.action_cursor_up()
        assert view.cursor == reading.text.index("question, quite")

    tell(story, reading)


def test_pages_and_ends_of_the_document() -> None:
    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        view.action_page_down()
        below = view.cursor
        assert below > ANSWER
        assert view.scroll_offset.y == view.size.height - 2
        view.action_page_up()
        assert view.scroll_offset.y == 0
        view.action_document_end()
        assert view.cursor == TALK.speeches[-1].speech[1]
        assert view.scroll_offset.y == view.max_scroll_y
        view.action_document_start()
        assert view.cursor == TALK.speeches[0].speech[0]
        assert view.scroll_offset.y == 0

    tell(story, TALK)


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (["tab", "tab"], "We put one person in the port city for two years."),
        (["tab", "tab", "shift+tab"], "Who pays?"),
        (["t", "tab"], TOLD),
        (["t", "t", "tab", "tab"], ASKED),
        (
            ["right_curly_bracket", "right_curly_bracket", "K"],
            "We put one person in the port city for two years.",
        ),
        (["J", "right_parenthesis"], "Then the chamber rang us first."),
        (["tab", "tab", "left_parenthesis"], "Who pays?"),
        (["w", "w", "w", "b", "space"], "How did your office first come to know the city?"),
        (["space", "space"], ASKED),
        (["space", "space", "backspace"], "How did your office first come to know the city?"),
        (["w", "x"], "did"),
        (["w", "x", "x", "x"], ASKED),
        (["w", "x", "x", "X"], "did"),
        (["v", "w", "w"], "How did "),
        (["v", "right", "right", "v"], "Ho"),
        (["shift+right", "shift+right", "shift+right", "shift+left"], "Ho"),
    ],
)
def test_keys_lead_to_a_passage(keys: list[str], words: str) -> None:
    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        await pilot.press(*keys)
        assert target(view) == words

    tell(story, TALK)


def test_every_key_has_an_id_and_says_what_it_does() -> None:
    bindings = [binding for binding in BINDINGS if isinstance(binding, Binding)]
    assert bindings
    assert all((binding.id or "").startswith("text.") and binding.description for binding in bindings)
    keys = {key for binding in bindings for key in binding.key.split(",")}
    assert not any("alt+" in key or "ctrl+shift+" in key or key == "ctrl+h" for key in keys)


def test_moving_on_lets_the_selection_go() -> None:
    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        view.action_select_unit()
        assert selected(view)
        view.action_cursor_right()
        assert view.selection is None
        await pilot.pause()

    heard = [what[1] for what in tell(story, TALK).heard if what[0] == "selected"]
    assert heard[-1] is None


def test_extending_over_a_turn_takes_the_label_along() -> None:
    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        view.unit = Unit.TURN
        view.action_select_unit()
        view.action_select_unit()
        assert selected(view) == f"{ASKED}\n\nR: {TOLD}"
        assert view.cursor == ANSWER
        view.action_take_back()
        assert selected(view) == ASKED
        assert view.cursor == TALK.speeches[0].speech[0]
        view.action_take_back()
        assert view.selection is None

    tell(story, TALK)


def test_growing_ends_at_the_question_with_its_answer() -> None:
    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        view.go_to(ANSWER)
        for _ in range(5):
            view.action_grow()
        assert selected(view) == f"{ASKED}\n\nR: {TOLD}"
        await pilot.pause()
        for _ in range(3):
            view.action_shrink()
        assert selected(view) == "We"

    app = tell(story, TALK)
    assert ("nothing", "There is nothing larger to select.") in app.heard


def test_a_free_selection_shrinks_to_a_unit_inside_it() -> None:
    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        view.go_to(ANSWER + 3, (ANSWER, ANSWER + len(TOLD) - 1))
        view.action_shrink()
        assert selected(view) == "We put one person in the port city for two years."
        view.select((ANSWER, ANSWER + len(TOLD)))
        view.action_take_back()
        assert selected(view) == "We put one person in the port city for two years."

    tell(story, TALK)


def test_escape_lets_go_of_one_thing_after_the_other_and_then_leaves_the_key_to_others() -> None:
    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        view.show_hits([(ANSWER, ANSWER + 2)])
        view.focus_mark("a")
        view.action_select_unit()
        view.action_clear()
        assert (view.selection, len(view.hits), view.focused_mark) == (None, 1, "a")
        view.action_clear()
        assert (len(view.hits), view.focused_mark) == (0, "a")
        view.action_clear()
        assert view.focused_mark is None
        with pytest.raises(SkipAction):
            view.action_clear()

    tell(story, TALK, [mark("a", ANSWER, ANSWER + 9)])


def test_changing_the_unit_is_told_and_a_plan_has_no_turns() -> None:
    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        for _ in range(3):
            view.action_change_unit()
            await pilot.pause()

    kinds = [what[1] for what in tell(story, TALK).heard if what[0] == "unit"]
    assert kinds == ["paragraph", "turn", "sentence"]
    kinds = [what[1] for what in tell(story, Reading("plan", "One. Two.")).heard if what[0] == "unit"]
    assert kinds == ["paragraph", "sentence", "paragraph"]


def test_from_coding_to_coding() -> None:
    marks = [
        mark("a", ANSWER, ANSWER + 20),
        mark("b", ANSWER, ANSWER + 5),
        mark("c", ANSWER + 300, ANSWER + 310),
    ]

    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        met = []
        for _ in range(4):
            view.action_next_coding()
            met.append(view.focused_mark)
        assert met == ["a", "b", "c", "c"]
        view.action_previous_coding()
        assert view.focused_mark == "b"
        assert [one.uid for one in view.codings_at()] == ["b", "a"]
        view.action_cursor_right()
        assert view.focused_mark is None
        view.focus_mark("c")
        view.drop(["c"])
        assert view.focused_mark is None
        await pilot.pause()

    app = tell(story, TALK, marks)
    assert ("nothing", "There is no further coding.") in app.heard
    assert ("focused", None) in app.heard


def test_from_one_stretch_without_codings_to_the_next() -> None:
    second = TALK.speeches[3].speech
    marks = [mark("a", *second), mark("other", *TALK.speeches[5].speech, own=False)]

    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        assert view.progress() == (1, 20)
        view.action_next_uncoded()
        assert view.cursor == ANSWER
        view.put([mark("b", ANSWER, ANSWER + 48)])
        assert view.progress() == (2, 20)
        view.action_document_start()
        view.action_next_uncoded()
        assert target(view) == "Then the chamber rang us first."
        view.action_next_uncoded()
        assert view.cursor == TALK.speeches[5].speech[0]
        view.action_document_end()
        view.action_next_uncoded()
        await pilot.pause()

    assert tell(story, TALK, marks).heard[-1] == ("nothing", "There is no further stretch without codings.")


def test_hits_are_gone_through_in_a_circle() -> None:
    hits = [(at, at + 4) for at in range(len(TALK.text)) if TALK.text.startswith("port", at)]

    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        assert view.show_hits([*hits, (0, 1)]) == len(hits)
        view.action_next_uncoded()
        assert view.cursor == hits[0][0]
        view.action_next_uncoded()
        assert view.cursor == hits[1][0]
        view.action_next_coding_or_hit()
        view.action_next_coding_or_hit()
        assert view.cursor == hits[-1][0]
        await pilot.pause()
        view.next_hit()
        assert view.cursor == hits[0][0]

    app = tell(story, TALK)
    assert ("hit", len(hits), len(hits)) in app.heard


def test_going_somewhere_shows_what_stands_around_it() -> None:
    at = TALK.speeches[20].speech[0]

    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        view.go_to(at, (at, at + 10))
        assert selected(view) == TALK.text[at : at + 10]
        rows = view._rows
        assert rows is not None
        assert 3 < rows.y_of(at) - view.scroll_offset.y < view.size.height - 3

    tell(story, TALK)


def test_a_resize_keeps_the_place() -> None:
    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        rows = view._rows
        assert rows is not None
        view.go_to(TALK.speeches[21].speech[0] + 60)
        top = rows.row(view.scroll_offset.y).start
        for width in (40, 100, 60):
            await pilot.resize_terminal(width, 20)
            await pilot.pause()
            rows = view._rows
            assert rows is not None
            assert view.scroll_offset.y <= rows.y_of(top) <= view.scroll_offset.y + 2
            y = rows.y_of(view.cursor)
            assert view.scroll_offset.y <= y < view.scroll_offset.y + 20

    tell(story, TALK)


def test_the_wheel_takes_the_cursor_along_unless_something_is_selected() -> None:
    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        view.scroll_to(y=30, animate=False)
        rows = view._rows
        assert rows is not None
        assert 30 <= rows.y_of(view.cursor) <= 32
        view.go_to(ANSWER, (ANSWER, ANSWER + 4))
        view.scroll_to(y=30, animate=False)
        assert view.cursor == ANSWER

    tell(story, TALK)


def test_another_document_begins_without_the_selection_of_the_last_one() -> None:
    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        view.action_select_unit()
        view.show_hits([(ANSWER, ANSWER + 2)])
        view.show(Reading("plan", "One.\n\nTwo."), at=6)
        await pilot.pause()
        assert (view.selection, view.hits, view.cursor, target(view)) == (None, (), 6, "Two.")
        view.show(Reading("nothing", ""))
        await pilot.pause()
        assert (view.target(), view.progress(), view.codings_at()) == ((0, 0), (0, 0), [])
        for action in ("down", "right", "left", "up"):
            getattr(view, f"action_cursor_{action}")()
        for action in (
            "next_unit",
            "next_word",
            "page_down",
            "select_unit",
            "grow",
            "next_coding",
            "next_uncoded",
        ):
            getattr(view, f"action_{action}")()
        assert view.cursor == 0

    tell(story, TALK)
