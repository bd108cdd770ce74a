"""Taking a program's output apart, so that nothing a text smuggled in goes unseen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from terminal_output import PieceKind, answers, colours, pieces, private_modes, steering

ESC = "\x1b"


@given(st.text(st.sampled_from([*"[]P?;0m5hlH\\a市 \x07\n\r\t\x9b\x9c\x9d\u202e", ESC])))
def test_the_pieces_joined_are_the_output(output: str) -> None:
    assert "".join(piece.text for piece in pieces(output.encode())) == output


def test_each_piece_is_known_for_what_it_is() -> None:
    output = f"{ESC}[1;31mred{ESC}[0m\r\n{ESC}]0;title\x07{ESC}7市"
    assert [piece.kind for piece in pieces(output.encode())] == [
        PieceKind.CSI,
        PieceKind.TEXT,
        PieceKind.CSI,
        PieceKind.CONTROL,
        PieceKind.CONTROL,
        PieceKind.STRING,
        PieceKind.ESCAPE,
        PieceKind.TEXT,
    ]


@pytest.mark.parametrize(
    "smuggled",
    [
        f"{ESC}]52;c;aGVsbG8=\x07",
        f"{ESC}]0;owned{ESC}\\",
        f"{ESC}]8;;http://x\x07",
        f"{ESC}P+q544e{ESC}\\",
        f"{ESC}_hidden{ESC}\\",
        f"{ESC}c",
        "\x9b2J",
        "\x9d0;owned\x9c",
        "\x07",
        "\x00",
        "\x7f",
        "\u202e",
        "\u2066",
    ],
)
def test_whatever_would_steer_the_terminal_is_found_among_what_a_screen_needs(smuggled: str) -> None:
    needed = f"{ESC}[?1049h{ESC}[1;1H{ESC}[38;2;1;2;3m市長 ␛]52{ESC}[0m\r\n{ESC}]22;default\x07"
    assert steering(needed.encode()) == []
    assert smuggled[0] in "".join(steering((needed + smuggled + needed).encode()))


def test_a_sequence_that_has_only_begun_is_not_judged_yet() -> None:
    assert steering(b"text\x1b[38;2") == []
    assert steering(b"text\x1b") == []
    assert steering(b"text\x1b]52;c;") == ["\x1b]52;c;"]


def test_a_mode_is_as_the_last_word_left_it() -> None:
    output = b"\x1b[?1049h\x1b[?25l\x1b[?1000;1006h text \x1b[?1006l\x1b[?25h"
    assert private_modes(output) == {1049: True, 25: True, 1000: True, 1006: False}


def test_bold_and_reverse_are_no_colours() -> None:
    assert colours(b"\x1b[1;7mbold\x1b[0m\x1b[4mline\x1b[m") == []
    assert colours(b"\x1b[1;31mred\x1b[0m\x1b[48;2;0;0;0mground\x1b[97mwhite") == [
        "\x1b[1;31m",
        "\x1b[48;2;0;0;0m",
        "\x1b[97m",
    ]


def test_questions_are_answered_as_a_plain_xterm_would() -> None:
    assert answers(b"text\x1b[?2026$p\x1b[?2048$p\x1b[?25$p") == b"\x1b[?2026;0$y\x1b[?2048;0$y\x1b[?25;2$y"
    assert answers(b"\x1b[6n", row=3, column=7) == b"\x1b[3;7R"
    assert answers(b"\x1b[c").startswith(b"\x1b[?6")
    assert answers(b"\x1b[>25u\x1b[1;1H\x1b[?u") == b""
