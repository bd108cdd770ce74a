"""Files of transcripts and documents, one module a format, each read into a `Transcript`."""

from qcode.importers.reading import read_transcript
from qcode.importers.registry import FORMATS, SUFFIXES

__all__ = ["FORMATS", "SUFFIXES", "read_transcript"]
