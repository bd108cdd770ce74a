"""The counted codings of one document as columns: what whole tables of them are counted from.

A hundred thousand codings are counted in a tenth of a second only where no statement of Python runs
for each of them; so here are lists to map over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import accumulate, chain, compress, islice
from operator import itemgetter, ne, or_

from qcode.model.codings import CodingRow
from qcode.model.spans import Span


class Columns:
    """Codings in the order of start, end and code, and what each of them is, place by place."""

    def __init__(self, rows: Sequence[CodingRow]) -> None:
        self.rows = rows

    @cached_property
    def codes(self) -> list[int]:
        return list(map(itemgetter(4), self.rows))

    @cached_property
    def coders(self) -> list[int]:
        return list(map(itemgetter(5), self.rows))

    @cached_property
    def passages(self) -> list[int]:
        """Numbers of the distinct spans: codings of one span have one number."""
        return list(accumulate(self._new_passages, initial=-1))[1:]

    @cached_property
    def segments(self) -> list[int]:
        """Numbers of the distinct spans with their codes."""
        new = map(or_, self._new_passages, _changes(self.codes))
        return list(accumulate(new, initial=-1))[1:]

    @cached_property
    def repeats(self) -> Counter[int]:
        """How many codings of each code say again what the coding before them says, by code."""
        pairs = zip(self.rows, islice(self.rows, 1, None), strict=False)
        return Counter(
            [row[4] for last, row in pairs if row[2] == last[2] and row[3] == last[3] and row[4] == last[4]]
        )

    @cached_property
    def spans(self) -> list[Span]:
        """The distinct spans by their numbers."""
        return list(compress(map(itemgetter(2, 3), self.rows), self._new_passages))

    @cached_property
    def _new_passages(self) -> list[bool]:
        starts, ends = list(map(itemgetter(2), self.rows)), list(map(itemgetter(3), self.rows))
        return list(map(or_, _changes(starts), _changes(ends)))


def _changes(values: Iterable[int]) -> Iterable[bool]:
    """Return for each value whether it differs from the one before it; the first does."""
    before: Iterable[int | None] = chain((None,), values)
    return map(ne, values, before)
