"""Sentences, paragraphs, turns and words around a place; found as they are needed and remembered."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from operator import itemgetter

from qcode.model.documents import Role
from qcode.model.spans import Span
from qcode.text.units import sentences
from qcode.text.words import words
from qcode.tui.widgets.transcript.lines import NO_TURN, Lines
from qcode.tui.widgets.transcript.reading import Unit

_start = itemgetter(0)
_REMEMBERED = 256
"""Lines whose sentences are remembered."""
_ASIDE = 200
"""Code points around an offset that are searched for the word there, in a line without end."""


class Units:
    """What stands around an offset of a document; nothing here looks at more than a line or a turn."""

    __slots__ = ("_lines", "_sentences", "_text")

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._text = lines.reading.text
        self._sentences: dict[int, list[Span]] = {}

    def around(self, offset: int, unit: Unit) -> Span:
        """Return the unit that holds an offset; between two sentences the one before.

        Outside of turns, a turn is the paragraph; a blank line is an empty span.
        """
        line = self._lines.at(self._lines.nearest(offset))
        if unit is Unit.SENTENCE:
            spans = self._sentences_of(line)
            return spans[max(0, bisect_right(spans, offset, key=_start) - 1)]
        if unit is Unit.TURN and self._lines.turns[line] != NO_TURN:
            return self._speech(self._lines.turns[line])
        return self._paragraph(line)

    def after(self, offset: int, unit: Unit) -> Span | None:
        """Return the first unit that begins after an offset; None after the last."""
        line = self._lines.at(self._lines.nearest(offset))
        while line < len(self._lines):
            spans = self._units_of(line, unit)
            place = bisect_right(spans, offset, key=_start)
            if place < len(spans) and spans[place][0] < spans[place][1]:
                return spans[place]
            line += 1
        return None

    def before(self, offset: int, unit: Unit) -> Span | None:
        """Return the last unit that begins before an offset; None before the first."""
        line = self._lines.at(self._lines.nearest(offset))
        while line >= 0:
            spans = self._units_of(line, unit)
            place = bisect_left(spans, offset, key=_start) - 1
            if place >= 0 and spans[place][0] < spans[place][1]:
                return spans[place]
            line -= 1
        return None

    def _units_of(self, line: int, unit: Unit) -> list[Span]:
        if unit is Unit.SENTENCE:
            return self._sentences_of(line)
        turn = self._lines.turns[line]
        return [self._speech(turn) if unit is Unit.TURN and turn != NO_TURN else self._paragraph(line)]

    def word_at(self, offset: int) -> Span | None:
        """Return the word that holds an offset, or the nearest one before or after it in its line."""
        found = list(self._words(offset))
        if not found:
            return None
        place = bisect_right(found, offset, key=_start) - 1
        return found[max(0, place)]

    def word_after(self, offset: int) -> int | None:
        """Return where the first word begins that begins after an offset; None after the last."""
        line = self._lines.at(self._lines.nearest(offset))
        while line < len(self._lines):
            start, end = self._lines.span(line)
            for word in words(self._text, (max(start, min(end, offset - _ASIDE)), end)):
                if word[0] > offset:
                    return word[0]
            line += 1
        return None

    def word_before(self, offset: int) -> int | None:
        """Return where the last word begins that begins before an offset; None before the first."""
        line = self._lines.at(self._lines.nearest(offset))
        while line >= 0:
            start, end = self._lines.span(line)
            at = min(end, offset)
            while at > start:
                window = max(start, at - _ASIDE)
                found = [word for word in words(self._text, (window, min(end, offset))) if word[0] < offset]
                # The first word of a window may be the rest of a longer one.
                found = found if window == start else found[1:]
                if found:
                    return found[-1][0]
                at = window
            line -= 1
        return None

    def levels(self, span: Span) -> Iterator[Span]:
        """Yield ever larger units that hold a span: word, sentence, paragraph, turn, question and answer."""
        start, end = span
        last = max(start, end - 1)
        first_word, last_word = self.word_at(start), self.word_at(last)
        if first_word and last_word:
            yield first_word[0], last_word[1]
        for unit in Unit:
            yield self.around(start, unit)[0], self.around(last, unit)[1]
        first_turn, last_turn = (self._lines.turns[self._lines.at(at)] for at in (start, last))
        if NO_TURN not in (first_turn, last_turn):
            yield self._exchange(first_turn)[0], self._exchange(last_turn)[1]

    def _exchange(self, turn: int) -> Span:
        """Return a question with its answer: from the interviewer's turns before to the next ones."""
        speeches = self._lines.reading.speeches

        def asks(place: int) -> bool:
            return speeches[place].role is Role.INTERVIEWER

        first = last = turn
        while first > 0 and not asks(first):
            first -= 1
        while first > 0 and asks(first) and asks(first - 1):
            first -= 1
        while asks(last) and last + 1 < len(speeches):
            last += 1
        while last + 1 < len(speeches) and not asks(last + 1):
            last += 1
        return speeches[first].speech[0], speeches[last].speech[1]

    def _speech(self, turn: int) -> Span:
        return self._lines.reading.speeches[turn].speech

    def _paragraph(self, line: int) -> Span:
        start, end = self._lines.span(line)
        piece = self._text[start:end]
        first = start + len(piece) - len(piece.lstrip())
        return first, max(first, start + len(piece.rstrip()))

    def _sentences_of(self, line: int) -> list[Span]:
        known = self._sentences.get(line)
        if known is None:
            span = self._lines.span(line)
            known = sentences(self._text, span) or [(span[0], span[0])]
            if len(self._sentences) >= _REMEMBERED:
                self._sentences.pop(next(iter(self._sentences)))
            self._sentences[line] = known
        return known

    def _words(self, offset: int) -> Iterator[Span]:
        start, end = self._lines.span(self._lines.at(self._lines.nearest(offset)))
        return words(self._text, (max(start, offset - _ASIDE), min(end, offset + _ASIDE)))
