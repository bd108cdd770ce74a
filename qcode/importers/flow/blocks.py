"""Paragraphs and tables: what a document is made of before it is text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

_SEPARATORS = re.compile("[\\n\\t]+")
_HEADING_STYLES = ("heading", "title", "subtitle", "見出し", "表題", "überschrift", "titel")


@dataclass(slots=True)
class Paragraph:
    """One paragraph; soft line breaks in it are newlines."""

    text: str
    heading: bool = False
    bold: bool = False
    """True where all of it is in bold."""


@dataclass(slots=True)
class Cell:
    """One cell of a table, with the paragraphs in it; those of tables inside it too."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    continues: bool = False
    """True where the cell is the rest of one that began above or to the left."""

    @property
    def text(self) -> str:
        """The cell's paragraphs, one a line, without white space at both ends."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs).strip()


@dataclass(slots=True)
class Table:
    """A table by rows; a merged cell has its text once, where it begins."""

    rows: list[list[Cell]] = field(default_factory=list)


Block = Paragraph | Table


@dataclass(slots=True)
class Body:
    """The blocks of a body in order, and how many of what was left out."""

    blocks: list[Block] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    """Kind in the singular ("footnote") -> count, in the order in which they are told."""


def row_line(row: list[Cell]) -> str:
    """Return a row on one line, its cells joined by TAB."""
    return "\t".join(one_line(cell.text) for cell in row)


def one_line(text: str) -> str:
    """Return text without line ends and TABs, which separate rows and cells."""
    return _SEPARATORS.sub(" ", text)


def flat(blocks: Iterable[Block]) -> list[Paragraph]:
    """Return blocks without tables: each of their rows is a paragraph."""
    paragraphs: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Table):
            paragraphs += (Paragraph(row_line(row)) for row in block.rows)
        else:
            paragraphs.append(block)
    return paragraphs


def is_heading_style(name: str) -> bool:
    """Tell by a paragraph style's name whether its paragraphs are headings."""
    return name.casefold().startswith(_HEADING_STYLES)
