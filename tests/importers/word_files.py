"""Word files made by hand, as small as a word processor would never write them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def relations(**targets: str) -> str:
    """Return a part of relations: kind of use -> name of the part."""
    inside = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{_RELATIONS}">{inside}</Relationships>'


def document(body: str, namespace: str = WORD, prologue: str = "") -> str:
    """Return a main part with a body."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{prologue}<w:document xmlns:w="{namespace}"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="urn:shape"'
        ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
        ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f"<w:body>{body}</w:body></w:document>"
    )


def package(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip archive of parts."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def word_file(body: str, namespace: str = WORD, **parts: str) -> bytes:
    """Return a Word file with a body; `parts` are more parts of `word/`, by their use."""
    uses = {kind: f"{kind}.xml" for kind in parts}
    return package(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": relations(officeDocument="word/document.xml"),
            "word/document.xml": document(body, namespace),
            "word/_rels/document.xml.rels": relations(**uses),
            **{f"word/{kind}.xml": content for kind, content in parts.items()},
        }
    )


def styles(*definitions: str) -> str:
    """Return a style sheet."""
    return f'<w:styles xmlns:w="{WORD}">{"".join(definitions)}</w:styles>'


def run(text: str, properties: str = "") -> str:
    """Return a run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    """Return a paragraph of runs; a run that is no element is plain text."""
    inside = "".join(one if one.startswith("<") else run(one) for one in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def cell(*paragraphs: str, properties: str = "") -> str:
    """Return a table cell; a paragraph that is no element is plain text."""
    inside = "".join(one if one.startswith("<") else paragraph(one) for one in paragraphs)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside or paragraph()}</w:tc>"


def table(*rows: tuple[str, ...]) -> str:
    """Return a table of rows of cells; a cell that is no element is plain text."""
    inside = "".join(
        "<w:tr>" + "".join(one if one.startswith("<") else cell(one) for one in row) + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl><w:tblPr/>{inside}</w:tbl>"
