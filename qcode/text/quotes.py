"""Finding in a text the place that a quotation was taken from."""

from __future__ import annotations

import re

from qcode.model.spans import Span
from qcode.text.scripts import is_cjk

_DOUBLE = '"“”„‟«»「」『』｢｣〝〞〟＂《》'
_SINGLE = "'’‘‚‛ʼ‹›＇`´"
_CLASSES = {mark: f"[{re.escape(marks)}]" for marks in (_DOUBLE, _SINGLE) for mark in marks}


def locate(text: str, quote: str, within: Span | None = None) -> list[Span]:
    """Return every place of a quotation in a text, or in one span of it; an empty list for none.

    An exact match comes first. Only where there is none, both are levelled: one quotation mark is
    as good as another, one apostrophe as another, a run of white space with its line breaks is one
    blank and, between two CJK characters, nothing at all; dashes stay what they are. White space
    around the quotation does not count. More than one place means that the caller has to ask.
    """
    start, end = within or (0, len(text))
    exact = _exact(text, quote, start, end)
    if exact or not quote.strip():
        return exact
    trimmed = quote.strip()
    return _exact(text, trimmed, start, end) or _levelled(text, trimmed, start, end)


def _exact(text: str, quote: str, start: int, end: int) -> list[Span]:
    if not quote.strip():
        return []
    spans: list[Span] = []
    at = text.find(quote, start, end)
    while at >= 0:
        spans.append((at, at + len(quote)))
        at = text.find(quote, at + 1, end)
    return spans


def _levelled(text: str, quote: str, start: int, end: int) -> list[Span]:
    pattern = re.compile(_pattern(quote))
    spans: list[Span] = []
    found = pattern.search(text, start, end)
    while found is not None:
        spans.append(found.span())
        found = pattern.search(text, found.start() + 1, end)
    return spans


def _pattern(quote: str) -> str:
    """Return a pattern for the levelled quotation: fixed characters with white space between."""
    parts: list[str] = []
    last = ""
    blank = False
    for character in quote:
        if character.isspace():
            blank = True
            continue
        if _written_solid(last) and _written_solid(character):
            parts.append(r"\s*")
        elif blank:
            parts.append(r"\s+")
        parts.append(_CLASSES.get(character) or re.escape(character))
        last, blank = character, False
    return "".join(parts)


def _written_solid(character: str) -> bool:
    """Tell whether white space beside a character may come and go: CJK, and quotation marks,
    which are CJK or not depending on who wrote them."""
    return bool(character) and (character in _DOUBLE or is_cjk(character))
