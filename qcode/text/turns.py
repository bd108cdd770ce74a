"""Cutting a text into turns, once it is known where its labels are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qcode.model.documents import ImportedTurn
from qcode.model.spans import Span
from qcode.text.label_words import is_non_speech
from qcode.text.labels import Mark
from qcode.text.times import MARK, parse_time, time_marks

_BLANK = re.compile(r"\s*")
_TIME_FIRST = re.compile(MARK)
_TIME_LAST = re.compile(r"#\s*(?P<time>[\d:：.,\-－]+)\s*#\s*\Z")
_RULED_LAST = re.compile(
    r"(?:\n[ \t\u3000]*(?:[=＝]{3,}|[-―—─]{3,}|_{3,}|(?:[*＊][ \t\u3000]*){3,})[ \t\u3000]*)+\Z"
)
_CLOSING = re.compile(
    r"^[ \t]*(?:Transcribed by\b|Transcript (?:by|provided by)\b|\[?End of (?:the )?(?:transcript|recording|"
    r"interview)\b|文字起こし[:：])[^\n]*$",
    re.MULTILINE | re.IGNORECASE,
)
_TAIL = 200


@dataclass(frozen=True, slots=True)
class Cut:
    """A text cut into turns."""

    turns: list[ImportedTurn]
    names: list[str]
    """Labels of the speakers, in the order of their first turn."""
    anchors: list[tuple[int, float]]
    empty: list[Mark]
    """Labels with no speech after them."""
    orphans: list[Span]
    """Speech after the beginning of a section that no label claims."""


@dataclass(frozen=True, slots=True)
class _Edge:
    """A place where a turn ends, and one may begin."""

    start: int
    end: int
    mark: Mark | None = None
    heading: bool = False
    section: bool = False


def cut_turns(
    text: str,
    marks: Sequence[Mark],
    *,
    headings: Sequence[Span] = (),
    sections: Sequence[Span] = (),
    answer_name: str | None = None,
) -> Cut:
    """Return the turns that labels make of a text, in order and without overlap.

    A turn reaches from its label to the next one, over as many paragraphs as there are; its speech
    begins and ends with a character that is not white space. A heading interrupts it: what follows
    is a turn of the same speaker without a label. A break (`Music:`) ends it, as does the first line
    of a section. With `answer_name`, a label covers one line only and what follows is an answer of
    that speaker.
    """
    turns: list[ImportedTurn] = []
    names: dict[str, int] = {}
    empty: list[Mark] = []
    speaking: str | None = None
    orphans: list[Span] = []
    edges = _edges(text, marks, headings, sections)
    for place, edge in enumerate(edges):
        end = edges[place + 1].start if place + 1 < len(edges) else len(text)
        if edge.mark is None:
            speaking = speaking if edge.heading else None
        else:
            speaking = None if is_non_speech(edge.mark.name) else edge.mark.name
        if speaking is None:
            start = _skip_blank(text, edge.end, end)
            if edge.section and start < end:
                orphans.append((start, end))
            continue
        question_end = end
        if answer_name is not None and edge.mark is not None:
            question_end = _line_end(text, edge.end, end)
        turn = _turn(text, edge.mark, (edge.end, question_end), names, speaking)
        if turn is not None:
            turns.append(turn)
        elif edge.mark is not None:
            empty.append(edge.mark)
        if answer_name is not None and edge.mark is not None:
            answer = _turn(text, None, (question_end, end), names, answer_name)
            if answer is not None:
                turns.append(answer)
    return Cut(turns, list(names), list(_anchors(text, turns)), empty, orphans)


def _edges(
    text: str, marks: Sequence[Mark], headings: Sequence[Span], sections: Sequence[Span]
) -> list[_Edge]:
    if not marks:
        return []
    first = marks[0].start
    labelled = {mark.start for mark in marks}
    edges = [_Edge(mark.start, mark.end, mark) for mark in marks]
    edges += [
        _Edge(start, end, heading=True)
        for start, end in headings
        if start > first and labelled.isdisjoint(range(start, min(end, start + 8)))
    ]
    edges += [_Edge(start, end, section=True) for start, end in sections if start > first]
    edges += [_Edge(found.start(), found.end()) for found in _CLOSING.finditer(text, first)]
    edges.sort(key=lambda edge: edge.start)
    kept: list[_Edge] = []
    for edge in edges:
        if not kept or edge.start >= kept[-1].end:
            kept.append(edge)
    return kept


def _turn(
    text: str, mark: Mark | None, region: Span, names: dict[str, int], name: str
) -> ImportedTurn | None:
    """Return the turn whose speech lies in a region, None where there is no speech in it."""
    start, end = region
    label_end = start
    begins = mark.time_start if mark else None
    start = _skip_blank(text, start, end)
    time = _TIME_FIRST.match(text, start, end)
    if time is not None and begins is None and (seconds := parse_time(time[0])) is not None:
        begins = seconds
        start = _skip_blank(text, time.end(), end)
        label_end = time.end() if mark else label_end
    end, ends = _speech_end(text, start, end, mark.emphasis if mark else "")
    if start >= end:
        return None
    label = None
    if mark is not None:
        while label_end > mark.start and text[label_end - 1].isspace():
            label_end -= 1
        label = (mark.start, label_end)
    time_end = mark.time_end if mark and mark.time_end is not None else ends
    number = names.setdefault(name, len(names))
    return ImportedTurn((start, end), number, label, begins, time_end)


def _speech_end(text: str, start: int, end: int, emphasis: str) -> tuple[int, float | None]:
    """Return where speech ends, and the time that a mark such as `#00:01:23-4#` gives for it."""
    seconds: float | None = None
    while True:
        tail = max(start, end - _TAIL)
        length = len(text[tail:end].rstrip())
        end = tail + length
        if length == 0 and tail > start:
            continue
        piece = text[tail:end]
        found = _RULED_LAST.search(piece) or (_TIME_LAST.search(piece) if seconds is None else None)
        if found is None:
            break
        if "time" in found.groupdict():
            seconds = parse_time(found["time"])
        end = tail + found.start()
    if emphasis and text.endswith(emphasis, start, end):
        end -= len(emphasis)
    return end, seconds


def _skip_blank(text: str, start: int, end: int) -> int:
    found = _BLANK.match(text, start, end)
    return found.end() if found else start


def _line_end(text: str, start: int, end: int) -> int:
    """Return the end of the first line with text in a region."""
    found = text.find("\n", _skip_blank(text, start, end), end)
    return end if found < 0 else found


def _anchors(text: str, turns: Sequence[ImportedTurn]) -> Iterator[tuple[int, float]]:
    """Yield the times inside speech; each stands for the place where its mark begins."""
    if not turns:
        return
    times = iter(time_marks(text, turns[0].speech[0], turns[-1].speech[1]))
    time = next(times, None)
    for turn in turns:
        start, end = turn.speech
        while time is not None and time[0] < end:
            if time[0] >= start:
                yield time[0], time[2]
            time = next(times, None)
