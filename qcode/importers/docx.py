"""Word: paragraphs joined by newlines, rows of tables one a line, tables of talk as turns."""

from __future__ import annotations

from qcode.importers.docx_body.body import read_body, read_styles
from qcode.importers.docx_body.package import WordPackage
from qcode.importers.flow.transcripts import transcript_of
from qcode.importers.source import Options, Source
from qcode.model.documents import Transcript

_MARGINS = (("header", "page header"), ("footer", "page footer"))


def read(source: Source, options: Options) -> Transcript:
    """Return the transcript of a Word file, as it reads with all tracked changes accepted.

    Raises UnreadableFileError for what is no sound Word file.
    """
    package = WordPackage(source.name, source.data)
    root = package.tree(package.body_name)
    styles = read_styles(next(map(package.tree, package.related_to_body("styles")), None))
    body = read_body(root, styles)
    for kind, name in _MARGINS:
        parts = map(package.read, package.related_to_body(kind))
        body.left_out[name] = sum(b":t>" in (part or b"") for part in parts)
    return transcript_of(body, options, "docx")
