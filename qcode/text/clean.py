"""The few changes that every text undergoes on its way in, and an account of them."""

from __future__ import annotations

import re
from typing import NamedTuple

from qcode.text.names import counted

BOM = "\ufeff"
CUT_MARK = " … [cut]"
"""Ends the part of a text that a cell of a workbook could hold."""

_LINE_ENDS = (
    ("\r\n", "CR LF"),
    ("\r", "CR"),
    ("\x85", "U+0085 next line"),
    ("\u2028", "U+2028 line separator"),
    ("\u2029", "U+2029 paragraph separator"),
    ("\v", "vertical tab"),
    ("\f", "form feed"),
)
_SURROGATE = re.compile("[\ud800-\udfff]")


class Cleaned(NamedTuple):
    """A text as it is stored, and in words what was changed in it."""

    text: str
    changes: tuple[str, ...]


def clean(text: str) -> Cleaned:
    """Return the text as a project stores it.

    Every line end becomes a newline (CR LF as one), one leading byte order mark goes, NUL becomes
    U+2400, a surrogate U+FFFD. Nothing is normalised or trimmed. Each kind of change is told with
    its count. Cleaning a clean text changes nothing.
    """
    changes: list[str] = []
    if text.startswith(BOM):
        text = text[1:]
        changes.append("byte order mark at the beginning left out")
    for mark, name in _LINE_ENDS:
        count = text.count(mark)
        if count:
            text = text.replace(mark, "\n")
            changes.append(f"{counted(count, 'line end')} ({name}) made a newline")
    count = text.count("\0")
    if count:
        text = text.replace("\0", "\u2400")
        changes.append(f"{counted(count, 'NUL character')} made U+2400")
    # The search is far cheaper than the encoding error that a surrogate would be later on.
    text, count = _SURROGATE.subn("\ufffd", text)
    if count:
        changes.append(f"{counted(count, 'lone surrogate')} made U+FFFD")
    return Cleaned(text, tuple(changes))
