"""A report laid out for the screen: lines as wide as there is room, tables in columns."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qcode.exporters import write
from qcode.exporters.reports.passages import codings_said, heading_of
from qcode.model.reports import (
    Block,
    Figure,
    Heading,
    Listing,
    Paragraph,
    Passage,
    Quotation,
    Report,
    Words,
)
from qcode.model.tables import Header, Table
from qcode.text.cells import INCOMPLETE_MARK, heading, is_number, legend, shown
from qcode.text.display import safe
from qcode.text.prose import wrapped
from qcode.text.widths import cell_width
from qcode.tui.widgets.grid import Cell, CellKind, GridColumn

_LONGEST = 100
"""Cells that a line of prose takes at most."""
_CELL = 44
"""Cells that a text in a table takes at most."""

Line = tuple[str, CellKind]


def page_lines(report: Report, width: int, *, ascii: bool) -> list[Line]:
    """Return a report as lines of at most `width` cells, each with how it is meant."""
    return [*_lines(report, max(40, width), ascii)]


def _lines(report: Report, width: int, ascii: bool) -> Iterator[Line]:
    yield from _prose(report.title, width, kind=CellKind.HEAD)
    for block in report.blocks:
        yield "", CellKind.PLAIN
        yield from _block(block, width, ascii)
    if report.notes:
        yield from (("", CellKind.PLAIN), ("Notes", CellKind.HEAD))
        for note in report.notes:
            yield from _prose(note, width, "- ", "  ", CellKind.FAINT)


def _block(block: Block, width: int, ascii: bool) -> Iterator[Line]:
    match block:
        case Heading(text, level):
            yield from _prose(text if level > 1 else text.upper(), width, kind=CellKind.HEAD)
        case Paragraph(said):
            yield from _prose(_plain(said), width)
        case Listing(items):
            for item in items:
                yield from _prose(_plain(item), width, "- ", "  ")
        case Quotation():
            behind = f" ({block.reference})" if block.reference else ""
            yield from _prose(f"{block.text}{behind}", width, "  ", "  ")
            yield from _prose(block.translation, width, "  ", "  ", CellKind.FAINT)
            yield from _prose(f"Memo: {block.memo}" if block.memo else "", width, "  ", "  ", CellKind.FAINT)
        case Table():
            yield from _table(block, width)
        case Figure(kind, table, caption):
            yield from _figure(kind, table, caption, width, ascii)
        case Passage():
            yield from _prose(heading_of(block), width, kind=CellKind.STRONG)
            yield from _prose(block.text, width, kind=CellKind.PLAIN if block.counted else CellKind.FAINT)
            for said in codings_said(block):
                yield from _prose(f"[{said}]", width, "    ", "    ", CellKind.FAINT)


def _plain(words: Words) -> str:
    return words if isinstance(words, str) else "".join(run.text for run in words)


def _prose(
    text: str, width: int, first: str = "", other: str = "", kind: CellKind = CellKind.PLAIN
) -> Iterator[Line]:
    if not text:
        return
    lead = first
    for stanza in text.split("\n"):
        for line in wrapped(safe(stanza), min(_LONGEST, width) - len(other)) or [""]:
            yield lead + line, kind
            lead = other


def _table(table: Table, width: int) -> Iterator[Line]:
    yield from _prose(table.title, width, kind=CellKind.STRONG)
    if _is_wordy(table):
        yield from _cards(table, width)
        return
    page = io.StringIO()
    write(replace(table, title=""), page, "table", width=width, cell_width=_CELL)
    for line in page.getvalue().rstrip("\n").split("\n"):
        yield line, CellKind.PLAIN


def _is_wordy(table: Table) -> bool:
    """Tell whether a table has texts that would have to be cut to stand in columns."""
    return any(isinstance(value, str) and cell_width(value) > _CELL for row in table.values for value in row)


def _cards(table: Table, width: int) -> Iterator[Line]:
    """Yield the rows of a table below each other, what is short on one line, longer texts whole."""
    before: Header | None = None
    for place, row in enumerate(table.rows):
        above = heading(row, before)
        before = row
        yield from _prose(above or "", width, kind=CellKind.HEAD)
        indent = "  " * (row.level + 1)
        yield from _prose(row.label, width, indent, indent, CellKind.STRONG)
        said = [
            (" ".join(column.label.split()), _one_line(table, (place, at)))
            for at, column in enumerate(table.columns)
        ]
        short = [f"{name}: {text}" for name, text in said if text and cell_width(text) <= _CELL]
        inside = indent + "  "
        yield from _prose(" · ".join(short), width, inside, inside, CellKind.FAINT)
        for name, text in said:
            if cell_width(text) > _CELL:
                yield from _prose(f"{name}: {text}", width, inside, inside)
    for note in (*legend(table), *table.notes):
        yield from _prose(note, width, "  ", "  ", CellKind.FAINT)


def _one_line(table: Table, place: tuple[int, int]) -> str:
    """Return what stands in a place, with the mark of what may still grow."""
    row, column = place
    value = table.values[row][column]
    text = " ".join(shown(value, table.columns[column].format).split())
    return f"{text}{INCOMPLETE_MARK}" if is_number(value) and place in table.incomplete else text


def _figure(kind: str, table: Table, caption: str, width: int, ascii: bool) -> Iterator[Line]:
    from qcode.pictures import draw

    yield from _prose(caption or table.title, width, kind=CellKind.STRONG)
    drawn = draw(kind, table, width=min(width, _LONGEST + 20), ascii=ascii, notes=False)
    for line in drawn.rstrip("\n").split("\n"):
        yield line, CellKind.PLAIN


class PageRows:
    """Lines as rows of a grid."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self.columns = (GridColumn("", grow=True, most=10_000),)

    def __len__(self) -> int:
        return len(self._lines)

    def key(self, row: int) -> int:
        """Return the number of the line."""
        return row

    def cell(self, row: int, column: int) -> Cell:  # noqa: ARG002
        """Return a line."""
        return Cell(*self._lines[row])
