"""Reading CSV and TSV: encoding, delimiter, quoting."""

from __future__ import annotations

import codecs
import csv
import io
import re
import threading
from collections.abc import Iterator
from pathlib import Path

from qcode.errors import DataError, UnreadableFileError
from qcode.sheets.sheet import RawRow, Sheet, sheet_of
from qcode.text.display import safe
from qcode.text.formulas import restore

DELIMITERS = (",", ";", "\t")
_SEP_LINE = re.compile(r'"?sep=(.)"?\r?\n?', re.IGNORECASE)
_LINE_END = re.compile(r"\r\n?")
_UNASSIGNED = frozenset("\x80\uf8f0\uf8f1\uf8f2\uf8f3")
"""What Python's CP932 makes of five single bytes that mean nothing in it."""
_LIMIT_LOCK = threading.Lock()
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_delimited(path: Path, data: bytes, encoding: str | None = None) -> Sheet:
    """Return the table in delimited text, with commas, semicolons or tabs.

    Without an encoding named: a byte order mark, UTF-8, ISO-2022-JP, CP932, in this order. Raises
    UnreadableFileError where none fits, DataError for bad quoting.
    """
    text, notes = _decoded(path, data, encoding)
    if "\0" in text:
        notes.append(f"{text.count(chr(0))} NUL characters were replaced by their picture.")
        text = text.replace("\0", "\u2400")
    first = _SEP_LINE.match(text)
    delimiter = first.group(1) if first else _delimiter(text, path)
    skipped = first.end() if first else 0
    rows = _rows(path, text[skipped:], delimiter, 1 if first else 0)
    return sheet_of(path, rows, notes)


def _decoded(path: Path, data: bytes, encoding: str | None) -> tuple[str, list[str]]:
    name = safe(path.name)
    if encoding is not None:
        try:
            return data.decode(encoding).removeprefix("\ufeff"), []
        except LookupError as error:
            raise UnreadableFileError(f"There is no encoding “{safe(encoding)}”.") from error
        except UnicodeError as error:
            raise UnreadableFileError(f"“{name}” is not in {safe(encoding)}.") from error
    marked = next((codec for mark, codec in _BOMS if data.startswith(mark)), None)
    # ISO-2022-JP is all ASCII to look at: it must be asked for before UTF-8.
    escaped = ("iso2022_jp",) if b"\x1b$" in data else ()
    for candidate in (marked,) if marked else (*escaped, "utf-8", "cp932"):
        try:
            text = data.decode(candidate)
        except UnicodeError:
            continue
        if candidate == "cp932" and not _UNASSIGNED.isdisjoint(text):
            continue
        guessed = candidate in ("iso2022_jp", "cp932")
        return text, [f"{name} was read as {candidate.upper()}."] if guessed else []
    raise UnreadableFileError(
        f"“{name}” is neither UTF-8 nor Shift JIS (CP932).",
        "Save it as CSV UTF-8, or name its encoding.",
    )


def _delimiter(text: str, path: Path) -> str:
    """Return what parts the cells of the first record: what it has most of outside quotes."""
    counts = dict.fromkeys(DELIMITERS, 0)
    quoted = False
    for character in text.lstrip("\r\n"):
        if character == '"':
            quoted = not quoted
        elif not quoted and character in "\r\n":
            break
        elif not quoted and character in counts:
            counts[character] += 1
    if path.suffix.lower() in (".tsv", ".tab") and counts["\t"]:
        return "\t"
    return max(DELIMITERS, key=counts.__getitem__)


def _rows(path: Path, text: str, delimiter: str, lines_before: int) -> Iterator[RawRow]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1 + lines_before
        # The limit is the module's, not the reader's: it is lent for one row and given back.
        with _LIMIT_LOCK:
            before = csv.field_size_limit(len(text) + 1)
            try:
                cells = next(reader, None)
            except csv.Error as error:
                raise DataError(
                    f"{safe(path.name)}, line {line}: {_explained(error)}.",
                    "Save the table again from a spreadsheet program.",
                ) from error
            finally:
                csv.field_size_limit(before)
        if cells is None:
            return
        yield line, [_cell(cell) for cell in cells]


def _cell(text: str) -> str:
    text = restore(text)
    return _LINE_END.sub("\n", text) if "\r" in text else text


def _explained(error: csv.Error) -> str:
    text = str(error)
    if "unexpected end of data" in text:
        return "a quotation mark is opened and never closed"
    if "expected after" in text:
        return "a quotation mark inside a quoted cell is not doubled"
    return f"the quoting is not that of CSV ({safe(text)})"
