"""What stands on the screen: stripes, names, highlights, the map; and never anything that steers a terminal."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot
from transcript_app import HOSTILE, TOLD, interview, lines, mark, styles_at, talk, tell

from qcode.tui.widgets.transcript import CodeLook, Reading, Speech, TranscriptView

TALK = interview(40)
ANSWER = TALK.speeches[1].speech


def texts(view: TranscriptView) -> list[str]:
    """Return the view's lines without the map's cell."""
    return [view.render_line(y).text[:-1].rstrip() for y in range(view.size.height)]


def stripes(view: TranscriptView, first: int, last: int, lanes: int = 2) -> list[str]:
    return [line[:lanes] for line in (view.render_line(y).text for y in range(first, last))]


def test_a_stripe_shows_where_a_coding_begins_and_ends() -> None:
    marks = [mark("long", *ANSWER), mark("short", ANSWER[0], ANSWER[0] + 4, 2)]

    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        assert stripes(view, 2, 6) == ["  ", "╭▪", "╰ ", "  "]
        view.focus_mark("long")
        assert stripes(view, 3, 5) == ["┏▪", "┗ "]
        view.ascii_glyphs = True
        assert stripes(view, 3, 5) == ["#*", "# "]
        view.focus_mark(None)
        assert stripes(view, 3, 5) == ["/*", "\\ "]

    tell(story, TALK, marks, size=(80, 20))


def test_a_coding_over_two_turns_runs_through_the_rows_between_them() -> None:
    marks = [mark("a", ANSWER[0], TALK.speeches[2].speech[1])]

    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        assert stripes(view, 3, 7, 1) == ["╭", "│", "│", "╰"]

    tell(story, TALK, marks, size=(80, 20))


def test_codings_of_others_are_drawn_otherwise_and_can_be_hidden() -> None:
    marks = [mark("mine", *ANSWER), mark("theirs", *ANSWER, 2, own=False)]

    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        assert stripes(view, 3, 5) == ["╭┌", "╰└"]
        view.show_others = False
        assert stripes(view, 3, 5) == ["╭ ", "╰ "]
        view.put([mark("theirs too", *ANSWER, own=False)])
        assert len(view.marks()) == 1
        view.show_others = True
        assert len(view.marks()) == 3

    tell(story, TALK, marks, size=(80, 20))


def test_lanes_grow_in_steps_and_end_in_a_plus() -> None:
    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        widths = []
        for number in range(8):
            view.put([mark(f"m{number}", ANSWER[0] + number, ANSWER[1])])
            widths.append(view._geometry.lanes)
        assert widths == [2, 2, 4, 4, 6, 6, 6, 6]
        assert [line[:6] for line in texts(view)[3:5]] == ["╭╭╭╭╭+", "╰╰╰╰╰+"]

    tell(story, TALK, size=(80, 20))


def test_names_of_codes_stand_in_the_head_and_in_a_wide_view_in_the_margin() -> None:
    marks = [
        mark("a", *ANSWER),
        mark("b", ANSWER[0], ANSWER[0] + 9, 2),
        mark("c", ANSWER[0] + 60, ANSWER[1], 3),
    ]

    async def narrow(pilot: Pilot[None], view: TranscriptView) -> None:
        assert "R  Gatekeeper > search · Orchestration · Level" in texts(view)[2]

    async def wide(pilot: Pilot[None], view: TranscriptView) -> None:
        head, first, second, *_ = texts(view)[2:]
        assert "Gatekeeper" not in head
        assert first.endswith("Gatekeeper > search")
        assert second.endswith("Orchestration · Level")

    tell(narrow, TALK, marks, size=(80, 20))
    tell(wide, TALK, marks, size=(110, 20))


def test_names_that_have_no_room_of_their_own_share_the_last_row() -> None:
    reading = talk(("R", "Short."))
    start, end = reading.speeches[0].speech
    looks = {code: CodeLook(f"C{code}", "") for code in range(3)}

    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        view.set_looks(looks)
        assert texts(view)[1].endswith("C0 · C1 · C2")

    tell(story, reading, [mark(f"m{code}", start, end, code) for code in range(3)], size=(120, 20))


def test_what_lies_on_the_text() -> None:
    first = ANSWER[0]
    marks = [mark("a", first, first + 10, 1), mark("b", first + 20, first + 30, 2)]

    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        assert styles_at(view, first + 5) == set()
        view.stressed_code = 2
        assert styles_at(view, first + 25) == {"ground"}
        assert styles_at(view, first + 5) == set()
        view.focus_mark("a")
        assert "ground" in styles_at(view, first + 5)
        view.focus_mark(None)
        view.show_hits([(first + 40, first + 42)])
        assert styles_at(view, first + 41) == {"underline"}
        view.go_to(first + 5)
        assert styles_at(view, first + 5) == {"ground", "bold"}
        assert styles_at(view, first + 6) == {"ground"}
        view.select((first + 50, first + 70))
        assert styles_at(view, first + 60) == {"ground"}

    tell(story, TALK, marks, size=(80, 20))


def test_without_colour_everything_can_still_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    first = ANSWER[0]

    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        view.go_to(first)
        assert styles_at(view, first + 5) == {"underline", "ground"}
        assert "reverse" in styles_at(view, first)
        view.select((first + 10, first + 20))
        assert "reverse" in styles_at(view, first + 15)
        view.focus_mark("a")
        assert {"bold", "underline"} <= styles_at(view, first + 65)

    tell(story, TALK, [mark("a", first + 60, first + 70)], size=(80, 20))


def test_the_cursor_is_seen_at_the_end_of_a_line_and_rests_without_the_keyboard() -> None:
    reading = talk(("R", "End"))

    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        view.action_document_end()
        strip = view.render_line(1)
        at = view._geometry.text_at + 3
        cell = next(iter(strip.crop(at, at + 1)))
        assert cell.text == " "
        assert cell.style is not None
        assert cell.style.bold
        view.blur()
        await pilot.pause()
        cell = next(iter(view.render_line(1).crop(at, at + 1)))
        assert cell.style is not None
        assert cell.style.underline

    tell(story, reading)


def test_after_any_change_the_screen_is_what_it_would_be_drawn_anew() -> None:
    first = ANSWER[0]

    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        changes: list[Callable[[], object]] = [
            lambda: view.put([mark("a", first, first + 60)]),
            lambda: view.put(
                [mark("a", first + 5, first + 200, 2), mark("b", 0, len(TALK.text), 3, own=False)]
            ),
            lambda: view.focus_mark("a"),
            view.action_next_unit,
            view.action_select_unit,
            view.action_select_unit,
            lambda: view.put([mark("c", *view.target())]),
            view.action_take_back,
            lambda: view.show_hits([(first, first + 5)]),
            view.next_hit,
            lambda: view.drop(["a", "nobody"]),
            lambda: view.action_cursor_down(True),
            view.action_page_down,
            lambda: view.drop(["b"]),
        ]
        for change in changes:
            change()
            await pilot.pause()
            shown = [view.render_line(y) for y in range(view.size.height)]
            view._repaint()
            assert [strip._segments for strip in shown] == [
                view.render_line(y)._segments for y in range(view.size.height)
            ]

    tell(story, TALK, size=(100, 24))


def test_a_step_paints_only_the_rows_it_touches(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        lines(view)
        from qcode.tui.widgets.transcript.painting import Painter

        painted: list[int] = []
        original = Painter.paint

        def watched(self: Painter, row: object, highlights: object) -> object:
            painted.append(1)
            return original(self, row, highlights)  # type: ignore[arg-type]

        monkeypatch.setattr(Painter, "paint", watched)
        view.action_cursor_right()
        await pilot.pause()
        assert len(painted) <= 2
        painted.clear()
        view.put([mark("a", *ANSWER)])
        await pilot.pause()
        # The coding's two rows and its turn's head; the cursor's rows where the map changed beside them.
        assert 0 < len(painted) <= 5

    tell(story, TALK, size=(80, 24))


def test_the_map_shows_where_codings_are_and_what_is_in_view() -> None:
    reading = interview(200)
    half = len(reading.text) // 2

    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        drawn = [view.render_line(y).text[-1] for y in range(20)]
        assert set(drawn[:9]) == {"┃"}
        assert set(drawn[11:]) == {" "}
        in_view = [view._map_cell(y)[1] for y in range(20)]
        assert in_view[0]
        assert not any(in_view[2:])
        view.action_document_end()
        assert view._map_cell(19)[1]
        view.drop(["a"])
        view.ascii_glyphs = True
        assert {view.render_line(y).text[-1] for y in range(20)} == {" "}
        view.put([mark("b", 0, half // 20)])
        assert view.render_line(0).text[-1] in ".:#"

    tell(story, reading, [mark("a", 0, half)], size=(80, 20))


@pytest.mark.parametrize("size", [(20, 6), (43, 12), (80, 24), (160, 40)])
def test_hostile_text_steers_no_terminal_and_breaks_no_row(size: tuple[int, int]) -> None:
    text = f"R\x1b]0;x\x07: {HOSTILE}\n{HOSTILE * 3}\n"
    start = text.index(":") + 2
    speech = Speech(1, HOSTILE, None, (0, start), (start, len(text) - 1), 99.0)
    reading = Reading(HOSTILE, text, (speech,))
    marks = [mark(f"m{at}", at, at + 7, at % 3) for at in range(start, len(text) - 8, 5)]

    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        view.set_looks(
            {0: CodeLook(HOSTILE, HOSTILE), 1: CodeLook("", "[/]"), 2: CodeLook("国" * 50, "#fff")}
        )
        steps = 0
        before = -1
        while view.cursor != before:
            before = view.cursor
            steps += 1
            if steps % 5 == 0:
                view.action_select_unit()
                view.focus_mark(f"m{start + 5 * (steps % 20)}")
            for line in lines(view):
                assert not any(
                    sign < " " or "\x7f" <= sign < "\xa0" or sign in "\u061c\u200e\u200f"
                    or "\u2028" <= sign <= "\u202e" or "\u2066" <= sign <= "\u2069" or "\ud800" <= sign <= "\udfff"
                    for sign in line
                )  # fmt: skip
            view.action_cursor_right()
        assert steps > 200

    tell(story, reading, marks, size=size)


def test_a_theme_shows_at_once() -> None:
    async def story(pilot: Pilot[None], view: TranscriptView) -> None:
        before = view.render_line(0)._segments
        pilot.app.theme = "textual-light"
        await pilot.pause()
        assert view.render_line(0)._segments != before
        assert TOLD[:10] in view.render_line(3).text

    tell(story, TALK, size=(80, 20))
