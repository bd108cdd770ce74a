"""What the condition of a coding rule means in a project, asked of one unit of text after the other.

A unit is handed over as a coding of no code that spans it, so that the comparisons of `--where` answer
as they do there: of its document, and of the case and participant whose words it is. `code = X` means
here that the unit shares a character with a coding of X by the same coder, or that a rule for X holds
in the same unit.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from qcode.analysis.binding import Binder
from qcode.analysis.coding_rules_reading import Near, Reach, RuleNode, Words, alternatives, parse_rule
from qcode.analysis.coding_rules_words import Pattern, WordSearch, pattern
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
        self._needed = self._meaning.needed(tree)

    def places(self, document_id: int) -> list[Span] | None:
        """Return where words stand in a document of which every unit holds one in which the condition does.

        In the order of the text; None where the condition may hold without any words.
        """
        places = [
            [place for words in several for place in self._search.places(document_id, words)]
            for several in self._needed
        ]
        return min(map(sorted, places), key=len) if places else None

    def finds(self, unit: CodingRow, case: int | None, participant: int | None) -> list[Find]:
        """Return what made the condition hold, in the order of the text; empty where no words did."""
        found = self._meaning.finds(self._tree, unit, case, participant)
        return sorted(set(found), key=lambda one: (one.span, one.words))


class _Meaning(Binder):
    def __init__(self, rule: Rule, corpus: Corpus, around: Around) -> None:
        super().__init__(rule.condition, corpus, None)
        self._rule = rule
        self._around = around
        self._text_of = corpus.text
        self._tests: dict[RuleNode, Test] = {}

    def condition(self, node: RuleNode) -> Condition:
        """Return what a node asks of a unit."""
        if isinstance(node, Words):
            wanted = self._pattern(node)
            search = self._around.search
            condition = Condition(
                frozenset({Axis.TEXT}),
                lambda unit, _case, _who: bool(search.inside(unit.document, wanted, unit.start, unit.end)),
            )
        elif isinstance(node, Near):
            condition = Condition(
                frozenset({Axis.TEXT}),
                lambda unit, _case, _who: bool(self._pairs(node, unit)),
            )
        else:
            condition = super().condition(node)
        self._tests[node] = condition.test
        return condition

    def needed(self, node: RuleNode) -> list[frozenset[Pattern]]:
        """Return sets of words, of each of which a unit has to hold one for a node to be true."""
        match node:
            case Words():
                return [frozenset({self._pattern(node)})]
            case Near():
                return [frozenset(map(self._pattern, alternatives(one))) for one in (node.left, node.right)]
            case AllOf():
                return [words for item in node.items for words in self.needed(item)]
            case AnyOf():
                several = [self.needed(item) for item in node.items]
                return [frozenset().union(*(one[0] for one in several))] if all(several) else []
        return []

    def finds(self, node: RuleNode, unit: CodingRow, case: int | None, who: int | None) -> list[Find]:
        """Return the words that made a node true which is true."""
        match node:
            case Words():
                inside = self._inside(node, unit)
                return [Find(span, (span,)) for span in inside]
            case Near():
                return [Find((min(a, b)[0], max(a[1], b[1])), (a, b)) for a, b in self._pairs(node, unit)]
            case AllOf():
                return [one for item in node.items for one in self.finds(item, unit, case, who)]
            case AnyOf():
                true = [item for item in node.items if self._tests[item](unit, case, who)]
                return [one for item in true for one in self.finds(item, unit, case, who)]
        return []

    def _pattern(self, node: Words) -> Pattern:
        try:
            return pattern(node.text)
        except ValueError as error:
            raise self._error(str(error), node.position) from None

    def _inside(self, node: Words, unit: CodingRow) -> list[Span]:
        return self._around.search.inside(unit.document, self._pattern(node), unit.start, unit.end)

    def _pairs(self, node: Near, unit: CodingRow) -> list[tuple[Span, Span]]:
        """Return the places of the left side, each with the nearest ones of the right within reach."""
        left, right = (
            sorted({span for one in alternatives(side) for span in self._inside(one, unit)})
            for side in (node.left, node.right)
        )
        if not left or not right:
            return []
        starts = [start for start, _ in right]
        by_end = sorted(right, key=lambda span: (span[1], span[0]))
        ends = [end for _, end in by_end]
        reaches = _reaching(self._text_of(unit.document), unit, node.reach)
        pairs = []
        for one in left:
            after = bisect_left(starts, one[1])
            if after < len(right) and reaches(one[1], right[after][0]):
                pairs.append((one, right[after]))
            before = bisect_right(ends, one[0]) - 1
            if not node.ordered and before >= 0 and reaches(ends[before], one[0]):
                pairs.append((one, by_end[before]))
        return pairs

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


def _reaching(text: str, unit: CodingRow, reach: Reach | None) -> Callable[[int, int], bool]:
    """Return what tells whether no more than the reach lies between two offsets in a unit.

    The unit is cut into words once: one that is long may hold thousands of places far from each other.
    """
    if reach is None:
        return lambda _start, _end: True
    if not reach.in_words:
        return lambda start, end: end - start <= reach.number
    spans = list(words(text, (unit.start, unit.end)))
    starts, ends = [start for start, _ in spans], [end for _, end in spans]

    def reaches(start: int, end: int) -> bool:
        first, last = bisect_right(ends, start), bisect_left(starts, end)
        number = last - first
        if first < last and starts[first] < start:
            # The rest of a word that is cut in two need not be one word.
            number += sum(1 for _ in words(text, (start, min(ends[first], end)))) - 1
        return number <= reach.number

    return reaches
