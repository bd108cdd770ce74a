"""Rich text: paragraphs joined by newlines, rows of tables one a line, tables of talk as turns."""

from __future__ import annotations

from qcode.errors import UnreadableFileError
from qcode.importers.flow.transcripts import transcript_of
from qcode.importers.rtf_body.document import Document
from qcode.importers.source import Options, Source
from qcode.model.documents import Transcript
from qcode.text.names import counted

_HEAD = 1024


def read(source: Source, options: Options) -> Transcript:
    """Return the transcript of a rich text file, as it reads with all tracked changes accepted.

    Raises UnreadableFileError for what is no rich text, and for a file of millions of tokens.
    """
    if b"{\\rtf" not in source.data[:_HEAD]:
        raise UnreadableFileError(
            f"{source.name} is no rich text file.", "If it is plain text, give it the ending .txt."
        )
    document = Document(source.name, source.data)
    document.read()
    if document.lost:
        document.warnings.append(
            f"{counted(document.lost, 'character')} made U+FFFD: not in the code page that the file names"
        )
    return transcript_of(document.builder.body(), options, "rtf", warnings=document.warnings)
