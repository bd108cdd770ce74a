"""The encoding of a web page: what the page says of itself goes between a person's word and evidence."""

from __future__ import annotations

import codecs
import re
from dataclasses import replace

from qcode.errors import DataError
from qcode.files.encoding import Decoded, decode

_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE)
_HEAD = 4096
_SAID = re.compile(
    rb"<meta\b[^>]{0,400}?\bcharset\s*=\s*[\"']?\s*(?P<meta>[\w.:-]{1,40})"
    rb"|<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"'](?P<xml>[\w.:-]{1,40})",
    re.IGNORECASE,
)
_MEANT = {
    **dict.fromkeys(
        ("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j", "ms_kanji", "ms932"), "cp932"
    ),
    **dict.fromkeys(("iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii"), "cp1252"),
    "x-euc-jp": "euc_jp",
    "unicode": "utf-8",
}
"""Names that browsers take for another encoding than Python does."""


def decode_page(data: bytes, name: str, encoding: str | None) -> Decoded:
    """Return the text of a page's bytes.

    A byte order mark decides, then `encoding`, then what the page says of itself in its first 4,096
    bytes, then evidence. Bytes that are sound UTF-8 beyond ASCII are UTF-8 even where the page says
    otherwise, as saving from a browser leaves it; a page that is not what it says goes by evidence.
    Both are told. Raises as `qcode.files.encoding.decode` does.
    """
    if data.startswith(_MARKS):
        return decode(data, name)
    if encoding is not None:
        return decode(data, name, encoding)
    said = _said(data)
    if said is None or said == "utf-8":
        return decode(data, name)
    if not data.isascii() and _fits(data, "utf-8"):
        return replace(decode(data, name), warnings=(f"the page says it is {said}, but is utf-8",))
    try:
        return decode(data, name, said)
    except DataError:
        found = decode(data, name)
        note = f"the page says it is {said}, but is not: read as {found.encoding}"
        return replace(found, warnings=(*found.warnings, note))


def _said(data: bytes) -> str | None:
    """Return the encoding that a page names for itself, None where it names none that exists."""
    found = _SAID.search(data[:_HEAD])
    if found is None:
        return None
    label = (found["meta"] or found["xml"]).decode("ascii").lower()
    try:
        canonical = codecs.lookup(_MEANT.get(label, label)).name
        b"a".decode(canonical)
    except (LookupError, ValueError):
        return None
    # What can be searched for ASCII letters is not written in two bytes a letter.
    return "utf-8" if canonical.startswith(("utf-16", "utf-32")) else canonical


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except ValueError:
        return False
    return True
