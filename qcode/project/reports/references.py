"""Whose a quotation is and where it stands, as papers say it: `city official, City A, turn 31`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from qcode.analysis.segments import page_of
from qcode.analysis.speech import Readings
from qcode.analysis.whose import Whose
from qcode.model.cases import Entity, Value
from qcode.model.codings import CodingRow
from qcode.project.quotations import turn_begin
from qcode.text.names import levelled

if TYPE_CHECKING:
    from qcode.analysis.corpus import Corpus
    from qcode.project.project import Project

_POSITIONS = (
    "position", "role", "function", "job", "occupation", "office", "title", "post", "profession",
    "役職", "職名", "肩書", "肩書き", "職業", "職種", "立場", "職位",
)  # fmt: skip
"""Attributes of participants that say what they are, the best first."""
_DATES = (
    "year", "publication year", "published", "date", "publication date", "issued", "adopted",
    "年", "発行年", "発行日", "公表年", "公表日", "策定年", "策定年度", "年度", "日付",
)  # fmt: skip
"""Attributes of documents that say when they are from, the best first."""
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20|21)\d\d(?!\d)")
_PARTS = ", "


class References:
    """References to passages, each part of them made once.

    Who speaks is told by an attribute such as `position`, else by the participant's name. Where several
    interviews would be told alike, their names are told as well; other documents always have theirs.
    """

    def __init__(self, project: Project, corpus: Corpus) -> None:
        self._corpus = corpus
        self._whose = Whose(corpus)
        self._pages = project.documents.pages_of_all()
        positions, dates = (
            _firsts(corpus, Entity.PARTICIPANT, _POSITIONS),
            _firsts(corpus, Entity.DOCUMENT, _DATES),
        )
        self._called = {
            one.id: str(positions.get(one.uid, "")).strip() or one.name
            for one in corpus.participants.values()
        }
        self._years = {
            one.id: found[0]
            for one in corpus.documents.values()
            if (found := _YEAR.search(str(dates.get(one.uid, "")))) and found[0] not in one.name
        }
        self._alike = self._told_alike()
        self._stanzas: dict[int, Sequence[int]] = {}
        self._begins: dict[int, Sequence[int]] = {}
        """Of the turns of a document."""
        self._sources: dict[tuple[int, Readings], str] = {}

    def of(self, row: CodingRow, readings: Readings) -> str:
        """Return the reference of a coding that is of these cases and participants (rule 2)."""
        source = row.document, readings
        if source not in self._sources:
            self._sources[source] = self._source(row.document, readings)
        return _PARTS.join(filter(None, (self._sources[source], self.place(row))))

    def _source(self, document_id: int, readings: Readings) -> str:
        """Return whose a passage is, and what it stands in where that does not tell it."""
        corpus = self._corpus
        case = self._whose.words(readings)[0].replace("; ", " and ")
        people = dict.fromkeys(self._called[who] for _, who in readings if who is not None)
        document = corpus.documents[document_id]
        if people:
            alike = any((document_id, who) in self._alike for who in people)
            name = document.name if alike else ""
            parts = [" and ".join(people), case, name]
        else:
            parts = [case, document.name, self._years.get(document_id, "")]
        return _PARTS.join(filter(None, parts))

    def place(self, row: CodingRow) -> str:
        """Return where a passage begins: `turn 31`, `p. 12`, `para. 4`."""
        turns = self._corpus.turns.get(row.document, ())
        if row.document not in self._begins:
            self._begins[row.document] = [*map(turn_begin, turns)]
        found = bisect_right(self._begins[row.document], row.start) - 1
        if found >= 0 and row.start < turns[found].end:
            return f"turn {turns[found].position}"
        page = page_of(row, self._pages.get(row.document, ()))
        if page:
            return f"{'pp.' if '–' in page else 'p.'} {page}"
        return "" if turns else f"para. {bisect_right(self._paragraphs(row.document), row.start)}"

    def _paragraphs(self, document: int) -> Sequence[int]:
        """Return where the lines of a document begin that say something."""
        if document not in self._stanzas:
            starts, place = [], 0
            for line in self._corpus.text(document).split("\n"):
                if line.strip():
                    starts.append(place)
                place += len(line) + 1
            self._stanzas[document] = starts
        return self._stanzas[document]

    def _told_alike(self) -> frozenset[tuple[int, str]]:
        """Return (document, who) where who speaks there is told like somebody in another of the case."""
        by_words: dict[tuple[tuple[int, ...], str], set[int]] = {}
        for document, turns in self._corpus.turns.items():
            cases = self._corpus.document_cases.get(document, ())
            for who in {turn.participant_id for turn in turns} - {None}:
                by_words.setdefault((cases, self._called[who or 0]), set()).add(document)
        return frozenset(
            (one, who) for (_, who), several in by_words.items() if len(several) > 1 for one in several
        )


def telling_positions(corpus: Corpus) -> Sequence[str]:
    """Return a warning where references tell positions of people."""
    if not _firsts(corpus, Entity.PARTICIPANT, _POSITIONS):
        return []
    warning = "Warning: references tell positions of participants. Who can guess the case"
    return [f"{warning} knows from the position who speaks; give wider ones, or none."]


def _firsts(corpus: Corpus, entity: Entity, names: Sequence[str]) -> Mapping[str, Value]:
    """Return uid -> the newest value of the first of some attributes that a thing has."""
    rank = {name: place for place, name in enumerate(names)}
    attributes = {
        one.id: rank[levelled(one.name)]
        for one in corpus.attributes
        if one.entity is entity and levelled(one.name) in rank
    }
    best: dict[str, tuple[int, int, Value]] = {}
    for value in corpus.values:
        if value.attribute_id in attributes and str(value.value).strip():
            found = (-attributes[value.attribute_id], value.year or 0, value.value)
            if value.owner_uid not in best or found[:2] >= best[value.owner_uid][:2]:
                best[value.owner_uid] = found
    return {uid: value for uid, (_, _, value) in best.items()}
