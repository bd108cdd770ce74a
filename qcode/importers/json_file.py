"""JSON of transcription services: Whisper, AssemblyAI, Otter, Rev, Deepgram and others alike."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TypeGuard, TypeVar

from pydantic import BaseModel, ValidationError

from qcode.errors import DataError
from qcode.files.encoding import Decoded, decode
from qcode.files.regular import MEGABYTE, check_size
from qcode.importers.cues import Cue, transcript_of_cues
from qcode.importers.json_segments.models import Segment, Word
from qcode.importers.json_segments.services import with_labels, with_names, without_repetition
from qcode.importers.json_segments.shapes import Found, Json, Kind, find_transcript
from qcode.importers.json_segments.speech import (
    LONGEST_SEGMENT,
    LONGEST_WORD,
    Said,
    are_milliseconds,
    in_seconds,
    said_in_segments,
    said_in_words,
)
from qcode.importers.left_out import told_left_out
from qcode.importers.source import Options, Source
from qcode.model.documents import Transcript
from qcode.text.clean import BOM, clean
from qcode.text.display import safe
from qcode.text.names import counted, quoted

LARGEST_FILE = 32 * MEGABYTE
"""Bytes; three hours with the time of every word have a tenth of it."""

MOST_VALUES = 1_000_000
"""Values and lines of text in a file; six hours with all that is told of each word have fewer."""

_METADATA = (
    *("title", "episodeTitle", "name", "date", "created_at", "transcribedAt", "recorded_at"),
    *("language", "language_code", "duration", "audio_duration"),
)
_LONGEST_METADATA = 300
_SHOWN = 8
_LONGEST_KEY = 40
_OTHERWISE = "Save it as .vtt, .srt or .txt where it comes from."
_LOOKED_FOR = (
    "Looked for were segments, utterances, monologues, sentences, words and the like:"
    " lists of texts with times or speakers."
)

_Model = TypeVar("_Model", bound=BaseModel)


def read(source: Source, options: Options) -> Transcript:
    """Return the transcript that a transcription service wrote as JSON.

    Raises DataError where the file is no JSON, or JSON without a transcript in a shape that is known,
    UnreadableFileError where it is larger than 32 MB.
    """
    decoded = _decoded(source, options)
    root, notes = _parsed(decoded.text, source.name)
    found = find_transcript(root)
    said = _speech(found, source.name) if found else _text_alone(root, source.name)
    if found:
        odd = sum(not isinstance(item, dict) for item in found.items)
        notes += told_left_out({"entry without keys": odd})
    changes = clean("\n".join(one.text for one in said)).changes
    # Where some are named, the others are somebody else; where nobody is, the text may name them.
    named = any(one.speaker for one in said)
    cues = [
        Cue(one.start, one.end, tuple((_label(one.speaker) if named else None, line) for line in lines))
        for one in said
        if (lines := _lines(one.text))
    ]
    if not cues:
        raise DataError(f"{source.name} is a transcript in which nothing is said.")
    return transcript_of_cues(
        cues,
        "json",
        options,
        metadata=_metadata(found.around if found else ()),
        decoded=decoded,
        notes=notes,
        changes=changes,
    )


def _decoded(source: Source, options: Options) -> Decoded:
    slimmer = "Save it without the times of single words, or as .vtt."
    check_size(len(source.data), source.name, LARGEST_FILE, slimmer)
    encoding = options.encoding
    if encoding is None and json.detect_encoding(source.data) != "utf-8":
        # The first bytes of JSON are ASCII, so that its zero bytes tell what it is.
        encoding = json.detect_encoding(source.data)
    decoded = decode(source.data, source.name, encoding)
    values = sum(decoded.text.count(sign) for sign in (",", "[", "{", "\\n"))
    if values > MOST_VALUES:
        raise DataError(f"{source.name} holds {values:,} values, far more than a transcript has.", slimmer)
    return decoded


def _parsed(text: str, name: str) -> tuple[Json, list[str]]:
    """Return what a file holds, JSON or JSON lines, and what is to be said about it."""
    twice: Counter[str] = Counter()

    def pairs(found: list[tuple[str, Json]]) -> dict[str, Json]:
        made = dict(found)
        if len(made) < len(found):
            twice.update(key for key, count in Counter(key for key, _ in found).items() if count > 1)
        return made

    reader = json.JSONDecoder(object_pairs_hook=pairs)
    text = text.removeprefix(BOM)
    try:
        try:
            root = reader.decode(text)
        except json.JSONDecodeError as error:
            lines = [line for line in text.split("\n") if line.strip()]
            if len(lines) < 2 or not all(line.lstrip().startswith("{") for line in lines):
                raise _no_json(name, error) from None
            root = _json_lines(reader, text, name)
    except RecursionError:
        raise DataError(f"{name} is nested too deeply to be a transcript.") from None
    except DataError:
        raise
    except ValueError:
        raise DataError(f"{name} has a number of thousands of digits, which no transcript has.") from None
    told = [
        f"{quoted(safe(key))} stands twice in {counted(count, 'object')}; the last of each is taken"
        for key, count in twice.most_common(_SHOWN)
    ]
    return root, told


def _json_lines(reader: json.JSONDecoder, text: str, name: str) -> list[Json]:
    items: list[Json] = []
    for number, line in enumerate(text.split("\n"), 1):
        try:
            if line.strip():
                items.append(reader.decode(line))
        except json.JSONDecodeError as error:
            raise _no_json(name, error, number) from None
    return items


def _no_json(name: str, error: json.JSONDecodeError, line: int = 0) -> DataError:
    return DataError(
        f"{name}, line {line or error.lineno:,}, character {error.colno:,}: this is no JSON"
        f" ({error.msg[:1].lower()}{error.msg[1:]}).",
        "It may have been cut off; fetch it again.",
    )


def _speech(found: Found, name: str) -> list[Said]:
    """Return what is said in a list of segments or words, its times in seconds."""
    if found.kind is Kind.WORDS:
        words = with_labels(_checked(Word, found, name), found.around)
        said = said_in_words(words)
        thousandths = are_milliseconds(words, LONGEST_WORD)
    else:
        segments = without_repetition(_checked(Segment, found, name))
        try:
            segments = with_names(segments, found)
        except ValueError as error:
            raise DataError(
                f"{name}: its list of speakers is not as expected: {error}.", _OTHERWISE
            ) from None
        said = said_in_segments(segments)
        thousandths = are_milliseconds(segments, LONGEST_SEGMENT)
    return in_seconds(said) if thousandths else said


def _checked(model: type[_Model], found: Found, name: str) -> list[_Model]:
    """Return the items of a list as models; raises DataError with the place of the first bad one."""
    checked: list[_Model] = []
    for number, item in enumerate(found.items):
        if not isinstance(item, dict):
            continue
        try:
            checked.append(model.model_validate(item))
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            place = f"{found.path}[{number}]" + "".join(
                f"[{step}]" if isinstance(step, int) else f".{step}" for step in first["loc"]
            )
            reason = first["msg"].removeprefix("Value error, ").removeprefix("Input ")
            raise DataError(
                f"{name}: {safe(place)[:120]} is not as expected: {reason}.", _OTHERWISE
            ) from None
    return checked


def _text_alone(root: Json, name: str) -> list[Said]:
    """Return the lines of a file that has a text and no more; raises DataError for any other."""
    text = (
        next((root[key] for key in ("text", "transcript") if key in root), None) if _is_object(root) else None
    )
    if isinstance(text, str) and text.strip():
        return [Said("", line, None, None) for line in text.split("\n")]
    if isinstance(root, dict):
        keys = ", ".join(quoted(safe(key[:_LONGEST_KEY])) for key in list(root)[:_SHOWN])
        more = f" and {len(root) - _SHOWN} more" if len(root) > _SHOWN else ""
        what = f"its keys are {keys}{more}" if root else "it is empty"
    elif isinstance(root, list):
        inside = next((item for item in root if isinstance(item, dict)), {})
        keys = ", ".join(quoted(safe(key[:_LONGEST_KEY])) for key in list(inside)[:_SHOWN])
        what = f"it is a list of {counted(len(root), 'entry', 'entries')}" + (f" with {keys}" if keys else "")
    else:
        what = "it is a single value"
    raise DataError(f"{name} is JSON, but no transcript that qcode knows: {what}.", _LOOKED_FOR)


def _is_object(root: Json) -> TypeGuard[dict[str, Json]]:
    return isinstance(root, dict)


def _label(speaker: str) -> str:
    return " ".join(clean(speaker).text.split())


def _lines(text: str) -> list[str]:
    """Return the lines of a piece of speech as they may stand in a text."""
    return [line.strip() for line in clean(text).text.split("\n") if line.strip()]


def _metadata(around: Iterable[Mapping[str, Json]]) -> dict[str, str]:
    """Return what the objects around a transcript say about it: title, date, language, length."""
    told = {
        key: value
        for one in around
        for key in _METADATA
        if isinstance(value := one.get(key), str | int | float) and not isinstance(value, bool)
    }
    lines = {key: " ".join(clean(str(value)[:_LONGEST_METADATA]).text.split()) for key, value in told.items()}
    return {key: line for key, line in lines.items() if line}
