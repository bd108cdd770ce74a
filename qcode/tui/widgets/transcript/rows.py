"""The rows that lines take on the screen, and the way from an offset to a cell and back."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import NamedTuple

from qcode.model.spans import Span
from qcode.text.graphemes import Graphemes
from qcode.text.wrapping import wrap
from qcode.tui.widgets.transcript.lines import Lines

BLANK = -2
HEAD = -1


class Row(NamedTuple):
    """One row of the screen, in the document's own count of rows."""

    line: int
    part: int
    """Place among the rows of its line; `HEAD` for a turn's head, `BLANK` for the blank above it."""
    start: int
    end: int
    """What it shows of the text; empty at the beginning of the line for a head and a blank."""


class Rows:
    """Soft-wrapped lines: exact, computed at once, kept until the width changes.

    `y` counts rows from 0 at the top of the document; a cell counts from 0 at the left of the text
    column, whose width in cells is `columns`.
    """

    __slots__ = ("_breaks", "_leads", "_tops", "airy", "columns", "graphemes", "lines")

    def __init__(self, lines: Lines, graphemes: Graphemes, columns: int, airy: bool) -> None:
        self.lines = lines
        self.graphemes = graphemes
        self.columns = max(2, columns)
        self._breaks = [
            wrap(graphemes, start, end, self.columns)
            for start, end in zip(lines.starts, lines.ends, strict=True)
        ]
        self.space(airy)

    def space(self, airy: bool) -> None:
        """Put a blank row above each turn, or none."""
        self.airy = airy
        lead = 2 if airy else 1
        turns = self.lines.turns
        self._leads = bytearray(len(self._breaks))
        before = -1
        for place, turn in enumerate(turns):
            if turn != before:
                before = turn
                # Nothing stands above the first row, so nothing need be kept away from it.
                self._leads[place] = (lead if turn >= 0 else lead - 1) - (airy and not place)
        heights = (len(breaks) + 1 + lead for breaks, lead in zip(self._breaks, self._leads, strict=True))
        self._tops = list(accumulate(heights, initial=0))

    @property
    def height(self) -> int:
        """Number of rows."""
        return self._tops[-1]

    def row(self, y: int) -> Row:
        """Return a row; the first or the last one for a `y` outside the document."""
        y = min(max(0, y), self.height - 1)
        line = bisect_right(self._tops, y) - 1
        part = y - self._tops[line] - self._leads[line]
        if part < 0:
            start = self.lines.starts[line]
            head = self.lines.is_first(line) and part == -1
            return Row(line, HEAD if head else BLANK, start, start)
        return Row(line, part, *self.edges(line, part))

    def parts(self, line: int) -> int:
        """Return how many rows of text a line has."""
        return len(self._breaks[line]) + 1

    def edges(self, line: int, part: int) -> Span:
        """Return what one row of a line shows of the text."""
        breaks = self._breaks[line]
        start = breaks[part - 1] if part else self.lines.starts[line]
        end = breaks[part] if part < len(breaks) else self.lines.ends[line]
        return start, end

    def y_of(self, offset: int) -> int:
        """Return the row that shows an offset, or the nearest one after it."""
        offset = self.lines.nearest(offset)
        line = self.lines.at(offset)
        return self._tops[line] + self._leads[line] + bisect_right(self._breaks[line], offset)

    def top_of(self, offset: int) -> int:
        """Return the row above which nothing belongs to an offset: a turn's head at its beginning."""
        offset = self.lines.nearest(offset)
        line = self.lines.at(offset)
        y = self.y_of(offset)
        return self._tops[line] if y == self._tops[line] + self._leads[line] else y

    def span_of_rows(self, span: Span) -> range:
        """Return the rows that show something of a span."""
        start, end = span
        return range(self.y_of(start), self.y_of(max(start, end - 1)) + 1)

    def cell_of(self, offset: int) -> int:
        """Return the cell of an offset in its row; blanks that hang over all stand in the cell after it."""
        offset = self.lines.nearest(offset)
        start = self.row(self.y_of(offset)).start
        return min(self.columns, self.graphemes.width(start, self.graphemes.floor(offset)))

    def offset_at(self, y: int, cell: int) -> int:
        """Return the offset of the grapheme that stands in a cell of a row.

        Left of the row it is the first one, right of it the last, or the line's end.
        """
        row = self.row(y)
        if row.part < 0:
            return row.start
        cells = self.graphemes.cells
        at, taken = row.start, 0
        while at < row.end:
            after = self.graphemes.after(at)
            taken += cells[at]
            if taken > cell:
                return at
            at = after
        return row.end if row.end == self.lines.ends[row.line] else self.graphemes.before(row.end)

    def shown_end(self, row: Row) -> int:
        """Return where the part of a row ends that fits into the column; blanks may hang over it."""
        end = row.end
        if self.graphemes.width(row.start, end) <= self.columns:
            return end
        while end > row.start and self.graphemes.width(row.start, end) > self.columns:
            end = self.graphemes.before(end)
        return end
