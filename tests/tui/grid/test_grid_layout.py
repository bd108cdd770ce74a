"""Widths of columns, folded heads, and texts that fit their cells exactly."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from qcode.tui.widgets.grid.layout import GAP, head_lines, layout_of, natural_widths, one_line, settled_widths
from qcode.tui.widgets.grid.source import Cell, GridColumn, Rows

_TEXTS = st.text(
    alphabet=st.one_of(
        st.sampled_from("ab 漢字ｶﾞ\u0301\u200d\ufe0f👩🏽🇯🇵\x1b\x00\n\t\u202e\u2028\ud800[/]"), st.characters()
    ),
    max_size=40,
)


@given(_TEXTS, st.integers(0, 30))
def test_a_text_never_takes_more_cells_than_it_is_given(text: str, room: int) -> None:
    assert cell_len(one_line(text, room)) <= room


@given(_TEXTS, st.integers(1, 30))
def test_a_text_keeps_its_width_when_blanks_stand_around_it(text: str, room: int) -> None:
    shown = one_line(text, room)

    assert cell_len(f"  {shown}  ") == cell_len(shown) + 4


@given(_TEXTS, st.integers(0, 30))
def test_nothing_that_steers_a_terminal_is_left_in_a_text(text: str, room: int) -> None:
    left = {unicodedata.category(sign) for sign in one_line(text, room)} & {"Cc", "Cs", "Zl", "Zp"}

    assert not left


def test_blanks_before_a_text_are_its_indentation() -> None:
    assert one_line("    search for\n  partners", 40) == "    search for partners"


def test_a_blank_after_a_mark_keeps_its_column() -> None:
    assert one_line("· ", 6) == "· "


def test_the_end_of_what_is_too_long_is_said_to_be_missing() -> None:
    assert one_line("Global pipeline", 10) == "Global pi…"
    assert one_line("北九州市役所", 6) == "北九…"


def test_a_head_folds_at_blanks_and_where_japanese_fills_the_line() -> None:
    assert head_lines("Port of Minamihama", 10) == ["Port of", "Minamihama"]
    assert head_lines("南北海道市", 4) == ["南北", "海道", "市"]


def test_a_long_name_breaks_at_its_own_joints() -> None:
    assert head_lines("Kitaoka_consortium", 10) == ["Kitaoka_", "consortium"]
    assert head_lines("Higashi-Shinmachi", 10) == ["Higashi-", "Shinmachi"]


def test_a_head_of_too_many_lines_is_cut_at_the_last() -> None:
    assert head_lines("one two three four five", 6, 3) == ["one", "two", "three…"]


@given(_TEXTS, st.integers(1, 12), st.integers(1, 4))
def test_a_head_never_leaves_its_column(title: str, width: int, most: int) -> None:
    found = head_lines(title, width, most)

    assert 1 <= len(found) <= most
    assert all(cell_len(line) <= width for line in found)


def test_a_column_is_as_wide_as_its_widest_cell_or_head() -> None:
    columns = [GridColumn("a"), GridColumn("population"), GridColumn("x", width=3), GridColumn("y", most=9)]
    source = Rows(columns, [("Minamihama", "1", "long text", "a very long text")])

    assert natural_widths(source) == [10, 10, 3, 9]


def test_a_shaded_column_has_room_for_its_bars() -> None:
    assert natural_widths(Rows([GridColumn("n", least=1)], [(Cell("12", shade=2),)])) == [4]


def test_what_is_left_over_goes_to_the_columns_that_grow() -> None:
    columns = [GridColumn("code"), GridColumn("quotation", grow=True)]

    assert settled_widths(columns, [6, 10], 40, 0, fitting=True) == [6, 32]


def test_the_widest_column_gives_way_first() -> None:
    columns = [GridColumn("a", least=4), GridColumn("b", least=4), GridColumn("c", width=5)]

    assert settled_widths(columns, [20, 8, 5], 27, 0, fitting=True) == [10, 8, 5]


@given(
    st.lists(st.tuples(st.integers(1, 40), st.integers(1, 10), st.booleans()), min_size=1, max_size=8),
    st.integers(1, 120),
)
def test_a_list_fits_its_room_wherever_its_columns_can(
    given_columns: list[tuple[int, int, bool]], room: int
) -> None:
    columns = [GridColumn("", least=least, grow=grow) for _, least, grow in given_columns]
    natural = [max(width, least) for width, least, _ in given_columns]
    gaps = GAP * (len(columns) - 1)

    widths = settled_widths(columns, natural, room, 0, fitting=True)

    least = sum(column.least for column in columns)
    assert sum(widths) + gaps <= room or sum(widths) == least
    assert all(width >= column.least for width, column in zip(widths, columns, strict=True))


@given(
    st.lists(st.integers(1, 30), min_size=1, max_size=12),
    st.integers(0, 3),
    st.integers(1, 100),
    st.integers(0, 12),
)
def test_columns_in_view_stand_side_by_side_and_end_in_the_grid(
    widths: list[int], frozen: int, width: int, left: int
) -> None:
    columns = [GridColumn("head", width=one, align="right") for one in widths]
    layout = layout_of(Rows(columns), widths, width, 20, frozen=frozen, fitting=False)

    slots = layout.slots(left)

    ends = [slot.x + slot.width for slot in slots]
    assert all(end <= width for end in ends)
    assert all(slot.x == end + GAP for slot, end in zip(slots[1:], ends, strict=False))
    assert [slot.column for slot in slots] == sorted({slot.column for slot in slots})


def test_half_a_number_is_never_shown() -> None:
    columns = [GridColumn("code", width=10), *(GridColumn("n", width=6, align="right") for _ in range(4))]
    layout = layout_of(Rows(columns), [10, 6, 6, 6, 6], 34, 20, frozen=1, fitting=False)

    assert [(slot.column, slot.width) for slot in layout.slots(1)] == [(0, 10), (1, 6), (2, 6)]
