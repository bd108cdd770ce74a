"""Which writing system a character belongs to, as far as joining and cutting text needs it."""

from __future__ import annotations

import re
from collections.abc import Iterable

KANJI = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々〆〇\U00020000-\U0003ffff"
"""Ideographs and the marks that stand for them, for use inside a regular expression's brackets."""

HIRAGANA = "ぁ-ゖゝゞゟ"
KATAKANA = "ァ-ヺヽヾヿㇰ-ㇿｦ-ｯｱ-ﾟ"

CJK = f"{KANJI}\u3000-\u3004\u3008-\u303f\u3041-\u30ff\u31f0-\u31ff\uff01-\uff9f\uffe0-\uffe6"
"""Japanese and Chinese letters and punctuation: what is written without blanks. Not Hangul."""

_CJK_CHARACTER = re.compile(f"[{CJK}]")


def is_cjk(character: str) -> bool:
    """Tell whether one character belongs to a script that is written without blanks."""
    return _CJK_CHARACTER.match(character) is not None


def join_words(pieces: Iterable[str]) -> str:
    """Join pieces of running text by one blank, by nothing between two CJK characters."""
    joined: list[str] = []
    last = ""
    for piece in pieces:
        if not piece:
            continue
        if last and not (is_cjk(last) and is_cjk(piece[0])):
            joined.append(" ")
        joined.append(piece)
        last = piece[-1]
    return "".join(joined)
