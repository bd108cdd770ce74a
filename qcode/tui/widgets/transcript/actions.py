"""What the keys of the transcript view do."""

from __future__ import annotations

from textual.actions import SkipAction

from qcode.model.spans import Span
from qcode.tui.widgets.transcript.cursor import TranscriptCursor
from qcode.tui.widgets.transcript.messages import NothingFurther
from qcode.tui.widgets.transcript.reading import Unit


class TranscriptActions(TranscriptCursor):
    """The actions of the view; `extend` takes the selection along."""

    def action_cursor_left(self, extend: bool = False) -> None:
        line = self._lines.at(self.cursor)
        if self.cursor > self._lines.starts[line]:
            self._move(self._graphemes.before(self.cursor), extend=extend)
        elif line:
            self._move(self._lines.ends[line - 1], extend=extend)

    def action_cursor_right(self, extend: bool = False) -> None:
        line = self._lines.at(self.cursor)
        if self.cursor < self._lines.ends[line]:
            self._move(min(self._graphemes.after(self.cursor), self._lines.ends[line]), extend=extend)
        elif line + 1 < len(self._lines):
            self._move(self._lines.starts[line + 1], extend=extend)

    def action_cursor_up(self, extend: bool = False) -> None:
        self._step_rows(-1, extend=extend)

    def action_cursor_down(self, extend: bool = False) -> None:
        self._step_rows(1, extend=extend)

    def action_page_up(self, extend: bool = False) -> None:
        self._turn_page(-1, extend=extend)

    def action_page_down(self, extend: bool = False) -> None:
        self._turn_page(1, extend=extend)

    def action_row_start(self, extend: bool = False) -> None:
        if self._rows is not None:
            self._move(self._rows.row(self._rows.y_of(self.cursor)).start, extend=extend)

    def action_row_end(self, extend: bool = False) -> None:
        if self._rows is not None:
            y = self._rows.y_of(self.cursor)
            self._move(self._rows.offset_at(y, self._rows.columns + 1), extend=extend)

    def action_document_start(self, extend: bool = False) -> None:
        self._move(self._lines.starts[0], extend=extend)

    def action_document_end(self, extend: bool = False) -> None:
        self._move(self._lines.ends[-1], extend=extend)

    def action_next_unit(self) -> None:
        self._go_to_unit(self.unit, forward=True)

    def action_previous_unit(self) -> None:
        self._go_to_unit(self.unit, forward=False)

    def action_next_sentence(self) -> None:
        self._go_to_unit(Unit.SENTENCE, forward=True)

    def action_previous_sentence(self) -> None:
        self._go_to_unit(Unit.SENTENCE, forward=False)

    def action_next_turn(self) -> None:
        self._go_to_unit(Unit.TURN, forward=True)

    def action_previous_turn(self) -> None:
        self._go_to_unit(Unit.TURN, forward=False)

    def action_next_word(self) -> None:
        self._go_or_tell(self._units.word_after(self.cursor), "There is no further word.")

    def action_previous_word(self) -> None:
        self._go_or_tell(self._units.word_before(self.cursor), "There is no earlier word.")

    def action_change_unit(self) -> None:
        kinds = [kind for kind in Unit if kind is not Unit.TURN or self._reading.speeches]
        place = kinds.index(self.unit) if self.unit in kinds else len(kinds) - 1
        self.unit = kinds[(place + 1) % len(kinds)]

    def action_select_unit(self) -> None:
        """Select the unit around the cursor; where something is selected, up to the end of the next one."""
        before = self.selection
        if before is None:
            self._grow_to(self._units.around(self.cursor, self.unit), cursor=self.cursor)
            return
        last = self._units.around(max(before[0], before[1] - 1), self.unit)
        following: Span | None = last if last[1] > before[1] else self._units.after(before[1] - 1, self.unit)
        if following is None:
            self.post_message(NothingFurther(f"There is no further {self.unit.value}."))
            return
        self._grow_to((before[0], following[1]), cursor=following[0])

    def action_take_back(self) -> None:
        """Undo the last growth of the selection; a selection made otherwise loses its last unit."""
        if self._earlier:
            self._go_back()
        elif (selection := self.selection) is not None:
            start, end = selection
            last = self._units.around(max(start, end - 1), self.unit)[0]
            before = self._units.before(last, self.unit) if last > start else None
            self._free, self._anchor = False, None
            self._select((start, before[1]) if before and before[1] > start else None)

    def action_grow(self) -> None:
        """Select the next larger unit that holds the cursor or the selection."""
        held = self.selection or (self.cursor, self.cursor)
        for start, end in self._units.levels(held):
            span = min(start, held[0]), max(end, held[1])
            if span != held and span[0] < span[1]:
                self._grow_to(span, cursor=self.cursor)
                return
        self.post_message(NothingFurther("There is nothing larger to select."))

    def action_shrink(self) -> None:
        """Undo the last growth; a selection made otherwise shrinks to the next smaller unit."""
        if self._earlier:
            self._go_back()
        elif (selection := self.selection) is not None:
            start, end = selection
            smaller = [
                span
                for span in self._units.levels((self.cursor, self.cursor))
                if start <= span[0] < span[1] <= end and span != selection
            ]
            self._free, self._anchor = False, None
            self._select(max(smaller, key=lambda span: span[1] - span[0], default=None))

    def _grow_to(self, span: Span, cursor: int) -> None:
        if span[0] >= span[1]:
            self.post_message(NothingFurther("There is nothing to select on a blank line."))
            return
        self._earlier.append(self.selection)
        self._free, self._anchor = False, None
        if cursor != self.cursor:
            self._arrive(cursor, span)
        else:
            self._select(span)
        self._bring_into_view(max(span[0], span[1] - 1))
        self._bring_into_view(self.cursor)

    def _go_back(self) -> None:
        before = self._earlier.pop()
        if before is not None and not before[0] <= self.cursor < before[1]:
            self._arrive(self._units.around(before[1] - 1, self.unit)[0], before)
        else:
            self._select(before)

    def action_select_freely(self) -> None:
        """Let every move take the selection along, from where it begins; again: let it rest."""
        if self._free:
            self._free, self._anchor = False, None
            return
        self._free = True
        self._earlier.clear()
        self._anchor = self.selection[0] if self.selection else self.cursor
        if self.selection:
            end = self.selection[1]
            self._place(self._shown_offset(end))
            self._bring_into_view(self.cursor)

    def rest(self) -> None:
        """Let the selection rest as it is: the next move lets it go."""
        self._free, self._anchor = False, None

    @property
    def selecting_freely(self) -> bool:
        """True while every move takes the selection along (`v`)."""
        return self._free

    def action_next_coding(self) -> None:
        self._go_to_coding(forward=True)

    def action_previous_coding(self) -> None:
        self._go_to_coding(forward=False)

    def action_next_coding_or_hit(self) -> None:
        if self._hits:
            self.previous_hit()
        else:
            self._go_to_coding(forward=True)

    def action_next_uncoded(self) -> None:
        """Go to the next stretch of counted speech without own codings; while there are hits, to the next."""
        if self._hits:
            self.next_hit()
            return
        gap = self._coded.next_gap(self.cursor)
        if gap is None:
            self.post_message(NothingFurther("There is no further stretch without codings."))
        else:
            self.go_to(gap[0])

    def action_clear(self) -> None:
        """Let go of one thing: free selection and selection, else the hits, else the coding in focus."""
        if self._free or self.selection is not None:
            self.select(None)
        elif self._hits:
            self.show_hits(())
        elif self.focused_mark is not None:
            self.focus_mark(None)
        else:
            raise SkipAction
