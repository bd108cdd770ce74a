"""WebVTT captions, as Teams, Zoom, Whisper and others write them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from qcode.errors import DataError
from qcode.importers.captions import TIMING, blocks_of, cue_times, cut_block, plain_text
from qcode.importers.cues import Cue, transcript_of_cues
from qcode.importers.left_out import told_left_out
from qcode.importers.source import Options, Source
from qcode.importers.text_file import decoded_text
from qcode.model.documents import Transcript

_SKIPPED = {"NOTE": "note", "STYLE": "style sheet", "REGION": "region"}
"""Blocks that are no captions, and what is said about them."""
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+(?P<name>[^>\n]*)>|</v\s*>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:c|i|b|u|s|v|lang|ruby|font)(?:[.\s][^<>\n]*)?/?>|<rt(?:[.\s][^<>\n]*)?>[^<\n]*(?:</rt>)?|</rt>"
    r"|<\d{1,3}:\d{2}(?::\d{2})?[.,]\d{1,3}>|\{\\an?\d\}",
    re.IGNORECASE,
)
_PAIR = re.compile(r"(?P<key>[^:\n]{1,40}):[ \t]*(?P<value>[^\n]{1,300})$")


def read(source: Source, options: Options) -> Transcript:
    """Return the transcript of a WebVTT file.

    Comments, styles and regions are left out and counted. Raises DataError where there is no cue.
    """
    decoded, text, changes = decoded_text(source, options)
    cues: list[Cue] = []
    left_out: Counter[str] = Counter()
    metadata: dict[str, str] = {}
    for number, lines in enumerate(blocks_of(text)):
        if number == 0 and lines[0].startswith("WEBVTT"):
            metadata = _header(lines)
            lines = _after_header(lines)
        kind = lines[0].split(" ")[0].strip() if lines else ""
        if kind in _SKIPPED and not _has_timing(lines[:2]):
            left_out[_SKIPPED[kind]] += 1
            continue
        _add_block(lines, cues)
    if not cues:
        raise DataError(f"{source.name} has no captions.", "A cue looks like 00:00:03.120 --> 00:00:07.480.")
    return transcript_of_cues(
        cues,
        "vtt",
        options,
        metadata=metadata,
        decoded=decoded,
        notes=told_left_out(left_out),
        changes=changes,
    )


def _has_timing(lines: Sequence[str]) -> bool:
    return any(TIMING in line for line in lines)


def _header(lines: Sequence[str]) -> dict[str, str]:
    title = lines[0].removeprefix("WEBVTT").strip(" \t-")
    found = {pair["key"].strip(): pair["value"].strip() for line in lines[1:] if (pair := _PAIR.match(line))}
    return ({"title": title} if title else {}) | ({} if _has_timing(lines) else found)


def _after_header(lines: list[str]) -> list[str]:
    """Return the lines of a cue that follows the header with no blank line between."""
    timed = next((place for place, line in enumerate(lines) if TIMING in line), None)
    return [] if timed is None else lines[timed:]


def _add_block(lines: list[str], cues: list[Cue]) -> None:
    """Add the cues of a block; text after a blank line inside a cue belongs to the one before."""
    before, timed = cut_block(lines, named=True)
    if before and cues:
        last = cues.pop()
        cues.append(Cue(last.start, last.end, (*last.lines, *_voices("\n".join(before)))))
    for times, payload in timed:
        start, end = cue_times(times)
        cues.append(Cue(start, end, _voices("\n".join(payload))))


def _voices(payload: str) -> tuple[tuple[str | None, str], ...]:
    """Return a cue's lines with the speaker of each; a voice tag holds until it is closed."""
    said: list[tuple[str | None, str]] = []
    voice: str | None = None
    at = 0
    for tag in _VOICE.finditer(payload):
        _add(said, voice, payload[at : tag.start()])
        name = " ".join(plain_text(tag["name"] or "").split())
        voice = name or None
        at = tag.end()
    _add(said, voice, payload[at:])
    return tuple(said)


def _add(said: list[tuple[str | None, str]], voice: str | None, text: str) -> None:
    for line in text.split("\n"):
        plain = plain_text(_TAG.sub("", line))
        if plain:
            said.append((voice, plain))
