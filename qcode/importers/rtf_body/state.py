"""What a group of rich text hands to the groups in it."""

from __future__ import annotations


class State:
    """What a group takes over from the one around it, and gives back at its end."""

    __slots__ = (
        "bold",
        "box",
        "deleted",
        "font",
        "hidden",
        "inside",
        "outermost",
        "outline",
        "place",
        "starred",
        "style",
        "unicode",
    )

    def __init__(self) -> None:
        self.font: int | None = None
        self.unicode = 1
        """How many characters after a Unicode one stand for it in old programs."""
        self.hidden = False
        self.deleted = False
        self.bold = False
        self.style = 0
        self.outline = False
        self.place = 0
        """How many tables the paragraph lies in."""
        self.inside = b""
        """`fonttbl`, `stylesheet`, or empty in the document's text."""
        self.outermost = False
        """True for the group that is that, not for those in it."""
        self.box = False
        self.starred = False

    def copy(self) -> State:
        """Return the state that a group inside begins with."""
        other = State.__new__(State)
        other.font, other.unicode, other.hidden = self.font, self.unicode, self.hidden
        other.deleted, other.style, other.outline = self.deleted, self.style, self.outline
        other.bold = self.bold
        other.place, other.inside = self.place, self.inside
        other.box = other.starred = other.outermost = False
        return other
