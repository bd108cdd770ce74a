"""Is a workbook safe to unpack?"""

from __future__ import annotations

from qcode.errors import UnreadableFileError
from qcode.files.packages import Fault, Limits, Package

MOST_UNPACKED = 512 * 2**20
MOST_IN_PART = 256 * 2**20
MOST_RATIO = 200
"""Unpacked to packed, of parts that are not small; an honest sheet reaches about 50."""
MOST_PARTS = 4096

_DAMAGED = ("“{name}” is damaged.", "Save it again from a spreadsheet program.")
_TOO_LARGE = ("“{name}” unpacks to far more than a table needs.", "Save the table as CSV UTF-8.")
_MESSAGES = {
    Fault.DAMAGED: _DAMAGED,
    Fault.TWICE: _DAMAGED,
    Fault.TOO_LARGE: _TOO_LARGE,
    Fault.MANY_PARTS: _TOO_LARGE,
    Fault.ENCRYPTED: ("“{name}” is locked with a password.", "Save it without a password."),
    Fault.DOCTYPE: (
        "“{name}” holds declarations that no spreadsheet program writes.",
        "Save the table again, or as CSV UTF-8.",
    ),
}


def check_package(name: str, data: bytes) -> None:
    """Raise UnreadableFileError for a zip that is damaged, encrypted, oversized or no workbook.

    No part may have a document type: that is where entities are declared that explode or read other
    files.
    """
    limits = Limits(MOST_PARTS, MOST_IN_PART, MOST_UNPACKED, MOST_RATIO, MOST_IN_PART)
    package = Package(name, data, limits, _MESSAGES)
    parts = package.names()
    if "[content_types].xml" not in parts or not any(part.startswith("xl/") for part in parts):
        raise UnreadableFileError(
            f"“{name}” is not an Excel workbook.", "Save the table as .xlsx or as CSV UTF-8."
        )
    package.check_doctypes()
