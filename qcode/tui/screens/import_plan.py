"""What an import would do, document by document, before anything is written."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from qcode.errors import QcodeError
from qcode.model.cases import Value
from qcode.model.documents import Role, Speaker, Transcript
from qcode.project import Project
from qcode.project.batch import CasePattern, Layout, Reading, SourceFile, is_table, layout, may_be_table, read
from qcode.text.names import levelled

ENCODINGS = (
    ("utf-8", "Unicode"), ("cp932", "Shift_JIS of Windows"), ("euc_jp", "EUC-JP"),
    ("iso2022_jp", "JIS, as in mail"), ("utf-16", "Unicode, two bytes"), ("cp1252", "Western Windows"),
)  # fmt: skip
"""Encodings to choose from, with what people call them."""


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """One document on its way in, a file or an interview in one: what was read, what the person decided."""

    file: SourceFile
    reading: Reading
    encoding: str | None = None
    """As the person says; None: as it was found. It is of the whole file, as the columns are."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Of a table, as the person says: field -> column."""
    roles: Mapping[int, Role | None] = field(default_factory=dict)
    """Index of a speaker -> the role the person gives."""
    kind: str | None = None
    cases: tuple[str, ...] = ()
    attributes: Mapping[str, Value] = field(default_factory=dict)
    skip: bool = False
    name: str = ""
    """The document's name, as planned."""
    planned_kind: str = ""
    refused: str = ""
    """Why the project would not take it."""

    @property
    def source(self) -> SourceFile:
        """Where it lies: the file, or its own place in a file of several."""
        return self.reading.source

    @property
    def key(self) -> str:
        """What tells it from the others."""
        return f"{self.file.path}/{self.source.name}" if self.source.name else str(self.file.path)

    @property
    def is_table(self) -> bool:
        """Whether it comes from a table, whose columns can be chosen."""
        transcript = self.reading.transcript
        return is_table(transcript.format) if transcript else may_be_table(self.file)

    @property
    def problem(self) -> str:
        """Why it cannot be imported; empty where it can."""
        return self.reading.problem or self.refused

    @property
    def goes_in(self) -> bool:
        """Whether it is to be imported."""
        return not self.skip and not self.problem and self.reading.transcript is not None

    @property
    def speakers(self) -> Sequence[Speaker]:
        """The speakers with the roles they are to have."""
        transcript = self.reading.transcript
        known = transcript.speakers if transcript else ()
        return [replace(one, role=self.roles.get(place, one.role)) for place, one in enumerate(known)]

    @property
    def transcript(self) -> Transcript:
        """What is to be imported. Only of a file that could be read."""
        if self.reading.transcript is None:
            raise ValueError("the file could not be read")
        return replace(self.reading.transcript, speakers=tuple(self.speakers))


async def plan(file: SourceFile) -> list[PlannedFile]:
    """Read what a file brings, beside the keys; what keeps it out is said in the result."""
    return [PlannedFile(file, reading) for reading in await asyncio.to_thread(read, file)]


async def read_as(
    files: Sequence[PlannedFile],
    one: PlannedFile,
    encoding: str | None,
    columns: Mapping[str, str],
) -> list[PlannedFile]:
    """Return the documents with all those of one's file read again.

    In another encoding (None: as it is found), by other columns; roles are guessed anew.
    """
    readings = await asyncio.to_thread(read, one.file, encoding=encoding, columns=columns)
    before = {other.source: other for other in files if other.file == one.file}
    again = [
        replace(
            before.get(reading.source, replace(one, skip=False)),
            reading=reading, encoding=encoding, columns=columns, roles={}, refused="",
        )
        for reading in readings
    ]  # fmt: skip
    place = next(number for number, other in enumerate(files) if other.file == one.file)
    rest = [other for other in files if other.file != one.file]
    return [*rest[:place], *again, *rest[place:]]


def one_of_each_file(files: Sequence[PlannedFile]) -> list[PlannedFile]:
    """Return the first document of each file."""
    return list({one.file: one for one in reversed(files)}.values())[::-1]


async def columns_of(one: PlannedFile) -> Layout | None:
    """Return which column of a document's file holds what, None where it is no table; raises QcodeError."""
    return await asyncio.to_thread(layout, one.file, encoding=one.encoding, columns=one.columns)


def noun(files: Sequence[PlannedFile]) -> str:
    """Return what is counted: files, or documents where a file brings several."""
    return "document" if any(one.source.name for one in files) else "file"


def matched(files: Sequence[PlannedFile], pattern: CasePattern) -> tuple[list[PlannedFile], int]:
    """Return the files with the cases that a pattern takes from their names, and how many do not fit.

    A file that the pattern does not fit has no case from it.
    """
    found: list[PlannedFile] = []
    misfits = 0
    for one in files:
        match = pattern.match(one.source.below, one.source.name)
        misfits += match is None
        case, attributes = match or ("", {})
        found.append(replace(one, cases=(case,) if case else (), attributes=attributes))
    return found, misfits


def with_roles_of(files: Sequence[PlannedFile], pattern: PlannedFile) -> tuple[list[PlannedFile], int]:
    """Return the files with the roles that one file has for the same labels, and how many changed."""
    roles = {levelled(one.label): one.role for one in pattern.speakers}
    found: list[PlannedFile] = []
    changed = 0
    for one in files:
        given = {
            place: roles[levelled(speaker.label)]
            for place, speaker in enumerate(one.speakers)
            if levelled(speaker.label) in roles and roles[levelled(speaker.label)] != speaker.role
        }
        changed += bool(given)
        found.append(replace(one, roles={**one.roles, **given}) if given else one)
    return found, changed


def plan_names(project: Project, files: Sequence[PlannedFile]) -> list[PlannedFile]:
    """Return the files with the names and kinds their documents would get, or why they would be refused."""
    before: dict[str, str] = {}
    planned: list[PlannedFile] = []
    for one in files:
        if one.skip or one.reading.transcript is None:
            planned.append(replace(one, refused=""))
            continue
        try:
            name, kind = project.documents.planned(
                one.reading.transcript, one.source.below, kind=one.kind, before=before
            )
        except QcodeError as error:
            planned.append(replace(one, refused=str(error)))
            continue
        before[name] = one.source.below
        planned.append(replace(one, name=name, planned_kind=kind, refused=""))
    return planned


def bring_in(project: Project, one: PlannedFile) -> Sequence[str]:
    """Import one file, as one act; return what a person should know of it. Raises QcodeError."""
    done = project.documents.import_transcript(
        one.transcript, one.source.below, kind=one.kind, cases=one.cases, attributes=one.attributes
    )
    return done.notes
