"""Reading many files on their way into a project: which files, whose case, what each brings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from qcode.errors import DataError, QcodeError, UnknownNameError, UnreadableFileError, UsageError
from qcode.importers import SUFFIXES, read_transcript
from qcode.model.cases import Value
from qcode.model.documents import Role, Transcript
from qcode.project.attributes import read_value
from qcode.text.names import levelled

_FIELD = re.compile(r"\{(\w+)\}|(\*\*)|(\*)|(\?)")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to import, and its path below the folder that was named (for the pattern)."""

    path: Path
    below: str
    """With `/` between folders; for a file named by itself its name alone."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file would bring; either a transcript or the problem that keeps it out."""

    source: SourceFile
    transcript: Transcript | None = None
    case: str | None = None
    attributes: Mapping[str, Value] = field(default_factory=dict)
    problem: str = ""


class CasePattern:
    """Takes the case (and attributes) of a document from the name of its file or folder.

    `{case}` stands for the case's name, any other `{word}` for an attribute of the document; `*` is
    any run of characters within a name, `**` across folders, `?` one character. The pattern is held
    against the path below the folder that was named, then against the file's name; both with and
    without its ending.

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

    def match(self, below: str) -> tuple[str, dict[str, Value]] | None:
        """Return (case, attributes) for a path, None where the pattern does not fit it."""
        path = unicodedata.normalize("NFC", below)
        name = path.rpartition("/")[2]
        for text in (path, name):
            for candidate in (text.rpartition(".")[0] or text, text):
                found = self._expression.fullmatch(candidate)
                if found:
                    fields = {key: value.strip() for key, value in found.groupdict().items()}
                    case = fields.pop("case")
                    return case, {key: read_value(value) for key, value in fields.items()}
        return None


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
    and links out of it are passed over. A file that was named by itself is always kept.
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
            if found.suffix.lower() in SUFFIXES and not found.is_symlink():
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
) -> Reading:
    """Read one file; what keeps it out is said in the result, not raised."""
    try:
        case: str | None = None
        attributes: dict[str, Value] = {}
        if case_from is not None:
            found = case_from.match(source.below)
            if found is None:
                raise DataError(f"{source.below}: the pattern “{case_from.pattern}” does not fit this name.")
            case, attributes = found
        return Reading(source, _transcript(source.path, encoding, roles or {}), case, attributes)
    except QcodeError as error:
        return Reading(source, problem=str(error))
    except (OSError, MemoryError, RecursionError) as error:
        refused = UnreadableFileError(f"{source.path} cannot be read: {error}.")
        return Reading(source, problem=str(refused))


def _transcript(path: Path, encoding: str | None, roles: Mapping[str, Role]) -> Transcript:
    try:
        return read_transcript(path, encoding=encoding, roles=roles)
    except UnknownNameError:
        # In a batch a label need not be in each file; whether it is in any, the caller asks.
        return with_roles(read_transcript(path, encoding=encoding), roles)


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
