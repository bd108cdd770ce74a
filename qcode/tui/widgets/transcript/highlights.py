"""What lies on the text of a transcript for the moment."""

from __future__ import annotations

from dataclasses import dataclass

from qcode.model.spans import Span
from qcode.tui.widgets.transcript.reading import Mark
from qcode.tui.widgets.transcript.rows import Row


@dataclass(frozen=True, slots=True)
class Highlights:
    """Cursor, unit, selection, coding in focus, hit; spans in code points, half-open."""

    cursor: int = 0
    active: bool = False
    """True while the view has the keyboard."""
    unit: Span = (0, 0)
    selection: Span | None = None
    focused: Mark | None = None
    hit: Span | None = None

    def touches(self, row: Row) -> bool:
        """Tell whether a row of text looks different for it."""
        if row.start <= self.cursor <= row.end:
            return True
        spans = (self.unit, self.selection, self.focused and self.focused[1:3], self.hit)
        return any(span is not None and span[0] < row.end and span[1] > row.start for span in spans)

    def difference(self, other: Highlights) -> list[Span]:
        """Return spans that hold all that looks different with other highlights; an empty span is a place."""
        spans = [
            *_difference(self.unit, other.unit),
            *_difference(self.selection, other.selection),
            *_difference(self.hit, other.hit),
        ]
        if self.focused != other.focused:
            spans += [(mark.start, mark.end) for mark in (self.focused, other.focused) if mark is not None]
        if (self.cursor, self.active) != (other.cursor, other.active):
            spans += [(self.cursor, self.cursor), (other.cursor, other.cursor)]
        return spans


def _difference(before: Span | None, after: Span | None) -> list[Span]:
    """Return spans that hold all that lies in one of two spans and not in the other."""
    if before == after:
        return []
    if before is None or after is None or before[1] <= after[0] or after[1] <= before[0]:
        return [span for span in (before, after) if span is not None]
    starts, ends = sorted((before[0], after[0])), sorted((before[1], after[1]))
    return [(first, last) for first, last in (starts, ends) if first < last]
