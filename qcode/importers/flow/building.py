"""Putting together blocks while a file is read: which paragraph, cell, table or text box is open."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from qcode.importers.flow.blocks import Block, Body, Cell, Paragraph, Table, flat


@dataclass(slots=True)
class Region:
    """A place that takes paragraphs and tables: the body, a cell, a text box."""

    blocks: list[Block] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    """Text of the paragraph that is open."""
    thin: bool = False
    """True where some of it is not in bold."""
    boxes: list[Block] = field(default_factory=list)
    """What text boxes in the open paragraph hold; it follows the paragraph."""
    continues: bool = False

    def take(self) -> Paragraph:
        """Return the open paragraph and begin another."""
        paragraph = Paragraph("".join(self.pieces), bold=not self.thin)
        self.pieces.clear()
        self.thin = False
        return paragraph

    def finished(self) -> list[Block]:
        """Return all blocks: at the end a paragraph that nothing ended, and boxes that none followed."""
        unended = [self.take()] if self.pieces else []
        return [*self.blocks, *unended, *self.boxes]


Rows = list[list[Region]]


class Builder:
    """The blocks read so far, and what is open around the place at hand.

    Openings and endings come in pairs, as the elements of a tree do.
    """

    def __init__(self) -> None:
        self.left_out: Counter[str] = Counter()
        self._regions = [Region()]
        self._tables: list[Rows] = []

    @property
    def region(self) -> Region:
        """The innermost region that is open."""
        return self._regions[-1]

    def add(self, text: str, *, bold: bool = False) -> None:
        """Add text to the open paragraph; white space is neither bold nor thin."""
        if text:
            region = self._regions[-1]
            region.pieces.append(text)
            region.thin = region.thin or not (bold or text.isspace())

    def put(self, *blocks: Block) -> None:
        """Put finished blocks into the region that is open, and after them the boxes they hold."""
        region = self._regions[-1]
        region.blocks += blocks
        region.blocks += region.boxes
        region.boxes.clear()

    def end_paragraph(self, *, heading: bool = False) -> None:
        """Finish the open paragraph."""
        paragraph = self.region.take()
        paragraph.heading = heading
        self.put(paragraph)

    def open_box(self) -> None:
        """Begin a text box."""
        self._regions.append(Region())

    def close_box(self, *, after_paragraph: bool) -> None:
        """End a text box: its lines follow the open paragraph, or stand where it stands."""
        lines = flat(self._regions.pop().finished())
        if after_paragraph:
            self.region.boxes += lines
        else:
            self.put(*lines)

    def open_table(self) -> None:
        """Begin a table; a paragraph that nothing ended stands before it."""
        if self.region.pieces:
            self.end_paragraph()
        self._tables.append([])

    def open_row(self) -> None:
        """Begin a row; without a table around it, it is none."""
        if self._tables:
            self._tables[-1].append([])

    def row(self) -> list[Region] | None:
        """Return the cells of the open row, None outside a row."""
        return self._tables[-1][-1] if self._tables and self._tables[-1] else None

    def open_cell(self, *, continues: bool = False) -> None:
        """Begin a cell; one that continues another is empty."""
        self._regions.append(Region(continues=continues))

    def close_cell(self) -> None:
        """End a cell; outside a table, what it holds is paragraphs."""
        region = self._regions.pop()
        if not self._tables:
            self.put(*region.finished())
            return
        if not self._tables[-1]:
            self._tables[-1].append([])
        self._tables[-1][-1].append(region)

    def take_table(self) -> Rows:
        """End a table and return its rows as regions, for the caller to judge."""
        return self._tables.pop()

    def close_table(self) -> None:
        """End a table; empty rows are none."""
        self.put(table_of(self.take_table()))

    def body(self) -> Body:
        """Return what was read."""
        return Body(self._regions[0].finished(), self.left_out)


def table_of(rows: Rows) -> Table:
    """Return a table of regions; a table inside a cell is lines of that cell."""
    cells = ([Cell(flat(region.finished()), region.continues) for region in row] for row in rows if row)
    return Table(list(cells))
