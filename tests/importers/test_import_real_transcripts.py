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
FILES = sorted(path for path in Path(FOLDER).glob("*/**/*.*") if path.is_file()) if FOLDER else []

MORE_TURNS = {"Transcripts.docx": 4, "founders-talk-75.md": -1}
"""Three damaged labels and an indented one that the yardstick takes for text; a `Break` it counts."""


def reading(name: str) -> Transcript:
    return read_transcript(Path(FOLDER) / name)


def yardstick() -> list[dict[str, str]]:
    if not FOLDER:
        return []
    with (Path(FOLDER) / "EXPECTED.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


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
    if Path(name).suffix == ".json":
        assert turns == expected
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


def utterances(path: Path) -> list[dict[str, object]]:
    with path.open(encoding="utf-8") as file:
        found: list[dict[str, object]] = json.load(file)["utterances"]
    return found


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.suffix == ".json" and path.parent.name == "ja"]
)
def test_what_a_service_says_who_said_when_is_what_is_read(path: Path) -> None:
    transcript = read_transcript(path)
    told = utterances(path)
    # A turn is one line: an utterance of two lines is joined by a blank.
    assert said(transcript) == [(one["speaker"], str(one["text"]).strip().replace("\n", " ")) for one in told]
    assert [(turn.time_start, turn.time_end) for turn in transcript.turns] == [
        (float(str(one["start"])) / 1000, float(str(one["end"])) / 1000) for one in told
    ]


SMALL = {
    "transcripts_fireflies_sample.json": {"Alice": 2, "Bob": 1},
    "transcripts_generic_text_simple.txt": {"Alice": 2, "Bob": 2},
    "transcripts_generic_text_with_preamble.txt": {"Alice": 2, "Bob": 2},
    "transcripts_generic_text_with_timestamps.txt": {"Alice": 2, "Bob": 2},
    "transcripts_otter_sample.json": {"Alice": 2, "Bob": 1},
    "transcripts_rev_sample.json": {"Speaker 0": 2, "Speaker 1": 1},
    "transcripts_sembly_sample.json": {"Alice Smith": 2, "Bob Jones": 1},
    "transcripts_whisperx_bare_list.json": {"SPEAKER_00": 1, "SPEAKER_01": 1},
    "transcripts_whisperx_standard.json": {"SPEAKER_00": 2, "SPEAKER_01": 1},
    "transcripts_whisperx_word_level.json": {"SPEAKER_00": 3, "SPEAKER_01": 2},
    "transcripts_zoom_sample.vtt": {"Alice Smith": 2, "Bob Jones": 1},
    "vtt_tiny.vtt": {"Speaker 1": 1},
    "vtt_with_speakers.vtt": {"Alice": 2, "Bob": 1},
}
"""Counted by hand; two captions of one speaker are one turn."""


@pytest.mark.parametrize("name", SMALL)
def test_small_files_in_the_shapes_of_services_have_the_turns_counted_by_hand(name: str) -> None:
    transcript = reading(f"small/{name}")
    assert Counter(speaker for speaker, _ in said(transcript)) == SMALL[name]
    assert all(turn.time_start is not None for turn in transcript.turns) or name.endswith(
        ("_simple.txt", "_preamble.txt")
    )
