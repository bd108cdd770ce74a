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


def fit_words(text: str, width: int) -> str:
    """Return the text in at most `width` cells as `fit_within` does, but cut at a blank, not in a word.

    A word is cut where no blank is in the second half of what would be left, as there is none in Japanese.
    """
    shown = fit_within(text, width)
    if shown == text or not shown:
        return shown
    return whole_words(text, len(shown) - 1) + ELLIPSIS


def whole_words(text: str, end: int) -> str:
    """Return at most the first `end` code points of a text that is longer, without the beginning of a word.

    The word is kept where no blank is in the second half of them, and where it is East Asian.
    """
    start = text[:end]
    if _in_a_word(text, end):
        blank = start.rfind(" ")
        if blank >= end / 2:
            start = start[:blank]
    return start.rstrip(" ")


def _in_a_word(text: str, place: int) -> bool:
    """Tell whether what is written with blanks between its words would be cut in one."""
    beside = text[max(0, place - 1) : place + 1]
    return len(beside) == 2 and all(one.isalnum() and get_character_cell_size(one) == 1 for one in beside)


def fit(text: str, width: int) -> str:
    """Return the text in exactly `width` cells: cut with `…`, or filled with blanks."""
    shown = fit_within(text, width).rstrip(_JOINER)
    return shown + " " * max(0, width - cell_len(shown))
