"""Sentences and paragraphs of running text, in Japanese and in English."""

from __future__ import annotations

import re
from collections import deque

from qcode.model.spans import Span
from qcode.text.label_words import words
from qcode.text.scripts import is_cjk

_LINE = re.compile(r"[^\n]+")
_TERMINATOR = re.compile(r"[。｡．！？!?]+|\.+")
_CLOSING_MARKS = "」』）)]】〕》〉”’»"
_STRAIGHT_MARKS = "\"'"
_REACTION = re.compile(r"[（(〔［\[][^（(〔［\[）)〕］\]\n]{1,12}[）)〕］\]]")
_BRACKETS = {"「": "」", "『": "』", "（": "）", "(": ")"}
_OPENING = re.compile("[「『（(]")
_LONGEST_ASIDE = 80
"""A bracket up to this length belongs to the sentence around it; a longer one has its own."""

_TOKEN = re.compile(r"[^\W_]+(?:\.[^\W_]+)*$")
_BEFORE_A_NAME = words("mr mrs ms dr prof st sen rep gov rev hon vs e.g i.e cf approx dept")
_BEFORE_A_NUMBER = words("no nos fig art sec p pp vol ch para")
_TOKEN_LENGTH = 16

_HIRAGANA = re.compile("[ぁ-ゖ]")
_QUOTATIVE = re.compile("と|って|っと|、|，")


def paragraphs(text: str, within: Span | None = None) -> list[Span]:
    """Return the paragraphs of a text, or of one span of it: its lines, without blank ones.

    White space at both ends is no part of a paragraph.
    """
    start, end = within or (0, len(text))
    spans: list[Span] = []
    for line in _LINE.finditer(text, start, end):
        kept = line[0].strip()
        if kept:
            first = line.start() + line[0].index(kept[0])
            spans.append((first, first + len(kept)))
    return spans


def sentences(text: str, within: Span | None = None) -> list[Span]:
    """Return the sentences of a text, or of one span of it, in order.

    They hold every character that is not white space. A line end always ends a sentence. A full
    stop does not after an abbreviation, in a number, or before a small letter. Closing quotation
    marks and brackets stay with their sentence, as does a reaction such as `（笑）` right after it;
    a short bracket or quotation is not cut up.
    """
    spans: list[Span] = []
    for start, end in paragraphs(text, within):
        at = start
        for edge in _edges(text, start, end):
            spans.append((at, edge))
            at = edge
            while at < end and text[at].isspace():
                at += 1
        if at < end:
            spans.append((at, end))
    return spans


def _edges(text: str, start: int, end: int) -> list[int]:
    """Return where sentences end inside one paragraph, its own end left out."""
    asides = _asides(text, start, end)
    edges: list[int] = []
    at = start
    while (found := _TERMINATOR.search(text, at, end)) is not None:
        while asides and asides[0][1] <= found.start():
            asides.popleft()
        if asides and asides[0][0] <= found.start():
            at = max(found.end(), asides[0][1] - 1)
            edge = _aside_end(text, asides[0], end)
        else:
            edge = _sentence_end(text, found, end)
            at = max(found.end(), edge or 0)
        if edge is not None and edge < end and (not edges or edge > edges[-1]):
            edges.append(edge)
            at = max(at, edge)
    return edges


def _asides(text: str, start: int, end: int) -> deque[Span]:
    """Return the short brackets of a paragraph, outermost only, in order."""
    found: deque[Span] = deque()
    at = start
    while (mark := _OPENING.search(text, at, end)) is not None:
        close = text.find(_BRACKETS[mark[0]], mark.end(), min(end, mark.end() + _LONGEST_ASIDE))
        at = mark.end() if close < 0 else close + 1
        if close >= 0:
            found.append((mark.start(), at))
    return found


def _aside_end(text: str, aside: Span, end: int) -> int | None:
    """Return the end of a sentence that ends with a bracket (`「はい。」`), None where it goes on."""
    last = text[aside[1] - 2]
    if last not in "。｡！？!?.":
        return None
    edge = _with_reactions(text, _with_closing(text, aside[1], end), end)
    if edge >= end:
        return edge
    following = text[edge]
    if last in "!?." and not following.isspace() and not is_cjk(following):
        return None
    if is_cjk(following):
        stays = _HIRAGANA.match(following) or following in "、，。"
        return None if stays else edge
    return edge if not _continues_small(text, edge, end) else None


def _sentence_end(text: str, found: re.Match[str], end: int) -> int | None:
    """Return where the sentence ends that a terminator may end, None where it does not."""
    marks = found[0]
    edge = _with_closing(text, found.end(), end)
    closed = edge > found.end()
    if marks[0] == "." and not _is_full_stop(text, found, edge, end):
        return None
    if edge >= end:
        return edge
    following = text[edge]
    if marks[0] == "．" and following.isdigit():
        return None
    if marks[-1] in "。｡．":
        goes_on = closed and _HIRAGANA.match(following)
        return None if goes_on else _with_reactions(text, edge, end)
    if marks[0] == ".":
        return edge
    if _QUOTATIVE.match(text, edge, end) or (closed and _HIRAGANA.match(following)):
        return None
    if marks[-1] in "!?":
        if not following.isspace() and not is_cjk(following) and not _REACTION.match(text, edge, end):
            return None
        if _continues_small(text, edge, end):
            return None
    return _with_reactions(text, edge, end)


def _is_full_stop(text: str, found: re.Match[str], edge: int, end: int) -> bool:
    """Tell whether dots end a sentence, rather than shorten a word or leave a thought open."""
    before = text[found.start() - 1] if found.start() else " "
    if edge < end and not text[edge].isspace():
        return len(found[0]) == 1 and is_cjk(before) and is_cjk(text[edge])
    if _continues_small(text, edge, end):
        return False
    following = _next_character(text, edge, end)
    if len(found[0]) > 1 or not following:
        return True
    token = _TOKEN.search(text, max(0, found.start() - _TOKEN_LENGTH), found.start())
    word = token[0] if token else ""
    if word.casefold() in _BEFORE_A_NAME:
        return False
    if word.casefold() in _BEFORE_A_NUMBER and following.isdigit():
        return False
    if word.casefold() in ("a.m", "p.m"):
        return True
    initial = len(word) == 1 and word.isalpha() and word.isupper() and word != "I"
    return not initial and not ("." in word and word.isupper())


def _continues_small(text: str, edge: int, end: int) -> bool:
    """Tell whether the next word begins with a small letter."""
    return _next_character(text, edge, end).islower()


def _next_character(text: str, edge: int, end: int) -> str:
    """Return the first character from a place on that is no white space, empty at the end."""
    while edge < end and text[edge].isspace():
        edge += 1
    return text[edge] if edge < end else ""


def _with_closing(text: str, edge: int, end: int) -> int:
    while edge < end and (
        text[edge] in _CLOSING_MARKS
        or (text[edge] in _STRAIGHT_MARKS and (edge + 1 == end or not text[edge + 1].isalnum()))
    ):
        edge += 1
    return edge


def _with_reactions(text: str, edge: int, end: int) -> int:
    while (found := _REACTION.match(text, edge, end)) is not None:
        edge = found.end()
        while edge < end and text[edge] in "。｡":
            edge += 1
    return edge
