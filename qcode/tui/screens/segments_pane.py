"""The pane that shows one quotation whole, with the text around it."""

from __future__ import annotations

from itertools import pairwise
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from qcode.text.display import safe
from qcode.text.graphemes import Graphemes, measure
from qcode.text.widths import fit
from qcode.text.wrapping import wrap
from qcode.tui.plain_signs import THEIRS
from qcode.tui.screens.segments_list import Excerpt

_MEASURE = 100
"""Cells that a line of prose may take."""


class QuotationPane(Widget):
    """Where a quotation is from, its words, what stands around them, its memo. Scrolls by lines."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "quotation--source",
        "quotation--words",
        "quotation--around",
        "quotation--translation",
        "quotation--memo",
    }
    DEFAULT_CSS = """
    QuotationPane {
        & > .quotation--source { text-style: bold; }
        & > .quotation--around { color: $text-muted; }
        & > .quotation--translation { text-style: italic; }
        & > .quotation--memo { color: $text-muted; text-style: italic; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._source = ""
        self._parts: list[tuple[str, str]] = []
        self._graphemes: Graphemes = measure("")
        self._rows: list[tuple[int, int]] | None = None
        self._top = 0
        self.key_for_more = ""
        """The key that scrolls on, as people write it."""

    def show(self, source: str, excerpt: Excerpt, memo: str = "", translation: str = "") -> None:
        """Show a quotation from its beginning; `source` is the line above it."""
        around = bool(excerpt.before.strip() or excerpt.after.strip())
        self._source = safe(source)
        self._parts = [
            ("quotation--around", excerpt.before),
            ("quotation--words", excerpt.quote),
            ("quotation--around", excerpt.after),
            ("quotation--translation", f"\n\nTranslation: {translation}" if translation else ""),
            ("quotation--memo", f"\n\nMemo: {memo}" if memo else ""),
        ]
        self.set_class(around, "-around")
        self._graphemes = measure("".join(text for _, text in self._parts))
        self._rows = None
        self._top = 0
        if around:
            self._show_beginning(len(excerpt.before))
        self.refresh()

    def clear(self) -> None:
        """Show nothing."""
        self.show("", Excerpt("", "", ""))

    def _show_beginning(self, offset: int) -> None:
        """Scroll so that a quotation that begins far down is in view, with a line before it."""
        row = next((place for place, (_, end) in enumerate(self._wrapped()) if end > offset), 0)
        if row >= self._height():
            self.scroll_lines(row - 1)

    def scroll_lines(self, lines: int) -> None:
        """Scroll by so many lines, as far as there are any."""
        last = max(0, len(self._wrapped()) - self._height())
        top = max(0, min(self._top + lines, last))
        if top != self._top:
            self._top = top
            self.refresh()

    def _height(self) -> int:
        return max(1, self.size.height - 1)

    def on_resize(self) -> None:
        """Wrap anew."""
        self._rows = None
        self.scroll_lines(0)

    def _wrapped(self) -> list[tuple[int, int]]:
        """Return the rows as spans of the whole text shown."""
        if self._rows is None:
            text, columns = self._graphemes.text, max(2, min(_MEASURE, self.size.width))
            self._rows, start = [], 0
            while start <= len(text):
                end = text.find("\n", start)
                end = len(text) if end < 0 else end
                breaks = (start, *wrap(self._graphemes, start, end, columns), end)
                self._rows += pairwise(breaks)
                start = end + 1
        return self._rows

    def render_line(self, y: int) -> Strip:
        """Return one line of the pane."""
        width = self.size.width
        if y == 0:
            more = len(self._wrapped()) - self._top - self._height()
            says = f"  {more} more lines: {self.key_for_more}" if more > 0 else ""
            style = self.get_component_rich_style("quotation--source")
            line = fit(self._source, max(0, width - len(says)))
            return Strip([Segment(line, style), Segment(says, self.rich_style)], width).crop(0, width)
        rows = self._wrapped()
        place = self._top + y - 1
        if place >= len(rows):
            return Strip.blank(width, self.rich_style)
        return self._row(*rows[place], width)

    def _row(self, start: int, end: int, width: int) -> Strip:
        segments: list[Segment] = []
        at = 0
        for name, text in self._parts:
            first, last = max(start, at), min(end, at + len(text))
            at += len(text)
            if first < last:
                segments.append(Segment(self._graphemes.shown(first, last), self._style(name)))
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    def _style(self, name: str) -> Style:
        style = self.get_component_rich_style(name) + THEIRS
        # With text around it, the quotation has to stand out where there are no colours too.
        return style + Style(bold=True) if name == "quotation--words" and self.has_class("-around") else style
