"""Files that are nothing but text: their text decoded and cleaned, and who speaks in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from qcode.errors import UnreadableFileError
from qcode.files.encoding import Decoded, decode
from qcode.importers.source import Options, Source
from qcode.model.documents import Transcript
from qcode.model.spans import Span
from qcode.text.clean import clean
from qcode.text.names import counted
from qcode.text.speakers import find_turns

MOST_LINES = 1_500_000
"""A transcript of a whole day has some ten thousand."""


def decoded_text(source: Source, options: Options) -> tuple[Decoded, str, tuple[str, ...]]:
    """Return how a file was decoded, its text as it is to be kept, and what was changed in it.

    Raises DataError where the encoding is not what it is said to be, UnreadableFileError for more
    lines than any transcript has.
    """
    decoded = decode(source.data, source.name, options.encoding)
    text, changes = clean(decoded.text)
    if text.count("\n") > MOST_LINES:
        raise UnreadableFileError(
            f"{source.name} has more than {MOST_LINES:,} lines, far more than a transcript has.", "Split it."
        )
    return decoded, text, changes


def read_text(
    source: Source,
    options: Options,
    format: str,
    headings: Callable[[str], Sequence[Span]] | None = None,
) -> Transcript:
    """Return the transcript of a file whose text is all of it, labels included.

    `headings` finds the lines of its text that are headings. Raises as `decoded_text` does.
    """
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
