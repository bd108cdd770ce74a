"""Reading and selecting with the mouse: clicks, drags, the wheel, stripes and the map."""

from textual.pilot import Pilot
from transcript_app import TOLD, interview, mark, selected, talk, tell

from qcode.tui.widgets.transcript import TranscriptView, Unit

TALK = interview(200)
ANSWER = TALK.speeches[1].speech[0]
ROW = 3
"""The view's row in which the first answer begins, at 100 cells."""


def cell_of(view: TranscriptView, offset: int) -> tuple[int, int]:
    """Return where an offset stands in the view."""
    rows = view._rows
    assert rows is not None
    return view._geometry.text_at + rows.cell_of(offset), rows.y_of(offset) - view.scroll_offset.y


def test_a_click_puts_the_cursor_there_and_selects_nothing() -> None:
    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        await pilot.click(view, offset=cell_of(view, ANSWER + 7))
        assert (view.cursor, view.selection) == (ANSWER + 7, None)

    tell(story, TALK, size=(100, 20))


def test_both_halves_of_a_wide_character_are_it() -> None:
    reading = talk(("R", "町役場"))

    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        x, y = cell_of(view, reading.speeches[0].speech[0])
        for half in (2, 3):
            await pilot.click(view, offset=(x + half, y))
            assert reading.text[view.cursor] == "役"

    tell(story, reading)


def test_more_clicks_take_larger_units() -> None:
    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        at = cell_of(view, ANSWER + 8)
        words = []
        for times in (2, 3, 4):
            await pilot.click(view, offset=at, times=times)
            words.append(selected(view))
            await pilot.click(view, offset=(at[0], at[1] + 2))
        assert words == ["one", "We put one person in the port city for two years.", TOLD]

    tell(story, TALK, size=(100, 20))


def test_four_clicks_take_the_turn_where_turns_are_the_unit() -> None:
    reading = talk(("R", "One.\nTwo."))

    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        view.unit = Unit.TURN
        await pilot.click(view, offset=cell_of(view, reading.speeches[0].speech[0]), times=4)
        assert selected(view) == "One.\nTwo."

    tell(story, reading)


def test_a_drag_selects_and_after_a_double_click_by_words() -> None:
    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        start, end = cell_of(view, ANSWER + 3), cell_of(view, ANSWER + 12)
        await pilot.mouse_down(view, offset=start)
        await pilot.hover(view, offset=end)
        await pilot.mouse_up(view, offset=end)
        assert selected(view) == TOLD[3:12]
        await pilot.click(view, offset=(start[0], start[1] + 3))
        await pilot.mouse_down(view, offset=end)
        await pilot.mouse_up(view, offset=end)
        await pilot.mouse_down(view, offset=end)
        await pilot.hover(view, offset=start)
        await pilot.mouse_up(view, offset=start)
        assert selected(view) == "put one person"
        await pilot.hover(view, offset=(start[0] + 30, start[1]))
        assert selected(view) == "put one person"

    tell(story, TALK, size=(100, 20))


def test_a_drag_below_the_view_goes_on_selecting_while_the_text_moves() -> None:
    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        await pilot.mouse_down(view, offset=cell_of(view, ANSWER))
        await pilot.hover(view, offset=(40, 18))
        view._pointer = (40, 25)
        before = view.selection
        view._scroll_with_drag()
        assert view.scroll_offset.y > 0
        assert before is not None
        assert view.selection is not None
        assert view.selection[0] == ANSWER
        assert view.selection[1] > before[1]
        await pilot.mouse_up(view, offset=(40, 18))

    tell(story, TALK, size=(100, 20))


def test_shift_and_click_extend_to_there() -> None:
    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        view.go_to(ANSWER)
        await pilot.click(view, offset=cell_of(view, ANSWER + 10), shift=True)
        assert selected(view) == TOLD[:10]

    tell(story, TALK, size=(100, 20))


def test_a_click_on_a_stripe_puts_its_coding_in_focus() -> None:
    marks = [mark("a", ANSWER, ANSWER + 40), mark("b", ANSWER, ANSWER + 20)]

    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        before = view.cursor
        await pilot.click(view, offset=(1, ROW))
        assert (view.focused_mark, view.cursor) == ("b", before)
        await pilot.click(view, offset=(0, ROW))
        assert view.focused_mark == "a"

    tell(story, TALK, marks, size=(100, 20))


def test_clicks_on_the_plus_go_through_the_codings_without_a_lane() -> None:
    marks = [mark(f"m{number}", ANSWER, ANSWER + 40 - number) for number in range(8)]

    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        met = set()
        for _ in range(2):
            await pilot.click(view, offset=(5, ROW))
            met.add(view.focused_mark)
        assert met == {"m6", "m7"}

    tell(story, TALK, marks, size=(100, 20))


def test_a_click_on_the_map_goes_to_that_part() -> None:
    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        await pilot.click(view, offset=(99, 10))
        share = view.cursor / len(TALK.text)
        assert 0.4 < share < 0.6

    tell(story, TALK, size=(100, 20))


def test_the_wheel_moves_the_text() -> None:
    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        from textual.events import MouseScrollDown, MouseScrollUp

        for kind, expected in ((MouseScrollDown, 3), (MouseScrollDown, 6), (MouseScrollUp, 3)):
            view.post_message(kind(view, 5, 5, 0, 0, 0, False, False, False))
            await pilot.pause()
            assert view.scroll_offset.y == expected

    tell(story, TALK, size=(100, 20))
