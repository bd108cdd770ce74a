"""The paragraphs of a report as the XML of a Word document's body."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from qcode.exporters.docx_pages.content import holdable
from qcode.model.reports import Quotation, Run, Style, Words
from qcode.text.display import safe

FAINT = "6B6B6B"
_COLOUR = re.compile("#[0-9A-Fa-f]{6}")
_PROPERTIES = {
    Style.PLAIN: "",
    Style.STRONG: "<w:b/>",
    Style.EMPHASIS: "<w:i/>",
    Style.FAINT: f'<w:color w:val="{FAINT}"/>',
}


def paragraph(words: Words, style: str, properties: str = "") -> str:
    """Return a paragraph in a style by its id; line ends are kept."""
    runs = (Run(words),) if isinstance(words, str) else words
    inner = "".join(map(run, runs))
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{inner}</w:p>'


def run(one: Run) -> str:
    """Return words in one style."""
    if not one.text:
        return ""
    said = escape(holdable(safe(one.text, keep_newlines=True)))
    said = said.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    properties = _PROPERTIES[one.style]
    if _COLOUR.fullmatch(one.colour):
        properties += f'<w:color w:val="{one.colour[1:].upper()}"/>'
    wrapped = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{wrapped}<w:t xml:space="preserve">{said}</w:t></w:r>'


def quotation(one: Quotation) -> str:
    """Return a quotation with its reference behind it, its translation and memo below."""
    further: list[tuple[str, Words]] = []
    if one.translation:
        further.append(("QuotationTranslation", one.translation))
    if one.memo:
        further.append(("QuotationMemo", (Run("Memo: ", Style.EMPHASIS), Run(one.memo))))
    words = [Run(one.text), Run(f" ({one.reference})" if one.reference else "", Style.FAINT)]
    first = paragraph(words, "Quotation", "<w:keepNext/>" if further else "")
    return first + "".join(paragraph(said, style) for style, said in further)
