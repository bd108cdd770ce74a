"""Which documents, cases and participants a table rests on, whether or not they hold codings.

A document is in scope when it meets the part of the condition that speaks of documents, cases and
participants alone, and has counted speech. What it has speech for are its *holdings*: every case and
participant that a coding in it can be of (rule 2), and the cases given to its codings by hand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from qcode.analysis.conditions import OF_SCOPE, Axis, Condition
from qcode.analysis.corpus import Corpus
from qcode.analysis.speech import Reading, Speech
from qcode.model.codings import AssignmentState, CodingRow
from qcode.model.spans import Span


@dataclass(frozen=True)
class Scope:
    """What is in scope of a selection."""

    holdings: Mapping[int, tuple[Reading, ...]]
    """By document in scope: the cases and participants it has counted speech of."""
    shown: tuple[int, ...]
    """The documents that meet the condition, with and without counted speech."""
    cases: tuple[int, ...]
    """The cases that meet the conditions on cases alone."""
    lent: Mapping[int, Mapping[Reading, Sequence[Span]]] = field(default_factory=dict)
    """By document: the holdings that it has by nothing but codings whose case was given by hand, with
    the spans of these. Of such a case the document has no more than these passages."""

    @cached_property
    def cases_with_data(self) -> frozenset[int]:
        pairs = (pair for several in self.holdings.values() for pair in several)
        return frozenset(case for case, _ in pairs if case is not None)

    @cached_property
    def participants_with_data(self) -> frozenset[int]:
        pairs = (pair for several in self.holdings.values() for pair in several)
        return frozenset(who for _, who in pairs if who is not None)


def scope_of(
    corpus: Corpus,
    speech: Mapping[int, Speech],
    overridden: Mapping[int, Iterable[CodingRow]],
    condition: Condition | None,
) -> Scope:
    """Return what is in scope; `overridden` are the counted codings with a case given by hand."""
    conjuncts = [
        one for one in (condition.conjuncts if condition else ()) if one.axes and one.axes <= OF_SCOPE
    ]
    holdings: dict[int, tuple[Reading, ...]] = {}
    lent: dict[int, Mapping[Reading, Sequence[Span]]] = {}
    shown = []
    for document_id in corpus.documents:
        said = speech[document_id]
        pairs: Sequence[Reading] = said.possible() or said.outside
        given: dict[Reading, list[Span]] = {}
        for row in overridden.get(document_id, ()):
            for pair in said.readings(row):
                given.setdefault(pair, []).append((row.start, row.end))
        if given:
            lent[document_id] = {pair: spans for pair, spans in given.items() if pair not in pairs}
            pairs = tuple(dict.fromkeys([*pairs, *given]))
        if conjuncts:
            probe = _probe(document=document_id)
            pairs = tuple(pair for pair in pairs if all(one.test(probe, *pair) for one in conjuncts))
        if pairs:
            shown.append(document_id)
            if said.characters:
                holdings[document_id] = tuple(pairs)
    cases = admitted(condition, Axis.CASE, corpus.cases)
    return Scope(holdings, tuple(shown), cases, lent)


def admitted(condition: Condition | None, axis: Axis, ids: Iterable[int]) -> tuple[int, ...]:
    """Return the things that meet those joined conditions which speak of their kind alone."""
    tests = [one.test for one in (condition.conjuncts if condition else ()) if one.axes == {axis}]
    answer = []
    for one in ids:
        probe = _probe(
            document=one if axis is Axis.DOCUMENT else 0,
            code=one if axis is Axis.CODE else 0,
            coder=one if axis is Axis.CODER else 0,
        )
        case = one if axis is Axis.CASE else None
        participant = one if axis is Axis.PARTICIPANT else None
        if all(test(probe, case, participant) for test in tests):
            answer.append(one)
    return tuple(answer)


def finished(corpus: Corpus, document_id: int, coders: Collection[int]) -> bool:
    """Tell whether one of the coders has finished a document and none is still to (rule 8)."""
    states = {corpus.assignments.get((document_id, coder)) for coder in coders} - {None}
    return states == {AssignmentState.FINISHED}


def _probe(document: int = 0, code: int = 0, coder: int = 0) -> CodingRow:
    return CodingRow(0, document, 0, 0, code, coder, None)
