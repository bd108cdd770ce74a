"""Which characters of a document count, and whose they are.

Rule 1: the speech of turns whose participant has a counted role counts, neither labels nor front
matter; a document in which no turn has a participant counts whole but for its front matter; one in
which no participant's role is known counts with all its speech; with any role everything counts.

Rule 2: what a participant says belongs to the participant's own case, else to the document's cases.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import repeat
from operator import itemgetter

from qcode.analysis.corpus import Corpus
from qcode.model.codings import CodingRow
from qcode.model.documents import Role, Turn
from qcode.model.spans import Cover, Span, length, union

Reading = tuple[int | None, int | None]
"""A case and a participant that a coding is of; None where there is none."""
Readings = tuple[Reading, ...]


class _BySpan(dict[tuple[int, int], Readings]):
    """Whose a coding is that touches the turns from one place to before another."""

    def __init__(
        self, people: Sequence[int | None], whose: Mapping[int | None, Readings], outside: Readings
    ) -> None:
        super().__init__()
        self._people, self._whose, self._outside = people, whose, outside
        self._alike = {outside: outside}
        self._known: dict[tuple[int | None, ...], Readings] = {}

    def __missing__(self, span: tuple[int, int]) -> Readings:
        people = tuple(dict.fromkeys(self._people[span[0] : span[1]]))
        if people not in self._known:
            pairs = (pair for one in people for pair in self._whose[one])
            found = tuple(dict.fromkeys(pairs)) or self._outside
            self._known[people] = self._alike.setdefault(found, found)
        found = self[span] = self._known[people]
        return found


class Speech:
    """The counted speech of one document.

    `cover` is what counts; `turns` are the turns with counted speech, in the order of the text, and
    `people` their participants; `outside` is whose a coding is that touches none of them; `plain`
    tells that no participant here has a case of their own; `roles_known` is None where nobody is
    named as speaking; `of_all` is whose every coding with counted speech is, where it can be of one
    person only (or of nobody named), else None.
    """

    __slots__ = (
        "_by_span",
        "_covers",
        "_whose",
        "characters",
        "cover",
        "ends",
        "of_all",
        "outside",
        "people",
        "plain",
        "roles_known",
        "starts",
        "turns",
    )

    def __init__(
        self,
        spans: Iterable[Span] | None,
        turns: Sequence[Turn],
        whose: Mapping[int | None, Readings],
        roles_known: bool | None,
    ) -> None:
        """Prepare; without `spans` the turns are all that counts; `whose` tells it for each participant."""
        self.turns = turns
        self.people = [turn.participant_id for turn in turns]
        self.outside = whose[None]
        self.roles_known = roles_known
        self.starts = [turn.start for turn in turns]
        self.ends = [turn.end for turn in turns]
        self.cover = Cover(zip(self.starts, self.ends, strict=True) if spans is None else spans)
        self.characters = length(self.cover.spans)
        self._whose = {one: whose[one] for one in dict.fromkeys(self.people)}
        cases = {case for case, _ in self.outside}
        self.plain = all(cases == {case for case, _ in pairs} for pairs in self._whose.values())
        self.of_all: Readings | None = None
        if spans is None and len(self._whose) == 1:
            (self.of_all,) = self._whose.values()
        elif self._whose.keys() <= {None}:
            self.of_all = self.outside
        self._by_span = _BySpan(self.people, self._whose, self.outside)
        self._covers: dict[frozenset[int | None], Cover] = {}
        if self.of_all is not None:
            self._covers[frozenset(who for _, who in self.of_all)] = self.cover

    def touched(self, start: int, end: int) -> range:
        """Return the places in `turns` of those that share a character with `[start, end)`."""
        return range(bisect_right(self.ends, start), bisect_left(self.starts, end))

    def readings(self, row: CodingRow) -> Readings:
        """Return every case and participant that a coding is of (rule 2), each pair once."""
        found = self._by_span[bisect_right(self.ends, row.start), bisect_left(self.starts, row.end)]
        return found if row.case is None else _given(row.case, found)

    def readings_of_all(self, rows: Sequence[CodingRow]) -> list[Readings]:
        """Return the readings of each of some codings."""
        # Nothing of Python's runs for each of them, but where a case was given by hand.
        firsts = map(bisect_right, repeat(self.ends), map(itemgetter(2), rows))
        lasts = map(bisect_left, repeat(self.starts), map(itemgetter(3), rows))
        answers = list(map(self._by_span.__getitem__, zip(firsts, lasts, strict=True)))
        given = list(map(itemgetter(6), rows))
        if any(case is not None for case in set(given)):
            for number, case in enumerate(given):
                if case is not None:
                    answers[number] = _given(case, answers[number])
        return answers

    def possible(self) -> Readings:
        """Return every pair that a coding of this document can have without a case given by hand."""
        if not self.characters:
            return ()
        spoken = [pair for pairs in self._whose.values() for pair in pairs]
        if sum(self.ends) - sum(self.starts) < self.characters:
            spoken.extend(self.outside)
        return tuple(dict.fromkeys(spoken))

    def cover_of(self, participants: frozenset[int | None]) -> Cover:
        """Return the counted speech of some participants; None stands for what nobody named says."""
        found = self._covers.get(participants)
        if found is None:
            spans = [(turn.start, turn.end) for turn in self.turns if turn.participant_id in participants]
            if None in participants:
                named = [(t.start, t.end) for t in self.turns if t.participant_id is not None]
                spans.extend(_without(self.cover.spans, named))
            found = self._covers[participants] = Cover(spans)
        return found


def speech_of(corpus: Corpus, document_id: int, roles: Collection[Role] | None) -> Speech:
    """Return what of a document counts under the roles; None: any role, every character."""
    document = corpus.documents[document_id]
    turns = [turn for turn in corpus.turns.get(document_id, ()) if turn.start < turn.end]
    cases = corpus.document_cases.get(document_id) or (None,)
    people = {turn.participant_id for turn in turns} - {None}
    known = any(corpus.participants[one].role for one in people if one is not None) if people else None
    spans: Sequence[Span] | None = None
    if roles is None:
        spans = [(0, document.characters)]
    elif not people:
        spans = [(document.front_matter_end, document.characters)]
        turns = [turn for turn in turns if turn.start >= document.front_matter_end]
    elif known:
        heard = {one for one in people if one is not None and corpus.participants[one].role in roles}
        turns = [turn for turn in turns if turn.participant_id in heard]
    whose: dict[int | None, Readings] = {None: tuple((case, None) for case in cases)}
    for one in people:
        own = None if one is None else corpus.participants[one].case_id
        whose[one] = tuple((case, one) for case in cases) if own is None else ((own, one),)
    return Speech(spans, turns, whose, known)


def _given(case: int, readings: Readings) -> Readings:
    return tuple(dict.fromkeys((case, participant) for _, participant in readings))


def _without(spans: Sequence[Span], holes: Iterable[Span]) -> list[Span]:
    """Return what of disjoint spans lies in none of the holes."""
    left: list[Span] = []
    gaps = union(holes)
    for start, end in spans:
        for gap_start, gap_end in gaps:
            if gap_end <= start or gap_start >= end:
                continue
            if gap_start > start:
                left.append((start, gap_start))
            start = gap_end
            if start >= end:
                break
        if start < end:
            left.append((start, end))
    return left
