"""Where words and phrases occur in documents, for rules that ask it of many passages.

Texts are folded as in search (case, width, composed forms), each once. A word of a script with blanks
is found whole, a word of one without (Japanese, Chinese, Thai ...) wherever its characters stand.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from qcode.model.spans import Span
from qcode.text.fold import Folded, fold
from qcode.text.scripts import CJK

_WITHOUT_BLANKS = f"{CJK}\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_LETTER_ITSELF = f"[^\\W{_WITHOUT_BLANKS}]"
_LETTER = f"(?:{_LETTER_ITSELF}|[\u0300-\u036f])"
_IS_LETTER = re.compile(_LETTER)
_MOST = 100
"""Letters that a `*` stands for at most: no word is longer, and a text may be one endless run of them."""
_REST = f"{_LETTER}{{0,{_MOST}}}"
_LETTERS = re.compile(_REST)


def is_letter(character: str) -> bool:
    """Tell whether a character is a letter or a digit of a script that parts words by blanks."""
    return _IS_LETTER.match(character) is not None


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words as they are looked for in a folded text."""

    core: str
    """What stands there, folded; empty where blanks or a `*` inside ask for `inner`."""
    inner: str
    """The same as a regular expression; empty where `core` will do."""
    parts: tuple[str, ...]
    """What has to stand somewhere in a text for `inner` to be looked for at all."""
    open_before: bool
    open_after: bool
    """Whether the word may go on there."""


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """Words of which any will do; one object for all that ask for the same, for there may be hundreds."""

    several: tuple[Pattern, ...]


@lru_cache(maxsize=1 << 12)
def pattern(words: str) -> Pattern:
    """Return how words are looked for. Raises ValueError, in words for people, where they cannot be.

    A `*` at the edge of a word stands for letters that may follow, or go before, there: up to 100.
    """
    pieces = fold(words).text.split()
    if not any(piece.strip("*") for piece in pieces):
        raise ValueError("There is nothing to look for.")
    if any("*" in piece.strip("*") for piece in pieces):
        raise ValueError("A * stands at the beginning or at the end of a word.")
    if any(not piece.strip("*") for piece in pieces):
        raise ValueError("A * belongs to the word before or after it.")
    before, after = pieces[0].startswith("*"), pieces[-1].endswith("*")
    pieces[0] = pieces[0].lstrip("*")
    pieces[-1] = pieces[-1].rstrip("*")
    if len(pieces) == 1:
        return Pattern(pieces[0], "", (), before, after)
    inner = r"\s+".join(
        f"{_REST if piece.startswith('*') else ''}{re.escape(piece.strip('*'))}"
        f"{_REST if piece.endswith('*') else ''}"
        for piece in pieces
    )
    edge = "" if before or not is_letter(pieces[0][0]) else f"(?<!{_LETTER_ITSELF})"
    return Pattern("", edge + inner, tuple(piece.strip("*") for piece in pieces), before, after)


class WordSearch:
    """Finds words in documents, and remembers where they are."""

    def __init__(self, text: Callable[[int], str]) -> None:
        self._text = text
        self._folded: dict[int, Folded] = {}
        self._found: dict[tuple[int, Patterns], tuple[list[int], list[Span]]] = {}

    def most(self, document_id: int, wanted: Patterns) -> int:
        """Return how many places there are at most, without looking for them one by one."""
        text = self._fold(document_id).text
        return sum(text.count(one.core or max(one.parts, key=len)) for one in wanted.several)

    def places(self, document_id: int, wanted: Patterns) -> Sequence[Span]:
        """Return where any of some words stand in a document, in its order, overlapping places too."""
        return self._places(document_id, wanted)[1]

    def inside(self, document_id: int, wanted: Patterns, start: int, end: int) -> list[Span]:
        """Return the places that lie wholly in `[start, end)`, in order, each once."""
        starts, spans = self._places(document_id, wanted)
        found = []
        for place in range(bisect_left(starts, start), len(starts)):
            if starts[place] >= end:
                break
            if spans[place][1] <= end:
                found.append(spans[place])
        return found

    def _places(self, document_id: int, wanted: Patterns) -> tuple[list[int], list[Span]]:
        key = (document_id, wanted)
        known = self._found.get(key)
        if known is None:
            folded = self._fold(document_id)
            found = {folded.source(*span) for one in wanted.several for span in _places(folded.text, one)}
            spans = sorted(found)
            known = self._found[key] = ([start for start, _ in spans], spans)
        return known

    def _fold(self, document_id: int) -> Folded:
        known = self._folded.get(document_id)
        if known is None:
            known = self._folded[document_id] = fold(self._text(document_id))
        return known


def _places(text: str, wanted: Pattern) -> Iterator[Span]:
    """Yield where words stand in a folded text, as offsets of that."""
    taken = 0
    for start, end in _cores(text, wanted):
        if start < taken and wanted.open_before and wanted.open_after:
            continue
        goes_on = _is_letter_at(text, end - 1) and _is_letter_at(text, end)
        came_on = start > 0 and _is_letter_at(text, start) and _is_letter_at(text, start - 1)
        if (goes_on and not wanted.open_after) or (came_on and not wanted.open_before):
            continue
        if came_on:
            least = max(0, start - _MOST)
            while start > least and _is_letter_at(text, start - 1):
                start -= 1
        if goes_on:
            rest = _LETTERS.match(text, end)
            end = rest.end() if rest else end
        taken = end
        yield start, end


def _is_letter_at(text: str, place: int) -> bool:
    return _IS_LETTER.match(text, place) is not None


def _cores(text: str, wanted: Pattern) -> Iterator[Span]:
    if wanted.core:
        at = text.find(wanted.core)
        while at >= 0:
            yield at, at + len(wanted.core)
            at = text.find(wanted.core, at + 1)
        return
    if not all(part in text for part in wanted.parts):
        return
    inner = re.compile(wanted.inner)
    at = 0
    while found := inner.search(text, at):
        yield found.span()
        at = found.start() + 1
