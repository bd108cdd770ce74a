"""Where a text occurs: found once in each document, asked of many passages."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable

from qcode.model.spans import Span


class PassageSearch:
    """Which passages hold a text, seen through case, width and composed forms."""

    def __init__(self, text: Callable[[int], str], query: str) -> None:
        self._text = text
        self._query = query
        self._hits: dict[int, tuple[list[int], list[int]]] = {}

    def hits(self, document_id: int) -> list[Span]:
        """Return where the text occurs in a document, overlapping places too."""
        return list(zip(*self._found(document_id), strict=True))

    def within(self, document_id: int, start: int, end: int) -> bool:
        """Tell whether the text occurs wholly inside `[start, end)`."""
        starts, ends = self._found(document_id)
        place = bisect_left(starts, start)
        return place < len(starts) and ends[place] <= end

    def _found(self, document_id: int) -> tuple[list[int], list[int]]:
        known = self._hits.get(document_id)
        if known is None:
            from qcode.text.fold import find_all

            spans = find_all(self._text(document_id), self._query)
            known = self._hits[document_id] = ([start for start, _ in spans], [end for _, end in spans])
        return known
