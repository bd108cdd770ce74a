"""Making any text safe to show: what a terminal would obey becomes something to look at."""

from __future__ import annotations

import re

from qcode.text.widths import fit_words

_PICTURES = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421, 0x09: 0x20}
_REPLACED = [
    *range(0x80, 0xA0),
    0x061C,
    *(0x200E, 0x200F, 0x2028, 0x2029),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    *range(0xD800, 0xE000),
]
_TABLE = _PICTURES | dict.fromkeys(_REPLACED, 0xFFFD)
_TABLE_WITH_NEWLINES = {code: shown for code, shown in _TABLE.items() if code != 0x0A}

_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_UNSAFE_BUT_NEWLINES = re.compile(_UNSAFE.pattern.replace("\x00-\x1f", "\x00-\x09\x0b-\x1f"))


def safe(text: str, *, keep_newlines: bool = False) -> str:
    """Return the text with everything that could steer a terminal made visible.

    One for one: the result has as many code points as the text. C0 controls and DEL become their
    pictures, TAB one blank; C1 controls, bidi controls, line and paragraph separators and lone
    surrogates become U+FFFD. A newline becomes its picture unless `keep_newlines` is set.
    """
    unsafe, table = (_UNSAFE_BUT_NEWLINES, _TABLE_WITH_NEWLINES) if keep_newlines else (_UNSAFE, _TABLE)
    return text if unsafe.search(text) is None else text.translate(table)


def shorten(text: str, cells: int) -> str:
    """Return the text on one line of at most `cells` terminal cells, cut with `…` where too long.

    Words are cut only where there is no blank near. Line ends and runs of white space become one blank;
    the result is safe to show.
    """
    # A cell holds at least a fraction of a character; far more than that need not be looked at.
    start = text[: max(0, cells) * 8 + 64]
    line = " ".join(start.split())
    if len(start) < len(text):
        line += "…"
    return fit_words(safe(line), cells)
