"""Words as runs of one script: what can be counted and stepped over in Japanese and in English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from qcode.model.spans import Span
from qcode.text.scripts import HIRAGANA, KANJI, KATAKANA

_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_VOICING = "\u3099\u309a"
_ACCENTS = "\u0300-\u036f"
_LATIN = "0-9A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff０-９Ａ-Ｚａ-ｚ"
_HANGUL = "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff"
# Vowel signs that Python does not count as letters though words are written with them.
_SIGNS = "\u0591-\u05c7\u064b-\u065f\u0900-\u0963\u0981-\u0983\u09bc-\u09d7\u0e31-\u0e4e\u0eb1-\u0ecd"
_NAMED = f"{_LATIN}{KANJI}{HIRAGANA}{KATAKANA}{_HANGUL}ー_"

_WORD = re.compile(
    f"[{_LATIN}][{_LATIN}{_ACCENTS}]*"
    f"(?:(?:['’\\-‐‑](?=[{_LATIN}])|(?<=[0-9０-９])[.,．，](?=[0-9０-９]))[{_LATIN}{_ACCENTS}]+)*"
    f"|[{KANJI}][{KANJI}{_SELECTORS}]*"
    f"|[{HIRAGANA}][{HIRAGANA}ー{_VOICING}]*"
    f"|[{KATAKANA}][{KATAKANA}ー{_VOICING}]*"
    f"|[{_HANGUL}]+"
    f"|[^\\W{_NAMED}](?:[^\\W{_NAMED}]|[{_ACCENTS}{_SIGNS}])*"
)

INSIDE = re.compile(f"[{_ACCENTS}{_SELECTORS}{_VOICING}{_SIGNS}ー'’\\-‐‑.,．，]")
"""A sign that words can go on with; most of them can begin none."""


def words(text: str, within: Span | None = None) -> Iterator[Span]:
    """Yield the words of a text, or of one span of it, in order.

    A word is a run of one script: Latin letters and digits (with an apostrophe, a hyphen or a
    decimal point inside), kanji, hiragana, katakana with its long vowel mark, Hangul, any other
    letters. For Japanese this is a rough measure: a run of hiragana is often an ending.
    """
    start, end = within or (0, len(text))
    return (found.span() for found in _WORD.finditer(text, start, end))


def count_words(text: str, spans: Iterable[Span]) -> int:
    """Return how many words lie in disjoint spans; a word cut by an edge counts on both sides."""
    return sum(1 for start, end in spans for _ in _WORD.finditer(text, start, end))
