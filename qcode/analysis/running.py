"""Counts beside the codes, kept up to date one coding at a time.

The numbers are those of a code frequency table (rules 1, 3 and 4 of counting): *own* is the number of
distinct spans of a code in counted speech, over the coders in view; *aggregated* that of the distinct
spans of the code and what is rolled up into it (no facet into a theme). What lies outside counted
speech, as a question does that an interviewer asks, is counted apart. A coding costs as many steps as
its code lies deep.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter

from qcode.analysis.corpus import Corpus
from qcode.analysis.facets import family, rolled_into
from qcode.analysis.speech import speech_of
from qcode.model.codes import CodeTree
from qcode.model.codings import CodingRow
from qcode.model.documents import Role
from qcode.model.spans import Cover, Span

_DOCUMENT_AND_CODER = itemgetter(1, 5)
COUNTED_ROLES = (Role.RESPONDENT,)


@dataclass(frozen=True, slots=True)
class Count:
    """Numbers of segments of a code, in a document or in the project."""

    own: int = 0
    """Distinct spans of the code alone, in counted speech."""
    aggregated: int = 0
    """Distinct spans of the code and those below it, in counted speech."""
    uncounted: int = 0
    """Distinct spans of the code alone that lie in speech that is not counted, or in none."""
    uncounted_aggregated: int = 0
    """And of the code with those below it."""


class _Spans:
    """How many codings lie on each span, by code and document, with the number of distinct spans."""

    __slots__ = ("_by_code", "_totals")

    def __init__(self) -> None:
        self._by_code: dict[int, dict[int, Counter[Span]]] = {}
        self._totals: Counter[int] = Counter()

    def fill(self, code: int, document: int, spans: Counter[Span]) -> None:
        """Let these be the spans of a code in a document in which it has none yet."""
        self._by_code.setdefault(code, {})[document] = spans
        self._totals[code] += len(spans)

    def clear(self, code: int) -> None:
        self._by_code.pop(code, None)
        self._totals[code] = 0

    def put(self, code: int, document: int, span: Span) -> None:
        spans = self._by_code.setdefault(code, {}).setdefault(document, Counter())
        self._totals[code] += span not in spans
        spans[span] += 1

    def drop(self, code: int, document: int, span: Span) -> None:
        spans = self._by_code[code][document]
        spans[span] -= 1
        if not spans[span]:
            del spans[span]
            self._totals[code] -= 1

    def number(self, code: int, document: int | None) -> int:
        if document is None:
            return self._totals[code]
        return len(self._by_code.get(code, {}).get(document, ()))

    def of(self, code: int) -> Mapping[int, Counter[Span]]:
        return self._by_code.get(code, {})

    def codes(self) -> Collection[int]:
        return self._by_code.keys()


class RunningCounts:
    """The counts of all codes; made of a corpus, then told of every coding that comes, changes or goes.

    What else counts rest on (turns, roles, documents) is read once: after such a change make new ones.
    """

    def __init__(
        self,
        corpus: Corpus,
        coders: Collection[int] | None = None,
        roles: Collection[Role] | None = COUNTED_ROLES,
    ) -> None:
        """Count the codings of a corpus; `coders` are those in view (ids; None: all), `roles` those
        whose speech counts (None: everything).
        """
        self._coders = None if coders is None else frozenset(coders)
        self._covers: dict[int, Cover] = {
            one: speech_of(corpus, one, roles).cover for one in corpus.documents
        }
        self._rows: dict[int, CodingRow] = {}
        self._in_document: Counter[tuple[int, int]] = Counter()
        self._own = (_Spans(), _Spans())
        """Of each code alone: outside counted speech, and inside."""
        self._rolled = (_Spans(), _Spans())
        """Of each code that others are rolled up into, with them; what has none below is its own."""
        self._families: dict[int, tuple[int, ...]] = {}
        self._heads: dict[int, tuple[int, ...]] = {}
        self._load(corpus.codings)
        self.set_codes(corpus.codes)

    def set_codes(self, tree: CodeTree) -> None:
        """Take over another codebook; only branches whose codes with codings changed are counted anew."""
        used = {code for spans in self._own for code in spans.codes()}
        families = {code.id: tuple(family(tree, code.id)) for code in tree}
        families = {code: below for code, below in families.items() if len(below) > 1}
        for code in {*families, *self._families}:
            before, after = (used.intersection(known.get(code, ())) for known in (self._families, families))
            if before != after or (code in families) != (code in self._families):
                self._count_anew(code, after)
        self._families = families
        self._heads = {
            code.id: tuple(one for one in rolled_into(tree, code.id) if one in families) for code in tree
        }

    def put(self, coding: CodingRow) -> CodingRow | None:
        """Count a placed coding in place of what was known under its id; return that (None: nothing)."""
        before = self.drop(coding.id)
        self._rows[coding.id] = coding
        self._in_document[coding.document, coding.coder] += 1
        if self._in_view(coding):
            span, inside = self._placed(coding)
            self._own[inside].put(coding.code, coding.document, span)
            for head in self._heads.get(coding.code, ()):
                self._rolled[inside].put(head, coding.document, span)
        return before

    def drop(self, coding_id: int) -> CodingRow | None:
        """Count a coding no longer, and return it; None for one that is not known."""
        coding = self._rows.pop(coding_id, None)
        if coding is None:
            return None
        self._in_document[coding.document, coding.coder] -= 1
        if self._in_view(coding):
            span, inside = self._placed(coding)
            self._own[inside].drop(coding.code, coding.document, span)
            for head in self._heads.get(coding.code, ()):
                self._rolled[inside].drop(head, coding.document, span)
        return coding

    def of(self, code_id: int, document_id: int | None = None) -> Count:
        """Return the counts of a code in a document, or in the project."""
        outside, own = (spans.number(code_id, document_id) for spans in self._own)
        if code_id not in self._families:
            return Count(own, own, outside, outside)
        outside_rolled, rolled = (spans.number(code_id, document_id) for spans in self._rolled)
        return Count(own, rolled, outside, outside_rolled)

    def codings_in(self, document_id: int, coder_id: int | None = None) -> int:
        """Return how many codings a document has, of everybody or of one coder, in view or not."""
        if coder_id is not None:
            return self._in_document[document_id, coder_id]
        return sum(number for (document, _), number in self._in_document.items() if document == document_id)

    def _in_view(self, coding: CodingRow) -> bool:
        return self._coders is None or coding.coder in self._coders

    def _placed(self, coding: CodingRow) -> tuple[Span, bool]:
        """Return the span of a coding, and whether it lies in counted speech."""
        span = (coding.start, coding.end)
        return span, self._covers[coding.document].touches(*span)

    def _load(self, codings: Iterable[CodingRow]) -> None:
        """Count many codings at once, each code's spans in each document in one go."""
        self._rows = {row[0]: row for row in codings}
        self._in_document.update(map(_DOCUMENT_AND_CODER, self._rows.values()))
        coders = self._coders
        by_place: defaultdict[tuple[int, int], list[Span]] = defaultdict(list)
        for _, document, start, end, code, coder, _ in self._rows.values():
            if coders is None or coder in coders:
                by_place[code, document].append((start, end))
        for (code, document), spans in by_place.items():
            touches = self._covers[document].touches
            sides: tuple[Counter[Span], Counter[Span]] = (Counter(), Counter())
            for span, number in Counter(spans).items():
                sides[touches(*span)][span] = number
            for own, side in zip(self._own, sides, strict=True):
                if side:
                    own.fill(code, document, side)

    def _count_anew(self, code: int, members: Iterable[int]) -> None:
        """Count a code with what is rolled up into it from the counts of each code alone."""
        for own, rolled in zip(self._own, self._rolled, strict=True):
            rolled.clear(code)
            together: dict[int, Counter[Span]] = {}
            for member in members:
                for document, spans in own.of(member).items():
                    together.setdefault(document, Counter()).update(spans)
            for document, spans in together.items():
                rolled.fill(code, document, spans)
