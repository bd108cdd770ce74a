"""After `g`: the views that letters lead to, and how such second keys of a pair are told in a line."""

from __future__ import annotations

from collections.abc import Sequence

from qcode.text.widths import cell_width

GO_KEYS = {
    "c": "coding", "s": "segments", "m": "matrix", "b": "codebook", "d": "documents", "p": "cases",
    "n": "memos", "f": "framework", "h": "history", "g": "search", "w": "reports", "e": "events",
    "o": "groups", "l": "classes", "r": "rules",
}  # fmt: skip
"""The view that a letter leads to, those most gone to first."""
_WORDS = {"coding": "code"}


def ways(width: int) -> str:
    """Return the letters with their views in a line of so many cells, `:` for all where some have no room."""
    told = [f"{letter} {_WORDS.get(view, view)}" for letter, view in GO_KEYS.items()]
    return as_many_as_fit("g …  ", told, width, rest=": all of them")


def as_many_as_fit(start: str, parts: Sequence[str], width: int, *, rest: str = "…") -> str:
    """Return a line of at most `width` cells with the first parts, none cut, `rest` for the others."""
    whole = start + " · ".join(parts)
    if cell_width(whole) <= width:
        return whole
    line = start + rest
    for number in range(1, len(parts)):
        longer = start + " · ".join([*parts[:number], rest])
        if cell_width(longer) > width:
            break
        line = longer
    return line
