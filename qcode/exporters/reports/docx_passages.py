"""Passages with their codings in a Word document: who speaks, the words, comments on those that are coded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import count
from typing import Any

from qcode.exporters.reports.docx_comments import Edge, comment, edges_of, make_room
from qcode.exporters.reports.docx_words import paragraph, run
from qcode.exporters.reports.passages import heading_of
from qcode.model.reports import Passage, Report, Run, Style


def passages_of(document: Any, report: Report) -> tuple[Callable[[Passage], Iterator[str]], Iterator[str]]:
    """Return what writes a report's passages, and the comments on them as XML.

    `document` is python-docx's, which gets room for the comments. The passages are to be written each
    once, in the order of the report.
    """
    passages = [block for block in report.blocks if isinstance(block, Passage)]
    edges, marks = edges_of(passages)
    if marks:
        make_room(document)
    coming = iter(edges)

    def write(passage: Passage) -> Iterator[str]:
        yield from _pieces(passage, next(coming))

    return write, map(comment, count(), marks)


def _pieces(passage: Passage, edges: Sequence[Edge]) -> Iterator[str]:
    head = heading_of(passage)
    if head:
        style = Style.STRONG if passage.counted else Style.FAINT
        yield paragraph((Run(head, style),), "PassageHead", "<w:keepNext/>")
    inner = "".join(_inner(passage, edges))
    yield f'<w:p><w:pPr><w:pStyle w:val="Passage"/></w:pPr>{inner}</w:p>'


def _inner(passage: Passage, edges: Sequence[Edge]) -> Iterator[str]:
    """Yield the words of a passage with the edges of its comments between them."""
    style = Style.PLAIN if passage.counted else Style.FAINT
    at = 0
    for edge in edges:
        yield run(Run(passage.text[at : edge.at], style))
        yield edge.xml
        at = edge.at
    yield run(Run(passage.text[at:], style))
