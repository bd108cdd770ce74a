"""The styles of the transcript view, resolved from its component classes."""

from __future__ import annotations

from rich.style import Style
from textual.color import Color, ColorParseError
from textual.widget import Widget

COMPONENTS = (
    "respondent",
    "interviewer",
    "question",
    "speaker",
    "number",
    "time",
    "front-matter",
    "unit",
    "stressed",
    "focused",
    "hit",
    "current-hit",
    "selection",
    "cursor",
    "cursor-blurred",
    "more",
    "map",
    "map-view",
)
COMPONENT_CLASSES = {f"transcript--{name}" for name in COMPONENTS}

Layers = tuple[str, ...]
"""Names of styles, the later ones on top; a colour such as `#aabbcc` stands for itself."""


class Styles:
    """Styles by name, each looked up once; made anew when the theme changes."""

    __slots__ = ("_base", "_ground", "_known", "_widget")

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._base = widget.rich_style
        self._ground = widget.background_colors[1]
        self._known: dict[Layers, Style] = {(): self._base}

    def of(self, *layers: str) -> Style:
        """Return the widget's own style with others laid over it."""
        known = self._known.get(layers)
        if known is None:
            known = self.of(*layers[:-1]) + self._one(layers[-1])
            self._known[layers] = known
        return known

    def _one(self, name: str) -> Style:
        if name.startswith("#"):
            return ink(name)
        if name.startswith("tint:"):
            _, strength, colour = name.split(":", 2)
            return self._tint(colour, int(strength) / 100)
        whole = self._widget.get_component_rich_style(f"transcript--{name}")
        own = self._widget.get_component_rich_style(f"transcript--{name}", partial=True)
        # Of the whole style, which has colours blended over the ground, only what the class itself sets.
        colours = Style(
            color=whole.color if own.color is not None else None,
            bgcolor=whole.bgcolor if own.bgcolor is not None else None,
        )
        return Style.combine([own, colours])

    def _tint(self, colour: str, strength: float) -> Style:
        try:
            return Style(bgcolor=self._ground.blend(Color.parse(colour), strength).rich_color)
        except ColorParseError:
            return Style()


def ink(colour: str) -> Style:
    """Return a style that writes in a colour (`#rrggbb`); an empty style for what is no colour."""
    try:
        return Style(color=Color.parse(colour).rich_color)
    except ColorParseError:
        return Style()


def tint(colour: str, percent: int) -> str:
    """Return the name of a background: the widget's own with some of a code's colour in it."""
    return f"tint:{percent}:{colour}"
