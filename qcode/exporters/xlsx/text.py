"""Texts as a workbook can hold them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress

from qcode.model.tables import Table
from qcode.text.clean import CUT_MARK

CELL_LIMIT = 32_767
"""What a cell can hold, in UTF-16 units (Excel specifications and limits)."""

_SPECIAL = re.compile(
    "[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_",
)
_UNHOLDABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_SPECIAL_BYTES = bytes([*range(9), *range(0x0B, 0x20), *b"&<>"])
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


def all_escaped(texts: Sequence[str]) -> Sequence[str]:
    """Return texts as `escaped` returns each of them; where nothing is to be escaped it takes no time."""
    together = "\n".join(texts)
    plain = max(map(len, texts), default=0) <= CELL_LIMIT // 2 and "_x" not in together
    with suppress(UnicodeEncodeError):
        there = together.encode()
        if plain and b"\xef\xbf" not in there and len(there.translate(None, _SPECIAL_BYTES)) == len(there):
            return texts
    return list(map(escaped, texts))


def holdable(text: str) -> str:
    """Return a text with the characters replaced that XML cannot hold, without escapes."""
    return _UNHOLDABLE.sub(_escape, text)


def is_too_long(text: str) -> bool:
    """Tell whether a text is longer than a cell can hold."""
    return _units(text) > CELL_LIMIT


def too_long(tables: Iterable[Table | None]) -> int:
    """Return how many cells of some tables hold a text that will be cut."""
    number = 0
    for table in tables:
        for column in zip(*table.values, strict=True) if table is not None else ():
            long = [one for one in column if isinstance(one, str) and len(one) > CELL_LIMIT // 2]
            number += sum(map(is_too_long, long))
    return number


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
