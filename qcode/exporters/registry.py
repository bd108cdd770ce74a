"""The formats a table can be written in, and the one function that writes.

A new format is one module here and one line in `FORMATS`. A text format's module has
`pieces(table, options) -> Iterator[str]`; a binary one's has `save(table, stream, options)`. The
module is imported when its format is asked for, not before.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from shutil import copyfileobj
from types import MappingProxyType, ModuleType
from typing import BinaryIO, TextIO

from qcode.errors import ExportError
from qcode.exporters.files import export_error, replacing
from qcode.exporters.options import Options
from qcode.model.tables import Table
from qcode.text.display import safe


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A format by name, and where the code for it lies."""

    name: str
    suffixes: tuple[str, ...]
    """File name endings in lower case, with the dot; the first is the usual one."""
    module: str
    binary: bool = False
    for_people: bool = False
    """Text to be read on a screen or a page; where it goes to a stream, the stream's own encoding
    is used. The other text formats are always UTF-8."""
    quotations: bool = False
    """Whether it can show the quotations that numbers rest on."""

    def load(self) -> ModuleType:
        """Return the module that writes the format."""
        return import_module(f"{__package__}.{self.module}")


FORMATS: Mapping[str, FileFormat] = MappingProxyType(
    {
        one.name: one
        for one in (
            FileFormat("table", (".txt",), "plain", for_people=True),
            FileFormat("csv", (".csv",), "csv_file"),
            FileFormat("tsv", (".tsv", ".tab"), "tsv_file"),
            FileFormat("json", (".json",), "json_file"),
            FileFormat("xlsx", (".xlsx",), "xlsx", binary=True, quotations=True),
            FileFormat("md", (".md", ".markdown"), "md_file"),
            FileFormat("html", (".html", ".htm"), "html_page", quotations=True),
            FileFormat("docx", (".docx",), "docx_pages", binary=True),
        )
    }
)
"""The known formats by name, in the order in which they are offered."""


def format_for(path: Path) -> str:
    """Return the name of the format that a file name's ending stands for.

    Raises ExportError where it stands for none.
    """
    suffix = path.suffix.lower()
    for one in FORMATS.values():
        if suffix in one.suffixes:
            return one.name
    known = ", ".join(one.suffixes[0] for one in FORMATS.values())
    raise ExportError(
        f"The name “{safe(path.name)}” does not say in which format to write.",
        f"Name the format, or end the name in one of {known}.",
    )


def write(
    table: Table,
    target: Path | TextIO | BinaryIO,
    format: str,
    *,
    detail: Table | None = None,
    raw: bool = False,
    width: int = 0,
    cell_width: int = 60,
) -> None:
    """Write a table to a file or a stream; the same table gives the same bytes.

    A file is replaced as a whole or not touched at all. `detail` is a list of quotations, one
    coding a row with its id as `behind(row, 0)`, for the formats that can show what is behind a
    number. `raw` leaves texts of csv and tsv that a spreadsheet would take for formulas as they
    are. `width` (cells of a screen, 0: no limit) folds a wide table in format `table` into blocks
    of columns, and `cell_width` (0: no limit) is where that format cuts long texts.

    Raises ExportError for an unknown format, and where the file cannot be written.
    """
    if format not in FORMATS:
        raise ExportError(
            f"“{safe(format)}” is not a format qcode can write.", f"It knows {', '.join(FORMATS)}."
        )
    chosen = FORMATS[format]
    options = Options(detail=detail, raw=raw, width=width, cell_width=cell_width)
    if isinstance(target, Path):
        with replacing(target) as stream:
            _write_bytes(chosen, table, stream, options)
        return
    try:
        if isinstance(target, io.TextIOBase):
            _write_to_text_stream(chosen, table, target, options)
        else:
            _write_bytes(chosen, table, target, options)  # type: ignore[arg-type]
    except BrokenPipeError:
        raise
    except OSError as error:
        raise export_error("The output", error) from error


def _write_bytes(chosen: FileFormat, table: Table, stream: BinaryIO, options: Options) -> None:
    if not chosen.binary:
        for piece in chosen.load().pieces(table, options):
            stream.write(_utf8(piece))
    elif stream.seekable():
        chosen.load().save(table, stream, options)
    else:
        with tempfile.TemporaryFile() as whole:
            chosen.load().save(table, whole, options)
            whole.seek(0)
            copyfileobj(whole, stream)


def _write_to_text_stream(chosen: FileFormat, table: Table, stream: io.TextIOBase, options: Options) -> None:
    """Write to standard output and its like; what scripts read goes past its encoding as UTF-8."""
    buffer: BinaryIO | None = getattr(stream, "buffer", None)
    if chosen.binary and (buffer is None or stream.isatty()):
        raise ExportError(f"{chosen.name} is not text to be shown.", "Name a file to write it to.")
    if buffer is not None and not chosen.for_people:
        stream.flush()
        _write_bytes(chosen, table, buffer, options)
        buffer.flush()
        return
    for piece in chosen.load().pieces(table, options):
        stream.write(_encodable(piece, stream))


def _utf8(piece: str) -> bytes:
    try:
        return piece.encode("utf-8")
    except UnicodeEncodeError:
        return piece.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode("utf-8")


def _encodable(piece: str, stream: io.TextIOBase) -> str:
    encoding = getattr(stream, "encoding", None) or "utf-8"
    try:
        piece.encode(encoding)
    except UnicodeEncodeError:
        return piece.encode(encoding, "replace").decode(encoding)
    return piece
