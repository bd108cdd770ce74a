"""Formats by name, and what is written in one brought to a file or a stream.

A text format's module has `pieces(...) -> Iterator[str]`; a binary one's has `save(thing, stream, ...)`.
The module is imported when its format is asked for, not before.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from shutil import copyfileobj
from types import ModuleType
from typing import BinaryIO, TextIO

from qcode.errors import ExportError
from qcode.exporters.files import export_error, replacing
from qcode.text.display import safe


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A format by name, and where the code for it lies."""

    name: str
    suffixes: tuple[str, ...]
    """File name endings in lower case, with the dot; the first is the usual one."""
    module: str
    """Below `qcode.exporters`."""
    binary: bool = False
    for_people: bool = False
    """Text to be read on a screen or a page; where it goes to a stream, the stream's own encoding
    is used. The other text formats are always UTF-8."""
    quotations: bool = False
    """Whether it can show the quotations that numbers rest on."""

    def load(self) -> ModuleType:
        """Return the module that writes the format."""
        return import_module(f"{__package__}.{self.module}")


def format_by_name(name: str, formats: Mapping[str, FileFormat]) -> FileFormat:
    """Return the format of a name. Raises ExportError where there is none."""
    if name not in formats:
        raise ExportError(
            f"“{safe(name)}” is not a format qcode can write.", f"It knows {', '.join(formats)}."
        )
    return formats[name]


def format_by_ending(path: Path, formats: Mapping[str, FileFormat]) -> str:
    """Return the name of the format that a file name's ending stands for. Raises ExportError for none."""
    suffix = path.suffix.lower()
    for one in formats.values():
        if suffix in one.suffixes:
            return one.name
    known = ", ".join(one.suffixes[0] for one in formats.values())
    raise ExportError(
        f"The name “{safe(path.name)}” does not say in which format to write.",
        f"Name the format, or end the name in one of {known}.",
    )


def deliver(chosen: FileFormat, target: Path | TextIO | BinaryIO, thing: object, *options: object) -> None:
    """Write a thing to a file, which is replaced as a whole or not touched at all, or to a stream.

    Raises ExportError where it cannot be written.
    """
    if isinstance(target, Path):
        with replacing(target) as stream:
            _write_bytes(chosen, stream, thing, *options)
        return
    try:
        if isinstance(target, io.TextIOBase):
            _write_to_text_stream(chosen, target, thing, *options)
        else:
            _write_bytes(chosen, target, thing, *options)  # type: ignore[arg-type]
    except BrokenPipeError:
        raise
    except OSError as error:
        raise export_error("The output", error) from error


def _write_bytes(chosen: FileFormat, stream: BinaryIO, thing: object, *options: object) -> None:
    if not chosen.binary:
        for piece in chosen.load().pieces(thing, *options):
            stream.write(_utf8(piece))
    elif stream.seekable():
        chosen.load().save(thing, stream, *options)
    else:
        with tempfile.TemporaryFile() as whole:
            chosen.load().save(thing, whole, *options)
            whole.seek(0)
            copyfileobj(whole, stream)


def _write_to_text_stream(chosen: FileFormat, stream: io.TextIOBase, thing: object, *options: object) -> None:
    """Write to standard output and its like; what scripts read goes past its encoding as UTF-8."""
    buffer: BinaryIO | None = getattr(stream, "buffer", None)
    if chosen.binary and (buffer is None or stream.isatty()):
        raise ExportError(f"{chosen.name} is not text to be shown.", "Name a file to write it to.")
    if buffer is not None and not chosen.for_people:
        stream.flush()
        _write_bytes(chosen, buffer, thing, *options)
        buffer.flush()
        return
    for piece in chosen.load().pieces(thing, *options):
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
