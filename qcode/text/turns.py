"""Cutting a text into turns, once it is known where its labels are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from qcode.model.documents import ImportedTurn
from qcode.model.spans import Span
from qcode.text.label_words import is_non_speech
from qcode.text.labels import Mark
from qcode.text.times import CLOCK, MARK, RANGE, parse_time, time_marks, times_in

_BLANK = re.compile(r"\s*")
_TIME_FIRST = re.compile(rf"{MARK}|{CLOCK}[ \t\u3000]*(?=\n)")
_TIME_LAST = re.compile(
    rf"(?P<time>#\s*[\d:：.,\-－]{{1,20}}\s*#|{MARK}|(?<=\n)[ \t\u3000]*{CLOCK})[ \t\u3000]*\Z"
)
_TIME_ABOVE = re.compile(rf"(?:\A|\n)[ \t\u3000]*(?P<time>{RANGE})[ \t\u3000]*\n\s*\Z")
_PASSAGE = re.compile(
    rf"^[ \t\u3000]*(?P<time>{RANGE})(?:[ \t\u3000]*[-–—:：]?[ \t\u3000]+|[ \t\u3000]*\n\s*)(?=\S)",
    re.MULTILINE,
)
_RULED_LAST = re.compile(
    r"(?:\n[ \t\u3000]*(?:[=＝]{3,}|[-―—─]{3,}|_{3,}|(?:[*＊][ \t\u3000]*){3,})[ \t\u3000]*)+\Z"
)
_CLOSING = re.compile(
    r"^[ \t]*(?:Transcribed by\b|Transcript (?:by|provided by)\b|\[?End of (?:the )?(?:transcript|recording|"
    r"interview)\b|文字起こし[:：]|clovanote\.naver\.com|[^\n]{1,60} (?:started|stopped) transcription$|"
    r"[^\n]{1,60}文字起こしを(?:開始|停止)しました)[^\n]*$",
    re.MULTILINE | re.IGNORECASE,
)
_TAIL = 200
_LONGEST_TIME = 80

_FEWEST_PASSAGES = 3
_MOST_PASSAGES = 100_000
_LATEST_BEGINNING = 300.0
"""Seconds; a bare `10:00` at the head of the first line is rather the hour of an agenda."""

_SIX_HOURS = 6 * 3600.0
"""No recording begins that late: such times are times of the day."""

_DAY = 24 * 3600.0


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
    return Cut(turns, list(names), list(anchors_in(text, turns)), empty, orphans)


def with_times_above(text: str, marks: Sequence[Mark]) -> list[Mark]:
    """Return labels with the times on the lines above them, where one stands above the first.

    Else such a line is the end of the turn before it.
    """
    above = [
        _TIME_ABOVE.search(text, max(0, mark.start - _LONGEST_TIME), mark.start)
        if mark.time_start is None
        else None
        for mark in marks
    ]
    if not above or above[0] is None:
        return list(marks)
    return [
        mark._replace(
            start=found.start("time"), time_start=times[0], time_end=times[1] if len(times) > 1 else None
        )
        if found is not None and (times := times_in(found["time"]))
        else mark
        for mark, found in zip(marks, above, strict=True)
    ]


def timed_passages(text: str, start: int) -> Cut | None:
    """Return passages that begin with a time as turns of nobody known, None where these are no turns.

    They are turns where at least three lines, and half of all from the first on, begin with a time
    (or are one), and the times never fall.
    """
    found = list(islice(_PASSAGE.finditer(text, start), _MOST_PASSAGES + 1))
    if not _FEWEST_PASSAGES <= len(found) <= _MOST_PASSAGES:
        return None
    times = [times_in(one["time"]) for one in found]
    if not all(times):
        return None
    lines = sum(bool(line.strip()) for line in text[found[0].start() :].split("\n"))
    falls = any(after[0] < before[0] for before, after in pairwise(times))
    bare = found[0]["time"][0].isdecimal() and len(times[0]) == 1
    if falls or 2 * len(found) < lines or (bare and times[0][0] >= _LATEST_BEGINNING):
        return None
    turns: list[ImportedTurn] = []
    for place, one in enumerate(found):
        end = found[place + 1].start() if place + 1 < len(found) else len(text)
        end, _ = _speech_end(text, one.end(), end, "")
        if one.end() < end:
            told = times[place]
            label = one.span("time")
            turns.append(
                ImportedTurn((one.end(), end), None, label, told[0], told[1] if len(told) > 1 else None)
            )
    if 2 * len(turns) < len(found):
        return None
    return Cut(turns, [], list(anchors_in(text, turns)), [], [])


def counted_from_the_first(cut: Cut) -> Cut | None:
    """Return turns whose times are those of the day, as Zoom's are, in seconds from the first turn's.

    None where the times are those of a recording already.
    """
    first = next((turn.time_start for turn in cut.turns if turn.time_start is not None), 0.0)
    if first < _SIX_HOURS:
        return None

    def since(time: float | None) -> float | None:
        # A talk may go on past midnight.
        return None if time is None else max(0.0, time - first + (_DAY if time < first - _DAY / 2 else 0))

    turns = [
        replace(turn, time_start=since(turn.time_start), time_end=since(turn.time_end)) for turn in cut.turns
    ]
    return replace(cut, turns=turns, anchors=[(at, since(time) or 0.0) for at, time in cut.anchors])


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
    start, end, begins, ends = speech_inside(text, start, end, mark.emphasis if mark else "")
    if mark is not None and begins is not None:
        label_end = start
    if start >= end:
        return None
    label = None
    if mark is not None:
        while label_end > mark.start and text[label_end - 1].isspace():
            label_end -= 1
        label = (mark.start, label_end) if mark.start < label_end else None
        begins = begins if mark.time_start is None else mark.time_start
        ends = ends if mark.time_end is None else mark.time_end
    number = names.setdefault(name, len(names))
    return ImportedTurn((start, end), number, label, begins, ends)


def speech_inside(
    text: str, start: int, end: int, emphasis: str = ""
) -> tuple[int, int, float | None, float | None]:
    """Return where speech begins and ends between two offsets, and the seconds told at its edges.

    White space, time marks, ruled lines and the emphasis that a label opened are none of it. Where
    nothing is left, it does not begin before it ends.
    """
    start, begins = _speech_start(text, start, end)
    end, ends = _speech_end(text, start, end, emphasis)
    return start, end, begins, ends


def _speech_start(text: str, start: int, end: int) -> tuple[int, float | None]:
    """Return where speech begins, and the time that a mark such as `[00:01:23]` before it gives."""
    seconds: float | None = None
    start = _skip_blank(text, start, end)
    while (found := _TIME_FIRST.match(text, start, end)) is not None and (times := times_in(found[0])):
        seconds = times[0] if seconds is None else seconds
        start = _skip_blank(text, found.end(), end)
    return start, seconds


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
        found = _RULED_LAST.search(piece) or _TIME_LAST.search(piece)
        if found is None:
            break
        if "time" in found.groupdict() and seconds is None:
            seconds = next(iter(times_in(found["time"])), parse_time(found["time"]))
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


def anchors_in(text: str, turns: Sequence[ImportedTurn]) -> Iterator[tuple[int, float]]:
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
