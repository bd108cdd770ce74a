"""Texts as cells of a table, where a table cannot hold them as they are.

A carriage return, which programs make a newline, NUL, which no reader of CSV can be trusted with, and
the difference between no text and an empty one.
"""

from __future__ import annotations

import re

_SIGN = "\u241b"
"""The picture of ESC; in cells it stands before what is meant, and for itself when doubled."""
_LETTERS = {"\r": "r", "\0": "0", _SIGN: _SIGN}
_MEANT = {letter: sign for sign, letter in _LETTERS.items()}
_LOADED = re.compile(f"[\r\0{_SIGN}]")
_ESCAPED = re.compile(f"{_SIGN}([r0{_SIGN}])")


def escaped(text: str | None, nullable: bool) -> str | None:
    """Return a text as a cell has it; None, for no text, is an empty cell.

    Where there may be no text an empty one is written `""`, and what consists of such marks gets two
    more. `plain` is the way back, for every text.
    """
    if text is None:
        return None
    if nullable and not text.strip('"'):
        text += '""'
    return _LOADED.sub(lambda found: _SIGN + _LETTERS[found[0]], text) if _LOADED.search(text) else text


def plain(cell: str, nullable: bool) -> str | None:
    """Return the text that `escaped` made a cell of."""
    if nullable and not cell.strip('"'):
        return cell[:-2] if cell else None
    return _ESCAPED.sub(lambda found: _MEANT[found[1]], cell) if _SIGN in cell else cell
