"""Telling by a file's ending and first bytes what it is, also what qcode does not read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qcode.importers.registry import Format, format_named

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_PDF = b"%PDF-"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLD_WORD = "WordDocument".encode("utf-16-le")
_JSON = re.compile(rb'(?:\[\s*)?\{\s*"\w')
_CUE = re.compile(rb"\d{1,3}:\d{2}:\d{2},\d{1,3}\s*-->")
_RICH_TEXT = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\\rtf")
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    rb"<(?:!doctype html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_FLAT_DOCUMENT = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]{0,200}>\s*<office:document\b[^>]{0,16000}opendocument\.text\b"
)
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.text"
_WEB_ARCHIVE_HEAD = re.compile(
    rb"(?:From|MIME-Version):.{0,2000}multipart/related", re.IGNORECASE | re.DOTALL
)
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_PACKAGES = ("docx", "odt")
_WORD_BODY = b"word/document.xml"
_HEAD = 4096
_SHARE_OF_BINARY = 0.05

_SAVE_AS_WORD = "Open it in a word processor and save it as .docx."


@dataclass(frozen=True, slots=True)
class Foreign:
    """A kind of file that is not read, and what to do instead."""

    description: str
    hint: str


LOCKED = Foreign("protected by a password", "Open it in a word processor and save it without the password.")
_OLD_WORD_FILE = Foreign("a Word file of the old kind (.doc)", _SAVE_AS_WORD)
_WEB_ARCHIVE = Foreign(
    "a web archive (.mht)", "Open it in a browser or a word processor and save it as .html or .docx."
)
_SHEET = Foreign("a spreadsheet", "Save the sheet as CSV (UTF-8), one turn a row.")
_SLIDES = Foreign("a presentation", "Save its text as .docx or .txt.")
_ARCHIVE = Foreign("an archive", "Unpack it and name the files in it.")
_BOOK = Foreign("an e-book", "Save its text as .docx or .txt.")
_SOUND = Foreign("a recording", "Transcribe it first; captions are read as .vtt or .srt.")
_PICTURE = Foreign("a picture", "Have its text recognised first.")
_PAGES = Foreign("a Pages document", "Export it from Pages as Word (.docx).")
_PROJECT = Foreign("a project, not a transcript", "Open it with `qcode open`.")
_OLE_FILE = Foreign("a Microsoft Office file of the old kind", _SAVE_AS_WORD)

_BY_SUFFIX = {
    ".doc": _OLD_WORD_FILE,
    ".dot": _OLD_WORD_FILE,
    ".mht": _WEB_ARCHIVE,
    ".mhtml": _WEB_ARCHIVE,
    ".pages": _PAGES,
    ".xls": _SHEET,
    ".xlsx": _SHEET,
    ".ods": _SHEET,
    ".ppt": _SLIDES,
    ".pptx": _SLIDES,
    ".epub": _BOOK,
    ".zip": _ARCHIVE,
    ".7z": _ARCHIVE,
    ".gz": _ARCHIVE,
    ".qcode": _PROJECT,
    **dict.fromkeys((".mp3", ".wav", ".m4a", ".mp4", ".mov", ".aac", ".ogg", ".flac", ".wma"), _SOUND),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".heic", ".bmp"), _PICTURE),
}
_BY_MAGIC = (
    (b"SQLite format 3\0", _PROJECT),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"ID3", _SOUND),
    (b"OggS", _SOUND),
    (b"fLaC", _SOUND),
    (b"RIFF", _SOUND),
)
_BY_MEMBER = (
    (b"xl/workbook", _SHEET),
    (b"ppt/presentation", _SLIDES),
    (b"opendocument.spreadsheet", _SHEET),
    (b"application/epub", _BOOK),
    (b"Index/Document.iwa", _PAGES),
)


def foreign_kind(suffix: str, data: bytes, by_suffix: Format | None) -> Foreign | None:
    """Return what a file is if it is nothing that can be read, else None.

    The bytes say more than the ending: a `.docx` may be a renamed `.doc`, a `.txt` a PDF. A format
    that can be read is never foreign for its ending alone.
    """
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            return LOCKED
        return _OLD_WORD_FILE if _OLD_WORD in data else _OLE_FILE
    for magic, kind in _BY_MAGIC:
        # Letters alone can begin a text as well; what they announce is never without a zero byte.
        if data.startswith(magic) and (kind not in (_SOUND, _PICTURE) or b"\0" in data[:_HEAD]):
            return kind
    if data[:1] == b"\0" and data[4:8] == b"ftyp":
        return _SOUND
    if data.startswith(_ZIP):
        if b"word/" in data:
            return None
        kind = next((kind for member, kind in _BY_MEMBER if member in data), _ARCHIVE)
        is_package = by_suffix is not None and by_suffix.name in _PACKAGES
        return kind if not is_package or kind is not _ARCHIVE else None
    if by_suffix is None or by_suffix.name in _PACKAGES:
        if _WEB_ARCHIVE_HEAD.match(data):
            return _WEB_ARCHIVE
        return _BY_SUFFIX.get(suffix.lower())
    return None


def announced(data: bytes, by_suffix: Format | None) -> Format | None:
    """Return the format whose mark a file begins with, whatever its ending: what is no other.

    Tags at the beginning are no mark of a web page where the ending stands for text with tags in it.
    """
    if data.startswith(_PDF):
        return format_named("pdf")
    if _RICH_TEXT.match(data):
        return format_named("rtf")
    if data.startswith(_ZIP):
        if _OPEN_DOCUMENT in data[:_HEAD]:
            return format_named("odt")
        return format_named("docx") if _WORD_BODY in data else None
    if by_suffix is None or by_suffix.name in ("txt", "rtf", *_PACKAGES):
        if _FLAT_DOCUMENT.match(data):
            return format_named("odt")
        return format_named("html") if _HTML.match(data) else None
    return None


def sniff(data: bytes) -> Format | None:
    """Return the format that a file's first bytes speak for, None where it is no text either."""
    head = data[:_HEAD]
    if head.startswith(_ZIP):
        return format_named("docx")
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"WEBVTT"):
        return format_named("vtt")
    if _CUE.search(start[:400]):
        return format_named("srt")
    if _JSON.match(start):
        return format_named("json")
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or head.count(0) > len(head) / 8
    if not wide and len(_BINARY.findall(head)) > _SHARE_OF_BINARY * len(head):
        return None
    return format_named("txt")
