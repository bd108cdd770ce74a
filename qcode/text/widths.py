"""Widths of text in terminal cells; the one module that asks `rich.cells`."""

from __future__ import annotations

from rich.cells import cell_len, get_character_cell_size

ELLIPSIS = "…"
_JOINER = "\u200d"
"""Makes one sign of two; at the end of a text it would swallow what is put behind it."""


def cell_width(text: str) -> int:
    """Return how many terminal cells a text takes; East Asian wide characters take two."""
    return cell_len(text)


def fit_within(text: str, width: int) -> str:
    """Return the text in at most `width` cells, its end replaced by `…` where it is too long."""
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return text
    room = width - 1
    taken = length = 0
    while taken <= room and length < len(text):
        taken += get_character_cell_size(text[length])
        length += 1
    if taken > room:
        length -= 1
    # A variation selector can widen the character before it, which the sum above cannot see.
    while length and cell_len(text[:length]) > room:
        length -= 1
    return text[:length].rstrip(_JOINER) + ELLIPSIS


def fit(text: str, width: int) -> str:
    """Return the text in exactly `width` cells: cut with `…`, or filled with blanks."""
    shown = fit_within(text, width).rstrip(_JOINER)
    return shown + " " * max(0, width - cell_len(shown))
