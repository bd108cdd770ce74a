"""From what is said, piece by piece, to the text of a transcript: `Label: speech`, one turn a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from qcode.files.encoding import Decoded
from qcode.importers.source import Options
from qcode.model.documents import ImportedTurn, Transcript
from qcode.text.label_words import is_non_speech
from qcode.text.scripts import is_cjk, join_words
from qcode.text.speakers import name_roles

LONGEST_GAP = 2.0
"""Seconds of silence that end a line where nobody knows who speaks."""

_LINE_ENDS = re.compile(r"[\d,]+ line ends? ")
_SENTENCE_END = re.compile(r"[.?!。？！…♪][\"'”’」』）)\]]*$")


@dataclass(slots=True)
class Piece:
    """Words of one speaker: of a caption, or of the row of a table."""

    lines: list[str]
    start: float | None
    end: float | None
    """Seconds; None where it is not known."""
    speaker: str | None
    change: bool = False
    """True where the file says that another person begins, but not who."""
    is_turn: bool = False
    """True where a turn begins, even of the person who spoke before."""


@dataclass(slots=True)
class _Line:
    """A line of the text that is being built: a turn, or what belongs to a break."""

    speaker: str | None
    is_turn: bool
    pieces: list[Piece] = field(default_factory=list)


def transcript_of_pieces(
    pieces: Sequence[Piece],
    format: str,
    options: Options,
    *,
    metadata: Mapping[str, str] | None = None,
    decoded: Decoded | None = None,
    notes: Iterable[str] = (),
    changes: Iterable[str] = (),
) -> Transcript:
    """Return the transcript that pieces make, in their order.

    Pieces of one speaker are joined into one turn with a blank, with nothing between CJK characters,
    unless a piece says that it begins a turn. A piece without a speaker continues the one before it.
    Where nobody is named, pieces are joined to the end of a sentence or a silence of two seconds, as
    turns whose speaker is None. `metadata` is what the file says of itself, `decoded` how its bytes
    were read; `notes` are what else is to be told, `changes` what was changed in the text.
    """
    told = dict(metadata or {})
    text, anchors, turns, names = _written(_grouped(pieces))
    speakers, said = name_roles(text, turns, names, told, options.roles)
    return Transcript(
        text,
        format,
        tuple(turns),
        speakers,
        None,
        told,
        decoded.encoding if decoded else None,
        decoded.guessed if decoded else False,
        tuple(anchors),
        # The text is put together anew, with line ends of its own.
        tuple(change for change in changes if _LINE_ENDS.match(change) is None),
        (*(decoded.warnings if decoded else ()), *notes, *said),
    )


def _grouped(pieces: Sequence[Piece]) -> list[_Line]:
    """Return the turns: one speaker's pieces together; where nobody is known, a sentence or so."""
    lines: list[_Line] = []
    speaking: str | None = None
    silent = False
    for piece in pieces:
        if piece.is_turn:
            speaking, new = piece.speaker, True
            silent = speaking is not None and is_non_speech(speaking)
        elif piece.speaker is not None:
            silent = is_non_speech(piece.speaker)
            new = piece.speaker != speaking
            speaking = piece.speaker
        elif piece.change:
            speaking, silent, new = None, False, True
        else:
            new = speaking is None and _ends_line(lines, piece)
        if not piece.lines:
            continue
        if new or not lines or lines[-1].speaker != speaking:
            lines.append(_Line(speaking, is_turn=not silent))
        lines[-1].pieces.append(piece)
    return lines


def _ends_line(lines: Sequence[_Line], piece: Piece) -> bool:
    """Tell whether the line before ends before a piece: a sentence is over, or there was silence."""
    if not lines or not lines[-1].pieces:
        return True
    return is_apart(lines[-1].pieces[-1], piece)


def is_apart(last: Piece, piece: Piece) -> bool:
    """Tell whether between two pieces with words a sentence is over, or there was silence."""
    if _SENTENCE_END.search(last.lines[-1][-8:]):
        return True
    return piece.start is not None and last.end is not None and piece.start - last.end >= LONGEST_GAP


def _written(
    lines: Sequence[_Line],
) -> tuple[str, list[tuple[int, float]], list[ImportedTurn], list[str]]:
    """Return the text, the anchors at the beginnings of cues, the turns, and the speakers' labels."""
    written: list[str] = []
    anchors: list[tuple[int, float]] = []
    turns: list[ImportedTurn] = []
    names: dict[str, int] = {}
    at = 0
    for line in lines:
        head = f"{line.speaker}: " if line.speaker is not None else ""
        start = at + len(head)
        said: list[str] = []
        end = start
        for piece in line.pieces:
            text = join_words(piece.lines)
            if said and not (is_cjk(said[-1][-1]) and is_cjk(text[0])):
                said.append(" ")
                end += 1
            if piece.start is not None and line.is_turn:
                anchors.append((end, piece.start))
            said.append(text)
            end += len(text)
        if line.is_turn:
            number = None if line.speaker is None else names.setdefault(line.speaker, len(names))
            ends = [piece.end for piece in line.pieces if piece.end is not None]
            turns.append(
                ImportedTurn(
                    (start, end),
                    number,
                    (at, start - 1) if head else None,
                    line.pieces[0].start,
                    max(ends, default=None),
                )
            )
        written.append(head + "".join(said))
        at = end + 1
    return "\n".join(written), anchors, turns, list(names)
