"""Who speaks in a text, and where: the door to the recognition of turns."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from qcode.model.documents import ImportedTurn, Role, Speaker
from qcode.model.spans import Span
from qcode.text.front_matter import Header, read_header
from qcode.text.label_choice import Choice, choose, is_question_word
from qcode.text.labels import DASH_NAME, Lines, Mark, Shape
from qcode.text.names import levelled
from qcode.text.roles import Speech, ends_with_question, guess_roles, role_of
from qcode.text.scripts import is_cjk
from qcode.text.turns import counted_from_the_first, cut_turns, timed_passages, with_times_above

_ANSWERS = {
    "q": "A",
    "question": "Answer",
    "pergunta": "Resposta",
    "pregunta": "Respuesta",
    "frage": "Antwort",
    "質問": "回答",
    "問": "答",
    DASH_NAME: "回答",
}
"""What the speaker of unlabelled answers is called, by the label of the questions."""

_LATE_START = 0.5
_LONG_PREAMBLE = 2000
_SHOWN = 3

_FEWEST_QUESTIONS = 3
_QUESTIONS_OF_AN_INTERVIEW = 0.3
_NEARLY_ALL = 0.8


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a text shows of who speaks in it."""

    turns: tuple[ImportedTurn, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    """In the order of their first turn, with the roles guessed for them."""
    front_matter: Span | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    anchors: tuple[tuple[int, float], ...] = ()
    """Times inside turns: (offset, seconds)."""
    warnings: tuple[str, ...] = ()


def find_turns(
    text: str,
    *,
    headings: Sequence[Span] = (),
    roles: Mapping[str, Role] | None = None,
    bold: Sequence[Span] = (),
) -> Conversation:
    """Return the turns, speakers and front matter of a text, by the labels at the heads of lines.

    A label is believed where it is used again, names a role (`Interviewer`), is numbered like one
    that is, or has its role given in `roles`; else it is text. `headings` are spans of lines that are
    headings: no speech, unless they are labels. Without labels, lines all in `bold` that are questions
    are an interviewer's, and lines that begin with a time are turns of nobody known. Any other text
    has no turns.
    """
    lines = Lines(text)
    known = {levelled(label) for label in roles or {}}
    choice = choose(lines, known)
    header = read_header(text, choice.marks)
    marks = [mark for mark in choice.marks if mark.start not in header.cast]
    warnings = list(choice.warnings)
    if marks and _starts_late(text, marks, known):
        share = marks[0].start / len(text)
        warnings.append(
            f"“{marks[0].name}” and others look like speakers, but only after {share:.0%} of the text:"
            " taken for text"
        )
        marks = []
    answer_name = _answer_name(choice, marks)
    if not marks and (marks := _questions_in_bold(text, bold)):
        answer_name = _ANSWERS[levelled(marks[0].name)]
        warnings.append(f"no labels: the lines in bold are taken for questions of “{marks[0].name}”")
    marks = with_times_above(text, marks)
    cut = cut_turns(text, marks, headings=headings, sections=choice.sections, answer_name=answer_name)
    if not cut.turns:
        return _without_labels(text, header, [] if marks else warnings)
    if cut.empty:
        places = [(mark.name, mark.start) for mark in cut.empty]
        warnings.append("labels with no speech after them make no turn: " + _places(text, places))
    if cut.orphans:
        places = [(text[start : min(end, start + 20)], start) for start, end in cut.orphans]
        warnings.append("nobody’s speech, having no label in its section: " + _places(text, places))
    if answer_name is not None:
        warnings.append(f"answers have no label in this file: they are given the speaker “{answer_name}”")
    if (counted_anew := counted_from_the_first(cut)) is not None:
        warnings.append("its times are those of the day; they are counted from the first turn")
        cut = counted_anew
    speakers, said = name_roles(text, cut.turns, cut.names, header.metadata, roles)
    if len(cut.turns) > 1 and all(one.role is Role.INTERVIEWER for one in speakers):
        warnings.append("nobody but an interviewer was recognised: nothing in it will count")
    front = _trimmed(text, 0, marks[0].start)
    return Conversation(
        tuple(cut.turns), speakers, front, header.metadata, tuple(cut.anchors), (*warnings, *said)
    )


def _without_labels(text: str, header: Header, warnings: Sequence[str]) -> Conversation:
    """Return what a text without labels shows: passages by their times, or what may be done."""
    passages = timed_passages(text, header.end)
    if passages is not None:
        front = _trimmed(text, 0, (passages.turns[0].label or passages.turns[0].speech)[0])
        told = "no speaker is named: its passages are turns by their times"
        return Conversation(
            tuple(passages.turns), (), front, header.metadata, tuple(passages.anchors), (*warnings, told)
        )
    front = _trimmed(text, 0, header.end)
    questions, paragraphs = _questions_answered(text[header.end :])
    if questions >= _FEWEST_QUESTIONS and questions >= _QUESTIONS_OF_AN_INTERVIEW * paragraphs:
        told = (
            f"no speaker is named, but {questions} of {paragraphs} paragraphs are questions with an answer:"
            " “Q: ” before each question in the file would tell who speaks"
        )
        warnings = (*warnings, told)
    return Conversation((), (), front, header.metadata, (), tuple(warnings))


def _questions_answered(text: str) -> tuple[int, int]:
    """Return how many paragraphs end with a question that the next does not, and how many there are."""
    pieces = text.split("\n\n") if "\n\n" in text.strip() else text.split("\n")
    asks = [ends_with_question(piece.rstrip()) for piece in pieces if piece.strip()]
    return sum(before and not after for before, after in pairwise(asks)), len(asks)


def _questions_in_bold(text: str, bold: Sequence[Span]) -> list[Mark]:
    """Return lines in bold as labels of nothing where they are questions, as a rule; else none."""
    questions = sum(ends_with_question(text[start:end].rstrip()) for start, end in bold)
    if questions < _FEWEST_QUESTIONS or questions < _NEARLY_ALL * len(bold):
        return []
    japanese = any(map(is_cjk, text[slice(*bold[0])]))
    return [Mark(Shape.BOLD, "質問" if japanese else "Question", start, start) for start, _ in bold]


def name_roles(
    text: str,
    turns: Sequence[ImportedTurn],
    names: Sequence[str],
    metadata: Mapping[str, str] | None = None,
    given: Mapping[str, Role] | None = None,
) -> tuple[tuple[Speaker, ...], list[str]]:
    """Return the speakers with the roles guessed for them, and what is to be said about that."""
    count = [0] * len(names)
    questions = [0] * len(names)
    characters = [0] * len(names)
    for turn in turns:
        if turn.speaker is not None:
            start, end = turn.speech
            count[turn.speaker] += 1
            questions[turn.speaker] += ends_with_question(text[max(start, end - 40) : end])
            characters[turn.speaker] += end - start
    speech = [Speech(*numbers) for numbers in zip(count, questions, characters, strict=True)]
    roles, warnings = guess_roles(names, speech, metadata, given)
    return tuple(Speaker(name, role) for name, role in zip(names, roles, strict=True)), warnings


def _answer_name(choice: Choice, marks: Sequence[Mark]) -> str | None:
    if not choice.answers_unlabelled or not marks:
        return None
    word = next((mark.name for mark in marks if is_question_word(mark.name)), DASH_NAME)
    return _ANSWERS[levelled(word) if word != DASH_NAME else word]


def _starts_late(text: str, marks: Sequence[Mark], known: Collection[str]) -> bool:
    """Tell whether labels without a role begin so late that the text is rather no transcript."""
    start = marks[0].start
    if start < _LONG_PREAMBLE or start < _LATE_START * len(text):
        return False
    return not any(role_of(mark.name) or levelled(mark.name) in known for mark in marks)


def _places(text: str, places: Sequence[tuple[str, int]]) -> str:
    shown = [f"“{name}” (line {text.count(chr(10), 0, at) + 1})" for name, at in places[:_SHOWN]]
    more = len(places) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """Return a span without the white space at its ends, None where nothing else is in it."""
    words = text[start:end]
    kept = words.strip()
    if not kept:
        return None
    first = start + words.index(kept[0])
    return first, first + len(kept)
