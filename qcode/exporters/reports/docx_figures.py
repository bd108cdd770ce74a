"""Pictures in a Word document."""

from __future__ import annotations

import io
from typing import Any

from docx.shared import Emu
from lxml import etree

from qcode.exporters.docx_pages import layout
from qcode.exporters.docx_pages.content import holdable
from qcode.exporters.reports.numbering import bare
from qcode.model.reports import Figure
from qcode.text.display import safe

_TWIP = 635
"""In English metric units, in which pictures are measured."""
_MOST_OF_THE_HEIGHT = 0.8


def picture(document: Any, figure: Figure, number: int, *, wide: bool) -> str | None:
    """Put a figure's picture into a document; return the paragraph that shows it.

    `number` is its own in the document, for no two to have one. It is as wide as the page, or as high
    as leaves room for its caption. None where pictures cannot be made here.
    """
    drawn = _drawn(figure)
    if drawn is None:
        return None
    across, high = layout.ROOM[wide]
    inline = document.part.new_pic_inline(io.BytesIO(drawn), None, None)
    width, height = inline.extent.cx, inline.extent.cy
    scale = min(across * _TWIP / width, high * _TWIP * _MOST_OF_THE_HEIGHT / height, 1.0)
    inline = document.part.new_pic_inline(
        io.BytesIO(drawn), Emu(int(width * scale)), Emu(int(height * scale))
    )
    said = " ".join((figure.caption or figure.table.title).split())
    inline.docPr.set("id", str(number))
    inline.docPr.set("descr", holdable(safe(said)))
    xml = etree.tostring(inline, encoding="unicode")
    return (
        f'<w:p><w:pPr><w:pStyle w:val="ReportFigure"/></w:pPr><w:r><w:drawing>{xml}</w:drawing></w:r></w:p>'
    )


def _drawn(figure: Figure) -> bytes | None:
    from qcode.errors import MissingExtraError
    from qcode.pictures import png

    try:
        return png(figure.kind, bare(figure.table))
    except MissingExtraError:
        return None
