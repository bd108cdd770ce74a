"""Plain text and Markdown: the text is the whole file, and everything else points into it."""

from pathlib import Path

import pytest
from readings import read, said

from qcode.errors import UnreadableFileError
from qcode.importers import read_transcript
from qcode.importers.text_file import MOST_LINES
from qcode.model.documents import Role

MARKDOWN = """---
title: "Port of Nagi"
date: 2024-05-02
---

# Interview

**Interviewer:** Who keeps the *contacts*?

**Port manager:** \\[00:12\\] We do. \\[laughs\\]

A second paragraph \\[00:40\\] of theirs.

## The second hour

Still they.

**Music:** \\[01:00\\]

**Interviewer**: And the mayor?

**Port manager:** No.
"""


def test_plain_text_is_kept_whole_with_its_labels_and_blanks() -> None:
    raw = "\ufeff  Harbour talk\r\n\r\nI: Who?\u3000\r\nR: か\u3099、ＡＢＣ。 \r\n"
    transcript = read("a.txt", raw)
    assert transcript.text == "  Harbour talk\n\nI: Who?\u3000\nR: か\u3099、ＡＢＣ。 \n"
    assert said(transcript) == [("I", "Who?"), ("R", "か\u3099、ＡＢＣ。")]
    assert transcript.changes == (
        "byte order mark at the beginning left out",
        "4 line ends (CR LF) made a newline",
    )
    assert (transcript.format, transcript.encoding, transcript.encoding_guessed) == ("txt", "utf-8", False)


def test_markdown_is_kept_as_it_is_and_read_through_its_marks() -> None:
    transcript = read("a.md", MARKDOWN)
    assert transcript.text == MARKDOWN
    assert said(transcript) == [
        ("Interviewer", "Who keeps the *contacts*?"),
        ("Port manager", "We do. \\[laughs\\]\n\nA second paragraph \\[00:40\\] of theirs."),
        ("Port manager", "Still they."),
        ("Interviewer", "And the mayor?"),
        ("Port manager", "No."),
    ]
    assert [speaker.role for speaker in transcript.speakers] == [Role.INTERVIEWER, Role.RESPONDENT]
    assert transcript.turns[1].time_start == 12.0
    assert transcript.anchors == ((MARKDOWN.index("\\[00:40"), 40.0),)
    assert transcript.metadata == {"title": "Port of Nagi", "date": "2024-05-02"}
    assert transcript.front_matter == (0, MARKDOWN.index("\n\n**Interviewer:"))


def test_a_hash_in_a_fenced_block_is_no_heading() -> None:
    text = "I: Show it.\n\nR: Here:\n\n```\n# no heading\n```\n\nDone.\n\nI: Thanks.\n"
    assert said(read("a.md", text))[1] == ("R", "Here:\n\n```\n# no heading\n```\n\nDone.")


def test_a_policy_document_has_no_turns_and_keeps_its_head_apart() -> None:
    text = "---\nissuer: City of Nagi\nyear: 2020\n---\n\n# Harbour strategy\n\nThe port: a gate.\n"
    transcript = read("a.md", text)
    assert transcript.turns == ()
    assert transcript.speakers == ()
    assert transcript.front_matter == (0, text.index("\n\n#"))
    assert transcript.metadata == {"issuer": "City of Nagi", "year": "2020"}


@pytest.mark.parametrize("ending", ["txt", "md", "vtt", "srt"])
def test_a_file_of_more_lines_than_any_transcript_has_is_refused(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"endless.{ending}"
    path.write_bytes(b"a\n" * (MOST_LINES + 1))
    with pytest.raises(UnreadableFileError, match=f"endless.{ending} has more than 1,500,000 lines"):
        read_transcript(path)
