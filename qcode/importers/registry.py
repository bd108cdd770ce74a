"""The formats that can be read, and where the code for each lies.

A format's module has `read(source, options) -> Transcript`, or `read_several`, which returns all
transcripts of a file that may hold more than one; it is imported when a file of its format is read, not
before. What lies ready for a new one is told in `qcode.importers`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module

from qcode.importers.source import Options, Source
from qcode.model.documents import Transcript
from qcode.text.names import listed

Reader = Callable[[Source, Options], Sequence[Transcript]]


@dataclass(frozen=True, slots=True)
class Format:
    """A format by name."""

    name: str
    """What `Transcript.format` says."""
    suffixes: tuple[str, ...]
    """File name endings in lower case, with the dot; the first is the usual one."""
    module: str
    """In this package."""
    description: str
    """With its article, for messages."""
    mostly_else: bool = False
    """Whether most files with these endings are something else: one in a folder is passed over then."""

    def reader(self) -> Reader:
        """Return the function that reads the format; its module is loaded now, not before."""
        module = import_module(f"{__package__}.{self.module}")
        several: Reader | None = getattr(module, "read_several", None)
        return several or (lambda source, options: (module.read(source, options),))


FORMATS: tuple[Format, ...] = (
    Format("txt", (".txt", ".text"), "plain", "plain text"),
    Format("md", (".md", ".markdown"), "markdown", "Markdown"),
    Format("docx", (".docx", ".docm"), "docx", "a Word file"),
    Format("odt", (".odt", ".fodt"), "odt", "an OpenDocument text"),
    Format("rtf", (".rtf",), "rtf", "a rich text file"),
    Format("html", (".html", ".htm", ".xhtml"), "html", "a web page"),
    Format("pdf", (".pdf",), "pdf", "a PDF"),
    Format("vtt", (".vtt",), "vtt", "WebVTT captions"),
    Format("srt", (".srt",), "srt", "SubRip captions"),
    Format("csv", (".csv",), "tables", "a table", mostly_else=True),
    Format("tsv", (".tsv", ".tab"), "tables", "a table", mostly_else=True),
    Format("json", (".json", ".jsonl"), "json_file", "JSON of a transcription service", mostly_else=True),
    Format("eaf", (".eaf",), "eaf", "an ELAN file"),
)
SUFFIXES: Mapping[str, Format] = {suffix: one for one in FORMATS for suffix in one.suffixes}


def format_of_suffix(suffix: str) -> Format | None:
    """Return the format that a file name's ending stands for."""
    return SUFFIXES.get(suffix.lower())


def format_named(name: str) -> Format:
    """Return a format by its name."""
    return next(one for one in FORMATS if one.name == name)


def is_table(name: str) -> bool:
    """Tell whether a format by that name has columns."""
    return format_named(name).module == "tables"


def readable_suffixes() -> str:
    """Return the usual endings of all formats, for a message: "txt, md and docx"."""
    return listed(one.suffixes[0].removeprefix(".") for one in FORMATS)


def what_is_readable() -> str:
    """Return the hint of a message about a file that cannot be read."""
    return f"Readable are {readable_suffixes()}."
