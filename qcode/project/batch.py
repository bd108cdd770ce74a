"""Reading many files on their way into a project: which files, whose case, what each brings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from qcode.errors import QcodeError, UnknownNameError, UnreadableFileError, UsageError
from qcode.importers import holds_transcript, layout_of_table, read_transcripts
from qcode.importers.columns import FIELDS, Layout
from qcode.importers.registry import format_of_suffix, is_table, readable_suffixes, what_is_readable
from qcode.model.cases import Value
from qcode.model.documents import Role, Transcript
from qcode.project.attributes import read_value
from qcode.text.names import levelled

__all__ = [
    "FIELDS",
    "CasePattern",
    "Layout",
    "Reading",
    "SourceFile",
    "gather",
    "is_table",
    "labels_missing",
    "layout",
    "may_be_table",
    "read",
    "readable_suffixes",
    "what_is_readable",
    "with_roles",
]

_FIELD = re.compile(r"\{(\w+)\}|(\*\*)|(\*)|(\?)")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to import, and its path below the folder that was named (for the pattern)."""

    path: Path
    below: str
    """With `/` between folders; for a file named by itself its name alone. Of an interview in a file
    that holds several, the file and the interview's name."""
    name: str = ""
    """Name of the interview, where its file holds several; else empty."""

    def interview(self, name: str) -> SourceFile:
        """Return where an interview of the file lies: below the file, as below a folder."""
        return SourceFile(self.path, f"{self.below}/{name}", name) if name else self


@dataclass(frozen=True, slots=True)
class Reading:
    """One document that a file would bring; either a transcript or the problem that keeps it out."""

    source: SourceFile
    """Where it lies; of an interview in a file of several, its own place."""
    transcript: Transcript | None = None
    case: str | None = None
    attributes: Mapping[str, Value] = field(default_factory=dict)
    problem: str = ""


class CasePattern:
    """Takes the case (and attributes) of a document from the name of its file or folder.

    `{case}` stands for the case's name, any other `{word}` for an attribute of the document; `*` is
    any run of characters within a name, `**` across folders, `?` one character. The pattern is held
    against the path below the folder that was named, then against the file's name; both with and
    without its ending. A file that holds several interviews is to it a folder of them.

    >>> CasePattern("{case}/{year}_*").match("Minamihama/2021_strategy.docx")
    ('Minamihama', {'year': 2021})
    """

    def __init__(self, pattern: str) -> None:
        names = [found.group(1) for found in _FIELD.finditer(pattern) if found.group(1)]
        if "case" not in names or len(set(names)) != len(names):
            raise UsageError(
                f"The pattern “{pattern}” does not say where the case stands.",
                "Write {case} once, such as {case}_* for Minamihama_official.docx, or {case}/*.",
            )
        self.pattern = pattern
        self._expression = re.compile(_expression(pattern), re.DOTALL)

    def match(self, below: str, interview: str = "") -> tuple[str, dict[str, Value]] | None:
        """Return (case, attributes) for a path, None where the pattern does not fit it.

        `interview` is the end of the path that names an interview in a file, if it does.
        """
        for candidate in _spellings(below, interview):
            found = self._expression.fullmatch(unicodedata.normalize("NFC", candidate))
            if found:
                fields = {key: value.strip() for key, value in found.groupdict().items()}
                case = fields.pop("case")
                return case, {key: read_value(value) for key, value in fields.items()}
        return None


def _spellings(below: str, interview: str) -> list[str]:
    """Return what a pattern is held against: the path, then the name; without its ending, then with it."""
    if not interview:
        name = below.rpartition("/")[2]
        return [spelling for text in (below, name) for spelling in (text.rpartition(".")[0] or text, text)]
    # Only the file has an ending: S.1 is a whole name.
    file = below.removesuffix(f"/{interview}")
    name = file.rpartition("/")[2]
    return [
        f"{folder}/{interview}" for text in (file, name) for folder in (text.rpartition(".")[0] or text, text)
    ] + [interview]


def _expression(pattern: str) -> str:
    parts: list[str] = []
    reached = 0
    for found in _FIELD.finditer(unicodedata.normalize("NFC", pattern)):
        parts.append(re.escape(pattern[reached : found.start()]))
        if found.group(1):
            parts.append(f"(?P<{found.group(1)}>[^/]+?)")
        else:
            parts.append(".*" if found.group(2) else "[^/]*" if found.group(3) else "[^/]")
        reached = found.end()
    return "".join([*parts, re.escape(pattern[reached:])])


def gather(paths: Iterable[Path]) -> tuple[list[SourceFile], list[Path]]:
    """Return the files meant by paths, and those passed over in folders because nothing reads them.

    A folder stands for all readable files in it and below, in the order of their names; hidden ones
    and links out of it are passed over, and tables that are no transcripts. A file that was named by
    itself is always kept.
    """
    sources: list[SourceFile] = []
    passed: list[Path] = []
    for path in paths:
        if not path.is_dir():
            sources.append(SourceFile(path, path.name))
            continue
        for found in sorted(path.rglob("*")):
            below = found.relative_to(path)
            if any(part.startswith((".", "~$")) for part in below.parts) or not found.is_file():
                continue
            if not found.is_symlink() and holds_transcript(found):
                sources.append(SourceFile(found, below.as_posix()))
            else:
                passed.append(found)
    return sources, passed


def read(
    source: SourceFile,
    *,
    case_from: CasePattern | None = None,
    encoding: str | None = None,
    roles: Mapping[str, Role] | None = None,
    columns: Mapping[str, str] | None = None,
) -> Sequence[Reading]:
    """Read what one file would bring, mostly one document; what keeps one out is said, not raised."""
    try:
        found = _transcripts(source.path, encoding, roles or {}, columns or {})
    except QcodeError as error:
        return [Reading(source, problem=str(error))]
    except (OSError, MemoryError, RecursionError) as error:
        refused = UnreadableFileError(f"{source.path} cannot be read: {error}.")
        return [Reading(source, problem=str(refused))]
    return [_reading(source.interview(one.name), one, case_from) for one in found]


def _reading(source: SourceFile, transcript: Transcript, case_from: CasePattern | None) -> Reading:
    if not transcript.text.strip():
        return Reading(source, problem=f"{source.below} holds no text.")
    if case_from is None:
        return Reading(source, transcript)
    match = case_from.match(source.below, source.name)
    if match is None:
        words = f"{source.below}: the pattern “{case_from.pattern}” does not fit this name."
        return Reading(source, problem=words)
    return Reading(source, transcript, *match)


def layout(
    source: SourceFile, *, encoding: str | None = None, columns: Mapping[str, str] | None = None
) -> Layout | None:
    """Return which column of a file holds what, None where it is no table; raises QcodeError."""
    return layout_of_table(source.path, encoding=encoding, columns=columns)


def may_be_table(source: SourceFile) -> bool:
    """Tell by its ending whether a file that could not be read is a table."""
    ending = format_of_suffix(source.path.suffix)
    return ending is not None and is_table(ending.name)


def _transcripts(
    path: Path, encoding: str | None, roles: Mapping[str, Role], columns: Mapping[str, str]
) -> Sequence[Transcript]:
    try:
        return read_transcripts(path, encoding=encoding, roles=roles, columns=columns)
    except UnknownNameError:
        # In a batch a label need not be in each file; whether it is in any, the caller asks.
        found = read_transcripts(path, encoding=encoding, columns=columns)
        return [with_roles(one, roles) for one in found]


def with_roles(transcript: Transcript, roles: Mapping[str, Role]) -> Transcript:
    """Return a transcript whose speakers of these labels have these roles."""
    if not roles:
        return transcript
    wanted = {levelled(label): role for label, role in roles.items()}
    speakers = tuple(
        replace(speaker, role=wanted.get(levelled(speaker.label), speaker.role))
        for speaker in transcript.speakers
    )
    return replace(transcript, speakers=speakers)


def labels_missing(roles: Iterable[str], transcripts: Sequence[Transcript]) -> list[str]:
    """Return the labels for which a role was given but that no transcript has."""
    known = {levelled(speaker.label) for transcript in transcripts for speaker in transcript.speakers}
    return [label for label in roles if levelled(label) not in known]
