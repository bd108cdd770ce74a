"""From printed lines to paragraphs: which lines go on, and how they are joined."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from qcode.importers.pdf_pages.measures import INDENT, Measures, beside, fills, measure
from qcode.importers.pdf_pages.pages import Line
from qcode.model.spans import Span
from qcode.text.scripts import is_cjk

_ITEM = re.compile(
    r"(?:[•‣◦▪▫●○■□◆◇▶▷►✓✔·・※＊*–—\uf020-\uf0ff-](?=[\s\u3000]|[^\W\d_a-z])|[①-⑳❶-❿➀-➓]|"
    r"[(（]?(?:\d{1,2}|[０-９]{1,2}|[ivx]{1,4}|[a-zA-Zア-ン])[.)．）](?=[\s\u3000]|[^\W\d_])|"
    r"\d{1,2}(?:[.．]\d{1,2})+[.．]?[\s\u3000]|第[\d０-９一二三四五六七八九十]{1,3}[章節条項編部])"
)
_LEADERS = re.compile(r"(?:[.…・‥·_]\s?){4,}\s*[\divxl]*\Z")
_HYPHENS = "-\u2010\u00ad"
_DIVIDED = re.compile(rf"([^\W_]+)[{_HYPHENS}]\Z")
_GOES_ON = re.compile(r"[^\W_]+")
_HYPHENATED = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)+")
_SUSPENDED = frozenset(("and", "or", "to", "nor", "und", "oder", "bzw", "et", "ou", "y", "o", "e"))
_LARGER = 1.12
_SIZE = 0.08


class Written:
    """The text of a document as it is put together."""

    def __init__(self) -> None:
        self.starts: list[int] = []
        """Where each line begins in the text."""
        self.headings: list[Span] = []
        self.undivided = 0
        """Words divided at a line's end that were put together."""
        self._pieces: list[str] = []
        self._length = 0
        self._paragraph = 0

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._pieces)

    @property
    def last(self) -> str:
        """The line that was added last."""
        return self._pieces[-1]

    def begin(self, line: str) -> None:
        """Add the first line of a paragraph."""
        if self._pieces:
            self._add("\n")
        self._paragraph = self._length
        self.starts.append(self._length)
        self._add(line)

    def go_on(self, between: str, line: str, shorter: int = 0) -> None:
        """Add a line to the paragraph, after taking some characters from the end of the last one."""
        if shorter:
            self._pieces[-1] = self._pieces[-1][:-shorter]
            self._length -= shorter
        self._add(between)
        self.starts.append(self._length)
        self._add(line)

    def end_paragraph(self, *, heading: bool) -> None:
        """Say what the paragraph was."""
        if heading:
            self.headings.append((self._paragraph, self._length))

    def _add(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)


def write(lines: Sequence[Line], labelled: Collection[int]) -> Written:
    """Return lines as paragraphs, one a line; at the lines `labelled` somebody begins to speak.

    A line goes on with the one above where that one is full, and neither its place, its size nor a
    mark at its head makes it a beginning. A heading is a paragraph in larger letters.
    """
    written = Written()
    if not lines:
        return written
    usual = measure(lines)
    hyphenated = {
        found[0].casefold().replace("\u2010", "-")
        for line in lines
        if "-" in line.text or "\u2010" in line.text
        for found in _HYPHENATED.finditer(line.text)
    }
    first = 0
    for number, line in enumerate(lines):
        if number and number not in labelled:
            is_first = first == number - 1
            above = lines[number - 1]
            if _goes_on(above, line, usual, is_first=is_first, is_label=is_first and first in labelled):
                _join(written, line.text, hyphenated)
                continue
        if number:
            written.end_paragraph(heading=lines[first].size > _LARGER * usual.size)
        first = number
        written.begin(line.text)
    written.end_paragraph(heading=lines[first].size > _LARGER * usual.size)
    return written


def _goes_on(above: Line, line: Line, usual: Measures, *, is_first: bool, is_label: bool) -> bool:
    """Tell whether a line belongs to the paragraph of the one above it, which may be its first."""
    size = max(line.size, above.size)
    if abs(line.size - above.size) > _SIZE * size or line.text[0] == "\u3000" or _ITEM.match(line.text):
        return False
    if _LEADERS.search(above.text) or (above.starts and line.starts and not is_label):
        return False
    if beside(above, line) and not 0 < line.base - above.base <= 1.28 * usual.pitch * size:
        return False
    if not fills(above, line):
        return False
    further = line.indent - above.indent
    if further > INDENT * size:
        aligned = any(abs(start - line.left) < 0.6 * size for start in above.starts)
        return is_first and (usual.hanging or is_label or aligned or _ITEM.match(above.text) is not None)
    return further >= -INDENT * size or is_first


def _join(written: Written, line: str, hyphenated: Collection[str]) -> None:
    """Add a line to the paragraph, joined as its script wants it, a divided word put together."""
    last = written.last
    divided, begins = _DIVIDED.search(last), _GOES_ON.match(line)
    if divided is None or begins is None:
        written.go_on("" if is_cjk(last[-1]) and is_cjk(line[0]) else " ", line)
        return
    soft, word = last[-1] == "\u00ad", begins[0].casefold()
    if not soft and word in _SUSPENDED:
        written.go_on(" ", line)
    elif soft or (
        word.isalpha() and begins[0][0].islower() and f"{divided[1]}-{word}".casefold() not in hyphenated
    ):
        written.undivided += 1
        written.go_on("", line, shorter=1)
    else:
        written.go_on("", line)
