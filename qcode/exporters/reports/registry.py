"""The formats a report can be written in, and the one function that writes.

A new format is one module here and one line in `REPORT_FORMATS`. A text format's module has
`pieces(report) -> Iterator[str]`; a binary one's has `save(report, stream)`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, TextIO

from qcode.exporters.delivery import FileFormat, deliver, format_by_ending, format_by_name
from qcode.model.reports import Report

REPORT_FORMATS: Mapping[str, FileFormat] = MappingProxyType(
    {
        one.name: one
        for one in (
            FileFormat("md", (".md", ".markdown"), "reports.md"),
            FileFormat("html", (".html", ".htm"), "reports.html", quotations=True),
            FileFormat("docx", (".docx",), "reports.docx", binary=True),
        )
    }
)
"""The known formats by name, in the order in which they are offered."""


def report_format_for(path: Path) -> str:
    """Return the name of the format that a file name's ending stands for.

    Raises ExportError where it stands for none.
    """
    return format_by_ending(path, REPORT_FORMATS)


def write_report(report: Report, target: Path | TextIO | BinaryIO, format: str) -> None:
    """Write a report to a file or a stream; the same report gives the same bytes.

    A file is replaced as a whole or not touched at all. Raises ExportError for an unknown format, and
    where the file cannot be written.
    """
    deliver(format_by_name(format, REPORT_FORMATS), target, report)
