"""Short ways to read bytes as a file of some format and to look at the result."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from qcode.importers.reading import read_transcript
from qcode.model.documents import Role, Transcript

ASKED = [
    ("How did it start?", "With a letter."),
    ("And who answered it?", "Nobody did."),
    ("What became of it?", "A strategy."),
]
SAID = [(who, words) for both in ASKED for who, words in zip(("Question", "Answer"), both, strict=True)]
"""An interview without labels, its questions in bold, and who says what in it."""


def read(name: str, data: bytes | str, *, encoding: str | None = None, **roles: Role) -> Transcript:
    """Read data as a file of that name."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
        return read_transcript(path, encoding=encoding, roles=roles)


def said(transcript: Transcript) -> list[tuple[str | None, str]]:
    """Return (speaker's label, speech) of each turn."""
    return [
        (
            None if turn.speaker is None else transcript.speakers[turn.speaker].label,
            transcript.text[slice(*turn.speech)],
        )
        for turn in transcript.turns
    ]


def assert_sound(transcript: Transcript) -> None:
    """Assert what holds of every transcript, whatever the file."""
    text = transcript.text
    assert not set("\r\x85\u2028\u2029\v\f\0") & set(text)
    text.encode("utf-8")
    last = 0
    for turn in transcript.turns:
        start, end = turn.speech
        if turn.label is not None:
            assert last <= turn.label[0] < turn.label[1] <= start
        assert last <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        assert turn.speaker is None or 0 <= turn.speaker < len(transcript.speakers)
        last = end
    for at, seconds in transcript.anchors:
        assert 0 <= at < len(text)
        assert seconds >= 0
    assert list(transcript.anchors) == sorted(transcript.anchors, key=lambda anchor: anchor[0])
    if transcript.front_matter is not None:
        assert 0 <= transcript.front_matter[0] < transcript.front_matter[1] <= len(text)
    for note in (*transcript.changes, *transcript.warnings):
        assert "\n" not in note
