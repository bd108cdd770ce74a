"""Search that sees through case, width and composed forms, and answers in offsets of the text.

Text is stored as it came, so `ｶﾞｽ` and `ガス`, `é` in one code point and in two, `㈱` and `(株)` are
different there. Searching compares folded forms and maps what it finds back.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import pairwise
from unicodedata import combining, is_normalized, normalize

from qcode.model.spans import Span

_CHUNK = 1 << 16

# Two tables of Japanese characters disagree about which code points these are (wave dash, minus,
# dash, parallel lines); and word processors turn straight quotation marks into curly ones.
_ALIKE = ("\u301c\u2212\u2015\u2225‘’“”", "~-\u2014\u2016''\"\"")
_ALIKE_TABLE = str.maketrans(*_ALIKE)

# Frequent characters that become one other character whatever stands beside them.
_PAIRS = tuple(zip("（）？！：　～" + _ALIKE[0], "()?!: ~" + _ALIKE[1], strict=True))

_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_INVISIBLE = "\u00ad\u200b\u2060\ufeff"
_IGNORED = re.compile(f"[{_SELECTORS}{_INVISIBLE}]")
_IGNORED_IN_BMP = (*(chr(code) for code in range(0xFE00, 0xFE10)), *_INVISIBLE)

# What is left alone by everything but lower-casing. Compatibility ideographs are not.
_PLAIN = "\n -~ぁ-ゖゝァ-ヾ、-〇〈-】〒〓\u2016\u2013\u2014가-힣㐀-䶿一-鿿々\U00020000-\U0002f7ff"
_ODD = re.compile(f"[^{_PLAIN}]+")
_SAFE_CUT = re.compile("[\n -~ぁ-ゖァ-ヴ一-鿿]")


class Folded:
    """A folded text with the way back to the offsets of the text it was made from.

    `text` is what is searched. Where a cluster of the source (a letter with its accents, a
    ligature) is folded to something of another length, a place inside it stands for all of it.
    """

    __slots__ = ("_after", "_at", "_end", "_start", "text")

    def __init__(self, text: str, changes: list[tuple[int, int, int, int]]) -> None:
        self.text = text
        # Parallel lists for bisection: folded start and end of each odd cluster, then its source.
        self._at = [change[0] for change in changes]
        self._after = [change[1] for change in changes]
        self._start = [change[2] for change in changes]
        self._end = [change[3] for change in changes]

    def source(self, start: int, end: int) -> Span:
        """Return the span of the source that a non-empty span of the folded text stands for."""
        return self._source_start(start), self._source_end(end)

    def _source_start(self, place: int) -> int:
        before = bisect_right(self._at, place) - 1
        if before < 0:
            return place
        if place < self._after[before]:
            return self._start[before]
        return self._end[before] + place - self._after[before]

    def _source_end(self, place: int) -> int:
        before = bisect_right(self._at, place - 1) - 1
        if before < 0:
            return place
        return self._end[before] + max(0, place - self._after[before])


def fold(text: str) -> Folded:
    """Fold a text for search: NFKC, case, width, look-alikes; what nobody can see is ignored.

    Ignored are variation selectors (`葛󠄀` is `葛`), soft hyphens and zero-width blanks. Curly
    quotation marks are straight ones, and the wave dash, minus and dash that tables of Japanese
    characters confuse are one. Five million characters of prose take about a tenth of a second.
    """
    pieces: list[str] = []
    changes: list[tuple[int, int, int, int]] = []
    at = folded_at = 0
    while at < len(text):
        cut = _SAFE_CUT.search(text, at + _CHUNK)
        end = cut.start() if cut else len(text)
        chunk = text[at:end]
        folded = _fold_fast(chunk)
        if folded is None:
            folded = _fold_slowly(chunk, at, folded_at, changes)
        pieces.append(folded)
        folded_at += len(folded)
        at = end
    return Folded("".join(pieces), changes)


def _fold_fast(chunk: str) -> str | None:
    """Return the folded chunk where every character stays one character, else None."""
    if chunk.isascii():
        return chunk.lower()
    for source, target in _PAIRS:
        chunk = chunk.replace(source, target)
    if not is_normalized("NFKC", chunk) or any(sign in chunk for sign in _IGNORED_IN_BMP):
        return None
    beyond_bmp = len(chunk.encode("utf-16-le", "surrogatepass")) > 2 * len(chunk)
    if beyond_bmp and _IGNORED.search(chunk):
        return None
    folded = chunk.casefold()
    return folded if len(folded) == len(chunk) and is_normalized("NFKC", folded) else None


def _fold_slowly(chunk: str, source_at: int, folded_at: int, changes: list[tuple[int, int, int, int]]) -> str:
    """Fold a chunk cluster by cluster where it has to be, noting what changed its length."""
    for source, target in _PAIRS:
        chunk = chunk.replace(source, target)
    pieces: list[str] = []
    done = 0
    for found in _ODD.finditer(chunk):
        start = found.start()
        if start > done and _joins(chunk[start]):
            start -= 1
        pieces.append(chunk[done:start].lower())
        folded_at += start - done
        done = found.end()
        folded, clusters = _fold_run(chunk[start:done])
        source_start = source_at + start
        for cluster in clusters:
            changes.append(
                (
                    folded_at + cluster[0],
                    folded_at + cluster[1],
                    source_start + cluster[2],
                    source_start + cluster[3],
                )
            )
        pieces.append(folded)
        folded_at += len(folded)
    pieces.append(chunk[done:].lower())
    return "".join(pieces)


@lru_cache(maxsize=1 << 12)
def _fold_run(run: str) -> tuple[str, tuple[tuple[int, int, int, int], ...]]:
    """Return a folded run of odd characters, and of its clusters those that changed in length.

    A cluster begins at every character that does not join the one before it.
    """
    edges = [0, *(at for at in range(1, len(run)) if not _joins(run[at])), len(run)]
    pieces: list[str] = []
    clusters: list[tuple[int, int, int, int]] = []
    folded_at = 0
    for first, last in pairwise(edges):
        folded = _fold_cluster(run[first:last])
        if last - first != 1 or len(folded) != 1:
            clusters.append((folded_at, folded_at + len(folded), first, last))
        pieces.append(folded)
        folded_at += len(folded)
    return "".join(pieces), tuple(clusters)


@lru_cache(maxsize=4096)
def _joins(character: str) -> bool:
    """Tell whether a character can merge with the one before it, or hides behind it."""
    first = normalize("NFKC", character)[0]
    return (
        bool(combining(first))
        or "\u1160" <= first <= "\u11ff"
        or first in _COMPOSING
        or _IGNORED.match(character) is not None
    )


# Vowel signs that have no combining class and compose all the same, like the Hangul ones above.
_COMPOSING = frozenset(
    "\u09be\u09d7\u0b3e\u0b56\u0b57\u0bbe\u0bd7\u0cc2\u0cd5\u0cd6\u0d3e\u0d57\u0dcf\u0ddf\u102e"
    "\u1b35\U000110ba\U00011127\U0001133e\U00011357\U000114b0\U000114ba\U000114bd\U000115af\U00011930"
)


def _fold_cluster(cluster: str) -> str:
    seen = _IGNORED.sub("", cluster)
    return normalize("NFKC", normalize("NFKC", seen).translate(_ALIKE_TABLE).casefold())


def find_all(text: str | Folded, query: str) -> list[Span]:
    """Return where a query occurs in a text, overlapping matches too, as spans of the source.

    A text that is searched again and again should be folded once and passed as `Folded`. An empty
    query, or one of invisible characters only, is found nowhere.
    """
    folded = text if isinstance(text, Folded) else fold(text)
    wanted = fold(query).text
    if not wanted:
        return []
    spans: list[Span] = []
    at = folded.text.find(wanted)
    while at >= 0:
        span = folded.source(at, at + len(wanted))
        if not spans or span != spans[-1]:
            spans.append(span)
        at = folded.text.find(wanted, at + 1)
    return spans
