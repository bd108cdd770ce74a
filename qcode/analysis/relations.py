"""How codings lie to each other: `overlaps`, `within`, `near`, `followed by`, `same case as` ...

A relation holds of a coding where there is some other coding, one that meets a condition, that lies
so to it. The other one may be any of the project's, also in speech that does not count (a coded
question precedes an answer); it is the same coder's, as with facets (rule 9), but for the relation
of one case, where coders may have shared the documents out. It is never the coding itself.

With half-open spans `[s, e)` of code points in one document, B being the other coding:

    A overlaps B       B.s < A.e and A.s < B.e
    A within B         B.s <= A.s and A.e <= B.e
    A encloses B       A.s <= B.s and B.e <= A.e
    A near k B         at most k code points, or turns, lie from the end of one to the other's start
    A followed by B    A.e <= B.s, and where it is said at most k code points or turns later
    A preceded by B    B.e <= A.s, likewise

Turns are numbered through the document, whoever speaks; a coding in the same turn is 0 turns away,
one in the next is 1. A coding lies in those turns of counted roles that it touches, else in any that
it touches, and is of their cases and participants. A document without turns has its paragraphs in
their place; what touches no turn is near none.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from functools import cached_property
from math import inf
from typing import NamedTuple

from qcode.analysis.conditions import OF_READINGS, Axis, Condition, Sieve
from qcode.analysis.corpus import Corpus
from qcode.analysis.speech import Readings, Speech, speech_of
from qcode.analysis.where import Distance, Related, Relation
from qcode.model.codings import CodingRow
from qcode.model.documents import Role

_NOBODY: Readings = ((None, None),)


class _Lie(NamedTuple):
    """Where a coding lies: its span, and the first and the last turn that it touches."""

    start: int
    end: int
    first: int = 0
    last: int = 0


Pair = tuple[float, float]


class _Geometry(NamedTuple):
    """A relation as two numbers: one coding's `point` (x, y) has to be `x < before` and `y > beyond`."""

    point: Callable[[_Lie], Pair]
    """Of the other coding."""
    bounds: Callable[[_Lie], Pair]
    """(before, beyond) of the coding that is asked about."""
    in_turns: bool = False


def _geometry(relation: Relation, distance: Distance | None) -> _Geometry:
    reach = inf if distance is None else distance.number
    in_turns = relation is Relation.SAME_TURN or (distance is not None and distance.in_turns)
    match relation:
        case Relation.OVERLAPS:
            return _Geometry(lambda b: (b.start, b.end), lambda a: (a.end, a.start))
        case Relation.WITHIN:
            return _Geometry(lambda b: (b.start, b.end), lambda a: (a.start + 1, a.end - 1))
        case Relation.ENCLOSES:
            return _Geometry(lambda b: (b.end, b.start), lambda a: (a.end + 1, a.start - 1))
        case Relation.NEAR | Relation.SAME_TURN if in_turns:
            slack = 1 if distance is None else distance.number + 1
            return _Geometry(
                lambda b: (b.first, b.last), lambda a: (a.last + slack, a.first - slack), in_turns=True
            )
        case Relation.NEAR:
            return _Geometry(lambda b: (b.start, b.end), lambda a: (a.end + reach + 1, a.start - reach - 1))
        case Relation.FOLLOWED_BY if in_turns:
            return _Geometry(
                lambda b: (-b.start, -b.first), lambda a: (1 - a.end, -a.last - reach - 1), in_turns=True
            )
        case Relation.FOLLOWED_BY:
            return _Geometry(lambda b: (-b.start, -b.start), lambda a: (1 - a.end, -a.end - reach - 1))
        case Relation.PRECEDED_BY if in_turns:
            return _Geometry(
                lambda b: (b.end, b.last), lambda a: (a.start + 1, a.first - reach - 1), in_turns=True
            )
        case Relation.PRECEDED_BY:
            return _Geometry(lambda b: (b.end, b.end), lambda a: (a.start + 1, a.start - reach - 1))
        case _:
            return _Geometry(lambda _b: (0, 0), lambda _a: (1, -1))


class _Frontier:
    """Points of codings, for the question whether another one than mine lies before x and beyond y."""

    __slots__ = ("_best", "_xs")

    def __init__(self, points: Iterable[tuple[Pair, int]]) -> None:
        """Prepare from (point, coding id)."""
        self._xs: list[float] = []
        self._best: list[tuple[float, int, float]] = []
        """For the points up to each: the largest y, whose it is, and the largest y of the others."""
        top, owner, second = -inf, -1, -inf
        for (x, y), one in sorted(points):
            if y > top:
                top, owner, second = y, one, top
            elif y > second:
                second = y
            self._xs.append(x)
            self._best.append((top, owner, second))

    def holds(self, before: float, beyond: float, mine: int) -> bool:
        place = bisect_left(self._xs, before)
        if not place:
            return False
        top, owner, second = self._best[place - 1]
        return (second if owner == mine else top) > beyond


class Relations:
    """What relations need to know of a project, found out once for all relations of a condition."""

    def __init__(self, corpus: Corpus, roles: Collection[Role] | None) -> None:
        self.corpus = corpus
        self._roles = roles
        self._paragraphs: dict[int, tuple[list[int], list[int]]] = {}
        self._speech: dict[int, tuple[Speech, Speech]] = {}

    def beside(self, node: Related, other: Condition) -> Condition:
        """Return the condition that some other coding, so related, meets `other`; or that none does."""
        question = _Question(self, node, other)
        axes = {Axis.RELATION} | ({Axis.CASE} if node.relation is Relation.SAME_CASE else set())
        return Condition(frozenset(axes), question.answer)

    def by_document(self) -> Iterator[tuple[int, Sequence[CodingRow]]]:
        """Yield the codings of each document."""
        codings, start = self.corpus.codings, 0
        while start < len(codings):
            document_id = codings[start].document
            end = bisect_right(codings, document_id, start, key=lambda row: row[1])
            yield document_id, codings[start:end]
            start = end

    def readings(self, row: CodingRow) -> Readings:
        """Return whose a coding is."""
        return self._speech_of(row).readings(row)

    def lie(self, row: CodingRow, *, in_turns: bool) -> _Lie | None:
        """Return where a coding lies; None for one that touches no turn where turns are asked for."""
        start, end = row[2], row[3]
        if not in_turns:
            return _Lie(start, end)
        if self.corpus.turns.get(row[1]):
            speech = self._speech_of(row)
            touched = speech.touched(start, end)
            numbers = [speech.turns[one].position for one in (touched[0], touched[-1])] if touched else []
        else:
            starts, ends = self._lines(row[1])
            touched = range(bisect_right(ends, start), bisect_left(starts, end))
            numbers = [touched[0], touched[-1]] if touched else []
        return _Lie(start, end, *numbers) if numbers else None

    def _speech_of(self, row: CodingRow) -> Speech:
        """Return the speech that counts where a coding touches it, else everybody's."""
        known = self._speech.get(row[1])
        if known is None:
            heard = speech_of(self.corpus, row[1], self._roles)
            anybody = heard if self._roles is None else speech_of(self.corpus, row[1], None)
            known = self._speech[row[1]] = (heard, anybody)
        heard, anybody = known
        return heard if heard.cover.touches(row[2], row[3]) else anybody

    def _lines(self, document_id: int) -> tuple[list[int], list[int]]:
        """Return where the paragraphs of a document start, and where they end."""
        if document_id not in self._paragraphs:
            from qcode.text.units import paragraphs

            spans = paragraphs(self.corpus.text(document_id))
            self._paragraphs[document_id] = ([start for start, _ in spans], [end for _, end in spans])
        return self._paragraphs[document_id]


class _Question:
    """Whether some other coding that meets a condition is so related to a coding."""

    def __init__(self, relations: Relations, node: Related, other: Condition) -> None:
        self._relations = relations
        self._other = other
        self._geometry = _geometry(node.relation, node.distance)
        self._by_case = node.relation is Relation.SAME_CASE
        self._any_coder = self._by_case if node.any_coder is None else node.any_coder
        self._negative = node.negative

    def answer(self, row: CodingRow, case: int | None, _participant: int | None) -> bool:
        return self._exists(row, case) != self._negative

    def _exists(self, row: CodingRow, case: int | None) -> bool:
        frontier = self._frontiers.get(self._group(row, case))
        if frontier is None:
            return False
        geometry = self._geometry
        lie = self._relations.lie(row, in_turns=geometry.in_turns)
        return lie is not None and frontier.holds(*geometry.bounds(lie), row.id)

    def _group(self, row: CodingRow, case: int | None) -> Hashable:
        """Return what a coding and the other have to have in common."""
        return (case if self._by_case else row.document, None if self._any_coder else row.coder)

    @cached_property
    def _frontiers(self) -> dict[Hashable, _Frontier]:
        """The codings that meet the condition, by what they have to have in common with the first."""
        points: dict[Hashable, list[tuple[Pair, int]]] = {}
        in_turns, point = self._geometry.in_turns, self._geometry.point
        for row, readings in self._others():
            lie = self._relations.lie(row, in_turns=in_turns)
            if lie is None:
                continue
            entry = (point(lie), row.id)
            for case in {case for case, _ in readings} if self._by_case else (None,):
                if case is not None or not self._by_case:
                    points.setdefault(self._group(row, case), []).append(entry)
        return {group: _Frontier(several) for group, several in points.items()}

    def _others(self) -> Iterator[tuple[CodingRow, Readings]]:
        """Yield the codings that meet the condition, each with the cases and participants that do."""
        asked_whose = self._by_case or not self._other.axes.isdisjoint(OF_READINGS)
        sieve = Sieve(self._other)
        for document_id, rows in self._relations.by_document():
            for row in sieve.candidates(document_id, rows):
                readings = sieve.readings(row, self._relations.readings(row) if asked_whose else _NOBODY)
                if readings:
                    yield row, readings
