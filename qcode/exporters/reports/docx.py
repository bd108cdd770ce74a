"""A report as a Word document: headings, quotations, numbered tables and figures, notes.

A table too wide for an upright page lies across on a page of its own; where tables are all that a
report has, the whole of it lies across.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from docx import Document
from lxml import etree

from qcode.errors import ExportError
from qcode.exporters.docx_pages import content, layout
from qcode.exporters.docx_pages.package import BODY, COMMENTS, MOST_CELLS, fill, shown
from qcode.exporters.reports.docx_figures import picture
from qcode.exporters.reports.docx_passages import passages_of
from qcode.exporters.reports.docx_styles import LEVELS, prepare_report
from qcode.exporters.reports.docx_words import paragraph, quotation
from qcode.model.reports import (
    Block,
    Figure,
    Heading,
    Listing,
    Paragraph,
    Passage,
    Quotation,
    Report,
    Run,
    Words,
)
from qcode.model.tables import Table
from qcode.text.cells import legend
from qcode.text.display import safe

_BULLET = "•\N{NO-BREAK SPACE}"
_NO_PICTURE = "The picture is left out, for it needs the extra `plots`; here are the numbers that it shows."


def save(report: Report, stream: BinaryIO) -> None:
    """Write a report. Raises ExportError for one that no word processor can hold."""
    tables = [block for block in report.blocks if isinstance(block, Table)]
    cells = sum(len(one.values) * len(one.columns) for one in tables)
    if cells + len(report.blocks) > MOST_CELLS:
        raise ExportError(
            f"A document cannot hold a report of {len(report.blocks):,} parts.",
            "Write html or md, or choose fewer with --where or --limit.",
        )
    wide = _lies_across(report)
    document = Document()
    prepare_report(document, wide=wide)
    document.core_properties.title = content.holdable(safe(report.title))[:255]
    pictures = {
        number: picture(document, block, number + 1, wide=wide)
        for number, block in enumerate(report.blocks)
        if isinstance(block, Figure)
    }
    passage, comments = passages_of(document, report)
    body = _Body(report, wide, passage, pictures, _sections(document))
    fill(document, stream, {BODY: body.pieces(), COMMENTS: comments})


def _lies_across(report: Report) -> bool:
    """Tell whether the whole of a report is set on pages that lie across."""
    running = (Quotation, Passage, Listing, Figure)
    if any(isinstance(block, running) for block in report.blocks):
        return False
    return any(_page(block).wide for block in report.blocks if isinstance(block, Table))


def _page(table: Table) -> layout.Page:
    return layout.lay_out(table, shown(table)[0])


def _sections(document: Any) -> Mapping[bool, str]:
    """Return the ends of a section whose pages lie across, and of one whose pages stand upright."""
    properties = document.sections[0]._sectPr
    ends = {}
    for wide in (True, False):
        short, long = layout.SIDES
        size = f'w:w="{long}" w:h="{short}" w:orient="landscape"' if wide else f'w:w="{short}" w:h="{long}"'
        inner = "".join(
            etree.tostring(part, encoding="unicode")
            for part in properties
            if not part.tag.endswith(("}pgSz", "}type"))
        )
        before, mark, after = inner.partition("<w:pgMar")
        ends[wide] = (
            '<w:p><w:pPr><w:spacing w:before="0" w:after="0"/><w:sectPr>'
            f"{before}<w:pgSz {size}/>{mark}{after}</w:sectPr></w:pPr></w:p>"
        )
    return ends


@dataclass(slots=True)
class _Body:
    """What stands on the pages, in order."""

    report: Report
    across: bool
    """Whether all pages lie across."""
    passage: Callable[[Passage], Iterator[str]]
    pictures: Mapping[int, str | None]
    """By the place of a figure among the blocks; None where there is no picture of it."""
    sections: Mapping[bool, str]
    tables: int = 0
    figures: int = 0
    turned: bool = False
    """Whether the page at hand lies across where others stand upright."""

    def pieces(self) -> Iterator[str]:
        """Yield the XML of all paragraphs and tables."""
        self.turned = not self.across and self._stands_above_a_wide_table(0)
        yield paragraph(" ".join(self.report.title.split()), "Title")
        for number, block in enumerate(self.report.blocks):
            if isinstance(block, Heading):
                yield from self._turn(wide=self._stands_above_a_wide_table(number))
            elif not isinstance(block, Table | Figure):
                yield from self._turn(wide=False)
            yield from self._block(number, block)
        yield from self._turn(wide=False)
        if self.report.notes:
            yield paragraph("Notes", "Heading2")
            yield from (paragraph(" ".join(note.split()), "ReportNote") for note in self.report.notes)

    def _stands_above_a_wide_table(self, number: int) -> bool:
        """Tell whether from a block on nothing but headings stands above a table that lies across."""
        blocks = self.report.blocks
        while number < len(blocks) and isinstance(blocks[number], Heading):
            number += 1
        below = blocks[number] if number < len(blocks) else None
        return isinstance(below, Table) and _page(below).wide

    def _turn(self, *, wide: bool) -> Iterator[str]:
        """End the section at hand where the next thing needs a page that lies the other way."""
        if not self.across and wide is not self.turned:
            yield self.sections[self.turned]
            self.turned = wide

    def _block(self, number: int, block: Block) -> Iterator[str]:
        match block:
            case Heading(text, level):
                yield paragraph(" ".join(text.split()), f"Heading{min(max(level, 1), LEVELS)}")
            case Paragraph(said):
                yield paragraph(said, "ReportText")
            case Listing(items):
                yield from (paragraph(_point(item), "ReportPoint") for item in items)
            case Quotation():
                yield quotation(block)
            case Table():
                yield from self._table(block)
            case Figure():
                yield from self._figure(block, self.pictures[number])
            case Passage():
                yield from self.passage(block)

    def _table(self, table: Table) -> Iterator[str]:
        self.tables += 1
        columns, notes = shown(table)
        page = layout.lay_out(table, columns, wide=self.across)
        yield from self._turn(wide=page.wide)
        yield from content.body(table, page, notes, self.tables)

    def _figure(self, figure: Figure, drawn: str | None) -> Iterator[str]:
        title = figure.caption or figure.table.title
        if drawn is None:
            yield from self._turn(wide=False)
            yield paragraph(_NO_PICTURE, "ReportText", "<w:keepNext/>")
            yield from self._table(figure.table)
            return
        self.figures += 1
        yield from self._turn(wide=False)
        yield drawn
        yield content.caption("Figure", self.figures, title)
        yield from content.notes_below([*legend(figure.table), *figure.table.notes])


def _point(item: Words) -> Words:
    return _BULLET + item if isinstance(item, str) else (Run(_BULLET), *item)
