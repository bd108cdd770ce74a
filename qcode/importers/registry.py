"""The formats that can be read, and where the code for each lies.

A new format is one module here with `read(source, options) -> Transcript`, and one line in FORMATS; a
module is imported when a file of its format is read, not before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

from qcode.importers.source import Options, Source
from qcode.model.documents import Transcript

Reader = Callable[[Source, Options], Transcript]


@dataclass(frozen=True, slots=True)
class Format:
    """A format by name."""

    name: str
    suffixes: tuple[str, ...]
    """File name endings in lower case, with the dot; the first is the usual one."""
    module: str
    description: str

    def reader(self) -> Reader:
        """Return the function that reads the format; its module is loaded now, not before."""
        read: Reader = import_module(f"{__package__}.{self.module}").read
        return read


FORMATS: tuple[Format, ...] = (
    Format("txt", (".txt", ".text"), "plain", "plain text"),
    Format("md", (".md", ".markdown"), "markdown", "Markdown"),
    Format("docx", (".docx", ".docm"), "docx", "a Word file"),
    Format("vtt", (".vtt",), "vtt", "WebVTT captions"),
    Format("srt", (".srt",), "srt", "SubRip captions"),
)
SUFFIXES: Mapping[str, Format] = {suffix: one for one in FORMATS for suffix in one.suffixes}


def format_of_suffix(suffix: str) -> Format | None:
    """Return the format that a file name's ending stands for."""
    return SUFFIXES.get(suffix.lower())


def format_named(name: str) -> Format:
    """Return a format by its name."""
    return next(one for one in FORMATS if one.name == name)


def readable_suffixes() -> str:
    """Return the endings of all formats, for a message."""
    return ", ".join(one.suffixes[0] for one in FORMATS)
