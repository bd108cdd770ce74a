"""What the two caption formats share on the way to cues: blocks of lines, and times."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import pairwise

from qcode.text.times import parse_time

TIMING = "-->"
_BREAKS = re.compile("[\n\r\v\f\x85\u2028\u2029\ufeff]")
_TIME = re.compile(r"\d{1,3}(?::\d{1,2}){1,2}(?:[.,]\d{1,3})?")


def blocks_of(text: str) -> list[list[str]]:
    """Return the runs of lines between blank lines."""
    blocks: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.strip():
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def cue_times(line: str) -> tuple[float | None, float | None]:
    """Return the seconds at which a cue begins and ends, None for what cannot be read.

    Hours may be left out, the fraction stands after a point or a comma, settings follow the end.
    """
    begins, _, ends = line.partition(TIMING)
    return _seconds(begins), _seconds(ends)


def _seconds(text: str) -> float | None:
    found = _TIME.search(text[:80])
    return parse_time(found[0]) if found else None


def cut_block(lines: list[str], *, named: bool) -> tuple[list[str], Iterator[tuple[str, list[str]]]]:
    """Return the text before the first time in a block, and (line of times, lines of text) of its cues.

    The line above a time is a cue's number or, where cues are `named`, any name; it is neither.
    """
    timed = [place for place, line in enumerate(lines) if TIMING in line]
    if not timed:
        return lines, iter(())
    before = lines[: timed[0]]
    if before and (named or before[-1].strip().isdecimal()):
        before = before[:-1]
    return before, _payloads(lines, timed)


def _payloads(lines: list[str], timed: list[int]) -> Iterator[tuple[str, list[str]]]:
    for place, following in pairwise([*timed, len(lines)]):
        payload = lines[place + 1 : following]
        if following < len(lines) and payload and payload[-1].strip().isdecimal():
            payload = payload[:-1]
        yield lines[place], payload


def plain_text(marked: str) -> str:
    """Return text with its entities resolved, on one line, without white space around it."""
    return _BREAKS.sub(" ", unescape(marked)).strip()
