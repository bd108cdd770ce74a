"""The text of a file that is nothing but text."""

from __future__ import annotations

from qcode.errors import UnreadableFileError
from qcode.files.encoding import Decoded, decode
from qcode.importers.source import Options, Source
from qcode.text.clean import clean

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
