"""A grid on the screen: what it shows, where its cursor goes, what it tells."""

import pytest
from grid_app import lines, numbered, tell
from textual.pilot import Pilot

from qcode.tui.widgets.grid import Cell, CellKind, Grid, GridColumn, Rows

HOSTILE = [
    "[/]",
    "[@click=app.quit]x[/]",
    "\x1b]52;c;eA==\x07",
    "a\u202eb",
    "\x9b31m",
    "e\u0301👩‍👩‍👧",
    "\u0301x",
    "\x00",
]


def test_a_list_shows_heads_rows_and_the_cursor() -> None:
    async def story(pilot: Pilot[None], grid: Grid) -> None:
        grid.show(
            Rows(
                [GridColumn("case"), GridColumn("n", align="right")], [("Minamihama", "12"), ("Kitaoka", "3")]
            )
        )

        assert lines(grid)[:3] == ["  case           n", "> Minamihama    12", "  Kitaoka        3"]

    tell(story)


def test_only_cells_in_view_are_asked_for() -> None:
    asked: set[int] = set()

    class Watched(Rows):
        def cell(self, row: int, column: int) -> Cell:
            asked.add(row)
            return Cell(f"row {row}")

    async def story(pilot: Pilot[None], grid: Grid) -> None:
        grid.show(Watched([GridColumn("name", width=10)], [()] * 10_000))
        grid.go_to(5_000)
        lines(grid)

        assert {4_997, 5_000, 5_003} <= asked
        assert len(asked) < 40

    tell(story)


def test_the_heads_stay_while_the_rows_move() -> None:
    async def story(pilot: Pilot[None], grid: Grid) -> None:
        grid.show(numbered(100))
        grid.action_last_row()

        shown = lines(grid)
        assert shown[0] == "  name"
        assert shown[-1].startswith("> row 99")

    tell(story)


def test_frozen_columns_stay_while_the_others_move_and_signs_say_what_is_hidden() -> None:
    async def story(pilot: Pilot[None], grid: Grid) -> None:
        grid.show(numbered(3, columns=20), frozen=1, cursor="cell")
        assert lines(grid)[0].startswith("  name     c1")
        assert lines(grid)[0].endswith(">")

        grid.action_end()

        head, _, second, *_ = lines(grid)
        assert head.startswith("  name")
        assert head.endswith("c19")
        assert "<" in head
        assert second.startswith("  row 1")
        assert second.endswith("19")

    tell(story)


def test_the_cursor_of_a_table_stops_at_the_frozen_columns() -> None:
    async def story(pilot: Pilot[None], grid: Grid) -> None:
        grid.show(numbered(3, columns=4), frozen=1, cursor="cell")
        grid.action_step_aside(-1)

        assert (grid.cursor_row, grid.cursor_column) == (0, 1)

    tell(story)


@pytest.mark.parametrize("height", [2, 3, 5, 8, 30])
def test_wherever_the_cursor_goes_it_is_in_view(height: int) -> None:
    async def story(pilot: Pilot[None], grid: Grid) -> None:
        grid.show(numbered(60))
        for step in (1, 1, 7, 30, -3, -2, 40, -60, 59, -1):
            grid.go_to(grid.cursor_row + step)
            here = [line for line in lines(grid) if line.startswith(">")]
            assert [line.rstrip("│ ") for line in here] == [f"> row {grid.cursor_row}"]

    tell(story, size=(30, height))


def test_keys_move_choose_and_mark() -> None:
    async def story(pilot: Pilot[None], grid: Grid) -> None:
        grid.show(numbered(30))
        await pilot.press(
            "j", "down", "k", "enter", "space", "G", "greater_than_sign", "less_than_sign", "asterisk"
        )

        assert grid.cursor_row == 0
        assert len(grid.marked) == 30

    heard = tell(story, allow_marks=True).heard

    assert ("chosen", 1, 0) in heard
    assert ("marked", {"row 1"}) in heard
    assert ("moved", 29, 0) in heard


def test_marking_everything_twice_marks_nothing() -> None:
    async def story(pilot: Pilot[None], grid: Grid) -> None:
        grid.show(numbered(3))
        grid.action_mark_all()
        assert grid.marked == {"row 0", "row 1", "row 2"}
        assert lines(grid)[1:4] == [">* row 0", " * row 1", " * row 2"]

        grid.action_mark_all()
        assert grid.marked == frozenset()

    tell(story, allow_marks=True)


def test_where_nothing_can_be_marked_the_keys_of_marks_are_left_to_others() -> None:
    async def story(pilot: Pilot[None], grid: Grid) -> None:
        grid.show(numbered(3))
        await pilot.press("space", "a")

        assert grid.marked == frozenset()

    assert not any(word[0] == "marked" for word in tell(story).heard)


def test_the_cursor_stays_with_its_row_when_the_list_changes() -> None:
    async def story(pilot: Pilot[None], grid: Grid) -> None:
        columns = [GridColumn("code")]
        grid.show(Rows(columns, [("a",), ("b",), ("c",)], keys="abc"))
        grid.go_to(1)

        grid.refresh_source(Rows(columns, [("new",), ("a",), ("b",), ("c",)], keys="nabc"))
        assert (grid.cursor_row, grid.cursor_key) == (2, "b")

        grid.refresh_source(Rows(columns, [("a",), ("c",)], keys="ac"))
        assert (grid.cursor_row, grid.cursor_key) == (1, "c")

        grid.refresh_source(Rows(columns, []))
        assert (grid.cursor_row, grid.cursor_key) == (-1, None)

    tell(story)


def test_a_mark_goes_with_its_row() -> None:
    async def story(pilot: Pilot[None], grid: Grid) -> None:
        columns = [GridColumn("code")]
        grid.show(Rows(columns, [("a",), ("b",)], keys="ab"))
        grid.mark_only("ab")
        grid.refresh_source(Rows(columns, [("b",)], keys="b"))

        assert grid.marked == {"b"}

    assert ("marked", {"b"}) in tell(story, allow_marks=True).heard


def test_an_empty_grid_says_why_in_its_middle() -> None:
    async def story(pilot: Pilot[None], grid: Grid) -> None:
        grid.show(Rows([GridColumn("code")]), empty="Nothing is coded yet.")
        grid.action_choose()

        assert [line.strip() for line in lines(grid)] == [
            "code",
            "",
            "",
            "",
            "Nothing is coded yet.",
            "",
            "",
            "",
        ]

    assert not any(word[0] == "chosen" for word in tell(story).heard)


@pytest.mark.parametrize("width", [1, 2, 3, 5, 9, 20, 60])
def test_any_text_is_shown_as_text_and_every_line_is_as_wide_as_the_grid(width: int) -> None:
    async def story(pilot: Pilot[None], grid: Grid) -> None:
        columns = [GridColumn(text, group=text) for text in HOSTILE[:3]]
        grid.show(
            Rows(columns, [(text, text, Cell(text, shade=3)) for text in HOSTILE]), frozen=1, cursor="cell"
        )

        shown = "".join(lines(grid))
        assert not any(sign in shown for sign in "\x1b\x07\x9b\u202e\x00\n")

    tell(story, size=(width, 14))


def test_a_bar_says_without_colour_how_much_there_is() -> None:
    async def story(pilot: Pilot[None], grid: Grid) -> None:
        cells = [Cell(str(number), shade=shade) for shade, number in enumerate((0, 1, 3, 8, 20))]
        grid.show(Rows([GridColumn("n", align="right")], [(cell,) for cell in cells]))
        assert lines(grid)[1:6] == [">    0", "  ⣀  1", "  ⣤  3", "  ⣶  8", "  ⣿ 20"]

        grid.ascii = True
        assert lines(grid)[1:6] == [">    0", "  .  1", "  :  3", "  =  8", "  # 20"]

    tell(story)


def test_in_ascii_no_sign_of_the_grid_is_of_ambiguous_width() -> None:
    async def story(pilot: Pilot[None], grid: Grid) -> None:
        grid.show(numbered(100, columns=20), frozen=1, cursor="cell")

        assert "".join(lines(grid)).isascii()

    tell(story, ascii=True)


def test_groups_of_columns_have_their_name_above_them() -> None:
    async def story(pilot: Pilot[None], grid: Grid) -> None:
        columns = [GridColumn("code"), GridColumn("a", group="A. Mori"), GridColumn("b", group="A. Mori")]
        grid.show(Rows(columns, [("x", "1", "2")]))

        assert lines(grid)[:2] == ["        A. Mori", "  code  a     b"]

    tell(story)


def test_the_mouse_moves_chooses_marks_and_tells_of_heads() -> None:
    async def story(pilot: Pilot[None], grid: Grid) -> None:
        grid.show(numbered(30))
        await pilot.click(Grid, offset=(4, 3))
        await pilot.click(Grid, offset=(4, 4), times=2)
        await pilot.click(Grid, offset=(0, 5))
        await pilot.click(Grid, offset=(4, 0))
        assert grid.marked == {"row 4"}

    heard = tell(story, allow_marks=True).heard

    assert [word for word in heard if word[0] != "marked"][1:] == [
        ("moved", 2, 0),
        ("moved", 3, 0),
        ("chosen", 3, 0),
        ("moved", 4, 0),
        ("head", 0),
    ]


def test_the_view_moves_away_from_the_cursor_and_the_next_step_brings_it_back() -> None:
    async def story(pilot: Pilot[None], grid: Grid) -> None:
        grid.show(numbered(30))
        grid.scroll_rows(10)
        assert lines(grid)[1].startswith("  row 10")
        assert grid.cursor_row == 0

        grid.action_step(1)
        assert any(line.startswith("> row 1") for line in lines(grid))

    tell(story)


def test_a_mark_at_the_edge_shows_where_in_the_list_one_is() -> None:
    async def story(pilot: Pilot[None], grid: Grid) -> None:
        grid.show(numbered(14))
        assert [line.endswith("│") for line in lines(grid)] == [
            False,
            True,
            True,
            True,
            False,
            False,
            False,
            False,
        ]

        grid.action_last_row()
        assert [line.endswith("│") for line in lines(grid)] == [
            False,
            False,
            False,
            False,
            False,
            True,
            True,
            True,
        ]

    tell(story)


def test_a_smaller_screen_keeps_the_cursor_in_view() -> None:
    async def story(pilot: Pilot[None], grid: Grid) -> None:
        grid.show(numbered(40, columns=20), frozen=1, cursor="cell")
        grid.go_to(25, 12)
        await pilot.resize_terminal(24, 5)
        await pilot.pause()

        shown = lines(grid)
        assert any(line.startswith("> row 25") for line in shown)
        assert "c12" in shown[0]

    tell(story, size=(100, 30))


def test_totals_and_marks_look_unlike_counts_without_colour_too() -> None:
    async def story(pilot: Pilot[None], grid: Grid) -> None:
        grid.show(Rows([GridColumn("n")], [("1",), (Cell("9", CellKind.TOTAL),)]))
        grid.go_to(0)
        styles = [segment.style for segment in grid.render_line(2) if segment.text.strip() == "9"]

        assert styles
        assert all(style is not None and style.bold for style in styles)

    tell(story)
