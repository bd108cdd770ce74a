"""What a program writes to a terminal, taken apart: text, control sequences, modes, questions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

_PIECES = re.compile(
    r"(?P<csi>\x1b\[[0-?]*[ -/]*[@-~])"
    r"|(?P<string>\x1b[\]PX^_].*?(?:\x07|\x1b\\|\x9c|\Z))"
    r"|(?P<escape>\x1b[ -/]*[0-~]?)"
    r"|(?P<control>[\x00-\x1a\x1c-\x1f\x7f-\x9f])"
    r"|(?P<text>[^\x00-\x1f\x7f-\x9f]+)",
    re.DOTALL,
)
UNFINISHED = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*)?\Z")
"""A control sequence of which the end is not there yet."""
_MODES = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
_COLOURS = re.compile(r"\x1b\[([0-9;:]*)m")
_POINTER_SHAPE = re.compile(r"\x1b\]22;[a-z-]*(?:\x07|\x1b\\)")
_INVISIBLE = re.compile("[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_QUESTIONS = re.compile(rb"\x1b\[(?:\?([0-9]+)\$p|([>=]?)0?c|(6)n)")
_UNDERSTOOD = frozenset({1, 7, 25, 47, 1000, 1002, 1003, 1004, 1005, 1006, 1015, 1047, 1048, 1049, 2004})


class PieceKind(StrEnum):
    """What a stretch of output is to the terminal."""

    TEXT = "text"
    CONTROL = "control"
    """One character of C0 or C1, DEL."""
    CSI = "csi"
    """`ESC [` parameters, a final letter."""
    STRING = "string"
    """OSC, DCS, SOS, PM, APC: a string that the terminal itself obeys or keeps."""
    ESCAPE = "escape"
    """Any other sequence that begins with ESC."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch of output."""

    kind: PieceKind
    text: str


def pieces(output: bytes) -> Iterator[Piece]:
    """Take output apart; the pieces joined are the output (bytes that are no UTF-8 become U+FFFD)."""
    for found in _PIECES.finditer(output.decode("utf-8", "replace")):
        yield Piece(PieceKind(found.lastgroup or ""), found[0])


def steering(output: bytes) -> list[str]:
    """Return whatever a screen program never needs and a hostile text would like to send, in order.

    Strings (window title, clipboard, links ...; not the pointer's shape), C1 controls, control characters but line ends,
    BS and TAB, escapes other than the few of saving the cursor and keypads, bidi controls. What has only
    begun at the end of the output is not judged yet.
    """
    found: list[str] = []
    for piece in pieces(UNFINISHED.sub(b"", output)):
        match piece.kind:
            case PieceKind.STRING if not _POINTER_SHAPE.fullmatch(piece.text):
                found.append(piece.text)
            case PieceKind.CONTROL if piece.text not in "\r\n\b\t":
                found.append(piece.text)
            case PieceKind.ESCAPE if piece.text not in ("\x1b7", "\x1b8", "\x1b=", "\x1b>", "\x1b(B"):
                found.append(piece.text)
            case PieceKind.TEXT:
                found += _INVISIBLE.findall(piece.text)
    return found


def private_modes(output: bytes) -> dict[int, bool]:
    """Return the DEC private modes that were set or reset, as the last word left them (1049: other screen)."""
    modes: dict[int, bool] = {}
    for numbers, letter in _MODES.findall(output):
        for number in numbers.split(b";"):
            modes[int(number)] = letter == b"h"
    return modes


def colours(output: bytes) -> list[str]:
    """Return the SGR sequences that set a colour of text or ground."""
    found = []
    for piece in _COLOURS.finditer(output.decode("utf-8", "replace")):
        numbers = [int(one or 0) for one in re.split("[;:]", piece[1])]
        if any(30 <= one <= 38 or 40 <= one <= 48 or 90 <= one <= 107 for one in numbers):
            found.append(piece[0])
    return found


def answers(output: bytes, row: int = 1, column: int = 1) -> bytes:
    """Return what a plain xterm answers to the questions in a stretch of output.

    Row and column say where the cursor stands, from 1. It knows neither synchronised output (2026)
    nor resizes in band (2048), and says so; it keeps silent about the kitty keyboard protocol.
    """
    said = b""
    for mode, attributes, place in _QUESTIONS.findall(output):
        if mode:
            said += b"\x1b[?%s;%d$y" % (mode, 2 if int(mode) in _UNDERSTOOD else 0)
        elif place:
            said += b"\x1b[%d;%dR" % (row, column)
        elif not attributes:
            said += b"\x1b[?64;1;2;6;9;15;22c"
        elif attributes == b">":
            said += b"\x1b[>41;390;0c"
    return said
