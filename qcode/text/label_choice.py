"""Deciding which candidates for labels are speakers: a label shows itself by being used again."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise

from qcode.model.documents import Role
from qcode.model.spans import Span
from qcode.text.label_words import is_non_speech, is_odd_name, looks_like_a_name, speaker_name, words
from qcode.text.labels import Lines, Mark, Shape
from qcode.text.names import levelled
from qcode.text.roles import is_sure_label, role_of

_DENSE = 0.8
"""Share of the lines with a label from which on a label used once is believed as well."""

_ANSWERED = 0.5
"""Share of the questions that must have a labelled answer for these labels to be answers."""

_ASKED = 0.3
"""Share of the labelled turns that questions in a shape of their own must reach to be turns."""

_LEAST_SHARE = {
    Shape.COLON: 0.05,
    Shape.TERM: 0.1,
    Shape.MARKER: 0.1,
    Shape.BRACKET: 0.15,
    Shape.HEADING: 0.1,
    Shape.BOLD: 0.25,
    Shape.TAB: 0.3,
    Shape.BLANK: 0.2,
    Shape.DASH: 0.15,
    Shape.OWN_LINE: 0.33,
}
"""Share of the lines that labels without a known role must make up, so that lists are no talk."""

_SURE = frozenset(
    {Shape.CUE, Shape.BRACED, Shape.COLON, Shape.TIMED, Shape.BRACKET, Shape.BOLD, Shape.HEADING}
)
"""Shapes in which a name known from the main shape is believed beside it."""

_BREAKS = (Shape.COLON, Shape.HEADING, Shape.BOLD, Shape.BRACKET)
_QUESTIONS = words("q question pergunta pregunta frage 質問 問")
_ENUMERATION = re.compile(r"第?[0-9０-９一二三四五六七八九十]+[章節項条部編次]?$|[ァ-ヶｱ-ﾝ]$|[ivxIVXⅰ-ⅿ]+$")
_MOST_MARKS = 100_000
"""No conversation has more turns; what looks as if it had is a table or a list."""

_LINE_WITH_TEXT = re.compile(r"\n[ \t\u3000]*+(?=\S)")
_LONG_VOWELS = re.compile(r"\n[ \t\u3000]*+ー{2,}")
_NUMBER_ALONE = re.compile(r"\n[ \t]*+(\w{1,12})[ \t]*+(?=\n|\Z)")
_BLANKS_AND_DIGITS = re.compile(r"[\s\d]+")
_SHOWN = 3


@dataclass(slots=True)
class Choice:
    """The labels of a text that are speakers or breaks, in the order of the text."""

    marks: list[Mark]
    warnings: list[str] = field(default_factory=list)
    sections: list[Span] = field(default_factory=list)
    """Lines that have nothing but a known number, as over each of many interviews in a file."""
    answers_unlabelled: bool = False
    """True where only questions are labelled: what follows a question's line is its answer."""


def is_question_word(name: str) -> bool:
    """Tell whether a label is the word for a question (`Q`, `問`, `Pergunta`)."""
    return levelled(name) in _QUESTIONS


def choose(lines: Lines, known: Iterable[str] = ()) -> Choice:
    """Return which labels of a text are believed, all of one shape where possible.

    `known` are labels that the caller vouches for; they are believed without being used again.
    """
    chooser = _Chooser(lines, frozenset(map(levelled, known)))
    accepted: dict[Shape, list[Mark]] = {
        shape: chooser.accept(shape) for shape in Shape if shape is not Shape.OWN_LINE
    }
    primary = max(accepted, key=lambda shape: len(accepted[shape]))
    if not accepted[primary]:
        primary = Shape.OWN_LINE
        accepted[primary] = chooser.accept(primary) if lines.repeat_themselves() else []
    marks = accepted[primary]
    if not marks:
        return Choice([], chooser.doubts([]))
    if primary is not Shape.BRACED:
        primary, marks = _with_answers(primary, accepted)
    names = {mark.name for mark in marks}
    marks = [
        *marks,
        *(
            mark
            for shape in _SURE - {primary}
            for mark in chooser.candidates(shape)
            if mark.name in names and speaker_name(mark.name) is not None
        ),
        *chooser.breaks(),
    ]
    if primary is Shape.HEADING:
        marks += chooser.glued(names)
    marks = _without_overlaps(marks)
    chosen = Choice(marks, chooser.doubts(marks))
    if primary is Shape.BRACED:
        chosen.sections = [
            (found.start(1) - 1, found.end(1) - 1)
            for found in _NUMBER_ALONE.finditer(lines.source)
            if found[1] in names
        ]
    chosen.answers_unlabelled = all(_asks(mark) or is_non_speech(mark.name) for mark in marks)
    return chosen


def _with_answers(primary: Shape, accepted: Mapping[Shape, list[Mark]]) -> tuple[Shape, list[Mark]]:
    """Return the main shape and its marks; where questions are marked in a shape of their own and
    their answers in another, both, and the shape of the answers as the main one."""
    questions = {shape for shape in (Shape.DASHES, Shape.QUESTION) if accepted[shape]}
    asked = [mark for shape in questions for mark in accepted[shape]]
    if primary in questions:
        if any(not _asks(mark) for mark in asked):
            return primary, asked
        others = [shape for shape in accepted if shape not in questions]
        answers = max(others, key=lambda shape: len(accepted[shape]))
        if len(accepted[answers]) < _ANSWERED * len(asked):
            return primary, asked
        primary = answers
    elif len(asked) < _ASKED * len(accepted[primary]):
        asked = []
    return primary, [*accepted[primary], *asked]


def _asks(mark: Mark) -> bool:
    return mark.shape is Shape.DASHES or is_question_word(mark.name)


def _without_overlaps(marks: Iterable[Mark]) -> list[Mark]:
    """Return marks in order, of those that overlap the one whose shape is believed more."""
    order = list(Shape)
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, order.index(mark.shape), -mark.end)):
        if not kept or mark.start >= max(kept[-1].end, kept[-1].start + 1):
            kept.append(mark)
    return kept


class _Chooser:
    """One text's candidates, looked for once, and the rules that accept them."""

    def __init__(self, lines: Lines, known: frozenset[str]) -> None:
        self.lines = lines
        self.known = known
        self._found: dict[Shape, list[Mark]] = {}
        self._line_starts = [found.end() - 1 for found in _LINE_WITH_TEXT.finditer(lines.source)]

    def _is_known(self, name: str) -> bool:
        return bool(self.known) and levelled(name) in self.known

    def candidates(self, shape: Shape) -> list[Mark]:
        """Return what looks like labels of a shape; of a shape with far too many, nothing."""
        if shape not in self._found:
            marks = list(islice(self.lines.marks(shape), _MOST_MARKS + 1))
            if shape is Shape.COLON and self.known:
                there = {mark.start for mark in marks}
                vouched = (mark for mark in self.lines.beginnings() if self._is_known(mark.name))
                marks += (mark for mark in vouched if mark.start not in there)
                marks.sort(key=lambda mark: mark.start)
            self._found[shape] = marks if len(marks) <= _MOST_MARKS else []
        return self._found[shape]

    def lines_from(self, offset: int) -> int:
        """Return the number of lines with text from an offset on."""
        return len(self._line_starts) - bisect_right(self._line_starts, offset - 1)

    def accept(self, shape: Shape) -> list[Mark]:
        """Return the labels of a shape that would be believed if it were the text's shape."""
        marks = [mark for mark in self.candidates(shape) if not is_non_speech(mark.name)]
        rules: dict[Shape, Callable[[list[Mark]], list[Mark]]] = {
            Shape.CUE: lambda marks: marks if len(marks) > 1 else [],
            Shape.BRACED: _accept_braced,
            Shape.QUESTION: _accept_questions,
            Shape.DASHES: lambda marks: marks if len(marks) > 1 else [],
            Shape.TIMED: self._accept_timed,
            Shape.COLON: self._accept_colon,
        }
        if shape is Shape.COLON:
            # `Q1:` and `Q2:` are one person's, which their own shape knows.
            asked = {mark.start for mark in self.accept(Shape.QUESTION) if mark.number is not None}
            marks = [mark for mark in marks if mark.start not in asked]
        rule = rules.get(shape)
        return rule(marks) if rule else self._accept_weak(shape, marks)

    def breaks(self) -> list[Mark]:
        """Return the marks that end a turn and begin none."""
        return [
            mark
            for shape in _BREAKS
            for mark in self.candidates(shape)
            if is_non_speech(mark.name)
            and (shape is not Shape.BRACKET or self.lines.source[mark.end + 1 : mark.end + 2] in "\n")
        ]

    def glued(self, names: Collection[str]) -> list[Mark]:
        """Return headings that run straight from a known name into speech, cut after the name."""
        found: list[Mark] = []
        for mark in self.candidates(Shape.HEADING):
            for name in names:
                if len(name) >= 4 and mark.name != name and mark.name.startswith(name):
                    end = self.lines.text.index(name, mark.start) + len(name)
                    found.append(Mark(Shape.HEADING, name, mark.start, end, damaged=True))
        return found

    def doubts(self, marks: Sequence[Mark]) -> list[str]:
        """Return in words what looks like a label and was taken for text, or the other way round."""
        warnings: list[str] = []
        taken = {mark.start for mark in marks}
        if marks and marks[0].shape in (Shape.COLON, Shape.TIMED):
            single = [
                mark
                for mark in self.candidates(marks[0].shape)
                if mark.start > marks[0].start and mark.start not in taken and looks_like_a_name(mark.name)
            ]
            if single:
                warnings.append(f"taken for text, as the label is not used again: {self._places(single)}")
        if marks and any(mark.shape is Shape.COLON for mark in marks):
            odd = [
                mark for mark in self.lines.beginnings() if mark.start not in taken and is_odd_name(mark.name)
            ]
            often = Counter(mark.name for mark in odd)
            again = [next(mark for mark in odd if mark.name == name) for name, n in often.items() if n > 1]
            if again:
                told = "taken for text, unless a role is given to it"
                warnings.append(f"{told}: {self._places(again)}")
        damaged = [mark for mark in marks if mark.damaged]
        if damaged:
            warnings.append(f"damaged labels, taken for what they seem to say: {self._places(damaged)}")
        variants: dict[str, set[str]] = {}
        for name in {mark.name for mark in marks}:
            variants.setdefault(levelled(name).replace(" ", ""), set()).add(name)
        for names in variants.values():
            if len(names) > 1:
                listed = ", ".join(f"“{name}”" for name in sorted(names))
                warnings.append(f"labels that differ in writing only are kept apart: {listed}")
        vowels = len(_LONG_VOWELS.findall(self.lines.source))
        if vowels > 1 and not any(mark.shape is Shape.DASHES for mark in marks):
            warnings.append(f"{vowels} lines begin with ーー (long vowel marks), perhaps meant for ――")
        return warnings

    def line_of(self, offset: int) -> int:
        """Return the number of the line that an offset lies in, from 1."""
        return self.lines.text.count("\n", 0, offset) + 1

    def _places(self, marks: Sequence[Mark]) -> str:
        shown = [f"“{mark.name}” (line {self.line_of(mark.start)})" for mark in marks[:_SHOWN]]
        more = len(marks) - len(shown)
        return ", ".join(shown) + (f" and {more} more" if more else "")

    def _accept_timed(self, marks: list[Mark]) -> list[Mark]:
        if len(marks) < 2:
            return []
        sure = self._sure_names(marks)
        kept = [mark for mark in marks if mark.name in sure or looks_like_a_name(mark.name)]
        if not sure and len(kept) < 0.2 * self.lines_from(0):
            return []
        return kept if len(kept) > 1 else []

    def _accept_colon(self, marks: list[Mark]) -> list[Mark]:
        sure = self._sure_names(marks)
        dense = self._on_nearly_every_line(marks, sure)
        if dense or not sure:
            return dense
        accepted = [mark for mark in marks if mark.name in sure]
        if all(role_of(name) is Role.INTERVIEWER for name in sure):
            return self._with_those_below(accepted, marks)
        if any(role_of(name) or self._is_known(name) for name in sure):
            return accepted
        accepted = [mark for mark in accepted if looks_like_a_name(mark.name)]
        return accepted if self._is_talk(Shape.COLON, accepted, {mark.name for mark in accepted}) else []

    def _with_those_below(self, asking: list[Mark], marks: Sequence[Mark]) -> list[Mark]:
        """Return interviewers' labels with those used once that stand, written alike, on the next lines.

        Only where each question has one below it: else answers are not labelled, and what looks like
        a label there is the answer's.
        """
        frames = set(map(self._frame, asking))
        accepted = {bisect_right(self._line_starts, mark.start): mark for mark in asking}
        questions = list(accepted)
        for mark in marks:
            line = bisect_right(self._line_starts, mark.start)
            if line - 1 in accepted and looks_like_a_name(mark.name) and self._frame(mark) in frames:
                accepted.setdefault(line, mark)
        answered = all(line + 1 in accepted and line + 1 not in questions for line in questions)
        return [accepted[line] for line in sorted(accepted)] if answered else asking

    def _frame(self, mark: Mark) -> str:
        """Return what stands around a name in its label, without blanks and times."""
        return _BLANKS_AND_DIGITS.sub("", self.lines.text[mark.start : mark.end].replace(mark.name, "", 1))

    def _on_nearly_every_line(self, marks: list[Mark], sure: Collection[str]) -> list[Mark]:
        """Return the marks of a text in which nearly every line has one, names used once included."""
        believed = [mark for mark in marks if mark.name in sure or looks_like_a_name(mark.name)]
        first = next((mark.start for mark in believed if mark.name in sure), None)
        if first is None:
            return []
        believed = [mark for mark in believed if mark.start >= first]
        several = len(believed) > 2 and len({mark.name for mark in believed}) > 1
        return believed if several and len(believed) >= _DENSE * self.lines_from(first) else []

    def _accept_weak(self, shape: Shape, marks: list[Mark]) -> list[Mark]:
        if shape is Shape.HEADING:
            headings = len(marks)
            marks = [mark for mark in marks if speaker_name(mark.name) is not None]
        if shape is Shape.BLANK:
            marks = [mark for mark in marks if not _ENUMERATION.match(mark.name)]
        if shape is Shape.OWN_LINE:
            marks = [mark for mark in marks if looks_like_a_name(mark.name)]
        sure = self._sure_names(marks)
        if shape in (Shape.TAB, Shape.BLANK, Shape.BRACKET, Shape.MARKER, Shape.BOLD):
            dense = self._on_nearly_every_line(marks, sure)
            if dense:
                return dense
        accepted = [mark for mark in marks if mark.name in sure]
        if any(is_sure_label(name) or self._is_known(name) for name in sure):
            return accepted
        if shape is Shape.HEADING and (len(accepted) < 6 or len(accepted) < _DENSE * headings):
            return []
        if shape is Shape.DASH and not all(len(name) <= 4 and name[0].isupper() for name in sure):
            return []
        if shape is Shape.OWN_LINE and self._follow_each_other(accepted):
            return []
        return accepted if self._is_talk(shape, accepted, sure) else []

    def _follow_each_other(self, marks: Sequence[Mark]) -> bool:
        """Tell whether lines that should be names stand below each other, with no speech between."""
        numbers = [bisect_right(self._line_starts, mark.start) for mark in marks]
        return sum(after - before == 1 for before, after in pairwise(numbers)) > 0.2 * len(marks)

    def _is_talk(self, shape: Shape, accepted: Sequence[Mark], names: Collection[str]) -> bool:
        """Tell whether labels without a role are talk: several people, on enough of the lines."""
        share = len(accepted) / max(1, self.lines_from(accepted[0].start)) if accepted else 0.0
        if share < _LEAST_SHARE[shape]:
            return False
        if len(self.candidates(Shape.DASHES)) > 1:
            return True
        return len(names) > 1 or (len(accepted) >= 3 and share >= 0.3)

    def _sure_names(self, marks: Sequence[Mark]) -> set[str]:
        """Return the labels that are used again, name a role, are vouched for, or are numbered
        like one of these."""
        counts = Counter(mark.name for mark in marks)
        sure = {
            name for name, count in counts.items() if count > 1 or is_sure_label(name) or self._is_known(name)
        }
        named_roles = {role_of(name) for name in counts}
        if {Role.INTERVIEWER, Role.RESPONDENT} <= named_roles:
            # `I` and `R` once each are two people; either alone may begin any list.
            sure |= {name for name in counts if role_of(name) is not None}
        families = {_family(name) for name in sure if _family(name) != name}
        return sure | {name for name in counts if _family(name) in families}


def _family(name: str) -> str:
    """Return what labels of one kind share: `Speaker #`, or that they are initials."""
    if len(name) <= 3 and name.isascii() and name.isalpha() and name.isupper():
        return "#"
    return re.sub(r"\d+", "#", name)


def _accept_braced(marks: list[Mark]) -> list[Mark]:
    names = {mark.name for mark in marks if not mark.damaged}
    accepted = [mark for mark in marks if mark.name in names]
    return accepted if len(accepted) > 1 else []


def _accept_questions(marks: list[Mark]) -> list[Mark]:
    """Accept questions whose numbers rise, or that have answers; never answers alone."""
    questions = [mark for mark in marks if is_question_word(mark.name)]
    numbers = [mark.number for mark in questions if mark.number is not None]
    steps = [after > before for before, after in pairwise(numbers)]
    rising = len(numbers) > 1 and sum(steps) >= 0.6 * len(steps)
    answered = len(marks) > len(questions) and (len(questions) > 1 or len(marks) > 2)
    if not questions or not (rising or answered):
        return []
    return marks
