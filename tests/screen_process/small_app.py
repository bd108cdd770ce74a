"""A small Textual program to try the harness on: it says which keys it got, and what size it has."""

from __future__ import annotations

from textual import events
from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets import Static


class SmallApp(App[None]):
    """Shows each key; `w` works for a while, `t` waits for a timer, `q` leaves."""

    CSS = "Static { height: 1; }"
    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        yield Static(Content("市長 hello"), id="head")
        yield Static(Content(""), id="size")
        yield Static(Content(""), id="key")
        yield Static(Content(""), id="count")

    def on_resize(self, event: events.Resize) -> None:
        self.say("#size", f"{event.size.width} by {event.size.height}")

    def on_key(self, event: events.Key) -> None:
        self.counted = getattr(self, "counted", 0) + 1
        self.say("#key", f"key {event.key}")
        self.say("#count", f"{self.counted} keys")
        if event.key == "w":
            self.say("#key", f"worked {sum(number % 7 for number in range(3_000_000))}")
        if event.key == "q":
            self.exit()

    def say(self, where: str, words: str) -> None:
        self.query_one(where, Static).update(Content(words))


if __name__ == "__main__":
    SmallApp().run()
