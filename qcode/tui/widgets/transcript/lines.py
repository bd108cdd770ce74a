"""The lines of a document that are shown, and the turns they belong to."""

from __future__ import annotations

from bisect import bisect_right
from enum import IntEnum

from qcode.model.spans import Span
from qcode.text.times import parse_time
from qcode.tui.widgets.transcript.reading import Reading

NO_TURN = -1


class LineKind(IntEnum):
    """What a line is in its document."""

    SPEECH = 0
    PLAIN = 1
    """A paragraph of a document without speakers, or what stands between two turns."""
    FRONT_MATTER = 2


class Lines:
    """The lines shown of one reading: what lies between two line ends, without labels.

    A turn's label is shown by a row of its own, blank lines around turns by one; the characters of both
    lie in no line. `starts` and `ends` are half-open spans in the order of the text; there is always
    one line at least.
    """

    __slots__ = ("ends", "first_of_turn", "kinds", "numbers", "reading", "starts", "turns")

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.turns: list[int] = []
        """For each line the place of its turn in `reading.speeches`, or `NO_TURN`."""
        self.kinds: list[LineKind] = []
        self.numbers: list[int] = []
        """Number of a paragraph in a document without speakers, else 0."""
        self.first_of_turn: list[int] = []
        """For each speech the place of its first line."""
        if reading.speeches:
            self._read_turns()
        else:
            self._read_paragraphs()
        if not self.starts:
            self._add(0, 0, NO_TURN, LineKind.PLAIN)

    def __len__(self) -> int:
        return len(self.starts)

    def at(self, offset: int) -> int:
        """Return the place of the line that holds an offset; of the one before where none does."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def nearest(self, offset: int) -> int:
        """Return an offset inside a line: itself, or the beginning of the next line; the end of the last."""
        line = self.at(offset)
        if self.starts[line] <= offset <= self.ends[line]:
            return offset
        if offset < self.starts[line]:
            return self.starts[line]
        return self.starts[line + 1] if line + 1 < len(self.starts) else self.ends[line]

    def is_first(self, line: int) -> bool:
        """Tell whether a turn begins with a line."""
        turn = self.turns[line]
        return turn != NO_TURN and (line == 0 or self.turns[line - 1] != turn)

    def span(self, line: int) -> Span:
        return self.starts[line], self.ends[line]

    def _add(self, start: int, end: int, turn: int, kind: LineKind, number: int = 0) -> None:
        self.starts.append(start)
        self.ends.append(end)
        self.turns.append(turn)
        self.kinds.append(kind)
        self.numbers.append(number)

    def _read_paragraphs(self) -> None:
        text = self.reading.text
        number = 0
        for start, end in _cut(text, 0, len(text.rstrip("\n"))):
            front = start < self.reading.front_matter_end
            counted = not front and not text[start:end].isspace() and start < end
            number += counted
            kind = LineKind.FRONT_MATTER if front else LineKind.PLAIN
            self._add(start, end, NO_TURN, kind, number if counted else 0)

    def _read_turns(self) -> None:
        text = self.reading.text
        done = 0
        for place, speech in enumerate(self.reading.speeches):
            start, end = speech.speech
            label_start, label_end = speech.label
            if label_start >= label_end or not done <= label_start <= label_end <= start:
                label_start = label_end = start
            if done < label_start:
                self._read_between(done, label_start)
            if label_end < start:
                self._read_between(label_end, start)
            self.first_of_turn.append(len(self.starts))
            for piece in _cut(text, start, end):
                self._add(*piece, place, LineKind.SPEECH)
            done = max(done, end)
        if done < len(text):
            self._read_between(done, len(text))

    def _read_between(self, start: int, end: int) -> None:
        """Add the lines that lie between two turns: headings, stage directions; blank ones go."""
        text = self.reading.text
        if text[start:end].isspace():
            return
        pieces = [piece for piece in _cut(text, start, end) if _says_something(text[slice(*piece)])]
        for first, last in pieces:
            front = first < self.reading.front_matter_end
            self._add(first, last, NO_TURN, LineKind.FRONT_MATTER if front else LineKind.PLAIN)


def _cut(text: str, start: int, end: int) -> list[Span]:
    """Return the pieces between the line ends of `[start, end)`; one at least."""
    pieces: list[Span] = []
    at = start
    while (edge := text.find("\n", at, end)) >= 0:
        pieces.append((at, edge))
        at = edge + 1
    pieces.append((at, end))
    return pieces


def _says_something(line: str) -> bool:
    """Tell a line worth showing between turns from rules, marks of emphasis and times of day."""
    return any(sign.isalnum() for sign in line) and parse_time(line) is None
