"""The themes of the screen, and the colours of codes on them."""

from __future__ import annotations

from textual.color import Color, ColorParseError
from textual.theme import Theme

DARK, LIGHT, CONTRAST = "qcode-dark", "qcode-light", "qcode-contrast"
NAMES = {"dark": DARK, "light": LIGHT, "contrast": CONTRAST}
"""What people call the themes -> their names in Textual."""

THEMES = (
    Theme(
        name=DARK,
        primary="#7fb4ca", secondary="#a3b18a", accent="#e0af68", warning="#e0af68", error="#e46876",
        success="#98bb6c", foreground="#d5d2c8", background="#181a1f", surface="#1f2228", panel="#262a32",
        dark=True,
    ),
    Theme(
        name=LIGHT,
        primary="#205d80", secondary="#55632f", accent="#8a5300", warning="#8a5300", error="#a4262c",
        success="#3a6b1f", foreground="#24252b", background="#fbfaf6", surface="#f3f1ea", panel="#e8e5dc",
        dark=False,
    ),
    Theme(
        name=CONTRAST,
        primary="#00e5ff", secondary="#ffffff", accent="#ffff00", warning="#ffff00", error="#ff6b6b",
        success="#7dff7d", foreground="#ffffff", background="#000000", surface="#000000", panel="#1c1c1c",
        dark=True,
    ),
)  # fmt: skip

_WHEEL = (
    "#5b9bd5", "#e08e45", "#7cb26b", "#c96b9b", "#9a86d8", "#c7b34a", "#4fb3a5", "#d9706a", "#8d99ae",
    "#b0895f",
)  # fmt: skip
"""Told apart by people with colour vision deficiencies as far as ten colours can be."""
_LEAST_CONTRAST = 3.0


def wheel_colour(number: int) -> str:
    """Return the colour of the n-th branch of a codebook that gives none."""
    return _WHEEL[number % len(_WHEEL)]


def readable_colour(colour: str, background: str) -> str:
    """Return a code's colour, moved towards black or white until it can be read on a background.

    `#rrggbb` in and out; a colour that cannot be understood becomes the wheel's first.
    """
    try:
        wanted = Color.parse(colour)
    except ColorParseError:
        wanted = Color.parse(_WHEEL[0])
    ground = Color.parse(background)
    goal = Color.parse("#ffffff" if ground.brightness < 0.5 else "#000000")
    for step in range(8):
        shade = wanted.blend(goal, step / 8)
        if _contrast(shade, ground) >= _LEAST_CONTRAST:
            return shade.hex6
    return goal.hex6


def _contrast(one: Color, other: Color) -> float:
    """Return the contrast ratio of WCAG 2, 1 to 21."""
    first, second = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (first + 0.05) / (second + 0.05)


def _luminance(colour: Color) -> float:
    """Return the relative luminance of WCAG 2."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in colour.normalized)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
