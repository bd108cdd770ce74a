"""Time marks of transcripts, in the shapes that recorders, services and people write them."""

from __future__ import annotations

import re
from unicodedata import normalize

CLOCK = (
    r"(?:\d{1,3}\s?[:：]\s?\d{1,2}\s?[:：]\s?\d{1,2}|\d{1,3}[:：]\d{2})"
    r"(?:[.,．，]\d{1,3}|[-－]\d(?![\d:：]))?"
)
"""`1:23`, `00:01:23`, `0:0:5.100`, `00:00:00,000`, `00：12：34`, `00:01:23-4`; for a pattern."""

SPOKEN = r"(?:\d{1,2}時間)?\d{1,3}分\d{1,2}秒"
"""`12分34秒`; for a pattern. Without its minutes it would be a pause, not a time: `（5秒）`."""

ARROW = r"-{1,2}>|→"

_BLANKS = r"[ \t\u3000]*+"
_TO = rf"{_BLANKS}(?:{ARROW}|[-–—~〜～]){_BLANKS}"

_CLOCK_TIME = re.compile(
    r"(?:(?P<hours>\d{1,3})\s?:\s?)?(?P<minutes>\d{1,3})\s?:\s?(?P<seconds>\d{1,2})"
    r"(?:[.,](?P<fraction>\d{1,9})|-(?P<tenth>\d))?",
    re.ASCII,
)
_UNIT_TIME = re.compile(
    r"(?:(?P<hours>\d{1,3})\s*(?:時間|h))?\s*"
    r"(?:(?P<minutes>\d{1,4})\s*(?:分|min|m))?\s*"
    r"(?:(?P<seconds>\d{1,6})(?:[.,](?P<fraction>\d{1,9}))?\s*(?:秒|sec|s)?)?",
    re.ASCII,
)
_BETWEEN = re.compile(r"\s*(?:-{1,2}>|→|[–—~〜～])\s*|\s+(?:-|to)\s+|(?<=\d)-(?=\d+:)")
_BRACKETS = "[](){}<>#〔〕【】〈〉\\ \t"


def parse_time(text: str) -> float | None:
    """Return the seconds that a time mark stands for, None where it is none.

    Brackets and `#` around it are ignored, as are full-width forms (`［００：１２：３４］`). Takes
    `1:02:03.5`, `1:6` (one minute, six seconds), `#00:01:23-4#` (tenths after the dash), `75`
    (seconds), `12分34秒`, `1h 2m 3s`.
    """
    if len(text) > 40:
        return None
    plain = (text if text.isascii() else normalize("NFKC", text)).strip(_BRACKETS)
    if not plain:
        return None
    found = _CLOCK_TIME.fullmatch(plain)
    if found is not None:
        seconds = int(found["seconds"])
        if found["tenth"]:
            return _seconds(found["hours"], found["minutes"], seconds) + int(found["tenth"]) / 10
    else:
        found = _UNIT_TIME.fullmatch(plain)
        if found is None:
            return None
        seconds = int(found["seconds"] or 0)
    return _seconds(found["hours"], found["minutes"], seconds) + float(f"0.{found['fraction'] or 0}")


def parse_timespan(text: str) -> tuple[float, float] | None:
    """Return the seconds at which a span of time begins and ends, None where it is none.

    Between the two times stand a dash (`0:00.0 - 0:12.3`), an arrow, a tilde or `to`.
    """
    if len(text) > 80:
        return None
    times = [parse_time(part) for part in _BETWEEN.split(text.strip(_BRACKETS))]
    if len(times) != 2 or times[0] is None or times[1] is None:
        return None
    return times[0], times[1]


def _seconds(hours: str | None, minutes: str | None, seconds: int) -> float:
    return float(int(hours or 0) * 3600 + int(minutes or 0) * 60 + seconds)


def format_time(seconds: float) -> str:
    """Return `HH:MM:SS` for seconds from the beginning; fractions are cut, not rounded."""
    whole = max(0, int(seconds))
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"


_OPENING = r"(?:\\[\[(]|[\[({［（〔【<〈#])[ \t]?"
_CLOSING = r"[ \t]?(?:\\[\])]|[\])}］）〕】>〉#])"
MARK = rf"(?:{_OPENING}(?:{CLOCK}|{SPOKEN})(?:{_TO}(?:{CLOCK}|{SPOKEN}))?{_CLOSING})"
"""A time in brackets or between `#`, or from one time to another; for a pattern."""

RANGE = rf"(?:{MARK}|{CLOCK}|{SPOKEN})(?:{_TO}(?:{MARK}|{CLOCK}|{SPOKEN}))?"
"""A time in whatever shape, or from one to another; for a pattern."""

_MARK = re.compile(MARK)
_TIME = re.compile(f"{CLOCK}|{SPOKEN}")
_LONE_CLOCK_LINE = re.compile(rf"^[ \t\u3000]*({CLOCK})[ \t\u3000]*$", re.MULTILINE)


def times_in(text: str) -> list[float]:
    """Return the seconds of all times in a text, in their order."""
    return [seconds for found in _TIME.findall(text) if (seconds := parse_time(found)) is not None]


def time_marks(text: str, start: int, end: int) -> list[tuple[int, int, float]]:
    """Return (start, end, seconds) of the time marks inside a span, in order.

    A mark stands in brackets or between `#`, or fills a line by itself; a bare `10:30` in the
    middle of a sentence is no mark.
    """
    marks = [
        (found.start(), found.end(), times[0])
        for found in _MARK.finditer(text, start, end)
        if (times := times_in(found[0]))
    ]
    marks += [
        (found.start(1), found.end(1), seconds)
        for found in _LONE_CLOCK_LINE.finditer(text, start, end)
        if (seconds := parse_time(found[1])) is not None
    ]
    return sorted(marks)
