"""Opening a Word file without trusting it: sizes before content, no DTD, no entities, no network."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from posixpath import dirname, join, normpath
from typing import Any

from lxml import etree

from qcode.errors import UnreadableFileError

MOST_ENTRIES = 4096
LARGEST_PART = 64 * 1024 * 1024
LARGEST_TREE = 40 * 1024 * 1024
LARGEST_PACKAGE = 256 * 1024 * 1024
LARGEST_RATIO = 150
_RATIO_COUNTS_FROM = 1024 * 1024

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    RuntimeError,
    NotImplementedError,
    EOFError,
    ValueError,
    KeyError,
    IndexError,
    OverflowError,
    OSError,
)
_PACKAGE_RELATIONS = "_rels/.rels"
_USUAL_BODY = "word/document.xml"
_ENCRYPTED = 0x1

Element = Any
"""An lxml element; lxml brings no types."""


class Package:
    """The parts of a Word file, read one by one within limits.

    Raises UnreadableFileError, with the file's name, for anything that is no sound Word file:
    damaged or encrypted archives, archives that would unpack to more than 256 MB, 64 MB for a part,
    or 150 times their size, and two parts of one name.
    """

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
            entries = self._archive.infolist()
        except _DAMAGED as error:
            raise self._damaged() from error
        self._check(entries, len(data))
        self._entries = {entry.filename.lower(): entry for entry in entries}
        self.body_name = self._body_name()

    def _damaged(self) -> UnreadableFileError:
        return UnreadableFileError(
            f"{self.name} is damaged, or no Word file.",
            "Open it in a word processor and save it again as .docx.",
        )

    def _check(self, entries: list[zipfile.ZipInfo], size: int) -> None:
        if len(entries) > MOST_ENTRIES:
            raise UnreadableFileError(f"{self.name} has more than {MOST_ENTRIES:,} parts.")
        unpacked = sum(entry.file_size for entry in entries)
        if unpacked > LARGEST_PACKAGE or any(entry.file_size > LARGEST_PART for entry in entries):
            raise self._too_large()
        if unpacked > _RATIO_COUNTS_FROM and unpacked > LARGEST_RATIO * size:
            raise self._too_large()
        if len({entry.filename.lower() for entry in entries}) < len(entries):
            raise UnreadableFileError(
                f"{self.name} has two parts of one name, which no word processor writes."
            )
        if any(entry.flag_bits & _ENCRYPTED for entry in entries):
            raise UnreadableFileError(f"{self.name} is encrypted.", "Save it without a password.")

    def _too_large(self) -> UnreadableFileError:
        return UnreadableFileError(
            f"{self.name} would unpack to far more than a transcript has, so it is not opened.",
            "Save its text as a new file.",
        )

    def names(self) -> list[str]:
        """Return the names of the parts, in small letters."""
        return list(self._entries)

    def read(self, part: str) -> bytes | None:
        """Return the bytes of a part, None where there is no such part."""
        entry = self._entries.get(part.lower())
        if entry is None:
            return None
        if entry.compress_type not in _METHODS:
            raise self._damaged()
        try:
            with self._archive.open(entry) as file:
                data = file.read(LARGEST_PART + 1)
        except _DAMAGED as error:
            raise self._damaged() from error
        if len(data) > LARGEST_PART:
            raise self._too_large()
        return data

    def tree(self, part: str) -> Element | None:
        """Return the root element of a part, None where there is no such part."""
        data = self.read(part)
        if data is None:
            return None
        if len(data) > LARGEST_TREE:
            # In memory a tree takes ten times its file.
            raise self._too_large()
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            dtd_validation=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.LxmlError, ValueError) as error:
            raise self._damaged() from error
        if root.getroottree().docinfo.doctype:
            raise UnreadableFileError(
                f"{self.name} has a document type declaration, which no word processor writes."
            )
        return root

    def _body_name(self) -> str:
        """Return the name of the main part, by the package's relations or as it usually is."""
        for target in self.related(_PACKAGE_RELATIONS, "officeDocument"):
            if target.lower() in self._entries:
                return target
        if _USUAL_BODY not in self._entries:
            raise self._damaged()
        return _USUAL_BODY

    def related(self, relations: str, kind: str) -> list[str]:
        """Return the names of the parts that a part of relations points to for one kind of use."""
        root = self.tree(relations)
        if root is None:
            return []
        folder = dirname(dirname(relations))
        found: list[str] = []
        for relation in root:
            use = str(relation.get("Type", ""))
            if use.endswith("/" + kind) and relation.get("TargetMode") != "External":
                target = str(relation.get("Target", ""))
                # An absolute target replaces the folder; the names of parts begin without a slash.
                found.append(normpath(join("/", folder, target)).lstrip("/"))
        return found

    def related_to_body(self, kind: str) -> list[str]:
        """Return the names of the parts that the main part uses in one way (`styles`, `header`)."""
        folder, _, name = self.body_name.rpartition("/")
        return self.related(join(folder, "_rels", name + ".rels"), kind)
