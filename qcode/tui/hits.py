"""Finding words in all documents, and which passage around a place is meant; plain values."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

from qcode.analysis.corpus import Corpus
from qcode.analysis.search import search
from qcode.model.codings import Coding
from qcode.model.documents import Document, Role, Turn
from qcode.model.spans import Span
from qcode.project import Project
from qcode.text.units import paragraphs, sentences
from qcode.tui.widgets.transcript.marks import Marks
from qcode.tui.widgets.transcript.reading import Mark

CONTEXT = 80
"""Code points of the same line before and after a hit."""


class Reach(StrEnum):
    """What a code is applied to where a hit is coded."""

    MATCH = "match"
    SENTENCE = "sentence"
    TURN = "turn"


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for, and where."""

    words: str = ""
    regex: bool = False
    role: Role | None = None
    """Whose speech; None: everything, labels too."""
    where: str = ""


class Hit(NamedTuple):
    """One place where the words occur. A tuple: there may be a hundred thousand."""

    document: int
    """Row id."""
    start: int
    end: int
    before: str
    match: str
    after: str
    case: str
    speaker: str
    role: str

    @property
    def place(self) -> tuple[int, int, int]:
        """What tells it from other hits."""
        return self.document, self.start, self.end


@dataclass(frozen=True, slots=True)
class Hits:
    """What a question found, with the codings of all coders on the documents it lies in."""

    question: Question = Question()
    hits: Sequence[Hit] = ()
    marks: Mapping[int, Marks] = field(default_factory=dict)
    """By document id; a coding's uid here is its row id as text."""
    sources: Mapping[int, Document] = field(default_factory=dict)
    """By document id: those with hits, as they were when they were searched."""
    notes: Sequence[str] = ()

    @property
    def documents(self) -> int:
        """In how many documents there are hits."""
        return len(self.marks)

    def codes_on(self, hit: Hit) -> list[int]:
        """Return the row ids of the acting coder's codes that touch a hit, in the order of the text."""
        found = self.marks[hit.document].touching(hit.start, hit.end)
        return list(dict.fromkeys(one.code for one in sorted(found, key=lambda one: one.start) if one.own))

    def finds_the_same(self, other: Hits) -> bool:
        """Tell whether the same hits were found, in the same texts."""
        return self.hits == other.hits and self.sources == other.sources

    def take(self, made: Iterable[Coding], gone: Iterable[int], my_id: int) -> None:
        """Bring the codings up to date: some were made or changed, some (row ids) are gone."""
        for row_id in gone:
            for marks in self.marks.values():
                marks.drop(str(row_id))
        for one in made:
            if one.document_id in self.marks:
                own = one.coder_id == my_id
                self.marks[one.document_id].put(
                    Mark(str(one.id), one.start, one.end, one.code_id, one.coder_id, own)
                )


def find(corpus: Corpus, question: Question, my_id: int) -> Hits:
    """Return what a question finds in a corpus; own codings are those of the coder with row id `my_id`.

    Raises QueryError for words, a regular expression or a condition that cannot be understood.
    """
    sources = corpus.documents
    corpus = _told_apart(corpus)
    ids = {document.name: document.id for document in corpus.documents.values()}
    table = search(
        corpus,
        question.words,
        regex=question.regex,
        roles=None if question.role is None else (question.role,),
        where=question.where or None,
        context=CONTEXT,
    )
    hits = [Hit(ids[str(row[0])], *row[1:]) for row in table.values]  # type: ignore[arg-type]
    found = {hit.document for hit in hits}
    return Hits(
        question,
        hits,
        _marks(corpus, found, my_id),
        {one: document for one, document in sources.items() if one in found},
        table.notes,
    )


def _told_apart(corpus: Corpus) -> Corpus:
    """Return the corpus with no two documents of one name; merged files may bring such."""
    names: set[str] = set()
    documents: dict[int, Document] = {}
    for document_id, document in corpus.documents.items():
        name = document.name
        while name in names:
            name += "'"
        names.add(name)
        documents[document_id] = document if name == document.name else replace(document, name=name)
    return replace(corpus, documents=documents)


def _marks(corpus: Corpus, documents: set[int], my_id: int) -> dict[int, Marks]:
    found: dict[int, list[Mark]] = {one: [] for one in documents}
    for row in corpus.codings:
        if row.document in found:
            found[row.document].append(
                Mark(str(row.id), row.start, row.end, row.code, row.coder, row.coder == my_id)
            )
    return {one: Marks(marks) for one, marks in found.items()}


@dataclass(frozen=True, slots=True)
class Passages:
    """A document's text and turns, to say which passage is meant around its hits."""

    document: Document
    text: str
    turns: Sequence[Turn]

    @classmethod
    def read(cls, project: Project, document: Document) -> Passages:
        """Return those of a document; on the project's thread."""
        return cls(document, project.documents.text(document), project.documents.turns(document))

    def around(self, start: int, end: int, reach: Reach) -> Span:
        """Return the passage of a hit: itself, or whole sentences or turns as far as the hit reaches.

        In a document without speakers, and outside of the turns, a paragraph is the turn.
        """
        if reach is Reach.MATCH:
            return start, end
        pieces = [piece for piece in self._pieces(start, end) if piece[0] < end and piece[1] > start]
        if reach is Reach.SENTENCE:
            pieces = [
                sentence
                for piece in pieces
                for sentence in sentences(self.text, piece)
                if sentence[0] < end and sentence[1] > start
            ]
        if not pieces:
            return start, end
        return min(start, pieces[0][0]), max(end, pieces[-1][1])

    def _pieces(self, start: int, end: int) -> list[Span]:
        """Return the speech of the turns that a hit touches, or the paragraphs."""
        first = bisect_right(self.turns, start, key=lambda turn: turn.end)
        spoken = []
        for turn in self.turns[first:]:
            if turn.start >= end:
                break
            spoken.append((turn.start, turn.end))
        if spoken and spoken[0][0] <= start and end <= spoken[-1][1]:
            return spoken
        line = self.text.rfind("\n", 0, start) + 1
        stop = self.text.find("\n", end)
        return paragraphs(self.text, (line, len(self.text) if stop < 0 else stop))


def passages_of(
    project: Project, hits: Iterable[Hit], documents: Mapping[int, Document], reach: Reach
) -> list[tuple[Document, Span]]:
    """Return the passages of many hits, each once; on the project's thread."""
    by_document: dict[int, list[Hit]] = {}
    for hit in hits:
        by_document.setdefault(hit.document, []).append(hit)
    found: dict[tuple[int, Span], None] = {}
    for document_id, several in by_document.items():
        if document_id in documents:
            passages = Passages.read(project, documents[document_id])
            found.update(((document_id, passages.around(hit.start, hit.end, reach)), None) for hit in several)
    return [(documents[document_id], span) for document_id, span in found]
