"""Zip packages and XML from outside, opened without trust: sizes before content, no DTD, no network."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from io import BytesIO
from typing import Any
from xml.parsers import expat

from qcode.errors import UnreadableFileError

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGED = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    RuntimeError,
    NotImplementedError,
    EOFError,
    ValueError,
    KeyError,
    IndexError,
    OverflowError,
    OSError,
)
_ENCRYPTED = 0x1
_SMALL = 2**20
_CHUNK = 2**16

Element = Any
"""An lxml element; lxml brings no types."""


class Fault(Enum):
    """Why a package is not opened."""

    DAMAGED = auto()
    ENCRYPTED = auto()
    MANY_PARTS = auto()
    TOO_LARGE = auto()
    TWICE = auto()
    """Two parts of one name: programs differ in which of them they take."""
    DOCTYPE = auto()
    """A document type: that is where entities are declared that explode or read other files."""


Messages = Mapping[Fault, tuple[str, str]]
"""For each fault the message, with `{name}` for the file's, and the hint."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a package may hold; sizes are unpacked bytes."""

    parts: int
    in_part: int
    in_all: int
    ratio: int
    """Unpacked to packed, of parts that are larger than 1 MB."""
    tree: int
    """Of a part that is parsed; in memory a tree takes ten times its file."""
    tags: int = 3_000_000
    """Beginnings and ends of elements in a part that is parsed; they take the time."""


class Package:
    """The parts of a zip package, read one by one within limits.

    Raises UnreadableFileError, in the words of `messages`, for an archive that is damaged or
    encrypted, that would unpack to more than its limits, or that has two parts of one name.
    """

    def __init__(self, name: str, data: bytes, limits: Limits, messages: Messages) -> None:
        self.name = name
        self._limits = limits
        self._messages = messages
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
            entries = self._archive.infolist()
        except _DAMAGED as error:
            raise self.error(Fault.DAMAGED) from error
        fault = _fault_of(entries, len(data), limits)
        if fault is not None:
            raise self.error(fault)
        self._entries = {entry.filename.lower(): entry for entry in entries}

    def error(self, fault: Fault) -> UnreadableFileError:
        """Return the error that tells a fault of this package."""
        return told(fault, self.name, self._messages)

    def names(self) -> list[str]:
        """Return the names of the parts, in small letters."""
        return list(self._entries)

    def read(self, part: str) -> bytes | None:
        """Return the bytes of a part (case aside), None where there is no such part."""
        entry = self._entries.get(part.lower())
        return None if entry is None else b"".join(self._chunks(entry))

    def tree(self, part: str) -> Element | None:
        """Return the root element of a part, None where there is no such part."""
        entry = self._entries.get(part.lower())
        if entry is None:
            return None
        if entry.file_size > self._limits.tree:
            raise self.error(Fault.TOO_LARGE)
        data = b"".join(self._chunks(entry))
        if data.count(b"<") > self._limits.tags:
            raise self.error(Fault.TOO_LARGE)
        return tree_of(data, self.name, self._messages)

    def check_doctypes(self) -> None:
        """Raise UnreadableFileError where any XML part declares a document type or begins damaged."""
        for name, entry in self._entries.items():
            if name.endswith((".xml", ".rels")):
                fault = _prologue_fault(self._chunks(entry))
                if fault is not None:
                    raise self.error(fault)

    def _chunks(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        """Yield what is in a part; the last piece is followed by the check of its sum."""
        if entry.compress_type not in _METHODS:
            raise self.error(Fault.DAMAGED)
        size = 0
        try:
            with self._archive.open(entry) as file:
                while chunk := file.read(_CHUNK):
                    size += len(chunk)
                    if size > self._limits.in_part:
                        raise self.error(Fault.TOO_LARGE)
                    yield chunk
        except _DAMAGED as error:
            raise self.error(Fault.DAMAGED) from error


def told(fault: Fault, name: str, messages: Messages) -> UnreadableFileError:
    """Return the error that tells a fault of a file."""
    message, hint = messages[fault]
    return UnreadableFileError(message.replace("{name}", name), hint)


def tree_of(data: bytes, name: str, messages: Messages, *, large_texts: bool = False) -> Element:
    """Return the root element of XML, without comments and processing instructions.

    No entity is resolved, nothing is fetched, nesting ends at 256 levels and a text at 10 MB (with
    `large_texts`, at 2,048 levels and nowhere). Raises UnreadableFileError in the words of `messages`.
    """
    from lxml import etree

    fault = _prologue_fault([data])
    if fault is not None:
        raise told(fault, name, messages)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=large_texts,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        raise told(Fault.DAMAGED, name, messages) from error
    if root.getroottree().docinfo.doctype:
        raise told(Fault.DOCTYPE, name, messages)
    return root


def _fault_of(entries: list[zipfile.ZipInfo], size: int, limits: Limits) -> Fault | None:
    """Return what the directory of an archive of `size` bytes says against opening it."""
    if len(entries) > limits.parts:
        return Fault.MANY_PARTS
    too_large = sum(entry.file_size for entry in entries) > limits.in_all or any(
        entry.file_size > limits.in_part
        or entry.file_size > max(_SMALL, limits.ratio * max(1, entry.compress_size))
        for entry in entries
    )
    if too_large:
        return Fault.TOO_LARGE
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        return Fault.ENCRYPTED
    if len({entry.filename.lower() for entry in entries}) < len(entries):
        return Fault.TWICE
    # Parts that share their packed bytes unpack to far more than the archive could hold.
    return Fault.DAMAGED if sum(entry.compress_size for entry in entries) > size else None


class _RootReachedError(Exception):
    """The prologue is over."""


class _DoctypeError(Exception):
    """A document type is declared."""


def _prologue_fault(chunks: Iterable[bytes]) -> Fault | None:
    """Return what is wrong with XML before its root element, without reading any further."""

    def root(*_: object) -> None:
        raise _RootReachedError

    def doctype(*_: object) -> None:
        raise _DoctypeError

    parser = expat.ParserCreate()
    parser.StartElementHandler = root
    parser.StartDoctypeDeclHandler = doctype
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
    except _RootReachedError:
        return None
    except _DoctypeError:
        return Fault.DOCTYPE
    except (expat.ExpatError, ValueError, LookupError):
        return Fault.DAMAGED
    return Fault.DAMAGED
