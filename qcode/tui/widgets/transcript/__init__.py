"""The transcript as it is read and coded: text, stripes of its codings, cursor and selection."""

from qcode.tui.widgets.transcript.reading import CodeLook, Mark, Reading, Speech, Unit
from qcode.tui.widgets.transcript.view import TranscriptView

__all__ = ["CodeLook", "Mark", "Reading", "Speech", "TranscriptView", "Unit"]
