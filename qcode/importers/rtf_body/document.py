"""The text of a rich text file: tokens in, blocks out, in one pass without recursion."""

from __future__ import annotations

import re

from qcode.errors import UnreadableFileError
from qcode.importers.flow.blocks import is_heading_style
from qcode.importers.flow.building import Builder
from qcode.importers.rtf_body.codepages import Fonts, decoded, ends_open, of_number
from qcode.importers.rtf_body.state import State
from qcode.importers.rtf_body.tables import Tables
from qcode.importers.rtf_body.words import BOXES, COUNTED, ENTERED, SKIPPED, SYMBOLS, TEXT, WITH_TEXT

MOST_TOKENS = 1_000_000

_TOKEN = re.compile(
    rb"(?P<unicode>(?:\\u-?[0-9]{1,10}(?:\\'[0-9a-fA-F]{2}|[ ]?\?)){2,4000}+)"
    rb"|\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?[0-9]{1,10})?[ ]?"
    rb"|(?P<hex>(?:\\'[0-9a-fA-F]{2}){1,4000}+)"
    rb"|\\(?P<symbol>[^a-zA-Z'])"
    rb"|(?P<brace>[{}])"
    rb"|(?P<text>[^\\{}\r\n\0]+)"
    rb"|[\r\n\0]+|\\",
    re.DOTALL,
)
_TOKEN_OF_UNICODE = re.compile(rb"\\u(?P<number>-?[0-9]+)[ ]?")
_UNICODE_NUMBER = re.compile(rb"\\u(-?[0-9]+)")
_EDGE = re.compile(rb"\\bin([0-9]{1,10})[ ]?|\\.|[{}]", re.DOTALL)
_CONTROL = re.compile(rb"\\[a-zA-Z]+-?[0-9]*[ ]?|\\[^a-zA-Z']|[\s{}]+")
_PAIRS = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_RUBY = re.compile(
    r"^\s*EQ\b.*\\o\s*(?:\\a[dlcr]\s*)?\(\s*\\s\\up\s*\d*\s*\([^()]*\)\s*[,;](?P<base>[^()]*)\)\s*$",
    re.DOTALL,
)
_LONGEST_FIELD = 2000
_DEEPEST_BOX = 20
_DEEPEST_GROUP = 100_000


class Document:
    """Reads the bytes of a rich text file; `builder` holds what they say, `warnings` what is odd."""

    def __init__(self, name: str, data: bytes) -> None:
        self.builder = Builder()
        self.warnings: list[str] = []
        self.lost = 0
        """Characters that did not fit the code page they were to be in."""
        self._name = name
        self._data = data
        self._at = 0
        self._fonts = Fonts()
        self._state = State()
        self._groups: list[State] = []
        self._encoding = self._fonts.page
        self._bytes = bytearray()
        """Text not decoded yet: the bytes of one character may come in several tokens."""
        self._replaced = 0
        """How many characters to come stand for a Unicode one that was read."""
        self._headings: set[int] = set()
        self._aside: list[str] = []
        """Text that names a style or tells what a field is."""
        self._tables = Tables(self.builder)

    def read(self) -> None:
        """Read it all. Raises UnreadableFileError for a file of millions of tokens."""
        match = _TOKEN.match
        for _ in range(MOST_TOKENS):
            found = match(self._data, self._at)
            if found is None:
                break
            self._at = found.end()
            kind = found.lastgroup
            if kind == "text":
                self._take(found["text"])
                self._take_raw_trail()
            elif kind == "hex":
                self._take(bytes.fromhex(found["hex"].replace(b"\\'", b"").decode("ascii")))
            elif kind == "unicode":
                self._take_unicode(found["unicode"])
            elif kind == "word" or kind == "number":
                number = found["number"]
                self._word(found["word"], None if number is None else int(number))
            elif kind == "symbol":
                self._symbol(found["symbol"])
            elif kind == "brace":
                if found["brace"] == b"{":
                    self._open()
                elif not self._close():
                    break
        else:
            raise self._too_complicated()
        self._end()

    def _too_complicated(self) -> UnreadableFileError:
        return UnreadableFileError(
            f"{self._name} is far more complicated than a transcript.", "Save its text as a new file."
        )

    def _end(self) -> None:
        self._flush()
        if self._groups:
            self.warnings.append("the file ends before its text does: it may have been cut short")
        while self._groups:
            self._close()
        if self.builder.region.pieces:
            self._end_paragraph()
        self._tables.close()

    def _open(self) -> None:
        self._flush()
        self._replaced = 0
        if len(self._groups) >= _DEEPEST_GROUP:
            raise UnreadableFileError(
                f"{self._name} nests {_DEEPEST_GROUP:,} groups, which no program writes."
            )
        self._groups.append(self._state)
        self._state = self._state.copy()

    def _close(self) -> bool:
        """End a group; return False where it was the outermost."""
        self._flush()
        self._replaced = 0
        if not self._groups:
            return False
        if self._state.inside == b"stylesheet":
            self._end_style()
        if self._state.box:
            if self.builder.region.pieces:
                self._end_paragraph()
            self._tables.leave_box()
        ended, self._state = self._state, self._groups.pop()
        if ended.outermost and ended.inside == b"fldinst":
            self._end_field()
        self._encoding = self._fonts.encoding(self._state.font)
        return bool(self._groups)

    def _take(self, data: bytes) -> None:
        """Take bytes that are text, but for those that stand for a Unicode character read before."""
        if self._replaced:
            dropped = min(self._replaced, len(data))
            self._replaced -= dropped
            data = data[dropped:]
        self._bytes += data

    def _take_unicode(self, run: bytes) -> None:
        """Take a run of Unicode characters, each with one in its stead: most of a Japanese file."""
        self._flush()
        if self._state.unicode != 1 or self._replaced or self._state.starred:
            word = _TOKEN_OF_UNICODE.match(run)
            if word is not None:
                self._at += word.end() - len(run)
                self._word(b"u", int(word["number"]))
            return
        self._add("".join(map(_character, map(int, _UNICODE_NUMBER.findall(run)))))

    def _take_raw_trail(self) -> None:
        """Take a backslash or brace that is the second byte of a character, written without an escape."""
        upto = self._data[self._at : self._at + 2]
        if upto[:1] in b"\\{}" and upto not in (b"\\\\", b"\\{", b"\\}", b"\\'"):
            if upto and ends_open(self._bytes, self._encoding):
                self._bytes += upto[:1]
                self._at += 1
            self._flush()

    def _flush(self) -> None:
        if self._bytes:
            text = decoded(self._bytes, self._encoding)
            self._bytes.clear()
            self.lost += text.count("\ufffd")
            self._add(text)

    def _add(self, text: str) -> None:
        state = self._state
        if state.inside:
            self._aside.append(text)
        elif state.deleted:
            return
        elif state.hidden:
            self.builder.left_out["hidden character"] += len(text)
        elif self._groups:
            self._tables.reach(state.place)
            self.builder.add(text, bold=state.bold)

    def _symbol(self, symbol: bytes) -> None:
        if symbol in b"\\{}":
            self._take(symbol)
            # Decoded at once, that a long run of these is not looked through again and again.
            if not ends_open(self._bytes, self._encoding):
                self._flush()
        elif symbol == b"*":
            self._state.starred = True
        elif symbol in b"\r\n":
            self._word(b"par", None)
        elif self._replaced:
            self._replaced -= 1
        elif symbol in SYMBOLS:
            self._flush()
            self._add(SYMBOLS[symbol])

    def _word(self, word: bytes, number: int | None) -> None:
        self._flush()
        state = self._state
        starred, state.starred = state.starred, False
        if word == b"bin":
            self._at += max(0, number or 0)
            self._replaced = max(0, self._replaced - 1)
        elif word == b"u":
            self._replaced = state.unicode
            self._add(_character(number or 0))
        elif self._replaced:
            self._replaced -= 1
        elif word in TEXT:
            self._add(TEXT[word])
        elif word in COUNTED or word in SKIPPED or (starred and word not in ENTERED):
            self._skip(word)
        elif word in (b"fonttbl", b"stylesheet", b"fldinst"):
            state.inside = word
            state.outermost = True
        elif word == b"upr":
            # The same text follows in Unicode.
            self._at = self._group_end(self._data.find(b"{", self._at) + 1 or len(self._data)) + 1
        elif word in BOXES:
            self._open_box()
        elif word == b"object":
            self.builder.left_out["embedded object"] += 1
        elif state.inside:
            self._define(word, number or 0)
        else:
            self._format(word, 1 if number is None else number)

    def _skip(self, word: bytes) -> None:
        """Leave out the rest of the group that is open."""
        end = self._group_end(self._at)
        content = self._data[self._at : end]
        self._at = end
        what = COUNTED.get(word)
        if word == b"footnote" and b"\\ftnalt" in content:
            what = "endnote"
        elif word == b"sp" and b"\\pict" in content:
            what = "picture"
        if what is not None and (what not in WITH_TEXT or _CONTROL.sub(b"", content)):
            self.builder.left_out[what] += 1

    def _group_end(self, at: int) -> int:
        """Return where the group that is open at a place has its closing brace."""
        depth = 1
        for _ in range(MOST_TOKENS):
            found = _EDGE.search(self._data, at)
            if found is None:
                return len(self._data)
            at = found.end()
            edge = found[0]
            if edge == b"{":
                depth += 1
            elif edge == b"}":
                depth -= 1
                if not depth:
                    return found.start()
            elif found[1] is not None:
                at += int(found[1])
        raise self._too_complicated()

    def _define(self, word: bytes, number: int) -> None:
        """Read what is said of a font, a style or a field."""
        inside = self._state.inside
        if inside != b"fonttbl" and word == b"f":
            self._set_font(number)
        elif inside == b"stylesheet":
            if word == b"s":
                self._state.style = number
            elif word == b"outlinelevel":
                self._headings.add(self._state.style)
        elif inside == b"fldinst":
            return
        elif word == b"f":
            self._state.font = number
        elif word == b"fcharset" and self._state.font is not None:
            self._fonts.charsets[self._state.font] = number
        elif word == b"cpg" and self._state.font is not None and (page := of_number(number)):
            self._fonts.pages[self._state.font] = page

    def _end_style(self) -> None:
        name = "".join(self._aside).strip(" ;")
        self._aside.clear()
        if is_heading_style(name):
            self._headings.add(self._state.style)

    def _end_field(self) -> None:
        """Keep the text that a field prints a reading above, which has no other place."""
        told = "".join(self._aside)
        self._aside.clear()
        found = _RUBY.search(told) if len(told) < _LONGEST_FIELD else None
        if found is not None:
            self.builder.left_out["ruby reading"] += 1
            self._add(found["base"])

    def _format(self, word: bytes, number: int) -> None:
        """Read what is said of the text to come, or of the paragraph, row or file."""
        state = self._state
        if word in (b"par", b"sect"):
            self._tables.reach(state.place)
            self._end_paragraph()
        elif word in (b"cell", b"nestcell", b"row", b"nestrow"):
            self._join_pairs()
            self._tables.end(word, state.place)
        elif word == b"pard":
            state.place = state.style = 0
            state.outline = False
        elif word == b"plain":
            state.hidden = state.deleted = state.bold = False
            self._set_font(None)
        elif word == b"intbl":
            state.place = max(1, state.place)
        elif word == b"itap":
            state.place = max(0, number)
        elif word == b"s":
            state.style = number
        elif word == b"outlinelevel":
            state.outline = 0 <= number < 9
        elif word == b"f":
            self._set_font(number)
        elif word == b"uc":
            state.unicode = min(max(0, number), 16)
        elif word == b"v":
            state.hidden = number != 0
        elif word == b"b":
            state.bold = number != 0
        elif word == b"deleted":
            self.builder.left_out["deletion"] += number != 0 and not state.deleted
            state.deleted = number != 0
        else:
            self._set_file(word, number)

    def _set_file(self, word: bytes, number: int) -> None:
        """Read what is said of the file: its code page, its usual font."""
        fonts = self._fonts
        if word == b"ansicpg":
            # Some programs write 0 for the page of the machine.
            fonts.page = of_number(number) or fonts.page
        elif word in (b"mac", b"pc", b"pca"):
            fonts.page = {b"mac": "mac_roman", b"pc": "cp437", b"pca": "cp850"}[word]
        elif word == b"deff":
            fonts.default = number
        else:
            return
        self._encoding = fonts.encoding(self._state.font)

    def _set_font(self, font: int | None) -> None:
        self._state.font = font
        self._encoding = self._fonts.encoding(font)

    def _open_box(self) -> None:
        state = self._state
        if not state.box and self._tables.boxes < _DEEPEST_BOX:
            state.box = True
            state.place = 0
            self._tables.enter_box()

    def _end_paragraph(self) -> None:
        self._join_pairs()
        state = self._state
        self.builder.end_paragraph(heading=state.outline or state.style in self._headings)

    def _join_pairs(self) -> None:
        """Make one character of two halves, which come as two control words."""
        pieces = self.builder.region.pieces
        text = "".join(pieces)
        if not text.isascii():
            text = _PAIRS.sub(_joined, text)
        pieces[:] = [text] if text else []


def _character(number: int) -> str:
    """Return what a Unicode control word stands for; old programs write large numbers as negative ones."""
    code = number % 0x10000 if number < 0x10000 else number
    return chr(code) if 0 < code <= 0x10FFFF else "\ufffd"


def _joined(pair: re.Match[str]) -> str:
    return pair[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le")
