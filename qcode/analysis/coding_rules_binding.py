"""What the condition of a coding rule means in a project, asked of one unit of text after the other.

A unit is handed over as a coding of no code that spans it, so that the comparisons of `--where` answer
as they do there: of its document, and of the case and participant whose words it is. `code = X` means
here that the unit shares a character with a coding of X by the same coder, or that a rule for X holds
in the same unit.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from qcode.analysis.binding import Binder
from qcode.analysis.coding_rules_reading import (
    Near,
    Reach,
    RuleNode,
    Words,
    alternatives,
    nodes_of,
    parse_rule,
)
from qcode.analysis.coding_rules_words import Pattern, Patterns, WordSearch, pattern
from qcode.analysis.conditions import Axis, Condition, Test
from qcode.analysis.corpus import Corpus
from qcode.analysis.where import AllOf, AnyOf, Comparison, Operator
from qcode.model.codings import CodingRow
from qcode.model.rules import Rule
from qcode.model.spans import Span
from qcode.text.words import words


@dataclass(frozen=True, slots=True)
class Find:
    """What made a rule hold at one place: the span from its first to its last word, and the words."""

    span: Span
    words: tuple[Span, ...]


class Around(Protocol):
    """What a rule has to know of the codings and of the other rules."""

    @property
    def search(self) -> WordSearch:
        """Finds words."""

    def coded(self, unit: CodingRow, codes: Iterable[int]) -> bool:
        """Tell whether a unit shares a character with a coding of these codes by the unit's coder."""

    def others(self, rule: Rule, codes: Iterable[int]) -> Sequence[Test]:
        """Return what asks the rules for these codes, but for those of the rule's own code."""


class BoundRule:
    """A rule that can be asked. Raises QueryError where its condition cannot be understood."""

    def __init__(self, rule: Rule, corpus: Corpus, around: Around) -> None:
        self.rule = rule
        tree = parse_rule(rule.condition)
        self._meaning = _Meaning(rule, corpus, around)
        self._tree = tree
        self._search = around.search
        condition = self._meaning.condition(tree)
        self.test: Test = condition.test
        """Whether the condition holds for a unit, a case and a participant."""
        self.axes = condition.axes
        """What it asks for."""
        self._needed = list(dict.fromkeys(self._meaning.needed(tree)))

    def places(self, document_id: int) -> Sequence[Span] | None:
        """Return where words stand in a document of which every unit holds one in which the condition does.

        In the order of the text; None where the condition may hold without any words.
        """
        places = [self._search.places(document_id, words) for words in self._needed]
        return min(places, key=len) if places else None

    def steps(self, document_id: int, units: Callable[[], int]) -> int:
        """Return about how many steps it takes to ask it of a document; `units` counts what is asked."""
        meaning, most = self._meaning, self._search.most
        of_words = sum(most(document_id, one) for one in meaning.words)
        of_nears = sum(most(document_id, one.left) + most(document_id, one.right) for one in meaning.nears)
        asked = min((most(document_id, one) for one in self._needed), default=-1)
        return of_words + 2 * of_nears + (units() if asked < 0 else asked) * meaning.number_of_tests

    def finds(self, unit: CodingRow, case: int | None, participant: int | None) -> list[Find]:
        """Return what made the condition hold, in the order of the text; empty where no words did."""
        found = self._meaning.finds(self._tree, unit, case, participant)
        return sorted(set(found), key=lambda one: (one.span, one.words))


@dataclass(frozen=True, slots=True)
class _Close:
    """What stands close to what; equal where the same is asked twice."""

    left: Patterns
    right: Patterns
    reach: Reach | None
    ordered: bool


class _Meaning(Binder):
    def __init__(self, rule: Rule, corpus: Corpus, around: Around) -> None:
        super().__init__(rule.condition, corpus, None)
        self._rule = rule
        self._around = around
        self._text_of = corpus.text
        # By the id of the node: to compare large ones, or to hash them, takes longer than to ask them.
        self._tests: dict[int, Test] = {}
        self._any_of: dict[int, Patterns] = {}
        self._close: dict[int, _Close] = {}
        self._alike: dict[frozenset[Pattern], Patterns] = {}
        self._unit: tuple[int, Span] | None = None
        self._pairs_here: dict[_Close, list[tuple[Span, Span]]] = {}
        self._words_here: tuple[list[int], list[int]] | None = None

    @property
    def words(self) -> Sequence[Patterns]:
        """All words that are looked for; those of which any will do, together."""
        return list(self._alike.values())

    @property
    def nears(self) -> Sequence[_Close]:
        """What is asked to stand close to what, each once."""
        return list(dict.fromkeys(self._close.values()))

    @property
    def number_of_tests(self) -> int:
        """How many answers a unit may need."""
        return len(self._tests)

    def condition(self, node: RuleNode) -> Condition:
        """Return what a node asks of a unit."""
        if isinstance(node, Words) or _is_words(node):
            wanted = self._any_of[id(node)] = self._patterns(node)
            search = self._around.search
            condition = Condition(
                frozenset({Axis.TEXT}),
                lambda unit, _case, _who: bool(search.inside(unit.document, wanted, unit.start, unit.end)),
            )
        elif isinstance(node, Near):
            left, right = self._patterns(node.left), self._patterns(node.right)
            close = self._close[id(node)] = _Close(left, right, node.reach, node.ordered)
            condition = Condition(
                frozenset({Axis.TEXT}),
                lambda unit, _case, _who: bool(self._pairs(close, unit)),
            )
        else:
            condition = super().condition(node)
        self._tests[id(node)] = condition.test
        return condition

    def needed(self, node: RuleNode) -> list[Patterns]:
        """Return words, of each of which a unit has to hold one for a node to be true."""
        if id(node) in self._any_of:
            return [self._any_of[id(node)]]
        match node:
            case Near():
                close = self._close[id(node)]
                return [close.left, close.right]
            case AllOf():
                return [words for item in node.items for words in self.needed(item)]
            case AnyOf():
                several = [self.needed(item) for item in node.items]
                if all(several):
                    return [self._together(one for words in several for one in words[0].several)]
        return []

    def finds(self, node: RuleNode, unit: CodingRow, case: int | None, who: int | None) -> list[Find]:
        """Return the words that made a node true which is true."""
        found: list[Find] = []
        for one in dict.fromkeys(self._true(node, unit, case, who)):
            if isinstance(one, Patterns):
                found += [Find(span, (span,)) for span in self._inside(one, unit)]
            else:
                pairs = self._pairs(one, unit)
                found += [Find((min(a, b)[0], max(a[1], b[1])), (a, b)) for a, b in pairs]
        return found

    def _true(
        self, node: RuleNode, unit: CodingRow, case: int | None, who: int | None
    ) -> Iterator[Patterns | _Close]:
        """Yield what of a true node asks for words, and is true."""
        if id(node) in self._any_of:
            yield self._any_of[id(node)]
        elif isinstance(node, Near):
            yield self._close[id(node)]
        elif isinstance(node, (AllOf, AnyOf)):
            for item in node.items:
                if isinstance(node, AllOf) or self._tests[id(item)](unit, case, who):
                    yield from self._true(item, unit, case, who)

    def _pattern(self, node: Words) -> Pattern:
        try:
            return pattern(node.text)
        except ValueError as error:
            raise self._error(str(error), node.position) from None

    def _patterns(self, node: RuleNode) -> Patterns:
        """Return the words of a node that has nothing else: any of them will do."""
        return self._together(map(self._pattern, alternatives(node)))

    def _together(self, several: Iterable[Pattern]) -> Patterns:
        each = tuple(dict.fromkeys(several))
        return self._alike.setdefault(frozenset(each), Patterns(each))

    def _inside(self, wanted: Patterns, unit: CodingRow) -> list[Span]:
        return self._around.search.inside(unit.document, wanted, unit.start, unit.end)

    def _pairs(self, close: _Close, unit: CodingRow) -> list[tuple[Span, Span]]:
        """Return the places of the left side, each with the nearest ones of the right within reach."""
        self._enter(unit)
        known = self._pairs_here.get(close)
        if known is None:
            known = self._pairs_here[close] = self._pairs_anew(close, unit)
        return known

    def _enter(self, unit: CodingRow) -> None:
        """Forget what was found in another unit."""
        here = unit.document, (unit.start, unit.end)
        if here != self._unit:
            self._unit, self._pairs_here, self._words_here = here, {}, None

    def _pairs_anew(self, close: _Close, unit: CodingRow) -> list[tuple[Span, Span]]:
        left, right = self._inside(close.left, unit), self._inside(close.right, unit)
        if not left or not right:
            return []
        starts = [start for start, _ in right]
        by_end = sorted(right, key=lambda span: (span[1], span[0]))
        ends = [end for _, end in by_end]
        reaches = self._reaching(close.reach, unit)
        pairs = []
        for one in left:
            after = bisect_left(starts, one[1])
            if after < len(right) and reaches(one[1], right[after][0]):
                pairs.append((one, right[after]))
            before = bisect_right(ends, one[0]) - 1
            if not close.ordered and before >= 0 and reaches(ends[before], one[0]):
                pairs.append((one, by_end[before]))
        return pairs

    def _reaching(self, reach: Reach | None, unit: CodingRow) -> Callable[[int, int], bool]:
        """Return what tells whether no more than the reach lies between two offsets in a unit.

        The unit is cut into words once: one that is long may hold thousands of places far from each other.
        """
        if reach is None:
            return lambda _start, _end: True
        number = reach.number
        if not reach.in_words:
            return lambda start, end: end - start <= number
        text = self._text_of(unit.document)
        if self._words_here is None:
            spans = list(words(text, (unit.start, unit.end)))
            self._words_here = [start for start, _ in spans], [end for _, end in spans]
        return _reaches(text, number, *self._words_here)

    def _code(self, node: Comparison) -> Condition:
        ids = [code.id for code in self._corpus.codes]
        wanted = frozenset(self._wanted_codes(node, ids, "There is no code"))
        others = self._around.others(self._rule, wanted)
        coded = self._around.coded
        opposite = node.operator is Operator.UNEQUAL

        def test(unit: CodingRow, case: int | None, who: int | None) -> bool:
            there = coded(unit, wanted) or any(other(unit, case, who) is True for other in others)
            return there != opposite

        return Condition(frozenset({Axis.RELATION}), test)

    def _coder(self, node: Comparison) -> Condition:
        message = "A rule proposes for whoever asks: it cannot say whose codings they are."
        raise self._error(message, node.field.position)


def _is_words(node: RuleNode) -> bool:
    """Tell whether a node is made of words of which any will do, and nothing else."""
    return all(isinstance(one, (Words, AnyOf)) for one in nodes_of(node))


def _reaches(text: str, most: int, starts: list[int], ends: list[int]) -> Callable[[int, int], bool]:
    """Return what tells whether so many words at most lie between two offsets; the words are given."""

    def reaches(start: int, end: int) -> bool:
        first, last = bisect_right(ends, start), bisect_left(starts, end)
        number = last - first
        if first < last and starts[first] < start:
            # The rest of a word that is cut in two need not be one word.
            number += sum(1 for _ in words(text, (start, min(ends[first], end)))) - 1
        return number <= most

    return reaches
