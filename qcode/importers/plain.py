"""Plain text: the text is the whole file, labels included."""

from __future__ import annotations

from qcode.importers.source import Options, Source
from qcode.importers.text_file import read_text
from qcode.model.documents import Transcript


def read(source: Source, options: Options) -> Transcript:
    """Return the transcript of a text file; raises DataError where its encoding is not what it is."""
    return read_text(source, options, "txt")
