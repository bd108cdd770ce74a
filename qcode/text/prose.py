"""Lines of a limited width in terminal cells, for prose and for the heads of columns."""

from __future__ import annotations

from collections.abc import Iterator

from qcode.text.widths import cell_width


def wrapped(text: str, width: int, indent: str = "") -> list[str]:
    """Return a text in lines of at most `width` cells, those after the first indented.

    Lines break at blanks; a word too long for a line, as Japanese without blanks is, breaks where
    the line is full. At least one line, perhaps empty.
    """
    lines: list[str] = []
    line = ""
    room = max(2, width)
    for word in _words(text, max(2, width - cell_width(indent))):
        if line.strip(" ") and cell_width(line + word.rstrip()) > room:
            lines.append(line.rstrip())
            line = indent + word.lstrip()
        else:
            line += word
    lines.append(line.rstrip())
    return lines


def _words(text: str, width: int) -> Iterator[str]:
    """Yield the words of a text with one blank after each that has one, long ones in pieces."""
    for word in text.split(" "):
        piece = ""
        for character in word:
            if piece and cell_width(piece + character) > width:
                yield piece
                piece = ""
            piece += character
        yield piece + " "


def display_width(text: str) -> int:
    """Return how many terminal cells a text that is safe to show takes."""
    return len(text) if text.isascii() else cell_width(text)


def aligned(text: str, width: int, *, right: bool) -> str:
    """Return a text filled with blanks to `width` cells."""
    blanks = " " * max(0, width - display_width(text))
    return blanks + text if right else text + blanks
