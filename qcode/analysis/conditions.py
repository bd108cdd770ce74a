"""Conditions ready to be asked, and their logic.

A condition is asked of a coding together with one case and one participant that it is of. The logic
is that of SQL with its three values: a comparison of something that is missing is neither true nor
false but unknown; `not` of unknown is unknown; `and` is false where one side is false, `or` true
where one side is true, and else unknown where a side is. Only what is true satisfies.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from operator import itemgetter

from qcode.analysis.speech import Readings
from qcode.model.codings import CodingRow

Test = Callable[[CodingRow, int | None, int | None], bool | None]
"""(coding, case, participant) -> true, false or unknown."""


_CODE = itemgetter(4)


class Axis(Enum):
    """What a condition needs to know of a coding."""

    CODE = "code"
    CODER = "coder"
    DOCUMENT = "document"
    CASE = "case"
    PARTICIPANT = "participant"
    FACET = "facet"
    TEXT = "text"
    RELATION = "relation"


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition ready to be asked."""

    axes: frozenset[Axis]
    test: Test
    parts: tuple[Condition, ...] = ()
    """The conditions it joins by `and`; empty where it joins none."""

    @property
    def conjuncts(self) -> tuple[Condition, ...]:
        """The conditions that all have to hold, as small as they come."""
        if not self.parts:
            return (self,)
        return tuple(one for part in self.parts for one in part.conjuncts)


def by_table(axis: Axis, table: Mapping[int, bool | None]) -> Condition:
    """Return a condition that looks its answer up; what is not in the table is unknown."""
    answer = table.get
    tests: dict[Axis, Test] = {
        Axis.CODE: lambda row, _case, _who: answer(row[4]),
        Axis.CODER: lambda row, _case, _who: answer(row[5]),
        Axis.DOCUMENT: lambda row, _case, _who: answer(row[1]),
        Axis.CASE: lambda _row, case, _who: None if case is None else answer(case),
        Axis.PARTICIPANT: lambda _row, _case, who: None if who is None else answer(who),
    }
    return Condition(frozenset({axis}), tests[axis])


def negated(test: Test) -> Test:
    def negated(row: CodingRow, case: int | None, participant: int | None) -> bool | None:
        answer = test(row, case, participant)
        return None if answer is None else not answer

    return negated


def all_of(tests: tuple[Test, ...]) -> Test:
    def every(row: CodingRow, case: int | None, participant: int | None) -> bool | None:
        answer: bool | None = True
        for test in tests:
            one = test(row, case, participant)
            if one is False:
                return False
            if one is None:
                answer = None
        return answer

    return every


def any_of(tests: tuple[Test, ...]) -> Test:
    def some(row: CodingRow, case: int | None, participant: int | None) -> bool | None:
        answer: bool | None = False
        for test in tests:
            one = test(row, case, participant)
            if one:
                return True
            if one is None:
                answer = None
        return answer

    return some


OF_READINGS = frozenset({Axis.CASE, Axis.PARTICIPANT})
"""What a condition may ask of whose a coding is."""
OF_SCOPE = OF_READINGS | {Axis.DOCUMENT}
"""What a condition may ask of speech, whether or not it is coded."""
_OF_EACH = frozenset({Axis.FACET, Axis.TEXT, Axis.RELATION})
"""What differs from coding to coding, also where code, coder and whose they are is the same."""


class Sieve:
    """A condition for many codings, asked no oftener than needed."""

    def __init__(self, condition: Condition) -> None:
        of_document, of_code, of_each, rest = [], [], [], []
        for one in condition.conjuncts:
            if one.axes == {Axis.DOCUMENT}:
                of_document.append(one.test)
            elif one.axes == {Axis.CODE}:
                of_code.append(one.test)
            elif one.axes.isdisjoint(_OF_EACH):
                rest.append(one.test)
            else:
                of_each.append(one.test)
        self._of_document, self._of_code, self._of_each, self._tests = of_document, of_code, of_each, rest
        self._codes: dict[int, bool] = {}
        self._known: dict[tuple[Readings, int, int, int], Readings] = {}

    def candidates(self, document_id: int, rows: Sequence[CodingRow]) -> Sequence[CodingRow]:
        """Return those codings of a document that it and their code alone do not exclude."""
        probe = CodingRow(0, document_id, 0, 0, 0, 0, None)
        if not all(test(probe, None, None) for test in self._of_document):
            return ()
        if not self._of_code:
            return rows
        codes = self._codes
        for code in set(map(_CODE, rows)).difference(codes):
            probe = CodingRow(0, 0, 0, 0, code, 0, None)
            codes[code] = all(test(probe, None, None) for test in self._of_code)
        return [row for row in rows if codes[row[4]]]

    def readings(self, row: CodingRow, readings: Readings) -> Readings:
        """Return those cases and participants with which a candidate meets the condition."""
        if self._tests:
            key = (readings, row[1], row[4], row[5])
            known = self._known.get(key)
            if known is None:
                known = self._known[key] = _meeting(self._tests, row, readings)
            readings = known
        return _meeting(self._of_each, row, readings) if self._of_each else readings


def _meeting(tests: list[Test], row: CodingRow, readings: Readings) -> Readings:
    return tuple(pair for pair in readings if all(test(row, *pair) for test in tests))
