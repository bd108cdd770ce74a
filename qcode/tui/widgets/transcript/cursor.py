"""The transcript's cursor: where it stands, what it stands in, and how it moves."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from qcode.model.spans import Span, union
from qcode.tui.widgets.transcript.display import TranscriptDisplay
from qcode.tui.widgets.transcript.highlights import Highlights
from qcode.tui.widgets.transcript.marks import place_of
from qcode.tui.widgets.transcript.messages import (
    FocusedCoding,
    HitReached,
    Moved,
    NothingFurther,
    SelectionChanged,
    UnitChanged,
)
from qcode.tui.widgets.transcript.reading import CodeLook, Mark, Reading, Unit
from qcode.tui.widgets.transcript.rows import Rows

_CONTEXT = 3
"""Rows kept above and below the cursor while it moves."""


class TranscriptCursor(TranscriptDisplay):
    """A transcript with a cursor in it, and with what the cursor carries: unit, selection, focus."""

    def __init__(
        self,
        *,
        ascii_glyphs: bool = False,
        show_others: bool = True,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Begin with an empty document; `show_others` shows the codings of other coders too."""
        self._unit = Unit.SENTENCE
        self._anchor: int | None = None
        self._free = False
        self._earlier: list[Span | None] = []
        self._goal: int | None = None
        self._steering = False
        super().__init__(ascii_glyphs=ascii_glyphs, show_others=show_others, id=id, classes=classes)

    # What the screen asks and says

    def show(
        self,
        reading: Reading,
        marks: Iterable[Mark] = (),
        looks: Mapping[int, CodeLook] | None = None,
        at: int = 0,
    ) -> None:
        """Show another document, with the cursor at an offset (the first speech for 0).

        `looks` None keeps the ones there are. Selection, hits and focus go; the unit stays.
        """
        if looks is not None:
            self._looks = looks
        self._hits = ()
        self._forget_selection()
        self._read(reading, marks)
        self._highlights = Highlights(active=self._highlights.active)
        if not at and self._lines.first_of_turn:
            at = self._lines.starts[self._lines.first_of_turn[0]]
        self._place(self._lines.nearest(at))
        self._steering = True
        self._lay_out()
        self._scroll(0)
        self._bring_into_view(self.cursor, third=True)
        self._steering = False
        self.post_message(Moved(self.cursor))
        self.post_message(SelectionChanged(None))

    @property
    def cursor(self) -> int:
        """Where the cursor stands, in code points: on the first one of a grapheme, or at a line's end."""
        return self._highlights.cursor

    @property
    def selection(self) -> Span | None:
        """What is selected; None for nothing."""
        return self._highlights.selection

    @property
    def unit(self) -> Unit:
        """What a code applies to where nothing is selected."""
        return self._unit

    @unit.setter
    def unit(self, unit: Unit) -> None:
        if unit is not self._unit:
            self._unit = unit
            self._place(self.cursor)
            self.post_message(UnitChanged(unit))

    def target(self) -> Span:
        """Return what a code would apply to: the selection, else the unit around the cursor.

        Empty (equal offsets) on a blank line.
        """
        return self.selection or self._highlights.unit

    def unit_span(self, offset: int, unit: Unit) -> Span:
        """Return the unit that holds an offset."""
        return self._units.around(self._lines.nearest(offset), unit)

    def codings_at(self, offset: int | None = None) -> list[Mark]:
        """Return the codings shown that hold an offset (default: the cursor), the innermost first."""
        return self._marks.at(self.cursor if offset is None else offset)

    @property
    def focused_mark(self) -> str | None:
        """The uid of the coding in focus."""
        return self._highlights.focused.uid if self._highlights.focused else None

    def focus_mark(self, uid: str | None) -> None:
        """Put a coding in focus without moving the cursor; None, or one that is not there: none."""
        before = self.focused_mark
        self._highlight(replace(self._highlights, focused=self._marks.get(uid)))
        if self.focused_mark != before:
            self.post_message(FocusedCoding(self.focused_mark))

    def put(self, marks: Iterable[Mark]) -> None:
        super().put(marks)
        self._look_after_focus()

    def drop(self, uids: Iterable[str]) -> None:
        super().drop(uids)
        self._look_after_focus()

    def _look_after_focus(self) -> None:
        if self.focused_mark is not None:
            self.focus_mark(self.focused_mark)

    def go_to(self, offset: int, span: Span | None = None) -> None:
        """Put the cursor at an offset, bring it into view with what stands around it, select a span.

        Offsets in what is not shown (labels) stand for the next one that is.
        """
        self._forget_selection()
        self._arrive(offset, span, third=True)

    def select(self, span: Span | None) -> None:
        """Select a span where it is, or nothing; the cursor stays."""
        self._forget_selection()
        self._select(span)

    # Moving

    def _place(self, offset: int) -> None:
        unit = self._units.around(offset, self._unit)
        self._highlight(replace(self._highlights, cursor=offset, unit=unit))

    def _select(self, span: Span | None) -> None:
        span = span if span is not None and span[0] < span[1] else None
        if span != self.selection:
            self._highlight(replace(self._highlights, selection=span))
            self.post_message(SelectionChanged(span))

    def _forget_selection(self) -> None:
        """Leave free selection, and what could be taken back of a selection."""
        self._anchor = None
        self._free = False
        self._earlier.clear()

    def _arrive(
        self, offset: int, span: Span | None = None, *, third: bool = False, context: int = _CONTEXT
    ) -> None:
        """Put the cursor somewhere with a selection of its own; nothing is in focus there."""
        self._goal = None
        self._place(self._shown_offset(offset))
        self._select(span)
        self.focus_mark(None)
        self._bring_into_view(self.cursor, third=third, context=context)
        self.post_message(Moved(self.cursor))

    def _move(
        self, offset: int, *, extend: bool = False, goal: int | None = None, context: int = _CONTEXT
    ) -> None:
        """Move the cursor; what was selected is let go, unless the selection goes along."""
        offset = self._shown_offset(offset)
        if extend or self._free:
            if self._anchor is None:
                self._anchor = self.selection[0] if self.selection else self.cursor
            self._earlier.clear()
            selection: Span | None = (min(self._anchor, offset), max(self._anchor, offset))
        else:
            self._forget_selection()
            selection = None
        self._arrive(offset, selection, context=context)
        self._goal = goal

    def _shown_offset(self, offset: int) -> int:
        offset = self._lines.nearest(max(0, min(offset, len(self._reading.text))))
        return max(self._graphemes.floor(offset), self._lines.starts[self._lines.at(offset)])

    def _bring_into_view(self, offset: int, *, third: bool = False, context: int = _CONTEXT) -> None:
        """Scroll until an offset is in view: as little as needed, or to a third of the view's height."""
        if self._rows is None:
            return
        height, top = self._height, self.scroll_offset.y
        y, upper = self._rows.y_of(offset), self._rows.top_of(offset)
        context = min(context, max(0, (height - 1) // 2))
        if third and not top <= upper <= y < top + height - 1:
            wanted = min(upper, y - height // 3)
        elif min(upper if context else y, y - context) < top:
            wanted = min(upper, y - context)
        elif y + context >= top + height:
            wanted = y + context - height + 1
        else:
            return
        self._steering = True
        self._scroll(max(0, wanted))
        self._steering = False

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Take the cursor along when the text is scrolled away under it, so that keys act on what is seen."""
        super().watch_scroll_y(old_value, new_value)
        if self._steering or self._rows is None or self.selection is not None:
            return
        top = round(new_value)
        y = self._rows.y_of(self.cursor)
        nearest = min(max(y, top), min(self._rows.height, top + self._height) - 1)
        if nearest != y:
            step = 1 if nearest == top else -1
            while top <= nearest < top + self._height and self._rows.row(nearest).part < 0:
                nearest += step
            self._place(self._rows.offset_at(nearest, self._goal_cell(self._rows)))
            self.post_message(Moved(self.cursor))

    def _lay_out(self) -> None:
        before = self._steering
        self._steering = True
        super()._lay_out()
        if self._rows is not None and self._highlights.cursor:
            y = self._rows.y_of(self.cursor)
            if not self.scroll_offset.y <= y < self.scroll_offset.y + self._height:
                self._bring_into_view(self.cursor)
        self._steering = before

    @property
    def stands_low(self) -> bool:
        """Whether the cursor stands in the lower half of the view."""
        rows = self._rows
        return rows is not None and (rows.y_of(self.cursor) - self.scroll_offset.y) * 2 >= self._height

    def _goal_cell(self, rows: Rows) -> int:
        return rows.cell_of(self.cursor) if self._goal is None else self._goal

    def _step_rows(self, count: int, *, extend: bool = False, context: int = _CONTEXT) -> None:
        """Move by rows of text, in the same cell as far as the rows are long enough."""
        rows = self._rows
        if rows is None:
            return
        goal = self._goal_cell(rows)
        y = rows.y_of(self.cursor)
        step = 1 if count > 0 else -1
        wanted = min(max(y + count, 0), rows.height - 1)
        while 0 <= wanted < rows.height and rows.row(wanted).part < 0:
            wanted += step
        if not 0 <= wanted < rows.height:
            return
        self._move(rows.offset_at(wanted, goal), extend=extend, goal=goal, context=context)

    def _turn_page(self, direction: int, *, extend: bool = False) -> None:
        """Scroll by a view's height but for two rows, the cursor staying where it is in the view."""
        if self._rows is None:
            return
        step = max(1, self._height - 2) * direction
        self._steering = True
        self._scroll(self.scroll_offset.y + step)
        self._steering = False
        self._step_rows(step, extend=extend, context=0)

    def _go_or_tell(self, found: int | None, words: str, *, extend: bool = False) -> None:
        if found is None:
            self.post_message(NothingFurther(words))
        else:
            self._move(found, extend=extend)

    def _go_to_unit(self, unit: Unit, *, forward: bool) -> None:
        find: Callable[[int, Unit], Span | None] = self._units.after if forward else self._units.before
        start = self._units.around(self.cursor, unit)[0]
        if not forward and start < self.cursor:
            self._move(start)
            return
        found = find(self.cursor, unit)
        self._go_or_tell(
            found and found[0], f"There is no {'further' if forward else 'earlier'} {unit.value}."
        )

    def _go_to_coding(self, *, forward: bool) -> None:
        focused = self._marks.get(self.focused_mark)
        place = place_of(focused) if focused else (self.cursor, -len(self._reading.text) - 1, "")
        mark = self._marks.after(place) if forward else self._marks.before(place)
        if mark is None:
            words = (
                "There are no codings here."
                if not len(self._marks)
                else (f"There is no {'further' if forward else 'earlier'} coding.")
            )
            self.post_message(NothingFurther(words))
            return
        self.go_to(mark.start)
        self.focus_mark(mark.uid)

    # Hits of a search in the text

    def show_hits(self, spans: Iterable[Span]) -> int:
        """Underline what a search found; return how many hits are in the text shown.

        While there are hits, `n` and `N` go to the next and the previous one.
        """
        self._hits = tuple(span for span in union(spans) if self._is_shown(span))
        self._highlight(replace(self._highlights, hit=None))
        self._repaint()
        return len(self._hits)

    @property
    def hits(self) -> tuple[Span, ...]:
        """The hits shown."""
        return self._hits

    def next_hit(self) -> None:
        """Go to the first hit after the one the cursor is at, after the last to the first."""
        self._go_to_hit(forward=True)

    def previous_hit(self) -> None:
        """Go to the last hit before the one the cursor is at, before the first to the last."""
        self._go_to_hit(forward=False)

    def _go_to_hit(self, *, forward: bool) -> None:
        count = len(self._hits)
        if not count:
            self.post_message(HitReached(0, 0))
            return
        at = self._highlights.hit
        number = bisect_left(self._hits, at if at is not None else (self.cursor, 0))
        if not forward:
            number -= 1
        elif at is not None:
            number += 1
        number %= count
        hit = self._hits[number]
        self.go_to(hit[0])
        self._highlight(replace(self._highlights, hit=hit))
        self.post_message(HitReached(number + 1, count))

    def _is_shown(self, span: Span) -> bool:
        return self._lines.nearest(span[0]) < span[1]
