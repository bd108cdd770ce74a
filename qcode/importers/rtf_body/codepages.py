"""Code pages of rich text: which encoding the bytes of a font are in, and which bytes go in pairs."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field

_OF_CHARSET = {
    0: "cp1252",
    2: "symbol",
    77: "mac_roman",
    78: "cp932",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gbk",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
_OF_NUMBER = {936: "gbk", 1361: "johab", 10000: "mac_roman", 10001: "cp932", 51932: "euc_jp", 65001: "utf-8"}
_LEADS = {
    "cp932": frozenset((*range(0x81, 0xA0), *range(0xE0, 0xFD))),
    **dict.fromkeys(("gbk", "cp949", "cp950", "johab"), frozenset(range(0x81, 0xFF))),
}
"""First bytes of two, by the encodings in which a second byte may be a backslash or a brace."""
_DEFAULT_CHARSET = 1


def of_number(number: int) -> str | None:
    """Return the encoding of a Windows code page, None for one that does not exist."""
    name = _OF_NUMBER.get(number, f"cp{number}")
    try:
        codecs.lookup(name)
    except LookupError:
        return None
    return name


def is_paired(encoding: str) -> bool:
    """Tell whether an encoding writes East Asian characters in two bytes."""
    return encoding in _LEADS


def ends_open(data: bytes | bytearray, encoding: str) -> bool:
    """Tell whether bytes end with the first of a pair."""
    leads = _LEADS.get(encoding)
    if leads is None or not data or data[-1] not in leads:
        return False
    at = 0
    while at < len(data):
        at += 2 if data[at] in leads else 1
    return at > len(data)


def decoded(data: bytes | bytearray, encoding: str) -> str:
    """Return the text of bytes; what does not fit becomes U+FFFD, symbols lie from U+F020 on."""
    if encoding == "symbol":
        return "".join(chr(0xF000 + byte) if byte > 0x20 else chr(byte) for byte in data)
    return data.decode(encoding, "replace")


@dataclass(slots=True)
class Fonts:
    """The fonts of a file, by number, and the code page of the file."""

    page: str = "cp1252"
    charsets: dict[int, int] = field(default_factory=dict)
    pages: dict[int, str] = field(default_factory=dict)
    """Code pages that fonts name themselves."""
    default: int | None = None

    def encoding(self, font: int | None) -> str:
        """Return the encoding of text in a font, as Word and LibreOffice take it.

        In a file of an East Asian code page, a font for Western text that nobody chose says nothing, nor
        one where there is no East Asian font to choose: there the code page holds.
        """
        number = self.default if font is None else font
        if number is None:
            return self.page
        if number in self.pages:
            return self.pages[number]
        charset = self.charsets.get(number, _DEFAULT_CHARSET)
        chosen = font is not None and any(map(self._is_paired, self.charsets.values()))
        if charset == 0 and is_paired(self.page) and not chosen:
            return self.page
        return _OF_CHARSET.get(charset, self.page)

    @staticmethod
    def _is_paired(charset: int) -> bool:
        return is_paired(_OF_CHARSET.get(charset, ""))
