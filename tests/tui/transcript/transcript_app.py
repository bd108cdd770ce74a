"""A transcript alone on a screen, and what a test can ask of it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from textual.app import App, ComposeResult
from textual.pilot import Pilot

from qcode.model.documents import Role
from qcode.tui.widgets.transcript import CodeLook, Mark, Reading, Speech, TranscriptView

Story = Callable[[Pilot[None], TranscriptView], Awaitable[None]]

LOOKS = {
    1: CodeLook("Gatekeeper > search", "#5b9bd5", "gs"),
    2: CodeLook("Orchestration", "#e08e45", "oo"),
    3: CodeLook("Level", "#7cb26b", "lv"),
}
ASKED = "How did your office first come to know the city? Who pays?"
TOLD = "We put one person in the port city for two years. Then the chamber rang us first."
HOSTILE = (
    "[/] [@click=app.quit]x[/] \x1b]52;c;eA==\x07 \x1b]0;t\x07 \x9b31m a\u202eb \u2067c \x00 \x08 \t. "
    "e\u0301\u0301 か\u3099 👩\u200d👩\u200d👧 ❤\ufe0f 🇯🇵 ①…― \u2028 \u200b國\u200d町 \u061c\x7f \ud800 ｶﾞ"
)


def talk(*turns: tuple[str, str], between: str = "\n\n", front: str = "") -> Reading:
    """Build a reading of turns (name, speech); `Q` asks, `?` is nobody known, all others answer."""
    text = front
    speeches: list[Speech] = []
    roles = {"Q": Role.INTERVIEWER, "?": None}
    for number, (name, speech) in enumerate(turns, start=1):
        label = len(text), len(text) + len(name) + 1
        start = label[1] + 1
        text += f"{name}: {speech}{between}"
        span = start, start + len(speech)
        speeches.append(Speech(number, name, roles.get(name, Role.RESPONDENT), label, span, number * 61.0))
    return Reading("a talk", text, tuple(speeches), len(front))


def interview(turns: int = 4) -> Reading:
    """A talk in which a question and an answer of two sentences take turns."""
    return talk(*(("R", TOLD) if number % 2 else ("Q", ASKED) for number in range(turns)))


def mark(uid: str, start: int, end: int, code: int = 1, *, own: bool = True) -> Mark:
    return Mark(uid, start, end, code, 1 if own else 2, own)


class TranscriptApp(App[None]):
    """Shows one transcript and keeps every message it posts, as `(name, ...)`."""

    CSS = "TranscriptView { height: 1fr; }"
    CLICK_CHAIN_TIME_THRESHOLD = 30.0

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[tuple[Any, ...]] = []

    def compose(self) -> ComposeResult:
        yield TranscriptView(id="text")

    def on_transcript_view_moved(self, event: TranscriptView.Moved) -> None:
        self.heard.append(("moved", event.offset))

    def on_transcript_view_selection_changed(self, event: TranscriptView.SelectionChanged) -> None:
        self.heard.append(("selected", event.span))

    def on_transcript_view_unit_changed(self, event: TranscriptView.UnitChanged) -> None:
        self.heard.append(("unit", str(event.unit)))

    def on_transcript_view_focused_coding(self, event: TranscriptView.FocusedCoding) -> None:
        self.heard.append(("focused", event.uid))

    def on_transcript_view_hit_reached(self, event: TranscriptView.HitReached) -> None:
        self.heard.append(("hit", event.number, event.count))

    def on_transcript_view_nothing_further(self, event: TranscriptView.NothingFurther) -> None:
        self.heard.append(("nothing", event.words))


def tell(
    story: Story,
    reading: Reading | None = None,
    marks: Iterable[Mark] = (),
    *,
    size: tuple[int, int] = (60, 20),
    at: int = 0,
) -> TranscriptApp:
    """Run a story on a transcript of a given size; return the app for what was heard."""
    app = TranscriptApp()

    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            view = app.query_one(TranscriptView)
            view.focus()
            view.show(interview() if reading is None else reading, marks, LOOKS, at)
            await pilot.pause()
            await story(pilot, view)

    asyncio.run(run())
    return app


def lines(view: TranscriptView) -> list[str]:
    """Return what stands on the view's lines, blanks at their ends removed; each as wide as the view."""
    strips = [view.render_line(y) for y in range(view.size.height)]
    for strip in strips:
        assert strip.cell_length == view.size.width == sum(segment.cell_length for segment in strip)
    return [strip.text.rstrip() for strip in strips]


def selected(view: TranscriptView) -> str | None:
    """Return the words that are selected."""
    return None if view.selection is None else view.reading.text[slice(*view.selection)]


def target(view: TranscriptView) -> str:
    """Return the words that a code would apply to."""
    return view.reading.text[slice(*view.target())]


def styles_at(view: TranscriptView, offset: int) -> set[str]:
    """Return how the character at an offset is set off: its attributes and whether it has a ground."""
    rows = view._rows
    assert rows is not None
    strip = view.render_line(rows.y_of(offset) - view.scroll_offset.y)
    cell = view._geometry.text_at + rows.cell_of(offset)
    segment = next(iter(strip.crop(cell, cell + 1)))
    assert segment.style is not None
    found = {name for name in ("bold", "underline", "reverse", "dim") if getattr(segment.style, name)}
    ground = view.background_colors[1].rich_color
    return found | ({"ground"} if segment.style.bgcolor not in (None, ground) else set())
