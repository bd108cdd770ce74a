"""Making a new study: everything is read and told first, and only then written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from qcode.errors import DataError, QcodeError
from qcode.model.codes import Codebook
from qcode.project import Project
from qcode.project.batch import Reading, read, what_is_readable
from qcode.project.sample import Step
from qcode.text.names import counted, quoted
from qcode.tui.paths import exists, gathered, make_folder

if TYPE_CHECKING:
    from qcode.sheets import CaseRow

SUFFIX = ".qcode"
_MOST_TOLD = 3


def file_name(title: str) -> str:
    """Return the name of a project file for a title: `harbour_study.qcode`."""
    stem = re.sub(r"\W+", "_", title.casefold()).strip("_")
    return f"{stem or 'study'}{SUFFIX}"


def project_path(path: Path) -> Path:
    """Return where a new project is to lie; raises DataError where something is there already."""
    if not path.name:
        raise DataError(f"{path} is a folder.", "Name a file in it.")
    full = path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)
    if exists(full):
        raise DataError(f"{full} exists already.", "Open it, or name another file.")
    return full


@dataclass(slots=True)
class Plan:
    """What a new study is to hold; nothing of it is written yet."""

    path: Path
    title: str
    codebook: Codebook | None = None
    readings: Sequence[Reading] = ()
    passed: Sequence[Path] = ()
    """Files of a folder that nothing reads."""
    cases: Sequence[CaseRow] = ()
    problems: list[str] = field(default_factory=list)
    """What could not be imported, one sentence each; filled while the steps run."""

    def summary(self) -> list[tuple[str, str]]:
        """Return the plan in words, as pairs of what and how much."""
        good = [one.transcript for one in self.readings if one.transcript]
        bad = [one.problem for one in self.readings if not one.transcript]
        characters = counted(sum(len(one.text) for one in good), "character")
        documents = f"{counted(len(good), 'document')}, {characters}" if good else "none yet"
        lines = [
            ("Title", self.title),
            ("File", str(self.path.absolute())),
            ("Codebook", _of(self.codebook) if self.codebook else "none yet"),
            ("Transcripts", documents),
        ]
        if bad:
            more = f" (and {len(bad) - _MOST_TOLD} more)" if len(bad) > _MOST_TOLD else ""
            lines.append(("Left out", f"{'  '.join(bad[:_MOST_TOLD])}{more}"))
        if self.passed:
            lines.append(("Passed over", f"{counted(len(self.passed), 'file')} of other kinds"))
        tied = sum(1 for one in self.readings if one.transcript and self.case_of(one))
        of_files = f"; {counted(tied, 'document')} of one by the file's name" if self.readings else ""
        lines.append(("Cases", f"{counted(len(self.cases), 'case')}{of_files}" if self.cases else "none yet"))
        return lines

    def case_of(self, reading: Reading) -> str:
        """Return the case whose name a file's name begins with, the longest that fits; empty for none."""
        stem = reading.source.path.stem
        fitting = [
            one.name
            for one in self.cases
            if stem.startswith(one.name) and not stem[len(one.name) : len(one.name) + 1].isalnum()
        ]
        return max(fitting, key=len, default="")

    def steps(self, opener: Callable[[Path], Project]) -> Iterator[Step]:
        """Yield what is to be done, in order; `opener` opens the new project as the coder who acts."""
        yield Step(self.path.name, lambda: self._begin(opener))
        for reading in self.readings:
            if reading.transcript is not None:
                name = reading.source.name or reading.source.path.name
                yield Step(name, lambda reading=reading: self._import(opener, reading))  # type: ignore[misc]
        if self.cases:
            yield Step("the cases", lambda: self._cases(opener))

    def _begin(self, opener: Callable[[Path], Project]) -> None:
        make_folder(self.path.parent)
        Project.create(self.path, self.title, keep_backups=0).close()
        if self.codebook is not None:
            with opener(self.path) as project:
                project.codes.import_codebook(self.codebook)

    def _import(self, opener: Callable[[Path], Project], reading: Reading) -> None:
        if reading.transcript is None:
            return
        try:
            with opener(self.path) as project:
                case = self.case_of(reading)
                project.documents.import_transcript(
                    reading.transcript, reading.source.below, cases=[case] if case else []
                )
        except QcodeError as error:
            self.problems.append(f"{reading.source.below}: {error}")

    def _cases(self, opener: Callable[[Path], Project]) -> None:
        try:
            with opener(self.path) as project:
                project.cases.import_rows(self.cases)
        except QcodeError as error:
            self.problems.append(f"The cases were not imported: {error}")


def _of(codebook: Codebook) -> str:
    return f"{codebook.title}, {counted(sum(1 for _ in codebook.walk()), 'code')}"


def read_sources(path: Path, told: Callable[[str], None]) -> tuple[list[Reading], list[Path]]:
    """Return the transcripts of a folder or file as they would be imported, and the files passed over.

    `told` is given the name of each file before it is read. Raises DataError where there is nothing.
    """
    if not exists(path):
        raise DataError(f"There is no {path}.", "Name a folder, or one file.")
    sources, passed = gathered(path)
    if not sources:
        raise DataError(f"In {quoted(str(path))} there is no transcript.", what_is_readable())
    readings: list[Reading] = []
    for source in sources:
        told(source.path.name)
        readings += read(source)
    return readings, passed
