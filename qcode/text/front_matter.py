"""What stands before the talk begins: title, date, place, cast, or a block of metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from qcode.model.spans import Span
from qcode.text.label_words import is_metadata_key, is_non_speech
from qcode.text.labels import Mark, Shape
from qcode.text.roles import is_sure_label, role_of

_YAML = re.compile(r"---[ \t]*\n(?P<body>(?:[^\n]*\n){0,200}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_RULE = re.compile(r"[\s=\-_*#~―—─＝＊・]*$")
_PAIR = re.compile(
    r"[ \t\u3000>]*(?:[-*•・][ \t]+)?[*_]{0,3}(?P<key>[^:：\n*_]{1,40}?)[*_]{0,3}[ \t\u3000]*"
    r"(?:(?<![0-9０-９])[:：]|[:：](?![0-9０-９]))(?!//)[*_]{0,3}[ \t\u3000]*"
    r"(?P<value>[^\n]{1,500}?)[ \t\u3000]*$"
)
_LEGEND = re.compile(
    r"(?<![^\s\[(（［,;、。])[\[(（［]?(?P<label>[^\s\[\]()（）［］=＝:：,;、\-–—]{1,6})[\])）］]?"
    r"[ \t\u3000]*[=＝:：\-–—][ \t\u3000]*"
    r"(?P<role>[^\s,;、,.。()（）]{1,20})"
)
_SENTENCE_END = re.compile(r"[.?!。？！…」]$|。|[?!] ")
_LONGEST_CAST_VALUE = 60
_MOST_LINES = 60
_LONGEST_LEGEND = 4000
_LONGEST_PAIR = 600


@dataclass(frozen=True, slots=True)
class Header:
    """The front matter of a text, and the labels in it that are no turns."""

    metadata: dict[str, str] = field(default_factory=dict)
    end: int = 0
    """Where the front matter ends if nobody speaks in the text; 0 for no front matter."""
    cast: frozenset[int] = frozenset()
    """Offsets of the marks that belong to a list of the people present."""


def read_header(text: str, marks: Sequence[Mark]) -> Header:
    """Return what the front matter says, given the candidates for turns.

    Lines `Key: value` before the first turn are metadata. A line such as `Interviewer: K. Sato` in
    a list of people looks like a turn: it is none where its block also has a date or a place, where
    its label is never used again while others are, or where its value is a label itself.
    """
    yaml = _YAML.match(text)
    metadata = dict(_pairs(yaml["body"])) if yaml else {}
    at = yaml.end() if yaml else 0
    cast: set[int] = set()
    speakers = [mark for mark in marks if not is_non_speech(mark.name)]
    first_turn = len(text) if not speakers else speakers[0].start
    for start, end in _blocks(text, at):
        inside = [mark for mark in speakers if start <= mark.start < end]
        if inside and not _is_cast(text, (start, end), inside, speakers):
            break
        if not speakers:
            break
        cast.update(mark.start for mark in inside)
        remaining = [mark.start for mark in speakers if mark.start not in cast]
        first_turn = remaining[0] if remaining else len(text)
        if end > first_turn:
            break
    if speakers:
        metadata.update(metadata_of(text[at:first_turn]))
        return Header(metadata, yaml.end() if yaml else 0, frozenset(cast))
    pairs, end = _plain_header(text, at)
    metadata.update(pairs)
    return Header(metadata, end or (yaml.end() if yaml else 0))


def metadata_of(front_matter: str) -> dict[str, str]:
    """Return the `Key: value` lines of a front matter, and the roles that a legend gives."""
    return {**dict(_pairs(front_matter)), **dict(_legend(front_matter[:_LONGEST_LEGEND]))}


def _plain_header(text: str, at: int) -> tuple[dict[str, str], int]:
    """Return the metadata at the head of a text in which nobody speaks, and where it ends."""
    for number, (start, end) in enumerate(_blocks(text, at)):
        lines = text[start:end].count("\n") + 1
        pairs = dict(_pairs(text[start:end]))
        if len(pairs) > 1 and len(pairs) >= 0.6 * lines and any(map(is_metadata_key, pairs)):
            return pairs, end
        if number > 1 or lines > 3:
            break
    return {}, 0


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    first = True
    for line in text.split("\n", _MOST_LINES * 2)[: _MOST_LINES * 2]:
        found = _PAIR.match(line) if len(line) <= _LONGEST_PAIR else None
        if found is not None:
            key = found["key"].strip()
            # A first line with a colon is a title rather than a key that nobody knows.
            if not first or is_metadata_key(key) or role_of(key) is not None:
                yield key, found["value"].strip("*_ \t\u3000\"'")
        first = first and not line.strip()


def _legend(text: str) -> Iterator[tuple[str, str]]:
    """Yield what a key to the labels says: `[I] – Interviewer`, `R = respondent`."""
    for found in _LEGEND.finditer(text):
        role = found["role"].strip()
        if role_of(role) is not None:
            yield found["label"], role


def _blocks(text: str, at: int) -> Iterator[Span]:
    """Yield the first blocks of lines between blank lines and ruled lines."""
    start: int | None = None
    for _ in range(_MOST_LINES):
        if at >= len(text):
            break
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if _RULE.match(text[at : min(end, at + 200)]):
            if start is not None:
                yield start, at
            start = None
        elif start is None:
            start = at
        at = end + 1
    if start is not None:
        yield start, min(at, len(text))


def _is_cast(text: str, block: Span, inside: Sequence[Mark], speakers: Sequence[Mark]) -> bool:
    names = [mark.name for mark in inside]
    if all(role_of(_value(text, mark)) is not None for mark in inside):
        return True
    shapes = {mark.shape for mark in inside}
    if len(set(names)) < len(names) or not shapes <= {Shape.COLON, Shape.TERM}:
        return False
    if not all(_is_short_value(text, mark) for mark in inside):
        return False
    later = {mark.name for mark in speakers if mark.start >= block[1]}
    if not later:
        return False
    if any(is_metadata_key(key) for key, _ in _pairs(text[block[0] : block[1]])):
        return True
    if any(_value(text, mark) in later for mark in inside):
        return True
    return not later & set(names) and len(later) > 1 and all(map(is_sure_label, names))


def _value(text: str, mark: Mark) -> str:
    end = text.find("\n", mark.end)
    value = text[mark.end : len(text) if end < 0 else end].split("\t")[0]
    return value.strip(" \t\u3000*_-–—=")


def _is_short_value(text: str, mark: Mark) -> bool:
    value = _value(text, mark)
    return 0 < len(value) <= _LONGEST_CAST_VALUE and _SENTENCE_END.search(value) is None
