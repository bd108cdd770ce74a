"""A line of the screen with words at its left and at its right end."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from qcode.text.display import safe
from qcode.text.widths import cell_width, fit_within

_LEAST_GAP = 2


class SideLine(Widget):
    """One line: what is said at the left has precedence, of the right only what has room.

    Texts are data: shown as they are, made safe.
    """

    DEFAULT_CSS = """
    SideLine { height: 1; padding: 0 1; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        """Make an empty line."""
        super().__init__(id=id)
        self._left, self._left_style = "", ""
        self._right: Sequence[str] = ()

    @property
    def left(self) -> str:
        """What is said at the left."""
        return self._left

    @property
    def right(self) -> str:
        """What is said at the right, also what has no room."""
        return " · ".join(self._right)

    class Clicked(Message):
        """The line was clicked."""

        def __init__(self, line: SideLine) -> None:
            super().__init__()
            self.line = line

        @property
        def control(self) -> SideLine:
            """The line."""
            return self.line

    def on_click(self) -> None:
        """Tell of the click."""
        self.post_message(self.Clicked(self))

    def show(self, left: str | None = None, right: Sequence[str] | None = None, style: str = "") -> None:
        """Say something else; None leaves a side as it is. Of the parts at the right, the last has
        precedence, then the first ones.

        `style` is of the left side: a Textual style such as `bold` or `$error`.
        """
        if left is not None:
            self._left, self._left_style = left, style
        if right is not None:
            self._right = right
        self.refresh()

    def render(self) -> Content:
        width = self.content_size.width
        left = fit_within(safe(self._left), width)
        room = width - cell_width(left) - (_LEAST_GAP if left else 0)
        right = self._fitted(room)
        gap = " " * max(0, width - cell_width(left) - cell_width(right))
        return Content.assemble((left, self._left_style), gap, (right, "$foreground-muted"))

    def _fitted(self, room: int) -> str:
        """Return what of the right side has room: the last part, then as many of the first as do."""
        parts = [safe(part) for part in self._right]
        for number in range(len(parts), 0, -1):
            right = " · ".join([*parts[: number - 1], parts[-1]])
            if cell_width(right) <= room:
                return right
        return ""
