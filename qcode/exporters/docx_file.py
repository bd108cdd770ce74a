"""A table as a Word document: for a paper, an appendix, an e-mail."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from qcode.exporters.cells import INCOMPLETE_MARK, heading, is_number, is_numeric, legend, shown
from qcode.exporters.options import Options
from qcode.model.tables import CellValue, Column, Header, Table
from qcode.text.display import safe
from qcode.text.widths import cell_width

_WIDE = 7
"""Columns that still fit on an upright page."""
_LATIN, _JAPANESE = "Calibri", "Yu Gothic"
_INDENT = Cm(0.4)
_CELL = Cm(0.175)
"""Width of half a wide character in the table's letters, bold ones and dashes allowed for."""
_LONGEST_WORD, _WIDEST_TEXT, _MARGIN = 18, 60, 3
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the Word table."""

    texts: Sequence[str]
    bold: bool = False
    level: int = 0
    """Depth in the codebook."""
    head: bool = False


def save(table: Table, stream: BinaryIO, options: Options) -> None:  # noqa: ARG001
    """Write a table with its title, head row (repeated on each page), marks and notes."""
    document = Document()
    _prepare(document, wide=len(table.columns) > _WIDE)
    if table.title:
        document.add_heading(safe(table.title), level=1)
    lines = list(_lines(table))
    columns = (table.stub is not None) + len(table.columns)
    grid = document.add_table(rows=len(lines), cols=columns)
    grid.autofit = False
    _rule(grid)
    widths = _widths(lines, columns, document.sections[0])
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    # Asking the table for its cells walks all of it each time: ask once.
    cells = grid._cells
    numeric = _numeric(table)
    for number, line in enumerate(lines):
        row = cells[number * columns : (number + 1) * columns]
        for place, (cell, width) in enumerate(zip(row, widths, strict=True)):
            cell.width = width
            text = line.texts[place] if place < len(line.texts) else ""
            _fill(cell.paragraphs[0], text, line, right=numeric[place] and not line.head)
        if line.level:
            row[0].paragraphs[0].paragraph_format.left_indent = line.level * _INDENT
    _repeat(grid.rows[0])
    for text in [*legend(table), *table.notes]:
        document.add_paragraph(safe(text)).paragraph_format.space_after = Pt(0)
    _save_alike(document, stream)


def _lines(table: Table) -> Iterator[_Line]:
    yield _Line(_head(table), bold=True, head=True)
    before: Header | None = None
    for place, row in enumerate(table.rows):
        above = heading(row, before)
        if above is not None:
            yield _Line([above], bold=True)
        yield _Line(_body(table, place, row), row.total, row.level if table.stub is not None else 0)
        before = row


def _prepare(document: Any, *, wide: bool) -> None:
    font = document.styles["Normal"].font
    font.name, font.size = _LATIN, Pt(8)
    fonts = document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), _JAPANESE)
    section = document.sections[0]
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(1.5)
    if wide:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    properties = document.core_properties
    properties.author = properties.comments = ""
    properties.created = properties.modified = datetime(*_LONG_AGO)


def _head(table: Table) -> list[str]:
    names = [column.name if table.stub is None else _label(column) for column in table.columns]
    return names if table.stub is None else [table.stub, *names]


def _label(column: Column) -> str:
    return f"{column.label}\nN={column.n}" if column.n is not None else column.label


def _body(table: Table, place: int, row: Header) -> list[str]:
    cells = [
        _text(value, column, incomplete=(place, number) in table.incomplete)
        for number, (value, column) in enumerate(zip(table.values[place], table.columns, strict=True))
    ]
    return cells if table.stub is None else [row.label, *cells]


def _text(value: CellValue, column: Column, *, incomplete: bool) -> str:
    return shown(value, column.format) + (INCOMPLETE_MARK if incomplete and is_number(value) else "")


def _numeric(table: Table) -> list[bool]:
    columns = [is_numeric(column) for column in table.columns]
    return columns if table.stub is None else [False, *columns]


def _fill(paragraph: Any, text: str, line: _Line, *, right: bool) -> None:
    paragraph.paragraph_format.space_after = Pt(0)
    if text:
        paragraph.add_run(safe(text, keep_newlines=True)).bold = line.bold
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _rule(grid: Any) -> None:
    """Draw the lines that a printed table has: above, below, and thin ones between rows."""
    borders = OxmlElement("w:tblBorders")
    for name, size, colour in (("top", "8", "auto"), ("bottom", "8", "auto"), ("insideH", "2", "BFBFBF")):
        line = OxmlElement(f"w:{name}")
        for key, value in (("val", "single"), ("sz", size), ("space", "0"), ("color", colour)):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    grid._tbl.tblPr.append(borders)


def _widths(lines: Sequence[_Line], columns: int, section: Any) -> list[int]:
    """Return the widths of columns: room for the longest word of each, the rest to the longer texts."""
    least, wished = [], []
    for place in range(columns):
        texts = [line.texts[place] for line in lines if place < len(line.texts)]
        word = max((cell_width(word) for text in texts for word in text.split()), default=1)
        whole = max((cell_width(part) for text in texts for part in text.split("\n")), default=1)
        least.append(min(word, _LONGEST_WORD) + _MARGIN)
        wished.append(min(max(whole, word), _WIDEST_TEXT) + _MARGIN)
    room = (section.page_width - section.left_margin - section.right_margin) // _CELL
    longing = sum(wished) - sum(least)
    spare = min(room - sum(least), longing)
    if spare < 0:
        return [room * cells // sum(least) * _CELL for cells in least]
    return [
        (cells + spare * (wish - cells) // max(longing, 1)) * _CELL
        for cells, wish in zip(least, wished, strict=True)
    ]


def _repeat(row: Any) -> None:
    """Have a row stand at the head of every page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _save_alike(document: Any, stream: BinaryIO) -> None:
    """Write the package with the same bytes for the same document: without the time of writing."""
    written = io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as package, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as alike:
        for part in package.infolist():
            alike.writestr(
                zipfile.ZipInfo(part.filename, _LONG_AGO), package.read(part), zipfile.ZIP_DEFLATED
            )
