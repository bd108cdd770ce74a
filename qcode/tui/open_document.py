"""A document as the coding view has it open: its text, its speeches and its codings."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from qcode.model.codes import PATH_SEPARATOR, Code, CodeTree
from qcode.model.codings import Coding, CodingState
from qcode.model.documents import Document, Role
from qcode.model.spans import Span
from qcode.project import Project
from qcode.text.names import counted
from qcode.text.words import words
from qcode.tui.themes import readable_colour, wheel_colour
from qcode.tui.widgets.transcript import CodeLook, Mark, Reading, Speech

_FAR_ENOUGH = 400
"""Code points in which the next word is looked for."""


@dataclass(slots=True)
class OpenDocument:
    """One document with its placed codings by uid."""

    document: Document
    reading: Reading
    codings: dict[str, Coding] = field(default_factory=dict)
    pages: Sequence[tuple[int, str]] = ()
    """Where the pages of a printed source begin: (offset, number or label)."""
    roles_known: bool = field(init=False)
    """Whether the role of anybody who speaks is known."""

    def __post_init__(self) -> None:
        self.roles_known = any(one.role for one in self.reading.speeches)

    def take(self, made: Iterable[Coding], gone: Iterable[str]) -> tuple[list[Coding], list[str]]:
        """Bring the codings up to date; return those of this document that are new or changed, or went."""
        went = [uid for uid in gone if self.codings.pop(uid, None)]
        came = [one for one in made if one.document_id == self.document.id]
        self.codings.update((one.uid, one) for one in came)
        return came, went

    def speeches(self, start: int, end: int) -> list[Speech]:
        """Return the speeches of which a span holds a part, in order."""
        all_of_them = self.reading.speeches
        first = bisect_right(all_of_them, start, key=lambda one: one.speech[1])
        last = bisect_left(all_of_them, end, key=lambda one: one.speech[0])
        return list(all_of_them[first:last])

    def page(self, start: int, end: int) -> str:
        """Return the page of a span, or the first and the last; empty where there are none."""
        if not self.pages:
            return ""
        from qcode.analysis.segments import page_of

        return page_of(Mark("", start, end, 0, 0, own=False), self.pages)

    def page_at(self, offset: int) -> str:
        """Return the page of a place; empty where there are no pages."""
        return self.page(offset, offset + 1)

    def whose(self, start: int, end: int) -> str:
        """Return in words whose a span is, or on which page: `respondent R1, turn 31`, `p. 12`."""
        page = self.page(start, end)
        parts = (self._turns_of(start, end), f"p. {page}" if page else "")
        return ", ".join(part for part in parts if part)

    def _turns_of(self, start: int, end: int) -> str:
        found = self.speeches(start, end)
        if not found:
            return "" if not self.reading.speeches else "outside of the turns"
        names = dict.fromkeys(f"{one.role} {one.name}" if one.role else one.name for one in found)
        turns = (
            f"turn {found[0].number}" if len(found) == 1 else f"turns {found[0].number} to {found[-1].number}"
        )
        return f"{' and '.join(list(names)[:2])}{' and others' if len(names) > 2 else ''}, {turns}"

    def is_counted(self, start: int, end: int) -> bool:
        """Tell whether some of a span is a respondent's speech, or nobody's role is known."""
        if not self.roles_known:
            return True
        return any(one.role is Role.RESPONDENT for one in self.speeches(start, end))

    def described(self, start: int, end: int) -> str:
        """Return a span in words: `214 characters, respondent R1, turn 31`."""
        whose = self.whose(start, end)
        size = counted(end - start, "character")
        return f"{size}, {whose}" if whose else size


def read_document(project: Project, document: Document) -> OpenDocument:
    """Return a document with everything the view needs of it; on the project's thread."""
    with project.reading():
        participants = {one.id: one for one in project.participants.list()}
        speeches = []
        for turn in project.documents.turns(document):
            speaker = participants.get(turn.participant_id or 0)
            name = (speaker.pseudonym or speaker.name) if speaker else ""
            speeches.append(
                Speech(
                    turn.position,
                    name,
                    speaker.role if speaker else None,
                    (turn.label_start, turn.label_end),
                    (turn.start, turn.end),
                    turn.time_start,
                )
            )
        text = project.documents.text(document)
        placed = [one for one in project.codings.list(document) if one.state is CodingState.PLACED]
        pages = project.documents.pages(document)
    reading = Reading(document.name, text, tuple(speeches), document.front_matter_end)
    return OpenDocument(document, reading, {one.uid: one for one in placed}, pages)


def mark_of(coding: Coding, my_id: int) -> Mark:
    """Return a coding as the transcript shows it; `my_id` is the acting coder's row id."""
    return Mark(
        coding.uid, coding.start, coding.end, coding.code_id, coding.coder_id, coding.coder_id == my_id
    )


def code_looks(tree: CodeTree, background: str) -> Mapping[int, CodeLook]:
    """Return how each code is shown on a background: its short name, its colour, its key."""
    colours = code_colours(tree)
    return {
        code.id: CodeLook(
            short_path(tree, code), readable_colour(colours[code.id], background), code.fields.key
        )
        for code in tree
    }


def code_colours(tree: CodeTree) -> dict[int, str]:
    """Return each code's colour: its own, else its parent's, else the wheel's for its branch."""
    colours: dict[int, str] = {}
    branch = -1
    for code in tree:
        above = tree.ancestors(code.id)
        branch += not above
        colours[code.id] = code.fields.colour or (colours[above[-1]] if above else wheel_colour(branch))
    return colours


def short_path(tree: CodeTree, code: Code) -> str:
    """Return a code's name with the one above it: `Gatekeeper > search`."""
    above = tree.ancestors(code.id)
    return f"{tree[above[-1]].name}{PATH_SEPARATOR}{code.name}" if above else code.name


def next_edge(text: str, at: int) -> int:
    """Return where the word after an offset ends; marks right after the offset are a step of their own."""
    limit = min(len(text), at + _FAR_ENOUGH)
    for start, end in words(text, (at, limit)):
        between = text[at:start].rstrip()
        return at + len(between) if between.strip() and at + len(between) > at else end
    return limit


def previous_edge(text: str, at: int) -> int:
    """Return where the word before the one that ends at an offset ends."""
    limit = max(0, at - _FAR_ENOUGH)
    ends = [end for _, end in words(text, (limit, at)) if end < at]
    return ends[-1] if ends else limit


def next_start(text: str, at: int) -> int:
    """Return where the next word after the one at an offset begins."""
    limit = min(len(text), at + _FAR_ENOUGH)
    return next((start for start, _ in words(text, (at, limit)) if start > at), limit)


def previous_start(text: str, at: int) -> int:
    """Return where the word before an offset begins."""
    limit = max(0, at - _FAR_ENOUGH)
    starts = [start for start, _ in words(text, (limit, at)) if start < at]
    return starts[-1] if starts else limit


def moved_span(text: str, span: Span, *, end: bool, forward: bool) -> Span:
    """Return a span with one edge moved by a word; never empty, never beyond the text."""
    first, last = span
    if end:
        last = next_edge(text, last) if forward else previous_edge(text, last)
    else:
        first = next_start(text, first) if forward else previous_start(text, first)
    return (first, last) if 0 <= first < last <= len(text) else span
