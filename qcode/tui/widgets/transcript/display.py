"""The transcript on the screen: which document, which codings, which rows; without a cursor of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, pairwise
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual.filter import LineFilter
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from qcode.model.spans import Span
from qcode.text.graphemes import measure
from qcode.tui.plain_signs import as_they_are
from qcode.tui.widgets.transcript import glyphs
from qcode.tui.widgets.transcript.coded import Coded
from qcode.tui.widgets.transcript.geometry import Geometry, geometry
from qcode.tui.widgets.transcript.highlights import Highlights
from qcode.tui.widgets.transcript.lines import NO_TURN, Lines
from qcode.tui.widgets.transcript.marks import Marks
from qcode.tui.widgets.transcript.overview import Overview
from qcode.tui.widgets.transcript.painting import NAMES_SPILL, Painter
from qcode.tui.widgets.transcript.reading import CodeLook, Mark, Reading
from qcode.tui.widgets.transcript.rows import Rows
from qcode.tui.widgets.transcript.styles import COMPONENT_CLASSES, Styles
from qcode.tui.widgets.transcript.units import Units

AIRY_FROM = 30
"""Rows of the view from which on a blank one stands above each turn."""
_STRIPS_KEPT = 600

MapCell = tuple[int, bool]
"""Density of codings in a part of the document, and whether that part is in view."""


class _Painted(NamedTuple):
    """A row as it was painted, with the map's cell beside it and without."""

    cell: MapCell
    strip: Strip
    segments: list[Segment]


class TranscriptDisplay(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows a document with its codings; each row is painted once and kept until something in it changes."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = COMPONENT_CLASSES
    DEFAULT_CSS = """
    TranscriptDisplay {
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size: 0 0;
        & > .transcript--respondent { text-style: bold; }
        & > .transcript--interviewer { color: $foreground 60%; }
        & > .transcript--question { color: $foreground 72%; }
        & > .transcript--speaker { color: $foreground 85%; }
        & > .transcript--number { color: $foreground 40%; }
        & > .transcript--time { color: $foreground 40%; }
        & > .transcript--front-matter { color: $foreground 50%; }
        & > .transcript--unit { background: $foreground 7%; }
        & > .transcript--focused { color: $foreground; }
        & > .transcript--stressed { color: $foreground; }
        & > .transcript--hit { text-style: underline; color: $warning; }
        & > .transcript--current-hit { text-style: bold underline; background: $warning 30%; }
        & > .transcript--selection { background: $primary 45%; }
        & > .transcript--cursor { background: $accent; color: $background; text-style: bold; }
        & > .transcript--cursor-blurred { text-style: underline; }
        & > .transcript--more { text-style: bold; }
        & > .transcript--map { color: $foreground 45%; }
        & > .transcript--map-view { color: $foreground; background: $foreground 20%; }
        &:nocolor > .transcript--question { text-style: dim; }
        &:nocolor > .transcript--unit { text-style: underline; }
        &:nocolor > .transcript--focused { text-style: bold underline; }
        &:nocolor > .transcript--stressed { text-style: bold; }
        &:nocolor > .transcript--selection { text-style: reverse; }
        &:nocolor > .transcript--cursor { text-style: reverse bold underline; }
        &:nocolor > .transcript--map-view { text-style: reverse; }
    }
    """

    def __init__(
        self,
        *,
        ascii_glyphs: bool = False,
        show_others: bool = True,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Begin with an empty document; `show_others` shows the codings of other coders too."""
        super().__init__(id=id, classes=classes)
        self._ascii_glyphs = ascii_glyphs
        self._show_others = show_others
        self._looks: Mapping[int, CodeLook] = {}
        self._stressed: int | None = None
        self._hits: tuple[Span, ...] = ()
        self._highlights = Highlights()
        self._styles: Styles | None = None
        self._styled_for: object = None
        self._strips: dict[int, _Painted] = {}
        self._map: list[int] = []
        self._kept = (-1, 0)
        self._everything: dict[str, Mark] = {}
        self._read(Reading("", ""), ())

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return the filters of its lines; what the study says stays as it is."""
        return as_they_are(super().get_line_filters())

    def _read(self, reading: Reading, marks: Iterable[Mark]) -> None:
        """Take another document, all but its rows."""
        self._reading = reading
        self._lines = Lines(reading)
        self._graphemes = measure(reading.text, chain(self._lines.starts, self._lines.ends))
        self._units = Units(self._lines)
        self._everything = {mark.uid: mark for mark in marks}
        self._index_marks()
        self._rows: Rows | None = None
        self._painter: Painter | None = None

    def _index_marks(self) -> None:
        shown = (mark for mark in self._everything.values() if mark.own or self._show_others)
        self._marks = Marks(shown)
        self._coded = Coded(self._lines, self._marks)
        self._overview = Overview(len(self._reading.text), self._marks)

    @property
    def reading(self) -> Reading:
        """The document shown."""
        return self._reading

    @property
    def ascii_glyphs(self) -> bool:
        """True where stripes and map are drawn with ASCII alone."""
        return self._ascii_glyphs

    @ascii_glyphs.setter
    def ascii_glyphs(self, wanted: bool) -> None:
        self._ascii_glyphs = wanted
        self._repaint()

    @property
    def show_others(self) -> bool:
        """True where other coders' codings are shown beside one's own."""
        return self._show_others

    @show_others.setter
    def show_others(self, wanted: bool) -> None:
        if wanted != self._show_others:
            self._show_others = wanted
            self._index_marks()
            self._lay_out()

    @property
    def stressed_code(self) -> int | None:
        """The code whose codings have a tinted background."""
        return self._stressed

    @stressed_code.setter
    def stressed_code(self, code: int | None) -> None:
        if code != self._stressed:
            self._stressed = code
            self._repaint()

    def set_looks(self, looks: Mapping[int, CodeLook]) -> None:
        """Show codes by other names and colours from now on."""
        self._looks = looks
        self._repaint()

    def progress(self) -> tuple[int, int]:
        """Return in how many counted turns an own coding lies, and how many there are.

        Counted are respondents' turns; all turns where no role is known; the paragraphs of a document
        without speakers.
        """
        return self._coded.progress

    def marks(self) -> list[Mark]:
        """Return the codings shown, by start, the longer first."""
        return self._marks.all()

    def put(self, marks: Iterable[Mark]) -> None:
        """Add codings, or replace those of the same uid; no other coding changes its lane."""
        changed: list[Mark] = []
        for mark in marks:
            before = self._everything.get(mark.uid)
            if before == mark:
                continue
            self._everything[mark.uid] = mark
            if before is not None and self._marks.drop(mark.uid):
                self._coded.take([before])
                changed.append(before)
            if mark.own or self._show_others:
                self._marks.put(mark)
                self._coded.add([mark])
                changed.append(mark)
        self._after_change(changed)

    def drop(self, uids: Iterable[str]) -> None:
        """Take codings away; those that are not there are passed over."""
        changed: list[Mark] = []
        for uid in uids:
            self._everything.pop(uid, None)
            mark = self._marks.drop(uid)
            if mark is not None:
                self._coded.take([mark])
                changed.append(mark)
        self._after_change(changed)

    def _after_change(self, changed: Collection[Mark]) -> None:
        """Repaint what codings touch that came or went."""
        if not changed:
            return
        self._overview.update(changed)
        if self._rows is None:
            return
        if self._wanted_geometry() != self._geometry:
            self._lay_out()
            return
        for mark in changed:
            rows = self._rows.span_of_rows((mark.start, mark.end))
            self._forget_rows(range(rows.start, rows.stop + (NAMES_SPILL if self._geometry.margin else 0)))
            turn = self._lines.turns[self._lines.at(self._lines.nearest(mark.start))]
            if turn != NO_TURN:
                first = self._lines.starts[self._lines.first_of_turn[turn]]
                top = self._rows.top_of(first)
                self._forget_rows(range(top, self._rows.y_of(first)))
        self._draw_map()

    # Rows and their painting

    def on_resize(self) -> None:
        """Wrap anew where the width changed; what was in view stays in view."""
        self._lay_out()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        # Told of every change of focus, too, which changes none of the styles.
        found = (self.app.theme, self.app.native_ansi_color, self.rich_style, self.background_colors)
        if found != self._styled_for:
            self._styled_for = found
            self._styles = None
            self._repaint()

    def _wanted_geometry(self) -> Geometry:
        numbers = [speech.number for speech in self._reading.speeches[-1:]] or [max(self._lines.numbers)]
        return geometry(self._width, self._marks.widest, numbers[0])

    @property
    def _width(self) -> int:
        return self.scrollable_content_region.width

    @property
    def _height(self) -> int:
        return self.scrollable_content_region.height

    def _lay_out(self) -> None:
        """Bring rows up to the size of the view; the first offset in view stays the first."""
        if self._width < 1 or self._height < 1:
            return
        rows = self._rows
        top = self._first_in_view(rows) if rows is not None else None
        self._geometry = self._wanted_geometry()
        airy = self._height >= AIRY_FROM
        if rows is None or rows.columns != max(2, self._geometry.columns):
            self._rows = rows = Rows(self._lines, self._graphemes, self._geometry.columns, airy)
        elif rows.airy != airy:
            rows.space(airy)
        self.virtual_size = Size(self._width, rows.height)
        self._repaint()
        if top is not None:
            self._scroll(rows.top_of(top))
            self._kept = self.scroll_offset.y, top

    def _first_in_view(self, rows: Rows) -> int:
        """Return the first offset in view; while the size alone changes, always the same one."""
        y = self.scroll_offset.y
        return self._kept[1] if self._kept[0] == y else rows.row(y).start

    def _scroll(self, y: int) -> None:
        """Make a row the first one in view, as far as the document reaches."""
        self.scroll_to(y=y, animate=False)

    def _repaint(self) -> None:
        """Paint everything anew: looks, glyphs, styles, hits or rows changed."""
        self._strips.clear()
        self._painter = None
        self._draw_map()
        self.refresh()

    def _painting(self, rows: Rows) -> Painter:
        if self._painter is None:
            if self._styles is None:
                self._styles = Styles(self)
            self._painter = Painter(
                rows,
                self._marks,
                self._geometry,
                self._styles,
                glyphs.ASCII if self._ascii_glyphs else glyphs.LINES,
                self._looks,
                self._hits,
                self._stressed,
            )
        return self._painter

    def render_line(self, y: int) -> Strip:
        if self._rows is None:
            return Strip.blank(self._width, self.rich_style)
        painter = self._painting(self._rows)
        at = y + self.scroll_offset.y
        cell = self._map_cell(y)
        if at >= self._rows.height:
            blank = Segment(" " * (self._geometry.width - 1), painter.styles.of())
            return Strip([blank, self._map_segment(cell, painter)], self._geometry.width)
        known = self._strips.get(at)
        if known is not None and known.cell == cell:
            return known.strip
        row = self._rows.row(at)
        segments = known.segments if known is not None else painter.paint(row, self._highlights)
        strip = Strip([*segments, self._map_segment(cell, painter)], self._geometry.width)
        if not self._highlights.touches(row):
            if len(self._strips) >= _STRIPS_KEPT:
                del self._strips[next(iter(self._strips))]
            self._strips[at] = _Painted(cell, strip, segments)
        return strip

    def _forget_rows(self, rows: range) -> None:
        """Paint some rows anew, where they are in view now or come into it later."""
        if len(rows) > len(self._strips):
            for y in [y for y in self._strips if y in rows]:
                del self._strips[y]
        else:
            for y in rows:
                self._strips.pop(y, None)
        top = self.scroll_offset.y
        first, last = max(rows.start, top), min(rows.stop, top + self._height)
        if first < last:
            self.refresh_lines(first, last - first)

    def _highlight(self, highlights: Highlights) -> None:
        """Lay other things on the text, and paint the rows anew that look different for it."""
        before, self._highlights = self._highlights, highlights
        if self._rows is None or before == highlights:
            return
        for span in before.difference(highlights):
            self._forget_rows(self._rows.span_of_rows(span))

    def on_focus(self) -> None:
        """Show the cursor as one that keys move."""
        self._highlight(replace(self._highlights, active=True))

    def on_blur(self) -> None:
        """Show the cursor as one that rests."""
        self._highlight(replace(self._highlights, active=False))

    # The map at the right edge

    def _draw_map(self) -> None:
        """Look how densely each part is coded; paint anew the map's cells that changed."""
        rows, height = self._rows, self._height
        if rows is None or height < 1:
            return
        edges = [rows.row(rows.height * part // height).start for part in range(height)]
        edges.append(len(self._reading.text))
        if rows.height <= height:
            edges = [rows.row(y).start if y < rows.height else edges[-1] for y in range(height + 1)]
        spans = pairwise(edges)
        drawn = [self._overview.density(span) if span[0] < span[1] else 0 for span in spans]
        before, self._map = self._map, drawn
        for y, density in enumerate(drawn):
            if y >= len(before) or before[y] != density:
                self.refresh(Region(self._geometry.map_at, y, 1, 1))

    def _map_cell(self, y: int) -> MapCell:
        rows, height = self._rows, max(1, self._height)
        density = self._map[y] if 0 <= y < len(self._map) else 0
        if rows is None or rows.height <= height:
            return density, False
        top = self.scroll_offset.y
        first, last = rows.height * y // height, rows.height * (y + 1) // height
        return density, first < top + height and last > top

    def _map_segment(self, cell: MapCell, painter: Painter) -> Segment:
        density, in_view = cell
        style = painter.styles.of("map-view" if in_view else "map")
        return Segment(painter.glyphs.densities[density], style)
