"""Opening a table, whatever it is: what kind of file lies there, and is it safe to read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qcode.errors import UnreadableFileError
from qcode.files.regular import MEGABYTE, read_regular
from qcode.sheets.delimited import read_delimited
from qcode.sheets.sheet import Sheet
from qcode.text.display import safe

MOST_BYTES = 100 * MEGABYTE

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORKBOOKS = (".xlsx", ".xlsm")


def read_sheet(
    path: Path, *, encoding: str | None = None, sheet: str | None = None, heads: Sequence[str] = ()
) -> Sheet:
    """Return the table in a CSV, TSV or XLSX file as text; its contents decide which it is.

    Of a workbook the first visible sheet is read, or the one called `sheet`. Texts that an export
    had defused are restored. `heads` as of `sheet_of`. Raises UnreadableFileError for a file
    that is missing, too large, encrypted, damaged or of a foreign kind, DataError for a table that
    breaks the rules of `sheet_of`, for bad quoting, and for cells that hold errors or formulas without
    a value.
    """
    data = read_regular(path, MOST_BYTES, "Split the table.")
    if data.startswith(_OLE):
        raise UnreadableFileError(
            f"“{safe(path.name)}” "
            + (
                "is locked with a password."
                if _ENCRYPTED in data
                else "is a workbook of the old kind (.xls)."
            ),
            "Save it as .xlsx without a password, or as CSV UTF-8.",
        )
    if data.startswith(_ZIP):
        from qcode.sheets.workbook import read_workbook

        return read_workbook(path, data, sheet, heads)
    if path.suffix.lower() in _WORKBOOKS:
        raise UnreadableFileError(
            f"“{safe(path.name)}” is damaged: it is not a workbook.", "Save it again from Excel."
        )
    return read_delimited(path, data, encoding, heads)
