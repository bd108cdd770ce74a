"""ASCII for the program's own signs, in terminals that draw such as `·` and `…` two cells wide."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

# Each is as wide as what it stands for; the eighth blocks are the ends of scroll bars.
SIGNS: dict[int, str] = str.maketrans(
    {
        **dict(zip("·…×✓–—“”‘’↑↓←→²χ", "-~x*--\"\"''^v<>2X", strict=True)),
        **dict(zip("─━│┃┆▔╭╮╰╯●○◐≥≤≠", "--|||-++++*o%>< ", strict=True)),
        **dict.fromkeys("▁▂▃▄▅▆▇", " "),
        "█": "#",
        "🔎": "? ",
    }
)
_THEIRS = "theirs"
THEIRS = Style(meta={_THEIRS: True})
"""Marks what is a text of the study: it is shown as it is."""


class PlainSigns(LineFilter):
    """Puts ASCII in the place of the program's signs; what is marked as a text of the study stays."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """Return the segments of a line in plain signs."""
        return [
            one
            if one.text.isascii() or (one.style is not None and one.style.meta.get(_THEIRS))
            else Segment(one.text.translate(SIGNS), one.style, one.control)
            for one in segments
        ]


def as_they_are(filters: Sequence[LineFilter]) -> list[LineFilter]:
    """Return the filters of a widget that shows texts of the study, all of it as it is."""
    return [one for one in filters if not isinstance(one, PlainSigns)]
