"""What a transcript becomes in the project file: columns of its document, rows of its turns."""

from __future__ import annotations

import json
from collections.abc import Sequence

from qcode.errors import SpanError
from qcode.model.documents import Transcript
from qcode.store.changes import Row


def file_name(source_name: str) -> str:
    """Return a file's name as it can be stored: one that holds bytes of no text has them as U+FFFD."""
    return source_name.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def text_columns(transcript: Transcript, digest: str) -> Row:
    """Return the columns of a document that its text decides; `digest` is the text's SHA-256."""
    return {
        "text_sha256": digest,
        "characters": len(transcript.text),
        "front_matter_end": transcript.front_matter[1] if transcript.front_matter else 0,
        "anchors": json.dumps([list(anchor) for anchor in transcript.anchors]),
        "pages": json.dumps([list(page) for page in transcript.pages], ensure_ascii=False),
        "format": transcript.format,
        "encoding": transcript.encoding,
        "changes": json.dumps([*transcript.changes, *transcript.warnings], ensure_ascii=False),
    }


def turn_rows(transcript: Transcript, participants: Sequence[int]) -> Sequence[Row]:
    """Return the rows of a transcript's turns; `participants` are row ids, one for each speaker.

    Raises SpanError where turns do not lie one after the other in the text.
    """
    turns: list[Row] = []
    reached = 0
    for position, turn in enumerate(transcript.turns, start=1):
        label = turn.label or (turn.speech[0], turn.speech[0])
        if not reached <= label[0] <= label[1] <= turn.speech[0] <= turn.speech[1] <= len(transcript.text):
            raise SpanError(
                f"Turn {position} lies at {label[0]} to {turn.speech[1]}; the text has "
                f"{len(transcript.text)} characters, and the turn before ends at {reached}.",
                "Nothing was imported.",
            )
        reached = turn.speech[1]
        turns.append(
            {
                "position": position,
                "participant_id": None if turn.speaker is None else participants[turn.speaker],
                "label_start": label[0],
                "label_end": label[1],
                "start": turn.speech[0],
                "end": turn.speech[1],
                "time_start": None if turn.time_start is None else float(turn.time_start),
                "time_end": None if turn.time_end is None else float(turn.time_end),
            }
        )
    return turns
