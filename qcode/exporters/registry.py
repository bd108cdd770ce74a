"""The formats a table can be written in, and the one function that writes.

A new format is one module here and one line in `FORMATS`. A text format's module has
`pieces(table, options) -> Iterator[str]`; a binary one's has `save(table, stream, options)`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, TextIO

from qcode.exporters.delivery import FileFormat, deliver, format_by_ending, format_by_name
from qcode.exporters.options import Options
from qcode.model.tables import Table

__all__ = ["FORMATS", "FileFormat", "format_for", "write"]

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
    return format_by_ending(path, FORMATS)


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
    chosen = format_by_name(format, FORMATS)
    deliver(chosen, target, table, Options(detail=detail, raw=raw, width=width, cell_width=cell_width))
