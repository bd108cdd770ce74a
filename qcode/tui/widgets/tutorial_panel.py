"""The tutorial beside the text: what to do next."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from qcode.text.display import safe

LEAVE, SKIP = "tutorial.leave", "tutorial.skip"


class TutorialPanel(Static):
    """Shows one step; it never has the focus, so that its keys are taken by who guides through the steps."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("T", "leave", "Leave the tutorial", id=LEAVE),
        Binding("S", "skip", "Skip this step of the tutorial", id=SKIP),
    ]
    DEFAULT_CSS = """
    TutorialPanel { height: auto; padding: 0 1; background: $surface; }
    """

    def __init__(self) -> None:
        super().__init__(id="tutorial", markup=False)
        self.words = ""
        """What is said now."""
        self.on_gone: Callable[[], None] = lambda: None
        """Called when the panel is gone, for whatever reason."""

    def show(self, title: str, words: str, how: str, *, praise: str = "") -> None:
        """Show a step: its title with the keys that are about the tutorial itself, and what to do."""
        self.words = words
        self.update(
            Content.assemble(
                (f"{safe(praise)} " if praise else "", "$success bold"),
                (safe(title), "bold"),
                (f"   {safe(how)}", "$foreground-muted"),
                "\n",
                safe(words),
            )
        )

    def on_unmount(self) -> None:
        """Say that it is gone."""
        self.on_gone()
