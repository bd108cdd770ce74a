"""Web pages: blocks are lines, rows of tables one a line, tables and lists of talk are turns."""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import etree

from qcode.errors import UnreadableFileError
from qcode.importers.flow.blocks import Body
from qcode.importers.flow.transcripts import transcript_of
from qcode.importers.html_page.encoding import decode_page
from qcode.importers.html_page.page import Page
from qcode.importers.source import Options, Source
from qcode.model.documents import Transcript

MOST_TAGS = 400_000
_CHUNK = 1 << 17
_DOCTYPE = re.compile(r"<!DOCTYPE\b[^\[>]{0,400}\[.*?\]\s*>", re.IGNORECASE | re.DOTALL)


def read(source: Source, options: Options) -> Transcript:
    """Return the transcript of a web page, as a browser shows it without its navigation.

    Nothing is fetched, no script runs, no declaration is followed. Raises DataError where the encoding
    is not what it is said to be, UnreadableFileError for a page of more than 400,000 tags.
    """
    decoded = decode_page(source.data, source.name, options.encoding)
    text = decoded.text.replace("\0", "\u2400")
    decoded = replace(decoded, text="")
    if text.count("<") > MOST_TAGS:
        raise UnreadableFileError(
            f"{source.name} has more than {MOST_TAGS:,} tags, far more than a transcript has.",
            "Save its text as a new file.",
        )
    page = Page()
    body = _body(page, text)
    del text  # from here on only weight
    return transcript_of(body, options, "html", metadata=page.metadata, decoded=decoded)


def _body(page: Page, text: str) -> Body:
    """Return what a page makes of its source."""
    parser = etree.HTMLParser(target=page, encoding="utf-8", huge_tree=True, no_network=True)
    # Declarations inside a document type are no text; the parser would take their end for some.
    parser.feed(_DOCTYPE.sub("", text[:_CHUNK], count=1).encode("utf-8", "replace"))
    for start in range(_CHUNK, len(text), _CHUNK):
        parser.feed(text[start : start + _CHUNK].encode("utf-8", "replace"))
    try:
        body: Body = parser.close()
    except etree.XMLSyntaxError:
        # A page with no element in it.
        return page.close()
    return body
