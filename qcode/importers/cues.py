"""Captions become turns: `Label: speech`, one turn a line, the times of the cues kept as anchors."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from qcode.importers.source import Options
from qcode.model.documents import ImportedTurn, Transcript
from qcode.text.label_words import is_non_speech, looks_like_a_name, speaker_name
from qcode.text.names import counted, levelled
from qcode.text.roles import is_sure_label
from qcode.text.scripts import is_cjk, join_words
from qcode.text.speakers import name_roles

LONGEST_GAP = 2.0
"""Seconds of silence that end a line where nobody knows who speaks."""

_NEARLY_ALL = 0.8

_DASH = re.compile(r"(?:[-–]|>{2,})[ \t\u3000]+(?=\S)|>{2,}(?=\S)|-$")
_COLON = re.compile(r"[ \t\u3000]*(?P<name>[^:：\n]{1,60}?)[ \t\u3000]*(?:[:：](?![0-9/]))[ \t\u3000]*")
_BRACKET = re.compile(
    r"[ \t\u3000]*(?:\[(?P<a>[^\[\]\n]{1,40})\]|【(?P<b>[^【】\n]{1,40})】|\((?P<c>[^()\n]{1,40})\)|"
    r"［(?P<d>[^\n［］]{1,40})］|（(?P<e>[^\n（）]{1,40})）)[ \t\u3000]*[:：]?[ \t\u3000]*"
)
_SENTENCE_END = re.compile(r"[.?!。？！…♪][\"'”’」』）)\]]*$")


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption, its markup taken off."""

    start: float | None
    """Seconds; None where the file's time cannot be read."""
    end: float | None
    lines: tuple[tuple[str | None, str], ...]
    """Lines of text, each with the speaker that a voice tag names for it, or None."""


@dataclass(slots=True)
class _Piece:
    """Words of one speaker out of one cue, line by line."""

    lines: list[str]
    start: float | None
    end: float | None
    speaker: str | None
    change: bool
    """True where the file says that another person begins, but not who."""


@dataclass(slots=True)
class _Line:
    """A line of the text that is being built: a turn, or what belongs to a break."""

    speaker: str | None
    is_turn: bool
    pieces: list[_Piece] = field(default_factory=list)


def transcript_of_cues(
    cues: Sequence[Cue],
    format: str,
    options: Options,
    *,
    metadata: dict[str, str],
    encoding: tuple[str, bool],
    notes: Iterable[str],
    changes: Iterable[str],
) -> Transcript:
    """Return the transcript that captions make.

    Cues of one speaker are joined into one turn with a blank, with nothing between CJK characters. A
    cue without a label continues the speaker before it. Where nobody is named, cues are joined to
    the end of a sentence or a silence of two seconds, as turns whose speaker is None.
    """
    warnings = list(notes)
    ordered, moved = _in_order(cues)
    if moved:
        warnings.append(f"out of order: {counted(moved, 'cue')}; all are sorted by their time")
    untimed = sum(cue.start is None for cue in cues)
    if untimed:
        warnings.append(f"the time of {counted(untimed, 'cue')} cannot be read; the text is kept")
    lines = _grouped(_pieces(ordered, options))
    text, anchors, turns, names = _written(lines)
    speakers, said = name_roles(text, turns, names, metadata, options.roles)
    return Transcript(
        text,
        format,
        tuple(turns),
        speakers,
        None,
        metadata,
        encoding[0],
        encoding[1],
        tuple(anchors),
        # The text is put together anew, with line ends of its own.
        tuple(change for change in changes if "line end" not in change),
        (*warnings, *said),
    )


def _in_order(cues: Sequence[Cue]) -> tuple[list[Cue], int]:
    """Return the cues by time, and how many began before the one above them."""
    at = 0.0
    keyed: list[tuple[float, Cue]] = []
    moved = 0
    for cue in cues:
        moved += cue.start is not None and cue.start < at
        at = cue.start if cue.start is not None else at
        keyed.append((at, cue))
    if moved:
        keyed.sort(key=lambda pair: pair[0])
    return [cue for _, cue in keyed], moved


def _pieces(cues: Sequence[Cue], options: Options) -> list[_Piece]:
    """Return what is said, cut where the file or a label says that the speaker changes."""
    believed = _believed_names(cues, {levelled(label) for label in options.roles})
    pieces: list[_Piece] = []
    for cue in cues:
        inside: list[_Piece] = []
        for number, (voice, line) in enumerate(cue.lines):
            alone = number == 0 and len(cue.lines) > 1
            speaker, text, change = voice, line, False
            if voice is None:
                speaker, text, change = _labelled(line, believed, alone)
            goes_on = inside and not change and speaker in (None, inside[-1].speaker)
            if not goes_on:
                inside.append(_Piece([], cue.start, cue.end, speaker, change))
            if text.strip():
                inside[-1].lines.append(text.strip())
        pieces += inside
    return pieces


def _labelled(line: str, believed: _Believed, alone: bool) -> tuple[str | None, str, bool]:
    """Return the speaker that a line names (or None), the rest of it, and whether anybody changes.

    `alone` allows the whole line to be the name.
    """
    dash = _DASH.match(line)
    rest = line[dash.end() :] if dash else line
    for shape, pattern in _PATTERNS:
        found = pattern.match(rest)
        name = _name_of(found)
        if found is not None and name is not None and believed(shape, name):
            return name, rest[found.end() :], True
    name = speaker_name(rest) if alone else None
    if name is not None and believed("line", name):
        return name, "", True
    return None, rest, dash is not None


_Believed = Callable[[str, str], bool]
_PATTERNS = (("colon", _COLON), ("bracket", _BRACKET))


def _name_of(found: re.Match[str] | None) -> str | None:
    raw = next(filter(None, found.groupdict().values()), "") if found else ""
    return speaker_name(raw.strip("[]()【】（）［］ "))


def _believed_names(cues: Sequence[Cue], known: set[str]) -> _Believed:
    """Return what tells whether a name in a shape is a speaker.

    It is where it is used again in that shape, names a role or a numbered speaker, or where nearly
    all cues begin in that shape and one of the names is used again.
    """
    seen: dict[str, list[str]] = {"colon": [], "bracket": [], "line": []}
    plain = [cue for cue in cues if any(voice is None for voice, _ in cue.lines)]
    for cue in plain:
        texts = [text for voice, text in cue.lines if voice is None and text.strip()]
        for number, text in enumerate(texts):
            dash = _DASH.match(text)
            rest = text[dash.end() :] if dash else text
            for shape, pattern in _PATTERNS:
                found = pattern.match(rest)
                name = _name_of(found)
                # A bracket by itself may be a sound; as a label it has speech after it.
                speaks = shape == "colon" or number + 1 < len(texts)
                if found and name and (speaks or found.end() < len(rest)):
                    seen[shape].append(name)
            if number == 0 and len(texts) > 1 and (name := speaker_name(rest)) is not None:
                seen["line"].append(name)
    sure: dict[str, set[str]] = {}
    for shape, names in seen.items():
        counts = Counter(names)
        sure[shape] = {
            name
            for name, count in counts.items()
            if (count > 1 and shape != "line")
            or (shape != "line" and is_sure_label(name))
            or levelled(name) in known
        }
        repeated = any(count > 1 for count in counts.values())
        if repeated and len(names) >= _NEARLY_ALL * len(plain):
            sure[shape] |= {name for name in counts if looks_like_a_name(name)}
    return lambda shape, name: name in sure[shape]


def _grouped(pieces: Sequence[_Piece]) -> list[_Line]:
    """Return the turns: one speaker's pieces together; where nobody is known, a sentence or so."""
    lines: list[_Line] = []
    speaking: str | None = None
    silent = False
    for piece in pieces:
        if piece.speaker is not None:
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


def _ends_line(lines: Sequence[_Line], piece: _Piece) -> bool:
    """Tell whether the line before ends before a piece: a sentence is over, or there was silence."""
    if not lines or not lines[-1].pieces:
        return True
    last = lines[-1].pieces[-1]
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
