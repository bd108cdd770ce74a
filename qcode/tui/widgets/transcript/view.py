"""The transcript view: a document that is read, selected in and coded by keys and by mouse."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.timer import Timer

from qcode.model.spans import Span
from qcode.tui.widgets.transcript import messages
from qcode.tui.widgets.transcript.actions import TranscriptActions
from qcode.tui.widgets.transcript.bindings import BINDINGS
from qcode.tui.widgets.transcript.reading import Unit
from qcode.tui.widgets.transcript.rows import Rows

_SCROLL_EACH = 0.05
"""Seconds between two rows while a drag has left the view."""
_WHEEL_ROWS = 3


class TranscriptView(TranscriptActions):
    """The transcript with cursor, selection and the stripes of its codings.

    It is given plain values (`show`, `put`, `drop`, `set_looks`) and tells what the person does by the
    messages below. It never applies a code itself: `target()` is what a code would apply to.
    """

    BINDINGS: ClassVar[list[BindingType]] = BINDINGS

    Moved = messages.Moved
    SelectionChanged = messages.SelectionChanged
    UnitChanged = messages.UnitChanged
    FocusedCoding = messages.FocusedCoding
    HitReached = messages.HitReached
    NothingFurther = messages.NothingFurther

    _dragging: bool = False
    _grain: int = 1
    """Presses in a row: 1 for free selection, 2 by words, 3 by sentences, 4 by paragraphs or turns."""
    _pressed_at: tuple[int, int] = (-1, -1)
    _pressed_when: float = -1.0
    _pivot: Span = (0, 0)
    _pointer: tuple[int, int] = (0, 0)
    _scroller: Timer | None = None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        rows = self._rows
        if event.button != 1 or rows is None:
            return
        event.stop()
        at = event.get_content_offset_capture(self)
        y = at.y + self.scroll_offset.y
        if at.x >= self._geometry.map_at:
            self._jump(rows, at.y)
        elif at.x < self._geometry.lanes:
            self._press_stripe(rows, y, at.x)
        else:
            self._press_text(rows, (at.x, at.y), event)

    def _jump(self, rows: Rows, y: int) -> None:
        """Go to the part of the document for which a cell of the map stands."""
        if rows.height > self._height:
            self.go_to(rows.row(rows.height * y // max(1, self._height)).start)

    def _press_stripe(self, rows: Rows, y: int, lane: int) -> None:
        """Put the coding in focus whose stripe is there; again: the next one of those without a lane."""
        if y >= rows.height:
            return
        found = self._painting(rows).lane_marks(rows.row(y), lane)
        if found:
            uids = [mark.uid for mark in found]
            place = uids.index(self.focused_mark) + 1 if self.focused_mark in uids else 0
            self.focus_mark(uids[place % len(uids)])

    def _press_text(self, rows: Rows, at: tuple[int, int], event: events.MouseDown) -> None:
        again = (
            at == self._pressed_at and event.time - self._pressed_when <= self.app.CLICK_CHAIN_TIME_THRESHOLD
        )
        self._grain = self._grain % 4 + 1 if again else 1
        self._pressed_at, self._pressed_when = at, event.time
        offset = self._offset_under(rows, at)
        self._dragging = True
        self.capture_mouse()
        if event.shift and self._grain == 1:
            start = self.selection[0] if self.selection else self.cursor
            self._pivot = (start, start)
            self._drag_to(offset)
            return
        self._forget_selection()
        self._pivot = self._grain_around(offset)
        self._arrive(offset, self._pivot)

    def _offset_under(self, rows: Rows, at: tuple[int, int]) -> int:
        x, y = at
        return rows.offset_at(self.scroll_offset.y + y, max(0, x - self._geometry.text_at))

    def _grain_around(self, offset: int) -> Span:
        if self._grain == 1:
            return offset, offset
        if self._grain == 2:
            return self._units.word_at(offset) or (offset, offset)
        if self._grain == 3:
            return self.unit_span(offset, Unit.SENTENCE)
        return self.unit_span(offset, Unit.TURN if self._unit is Unit.TURN else Unit.PARAGRAPH)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if not self._dragging or self._rows is None:
            return
        event.stop()
        at = event.get_content_offset_capture(self)
        self._pointer = (at.x, at.y)
        outside = not 0 <= at.y < self._height
        if outside and self._scroller is None:
            self._scroller = self.set_interval(_SCROLL_EACH, self._scroll_with_drag)
        elif not outside:
            self._stop_scrolling()
            self._drag_to(self._offset_under(self._rows, self._pointer))

    def _scroll_with_drag(self) -> None:
        if self._rows is None:
            return
        x, y = self._pointer
        beyond = y if y < 0 else y - self._height + 1
        self._steering = True
        self._scroll(self.scroll_offset.y + beyond)
        self._steering = False
        self._drag_to(self._offset_under(self._rows, (x, min(max(y, 0), self._height - 1))))

    def _drag_to(self, offset: int) -> None:
        """Select from where the drag began to an offset, by words or sentences after several clicks."""
        start, end = self._grain_around(offset)
        self._place(self._shown_offset(offset))
        self._select((min(start, self._pivot[0]), max(end, self._pivot[1])))
        self.post_message(messages.Moved(self.cursor))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if self._dragging:
            event.stop()
            self._dragging = False
            self._stop_scrolling()
            self.release_mouse()

    def _stop_scrolling(self) -> None:
        if self._scroller is not None:
            self._scroller.stop()
            self._scroller = None

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._wheel(event, _WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._wheel(event, -_WHEEL_ROWS)

    def _wheel(self, event: events.MouseEvent, rows: int) -> None:
        event.stop()
        event.prevent_default()
        self._scroll(self.scroll_offset.y + rows)
