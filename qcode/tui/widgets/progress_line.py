"""How far a longer task is: a thin bar, and the same in words."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from qcode.text.display import shorten
from qcode.text.widths import cell_width

_LEAST_BAR, _MOST_BAR = 8, 40


class ProgressLine(Widget):
    """One line, hidden while there is nothing to wait for."""

    DEFAULT_CSS = """
    ProgressLine { height: 1; display: none; padding: 0 1; }
    ProgressLine.-running { display: block; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._words, self._done, self._of = "", 0, 0

    @property
    def words(self) -> str:
        """What is said; empty where nothing runs."""
        return self._words

    def show(self, what: str, done: int, of: int, name: str = "") -> None:
        """Say that `done` of `of` things are done; `name` is the one being done."""
        self._words = f"{what} {done + 1 if done < of else of} of {of}  {name}".rstrip()
        self._done, self._of = done, of
        self.add_class("-running")
        self.refresh()

    def end(self) -> None:
        """Hide the line."""
        self._words = ""
        self.remove_class("-running")

    def render(self) -> Content:
        width = self.content_size.width
        bar = max(_LEAST_BAR, min(_MOST_BAR, width // 3))
        full = bar * self._done // self._of if self._of else 0
        words = shorten(self._words, max(0, width - bar - 2))
        gap = " " * max(0, width - bar - cell_width(words))
        return Content.assemble(words, gap, (" " * full, "on $primary"), (" " * (bar - full), "on $panel"))
