"""Opening a table, whatever it is: what kind of file lies there, and is it safe to read."""

from __future__ import annotations

import stat
from pathlib import Path

from qcode.errors import UnreadableFileError
from qcode.sheets.delimited import read_delimited
from qcode.sheets.sheet import Sheet
from qcode.text.display import safe

MOST_BYTES = 100 * 2**20

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORKBOOKS = (".xlsx", ".xlsm")


def read_sheet(path: Path, *, encoding: str | None = None, sheet: str | None = None) -> Sheet:
    """Return the table in a CSV, TSV or XLSX file as text; its contents decide which it is.

    Of a workbook the first visible sheet is read, or the one called `sheet`. Texts that an export
    had defused are restored. Raises UnreadableFileError for a file that is missing, too large,
    encrypted, damaged or of a foreign kind, DataError for a table that breaks the rules of
    `sheet_of`, for bad quoting, and for cells that hold errors or formulas without a value.
    """
    data = _bytes(path)
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

        return read_workbook(path, data, sheet)
    if path.suffix.lower() in _WORKBOOKS:
        raise UnreadableFileError(
            f"“{safe(path.name)}” is damaged: it is not a workbook.", "Save it again from Excel."
        )
    return read_delimited(path, data, encoding)


def _bytes(path: Path) -> bytes:
    """Return what is in a regular file of bearable size."""
    name = safe(str(path))
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableFileError(f"“{name}” is not a file.", "Give the name of a table.")
        if status.st_size > MOST_BYTES:
            raise UnreadableFileError(
                f"“{name}” is larger than {MOST_BYTES // 2**20} MB.", "Split the table."
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableFileError(f"There is no file “{name}”.") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableFileError(f"“{name}” cannot be read: {reason}.") from error
