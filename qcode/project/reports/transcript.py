"""Coded transcripts: every turn with who speaks, where it stands, and the codings on it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

from qcode.model.cases import Value
from qcode.model.codings import CodingRow
from qcode.model.documents import Document, Role, Turn
from qcode.model.reports import Block, Heading, Mark, Paragraph, Passage, Report, Run, Style
from qcode.model.spans import Span
from qcode.text.names import counted, listed
from qcode.text.times import format_time

if TYPE_CHECKING:
    from qcode.analysis.selection import Selection
    from qcode.analysis.speech import Speech
    from qcode.project.project import Project

_FRONT_MATTER = "front matter"
_PAUSES = ":：-–—―"
"""What stands between a label and the speech, besides blanks."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a document as it is read: a turn, a paragraph, front matter."""

    start: int
    end: int
    place: str
    """What it is found by, but for its page."""
    label: str = ""
    participant: int | None = None
    speech: bool = True
    """False for front matter."""


def transcript_report(
    project: Project, documents: Sequence[Document], selection: Selection | None = None
) -> Report:
    """Return documents with the codings of a selection (by default all) on their words.

    One section a document; a passage is a turn, or a paragraph where nobody is named as speaking.
    """
    from qcode.analysis import notes

    chosen = project.select(roles=None) if selection is None else selection
    writer = _Writer(project, chosen)
    blocks = [block for one in documents for block in writer.of_document(one)]
    shown = [row for one in documents for row in chosen.rows.get(one.id, ())]
    said = f"Shown: {counted(len(shown), 'coding')} in {counted(len(documents), 'document')}."
    others = len(chosen) - len(shown)
    beside = [f"{counted(others, 'coding')} of other documents not shown."] if others else []
    return Report(
        name="transcript",
        title=f"{project.title}: coded {'transcript' if len(documents) == 1 else 'transcripts'}",
        blocks=blocks,
        notes=[said, *beside, *notes.of_selection(chosen)],
    )


def stretches(
    document: Document, text: str, turns: Sequence[Turn], names: Mapping[int, str]
) -> Iterator[Stretch]:
    """Yield the pieces of a document in the order of its text; blank ones and labels are left out.

    `names` are those of participants by their ids. Words between turns that nobody says, such as stage
    directions, are paragraphs of their own.
    """
    front = document.front_matter_end
    if text[:front].strip():
        yield Stretch(*_trimmed(text, 0, front), _FRONT_MATTER, speech=False)
    if not turns:
        yield from _paragraphs(text, front, len(text), "paragraph {}")
        return
    at = front
    for turn in turns:
        labelled = turn.label_end > turn.label_start
        begin = min(turn.start, turn.label_start) if labelled else turn.start
        yield from _paragraphs(text, at, begin, "")
        time = "" if turn.time_start is None else f", {format_time(turn.time_start)}"
        who = turn.participant_id
        label = names.get(who, "") if who is not None else ""
        if not label and labelled:
            label = text[turn.label_start : turn.label_end].strip().strip(_PAUSES).strip()
        start, end = _trimmed(text, turn.start, turn.end)
        yield Stretch(start, end, f"turn {turn.position}{time}", label, who)
        at = max(at, turn.end, turn.label_end if labelled else 0)
    yield from _paragraphs(text, at, len(text), "")


def _paragraphs(text: str, start: int, end: int, place: str) -> Iterator[Stretch]:
    """Yield the lines of a part of a text that are not blank; `{}` in `place` is their number."""
    number = 0
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        if text[start:stop].strip():
            number += 1
            yield Stretch(start, stop, place.format(number))
        start = stop + 1


def _trimmed(text: str, start: int, end: int) -> Span:
    """Return a span without the line ends at its edges."""
    while start < end and text[start] == "\n":
        start += 1
    while end > start and text[end - 1] == "\n":
        end -= 1
    return start, end


class _Writer:
    """What is the same for all documents of a report."""

    def __init__(self, project: Project, selection: Selection) -> None:
        self._selection = selection
        self._corpus = selection.corpus
        self._pages = project.documents.pages_of_all()
        self._uids = project.codings.uids()
        self._memos = project.memos.texts("codings")
        self._names = {one.id: one.name for one in self._corpus.participants.values()}
        self._paths = {code.id: self._corpus.codes.path(code.id) for code in self._corpus.codes}
        self._colours = {code.id: self._colour(code.id) for code in self._corpus.codes}
        self._coders = {one.id: one.name for one in self._corpus.coders.values()}
        self._values = {(one.attribute_id, one.owner_uid): one.value for one in self._corpus.values}
        self._roles = selection.roles or (Role.RESPONDENT,)

    def _colour(self, code: int) -> str:
        """Return a code's colour, or that of the nearest code above it that has one."""
        tree = self._corpus.codes
        line = (code, *reversed(tree.ancestors(code)))
        return next((tree[one].fields.colour for one in line if tree[one].fields.colour), "")

    def of_document(self, document: Document) -> Iterator[Block]:
        """Yield a document: its name, what it is, its passages."""
        from qcode.analysis.speech import speech_of

        corpus = self._corpus
        text, turns = corpus.text(document.id), corpus.turns.get(document.id, ())
        rows = self._selection.rows.get(document.id, ())
        yield Heading(document.name, uid=document.uid)
        yield self._about(document, turns, rows)
        speech = speech_of(corpus, document.id, self._roles)
        lying = _Lying(rows)
        for one in stretches(document, text, turns, self._names):
            yield self._passage(document, text, one, lying, speech)

    def _about(self, document: Document, turns: Sequence[Turn], rows: Sequence[CodingRow]) -> Paragraph:
        corpus = self._corpus
        cases = [corpus.cases[one].name for one in corpus.document_cases.get(document.id, ())]
        runs = [Run(document.kind.capitalize())]
        for number, case in enumerate(cases):
            runs += [Run(", " if number else "; "), Run(case)]
        size = [counted(len(turns), "turn")] if turns else []
        size += [counted(document.characters, "character"), counted(len(rows), "coding")]
        by = listed(dict.fromkeys(self._coders[row.coder] for row in rows))
        for name, value in self._attributes(document):
            runs += [Run(f"; {name}: "), Run(str(value))]
        return Paragraph([*runs, Run(f"; {', '.join(size)}{' by ' + by if rows else ''}.", Style.FAINT)])

    def _attributes(self, document: Document) -> Iterator[tuple[str, Value]]:
        """Yield what is known of a document, of several years the newest."""
        for attribute in self._corpus.attributes:
            value = self._values.get((attribute.id, document.uid))
            if value is not None:
                yield attribute.name, value

    def _passage(self, document: Document, text: str, one: Stretch, lying: _Lying, speech: Speech) -> Passage:
        pages = self._pages.get(document.id, ())
        place = bisect_right(pages, one.start, key=itemgetter(0)) - 1
        page = f"p. {pages[place][1]}" if place >= 0 else ""
        participant = None if one.participant is None else self._corpus.participants.get(one.participant)
        return Passage(
            text=text[one.start : one.end],
            marks=[self._mark(row, one) for row in lying.on(one.start, one.end)],
            label=one.label,
            place=", ".join(part for part in (one.place, page) if part),
            counted=one.speech and (one.start == one.end or speech.cover.touches(one.start, one.end)),
            uid=participant.uid if participant else None,
        )

    def _mark(self, row: CodingRow, one: Stretch) -> Mark:
        return Mark(
            start=max(row.start, one.start) - one.start,
            end=min(row.end, one.end) - one.start,
            code=self._paths[row.code],
            coder=self._coders[row.coder],
            memo=self._memos.get(self._uids.get(row.id, ""), ""),
            colour=self._colours[row.code],
            coding=row.id,
        )


class _Lying:
    """The codings of one document, asked for the pieces of its text in their order."""

    def __init__(self, rows: Sequence[CodingRow]) -> None:
        self._rows = rows
        self._next = 0
        self._open: list[CodingRow] = []

    def on(self, start: int, end: int) -> Sequence[CodingRow]:
        """Return the codings that share a character with a piece; pieces come in the order of the text."""
        while self._next < len(self._rows) and self._rows[self._next].start < end:
            self._open.append(self._rows[self._next])
            self._next += 1
        self._open = [row for row in self._open if row.end > start]
        return [row for row in self._open if row.start < end]
