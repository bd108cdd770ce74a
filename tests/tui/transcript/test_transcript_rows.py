"""Rows hold their lines exactly; an offset has one cell, and a cell leads back to it."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from transcript_app import HOSTILE, interview, talk

from qcode.text.graphemes import measure
from qcode.tui.widgets.transcript import Reading
from qcode.tui.widgets.transcript.lines import Lines
from qcode.tui.widgets.transcript.rows import BLANK, HEAD, Row, Rows


def rows_of(reading: Reading, columns: int, airy: bool = False) -> Rows:
    lines = Lines(reading)
    return Rows(lines, measure(reading.text, [*lines.starts, *lines.ends]), columns, airy)


def test_each_turn_begins_with_a_head_and_in_a_high_view_with_a_blank_row_above() -> None:
    assert [rows_of(interview(3), 200).row(y).part for y in range(6)] == [HEAD, 0, HEAD, 0, HEAD, 0]
    airy = rows_of(interview(3), 200, airy=True)
    assert [airy.row(y).part for y in range(8)] == [HEAD, 0, BLANK, HEAD, 0, BLANK, HEAD, 0]
    assert airy.height == 8


def test_blank_rows_can_be_taken_away_without_wrapping_anew() -> None:
    rows = rows_of(interview(9), 30, airy=True)
    rows.space(False)
    again = rows_of(interview(9), 30)
    assert [rows.row(y) for y in range(rows.height)] == [again.row(y) for y in range(again.height)]


READINGS = st.one_of(
    st.lists(
        st.tuples(
            st.sampled_from("QRS"),
            st.text("ab 国か\u3099\u0301。「\n\u3000👩\u200d🇯\x1b\u202e", min_size=1, max_size=80).filter(
                str.strip
            ),
        ),
        min_size=1,
        max_size=4,
    ).map(lambda turns: talk(*turns)),
    st.text("ab 国か\u3099。\n", max_size=120).map(lambda text: Reading("plan", text)),
    st.just(talk(("Q", HOSTILE), ("R", HOSTILE * 2))),
)


@settings(deadline=None)
@given(READINGS, st.integers(2, 40), st.booleans())
def test_rows_of_text_hold_their_lines_without_a_gap(reading: Reading, columns: int, airy: bool) -> None:
    rows = rows_of(reading, columns, airy)
    found = [row for y in range(rows.height) if (row := rows.row(y)).part >= 0]
    for before, after in pairwise(found):
        if before.line == after.line:
            assert (before.end, before.part + 1) == (after.start, after.part)
        else:
            assert after.line == before.line + 1
            assert after.part == 0
            assert before.end == rows.lines.ends[before.line]
    assert {row.line for row in found} == set(range(len(rows.lines)))
    assert all(
        rows.row(y).part <= 0 or rows.row(y - 1).part == rows.row(y).part - 1 for y in range(1, rows.height)
    )


@settings(deadline=None)
@given(READINGS, st.integers(2, 40), st.booleans())
def test_an_offset_leads_to_a_cell_and_the_cell_back_to_it(
    reading: Reading, columns: int, airy: bool
) -> None:
    rows = rows_of(reading, columns, airy)
    for y in range(rows.height):
        row: Row = rows.row(y)
        if row.part < 0:
            continue
        at = row.start
        while at < row.end:
            cell = rows.cell_of(at)
            assert rows.y_of(at) == y
            if cell < rows.columns:
                assert rows.offset_at(y, cell) == at
                assert rows.offset_at(y, cell + rows.graphemes.cells[at] - 1) == at
            at = rows.graphemes.after(at)
        assert rows.graphemes.width(row.start, rows.shown_end(row)) <= rows.columns


def test_a_turns_head_belongs_to_its_first_row() -> None:
    rows = rows_of(interview(3), 20, airy=True)
    start = rows.lines.starts[1]
    assert rows.row(rows.y_of(start)).start == start
    assert rows.top_of(start) == rows.y_of(start) - 2
    assert rows.top_of(start + 25) == rows.y_of(start + 25)


def test_beyond_the_last_row_stands_the_last_row() -> None:
    rows = rows_of(interview(2), 20)
    assert rows.row(10_000) == rows.row(rows.height - 1)
    assert rows.row(-3) == rows.row(0)
