"""The grid: rows and columns with a cursor, of which only what is in view is asked for."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from qcode.tui.widgets.grid.layout import EDGE
from qcode.tui.widgets.grid.messages import Chosen, HeadClicked
from qcode.tui.widgets.grid.view import GridView

_WHEEL_ROWS = 3


class Grid(GridView, can_focus=True):
    """A list (the cursor is a row) or a table (the cursor is a cell) with heads that stay in place.

    It scrolls by whole rows and whole columns and has no scrollbars but a position mark at its right
    edge. All text is shown as it is, made safe. Where there are no rows, `empty` says why. It posts
    `Moved`, `Chosen`, `Marked` and `HeadClicked`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "step(-1)", "Row above", id="list.up", show=False),
        Binding("down,j", "step(1)", "Row below", id="list.down", show=False),
        Binding("left,h", "step_aside(-1)", "Column to the left", id="list.left", show=False),
        Binding("right,l", "step_aside(1)", "Column to the right", id="list.right", show=False),
        Binding("pageup", "page(-1)", "Page up", id="list.page_up", show=False),
        Binding("pagedown", "page(1)", "Page down", id="list.page_down", show=False),
        Binding("home", "start", "First row; in a table first column", id="list.home", show=False),
        Binding("end", "end", "Last row; in a table last column", id="list.end", show=False),
        Binding("<,ctrl+home", "first_row", "First row", id="list.first", show=False),
        Binding(">,ctrl+end", "last_row", "Last row", id="list.last", show=False),
        Binding("enter", "choose", "Choose", id="list.choose", show=False),
        Binding("space", "mark", "Mark or unmark", id="list.mark", show=False),
        Binding("*,a", "mark_all", "Mark all or none", id="list.mark_all", show=False),
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Leave the keys of marks to others where nothing can be marked here."""
        return self.allow_marks if action in ("mark", "mark_all") else True

    def action_step(self, rows: int) -> None:
        """Move the cursor by rows."""
        self.go_to(self._row + rows)

    def action_step_aside(self, columns: int) -> None:
        """Move the cursor by columns; in a list, the view."""
        if self._cursor_kind == "cell":
            self.go_to(self._row, self._column + columns)
        else:
            self.look_aside(columns)

    def action_page(self, pages: int) -> None:
        """Move cursor and view by a page, one row of the old page staying in view."""
        rows = max(1, self._body_height() - 1) * pages
        self.scroll_rows(rows)
        self.go_to(self._row + rows)

    def action_start(self) -> None:
        """Move to the first row of a list, the first column of a table."""
        self.go_to(0) if self._cursor_kind == "row" else self.go_to(self._row, 0)

    def action_end(self) -> None:
        """Move to the last row of a list, the last column of a table."""
        if self._cursor_kind == "row":
            self.go_to(len(self._source) - 1)
        else:
            self.go_to(self._row, len(self._source.columns) - 1)

    def action_first_row(self) -> None:
        """Move to the first row."""
        self.go_to(0)

    def action_last_row(self) -> None:
        """Move to the last row."""
        self.go_to(len(self._source) - 1)

    def action_choose(self) -> None:
        """Choose the place of the cursor."""
        if len(self._source):
            self.post_message(Chosen(self, self._row, self._column))

    def action_mark(self) -> None:
        """Mark the row of the cursor, or take its mark away, and go on to the next."""
        if len(self._source):
            self.mark_only(self._marked ^ {self._key})
            self.go_to(self._row + 1)

    def action_mark_all(self) -> None:
        """Mark all rows; where all are marked, none."""
        every = frozenset(map(self._source.key, range(len(self._source))))
        self.mark_only(frozenset() if every == self._marked else every)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Move the cursor, mark in the gutter, jump by the position mark, tell of a head."""
        place = event.get_content_offset(self)
        if place is None or event.button != 1:
            return
        line = place.y - self._laid_out().head_height
        slot = next((one for one in self._slots if one.x <= place.x < one.x + one.width), None)
        if line < 0:
            if slot is not None:
                self.post_message(HeadClicked(self, slot.column))
        elif place.x >= self.size.width - EDGE + 1 and len(self._source) > self._body_height():
            self.scroll_rows(len(self._source) * line // self._body_height() - self._top)
        elif self._top + line < len(self._source):
            self.go_to(self._top + line, slot.column if slot else None)
            if place.x < self._laid_out().gutter and self.allow_marks:
                self.mark_only(self._marked ^ {self._key})

    def on_click(self, event: events.Click) -> None:
        """Choose by a double click on a row."""
        place = event.get_content_offset(self)
        if place is None or event.chain != 2:
            return
        line = place.y - self._laid_out().head_height
        if line >= 0 and self._top + line == self._row and place.x < self.size.width - EDGE + 1:
            self.action_choose()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll by the wheel; the cursor stays in view."""
        event.stop()
        self.look_aside(1) if event.shift else self.scroll_rows(_WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll by the wheel; the cursor stays in view."""
        event.stop()
        self.look_aside(-1) if event.shift else self.scroll_rows(-_WHEEL_ROWS)
