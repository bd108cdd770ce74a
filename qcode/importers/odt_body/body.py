"""The text of an OpenDocument body, in its order: one iterative walk that loses nothing unsaid."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from qcode.files.packages import Element
from qcode.importers.flow.blocks import Body
from qcode.importers.flow.building import Builder
from qcode.importers.odt_body.names import attribute, short
from qcode.importers.odt_body.styles import Styles

_SKIPPED = {
    "office:annotation": "comment",
    "text:ruby-text": "ruby reading",
    "draw:image": "picture",
    "draw:object": "embedded object",
    "draw:object-ole": "embedded object",
    "draw:plugin": "embedded object",
    "text:tracked-changes": "",
    "office:forms": "",
    "office:scripts": "",
    "svg:title": "",
    "svg:desc": "",
    "text:list-label": "",
}
"""Elements left out with all they hold, and what is said about them."""

_SIGNS = {"text:tab": "\t", "text:line-break": "\n"}
_PARAGRAPHS = ("text:p", "text:h")
_CELLS = ("table:table-cell", "table:covered-table-cell")
_LINES = frozenset(("draw:line", "draw:polyline", "draw:polygon", "draw:regular-polygon", "draw:path"))
_SHAPES = _LINES | {"draw:text-box", "draw:custom-shape", "draw:rect", "draw:circle", "draw:ellipse"}
_SHAPES |= {"draw:connector", "draw:caption", "draw:measure"}
_STYLE = attribute("text", "style-name")
_COUNT = attribute("text", "c")
_SPANNED = attribute("table", "number-columns-spanned")
_CHANGE = attribute("text", "change-id")
_CHANGE_END = attribute("text", "change-end")
_REGION = attribute("text", "id")
_NOTE_CLASS = attribute("text", "note-class")
_DISPLAY = attribute("text", "display")
_WHITE = re.compile("[ \t\n\r]+")
_MOST_BLANKS = 1_000_000
"""Of all those that are written as a number, as there is nothing else that a few bytes could blow up."""


def read_body(root: Element, styles: Styles) -> Body:
    """Return the text of an `office:text` element, as it reads with all changes accepted."""
    walk = _Walk(styles)
    walker: Any = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        name = short(element.tag)
        if event == "start":
            if not walk.enter(name, element):
                walker.skip_subtree()
        else:
            walk.leave(name, element)
    return walk.builder.body()


class _Walk:
    """The state of the walk: what is open around the element at hand."""

    def __init__(self, styles: Styles) -> None:
        self.builder = Builder()
        self._styles = styles
        self._paragraphs: list[int] = [0]
        """How many paragraphs are open in each text box around the place at hand."""
        self._bold: list[bool] = [False]
        """Whether the text in each open paragraph and span is in bold."""
        self._lists: list[bool] = []
        """Whether each open list numbers its items."""
        self._covered: list[int] = []
        """For each open table, how many cells to come are covered by the one before them."""
        self._blanks_left = _MOST_BLANKS
        self._after_blank = True
        self._skipped: Element | None = None
        self._deletions: set[str] = set()
        """Tracked deletions whose words stand where they stood, by their names."""
        self._deleting: set[str] = set()
        """Those of them that are open."""

    def enter(self, name: str, element: Element) -> bool:
        """Take note of an element's beginning; return False where its inside is to be skipped."""
        if self._leaves_out(name, element):
            self._skipped = element
            return False
        if name in _PARAGRAPHS:
            self._paragraphs[-1] += 1
            self._bold.append(self._styles.bold.get(element.get(_STYLE), False))
            self._after_blank = True
        elif name == "text:span":
            self._bold.append(self._styles.bold.get(element.get(_STYLE), self._bold[-1]))
        elif name in _SIGNS:
            self._add_sign(_SIGNS[name])
        elif name == "text:change-start":
            self._deleting |= self._deletions & {element.get(_CHANGE, "")}
        elif name == "text:change-end":
            self._deleting.discard(element.get(_CHANGE, ""))
        elif name == "text:s":
            self._add_sign(self._blanks(element.get(_COUNT, "1")))
        elif name in _SHAPES:
            self.builder.open_box()
            self._paragraphs.append(0)
        elif name == "text:list":
            style = element.get(_STYLE)
            inherited = bool(self._lists) and self._lists[-1]
            self._lists.append(style in self._styles.numbered if style else inherited)
        elif name == "text:list-item":
            self.builder.left_out["automatic list number"] += bool(self._lists) and self._lists[-1]
        elif name == "table:table":
            self.builder.open_table()
            self._covered.append(0)
        elif name == "table:table-row" and self._covered:
            self.builder.open_row()
            self._covered[-1] = 0
        elif name in _CELLS:
            return self._enter_cell(name, element)
        self._add(element.text)
        return True

    def leave(self, name: str, element: Element) -> None:
        """Take note of an element's end."""
        if element is self._skipped:
            self._skipped = None
        elif name in _PARAGRAPHS:
            self._paragraphs[-1] -= 1
            self._bold.pop()
            style = element.get(_STYLE)
            if not self._deleting:
                self.builder.end_paragraph(heading=name == "text:h" or style in self._styles.headings)
        elif name == "text:span":
            self._bold.pop()
        elif name in _SHAPES:
            self._paragraphs.pop()
            self.builder.close_box(after_paragraph=self._paragraphs[-1] > 0)
            self._after_blank = False
        elif name == "text:list":
            self._lists.pop()
        elif name == "table:table":
            self._covered.pop()
            self.builder.close_table()
        elif name in _CELLS:
            self._paragraphs.pop()
            self.builder.close_cell()
        self._add(element.tail)

    def _leaves_out(self, name: str, element: Element) -> bool:
        """Tell whether an element is left out with all it holds, and count it."""
        left_out = _SKIPPED.get(name)
        count = 1
        if name == "text:tracked-changes":
            deletions = [one for one in element.iterdescendants() if short(one.tag) == "text:deletion"]
            left_out, count = "deletion", len(deletions)
            # One that never ends would swallow the rest.
            ended = {one.get(_CHANGE) for one in element.getparent().iter(_CHANGE_END)}
            self._deletions = {one.getparent().get(_REGION, "") for one in deletions} & ended
        elif name == "text:note":
            left_out = "endnote" if element.get(_NOTE_CLASS) == "endnote" else "footnote"
        elif name.startswith("draw:") and _is_alternative(element):
            left_out = ""
        elif element.get(_STYLE) in self._styles.hidden or element.get(_DISPLAY) == "none":
            left_out, count = "hidden character", len("".join(element.itertext()))
        elif name == "table:covered-table-cell" and self._covered and self._covered[-1]:
            self._covered[-1] -= 1
            left_out = ""
        if left_out:
            self.builder.left_out[left_out] += count
        return left_out is not None

    def _enter_cell(self, name: str, element: Element) -> bool:
        covered = name == "table:covered-table-cell"
        spanned = element.get(_SPANNED, "1")
        if self._covered and not covered and spanned.isascii() and spanned.isdecimal():
            self._covered[-1] = int(spanned[:4]) - 1
        self.builder.open_cell(continues=covered)
        self._paragraphs.append(0)
        return not covered

    def _add(self, text: str | None) -> None:
        """Add text as it is shown: white space in the file is one blank, and none begins a paragraph."""
        if text and self._paragraphs[-1] and not self._deleting:
            shown = _WHITE.sub(" ", text)
            if self._after_blank:
                shown = shown.removeprefix(" ")
            if shown:
                self.builder.add(shown, bold=self._bold[-1])
                self._after_blank = shown.endswith(" ")

    def _add_sign(self, text: str) -> None:
        """Add blanks, a TAB or a newline that an element stands for."""
        if self._paragraphs[-1] and not self._deleting:
            self.builder.add(text)
            self._after_blank = False

    def _blanks(self, count: str) -> str:
        wanted = int(count[:9]) if count.isascii() and count.isdecimal() else 1
        given = min(wanted, self._blanks_left)
        self._blanks_left -= given
        return " " * given


def _is_alternative(element: Element) -> bool:
    """Tell whether a frame already has another form of what an element shows."""
    before = element.getprevious()
    return (
        before is not None
        and short(before.tag).startswith("draw:")
        and short(element.getparent().tag) == "draw:frame"
    )
