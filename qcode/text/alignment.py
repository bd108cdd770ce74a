"""Two versions of one text: which characters of the new one are which of the old one.

Stretches that occur once in either text are found by their runs of words, the longest chain of them in
one order is kept (as in the patience diff of Cohen), and what lies between is aligned in the same way
by shorter runs, at last word by word. What is left over on both sides is looked through for passages
that were moved. Nothing here is quadratic in the length of the texts.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, MutableSequence, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple
from unicodedata import normalize

from qcode.text.runs import Run, Stretch, find_runs, unique_pairs
from qcode.text.scripts import CJK

_STOPS = r"、。，．,.!?！？;:；：「」『』()（）"
_PHRASES = re.compile(rf"\s+|[^\s{_STOPS}]+|.", re.DOTALL)
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_MARKS = "\u0300-\u036f\u3099\u309a\ufe00-\ufe0f\uff9e\uff9f\U000e0100-\U000e01ef"
_WORDS = re.compile(rf"\s+|[{CJK}][{_MARKS}]*|(?:(?![{CJK}])\w)(?:(?![{CJK}])\w|[{_MARKS}])*|.", re.DOTALL)


class _Level(NamedTuple):
    """How a stretch is cut into tokens."""

    pattern: re.Pattern[str]
    lengths: Sequence[int]
    """Of the runs of tokens that are looked for, one after the other."""
    most: int
    """Characters of a stretch that is looked at in this way; longer ones share next to nothing."""


_LEVELS = (
    _Level(_LINES, (4, 4), 100_000_000),
    _Level(_PHRASES, (8, 8, 4, 4), 3_000_000),
    _Level(_WORDS, (8, 4, 4, 2, 2, 1, 1), 150_000),
)
_LEAST_SHARED = 0.2
"""Share of the shorter text below which the two are taken for two texts, not for versions of one."""
_LEAST_PASSAGE = 40
_MOVED_RUN = 3
_LEAST_MOVED = 20
"""Characters of a passage that is known again in another place."""
_FARTHEST_SLIDE = 400


class Piece(NamedTuple):
    """A stretch of the old text and the stretch of the new one that it became; neither is empty."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int
    same: bool
    """Character for character; else the same words, written with other code points."""
    moved: bool = False
    """Whether it lies elsewhere in the order of the text."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """What two versions of a text have in common."""

    old: str
    new: str
    pieces: Sequence[Piece]
    """In the order of the old text, without overlap in either text."""


def align(old: str, new: str) -> Alignment:
    """Return which stretches of a new version are which of the old one; offsets are code points."""
    head = _common_lines(old, new)
    tail = _common_last_lines(old, new, head)
    old_end, new_end = len(old) - tail, len(new) - tail
    pieces = [Piece(0, head, 0, head, same=True)] if head else []
    # First by lines, of which there are few, then by phrases and by words in what is left between.
    middle: Sequence[Piece] = ()
    for level in _LEVELS:
        middle = [
            piece
            for gap in _gaps(middle, head, old_end, new_end)
            for piece in ([gap] if isinstance(gap, Piece) else _pieces(old, new, gap, level))
        ]
    pieces += middle
    if tail + sum(piece.old_end - piece.old_start for piece in pieces) < _LEAST_SHARED * min(
        len(old), len(new)
    ):
        # Two texts of one language: what they share by chance are words, not passages.
        pieces = [piece for piece in pieces if piece.old_end - piece.old_start >= _LEAST_PASSAGE]
    if tail:
        pieces.append(Piece(old_end, len(old), new_end, len(new), same=True))
    pieces = _slid(old, new, _joined(pieces))
    return Alignment(old, new, sorted([*pieces, *_moved(old, new, pieces)]))


def _gaps(pieces: Sequence[Piece], start: int, old_end: int, new_end: int) -> Iterator[Piece | Stretch]:
    """Yield pieces with what lies between them, where that is something on both sides."""
    old_at = new_at = start
    for piece in [*pieces, Piece(old_end, old_end, new_end, new_end, same=True)]:
        if old_at < piece.old_start and new_at < piece.new_start:
            yield old_at, piece.old_start, new_at, piece.new_start
        if piece.old_start < piece.old_end:
            yield piece
        old_at, new_at = piece.old_end, piece.new_end


def _common_lines(old: str, new: str) -> int:
    """Return how many characters of whole lines both texts begin with."""
    if old == new:
        return len(old)
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return old.rfind("\n", 0, low) + 1


def _common_last_lines(old: str, new: str, head: int) -> int:
    """Return how many characters of whole lines both texts end with, beyond those that they begin with."""
    low, high = 0, min(len(old), len(new)) - head
    while low < high:
        middle = (low + high + 1) // 2
        if old[len(old) - middle : len(old) - low] == new[len(new) - middle : len(new) - low]:
            low = middle
        else:
            high = middle - 1
    at = old.find("\n", len(old) - low)
    return len(old) - at - 1 if at >= 0 else 0


# -- tokens


class _Tokens(NamedTuple):
    keys: Sequence[str]
    edges: Sequence[int]
    """Where each token begins in the text, and where the last one ends."""


def _tokens(pattern: re.Pattern[str], text: str, start: int, end: int) -> _Tokens:
    found = pattern.findall(text[start:end])
    keys = {token: _key(token) for token in set(found)}
    return _Tokens([keys[token] for token in found], list(accumulate(map(len, found), initial=start)))


def _key(token: str) -> str:
    """Return what spellings of one token have in common."""
    if token.isspace():
        return "\n" if "\n" in token else " "
    return token if token.isascii() else normalize("NFKC", token)


def _pieces(old: str, new: str, gap: Stretch, level: _Level) -> list[Piece]:
    """Return the pieces of a stretch, in order."""
    if max(gap[1] - gap[0], gap[3] - gap[2]) > level.most:
        return []
    before, after = _tokens(level.pattern, old, *gap[:2]), _tokens(level.pattern, new, *gap[2:])
    runs: list[Run] = []
    stretch = (0, len(before.keys), 0, len(after.keys))
    find_runs(before.keys, after.keys, stretch, level.lengths, runs)
    found = [piece for run in runs for piece in _pieces_of_run(old, new, before.edges, after.edges, run)]
    # What is spelt differently is looked at more closely, as long as it can be.
    return found if level is _LEVELS[-1] else [piece for piece in found if piece.same]


def _pieces_of_run(
    old: str, new: str, before: Sequence[int], after: Sequence[int], run: Run
) -> Iterator[Piece]:
    """Yield a run of equal tokens as one piece, or token by token where some are spelt differently."""
    last_old, last_new = run.old + run.length, run.new + run.length
    whole = (before[run.old], before[last_old], after[run.new], after[last_new])
    if old[whole[0] : whole[1]] == new[whole[2] : whole[3]]:
        yield Piece(*whole, same=True)
        return
    for (one, one_end), (other, other_end) in zip(
        pairwise(before[run.old : last_old + 1]), pairwise(after[run.new : last_new + 1]), strict=True
    ):
        yield Piece(one, one_end, other, other_end, same=old[one:one_end] == new[other:other_end])


# -- pieces put right


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Return pieces with those joined that lie side by side in both texts, character for character."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.same
            and piece.same
            and (last.old_end, last.new_end) == (piece.old_start, piece.new_start)
        ):
            joined[-1] = last._replace(old_end=piece.old_end, new_end=piece.new_end)
        else:
            joined.append(piece)
    return joined


def _slid(old: str, new: str, pieces: Sequence[Piece]) -> list[Piece]:
    """Return pieces between which what came or went begins where a person would say so.

    A line put in before another that begins alike can be told in several ways: the best one begins at
    a line, else at a sentence, else at a word.
    """
    slid: list[Piece] = []
    for piece in pieces:
        last = slid[-1] if slid else None
        if last is not None and last.same and piece.same:
            by = 0
            if last.old_end == piece.old_start:
                by = _slide(new, last.new_end, piece.new_start, last.new_start, piece.new_end)
            elif last.new_end == piece.new_start:
                by = _slide(old, last.old_end, piece.old_start, last.old_start, piece.old_end)
            if by:
                slid[-1] = last._replace(old_end=last.old_end + by, new_end=last.new_end + by)
                piece = piece._replace(old_start=piece.old_start + by, new_start=piece.new_start + by)
        slid.append(piece)
    return [piece for piece in slid if piece.old_start < piece.old_end]


def _slide(text: str, start: int, end: int, low: int, high: int) -> int:
    """Return by how many characters the stretch `[start, end)` is best moved; the text stays what it is."""
    if start == end:
        return 0
    most = min(start - low, _FARTHEST_SLIDE)
    left = 0
    while left < most and text[start - left - 1] == text[end - left - 1]:
        left += 1
    most = min(high - end, _FARTHEST_SLIDE)
    right = 0
    while right < most and text[start + right] == text[end + right]:
        right += 1
    return max(range(-left, right + 1), key=lambda by: (_boundary(text, start + by), -abs(by)))


def _boundary(text: str, at: int) -> int:
    """Return how well a text is cut at an offset: 4 before a line, 0 inside of a word."""
    before = text[at - 1 : at]
    if before in ("", "\n"):
        return 4
    if before in "。！？":
        return 3
    if before.isspace():
        return 3 if text[at - 2 : at - 1] in tuple(".!?") else 2
    return 0 if before.isalnum() and text[at : at + 1].isalnum() else 1


# -- what was moved


def _moved(old: str, new: str, pieces: Sequence[Piece]) -> list[Piece]:
    """Return the passages that left their place in the order of the text."""
    gone = _left_over([(piece.old_start, piece.old_end) for piece in pieces], len(old))
    come = _left_over([(piece.new_start, piece.new_end) for piece in pieces], len(new))
    before, after = _tokens_of(old, gone, "\0<"), _tokens_of(new, come, "\0>")
    pairs = unique_pairs(before.keys, after.keys, (0, len(before.keys), 0, len(after.keys)), _MOVED_RUN)
    found: list[Piece] = []
    taken: list[tuple[int, int]] = []
    reached = 0
    for one, other in pairs:
        start, new_start = before.edges[one], after.edges[other]
        if start < reached or any(low <= new_start < high for low, high in taken):
            continue
        low, high = _around(gone, start)
        new_low, new_high = _around(come, new_start)
        back = ahead = 0
        while start - back > max(low, reached) and new_start - back > new_low:
            if old[start - back - 1] != new[new_start - back - 1]:
                break
            back += 1
        while start + ahead < high and new_start + ahead < new_high:
            if old[start + ahead] != new[new_start + ahead]:
                break
            ahead += 1
        span = (new_start - back, new_start + ahead)
        if back + ahead >= _LEAST_MOVED and not any(a < span[1] and span[0] < b for a, b in taken):
            found.append(Piece(start - back, start + ahead, *span, same=True, moved=True))
            taken.append(span)
            reached = start + ahead
    return found


def _left_over(spans: Sequence[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    edges = [0, *(edge for span in spans for edge in span), length]
    return [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]


def _tokens_of(text: str, spans: Sequence[tuple[int, int]], bar: str) -> _Tokens:
    """Return the tokens of several stretches, with a bar between them that is no token of a text."""
    keys: MutableSequence[str] = []
    edges: MutableSequence[int] = []
    for start, end in spans:
        tokens = _tokens(_PHRASES, text, start, end)
        keys += [*tokens.keys, bar]
        edges += tokens.edges
    return _Tokens(keys, edges)


def _around(spans: Sequence[tuple[int, int]], at: int) -> tuple[int, int]:
    """Return the span that holds an offset."""
    return spans[bisect_left(spans, (at + 1, 0)) - 1]
