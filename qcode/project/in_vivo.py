"""Names of codes made of the words that people said."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from qcode.errors import DataError
from qcode.text.names import levelled
from qcode.text.words import words

LONGEST = 60
"""Code points of a name made of a passage."""
_LOOKED_AT = 20 * LONGEST
_PATHS = str.maketrans({">": "›", "＞": "›"})
_JOINERS = "\u200c\u200d"
"""Belong to letters of some scripts and to composed emoji; other format characters go."""
_CLOSING = " .,;:!?…、。，．：；！？‥"


def name_of_passage(passage: str, taken: Iterable[str] = ()) -> str:
    """Return a name for a code that is called by a passage's own words.

    White space becomes one blank, what separates paths becomes `›`, a full stop or comma at the end
    goes; a longer passage is cut before a word (for Japanese: where the script changes) to at most LONGEST
    code points, with `…`. Where a sibling bears the name already (`taken`), a number is added. Raises
    DataError where the passage has no letter or digit to be called by.
    """
    # No more of a long passage is looked at than can become part of the name.
    shown = "".join(
        " " if character.isspace() else character
        for character in passage[:_LOOKED_AT].translate(_PATHS)
        if character.isspace() or character in _JOINERS or unicodedata.category(character)[0] != "C"
    )
    plain = " ".join(shown.split()).rstrip(_CLOSING)
    if not any(map(str.isalnum, plain)):
        raise DataError(
            "These words hold nothing that a code could be called by.", "Select at least one word."
        )
    known = {levelled(name) for name in taken}
    name = _cut(plain, LONGEST)
    number = 1
    while levelled(name) in known:
        number += 1
        name = f"{_cut(plain, LONGEST - len(str(number)) - 1)} {number}"
    return name


def _cut(text: str, most: int) -> str:
    """Return a text of at most so many code points, whole words only, as far as that is possible."""
    if len(text) <= most:
        return text
    starts = [start for start, _ in words(text[: most + 1]) if start >= most // 2]
    fitting = [start for start in starts if len(text[:start].rstrip(_CLOSING)) < most]
    edge = fitting[-1] if fitting else most - 1
    while edge > 1 and unicodedata.category(text[edge]) in ("Mn", "Mc", "Me"):
        edge -= 1
    return text[:edge].rstrip(_CLOSING) + "…"
