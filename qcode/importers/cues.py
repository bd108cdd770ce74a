"""Captions become turns: `Label: speech`, one turn a line, the times of the cues kept as anchors."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qcode.files.encoding import Decoded
from qcode.importers.pieces import Piece, transcript_of_pieces
from qcode.importers.source import Options
from qcode.model.documents import Transcript
from qcode.text.label_words import looks_like_a_name, speaker_name
from qcode.text.names import counted, levelled, quoted
from qcode.text.roles import is_sure_label

_NEARLY_ALL = 0.8
_SHOWN = 3

_DASH = re.compile(r"(?:[-–]|>{2,})[ \t\u3000]+(?=\S)|>{2,}(?=\S)|-$")
_COLON = re.compile(r"[ \t\u3000]*(?P<name>[^:：\n]{1,60}?)[ \t\u3000]*(?:[:：](?![0-9/]))[ \t\u3000]*")
_BRACKET = re.compile(
    r"[ \t\u3000]*(?:\[(?P<a>[^\[\]\n]{1,40})\]|【(?P<b>[^【】\n]{1,40})】|\((?P<c>[^()\n]{1,40})\)|"
    r"［(?P<d>[^\n［］]{1,40})］|（(?P<e>[^\n（）]{1,40})）)[ \t\u3000]*[:：]?[ \t\u3000]*"
)


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption, its markup taken off."""

    start: float | None
    """Seconds; None where the file's time cannot be read."""
    end: float | None
    lines: tuple[tuple[str | None, str], ...]
    """Lines of text, each with the speaker that the file names for it, "" for somebody who is not
    named, or None where the line itself may name one."""


def transcript_of_cues(
    cues: Sequence[Cue],
    format: str,
    options: Options,
    *,
    metadata: Mapping[str, str] | None = None,
    decoded: Decoded | None = None,
    notes: Iterable[str] = (),
    changes: Iterable[str] = (),
) -> Transcript:
    """Return the transcript that captions make.

    Cues of one speaker are joined into one turn with a blank, with nothing between CJK characters. A
    cue without a label continues the speaker before it. Where nobody is named, cues are joined to
    the end of a sentence or a silence of two seconds, as turns whose speaker is None. The others are
    as with `transcript_of_pieces`.
    """
    warnings = list(notes)
    ordered, moved = _in_order(cues)
    if moved:
        warnings.append(f"out of order: {counted(moved, 'cue')}; all are sorted by their time")
    untimed = sum(cue.start is None for cue in cues)
    if untimed == len(cues):
        warnings.append("it has no times that can be read; the text is kept")
    elif untimed:
        warnings.append(f"the time of {counted(untimed, 'cue')} cannot be read; the text is kept")
    believed = _believed_names(ordered, {levelled(label) for label in options.roles})
    if believed.doubted:
        names = ", ".join(map(quoted, believed.doubted[:_SHOWN]))
        more = f" and {len(believed.doubted) - _SHOWN} more" if len(believed.doubted) > _SHOWN else ""
        warnings.append(f"taken for text, as the label is not used again: {names}{more}")
    return transcript_of_pieces(
        _pieces(ordered, believed),
        format,
        options,
        metadata=metadata,
        decoded=decoded,
        notes=warnings,
        changes=changes,
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


def _pieces(cues: Sequence[Cue], believed: _Believed) -> list[Piece]:
    """Return what is said, cut where the file or a label says that the speaker changes."""
    pieces: list[Piece] = []
    for cue in cues:
        inside: list[Piece] = []
        for number, (voice, line) in enumerate(cue.lines):
            alone = number == 0 and len(cue.lines) > 1
            speaker, text, change = voice or None, line, voice == "" and number == 0
            if voice is None:
                speaker, text, change = _labelled(line, believed, alone)
            goes_on = inside and not change and speaker in (None, inside[-1].speaker)
            if not goes_on:
                inside.append(Piece([], cue.start, cue.end, speaker, change))
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
        if found is not None and name is not None and name in believed.names[shape]:
            return name, rest[found.end() :], True
    name = speaker_name(rest) if alone else None
    if name is not None and name in believed.names["line"]:
        return name, "", True
    return None, rest, dash is not None


@dataclass(frozen=True, slots=True)
class _Believed:
    """What looks like the name of a speaker at the head of a cue."""

    names: dict[str, set[str]]
    """By shape, those that are speakers."""
    doubted: list[str]
    """Those before a colon that are taken for text, where others are speakers."""


_PATTERNS = (("colon", _COLON), ("bracket", _BRACKET))


def _name_of(found: re.Match[str] | None) -> str | None:
    raw = next(filter(None, found.groupdict().values()), "") if found else ""
    return speaker_name(raw.strip("[]()【】（）［］ "))


def _believed_names(cues: Sequence[Cue], known: set[str]) -> _Believed:
    """Return which names in which shape are speakers.

    A name is where it is used again in that shape, names a role or a numbered speaker, or where nearly
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
    doubted = [name for name in seen["colon"] if name not in sure["colon"] and looks_like_a_name(name)]
    return _Believed(sure, list(dict.fromkeys(doubted)) if sure["colon"] else [])
