"""What is said of one thing, to be read: a title, facts, and texts under their headings."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.strip import Strip
from textual.style import Style as ContentStyle
from textual.visual import Visual
from textual.widget import Widget

from qcode.text.display import safe
from qcode.tui.plain_signs import THEIRS
from qcode.tui.widgets.position import has_position_mark

_WHEEL_LINES = 3
_THEIRS = ContentStyle.from_meta(THEIRS.meta)
FAINT = "$foreground 60%"
"""The style of what is said in passing."""


class Part(NamedTuple):
    """A text under a heading; without a heading it goes on from what is above."""

    heading: str
    text: str
    style: str = ""
    theirs: bool = False
    """Whether it is a text of the study, shown as it is in terminals with plain signs too."""


def told(title: str, parts: Sequence[Part], *, beside: str = "", swatch: str = "") -> Content:
    """Return a title (with something faint beside it) and parts as content to show; texts are data.

    `swatch` is a colour `#rrggbb` shown before the title. A part without a text is left out.
    """
    pieces: list[Content | str | tuple[str, str]] = []
    if swatch:
        pieces += [("  ", f"on {swatch}"), " "]
    pieces.append((safe(title), "bold"))
    if beside:
        pieces.append((f"  {safe(beside)}", FAINT))
    for heading, text, style, theirs in parts:
        if not text.strip():
            continue
        if heading:
            pieces.append((f"\n\n{safe(heading)}", FAINT))
        words = Content.styled(f"\n{safe(text.rstrip(), keep_newlines=True)}", style)
        pieces.append(words.stylize(_THEIRS) if theirs else words)
    return Content.assemble(*pieces)


class ReadOut(Widget, can_focus=True):
    """Shows one thing; scrolled by the arrows when it has the focus, and by the wheel.

    It paints lines of its own: another content is another picture, but no new layout of the screen.
    """

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll_by(-1)", "Line up", id="reading.up", show=False),
        Binding("down,j", "scroll_by(1)", "Line down", id="reading.down", show=False),
        Binding("pageup", "scroll_page(-1)", "Page up", id="reading.page_up", show=False),
        Binding("pagedown", "scroll_page(1)", "Page down", id="reading.page_down", show=False),
        Binding("home", "scroll_by(-1_000_000)", "To the beginning", id="reading.home", show=False),
        Binding("end", "scroll_by(1_000_000)", "To the end", id="reading.end", show=False),
    ]
    DEFAULT_CSS = """
    ReadOut { height: 1fr; }
    """

    def __init__(self, *, id: str | None = None, ascii: bool = False) -> None:
        """Make an empty one; `ascii` draws the position mark in ASCII."""
        super().__init__(id=id)
        self._shown_key: Hashable = None
        self._top = 0
        self._mark = "|" if ascii else "│"
        self._lines: list[Strip] | None = None
        self._lines_for: Hashable = None
        """The width and the styles that the lines are folded for."""
        self.auto_links = False
        self.told = Content("")
        """What is shown."""

    def show(self, key: Hashable, content: Content) -> None:
        """Show another thing from its beginning, or the same one anew where it was being read."""
        if key != self._shown_key:
            self._shown_key, self._top = key, 0
        self.told = content
        self._repaint()

    def _repaint(self) -> None:
        self._lines = None
        self.refresh()

    def _laid_out(self) -> list[Strip]:
        """Return all lines; the last cell of each is left to the position mark."""
        # Folding a thousand lines takes long: only where width or styles are others than before.
        wanted = (self.size, self.visual_style, self.app.theme)
        if self._lines is None or self._lines_for != wanted:
            self._lines_for = wanted
            room = max(1, self.size.width - 1)
            style = self.visual_style.rich_style
            found = Visual.to_strips(self, self.told, room, None, self.visual_style)
            self._lines = [line.adjust_cell_length(self.size.width, style) for line in found]
            self._top = max(0, min(self._top, len(self._lines) - self.size.height))
        return self._lines

    def render_line(self, y: int) -> Strip:
        """Return one line of what is shown, with the position mark at its end."""
        lines, width, height = self._laid_out(), self.size.width, self.size.height
        row = self._top + y
        if row >= len(lines):
            return Strip.blank(width, self.visual_style.rich_style)
        if not has_position_mark(y, self._top, height, len(lines)):
            return lines[row]
        style = self.visual_style.rich_style
        line = lines[row].adjust_cell_length(max(0, width - 1), style)
        return Strip([*line, Segment(self._mark, style + Style(dim=True))], width)

    def action_scroll_by(self, lines: int) -> None:
        """Scroll by lines."""
        top = max(0, min(self._top + lines, len(self._laid_out()) - self.size.height))
        if top != self._top:
            self._top = top
            self.refresh()

    def action_scroll_page(self, pages: int) -> None:
        """Scroll by pages, one line of the old page staying in view."""
        self.action_scroll_by(pages * max(1, self.size.height - 1))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll by the wheel."""
        event.stop()
        self.action_scroll_by(_WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll by the wheel."""
        event.stop()
        self.action_scroll_by(-_WHEEL_LINES)
