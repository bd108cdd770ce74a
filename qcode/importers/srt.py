"""SubRip captions."""

from __future__ import annotations

import re

from qcode.errors import DataError
from qcode.importers.captions import blocks_of, cue_times, cut_block, plain_text
from qcode.importers.cues import Cue, transcript_of_cues
from qcode.importers.source import Options, Source
from qcode.importers.text_file import decoded_text
from qcode.model.documents import Transcript

_MARKUP = re.compile(r"</?(?:i|b|u|s|font|c)(?:[.\s][^<>\n]*)?/?>|\{\\[^{}\n]{0,60}\}", re.IGNORECASE)


def read(source: Source, options: Options) -> Transcript:
    """Return the transcript of a SubRip file; raises DataError where there is no cue."""
    decoded, text, changes = decoded_text(source, options)
    cues: list[Cue] = []
    for lines in blocks_of(text):
        _add_block(lines, cues)
    if not cues:
        raise DataError(f"{source.name} has no captions.", "A cue looks like 00:00:03,120 --> 00:00:07,480.")
    return transcript_of_cues(cues, "srt", options, decoded=decoded, changes=changes)


def _add_block(lines: list[str], cues: list[Cue]) -> None:
    """Add the cues of a block; lines with no time belong to the cue before the blank line."""
    before, timed = cut_block(lines, named=False)
    if before and cues:
        last = cues.pop()
        cues.append(Cue(last.start, last.end, (*last.lines, *_plain(before))))
    for times, payload in timed:
        start, end = cue_times(times)
        cues.append(Cue(start, end, _plain(payload)))


def _plain(lines: list[str]) -> tuple[tuple[str | None, str], ...]:
    """Return lines without markup; SubRip has no voices."""
    texts = (plain_text(_MARKUP.sub("", line)) for line in lines)
    return tuple((None, text) for text in texts if text)
