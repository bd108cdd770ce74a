"""The quotations of a selection as reports show them: a passage once, whoever coded it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, MutableSet, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qcode.analysis.speech import Readings
from qcode.model.codings import CodingRow
from qcode.model.reports import Quotation
from qcode.project.reports.references import References

if TYPE_CHECKING:
    from qcode.analysis.selection import Selection
    from qcode.project.project import Project

_SHORT, _LONG = 60, 420
"""Letters, Japanese ones counted twice, within which a quotation reads well as an example."""
EXAMPLES = (
    "Examples: passages of readable length, of as many cases as there are, in the order of documents; "
    "they were not chosen by a person."
)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage of a code, which several coders may have coded alike."""

    rows: Sequence[CodingRow]
    """One for each coder."""
    cases: Sequence[int]
    """Row ids of the cases it is of, in the project's order."""
    text: str
    readings: Readings
    """The cases and participants it is of."""
    quotes: Quotes = field(repr=False, compare=False)

    @property
    def code(self) -> int:
        """Row id of its code."""
        return self.rows[0].code

    @property
    def quotation(self) -> Quotation:
        """The passage with its reference; made when asked for, as few of many are shown as examples."""
        return self.quotes.quotation(self)


class Quotes:
    """All counted passages of a selection, in the order of documents and texts."""

    def __init__(self, project: Project, selection: Selection, *, memos: bool = True) -> None:
        corpus = selection.corpus
        order = {case: place for place, case in enumerate(corpus.cases)}
        self._by_code: dict[int, list[Quoted]] = {}
        self._references = References(project, corpus)
        self._translations = project.translations.texts()
        self._uids, self._memos = (
            (project.codings.uids(), project.memos.texts("codings")) if memos else ({}, {})
        )
        for document, rows in selection.rows.items():
            text = corpus.text(document) if rows else ""
            readings = dict(zip([row.id for row in rows], selection.readings(document), strict=True))
            for several in _alike(rows):
                row = several[0]
                pairs = tuple(dict.fromkeys(pair for one in several for pair in readings[one.id]))
                cases = sorted({case for case, _ in pairs if case is not None}, key=order.__getitem__)
                words = text[row.start : row.end].strip()
                self._by_code.setdefault(row.code, []).append(Quoted(several, cases, words, pairs, self))

    def quotation(self, one: Quoted) -> Quotation:
        """Return a passage with its reference, its translation, and its memos if they are wanted."""
        memos = (self._memos.get(self._uids.get(row.id, ""), "") for row in one.rows)
        return Quotation(
            one.text,
            self._references.of(one.rows[0], one.readings),
            translation=next(filter(None, (self._translations.get(row.id, "") for row in one.rows)), ""),
            memo="\n".join(filter(None, memos)),
            coding=one.rows[0].id,
        )

    def of(self, codes: Iterable[int]) -> Sequence[Quoted]:
        """Return the passages of some codes; those of the first code first."""
        return [one for code in codes for one in self._by_code.get(code, ())]

    def ids(self, codes: Iterable[int]) -> frozenset[int]:
        """Return the row ids of all codings of some codes."""
        return frozenset(row.id for one in self.of(codes) for row in one.rows)


def examples(quoted: Sequence[Quoted], most: int, used: MutableSet[str] | None = None) -> Sequence[Quoted]:
    """Return at most so many passages that read well, of as many cases as there are.

    Those whose words are `used` already come last; the words of those that are returned are added.
    """
    used = set() if used is None else used
    left = sorted(enumerate(quoted), key=lambda pair: (pair[1].text in used, _off(pair[1].text), pair[0]))
    taken: list[tuple[int, Quoted]] = []
    shown: Counter[Collection[int]] = Counter()
    words: set[str] = set()
    while left and len(taken) < most:
        place = min(range(len(left)), key=lambda at: (shown[tuple(left[at][1].cases)], at))
        number, best = left.pop(place)
        if best.text in words:
            continue
        words.add(best.text)
        shown[tuple(best.cases)] += 1
        taken.append((number, best))
    used |= words
    return [one for _, one in sorted(taken, key=lambda pair: pair[0])]


def _off(text: str) -> int:
    """Return by how much a quotation is too short or too long to read well."""
    # A character of Japanese is three bytes and as wide as two others; to look at each takes too long.
    width = (len(text) + len(text.encode("utf-8", "replace"))) // 2
    return max(0, _SHORT - width, (width - _LONG) // 10)


def _alike(rows: Sequence[CodingRow]) -> Iterable[Sequence[CodingRow]]:
    """Return codings of one document in their order, those of one span and code together."""
    found: dict[tuple[int, int, int], list[CodingRow]] = {}
    for row in rows:
        found.setdefault((row.start, row.end, row.code), []).append(row)
    return found.values()
