"""Texts as a workbook can hold them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from qcode.model.tables import Table
from qcode.text.clean import CUT_MARK

CELL_LIMIT = 32_767
"""What a cell can hold, in UTF-16 units (Excel specifications and limits)."""

_SPECIAL = re.compile(
    "[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_",
)
_UNHOLDABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def escaped(text: str) -> str:
    """Return a text as the content of an XML element that spreadsheets read as just this text.

    Control characters that XML cannot hold become their pictures, lone surrogates and
    non-characters U+FFFD; what looks like Excel's own escape `_x0041_` is escaped as Excel does.
    A text that is longer than a cell can hold is cut, with a mark at its end.
    """
    if len(text) > CELL_LIMIT // 2 and is_too_long(text):
        text = _cut(text)
    return _SPECIAL.sub(_escape, text)


def holdable(text: str) -> str:
    """Return a text with the characters replaced that XML cannot hold, without escapes."""
    return _UNHOLDABLE.sub(_escape, text)


def is_too_long(text: str) -> bool:
    """Tell whether a text is longer than a cell can hold."""
    return _units(text) > CELL_LIMIT


def too_long(tables: Iterable[Table | None]) -> int:
    """Return how many cells of some tables hold a text that will be cut."""
    return sum(
        isinstance(value, str) and is_too_long(value)
        for table in tables
        if table is not None
        for row in table.values
        if max(map(len, map(str, row)), default=0) > CELL_LIMIT // 2
        for value in row
    )


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def _cut(text: str) -> str:
    room = CELL_LIMIT - len(CUT_MARK)
    kept = text[:room]
    while (excess := _units(kept) - room) > 0:
        kept = kept[: -((excess + 1) // 2)]
    return kept + CUT_MARK


def _escape(match: re.Match[str]) -> str:
    found = match.group()
    if len(found) > 1:
        return "_x005F" + found
    if found in _ESCAPES:
        return _ESCAPES[found]
    return chr(0x2400 + ord(found)) if found < " " else "\ufffd"
