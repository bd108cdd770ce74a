"""How far a document is coded: turns with codings, and stretches without any."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from qcode.model.documents import Role
from qcode.model.spans import Span, union
from qcode.tui.widgets.transcript.lines import LineKind, Lines
from qcode.tui.widgets.transcript.marks import Marks
from qcode.tui.widgets.transcript.reading import Mark, Reading


class Coded:
    """The speech of a document that counts, and what of it holds codings of one's own.

    Counted is what respondents say; all speech where no role is known; the paragraphs of a document
    without speakers.
    """

    __slots__ = ("_ends", "_gaps", "_holding", "_marks", "_starts", "_text", "done")

    def __init__(self, lines: Lines, marks: Marks) -> None:
        self._text = lines.reading.text
        spans = counted_spans(lines.reading) or [
            lines.span(line)
            for line in range(len(lines))
            if lines.kinds[line] is LineKind.PLAIN and lines.numbers[line]
        ]
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]
        self._holding = [0] * len(spans)
        self._gaps: dict[int, list[Span]] = {}
        self.done = 0
        """Counted turns that hold a coding of one's own."""
        self._marks = marks
        self.add(marks.all())

    @property
    def progress(self) -> tuple[int, int]:
        """Counted turns (paragraphs without speakers) that hold an own coding, and how many there are."""
        return self.done, len(self._starts)

    def add(self, marks: Iterable[Mark]) -> None:
        """Take note of codings that were put into the marks."""
        self._count(marks, 1)

    def take(self, marks: Iterable[Mark]) -> None:
        """Take note of codings that were dropped."""
        self._count(marks, -1)

    def _count(self, marks: Iterable[Mark], step: int) -> None:
        for mark in marks:
            if not mark.own:
                continue
            for place in range(bisect_right(self._ends, mark.start), bisect_left(self._starts, mark.end)):
                before = self._holding[place]
                self._holding[place] = before + step
                self._gaps.pop(place, None)
                if not before or not before + step:
                    self.done += step

    def next_gap(self, offset: int) -> Span | None:
        """Return the next stretch of counted speech without own codings that begins after an offset.

        Only stretches with a letter or a digit in them count; None where there is none any more.
        """
        for place in range(bisect_right(self._ends, offset), len(self._starts)):
            for start, end in self._gaps_in(place):
                if start > offset:
                    return start, end
        return None

    def _gaps_in(self, place: int) -> list[Span]:
        known = self._gaps.get(place)
        if known is None:
            known = self._gaps[place] = list(self._find_gaps(place))
        return known

    def _find_gaps(self, place: int) -> Iterable[Span]:
        first, last = self._starts[place], self._ends[place]
        found = self._marks.touching(first, last) if self._holding[place] else []
        at = first
        for start, end in [*union((mark.start, mark.end) for mark in found if mark.own), (last, last)]:
            stop = min(start, last)
            while at < stop and not self._text[at].isalnum():
                at += 1
            if at < stop:
                yield at, stop
            at = max(at, end)


def counted_spans(reading: Reading) -> list[Span]:
    """Return the spans of speech that count; none for a document without speakers."""
    known = any(speech.role is not None for speech in reading.speeches)
    return [speech.speech for speech in reading.speeches if not known or speech.role is Role.RESPONDENT]
