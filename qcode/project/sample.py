"""The sample study that comes with the program: fictional, and a project like any other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from qcode.bundled import bundled
from qcode.errors import ProjectFileError
from qcode.project.batch import SourceFile, gather, read
from qcode.project.project import Project

FILE_NAME = "sample_study.qcode"
TITLE = "Gates of the Inland Sea (a fictional study)"
CODEBOOK = "municipal_internationalisation.yaml"
_UNCODED = "Kazehara_strategy_2020"
"""Left unfinished on purpose, so that the tables show what that looks like."""
CUTS, SIZES = (50_000, 400_000), ("small", "middle", "large")
"""Of the classification by population that the study begins with."""
_KINDS = {"interviews": "interview", "strategies": "strategy document"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of making the study, named for the progress bar."""

    name: str
    run: Callable[[], None]


class SampleStudy:
    """Makes the sample project by the same calls that any study is made with."""

    def __init__(self, path: Path, coder: str = "", *, undoable: bool = True) -> None:
        """Prepare to make it at a path; `coder` is who acts, and can take it back step by step.

        Without `undoable`, undo goes back to the study as it was made and no further.
        """
        self._undoable = undoable
        self.path = path
        self._coder = coder
        self._folder = bundled("sample_transcripts")
        self._made = False

    def open(self) -> Project:
        """Open the project that was made."""
        project = Project.open(self.path, coder=self._coder, keep_backups=0)
        project.undoable = self._undoable
        return project

    def steps(self) -> Sequence[Step]:
        """Return what is to be done, in order."""
        sources, _ = gather(self._folder / name for name in _KINDS)
        return [
            Step("project", self._begin),
            *(Step(source.path.name, lambda source=source: self._import(source)) for source in sources),  # type: ignore[misc]
            Step("cases.csv", self._cases),
            Step("documents.csv", self._dates),
            Step("codings.csv", self._codings),
            Step("events.csv", self._events),
            Step("finishing", self._finish),
        ]

    def discard(self) -> None:
        """Remove what was made so far."""
        if self._made:
            self.path.unlink(missing_ok=True)

    def _begin(self) -> None:
        from qcode.codebook import read_codebook

        with Project.create(self.path, TITLE, coder=self._coder, keep_backups=0) as project:
            self._made = True
            project.undoable = self._undoable
            project.codes.import_codebook(read_codebook(bundled("codebooks") / CODEBOOK))

    def _import(self, source: SourceFile) -> None:
        (reading,) = read(source)
        if reading.transcript is None:
            raise ProjectFileError(f"The sample study is damaged: {reading.problem}", "Install qcode again.")
        with self.open() as project:
            project.documents.import_transcript(
                reading.transcript, source.path.name, kind=_KINDS[source.path.parent.name]
            )

    def _cases(self) -> None:
        from qcode.sheets import read_cases

        with self.open() as project:
            project.cases.import_rows(read_cases(self._folder / "cases.csv"))

    def _dates(self) -> None:
        from qcode.sheets import read_document_attributes

        with self.open() as project:
            project.documents.set_from_rows(read_document_attributes(self._folder / "documents.csv"))

    def _events(self) -> None:
        from qcode.sheets import read_events

        with self.open() as project:
            project.groups.fill(["prefecture"])
            project.classifications.add("size", attribute="population", cuts=CUTS, classes=SIZES)
            path = self._folder / "events.csv"
            project.events.import_rows(read_events(path), source=path.name)

    def _codings(self) -> None:
        from qcode.sheets import read_codings

        with self.open() as project:
            path = self._folder / "codings.csv"
            project.import_codings(read_codings(path), source=path.name)

    def _finish(self) -> None:
        with self.open() as project:
            documents = [one for one in project.documents.list() if one.name != _UNCODED]
            coded = {(coding.document_id, coding.coder_id) for coding in project.codings.list()}
            for coder in project.coders.list():
                own = [document for document in documents if (document.id, coder.id) in coded]
                if own:
                    project.documents.finish(*own, coder=coder)
