"""What is found in a document once, and asked of many passages: occurrences of a text, words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable

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


class WordIndex:
    """How many words lie in passages; a word cut by an edge counts on both sides."""

    def __init__(self, text: Callable[[int], str]) -> None:
        self._text = text
        self._words: dict[int, tuple[list[int], list[int]]] = {}
        self._known: dict[int, dict[Span, int]] = {}

    def count(self, document_id: int, spans: Iterable[Span]) -> int:
        """Return the number of words in disjoint spans of a document, as `count_words` has it."""
        known = self._known.setdefault(document_id, {})
        number = 0
        for span in spans:
            if span not in known:
                known[span] = self._counted(document_id, *span)
            number += known[span]
        return number

    def _counted(self, document_id: int, start: int, end: int) -> int:
        from qcode.text.words import count_words

        starts, ends = self._found(document_id)
        first, last = bisect_left(starts, start), bisect_right(ends, end)
        cut = []
        if first and ends[first - 1] > start:
            cut.append((start, min(end, ends[first - 1])))
        if first <= last < len(starts) and starts[last] < end:
            cut.append((starts[last], end))
        return max(0, last - first) + (count_words(self._text(document_id), cut) if cut else 0)

    def _found(self, document_id: int) -> tuple[list[int], list[int]]:
        known = self._words.get(document_id)
        if known is None:
            from qcode.text.words import words

            spans = list(words(self._text(document_id)))
            known = self._words[document_id] = ([start for start, _ in spans], [end for _, end in spans])
        return known
