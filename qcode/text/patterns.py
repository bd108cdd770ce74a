"""Searching the stored text by regular expression, without letting a pattern run for ever."""

from __future__ import annotations

import re
import time
import warnings
from typing import NamedTuple

from qcode.errors import QueryError
from qcode.model.spans import Span

MOST_MATCHES = 100_000
LONGEST_SECONDS = 5.0

_LINE = re.compile(r"[^\n]+")
_UNBOUNDED = re.compile(r"[*+]|\{\d*,\}")
# Without one of these a pattern cannot match across a line end, and may be tried line by line.
_ACROSS_LINES = re.compile(r"\\[nsrWDSAZxuUN]|\[\^|\(\?[a-z]*s|\n")


class Matches(NamedTuple):
    """What a pattern found."""

    spans: list[Span]
    complete: bool
    """False where the limit on matches was reached and the search broken off."""


def find_regex(
    text: str,
    pattern: str,
    *,
    within: Span | None = None,
    ignore_case: bool = True,
    limit: int = MOST_MATCHES,
) -> Matches:
    """Return where a regular expression (of Python's kind) matches, in order, not overlapping.

    `^` and `$` are the beginning and end of a line. Raises QueryError where the pattern cannot be
    read, matches nothing at all (`a*`), repeats a repetition (`(a+)+`, which can take for ever), or
    has not come to an end after five seconds.
    """
    compiled = _compiled(pattern, ignore_case)
    start, end = within or (0, len(text))
    ends = time.monotonic() + LONGEST_SECONDS
    across = _ACROSS_LINES.search(pattern) is not None
    pieces = [(start, end)] if across else (line.span() for line in _LINE.finditer(text, start, end))
    spans: list[Span] = []
    for piece in pieces:
        for found in compiled.finditer(text, *piece):
            if found.start() == found.end():
                raise QueryError(f"The pattern “{pattern}” also matches where there is nothing.")
            if len(spans) == limit:
                return Matches(spans, complete=False)
            spans.append(found.span())
        if time.monotonic() > ends:
            raise QueryError(f"The pattern “{pattern}” takes too long.", "Say more exactly what to find.")
    return Matches(spans, complete=True)


def _compiled(pattern: str, ignore_case: bool) -> re.Pattern[str]:
    flags = re.MULTILINE | (re.IGNORECASE if ignore_case else re.NOFLAG)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compiled = re.compile(pattern, flags)
    except (re.error, OverflowError, RecursionError) as error:
        where = f" at character {error.pos + 1}" if isinstance(error, re.error) and error.pos else ""
        what = error.msg if isinstance(error, re.error) else "it is too large"
        raise QueryError(f"The pattern “{pattern}” cannot be read: {what}{where}.") from None
    if compiled.search("") is not None:
        raise QueryError(f"The pattern “{pattern}” also matches where there is nothing.")
    if _repeats_a_repetition(pattern):
        raise QueryError(
            f"The pattern “{pattern}” repeats a repetition, which can take for ever.",
            "Say how often at most: {1,20} instead of +.",
        )
    return compiled


def _repeats_a_repetition(pattern: str) -> bool:
    """Tell whether a group with a repetition without end in it is itself repeated without end."""
    inside = [False]
    at = 0
    while at < len(pattern):
        sign = pattern[at]
        if sign == "\\":
            at += 2
            continue
        if sign == "[":
            at = _class_end(pattern, at)
            continue
        if sign == "(":
            inside.append(False)
        elif sign == ")" and len(inside) > 1:
            repeated = _UNBOUNDED.match(pattern, at + 1) is not None
            if inside.pop():
                if repeated:
                    return True
                inside[-1] = True
            inside[-1] = inside[-1] or repeated
        elif _UNBOUNDED.match(pattern, at):
            inside[-1] = True
        at += 1
    return False


def _class_end(pattern: str, at: int) -> int:
    """Return the place after a character class that begins at a bracket."""
    at += 1
    if pattern[at : at + 1] == "^":
        at += 1
    if pattern[at : at + 1] == "]":
        at += 1
    while at < len(pattern) and pattern[at] != "]":
        at += 2 if pattern[at] == "\\" else 1
    return at + 1
