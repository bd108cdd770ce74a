"""What a grid shows and where its cursor stands; the keys and the mouse are in `grid`."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias, cast

from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from qcode.tui.widgets.grid import messages
from qcode.tui.widgets.grid.layout import Layout, Slot, layout_of, natural_widths
from qcode.tui.widgets.grid.looks import COMPONENTS, Looks, looks_of
from qcode.tui.widgets.grid.painting import Place, head_strips, row_strip, sentence_strips
from qcode.tui.widgets.grid.source import Rows, Source
from qcode.tui.widgets.position import has_position_mark

if TYPE_CHECKING:
    from qcode.tui.widgets.grid.grid import Grid

_MOST_CACHED = 2_000


class GridView(Widget):
    """The part of a grid that shows a source, keeps a cursor in view, and paints."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = COMPONENTS
    DEFAULT_CSS = """
    GridView {
        height: 1fr;
        & > .grid--titles { color: $text-muted; }
        & > .grid--titles-here { color: $text; text-style: bold; }
        & > .grid--rule { text-style: underline; }
        & > .grid--row-here { background: $foreground 8%; }
        & > .grid--cell-here { background: $foreground 18%; }
        &:focus > .grid--row-here { background: $primary 30%; }
        &:focus > .grid--cell-here { text-style: reverse; }
        & > .grid--mark { text-style: bold; }
        & > .grid--position { color: $text-muted; }
        & > .grid--nothing { color: $text-muted; }
        & > .grid--faint { color: $text-muted; }
        & > .grid--head { text-style: bold; }
        & > .grid--strong { text-style: bold; }
        & > .grid--total { text-style: bold; }
        & > .grid--missing { color: $text-muted; }
        & > .grid--shade-1 { background: $primary 8%; }
        & > .grid--shade-2 { background: $primary 18%; }
        & > .grid--shade-3 { background: $primary 32%; }
        & > .grid--shade-4 { background: $primary 48%; }
    }
    """

    Moved: TypeAlias = messages.Moved
    Chosen: TypeAlias = messages.Chosen
    Marked: TypeAlias = messages.Marked
    HeadClicked: TypeAlias = messages.HeadClicked

    def __init__(
        self,
        *,
        allow_marks: bool = False,
        empty: str = "",
        ascii: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Make an empty grid. `ascii` draws every sign of its own in ASCII."""
        super().__init__(id=id, classes=classes)
        self.allow_marks = allow_marks
        self._ascii = ascii
        self._empty = empty
        self._source: Source = Rows(())
        self._frozen = 0
        self._cursor_kind: Literal["row", "cell"] = "row"
        self._row = 0
        self._column = 0
        self._key: Hashable = None
        self._top = 0
        self._left = 0
        self._marked: frozenset[Hashable] = frozenset()
        self._natural: list[int] | None = None
        self._layout: Layout | None = None
        self._slots: list[Slot] = []
        self._looks: Looks | None = None
        self._styled_for: object = None
        self._heads: list[Strip] | None = None
        self._strips: dict[tuple[int, bool], Strip] = {}

    @property
    def _me(self) -> Grid:
        return cast("Grid", self)

    # --- what is shown -------------------------------------------------------------------------

    @property
    def source(self) -> Source:
        """What is shown."""
        return self._source

    def show(
        self, source: Source, frozen: int = 0, cursor: Literal["row", "cell"] = "row", *, empty: str = ""
    ) -> None:
        """Show another list or table from its beginning; nothing is marked.

        The first `frozen` columns stay in view; `empty` is the sentence where there are no rows (left
        out: the one before).
        """
        self._source, self._frozen, self._cursor_kind = source, frozen, cursor
        self._empty = empty or self._empty
        self._marked = frozenset()
        self._row = self._top = 0
        self._column = self._left = self._first_column()
        self._remeasure()
        self._settle()

    def refresh_source(self, source: Source | None = None, *, empty: str = "") -> None:
        """Show what the source has now, or another of the same columns.

        The cursor stays on its row by the row's key, at the same height of the screen; where the row is
        gone, it stays at its place. Marks on rows that are no longer there are taken away.
        """
        if source is not None:
            self._source = source
        self._empty = empty or self._empty
        height = self._row - self._top
        self._row = self._place_of(self._key)
        self._top = self._row - height
        if self._marked:
            there = {self._source.key(row) for row in range(len(self._source))}
            if not self._marked <= there:
                self._marked &= there
                self.post_message(messages.Marked(self._me))
        self._remeasure()
        self._settle()

    def refresh_rows(self, keys: Collection[Hashable]) -> None:
        """Draw some rows anew, by their keys, where they are in view; widths stay as they are."""
        last = min(self._top + self._body_height(), len(self._source))
        for row in range(self._top, last):
            if self._source.key(row) in keys:
                self._refresh_row(row)

    def _place_of(self, key: Hashable) -> int:
        """Return the row of a key, or the nearest there is to where it was."""
        length = len(self._source)
        if self._row < length and self._source.key(self._row) == key:
            return self._row
        for row in range(length):
            if self._source.key(row) == key:
                return row
        return max(0, min(self._row, length - 1))

    @property
    def empty(self) -> str:
        """The sentence shown where there are no rows."""
        return self._empty

    @empty.setter
    def empty(self, sentence: str) -> None:
        self._empty = sentence
        self._repaint()

    @property
    def ascii(self) -> bool:
        """Whether the signs of the grid itself are drawn in ASCII."""
        return self._ascii

    @ascii.setter
    def ascii(self, plain: bool) -> None:
        self._ascii = plain
        self._looks = None
        self._repaint()

    # --- cursor and marks ----------------------------------------------------------------------

    @property
    def cursor_row(self) -> int:
        """The row of the cursor, from 0; -1 where there are no rows."""
        return self._row if len(self._source) else -1

    @property
    def cursor_column(self) -> int:
        """The column of the cursor, from 0; in a list the first that is not frozen."""
        return self._column

    @property
    def cursor_key(self) -> Hashable:
        """The key of the row of the cursor; None where there are no rows."""
        return self._key

    @property
    def marked(self) -> frozenset[Hashable]:
        """The keys of the marked rows."""
        return self._marked

    def mark_only(self, keys: Iterable[Hashable]) -> None:
        """Mark these rows and no others."""
        marked = frozenset(keys)
        if marked != self._marked:
            self._marked = marked
            self._repaint()
            self.post_message(messages.Marked(self._me))

    def go_to(self, row: int, column: int | None = None) -> None:
        """Put the cursor on a row (and column); places beyond the edges are the edges."""
        length = len(self._source)
        before = (self._row, self._column, self._top, self._left)
        self._row = max(0, min(row, length - 1))
        if column is not None and self._cursor_kind == "cell":
            last = len(self._source.columns) - 1
            self._column = max(self._first_column(), min(column, last))
        self._key = self._source.key(self._row) if length else None
        self._bring_into_view()
        after = (self._row, self._column, self._top, self._left)
        if after == before:
            return
        if after[2:] != before[2:]:
            self._scrolled(aside=after[3] != before[3])
        else:
            self._refresh_row(before[0])
            self._refresh_row(self._row)
            if self._column != before[1]:
                self._refresh_heads()
        if after[:2] != before[:2]:
            self.post_message(messages.Moved(self._me, self._row, self._column))

    def scroll_rows(self, rows: int) -> None:
        """Scroll the view by rows; the cursor stays on its row, perhaps out of view."""
        top = max(0, min(self._top + rows, len(self._source) - self._body_height()))
        if top != self._top:
            self._top = top
            self._scrolled(aside=False)

    def look_aside(self, columns: int) -> None:
        """Scroll the view by columns; the cursor stays in its column, perhaps out of view."""
        layout = self._laid_out()
        left = max(layout.frozen, min(self._left + columns, layout.furthest_left()))
        if left != self._left:
            self._left = left
            self._scrolled(aside=True)

    def _first_column(self) -> int:
        """Return the first column the cursor may stand in: one that moves, where there is one."""
        return self._frozen if self._frozen < len(self._source.columns) else 0

    # --- measures ------------------------------------------------------------------------------

    def _remeasure(self) -> None:
        self._natural = None
        self._layout = None
        self._strips.clear()
        self._heads = None

    def _settle(self) -> None:
        """Bring cursor and view in order after another source or size, and paint."""
        length = len(self._source)
        self._row = max(0, min(self._row, length - 1))
        self._key = self._source.key(self._row) if length else None
        self._column = max(self._first_column(), min(self._column, len(self._source.columns) - 1))
        self._layout = None
        self._bring_into_view()
        self._repaint()
        self.post_message(messages.Moved(self._me, self.cursor_row, self._column))

    def _laid_out(self) -> Layout:
        if self._layout is None:
            if self._natural is None:
                self._natural = natural_widths(self._source)
            size = self.size
            self._layout = self._layout_for(self._natural, size.width, size.height)
            self._left = max(self._layout.frozen, min(self._left, self._layout.furthest_left()))
            self._slots = self._layout.slots(self._left)
            self._strips.clear()
            self._heads = None
        return self._layout

    def _layout_for(self, natural: Sequence[int], width: int, height: int) -> Layout:
        return layout_of(
            self._source,
            natural,
            width,
            height,
            frozen=self._frozen,
            fitting=self._cursor_kind == "row",
            marks=self.allow_marks,
        )

    def _body_height(self) -> int:
        return max(1, self.size.height - self._laid_out().head_height)

    def _bring_into_view(self) -> None:
        """Scroll as little as shows the cursor; a leap shows it in the middle."""
        if not self.size:
            return
        layout, height, length = self._laid_out(), self._body_height(), len(self._source)
        if not self._top <= self._row < self._top + height:
            leap = not self._top - height <= self._row < self._top + 2 * height
            if leap:
                self._top = self._row - height // 2
            else:
                self._top = self._row if self._row < self._top else self._row - height + 1
        self._top = max(0, min(self._top, length - height))
        if self._cursor_kind == "cell":
            if layout.frozen <= self._column < self._left:
                self._left = self._column
            while self._left < self._column and layout.last_whole(self._left) < self._column:
                self._left += 1
        self._slots = layout.slots(self._left)

    def on_resize(self) -> None:
        """Keep the cursor in view at the new size."""
        self._layout = None
        self._bring_into_view()
        self._repaint()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Return the lines that all rows take, for `height: auto`."""
        natural = self._natural if self._natural is not None else natural_widths(self._source)
        layout = self._layout_for(natural, width, viewport.height)
        return layout.head_height + max(1, len(self._source))

    # --- painting ------------------------------------------------------------------------------

    def notify_style_update(self) -> None:
        """Forget every style and everything painted with it."""
        super().notify_style_update()
        app = self.app
        found = (app.theme, app.native_ansi_color, self.rich_style, self.background_colors, self.has_focus)
        if found == self._styled_for:
            return
        self._styled_for = found
        self._looks = None
        self._strips.clear()
        self._heads = None

    def _repaint(self) -> None:
        self._strips.clear()
        self._heads = None
        self.refresh()

    def _scrolled(self, *, aside: bool) -> None:
        if aside:
            self._slots = self._laid_out().slots(self._left)
            self._strips.clear()
        if aside or self._cursor_kind == "cell":
            self._heads = None
        self.refresh()

    def _refresh_row(self, row: int) -> None:
        y = row - self._top + self._laid_out().head_height
        self._strips.pop((row, True), None)
        self._strips.pop((row, False), None)
        self.refresh(Region(0, y, self.size.width, 1))

    def _refresh_heads(self) -> None:
        self._heads = None
        self.refresh(Region(0, 0, self.size.width, self._laid_out().head_height))

    def _styled(self) -> Looks:
        if self._looks is None:
            self._looks = looks_of(self, ascii=self._ascii)
        return self._looks

    def render_line(self, y: int) -> Strip:
        """Return one line of the grid."""
        layout, looks = self._laid_out(), self._styled()
        length, height = len(self._source), self._body_height()
        if y < layout.head_height:
            if self._heads is None:
                here = self._column if self._cursor_kind == "cell" and length else None
                self._heads = head_strips(self._slots, layout, looks, here)
            return self._heads[y]
        row = self._top + y - layout.head_height
        if length == 0:
            return sentence_strips(self._empty, layout.width, height, looks)[y - layout.head_height]
        if row >= length:
            return Strip.blank(layout.width, looks.plain)
        position = has_position_mark(y - layout.head_height, self._top, height, length)
        return self._row_strip(row, layout, looks, position=position)

    def _row_strip(self, row: int, layout: Layout, looks: Looks, *, position: bool) -> Strip:
        here = row == self._row
        known = None if here else self._strips.get((row, position))
        if known is not None:
            return known
        column = self._column if here and self._cursor_kind == "cell" else None
        marked = bool(self._marked) and self._source.key(row) in self._marked
        place = Place(here, column, marked, position)
        strip = row_strip(self._source, row, self._slots, layout, looks, place)
        if not here:
            if len(self._strips) >= _MOST_CACHED:
                self._strips.clear()
            self._strips[row, position] = strip
        return strip
