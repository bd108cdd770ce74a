"""Choosing the codings that an analysis counts, and settling whose each of them is."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import inf
from operator import attrgetter, itemgetter
from typing import Any, TypeVar

from qcode.analysis.binding import bind
from qcode.analysis.columns import Columns
from qcode.analysis.conditions import OF_READINGS, Axis, Condition, Sieve
from qcode.analysis.corpus import Corpus
from qcode.analysis.facets import FacetIndex, family
from qcode.analysis.queries import written_out
from qcode.analysis.scope import Scope, admitted, finished, scope_of
from qcode.analysis.speech import Readings, Speech, speech_of
from qcode.errors import UnknownNameError, UsageError
from qcode.model.codings import CodingRow
from qcode.model.documents import Role
from qcode.text.names import levelled, nearest

Held = TypeVar("Held")

_DOCUMENT = itemgetter(1)
_NOWHERE = (inf, inf)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many codings of the selection do not count, by the reason; each has one reason."""

    unknown: int = 0
    """They touch speech of somebody whose role is not known, and no counted speech."""
    interviewer: int = 0
    """They lie in interviewers' speech only."""
    other: int = 0
    """They lie in the speech of other roles that are not counted."""
    outside: int = 0
    """They lie in labels or front matter only."""


@dataclass(eq=False)
class Selection:
    """The codings that count, with what is needed to count them. Made by `select`."""

    corpus: Corpus
    roles: tuple[Role, ...] | None
    """The counted roles; None: any."""
    coders: tuple[int, ...]
    """The selected coders; all of the project unless some were asked for."""
    every_coder: bool
    where: str
    """The condition as it was written, saved queries written out; empty: none."""
    condition: Condition | None
    codes: tuple[int, ...]
    """The codes that can be rows and columns: all, but for what the condition excludes by itself."""
    speech: Mapping[int, Speech]
    scope: Scope
    rows: Mapping[int, Sequence[CodingRow]]
    """The counted codings by document, in the order of the text."""
    left_out: LeftOut
    _readings: dict[int, list[Readings]] = field(default_factory=dict)
    _alike: frozenset[int] = frozenset()
    """The documents in which a coding's cases and participants are settled by what it touches alone."""
    _columns: dict[int, Columns] = field(default_factory=dict)

    def __iter__(self) -> Iterator[CodingRow]:
        """Yield the counted codings in the order of documents and texts."""
        return (row for rows in self.rows.values() for row in rows)

    def __len__(self) -> int:
        return sum(map(len, self.rows.values()))

    @property
    def narrowed(self) -> bool:
        """Whether the condition leaves codings only some of their cases or participants."""
        return self.condition is not None and not self.condition.axes.isdisjoint(OF_READINGS)

    @property
    def own_voice(self) -> bool:
        """Whether the condition says by itself who is meant: of a passage counts what these say of it."""
        parts = self.condition.conjuncts if self.condition else ()
        return any(one.axes == {Axis.PARTICIPANT} for one in parts)

    def readings(self, document_id: int) -> list[Readings]:
        """Return for each counted coding of a document the cases and participants it is of.

        They are those of rule 2 with which the coding meets the condition.
        """
        known = self._readings.get(document_id)
        if known is None:
            speech = self.speech[document_id]
            known = self._readings[document_id] = speech.readings_of_all(self.rows[document_id])
        return known

    def columns(self, document_id: int) -> Columns:
        """Return the counted codings of a document as columns."""
        if document_id not in self._columns:
            self._columns[document_id] = Columns(self.rows[document_id])
        return self._columns[document_id]

    def uniform(self, document_id: int, *, people: bool) -> Readings | None:
        """Return the cases and participants that every coding of a document is of, if it is so.

        Without `people` participants are left open.
        """
        if document_id not in self._alike:
            return None
        speech = self.speech[document_id]
        return speech.outside if speech.plain and not people else speech.of_all

    def facet(self, head: int) -> FacetIndex:
        """Return the values of a facet that codings have."""
        return self.corpus.once(("facet", head), lambda: FacetIndex(self.corpus, head))

    def unfinished(self, coders: Sequence[int] | None = None) -> frozenset[int]:
        """Return the documents in scope that are not finished by the selected coders, or by some."""
        chosen = self.coders if coders is None else coders
        return frozenset(one for one in self.scope.holdings if not finished(self.corpus, one, chosen))

    def of_coder(self, coder: int) -> Selection:
        """Return what one coder has of this selection, with the same scope."""
        return replace(
            self._only(attrgetter("coders"), frozenset({coder})), coders=(coder,), every_coder=False
        )

    def of_codes(self, codes: Sequence[int]) -> Selection:
        """Return what this selection has of some codes of it, with the same scope."""
        wanted = frozenset(codes)
        chosen = tuple(one for one in self.codes if one in wanted)
        return replace(self._only(attrgetter("codes"), wanted), codes=chosen)

    def of_document(self, document_id: int) -> Selection:
        """Return what one document has of this selection, with nothing else in scope."""
        scope = replace(
            self.scope,
            holdings=_of_one(document_id, self.scope.holdings),
            shown=tuple(one for one in self.scope.shown if one == document_id),
            lent=_of_one(document_id, self.scope.lent),
        )
        part = replace(self, scope=scope, rows=_of_one(document_id, self.rows))
        whole = self.corpus.once(("counted", self.roles), lambda: _counted(self.corpus, self.roles))
        rest = whole.rest.get(document_id, ())
        rest = [row for row in rest if row[4] in self.codes and row[5] in self.coders]
        part.left_out = _left_out(part, {document_id: rest})
        return part

    def _only(self, column: Callable[[Columns], Sequence[int]], wanted: Container[int]) -> Selection:
        """Return the codings in whose column something wanted stands, with what is known of them."""
        columns: dict[int, Columns] = {}
        readings: dict[int, list[Readings]] = {}
        for document_id in self.rows:
            whole = self.columns(document_id)
            places = [place for place, one in enumerate(column(whole)) if one in wanted]
            columns[document_id] = whole.part(places)
            if document_id in self._readings:
                readings[document_id] = list(map(self._readings[document_id].__getitem__, places))
        rows = {document_id: part.rows for document_id, part in columns.items()}
        return replace(self, rows=rows, _readings=readings, _columns=columns)


def _of_one(document_id: int, several: Mapping[int, Held]) -> Mapping[int, Held]:
    return {document_id: several[document_id]} if document_id in several else {}


def select(
    corpus: Corpus,
    *,
    roles: Iterable[Role | str] | None = (Role.RESPONDENT,),
    coders: Iterable[str | int] | None = None,
    where: str | None = None,
    codes: Iterable[str | int] | None = None,
) -> Selection:
    """Choose the codings that count and say whose they are (rules 1 and 2).

    `roles` are the counted roles (None: any, then every coding counts wherever it lies); `coders`
    names or ids (None: all); `where` a condition; `codes` paths, names or ids, each with its
    sub-codes (None: all). Raises QueryError for a condition that cannot be understood,
    UnknownNameError for a coder or a code, UsageError for a role.
    """
    heard = None if roles is None else tuple(map(read_role, roles))
    chosen = _coders(corpus, coders)
    where = written_out(where, corpus.queries).strip() if where else ""
    condition = bind(where, corpus, heard) if where else None
    wanted = _codes(corpus, codes)
    whole = corpus.once(("counted", heard), lambda: _counted(corpus, heard))
    counted, rest, given = whole.rows, whole.rest, whole.given
    known: dict[str, Any] = {}
    if coders is not None or codes is not None:
        keep_coders, keep_codes = frozenset(chosen), frozenset(wanted)

        def kept(rows: Iterable[CodingRow]) -> list[CodingRow]:
            return [row for row in rows if row[4] in keep_codes and row[5] in keep_coders]

        counted, rest, given = (
            {one: kept(rows) for one, rows in several.items()} for several in (counted, rest, given)
        )
    elif condition is None:
        known = {"_readings": whole.readings, "_columns": whole.columns}
    scope = scope_of(corpus, whole.speech, given, condition)
    selection = Selection(
        corpus=corpus,
        roles=heard,
        coders=chosen,
        every_coder=coders is None,
        where=where,
        condition=condition,
        codes=admitted(condition, Axis.CODE, wanted),
        speech=whole.speech,
        scope=scope,
        rows=counted,
        left_out=LeftOut(),
        _alike=frozenset(one for one, rows in given.items() if not rows),
        **known,
    )
    if condition is not None:
        _sift(selection, condition)
    selection.left_out = _left_out(selection, rest)
    return selection


@dataclass(frozen=True, slots=True)
class _Counted:
    """What counts of a whole project under some roles: what every selection under these begins with."""

    speech: Mapping[int, Speech]
    rows: Mapping[int, Sequence[CodingRow]]
    rest: Mapping[int, Sequence[CodingRow]]
    """The codings that do not count."""
    given: Mapping[int, Sequence[CodingRow]]
    """Those that do and whose case was given by hand."""
    readings: dict[int, list[Readings]] = field(default_factory=dict)
    columns: dict[int, Columns] = field(default_factory=dict)


def _counted(corpus: Corpus, roles: tuple[Role, ...] | None) -> _Counted:
    speech = {document_id: speech_of(corpus, document_id, roles) for document_id in corpus.documents}
    counted: dict[int, Sequence[CodingRow]] = {}
    rest: dict[int, Sequence[CodingRow]] = {}
    for document_id, rows in _by_document(corpus):
        counted[document_id], rest[document_id] = _touching(speech[document_id], rows)
    given = {one: [row for row in rows if row[6] is not None] for one, rows in counted.items()}
    return _Counted(speech, counted, rest, given)


def _by_document(corpus: Corpus) -> Iterator[tuple[int, Sequence[CodingRow]]]:
    """Yield the codings of each document in the project's order of documents."""
    codings = corpus.codings
    places: dict[int, tuple[int, int]] = {}
    start = 0
    while start < len(codings):
        document_id = codings[start].document
        end = bisect_right(codings, document_id, start, key=_DOCUMENT)
        places[document_id] = (start, end)
        start = end
    for document_id in corpus.documents:
        if document_id in places:
            start, end = places[document_id]
            yield document_id, codings[start:end]


def _touching(speech: Speech, rows: Sequence[CodingRow]) -> tuple[list[CodingRow], list[CodingRow]]:
    """Return the codings with at least one character of counted speech, and those without.

    Codings and spans both come in the order of their starts, so that one walk along them settles it.
    """
    kept: list[CodingRow] = []
    rest: list[CodingRow] = []
    keep = kept.append
    spans = iter(speech.cover.spans)
    start, end = next(spans, _NOWHERE)
    for row in rows:
        begin = row[2]
        while begin >= end:
            start, end = next(spans, _NOWHERE)
        if begin >= start or row[3] > start:
            keep(row)
        else:
            rest.append(row)
    return kept, rest


def _sift(selection: Selection, condition: Condition) -> None:
    """Keep the codings that meet the condition, with the cases and participants that do."""
    kept: dict[int, Sequence[CodingRow]] = {}
    sieve = Sieve(condition)
    for document_id, everything in selection.rows.items():
        rows = sieve.candidates(document_id, everything)
        if selection.narrowed:
            readings = selection.speech[document_id].readings_of_all(rows)
            pairs = zip(rows, readings, strict=True)
            answers = [(row, sieve.readings(row, several)) for row, several in pairs]
            kept[document_id] = [row for row, readings in answers if readings]
            selection._readings[document_id] = [readings for _, readings in answers if readings]
        else:
            kept[document_id] = [row for row in rows if sieve.readings(row, ((None, None),))]
    selection.rows = kept
    if selection.narrowed:
        selection._alike = frozenset()


def _left_out(selection: Selection, rest: Mapping[int, Sequence[CodingRow]]) -> LeftOut:
    """Count the codings that meet the condition but lie in no counted speech."""
    reasons: Counter[str] = Counter()
    corpus, condition = selection.corpus, selection.condition
    sieve = Sieve(condition) if condition is not None else None
    for document_id, rows in rest.items():
        if not rows:
            continue
        if sieve is not None:
            of = speech_of(corpus, document_id, None).readings
            rows = [row for row in sieve.candidates(document_id, rows) if sieve.readings(row, of(row))]
        turns = [turn for turn in corpus.turns.get(document_id, ()) if turn.start < turn.end]
        reason_of = {one: _reason(corpus, one) for one in {turn.participant_id for turn in turns}}
        walk = [(turn.start, turn.end, reason_of[turn.participant_id]) for turn in turns]
        reasons.update(_reasons(rows, walk))
    return LeftOut(**reasons)


def _reasons(rows: Sequence[CodingRow], turns: Sequence[tuple[float, float, str]]) -> Iterator[str]:
    """Yield why each of some codings does not count, from turns as (start, end, reason)."""
    turns = [*turns, (*_NOWHERE, "")]
    place = 0
    for row in rows:
        start, end = row[2], row[3]
        while turns[place][1] <= start:
            place += 1
        first = place
        if turns[place][0] >= end:
            yield "outside"
        elif turns[place + 1][0] >= end:
            yield turns[place][2]
        else:
            several = set()
            while turns[place][0] < end:
                several.add(turns[place][2])
                place += 1
            place = first
            mixed = "unknown" if "unknown" in several else "other"
            yield several.pop() if len(several) == 1 else mixed


def _reason(corpus: Corpus, participant: int | None) -> str:
    """Return the reason why somebody's speech does not count."""
    role = None if participant is None else corpus.participants[participant].role
    if role is None:
        return "unknown"
    return "interviewer" if role is Role.INTERVIEWER else "other"


def read_role(role: Role | str) -> Role:
    """Return a role by its name. Raises UsageError."""
    try:
        return Role(role)
    except ValueError:
        known = ", ".join([*Role, "any"])
        raise UsageError(f"There is no role “{role}”.", f"Roles are {known}.") from None


def _coders(corpus: Corpus, coders: Iterable[str | int] | None) -> tuple[int, ...]:
    """Return the ids of coders in the project's order; all who bear a name where several do."""
    if coders is None:
        return tuple(corpus.coders)
    wanted: set[int] = set()
    for one in coders:
        found = {
            coder.id
            for coder in corpus.coders.values()
            if coder.id == one or (isinstance(one, str) and levelled(coder.name) == levelled(one))
        }
        if not found:
            hint = nearest(str(one), [coder.name for coder in corpus.coders.values()], all_below=13)
            raise UnknownNameError(f"There is no coder “{one}”.", hint)
        wanted |= found
    return tuple(coder for coder in corpus.coders if coder in wanted)


def _codes(corpus: Corpus, codes: Iterable[str | int] | None) -> tuple[int, ...]:
    """Return the ids of codes with their sub-codes in reading order, themes before facets."""
    tree = corpus.codes
    wanted = {code.id for code in tree}
    if codes is not None:
        heads = [tree.find(one).id if isinstance(one, str) else one for one in codes]
        if not all(head in tree for head in heads):
            raise UnknownNameError("There is no such code.")
        wanted = {one for head in heads for one in family(tree, head)}
    ordered = [code.id for code in tree if code.id in wanted]
    return tuple(sorted(ordered, key=lambda one: tree.facet_of(one) is not None))
