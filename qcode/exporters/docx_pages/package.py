"""The package: pages, styles, languages, the same bytes for the same table."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, BinaryIO

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from qcode.errors import ExportError
from qcode.exporters.behind import LOOKED_UP, reading_order
from qcode.exporters.docx_pages import content, layout
from qcode.exporters.options import Options
from qcode.model.tables import Table
from qcode.text.cells import legend
from qcode.text.display import safe

LATIN, JAPANESE = "Times New Roman", "MS Mincho"
_CAPTION_SIZE, _NOTE_SIZE = 10, 8
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
BODY, COMMENTS = "word/document.xml", "word/comments.xml"
"""The parts of a package that are written piece by piece."""
PLACE = "the pieces stand here"
"""What stands as the text of an element that is still to be filled."""
_AT_ONCE = 1 << 16
"""Bytes that are compressed together: to do so for each small piece costs more than to make it."""
MOST_CELLS = 120_000
"""Word opens more, but cannot be worked with then."""


def save(table: Table, stream: BinaryIO, options: Options) -> None:  # noqa: ARG001
    """Write a table with its caption, head rows (repeated on each page), marks and notes.

    A table with more columns than a page across can hold is set in parts, below each other. A list
    of quotations leaves out its technical columns, and says so. Raises ExportError for a table
    that no word processor can hold.
    """
    if len(table.values) * len(table.columns) > MOST_CELLS:
        raise ExportError(
            f"A document cannot hold a table of {len(table.values):,} rows.",
            "Write xlsx, html or csv, or choose fewer with --where.",
        )
    columns, notes = shown(table)
    page = layout.lay_out(table, columns)
    document = Document()
    prepare(document, wide=page.wide)
    document.core_properties.title = content.holdable(safe(table.title))[:255]
    fill(document, stream, {BODY: content.body(table, page, notes)})


def shown(table: Table) -> tuple[Sequence[int], Sequence[str]]:
    """Return which columns of a table are shown, and the notes below it: marks, what was left out."""
    notes = [*legend(table), *table.notes]
    columns = _columns(table)
    left_out = sorted(set(range(len(table.columns))) - set(columns))
    if left_out:
        names = ", ".join(table.columns[place].name for place in left_out)
        notes.append(f"Columns left out here, which csv, xlsx and json have: {names}.")
    return columns, notes


def _columns(table: Table) -> Sequence[int]:
    """Return the columns to show: of quotations those that are read, in the order of reading."""
    names = {column.name for column in table.columns}
    if table.stub is not None or "quote" not in names or not table.values:
        return range(len(table.columns))
    return [place for place in reading_order(table) if table.columns[place].name not in LOOKED_UP]


def prepare(document: Any, *, wide: bool) -> None:
    """Give a new document its pages, the styles of tables, and no time of making."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(layout.PAGE[0]), Cm(layout.PAGE[1])
    section.left_margin = section.right_margin = Cm(layout.MARGIN)
    section.top_margin = section.bottom_margin = Cm(layout.MARGIN)
    if wide:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    styles = document.styles
    letters(styles["Normal"], layout.SIZE)
    caption = styles["Caption"]
    letters(caption, _CAPTION_SIZE)
    caption.font.bold, caption.font.color.rgb = False, RGBColor(0, 0, 0)
    caption.paragraph_format.space_before, caption.paragraph_format.space_after = Pt(0), Pt(4)
    caption.paragraph_format.keep_with_next = True
    text = styles.add_style("Table Text", WD_STYLE_TYPE.PARAGRAPH)
    note = styles.add_style("Table Note", WD_STYLE_TYPE.PARAGRAPH)
    for style, size, before, after in ((text, layout.SIZE, 1, 1), (note, _NOTE_SIZE, 0, 1)):
        style.base_style = styles["Normal"]
        letters(style, size)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.0
    properties = document.core_properties
    properties.author = properties.comments = ""
    properties.created = properties.modified = datetime(*_LONG_AGO)


def letters(style: Any, size: float, latin: str = LATIN, japanese: str = JAPANESE) -> None:
    """Set a style's letters for Latin and for Japanese text, and that East Asian text is Japanese."""
    properties = style.element.get_or_add_rPr()
    properties.get_or_add_rFonts().attrib.clear()  # what a theme says would hold
    style.font.name, style.font.size = latin, Pt(size)
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), japanese)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    language.set(qn("w:eastAsia"), "ja-JP")
    properties.append(language)


def fill(document: Any, stream: BinaryIO, pieces: Mapping[str, Iterator[str]]) -> None:
    """Write a document without the time of writing, and the pieces of each part where `PLACE` stands in it.

    What is long is held nowhere as a whole: neither as elements nor as text.
    """
    document.element.body.text = PLACE
    skeleton = io.BytesIO()
    document.save(skeleton)
    with zipfile.ZipFile(skeleton) as package, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as filled:
        for part in package.infolist():
            made = zipfile.ZipInfo(part.filename, _LONG_AGO)
            made.compress_type = zipfile.ZIP_DEFLATED
            made.create_system = 0
            whole = package.read(part)
            with io.BufferedWriter(filled.open(made, "w"), _AT_ONCE) as target:
                if part.filename not in pieces:
                    target.write(whole)
                    continue
                before, after = whole.split(PLACE.encode())
                target.write(before)
                for piece in pieces[part.filename]:
                    target.write(piece.encode())
                target.write(after)
