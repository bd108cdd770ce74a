"""What many tests begin with: a project file, two people who code in it, small transcripts."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from qcode import Project
from qcode.model.documents import ImportedTurn, Role, Speaker, Transcript

# How long one example takes says more about the machine than about the program.
settings.register_profile("qcode", deadline=None)
settings.load_profile("qcode")

MORI, LIND = "A. Mori", "B. Lind"


def transcript_of(*turns: tuple[str, str], interviewer: str | None = "Q") -> Transcript:
    """Build what an importer would make of turns (label, speech), one a line, `Label: speech`.

    The speaker called `interviewer` gets that role, all others are respondents.
    """
    text = ""
    spoken: list[ImportedTurn] = []
    labels: list[str] = []
    for label, speech in turns:
        if label not in labels:
            labels.append(label)
        start = len(text)
        text += f"{label}: {speech}\n"
        begins = start + len(label) + 2
        spoken.append(
            ImportedTurn(
                speech=(begins, begins + len(speech)),
                speaker=labels.index(label),
                label=(start, begins),
            )
        )
    speakers = tuple(
        Speaker(label, Role.INTERVIEWER if label == interviewer else Role.RESPONDENT) for label in labels
    )
    return Transcript(text=text, format="txt", turns=tuple(spoken), speakers=speakers, encoding="utf-8")


@pytest.fixture(scope="session")
def talk() -> Callable[..., Transcript]:
    """Return the function that makes a transcript of (label, speech) pairs."""
    return transcript_of


@pytest.fixture
def interview() -> Transcript:
    """A talk of four turns; `R` says “the port” twice."""
    return transcript_of(
        ("Q", "Who keeps the contacts abroad?"),
        ("R", "The port does. Without the port nobody would write to us."),
        ("Q", "And the mayor?"),
        ("R", "市長は国際交流に熱心です。"),
    )


@pytest.fixture
def plain() -> Transcript:
    """A policy document without speakers."""
    return Transcript(
        text="The city seeks partners.\nThe port is its gate.\n", format="txt", encoding="utf-8"
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the project file of a test lies."""
    return tmp_path / "study.qcode"


@pytest.fixture
def project(path: Path) -> Iterator[Project]:
    """A new project, opened by A. Mori."""
    with Project.create(path, "Harbour study", coder=MORI, keep_backups=0) as made:
        yield made


@pytest.fixture
def other(project: Project) -> Iterator[Project]:
    """The same project, opened by B. Lind."""
    with Project.open(project.path, coder=LIND, keep_backups=0) as opened:
        yield opened
