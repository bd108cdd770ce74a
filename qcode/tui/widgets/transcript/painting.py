"""Painting a row of the transcript: stripes, number, text with what lies on it, names of codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from rich.segment import Segment
from rich.style import Style

from qcode.model.codes import PATH_SEPARATOR
from qcode.model.documents import Role
from qcode.model.spans import Span
from qcode.text.display import safe
from qcode.text.widths import cell_width, fit_within
from qcode.tui.widgets.transcript.geometry import Geometry
from qcode.tui.widgets.transcript.glyphs import QUESTION, Glyphs, StripeGlyphs
from qcode.tui.widgets.transcript.highlights import Highlights
from qcode.tui.widgets.transcript.lines import NO_TURN, LineKind
from qcode.tui.widgets.transcript.marks import OVERFLOW, Marks
from qcode.tui.widgets.transcript.reading import CodeLook, Mark, Speech
from qcode.tui.widgets.transcript.rows import BLANK, HEAD, Row, Rows
from qcode.tui.widgets.transcript.styles import Layers, Styles, tint

_NO_LOOK = CodeLook("?", "", "")
_FOCUS_TINT, _STRESS_TINT = 34, 18
_LEAST_ROOM_FOR_NAMES = 6
NAMES_SPILL = 6
"""Rows by which the name of a code may stand below the one in which its coding begins."""


@dataclass(frozen=True, slots=True)
class Painter:
    """Paints rows of one document at one width."""

    rows: Rows
    marks: Marks
    geometry: Geometry
    styles: Styles
    glyphs: Glyphs
    looks: Mapping[int, CodeLook]
    hits: tuple[Span, ...] = ()
    """Sorted, without overlap."""
    stressed: int | None = None

    def paint(self, row: Row, highlights: Highlights) -> list[Segment]:
        """Return the segments of a row, as wide as the view but for the map's cell."""
        geometry, base = self.geometry, self.styles.of()
        found = self._marks_of(row)
        segments = list(self._stripes(row, found, highlights.focused))
        segments.append(Segment(" ", base))
        if row.part == BLANK:
            return [*segments, Segment(" " * (geometry.map_at - geometry.lanes - 1), base)]
        segments.append(self._number(row))
        if row.part == HEAD:
            used, painted = self._head(row)
        else:
            used, painted = self._text(row, found, highlights)
        segments += painted
        at = geometry.text_at + used
        if geometry.margin and row.part >= 0:
            segments.append(Segment(" " * (geometry.margin_at - at), base))
            at = geometry.margin_at
            for segment, width in self._names(self._margin_codes(row), geometry.margin):
                segments.append(segment)
                at += width
        segments.append(Segment(" " * (geometry.map_at - at), base))
        return segments

    def _marks_of(self, row: Row) -> list[Mark]:
        """Return the codings with something in a row; for a row without text, those that go through it."""
        if row.part >= 0 and row.start < row.end:
            return self.marks.touching(row.start, row.end)
        if row.start == 0:
            return []
        return [
            mark
            for mark in self.marks.touching(row.start - 1, row.start + 1)
            if mark.start < row.start < mark.end
        ]

    def _stripes(self, row: Row, found: list[Mark], focused: Mark | None) -> Iterator[Segment]:
        lanes: dict[int, Segment] = {}
        more = False
        for mark in sorted(found, key=lambda mark: mark.start):
            lane = self.marks.lane(mark.uid)
            if lane >= self.geometry.lanes or lane == OVERFLOW:
                more = True
                continue
            glyphs = self.glyphs.own if mark.own else self.glyphs.others
            if focused is not None and mark.uid == focused.uid:
                glyphs = self.glyphs.focused
            glyph = glyphs.joint if lane in lanes else _stripe_glyph(mark, row, glyphs)
            lanes[lane] = Segment(glyph, self._ink(self._look(mark.code)))
        for lane in range(self.geometry.lanes):
            if more and lane == self.geometry.lanes - 1:
                yield Segment(self.glyphs.more, self.styles.of("more"))
            else:
                yield lanes.get(lane) or Segment(" ", self.styles.of())

    def lane_marks(self, row: Row, lane: int) -> list[Mark]:
        """Return the codings whose stripe stands in a lane of a row; those without a lane for the `+`."""
        found = self._marks_of(row)
        hidden = [mark for mark in found if self.marks.lane(mark.uid) >= self.geometry.lanes]
        if hidden and lane == self.geometry.lanes - 1:
            return hidden
        return [mark for mark in found if self.marks.lane(mark.uid) == lane]

    def _number(self, row: Row) -> Segment:
        lines = self.rows.lines
        number = lines.numbers[row.line] if row.part == 0 else 0
        if row.part == HEAD:
            number = self._speech(row).number
        shown = str(number) if number else ""
        width = self.geometry.number
        padded = shown[-width:].rjust(width)
        gap = self.geometry.text_at - self.geometry.lanes - 1 - width
        return Segment(padded + " " * gap, self.styles.of("number"))

    def _speech(self, row: Row) -> Speech:
        lines = self.rows.lines
        return lines.reading.speeches[lines.turns[row.line]]

    def _head(self, row: Row) -> tuple[int, list[Segment]]:
        """Return a turn's head and its width: who speaks, codes where there is no margin, the time."""
        speech, columns, styles = self._speech(row), self.geometry.columns, self.styles
        time = "" if speech.time is None else _clock(speech.time)
        room = columns - (len(time) + 2 if time else 0)
        segments: list[Segment] = []
        used = 0
        if speech.role is Role.INTERVIEWER:
            segments.append(Segment(f"{QUESTION} ", styles.of("interviewer")))
            used = len(QUESTION) + 1
            name, style = speech.name.upper(), styles.of("interviewer")
        elif speech.role is Role.RESPONDENT:
            name, style = speech.name, styles.of("respondent")
        else:
            name, style = speech.name, styles.of("speaker")
        name = fit_within(safe(name), max(1, room - used))
        segments.append(Segment(name, style))
        used += cell_width(name)
        if not self.geometry.margin and room - used - 2 >= _LEAST_ROOM_FOR_NAMES:
            start, end = speech.speech
            codes = [mark.code for mark in self._beginning(start, end)]
            names = list(self._names(dict.fromkeys(codes), room - used - 2))
            if names:
                segments.append(Segment("  ", styles.of()))
                segments += [segment for segment, _ in names]
                used += 2 + sum(width for _, width in names)
        if time:
            segments.append(Segment(" " * (columns - len(time) - used), styles.of()))
            segments.append(Segment(time, styles.of("time")))
            used = columns
        return used, segments

    def _beginning(self, start: int, end: int) -> list[Mark]:
        """Return the codings that begin in `[start, end)`, in order, the longer first."""
        found = [mark for mark in self.marks.touching(start, end) if mark.start >= start]
        return sorted(found, key=lambda mark: (mark.start, -mark.end, mark.uid))

    def _margin_codes(self, row: Row) -> list[int]:
        """Return the codes that the margin names beside a row.

        Each stands where its coding begins, or, where that row has a name already, in the next one of
        the paragraph; the last row takes all that are left.
        """
        first = max(0, row.part - NAMES_SPILL)
        last = self.rows.parts(row.line) - 1
        taken = first - 1
        codes: list[int] = []
        for part in range(first, row.part + 1):
            start, end = self.rows.edges(row.line, part)
            if part == 0:
                start = self.rows.lines.ends[row.line - 1] if row.line else 0
            for mark in self._beginning(start, end):
                taken = min(last, max(taken + 1, part))
                if taken == row.part and mark.code not in codes:
                    codes.append(mark.code)
        return codes

    def _names(self, codes: Iterable[int], room: int) -> Iterator[tuple[Segment, int]]:
        """Yield the names of codes and their widths; cut where room ends."""
        between = self.glyphs.between
        first = True
        for code in codes:
            look = self._look(code)
            gap = 0 if first else len(between)
            if room - gap < 2:
                return
            if gap:
                yield Segment(between, self.styles.of("number")), gap
            name = safe(look.name)
            if cell_width(name) > room - gap:
                name = fit_within(name.rpartition(PATH_SEPARATOR)[2], room - gap)
            width = cell_width(name)
            yield Segment(name, self._ink(look)), width
            room -= gap + width
            first = False

    def _ink(self, look: CodeLook) -> Style:
        return self.styles.of(look.colour) if look.colour.startswith("#") else self.styles.of()

    def _look(self, code: int) -> CodeLook:
        return self.looks.get(code, _NO_LOOK)

    def _text(self, row: Row, found: list[Mark], highlights: Highlights) -> tuple[int, list[Segment]]:
        """Return a row's text and its width in cells; the cursor may stand in the cell after it."""
        graphemes = self.rows.graphemes
        start, end = row.start, self.rows.shown_end(row)
        base = self._base_layers(row)
        layers = [
            (graphemes.floor(max(start, first)), graphemes.ceiling(min(end, last)), name)
            for first, last, name in self._layers(row, found, highlights)
            if first < end and last > start
        ]
        edges = sorted({start, end, *(edge for first, last, _ in layers for edge in (first, last))})
        segments: list[Segment] = []
        for first, last in pairwise(edges):
            over = tuple(name for a, b, name in layers if a <= first and last <= b)
            segments.append(Segment(graphemes.shown(first, last), self.styles.of(*base, *over)))
        used = graphemes.width(start, end)
        line_end = self.rows.lines.ends[row.line]
        cursor = highlights.cursor
        if end <= cursor and cursor <= row.end and (cursor < row.end or row.end == line_end):
            name = "cursor" if highlights.active else "cursor-blurred"
            segments.append(Segment(" ", self.styles.of(*base, name)))
            used += 1
        return used, segments

    def _base_layers(self, row: Row) -> Layers:
        lines = self.rows.lines
        if lines.kinds[row.line] is LineKind.FRONT_MATTER:
            return ("front-matter",)
        turn = lines.turns[row.line]
        if turn == NO_TURN:
            return ("front-matter",) if lines.reading.speeches else ()
        return ("question",) if lines.reading.speeches[turn].role is Role.INTERVIEWER else ()

    def _layers(self, row: Row, found: list[Mark], highlights: Highlights) -> Iterator[tuple[int, int, str]]:
        """Yield what lies on a row's text, the lowest first."""
        yield *highlights.unit, "unit"
        for mark in found:
            if mark.code == self.stressed:
                yield mark.start, mark.end, "stressed"
                yield mark.start, mark.end, tint(self._look(mark.code).colour, _STRESS_TINT)
        if (focused := highlights.focused) is not None:
            yield focused.start, focused.end, "focused"
            yield focused.start, focused.end, tint(self._look(focused.code).colour, _FOCUS_TINT)
        for first, last in hits_in(self.hits, row.start, row.end):
            yield first, last, "hit"
        if highlights.hit is not None:
            yield *highlights.hit, "current-hit"
        if highlights.selection is not None:
            yield *highlights.selection, "selection"
        name = "cursor" if highlights.active else "cursor-blurred"
        cursor = highlights.cursor
        if row.start <= cursor < row.end:
            yield cursor, self.rows.graphemes.after(cursor), name


def hits_in(hits: tuple[Span, ...], start: int, end: int) -> Iterator[Span]:
    """Yield the hits that touch `[start, end)`."""
    low, high = 0, len(hits)
    while low < high:
        middle = (low + high) // 2
        if hits[middle][1] <= start:
            low = middle + 1
        else:
            high = middle
    while low < len(hits) and hits[low][0] < end:
        yield hits[low]
        low += 1


def _stripe_glyph(mark: Mark, row: Row, glyphs: StripeGlyphs) -> str:
    if row.part < 0 or row.start == row.end:
        return glyphs.middle
    begins, ends = mark.start >= row.start, mark.end <= row.end
    if begins:
        return glyphs.only if ends else glyphs.first
    return glyphs.last if ends else glyphs.middle


def _clock(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"
