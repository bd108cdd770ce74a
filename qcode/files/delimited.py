"""Delimited text as rows of cells: its delimiter and quoting are found out, its faults are named."""

from __future__ import annotations

import csv
import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qcode.errors import DataError
from qcode.files.encoding import Decoded, decode
from qcode.text.formulas import restore

DELIMITERS = (",", ";", "\t")
MOST_CELLS = 1_000_000
"""Delimiters on one line; far more than a table has columns."""
MOST_LINES = 2_000_000

RawRow = tuple[int, Sequence[str]]
"""The line a row begins on, from 1, and its cells."""

_SEP_LINE = re.compile(r'"?sep=(.)"?\r?\n?', re.IGNORECASE)
_LINE_END = re.compile(r"\r\n?")
_LINE = re.compile(r"[^\r\n]++(?:\r\n?|\n)?|\r\n?|\n")
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_LONGEST_HEADER = 1 << 20
_LIMIT_LOCK = threading.Lock()


@dataclass(frozen=True, slots=True)
class Delimited:
    """Rows of text that are parted by one character."""

    name: str
    """What messages call the file, safe to show."""
    decoded: Decoded
    """The text, with its encoding; NUL characters are replaced by their picture."""
    delimiter: str
    nul_characters: int
    """How many were replaced."""

    def rows(self) -> Iterator[RawRow]:
        """Yield the rows, also those in which nothing stands; raises DataError for bad quoting.

        Formulas that an export had defused are themselves again; line ends in cells are newlines.
        """
        text = self.decoded.text.removeprefix("\ufeff")
        first = _SEP_LINE.match(text)
        text = text[first.end() :] if first else text
        lines_before = 1 if first else 0
        bare = self.delimiter == "\t" and _is_unquoted(text)
        reader = csv.reader(
            self._lines(text, lines_before),
            delimiter=self.delimiter,
            quoting=csv.QUOTE_NONE if bare else csv.QUOTE_MINIMAL,
            strict=True,
        )
        while True:
            line = reader.line_num + 1 + lines_before
            # The limit is the module's, not the reader's: it is lent for one row and given back.
            with _LIMIT_LOCK:
                before = csv.field_size_limit(len(text) + 1)
                try:
                    cells = next(reader, None)
                except csv.Error as error:
                    raise DataError(
                        f"{self.name}, line {line}: {_explained(error)}.",
                        "Save the table again from a spreadsheet program.",
                    ) from error
                finally:
                    csv.field_size_limit(before)
            if cells is None:
                return
            yield line, [_cell(cell) if cell else cell for cell in cells]

    def _lines(self, text: str, lines_before: int) -> Iterator[str]:
        for number, found in enumerate(_LINE.finditer(text), start=lines_before + 1):
            line = found[0]
            if line.count(self.delimiter) > MOST_CELLS:
                raise DataError(f"{self.name}, line {number}: more than {MOST_CELLS:,} cells.")
            yield line


def read_delimited(data: bytes, name: str, encoding: str | None = None, *, tabs: bool = False) -> Delimited:
    """Return the table in delimited text, with commas, semicolons or TABs.

    `tabs` prefers TABs wherever there is one. Without an encoding named it is told as `decode` does,
    which says what is raised; DataError also for more than MOST_LINES lines.
    """
    decoded = decode(data, name, encoding)
    text = decoded.text
    nul_characters = text.count("\0")
    if nul_characters:
        text = text.replace("\0", "\u2400")
        decoded = Decoded(text, decoded.encoding, decoded.guessed, decoded.warnings)
    if max(text.count("\n"), text.count("\r")) > MOST_LINES:
        raise DataError(f"{name} has more than {MOST_LINES:,} lines.", "Split the table.")
    text = text.removeprefix("\ufeff")
    first = _SEP_LINE.match(text)
    delimiter = first.group(1) if first else _delimiter(text, tabs)
    return Delimited(name, decoded, delimiter, nul_characters)


def _delimiter(text: str, tabs: bool) -> str:
    """Return what parts the cells of the first record: what it has most of outside quotes."""
    counts = dict.fromkeys(DELIMITERS, 0)
    quoted = False
    for character in text[:_LONGEST_HEADER].lstrip("\r\n"):
        if character == '"':
            quoted = not quoted
        elif not quoted and character in "\r\n":
            break
        elif not quoted and character in counts:
            counts[character] += 1
    if tabs and counts["\t"]:
        return "\t"
    return max(DELIMITERS, key=counts.__getitem__)


def _is_unquoted(text: str) -> bool:
    """Tell whether TABs part cells that nobody quotes: quotation marks in them are the text's own.

    It is so where all lines have as many TABs, and a cell begins with a quotation mark but is not
    quoted; read as quoted, it would swallow the lines below.
    """
    lines = [line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line]
    if len({line.count("\t") for line in lines}) != 1:
        return False
    return any(
        cell.startswith('"') and _QUOTED.fullmatch(cell) is None
        for line in lines
        if '"' in line
        for cell in line.split("\t")
    )


def _cell(text: str) -> str:
    text = restore(text)
    return _LINE_END.sub("\n", text) if "\r" in text else text


def _explained(error: csv.Error) -> str:
    text = str(error)
    if "unexpected end of data" in text:
        return "a quotation mark is opened and never closed"
    if "expected after" in text:
        return "a quotation mark inside a quoted cell is not doubled"
    return "the quoting is not that of CSV"
