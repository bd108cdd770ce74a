"""What coding rules propose: units of counted speech in which a rule's condition holds.

A rule looks at one sentence, paragraph or turn after the other; in a document without speakers a
paragraph stands for a turn. Nothing is proposed where the coder has the code on that passage, or on
one that shares a character with it, and nothing that they refused.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from hashlib import sha256
from itertools import pairwise

from qcode.analysis.binding import bind
from qcode.analysis.coding_rules_binding import BoundRule, Find
from qcode.analysis.coding_rules_units import Units
from qcode.analysis.coding_rules_words import WordSearch
from qcode.analysis.conditions import Axis, Condition, Test
from qcode.analysis.corpus import Corpus
from qcode.analysis.queries import written_out
from qcode.analysis.speech import Readings, Speech
from qcode.errors import QcodeError, QueryError
from qcode.model.codings import CodingRow
from qcode.model.documents import Role
from qcode.model.rules import Refusal, Rule
from qcode.model.spans import Cover, Span, union
from qcode.text.masking import Masker

_DIGITS = 10
_OF_PASSAGES = frozenset({Axis.DOCUMENT, Axis.CASE, Axis.PARTICIPANT, Axis.TEXT})
_OF_CODINGS = frozenset({Axis.CODE, Axis.FACET, Axis.RELATION})
COUNTED = (Role.RESPONDENT,)
MOST_STEPS = 1_500_000
"""A rule may need about so many: places looked at, and answers about units. They take some seconds."""


class Reaching(StrEnum):
    """What of a unit is proposed."""

    UNIT = "unit"
    """All of it."""
    MATCH = "match"
    """The words alone that the rule found, each place by itself; of `near` and `then` what is between too."""


class LeftOut(StrEnum):
    """Why a passage is not proposed though a rule holds there."""

    CODED = "coded"
    """The coder has the code on it."""
    TOUCHING = "touching"
    """The coder has the code on a passage that shares a character with it."""
    REFUSED = "refused"
    """The coder refused it."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A passage that a rule would code."""

    rule: Rule
    document: int
    """Row id."""
    start: int
    end: int
    words: tuple[Span, ...]
    """Where the words lie that the rule found, in the order of the text; disjoint."""
    quote: str
    readings: Readings
    """The cases and participants whose words they are."""

    @property
    def marked(self) -> str:
        """The quotation with its words in [brackets]."""
        return _marked(self._parts)

    def marked_without(self, names: Masker) -> str:
        """Return the same with names replaced; words that are part of a name are in its brackets."""
        return _marked(names.parts(self._parts, whole=True))

    @property
    def _parts(self) -> Sequence[str]:
        """The quotation cut at the edges of its words: each second part is one of these."""
        edges = [self.start, *(edge for word in self.words for edge in word), self.end]
        return [self.quote[at - self.start : to - self.start] for at, to in pairwise(edges)]


def _marked(parts: Sequence[str]) -> str:
    """Join the parts of a text, each second one in brackets."""
    return "".join(f"[{part}]" if at % 2 and part else part for at, part in enumerate(parts))


@dataclass(frozen=True, slots=True)
class Question:
    """What proposals are asked for."""

    roles: tuple[Role, ...] | None = COUNTED
    """Whose speech; None: anybody's."""
    where: str = ""
    """A condition on documents, cases, participants and roles."""
    documents: Collection[int] | None = None
    """Only these, by row id; None: all."""
    reaching: Reaching = Reaching.UNIT
    again: bool = False
    """Whether what was refused is proposed once more."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """What rules propose, by rule and document in the order of the text."""

    proposals: Sequence[Proposal]
    left_out: Mapping[tuple[int, LeftOut], int] = field(default_factory=dict)
    """(rule, by row id; why) -> how many passages are not proposed though the rule holds there."""
    faults: Mapping[int, str] = field(default_factory=dict)
    """Rules (row ids) that propose nothing because something is wrong with them, and what."""
    moving: bool = False
    """Whether a rule asks for codes, so that with each coding other passages may be proposed."""

    def of_rules(self, rules: Collection[int]) -> Proposed:
        """Return the same as if only these rules (row ids) had been asked."""
        return Proposed(
            [one for one in self.proposals if one.rule.id in rules],
            {key: number for key, number in self.left_out.items() if key[0] in rules},
            {one: fault for one, fault in self.faults.items() if one in rules},
            self.moving,
        )

    def number(self, why: LeftOut) -> int:
        """Return how many passages are not proposed for a reason."""
        return sum(number for (_, reason), number in self.left_out.items() if reason is why)


def digest_of(proposals: Iterable[Proposal], corpus: Corpus) -> str:
    """Return a few characters that stand for a list: other rules, texts or places, another digest."""
    whole = sha256()
    for one in proposals:
        document = corpus.documents[one.document]
        rule = one.rule
        named = (rule.uid, rule.code_id, rule.condition, rule.unit, document.uid, document.text_sha256)
        whole.update(repr((*named, one.start, one.end)).encode("utf-8"))
    return whole.hexdigest()[:_DIGITS]


def proposals(
    corpus: Corpus,
    rules: Sequence[Rule],
    question: Question = Question(),
    *,
    coder: int | None,
    refusals: Iterable[Refusal] = (),
    quote_hash: Callable[[str], str],
    only: Collection[int] | None = None,
) -> Proposed:
    """Return what rules propose to a coder (row id; None: one who has coded nothing yet).

    `rules` are all of the project, for one may ask what another finds; `only` these (row ids) propose.
    `refusals` are the coder's. Raises QueryError for a `where` that cannot be understood or speaks of
    codings; what is wrong with a rule is told in `faults`.
    """
    return _Proposing(corpus, rules, question, coder, refusals, quote_hash).run(only)


class _Coded:
    """Where one coder has which codes."""

    def __init__(self, corpus: Corpus, coder: int | None) -> None:
        self._spans: dict[tuple[int, int], set[Span]] = {}
        for row in corpus.codings:
            if row.coder == coder:
                self._spans.setdefault((row.document, row.code), set()).add((row.start, row.end))
        self._covers: dict[tuple[int, int], Cover] = {}

    def has(self, document_id: int, code: int, span: Span) -> bool:
        return span in self._spans.get((document_id, code), ())

    def touches(self, document_id: int, code: int, start: int, end: int) -> bool:
        key = (document_id, code)
        if key not in self._spans:
            return False
        cover = self._covers.get(key)
        if cover is None:
            cover = self._covers[key] = Cover(self._spans[key])
        return cover.touches(start, end)


class _Refused:
    """What a coder refused: a passage with all in it, or its words where a corrected text moved them."""

    def __init__(self, corpus: Corpus, refusals: Iterable[Refusal], quote_hash: Callable[[str], str]) -> None:
        self._hash = quote_hash
        self._here: dict[tuple[int, int], list[Span]] = {}
        self._moved: set[tuple[int, int, str]] = set()
        self._with_moved: set[tuple[int, int]] = set()
        for one in refusals:
            if one.document_id not in corpus.documents:
                continue
            text = corpus.text(one.document_id)
            if quote_hash(text[one.start : one.end]) == one.quote_sha256:
                self._here.setdefault((one.rule_id, one.document_id), []).append((one.start, one.end))
            else:
                self._moved.add((one.rule_id, one.document_id, one.quote_sha256))
                self._with_moved.add((one.rule_id, one.document_id))

    def holds(self, rule: Rule, document_id: int, start: int, end: int, quote: str) -> bool:
        here = self._here.get((rule.id, document_id), ())
        if any(first <= start and end <= last for first, last in here):
            return True
        moved = (rule.id, document_id) in self._with_moved
        return moved and (rule.id, document_id, self._hash(quote)) in self._moved


class _Proposing:
    def __init__(
        self,
        corpus: Corpus,
        rules: Sequence[Rule],
        question: Question,
        coder: int | None,
        refusals: Iterable[Refusal],
        quote_hash: Callable[[str], str],
    ) -> None:
        self.search = WordSearch(corpus.text)
        self._corpus = corpus
        self._rules = rules
        self._question = question
        self._coder = coder or 0
        self._coded = _Coded(corpus, coder)
        self._refused = _Refused(corpus, () if question.again else refusals, quote_hash)
        self._units = Units(corpus, question.roles)
        self._filter = _filter(corpus, question)
        self._bound: dict[int, BoundRule] = {}
        self._binding: list[Rule] = []
        self._left_out: Counter[tuple[int, LeftOut]] = Counter()

    def run(self, only: Collection[int] | None) -> Proposed:
        found: list[Proposal] = []
        faults: dict[int, str] = {}
        for rule in self._rules:
            if only is not None and rule.id not in only:
                continue
            try:
                found += self._proposed_by(self.bind(rule))
            except QcodeError as error:
                self._binding.clear()
                faults[rule.id] = str(error)
        moving = any(not _OF_CODINGS.isdisjoint(bound.axes) for bound in self._bound.values())
        return Proposed(found, dict(self._left_out), faults, moving)

    def coded(self, unit: CodingRow, codes: Iterable[int]) -> bool:
        return any(self._coded.touches(unit.document, code, unit.start, unit.end) for code in codes)

    def others(self, rule: Rule, codes: Iterable[int]) -> Sequence[Test]:
        wanted = frozenset(codes) - {rule.code_id}
        return [self.bind(one).test for one in self._rules if one.code_id in wanted]

    def bind(self, rule: Rule) -> BoundRule:
        """Return a rule that can be asked. Raises QueryError."""
        known = self._bound.get(rule.id)
        if known is None:
            if rule in self._binding:
                names = " → ".join(f"“{one.name}”" for one in [*self._binding, rule])
                raise QueryError(f"The rule rests on itself: {names}.")
            self._binding.append(rule)
            known = self._bound[rule.id] = BoundRule(rule, self._corpus, self)
            self._binding.pop()
        return known

    def _proposed_by(self, bound: BoundRule) -> Iterator[Proposal]:
        code = self._corpus.codes[bound.rule.code_id]
        if code.retired:
            raise QueryError(f"The code “{code.name}” is retired.")
        asked, documents = self._question.documents, self._corpus.documents
        documents_asked = [one for one in documents if asked is None or one in asked]
        self._refuse_endless(bound, documents_asked)
        for document_id in documents_asked:
            yield from self._in_document(bound, document_id)

    def _refuse_endless(self, bound: BoundRule, documents: Iterable[int]) -> None:
        """Raise QueryError, before work begins, where it would take minutes."""
        steps = 0
        for one in documents:
            steps += bound.steps(one, partial(self._units.number, one, bound.rule.unit))
            if steps > MOST_STEPS:
                raise QueryError(
                    "The condition asks for too much: its words stand in too many places to be compared.",
                    "Ask for less in one rule, or in fewer documents: --document NAME.",
                )

    def _in_document(self, bound: BoundRule, document_id: int) -> Iterator[Proposal]:
        unit = bound.rule.unit
        speech = self._units.speech(document_id)
        places = bound.places(document_id)
        units = self._units.all(document_id, unit)
        if places is not None:
            units = self._units.holding(document_id, unit, places)
        test, admits = bound.test, self._filter
        for start, end in units:
            row = CodingRow(0, document_id, start, end, 0, self._coder, None)
            for case, who in speech.readings(row):
                if test(row, case, who) is True and (admits is None or admits(row, case, who) is True):
                    yield from self._passages(bound, row, bound.finds(row, case, who), speech)
                    break

    def _passages(
        self, bound: BoundRule, unit: CodingRow, finds: Sequence[Find], speech: Speech
    ) -> Iterator[Proposal]:
        """Yield what of a unit in which a rule holds is to be proposed."""
        text, rule = self._corpus.text(unit.document), bound.rule
        words = union(span for one in finds for span in one.words)
        starts = [start for start, _ in words]
        spans = [(unit.start, unit.end)]
        if self._question.reaching is Reaching.MATCH:
            spans = union(one.span for one in finds)
        for start, end in spans:
            quote = text[start:end]
            if self._is_free(rule, unit.document, start, end, quote):
                inside = tuple(words[bisect_left(starts, start) : bisect_left(starts, end)])
                row = unit._replace(start=start, end=end)
                yield Proposal(rule, unit.document, start, end, inside, quote, speech.readings(row))

    def _is_free(self, rule: Rule, document_id: int, start: int, end: int, quote: str) -> bool:
        """Tell whether a passage may be proposed; count why not."""
        if self._coded.has(document_id, rule.code_id, (start, end)):
            reason = LeftOut.CODED
        elif self._coded.touches(document_id, rule.code_id, start, end):
            reason = LeftOut.TOUCHING
        elif self._refused.holds(rule, document_id, start, end, quote):
            reason = LeftOut.REFUSED
        else:
            return True
        self._left_out[rule.id, reason] += 1
        return False


def check_rule(corpus: Corpus, rules: Sequence[Rule], rule: Rule) -> None:
    """Raise QueryError where the condition of one of the rules cannot be understood in a project."""
    _Proposing(corpus, rules, Question(), None, (), str).bind(rule)


def _filter(corpus: Corpus, question: Question) -> Test | None:
    """Return what else has to hold of a passage's document, case and participant; None for nothing."""
    where = written_out(question.where, corpus.queries).strip()
    if not where:
        return None
    condition: Condition = bind(where, corpus, question.roles)
    if not condition.axes <= _OF_PASSAGES:
        raise QueryError(
            "Which passages are looked at cannot be said by codes, coders or facets.",
            "`--where` speaks of documents, cases, participants and roles here.",
        )
    return condition.test
