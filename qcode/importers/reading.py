"""The door through which files come in: `read_transcript`, `read_transcripts`."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from qcode.errors import DataError, QcodeError, UnknownNameError, UnreadableFileError
from qcode.files.regular import MEGABYTE, read_regular
from qcode.importers.columns import Layout
from qcode.importers.kinds import announced, foreign_kind, sniff
from qcode.importers.registry import (
    Format,
    format_named,
    format_of_suffix,
    is_table,
    what_is_readable,
)
from qcode.importers.source import Options, Source
from qcode.model.documents import Role, Transcript
from qcode.text.display import safe
from qcode.text.names import levelled, listed, quoted

LARGEST_FILE = 50 * MEGABYTE
"""Bytes; far more than any transcript has."""

_HEAD = 4096
_NAMED = 3

# What libraries raise on damaged bytes. Readers turn what they foresee into words of their own.
_DAMAGE = (ValueError, KeyError, IndexError, OverflowError, EOFError, struct.error, zlib.error)


def read_transcript(
    path: Path,
    *,
    encoding: str | None = None,
    roles: Mapping[str, Role] | None = None,
    columns: Mapping[str, str] | None = None,
) -> Transcript:
    """Read a transcript or another document from a file that holds one.

    All is as with `read_transcripts`, which reads the others; DataError where there are several.
    """
    found = read_transcripts(path, encoding=encoding, roles=roles, columns=columns)
    if len(found) > 1:
        names = listed([*(quoted(safe(one.name)) for one in found[:_NAMED]), "others"][: len(found)])
        raise DataError(f"{safe(path.name)} holds {len(found):,} interviews, {names}.", "Read all of them.")
    return found[0]


def read_transcripts(
    path: Path,
    *,
    encoding: str | None = None,
    roles: Mapping[str, Role] | None = None,
    columns: Mapping[str, str] | None = None,
) -> Sequence[Transcript]:
    """Read the transcripts of a file: one, or where a table holds several interviews, each by its name.

    The format goes by the file's ending, and by its first bytes where the ending says nothing.
    `encoding` overrules what the bytes of a text file say. `roles` gives roles by label, as the file
    writes it (case and width aside); such a label is believed to be a speaker. `columns` says which
    column of a table is its text, speaker, start, end or document: a header, a number from 1, or
    nothing for none.

    Raises UnreadableFileError where the file cannot be opened or is of a foreign kind, DataError
    where its content is at fault, UnknownNameError where a label of `roles` is not in the file, and
    UsageError for an encoding that does not exist. Each says in one line what to do.
    """
    source = _source(path)
    options = Options(encoding, dict(roles or {}), dict(columns or {}))
    chosen = _format(path, source, options)
    try:
        found = chosen.reader()(source, options)
    except _DAMAGE as error:
        raise UnreadableFileError(
            f"{source.name} cannot be read as {chosen.description}: it is damaged ({type(error).__name__}).",
            "Save it again in the program that it comes from.",
        ) from error
    # A file that a crash left full of zero bytes is as empty as one of blanks.
    if not any(one.text.replace("\u2400", "").strip() for one in found):
        raise UnreadableFileError(f"{source.name} holds no text.")
    _check_labels(source.name, found, options.roles)
    notes = []
    if path.suffix.lower() not in chosen.suffixes and announced(source.data, None) is chosen:
        notes.append(f"read as {chosen.description}, which it is in spite of its name")
    if encoding is not None and found[0].encoding is None:
        notes.append(f"the encoding {encoding} was not used: {chosen.description} has its own")
    if columns and not is_table(chosen.name):
        notes.append(f"no columns were looked for: {chosen.description} has none")
    return [replace(one, warnings=(*one.warnings, *notes)) for one in found]


def layout_of_table(
    path: Path, *, encoding: str | None = None, columns: Mapping[str, str] | None = None
) -> Layout | None:
    """Return which column of a table holds what, None for a file that is no table.

    Raises as `read_transcripts` does.
    """
    source = _source(path)
    options = Options(encoding, columns=dict(columns or {}))
    if not is_table(_format(path, source, options).name):
        return None
    from qcode.importers import tables

    return tables.layout(source, options)


def holds_transcript(path: Path) -> bool:
    """Tell whether a file found in a folder is worth reading: by its ending, or else by what is in it.

    A table is where one of its columns can be told to be what is said.
    """
    by_suffix = format_of_suffix(path.suffix)
    if by_suffix is None or not by_suffix.mostly_else:
        return by_suffix is not None
    try:
        if is_table(by_suffix.name):
            layout = layout_of_table(path)
            return layout is not None and "text" in layout.columns
        return bool(read_transcripts(path))
    except QcodeError:
        return False


def _source(path: Path) -> Source:
    data = read_regular(path, LARGEST_FILE, "Split it, or save it without pictures.")
    source = Source(safe(path.name), data)
    if not data:
        raise UnreadableFileError(f"{source.name} is empty.")
    return source


def _format(path: Path, source: Source, options: Options) -> Format:
    by_suffix = format_of_suffix(path.suffix)
    marked = announced(source.data, by_suffix)
    if marked is not None:
        return marked
    foreign = foreign_kind(path.suffix, source.data, by_suffix)
    if foreign is not None:
        raise UnreadableFileError(
            f"{source.name} is {foreign.description}, which qcode does not read.", foreign.hint
        )
    chosen = by_suffix or sniff(source.data)
    if chosen is None:
        raise UnreadableFileError(
            f"{source.name} is no text and no format that qcode knows.",
            what_is_readable(),
        )
    if chosen.name == "txt" and b"\t" in source.data[:_HEAD]:
        from qcode.importers import tables

        if tables.is_transcript(source, options):
            return format_named("tsv")
    return chosen


def _check_labels(name: str, transcripts: Sequence[Transcript], roles: Mapping[str, Role]) -> None:
    labels = {levelled(one.label): one.label for talk in transcripts for one in talk.speakers}
    missing = [label for label in roles if levelled(label) not in labels]
    if missing:
        found = ", ".join(quoted(safe(label)) for label in labels.values())
        raise UnknownNameError(
            f"{name} has no speaker “{safe(missing[0])}”.",
            f"Its speakers are {found}." if found else "It has no labelled speakers.",
        )
