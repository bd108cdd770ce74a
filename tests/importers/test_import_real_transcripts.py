"""Real transcripts, where a folder of them is at hand: turns and speakers as others counted them."""

import csv
import json
import os
from collections import Counter
from pathlib import Path

import pytest
from readings import assert_sound, said

from qcode.importers.reading import read_transcript
from qcode.model.documents import Transcript

FOLDER = os.environ.get("QCODE_TEST_TRANSCRIPTS", "")
pytestmark = pytest.mark.skipif(not FOLDER, reason="QCODE_TEST_TRANSCRIPTS names no folder of transcripts")
SUFFIXES = {".txt", ".md", ".docx", ".vtt", ".srt"}
FILES = sorted(path for path in Path(FOLDER).glob("*/**/*.*") if path.suffix in SUFFIXES) if FOLDER else []

MORE_TURNS = {"Transcripts.docx": 4, "founders-talk-75.md": -1}
"""Three damaged labels and an indented one that the yardstick takes for text; a `Break` it counts."""


def reading(name: str) -> Transcript:
    return read_transcript(Path(FOLDER) / name)


def yardstick() -> list[dict[str, str]]:
    if not FOLDER:
        return []
    with (Path(FOLDER) / "EXPECTED.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [row for row in rows if Path(row["file"]).suffix in SUFFIXES]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_is_read_and_holds_together(path: Path) -> None:
    assert_sound(read_transcript(path))


@pytest.mark.parametrize("row", yardstick(), ids=lambda row: row["file"])
def test_turns_and_speakers_are_those_counted_by_others(row: dict[str, str]) -> None:
    transcript = reading(row["file"])
    name = Path(row["file"]).name
    turns = Counter(speaker for speaker, _ in said(transcript))
    if row["note"] == "questions":
        assert list(turns.values()) == [int(row["turns_or_cues"])] * 2
        return
    assert len(transcript.turns) == int(row["turns_or_cues"]) + MORE_TURNS.get(name, 0)
    expected = json.loads(row["speakers"].replace("'", '"'))
    for speaker, count in expected.items():
        if speaker != "Break":
            assert count <= turns[speaker] <= count + 1
    assert "Break" not in turns


def test_one_interview_in_eight_encodings_is_one_text_and_in_three_shapes_one_talk() -> None:
    folder = Path(FOLDER) / "ja" / "encodings"
    plain = [path for path in folder.glob("*.txt") if "notta" not in path.name]
    readings = [read_transcript(path) for path in plain]
    assert len(readings) == 8
    assert len({one.text for one in readings}) == 1
    speech = [words for _, words in said(readings[0])]
    assert len(speech) == 101
    for name in ("ja_notta_like.txt", "ja_teams_like.vtt"):
        assert [words for _, words in said(read_transcript(folder / name))] == speech
