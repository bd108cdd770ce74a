"""The door through which files come in: `read_transcript`."""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from qcode.errors import UnknownNameError, UnreadableFileError
from qcode.importers.kinds import foreign_kind, sniff
from qcode.importers.registry import Format, format_of_suffix, readable_suffixes
from qcode.importers.source import Options, Source
from qcode.model.documents import Role, Transcript
from qcode.text.display import safe
from qcode.text.names import levelled

LARGEST_FILE = 50 * 1024 * 1024
"""Bytes; far more than any transcript has."""

# What libraries raise on damaged bytes. Readers turn what they foresee into words of their own.
_DAMAGE = (ValueError, KeyError, IndexError, OverflowError, EOFError, struct.error, zlib.error)


def read_transcript(
    path: Path, *, encoding: str | None = None, roles: Mapping[str, Role] | None = None
) -> Transcript:
    """Read a transcript or another document from a file.

    The format goes by the file's ending, and by its first bytes where the ending says nothing.
    `encoding` overrules what the bytes of a text file say. `roles` gives roles by label, as the file
    writes it (case and width aside); such a label is believed to be a speaker.

    Raises UnreadableFileError where the file cannot be opened or is of a foreign kind, DataError
    where its content is at fault, UnknownNameError where a label of `roles` is not in the file, and
    UsageError for an encoding that does not exist. Each says in one line what to do.
    """
    name = safe(path.name)
    source = Source(name, _bytes(path, name))
    chosen = _format(path, source)
    options = Options(encoding, dict(roles or {}))
    try:
        transcript = chosen.reader()(source, options)
    except _DAMAGE as error:
        raise UnreadableFileError(
            f"{name} cannot be read as {chosen.description}: it is damaged ({type(error).__name__})."
        ) from error
    if not transcript.text.strip():
        raise UnreadableFileError(f"{name} holds no text.")
    _check_labels(name, transcript, options.roles)
    if encoding is not None and transcript.encoding is None:
        note = f"the encoding {encoding} was not used: {chosen.description} has its own"
        transcript = replace(transcript, warnings=(*transcript.warnings, note))
    return transcript


def _bytes(path: Path, name: str) -> bytes:
    """Return a file's content, having looked what it is before opening it."""
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise UnreadableFileError(f"{name} is a folder.", "Name the files in it.")
        if not stat.S_ISREG(about.st_mode):
            raise UnreadableFileError(f"{name} is not a regular file.")
        if about.st_size > LARGEST_FILE:
            raise _too_large(name)
        with path.open("rb") as file:
            # One byte more, to notice a file that grows; not the limit, which would be set aside at once.
            data = file.read(about.st_size + 1)
    except FileNotFoundError:
        raise UnreadableFileError(f"There is no file {safe(str(path))}.") from None
    except PermissionError:
        raise UnreadableFileError(f"{name} may not be read.", "Check its permissions.") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UnreadableFileError(f"{name} cannot be read: {reason}.") from None
    if len(data) > about.st_size:
        raise UnreadableFileError(f"{name} is being written to.", "Wait until it is finished.")
    if not data:
        raise UnreadableFileError(f"{name} is empty.")
    return data


def _too_large(name: str) -> UnreadableFileError:
    return UnreadableFileError(
        f"{name} is larger than {LARGEST_FILE // (1024 * 1024)} MB.", "Split it, or save it without pictures."
    )


def _format(path: Path, source: Source) -> Format:
    by_suffix = format_of_suffix(path.suffix)
    foreign = foreign_kind(path.suffix, source.data, by_suffix)
    if foreign is not None:
        raise UnreadableFileError(
            f"{source.name} is {foreign.description}, which qcode does not read.", foreign.hint
        )
    chosen = by_suffix or sniff(source.data)
    if chosen is None:
        raise UnreadableFileError(
            f"{source.name} is no text and no format that qcode knows.",
            f"It reads {readable_suffixes()}.",
        )
    return chosen


def _check_labels(name: str, transcript: Transcript, roles: Mapping[str, Role]) -> None:
    labels = {levelled(speaker.label) for speaker in transcript.speakers}
    missing = [label for label in roles if levelled(label) not in labels]
    if missing:
        found = ", ".join(f"“{safe(speaker.label)}”" for speaker in transcript.speakers)
        raise UnknownNameError(
            f"{name} has no speaker “{safe(missing[0])}”.",
            f"Its speakers are {found}." if found else "It has no labelled speakers.",
        )
