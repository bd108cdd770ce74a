"""Files of transcripts and documents, one module a format, each read into a `Transcript`."""

from qcode.importers.reading import holds_transcript, layout_of_table, read_transcript, read_transcripts
from qcode.importers.registry import FORMATS, SUFFIXES

__all__ = [
    "FORMATS",
    "SUFFIXES",
    "holds_transcript",
    "layout_of_table",
    "read_transcript",
    "read_transcripts",
]
