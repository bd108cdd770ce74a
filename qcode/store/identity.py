"""Identifiers that never change, and a clock that never goes backwards."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from functools import cache

_COUNTER_LIMIT = 1_000_000


def new_uid() -> str:
    """Return a UUID version 7 (RFC 9562, 5.7) as text: 48 bits of milliseconds, then random bits."""
    return next(new_uids())


def new_uids() -> Iterator[str]:
    """Yield UUIDs version 7 without end; those of one iterator sort in the order they were made.

    Random bits come from the operating system, read for many identifiers at a time. The order within
    one millisecond is kept by counting up the 12 bits of `rand_a` (RFC 9562, 6.2, method 1).
    """
    last, counter = 0, 0
    while True:
        block = os.urandom(8 * 256)
        for place in range(0, len(block), 8):
            now = time.time_ns() // 1_000_000
            if now > last:
                last, counter = now, 0
            else:
                counter += 1
                if counter > 0xFFF:
                    last, counter = last + 1, 0
            low = (int.from_bytes(block[place : place + 8], "big") & 0x3FFF_FFFF_FFFF_FFFF) | (0b10 << 62)
            digits = f"{last:012x}7{counter:03x}{low:016x}"
            yield f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


class Clock:
    """A hybrid logical clock (Kulkarni et al. 2014): wall time in milliseconds, and a counter.

    Stamps are text, `%013d-%06d`, compared as text. Each is greater than the one before it and than
    the newest stamp the clock was told of, also where the wall clock was set back.
    """

    def __init__(self, newest: str = "") -> None:
        self._milliseconds, self._counter = 0, 0
        if newest:
            milliseconds, _, counter = newest.partition("-")
            self._milliseconds, self._counter = int(milliseconds), int(counter)
        now = time.time_ns() // 1_000_000
        if now > self._milliseconds:
            self._milliseconds, self._counter = now, -1

    def tick(self) -> str:
        """Return the next stamp."""
        self._counter += 1
        if self._counter >= _COUNTER_LIMIT:
            self._milliseconds, self._counter = self._milliseconds + 1, 0
        return f"{self._milliseconds:013d}-{self._counter:06d}"


def stamp_to_iso(stamp: str) -> str:
    """Return the wall time of a stamp as ISO 8601 in UTC, to the second; empty for an empty stamp."""
    if not stamp:
        return ""
    day, second = divmod(int(stamp[: stamp.index("-")]) // 1000, 86_400)
    minute, second = divmod(second, 60)
    return f"{_date(day)}T{minute // 60:02d}:{minute % 60:02d}:{second:02d}Z"


@cache
def _date(day: int) -> str:
    """Return the date of a day, counted from the beginning of 1970."""
    from datetime import date

    return date.fromordinal(date(1970, 1, 1).toordinal() + day).isoformat()
