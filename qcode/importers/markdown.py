"""Markdown: the text is the whole file as it is, its marks included."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qcode.importers.source import Options, Source
from qcode.importers.text_file import read_text
from qcode.model.documents import Transcript
from qcode.model.spans import Span

_LINE = re.compile(r"^(?:(?P<fence>```|~~~)|#{1,6}[ \t]+\S)[^\n]*", re.MULTILINE)


def read(source: Source, options: Options) -> Transcript:
    """Return the transcript of a Markdown file; raises DataError where its encoding is unknown."""
    return read_text(source, options, "md", lambda text: list(_headings(text)))


def _headings(text: str) -> Iterator[Span]:
    """Yield the headings of a text; a `#` inside a fenced block begins none."""
    fenced = ""
    for found in _LINE.finditer(text):
        fence = found["fence"]
        if fence and fence == (fenced or fence):
            fenced = "" if fenced else fence
        elif not fence and not fenced:
            yield found.span()
