"""What the transcript view tells its screen."""

from __future__ import annotations

from textual.dom import DOMNode
from textual.message import Message

from qcode.model.spans import Span
from qcode.tui.widgets.transcript.reading import Unit


class TranscriptMessage(Message):
    """Something that happened in the transcript view; a newer one of a kind makes older ones void."""

    @property
    def control(self) -> DOMNode | None:
        """The view it comes from."""
        return self._sender if isinstance(self._sender, DOMNode) else None

    def can_replace(self, message: Message) -> bool:
        return type(message) is type(self)


class Moved(TranscriptMessage, namespace="transcript_view"):
    """The cursor moved."""

    def __init__(self, offset: int) -> None:
        """Tell where to, in code points."""
        super().__init__()
        self.offset = offset


class SelectionChanged(TranscriptMessage, namespace="transcript_view"):
    """Something else is selected, or nothing any more (None)."""

    def __init__(self, span: Span | None) -> None:
        super().__init__()
        self.span = span


class UnitChanged(TranscriptMessage, namespace="transcript_view"):
    """Codes apply to another kind of unit from now on."""

    def __init__(self, unit: Unit) -> None:
        super().__init__()
        self.unit = unit


class FocusedCoding(TranscriptMessage, namespace="transcript_view"):
    """Another coding is in focus, or none any more (None)."""

    def __init__(self, uid: str | None) -> None:
        super().__init__()
        self.uid = uid


class HitReached(TranscriptMessage, namespace="transcript_view"):
    """The cursor went to a hit of the search in the text, or there is none (`number` 0)."""

    def __init__(self, number: int, count: int) -> None:
        """Tell which of how many, from 1."""
        super().__init__()
        self.number = number
        self.count = count


class NothingFurther(TranscriptMessage, namespace="transcript_view"):
    """A key looked for something that does not come any more."""

    def __init__(self, words: str) -> None:
        """Tell it in a sentence for the hint line."""
        super().__init__()
        self.words = words
