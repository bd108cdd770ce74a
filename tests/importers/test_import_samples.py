"""The sample study's files are read as their authors meant them."""

from pathlib import Path

import pytest
from readings import assert_sound

from qcode.importers.reading import read_transcript
from qcode.model.documents import Role

SAMPLES = Path(__file__).parents[2] / "sample_transcripts"
SUFFIXES = {".txt", ".md", ".docx", ".vtt", ".srt"}


def files(folder: str) -> list[Path]:
    return sorted(path for path in (SAMPLES / folder).iterdir() if path.suffix in SUFFIXES)


@pytest.mark.parametrize("path", files("interviews"), ids=lambda path: path.name)
def test_an_interview_has_an_interviewer_and_respondents_in_turn(path: Path) -> None:
    transcript = read_transcript(path)
    assert_sound(transcript)
    roles = [speaker.role for speaker in transcript.speakers]
    assert roles.count(Role.INTERVIEWER) == 1
    assert set(roles) == {Role.INTERVIEWER, Role.RESPONDENT}
    assert len(transcript.turns) >= 20


@pytest.mark.parametrize("path", files("strategies"), ids=lambda path: path.name)
def test_a_strategy_has_no_speakers(path: Path) -> None:
    transcript = read_transcript(path)
    assert_sound(transcript)
    assert transcript.turns == ()
    assert transcript.speakers == ()
