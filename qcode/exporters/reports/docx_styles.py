"""The look of a report in Word: letters, headings, quotations, page numbers."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from qcode.exporters.docx_pages.package import letters, prepare
from qcode.exporters.reports.docx_words import FAINT

SIZE = 10.5
"""Points, of the letters in running text."""
LEVELS = 4
"""Headings deeper than this look like this one."""
_SIGNS = "Arial", "MS Gothic"
"""Letters of headings."""
_HEADINGS = (14.0, 12.0, 11.0, 10.5)
_GREY = RGBColor.from_string(FAINT)
_BLACK = RGBColor(0, 0, 0)


def prepare_report(document: Any, *, wide: bool) -> None:
    """Give a new document its pages with numbers, and all styles that a report is written in."""
    prepare(document, wide=wide)
    styles = document.styles
    _title(styles["Title"])
    styles["Caption"].paragraph_format.space_before = Pt(8)
    for level, size in enumerate(_HEADINGS, 1):
        heading = styles[f"Heading {level}"]
        letters(heading, size, *_SIGNS)
        heading.font.bold, heading.font.italic, heading.font.color.rgb = True, False, _BLACK
        _spaced(heading, before=size * 1.3 if level < 3 else size, after=4)
        heading.paragraph_format.keep_with_next = True
    for name, size, left, before, after in (
        ("Report Text", SIZE, 0, 0, 6),
        ("Report Point", SIZE, 0.5, 0, 2),
        ("Report Note", 8.5, 0, 0, 2),
        ("Quotation", SIZE, 0.75, 2, 4),
        ("Quotation Translation", 9.5, 0.75, 0, 4),
        ("Quotation Memo", 9, 0.75, 0, 5),
        ("Passage Head", SIZE, 0, 6, 1),
        ("Passage", SIZE, 0, 0, 3),
        ("Passage Codes", 8.5, 0.75, 0, 2),
        ("Report Figure", SIZE, 0, 6, 2),
    ):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        letters(style, size)
        _spaced(style, before=before, after=after)
        style.paragraph_format.line_spacing = 1.15
        style.paragraph_format.left_indent = Cm(left)
        style.paragraph_format.widow_control = True
    for name in ("Quotation Translation", "Quotation Memo", "Passage Codes"):
        styles[name].font.color.rgb = _GREY
    styles["Quotation"].paragraph_format.right_indent = Cm(0.75)
    styles["Report Point"].paragraph_format.first_line_indent = Cm(-0.4)
    styles["Report Figure"].paragraph_format.keep_with_next = True
    _page_numbers(document.sections[0])


def _title(style: Any) -> None:
    letters(style, 18, *_SIGNS)
    style.font.bold, style.font.color.rgb = True, _BLACK
    _spaced(style, before=0, after=12)
    for border in style.element.pPr.findall(qn("w:pBdr")):
        style.element.pPr.remove(border)


def _spaced(style: Any, *, before: float, after: float) -> None:
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)


def _page_numbers(section: Any) -> None:
    """Write the page's number below each page."""
    line = section.footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), " PAGE ")
    shown = OxmlElement("w:r")
    number = OxmlElement("w:t")
    number.text = "1"
    shown.append(number)
    field.append(shown)
    line._p.append(field)
