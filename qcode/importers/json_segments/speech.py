"""From segments and words to cues: who says what from when to when, in seconds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from qcode.importers.json_segments.models import Seconds, Segment, Word
from qcode.text.scripts import is_cjk

LONGEST_SEGMENT = 300.0
"""Segments that last longer than this, half of them, are counted in milliseconds."""

LONGEST_WORD = 20.0
"""The same for words."""

_MOST_WORDS = 60
"""Segments of more words are cut at the ends of their sentences, so that there are times in them."""

_LONGEST_GAP = 40
"""Characters of a segment that may stand between two of its words."""

_MORE = 1.1

_SENTENCE_END = re.compile(r"[.?!。？！…][\"'”’」』）)\]]*$")


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of speech of one speaker."""

    speaker: str
    """The label; empty where nobody is named."""
    text: str
    start: float | None
    end: float | None


def said_in_segments(segments: Sequence[Segment]) -> list[Said]:
    """Return what is said in segments.

    A segment's own speaker holds for all of it. Where it has none, its words are asked; then, and
    where it is very long, it is cut into the runs of one speaker and into sentences.
    """
    said: list[Said] = []
    for segment in segments:
        reading = segment.likeliest
        words = reading.words
        ask_words = not segment.speaker and any(word.who for word in words)
        if words and (ask_words or len(words) > _MOST_WORDS or not reading.text):
            said += _cut(reading.text, words, segment)
        else:
            said.append(Said(segment.speaker, reading.text, segment.start, segment.ends))
    return said


def said_in_words(words: Sequence[Word]) -> list[Said]:
    """Return what is said word by word, a piece for each sentence and each change of the speaker."""
    return _cut("", words, Segment())


def are_milliseconds(items: Iterable[Segment | Word], longest: float) -> bool:
    """Tell whether times that are numbers alone are milliseconds.

    They are where the median of how long things last, or of the times between their beginnings where
    no ends are told, is more than `longest` seconds would allow.
    """
    timed = [(item.start, item.ends) for item in items if item.start is not None]
    lasting = [end - start for start, end in timed if end is not None]
    if not lasting:
        lasting = [after - before for (before, _), (after, _) in pairwise(timed)]
    return bool(lasting) and median(lasting) > longest


def in_seconds(said: Iterable[Said]) -> list[Said]:
    """Return pieces whose times are milliseconds, but for those that say otherwise, in seconds."""
    return [replace(one, start=_from_thousandth(one.start), end=_from_thousandth(one.end)) for one in said]


def _from_thousandth(time: float | None) -> float | None:
    return time if time is None or isinstance(time, Seconds) else time / 1000


def _cut(text: str, words: Sequence[Word], segment: Segment) -> list[Said]:
    """Return a segment cut where its words change their speaker or end a sentence.

    Its own spelling is kept where its words are found in it; where it has more than its words, it is
    not cut, so that nothing is lost.
    """
    runs = list(_runs(words))
    spelt = _spelt(text, runs)
    if spelt is None:
        spelt = [joined_words(run) for run in runs]
        if _letters(text) > _MORE * sum(map(_letters, spelt)):
            return [Said(segment.speaker or _speaker(words), text, segment.start, segment.ends)]
    pieces = [
        Said(
            segment.speaker or _speaker(run),
            words_of_run,
            next((word.start for word in run if word.start is not None), None),
            max((word.end for word in run if word.end is not None), default=None),
        )
        for run, words_of_run in zip(runs, spelt, strict=True)
    ]
    if pieces and pieces[0].start is None:
        pieces[0] = replace(pieces[0], start=segment.start)
    if pieces and pieces[-1].end is None:
        pieces[-1] = replace(pieces[-1], end=segment.ends)
    return pieces


def _speaker(words: Iterable[Word]) -> str:
    return next((word.who for word in words if word.who), "")


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _spelt(text: str, runs: Sequence[Sequence[Word]]) -> list[str] | None:
    """Return the piece of a text that each run of words is, None where they are not found in it."""
    if not text or not runs:
        return None
    ends: list[int] = []
    at = 0
    for run in runs:
        for word in run:
            wanted = word.said.strip()
            at = text.find(wanted, at, at + len(wanted) + _LONGEST_GAP)
            if at < 0:
                return None
            at += len(wanted)
        ends.append(at)
    if len(text) - at > _LONGEST_GAP:
        return None
    ends[-1] = len(text)
    return [text[before:after] for before, after in pairwise([0, *ends])]


def _runs(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Yield the runs of words of one speaker, each ended by a sentence's end too.

    A word of nobody known is of the speaker around it.
    """
    run: list[Word] = []
    speaker = ""
    for word in words:
        if not word.said or (not run and _is_blank(word)):
            continue
        changes = word.who and speaker and word.who != speaker and not word.is_sign
        # Without a time of its own, a new piece would have none.
        ends = run and not word.is_sign and word.start is not None and _ends_sentence(run[-1])
        if changes or ends:
            yield run
            run, speaker = [], ""
        run.append(word)
        speaker = speaker or word.who
    if run:
        yield run


def _ends_sentence(word: Word) -> bool:
    return _SENTENCE_END.search(word.said.strip()[-4:]) is not None


def _is_blank(word: Word) -> bool:
    return not word.said.strip()


def joined_words(words: Iterable[Word]) -> str:
    """Return words as running text: a blank between them unless they bring one, are punctuation,
    or are written without blanks, as in Japanese."""
    pieces: list[str] = []
    for word in words:
        said = word.said
        if not said:
            continue
        if pieces and not (
            word.is_sign
            or said[0].isspace()
            or pieces[-1][-1].isspace()
            or (is_cjk(pieces[-1][-1]) and is_cjk(said[0]))
        ):
            pieces.append(" ")
        pieces.append(said)
    return "".join(pieces)
