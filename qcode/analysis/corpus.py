"""Everything that an analysis may look at, as plain values read from a project in one go."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from qcode.analysis.passages import Words
from qcode.model.cases import Attribute, AttributeValue, Case, Classification, Event, GroupTree
from qcode.model.codes import CodeTree
from qcode.model.codings import AssignmentState, Coder, CodingRow
from qcode.model.documents import Document, Participant, Turn
from qcode.model.spans import Cover
from qcode.model.summaries import Summary

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Corpus:
    """One project, read within one transaction. Mappings keep the project's order."""

    title: str
    documents: Mapping[int, Document]
    turns: Mapping[int, Sequence[Turn]]
    """By document id, in the order of the text; no entry for a document without speakers."""
    participants: Mapping[int, Participant]
    cases: Mapping[int, Case]
    document_cases: Mapping[int, tuple[int, ...]]
    """Case ids of a document, in the order of the cases; no entry where it has none."""
    codes: CodeTree
    coders: Mapping[int, Coder]
    codings: Sequence[CodingRow]
    """Live, placed codings, ordered by document, start, end, code, coder."""
    attributes: Sequence[Attribute]
    values: Sequence[AttributeValue]
    """All values of all attributes, of several years too."""
    assignments: Mapping[tuple[int, int], AssignmentState]
    """(document id, coder id) -> how far; who has coded in a document and said nothing is at it."""
    text: Callable[[int], str]
    """The text of a document by its id, read when it is asked for."""
    newest_change: str
    """ISO 8601 time in UTC of the newest change, empty for an empty project."""
    version: str
    """Of the program."""
    queries: Mapping[str, str] = field(default_factory=dict)
    """Saved queries: name -> condition."""
    unplaced: Mapping[tuple[int, int], int] = field(default_factory=dict)
    """(document id, coder id) -> codings that have lost their words, and count nowhere."""
    groups: GroupTree = field(default_factory=GroupTree)
    classifications: Sequence[Classification] = ()
    """In the order in which they are shown."""
    events: Sequence[Event] = ()
    """In the order of time."""
    summaries: Sequence[Summary] = ()
    """Of framework matrices, all coders', as they were begun."""
    _found: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, key: Hashable, find: Callable[[], Found]) -> Found:
        """Return what is found out about the project once, however many selections and tables need it.

        `key` says what it is; `find` must rest on nothing but the corpus and the key.
        """
        if key not in self._found:
            self._found[key] = find()
        found: Found = self._found[key]
        return found

    def words(self, document_id: int, cover: Cover) -> Words:
        """Return the words in what counts of a document."""
        key = ("words", document_id, tuple(cover.spans))
        return self.once(key, lambda: Words(self.text(document_id), cover))

    def at_work(self) -> frozenset[int]:
        """Return the coders who have coded or are to code."""
        return self.once("at work", lambda: frozenset(row[5] for row in self.codings) | self._assigned())

    def _assigned(self) -> frozenset[int]:
        return frozenset(coder for _, coder in self.assignments)
