"""Texts that a spreadsheet would take for formulas, made harmless and made themselves again.

`restore(defuse(text)) == text` for every text, also for one that itself begins with apostrophes.
"""

from __future__ import annotations

import re

APOSTROPHE = "'"
FORMULA_STARTS = "=+-@\t\r\uff1d\uff0b\uff0d\uff20"
"""The signs themselves, TAB and CR, and the four signs in full width."""

_LOADED = re.compile(f"{APOSTROPHE}*[{re.escape(FORMULA_STARTS)}]")
_DEFUSED = re.compile(f"{APOSTROPHE}+[{re.escape(FORMULA_STARTS)}]")
FORMULA_OPENINGS = frozenset(APOSTROPHE + FORMULA_STARTS)
"""First characters of the texts that `defuse` may change; no other text is changed."""


def defuse(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, with an apostrophe if need be.

    A text that already has apostrophes before such a sign gets one more, so that none is lost when
    `restore` takes one away.
    """
    if text[:1] in FORMULA_OPENINGS and _LOADED.match(text):
        return APOSTROPHE + text
    return text


def restore(text: str) -> str:
    """Undo `defuse`: take away one apostrophe where it, or several, stand before a formula sign."""
    if text.startswith(APOSTROPHE) and _DEFUSED.match(text):
        return text[1:]
    return text
