"""Is a workbook safe to unpack?"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from xml.parsers import expat

from qcode.errors import UnreadableFileError

MOST_UNPACKED = 512 * 2**20
MOST_IN_PART = 256 * 2**20
MOST_RATIO = 200
"""Unpacked to packed, of parts that are not small; an honest sheet reaches about 50."""
MOST_PARTS = 4096
_SMALL = 2**20
_CHUNK = 2**16
_BAD_ZIP = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error)


def check_package(name: str, data: bytes) -> None:
    """Raise UnreadableFileError for a zip that is damaged, encrypted, oversized or no workbook.

    No part may have a document type: that is where entities are declared that explode or read other
    files.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_sizes(name, package)
            _check_kind(name, package)
            for entry in package.infolist():
                if entry.filename.lower().endswith((".xml", ".rels")):
                    _check_prolog(name, package, entry)
    except (*_BAD_ZIP, NotImplementedError, EOFError, ValueError) as error:
        raise _damaged(name) from error


def _check_sizes(name: str, package: zipfile.ZipFile) -> None:
    entries = package.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableFileError(f"“{name}” is locked with a password.", "Save it without a password.")
    oversized = (
        len(entries) > MOST_PARTS
        or sum(entry.file_size for entry in entries) > MOST_UNPACKED
        or any(entry.file_size > MOST_IN_PART or _is_bomb(entry) for entry in entries)
    )
    if oversized:
        raise UnreadableFileError(
            f"“{name}” unpacks to far more than a table needs.", "Save the table as CSV UTF-8."
        )
    if len({entry.filename for entry in entries}) != len(entries):
        raise _damaged(name)


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > _SMALL and entry.file_size > MOST_RATIO * max(1, entry.compress_size)


def _check_kind(name: str, package: zipfile.ZipFile) -> None:
    parts = set(package.namelist())
    if "[Content_Types].xml" not in parts or not any(part.startswith("xl/") for part in parts):
        raise UnreadableFileError(
            f"“{name}” is not an Excel workbook.", "Save the table as .xlsx or as CSV UTF-8."
        )


class _RootReachedError(Exception):
    """The prolog is over."""


class _DoctypeError(Exception):
    """A part declares a document type."""


def _check_prolog(name: str, package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    def root(*_: object) -> None:
        raise _RootReachedError

    def doctype(*_: object) -> None:
        raise _DoctypeError

    parser = expat.ParserCreate()
    parser.StartElementHandler = root
    parser.StartDoctypeDeclHandler = doctype
    try:
        with package.open(entry) as part:
            while chunk := part.read(_CHUNK):
                parser.Parse(chunk, False)
    except _RootReachedError:
        return
    except _DoctypeError:
        raise UnreadableFileError(
            f"“{name}” holds declarations that no spreadsheet program writes.",
            "Save the table again, or as CSV UTF-8.",
        ) from None
    except (expat.ExpatError, RuntimeError) as error:
        raise _damaged(name) from error


def _damaged(name: str) -> UnreadableFileError:
    return UnreadableFileError(f"“{name}” is damaged.", "Save it again from a spreadsheet program.")
