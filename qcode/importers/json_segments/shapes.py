"""Where in a JSON file the transcript is: the list of segments or words, under the names it goes by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

Json = Any
"""What the JSON reader gives: dict, list, str, number, bool or None."""


class Kind(Enum):
    """What a list holds."""

    SEGMENTS = auto()
    WORDS = auto()


@dataclass(frozen=True, slots=True)
class Found:
    """The list in which a file's transcript is."""

    kind: Kind
    path: str
    """Where it is, as `results.utterances`; empty for a file that is the list itself."""
    items: list[Json]
    around: tuple[dict[str, Json], ...]
    """The objects that it lies in, the outermost first."""


SEGMENT_KEYS = (
    "utterances",  # AssemblyAI, Deepgram, Gladia
    "segments",  # Whisper, WhisperX, podcasts
    "audio_segments",  # AWS
    "speech_segments",  # Otter
    "monologues",  # Rev
    "sentences",  # Fireflies
    "transcript",  # Sembly
    "recognizedPhrases",  # Azure
    "phrases",  # Azure
    "entries",  # Teams
    "chunks",  # Whisper in Transformers
    "transcription",  # whisper.cpp
    "channels",  # Deepgram
    "results",  # Google
)
WORD_KEYS = ("items", "results", "words")
"""AWS, Speechmatics, ElevenLabs and AssemblyAI."""

_TEXT_KEYS = (
    *("text", "transcript", "words_str", "body", "words", "elements", "alternatives", "nBest", "result"),
    *("word", "value", "content", "utterance", "sentence"),
)
_PLACE_KEYS = (
    *("start", "start_time", "startTime", "start_ts", "startOffset", "offset", "offsets", "timestamp"),
    *("offsetMilliseconds", "offsetInTicks", "speaker", "speaker_name", "speakerName", "speakerDisplayName"),
    *("speaker_id", "speaker_label", "name", "time", "words", "elements", "alternatives", "result"),
)
_DEEPEST = 4
_MOST_LOOKED_AT = 200


def find_transcript(root: Json) -> Found | None:
    """Return where the transcript of a file is, None where there is none.

    Looks at the outermost objects first, at most four deep, and in each for segments before words.
    """
    if isinstance(root, list):
        kind = _kind_of("", root)
        return Found(kind, "", root, ()) if kind else None
    for path, around in _objects(root):
        for key in (*SEGMENT_KEYS, *WORD_KEYS):
            items = around[-1].get(key)
            if isinstance(items, list) and (kind := _kind_of(key, items)) is not None:
                return Found(kind, f"{path}.{key}" if path else key, items, around)
    return None


def _objects(root: Json) -> Iterator[tuple[str, tuple[dict[str, Json], ...]]]:
    """Yield the objects of a file with their paths, level by level."""
    level: list[tuple[str, Json, tuple[dict[str, Json], ...]]] = [("", root, ())]
    for _ in range(_DEEPEST):
        below: list[tuple[str, Json, tuple[dict[str, Json], ...]]] = []
        for path, value, around in level[:_MOST_LOOKED_AT]:
            if not isinstance(value, dict):
                continue
            yield path, (*around, value)
            for key, inside in value.items():
                below.append((f"{path}.{key}" if path else key, inside, (*around, value)))
        level = below


def _kind_of(key: str, items: list[Json]) -> Kind | None:
    """Return what a list under a key holds, None where it is nothing that was said."""
    first = next((item for item in items if isinstance(item, dict)), None)
    if first is None or not any(name in first for name in _TEXT_KEYS):
        return None
    if not any(name in first for name in _PLACE_KEYS):
        return None
    words = key in WORD_KEYS and ("type" in first or key not in SEGMENT_KEYS)
    return Kind.WORDS if words else Kind.SEGMENTS
