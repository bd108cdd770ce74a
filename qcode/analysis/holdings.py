"""What data there is of each case: documents by kind, who is heard in them and how much, what is coded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from qcode.analysis import notes
from qcode.analysis.cells import TOTAL
from qcode.analysis.conditions import Axis
from qcode.analysis.counts import Counts
from qcode.analysis.dimensions import dimension
from qcode.analysis.measures import Measure
from qcode.analysis.selection import Selection
from qcode.errors import UsageError
from qcode.model.spans import length
from qcode.model.tables import CellValue, Column, Format, Header, Missing, Table
from qcode.text.names import counted
from qcode.text.words import count_words

_HEARD = (
    ("documents", "Documents"),
    ("finished", "Finished"),
    ("participants", "Participants"),
    ("turns", "Turns"),
    ("characters", "Characters"),
    ("words", "Words"),
)


@dataclass(frozen=True, slots=True)
class _Heard:
    """What is in scope of a row: numbers of documents, finished ones, people, turns, characters, words."""

    documents: int
    finished: int
    participants: int
    turns: int
    characters: int
    words: int


def holdings(selection: Selection, rows: str = "case") -> Table:
    """Return what data there is of each case, or of each class of them.

    `rows` is `case`, or another dimension of cases. The columns are the documents of each kind and of all
    with counted speech, those of them that are finished, the participants heard in them, their turns,
    characters and words, and the segments coded; the last row counts each of these once. A case without
    documents has a row of zeros and *no data*. Behind a number are the codings of its documents and case.
    Raises UsageError for rows that are not of cases.
    """
    side = dimension(selection, rows)
    if side.axis is not Axis.CASE:
        raise UsageError(
            f"There is no list of data by {rows}.", "Rows are case, case.ATTRIBUTE, class:NAME, group."
        )
    kinds = dimension(selection, "document.kind")
    counts = Counts(selection, side, kinds, measures=(Measure.SEGMENTS,), aggregated=False)
    scope = counts.denominators
    places = [
        place
        for place in range(len(side.headers))
        if place not in side.optional or scope.documents((place, TOTAL))
    ]
    lines = [(place, side.headers[place]) for place in places]
    lines.append((TOTAL, Header("Total", total=True, key="total")))
    speeches = _Speeches(selection)
    heard = {place: _heard(speeches, scope.voices((place, TOTAL))) for place, _ in lines}
    columns = _columns(kinds.headers)

    def values(place: int) -> list[CellValue]:
        here = heard[place]
        by_kind = [len({one for one, _ in scope.voices((place, kind))}) for kind in range(len(kinds.headers))]
        numbers = [here.participants, here.turns, here.characters, here.words]
        return [
            *by_kind,
            here.documents,
            here.finished,
            *(numbers if here.documents else [Missing.NO_DATA] * len(numbers)),
            counts.value(Measure.SEGMENTS, (place, TOTAL)),
        ]

    cells = [values(place) for place, _ in lines]
    # All columns but those of kinds of documents rest on the same codings, row by row.
    ids = lru_cache(maxsize=1)(counts.cells.ids)

    def behind(row: int, column: int) -> list[int]:
        if cells[row][column] == 0:
            return []
        return ids((lines[row][0], column if column < len(kinds.headers) else TOTAL))

    table = Table(
        name="data",
        title=f"Data by {side.spec}",
        rows=[header for _, header in lines],
        columns=columns,
        values=cells,
        stub=side.spec,
        behind=behind,
        incomplete=frozenset(
            (number, len(columns) - 1)
            for number, (place, _) in enumerate(lines)
            if counts.incomplete(Measure.SEGMENTS, (place, TOTAL))
        ),
    )
    return replace(table, notes=_notes(selection, counts, table))


def _columns(kinds: Iterable[Header]) -> list[Column]:
    of_kinds = [
        Column(one.label, group="Documents by kind", key=one.name, format=Format.COUNT) for one in kinds
    ]
    heard = [Column(label, key=key, format=Format.COUNT) for key, label in _HEARD]
    return [*of_kinds, *heard, Column("Segments", key="segments", format=Format.COUNT)]


def _notes(selection: Selection, counts: Counts, table: Table) -> list[str]:
    silent = len(selection.scope.shown) - len(selection.scope.holdings)
    return [
        "Counted: documents with counted speech, and of them those finished by the selected coders.",
        (
            "Participants, turns, characters, words: of those heard for the case. What a participant with a"
            " case of their own says is that case's, what anybody else says is that of the document's cases."
        ),
        notes.of_measure(Measure.SEGMENTS, aggregated=False, by_code=True),
        "The last row counts once what stands in several rows.",
        *([f"Without counted speech, and not counted: {counted(silent, 'document')}."] if silent else ()),
        *notes.of_dimensions(counts.cells, Measure.SEGMENTS),
        *notes.of_totals(counts.cells, 0, 0),
        *notes.of_nothing(selection, table),
        *notes.of_selection(selection, counts.cells),
    ]


class _Speeches:
    """What participants say in documents, counted once for the rows of their cases and for the total."""

    def __init__(self, selection: Selection) -> None:
        self.selection = selection
        self._known: dict[tuple[int, frozenset[int | None]], tuple[int, int]] = {}

    def size(self, document_id: int, people: frozenset[int | None]) -> tuple[int, int]:
        """Return how many characters and words some people say in a document."""
        known = self._known.get((document_id, people))
        if known is None:
            spans = self.selection.speech[document_id].cover_of(people).spans
            number = count_words(self.selection.corpus.text(document_id), spans)
            known = self._known[document_id, people] = length(spans), number
        return known


def _heard(speeches: _Speeches, voices: Iterable[tuple[int, int | None]]) -> _Heard:
    """Count what is said by some participants (None: nobody named) in some documents."""
    selection = speeches.selection
    people: dict[int, set[int | None]] = {}
    for document_id, who in voices:
        people.setdefault(document_id, set()).add(who)
    everybody = {who for several in people.values() for who in several} - {None}
    turns = characters = number = 0
    for document_id, several in people.items():
        speech = selection.speech[document_id]
        turns += sum(1 for who in speech.people if who in several)
        said, words = speeches.size(document_id, frozenset(several))
        characters += said
        number += words
    finished = len(people) - len(selection.unfinished() & people.keys())
    return _Heard(len(people), finished, len(everybody), turns, characters, number)
