"""The text of a Word file's body, in its order: one iterative walk that loses nothing unsaid."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from qcode.files.packages import Element
from qcode.importers.docx_body.names import spaces, tags
from qcode.importers.flow.blocks import Body, is_heading_style
from qcode.importers.flow.building import Builder

_SKIPPED = {
    "del": "deletion",
    "moveFrom": "old place of moved text",
    "rt": "ruby reading",
    "oMath": "equation",
}
"""Elements left out with all they hold, and what is said about them."""

_COUNTED = {
    "commentReference": "comment",
    "footnoteReference": "footnote",
    "endnoteReference": "endnote",
    "pic": "picture",
    "imagedata": "picture",
    "chart": "chart",
    "relIds": "diagram",
    "altChunk": "embedded document",
    "subDoc": "embedded document",
}
"""Elements whose content lies elsewhere or is no text."""

_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_STRUCTURE = ("p", "t", "sym", "tbl", "tr", "tc", "txbxContent", "pPr", "tblPr", "sdtPr", "vanish")
_OTHERS = ("Fallback", "instrText", "delText", "rStyle")
_TAGS = tags((*_SKIPPED, *_COUNTED, *_SIGNS, *_STRUCTURE, *_OTHERS))
_OFF = ("0", "false", "off", "none")
_WHITE = re.compile("[\t\n\r]")


@dataclass(slots=True)
class Styles:
    """What the style sheet says that matters for text; names are style ids."""

    headings: set[str] = field(default_factory=set)
    numbered: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    bold: set[str] = field(default_factory=set)


def read_styles(root: Element | None) -> Styles:
    """Return what a style sheet says of headings, numbering and hidden text."""
    styles = Styles()
    for style in root if root is not None else ():
        if not isinstance(style.tag, str) or not style.tag.endswith("}style"):
            continue
        word = spaces(style.tag)
        style_id = style.get(f"{word}styleId", "")
        name = style.find(f"{word}name")
        if name is not None and is_heading_style(name.get(f"{word}val", "")):
            styles.headings.add(style_id)
        if style.find(f"{word}pPr/{word}numPr") is not None:
            styles.numbered.add(style_id)
        if _is_on(style.find(f"{word}rPr/{word}vanish"), word):
            styles.hidden.add(style_id)
        if _is_on(style.find(f"{word}rPr/{word}b"), word):
            styles.bold.add(style_id)
    return styles


def read_body(root: Element, styles: Styles) -> Body:
    """Return the text of a document's root element, as it reads with all changes accepted."""
    walk = _Walk(styles)
    walker: Any = etree.iterwalk(root, events=("start", "end"), tag=tuple(_TAGS))
    for event, element in walker:
        name = _TAGS[element.tag]
        if event == "end":
            walk.leave(name)
        elif not walk.enter(name, element):
            walker.skip_subtree()
    return walk.builder.body()


def _is_on(element: Element | None, word: str) -> bool:
    return element is not None and str(element.get(f"{word}val", "1")).lower() not in _OFF


@dataclass(slots=True)
class _Open:
    """What is known of a paragraph that is open."""

    heading: bool = False
    style: str = ""
    joins_next: bool = False


class _Walk:
    """The state of the walk: what is open around the element at hand."""

    def __init__(self, styles: Styles) -> None:
        self.builder = Builder()
        self._styles = styles
        self._paragraphs: list[_Open] = []
        self._hidden: Element | None = None

    def enter(self, name: str, element: Element) -> bool:
        """Take note of an element's beginning; return False where its inside is to be skipped."""
        if name in _SKIPPED:
            # The same names mark a deleted paragraph mark, which holds nothing.
            self.builder.left_out[_SKIPPED[name]] += len(element) > 0
            return False
        if name in _COUNTED:
            self.builder.left_out[_COUNTED[name]] += 1
        elif name == "t":
            self._add(_WHITE.sub(" ", element.text or ""), element)
        elif name in _SIGNS:
            self._add(_SIGNS[name], element)
        elif name == "sym":
            self._add(_symbol(element), element)
        elif name == "p":
            self._paragraphs.append(_Open())
        elif name == "pPr":
            self._properties(element)
            return False
        elif name in ("vanish", "rStyle"):
            self._hide(name, element)
        elif name == "tbl":
            self.builder.open_table()
        elif name == "tr":
            return self._enter_row(element)
        elif name == "tc":
            return self._enter_cell(element)
        elif name == "txbxContent":
            self.builder.open_box()
        elif name == "Fallback":
            return not _has_choice(element)
        elif name in ("instrText", "delText", "tblPr", "sdtPr"):
            return False
        return True

    def leave(self, name: str) -> None:
        """Take note of an element's end."""
        if name == "p":
            paragraph = self._paragraphs.pop()
            if not paragraph.joins_next:
                self.builder.end_paragraph(heading=paragraph.heading)
        elif name == "tbl":
            self.builder.close_table()
        elif name == "tc":
            self.builder.close_cell()
        elif name == "txbxContent":
            self.builder.close_box(after_paragraph=bool(self._paragraphs))

    def _add(self, text: str, element: Element) -> None:
        if self._hidden is not None and element.getparent() is self._hidden:
            self.builder.left_out["hidden character"] += len(text)
        elif self._paragraphs:
            self.builder.add(text, bold=self._is_bold(element, self._paragraphs[-1].style))

    def _is_bold(self, element: Element, paragraph_style: str) -> bool:
        """Tell whether a piece of text is in bold: by its run, the run's style, or the paragraph's."""
        word = spaces(element.tag)
        run = element.getparent()
        own = run.find(f"{word}rPr/{word}b") if run is not None else None
        if own is not None:
            return _is_on(own, word)
        style = run.find(f"{word}rPr/{word}rStyle") if run is not None else None
        return paragraph_style in self._styles.bold or (
            style is not None and style.get(f"{word}val") in self._styles.bold
        )

    def _hide(self, name: str, element: Element) -> None:
        """Hide what lies in the run whose properties say so."""
        word = spaces(element.tag)
        hides = _is_on(element, word)
        if name == "rStyle":
            hides = element.get(f"{word}val") in self._styles.hidden
        properties = element.getparent()
        if hides and properties is not None:
            self._hidden = properties.getparent()

    def _properties(self, element: Element) -> None:
        """Read a paragraph's properties: heading, list number, a deleted end."""
        if not self._paragraphs:
            return
        word = spaces(element.tag)
        paragraph = self._paragraphs[-1]
        style = element.find(f"{word}pStyle")
        style_id = style.get(f"{word}val", "") if style is not None else ""
        paragraph.style = style_id
        paragraph.heading = style_id in self._styles.headings or element.find(f"{word}outlineLvl") is not None
        number = element.find(f"{word}numPr/{word}numId")
        numbered = style_id in self._styles.numbered if number is None else number.get(f"{word}val") != "0"
        self.builder.left_out["automatic list number"] += numbered
        ends = element.find(f"{word}rPr")
        paragraph.joins_next = ends is not None and ends.find(f"{word}del") is not None

    def _enter_row(self, element: Element) -> bool:
        word = spaces(element.tag)
        if element.find(f"{word}trPr/{word}del") is not None:
            self.builder.left_out["deletion"] += 1
            return False
        self.builder.open_row()
        return True

    def _enter_cell(self, element: Element) -> bool:
        word = spaces(element.tag)
        marks = (element.find(f"{word}tcPr/{word}{merge}") for merge in ("vMerge", "hMerge"))
        continues = any(
            mark is not None and mark.get(f"{word}val", "continue") == "continue" for mark in marks
        )
        self.builder.open_cell(continues=continues)
        return not continues


def _symbol(element: Element) -> str:
    word = spaces(element.tag)
    try:
        code = int(element.get(f"{word}char", ""), 16)
    except ValueError:
        return "\ufffd"
    return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code <= 0xFFFD else "\ufffd"


def _has_choice(fallback: Element) -> bool:
    """Tell whether the alternative that a fallback stands for is there, so that it is not doubled."""
    parent = fallback.getparent()
    choice = spaces(fallback.tag) + "Choice"
    return parent is not None and parent.find(choice) is not None
