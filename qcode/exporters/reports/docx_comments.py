"""Codings as comments of a Word document, each by its coder on the words that were coded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn

from qcode.exporters.docx_pages.content import holdable
from qcode.exporters.docx_pages.package import PLACE, letters
from qcode.model.reports import Mark, Passage
from qcode.text.display import safe

_SIZE, _SIGN_SIZE = 9, 8
"""Points, of the letters of comments and of their signs."""
_MOST_INITIALS = 9
_NOBODY = "qcode"
"""Whose comments are that no coder is named for: Word wants an author."""
_REFERENCE = '<w:rPr><w:rStyle w:val="CommentReference"/></w:rPr>'


Place = tuple[int, int]
"""Number of a passage, and an offset in its text."""


class Edge(NamedTuple):
    """Where a comment begins or ends among the words of a passage; edges sort as they are written."""

    at: int
    """Offset in the passage's text, in code points."""
    rank: int
    """At one place: 0 what began before ends; 1 what begins; 2 what has no words ends."""
    comment: int

    @property
    def xml(self) -> str:
        """What stands there in the body of the document."""
        if self.rank == 1:
            return f'<w:commentRangeStart w:id="{self.comment}"/>'
        reference = f'<w:r>{_REFERENCE}<w:commentReference w:id="{self.comment}"/></w:r>'
        return f'<w:commentRangeEnd w:id="{self.comment}"/>{reference}'


def edges_of(passages: Sequence[Passage]) -> tuple[Sequence[Sequence[Edge]], Sequence[Mark]]:
    """Return the edges of comments in each passage, in order, and the mark that each comment is of.

    Marks of one coding in passages that follow each other are one comment, which goes from the first of
    its words to the last.
    """
    marks: list[Mark] = []
    begins: list[Place] = []
    ends: list[Place] = []
    going_on: dict[int, int] = {}
    for number, passage in enumerate(passages):
        here: dict[int, int] = {}
        for mark in sorted(passage.marks, key=lambda one: (one.start, -one.end)):
            comment = len(marks)
            if mark.coding is not None:
                comment = here[mark.coding] = going_on.get(mark.coding, comment)
            if comment == len(marks):
                marks.append(mark)
                begins.append((number, mark.start))
                ends.append((number, mark.end))
            ends[comment] = (number, mark.end)
        going_on = here
    edges: list[list[Edge]] = [[] for _ in passages]
    for comment, (begin, end) in enumerate(zip(begins, ends, strict=True)):
        edges[begin[0]].append(Edge(begin[1], 1, comment))
        edges[end[0]].append(Edge(end[1], 2 if begin == end else 0, comment))
    return [*map(sorted, edges)], marks


def make_room(document: Any) -> None:
    """Give a new document the part that comments stand in, and their styles."""
    _styles(document)
    document.comments._comments_elm.text = PLACE


def comment(number: int, mark: Mark) -> str:
    """Return the comment for a mark, numbered from 0: its code, and its memo below."""
    author = _text(mark.coder) or _NOBODY
    return (
        f'<w:comment w:id="{number}" w:author={quoteattr(author)} '
        f"w:initials={quoteattr(initials(author))}>{''.join(_paragraphs(mark))}</w:comment>"
    )


def _paragraphs(mark: Mark) -> Iterator[str]:
    style = '<w:pPr><w:pStyle w:val="CommentText"/></w:pPr>'
    sign = f"<w:r>{_REFERENCE}<w:annotationRef/></w:r>"
    yield f"<w:p>{style}{sign}<w:r><w:rPr><w:b/></w:rPr>{_words(mark.code)}</w:r></w:p>"
    for line in mark.memo.split("\n") if mark.memo else ():
        yield f"<w:p>{style}<w:r>{_words(line)}</w:r></w:p>"


def _words(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(_text(text))}</w:t>'


def _text(text: str) -> str:
    return holdable(safe(text))


def initials(name: str) -> str:
    """Return the first letters of the parts of a name: `AM` of `A. Mori`."""
    return "".join(part[0] for part in name.split())[:_MOST_INITIALS]


def _styles(document: Any) -> None:
    for name, kind, size, style_id in (
        ("annotation text", WD_STYLE_TYPE.PARAGRAPH, _SIZE, "CommentText"),
        ("annotation reference", WD_STYLE_TYPE.CHARACTER, _SIGN_SIZE, "CommentReference"),
    ):
        style = document.styles.add_style(name, kind, True)
        style.element.set(qn("w:styleId"), style_id)
        letters(style, size)
