"""From decoded text to a transcript, for the formats whose text is the file itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from qcode.importers.decoded import decoded_text
from qcode.importers.source import Options, Source
from qcode.model.documents import Transcript
from qcode.model.spans import Span
from qcode.text.names import counted
from qcode.text.speakers import find_turns


def read_text(
    source: Source,
    options: Options,
    format: str,
    headings: Callable[[str], Sequence[Span]] | None = None,
) -> Transcript:
    """Return the transcript of a text file; `headings` finds the lines of its text that are headings."""
    decoded, text, changes = decoded_text(source, options)
    found = find_turns(text, headings=headings(text) if headings else (), roles=options.roles)
    lost = text.count("\ufffd")
    warnings = list(decoded.warnings)
    if lost:
        warnings.append(
            f"{counted(lost, 'character')} U+FFFD: lost before this file was saved, or has another encoding"
        )
    return Transcript(
        text,
        format,
        found.turns,
        found.speakers,
        found.front_matter,
        found.metadata,
        decoded.encoding,
        decoded.guessed,
        found.anchors,
        changes,
        (*warnings, *found.warnings),
    )
