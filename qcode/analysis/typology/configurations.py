"""Which conditions go together with an outcome in the cases (qualitative comparative analysis)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qcode.analysis.measures import Measure
from qcode.analysis.selection import Selection
from qcode.analysis.typology.calibration import Condition, calibrated, read_condition
from qcode.analysis.typology.minimisation import Configuration, Implicant, Solutions
from qcode.analysis.typology.profiles import CaseCounts
from qcode.analysis.typology.truth_tables import Row, TruthTable, truth_table
from qcode.errors import DataError, UsageError
from qcode.model.tables import Header, Missing
from qcode.text.names import levelled, listed

CONSERVATIVE, INTERMEDIATE, PARSIMONIOUS = "conservative", "intermediate", "parsimonious"
MOST_CONDITIONS = 10
MEASURES = (Measure.SEGMENTS, Measure.DOCUMENTS, Measure.RATE, Measure.PER_DOCUMENT)
"""What the numbers of codes in conditions can be numbers of."""
FEW_CASES, MANY_CONDITIONS = 20, 5


@dataclass(frozen=True)
class Configurations:
    """Conditions and an outcome in some cases; made by `configurations`."""

    conditions: tuple[Condition, ...]
    outcome: Condition
    negated: bool
    """Whether the absence of the outcome is what is looked into."""
    cases: tuple[Header, ...]
    case_ids: tuple[int, ...]
    table: TruthTable
    notes: tuple[str, ...]
    """Which cases are left out."""
    cuts: tuple[float, float, int]
    """Consistency and PRI from which on a configuration leads to the outcome, and its fewest cases."""
    measure: Measure
    counts: CaseCounts
    expected: tuple[int | None, ...]
    """In which state each condition should lead to the outcome; None where nothing is said."""

    @property
    def names(self) -> list[str]:
        """The names of the conditions."""
        return [one.written.name for one in self.conditions]

    @property
    def outcome_name(self) -> str:
        """The outcome's name, with `~` where its absence is meant."""
        return f"{'~' if self.negated else ''}{self.outcome.written.name}"

    @property
    def contradictory(self) -> list[Row]:
        """The configurations whose cases differ in the outcome."""
        return [row for row in self.table.rows if row.contradictory]

    def solutions(self) -> dict[str, Solutions]:
        """Return the conservative and the parsimonious solutions, by these words.

        Where something is expected of conditions the intermediate ones stand between them. Raises
        DataError where no configuration leads to the outcome.
        """
        if not self.table.keys(1):
            hint = "Lower the consistency, or look at other conditions."
            raise DataError(f"No configuration leads to {self.outcome_name}.", hint)
        found = {CONSERVATIVE: self.table.conservative()}
        if any(one is not None for one in self.expected):
            found[INTERMEDIATE] = self.table.intermediate(self.expected)
        return {**found, PARSIMONIOUS: self.table.parsimonious()}

    def words(self, implicant: Implicant | Configuration) -> str:
        """Return `TRADE*~LARGE`; `1` for what holds of every case."""
        parts = zip(self.names, implicant, strict=True)
        return "*".join(f"{'' if one else '~'}{name}" for name, one in parts if one is not None) or "1"

    def members(self, implicant: Implicant) -> list[int]:
        """Return the places of the cases that are in an implicant by more than one half."""
        return [case for case, one in enumerate(self.table.membership(implicant)) if one > 0.5]

    def codings(self, cases: Sequence[int], conditions: Sequence[Condition]) -> list[int]:
        """Return the ids of the codings that some conditions rest on in some cases, each once."""
        codes = dict.fromkeys(one.code for one in conditions if one.code is not None)
        found = [
            one for case in cases for code in codes for one in self.counts.ids(self.case_ids[case], code)
        ]
        return list(dict.fromkeys(found))


def configurations(
    selection: Selection,
    conditions: Sequence[str],
    outcome: str,
    *,
    measure: Measure | str = Measure.SEGMENTS,
    negated: bool = False,
    inclusion: float = 0.8,
    pri: float = 0.0,
    least: int = 1,
    expected: Sequence[str] = (),
) -> Configurations:
    """Sort cases into the configurations of conditions; conditions and outcome as `calibration` reads them.

    `measure` is what the numbers of codes are numbers of; `expected` are names of conditions that should
    lead to the outcome where they are present, or with `~` where they are absent. Cases without data,
    without any coding or without a value that is asked for are left out and named. Raises UsageError,
    DataError where no case is left.
    """
    if measure not in MEASURES:
        raise UsageError(f"Conditions do not rest on “{measure}”.", f"There are: {', '.join(MEASURES)}.")
    written = [read_condition(one) for one in conditions]
    goal = read_condition(outcome)
    _refuse([one.name for one in written], goal.name)
    counts = CaseCounts(selection, Measure(measure), aggregated=True)
    asked = [calibrated(one, selection, counts) for one in (*written, goal)]
    known = [case for case in counts.cases if all(case in one.members for one in asked)]
    said = [one.text() for one in counts.lacking()]
    for one in asked:
        missing = [counts.header(case).label for case in counts.cases if case not in one.members]
        if missing:
            said.append(f"Left out, for {one.written.name} is not known: {listed(missing)}.")
    said += _waiting(asked, known, counts)
    if not known:
        raise DataError("There is no case of which all conditions and the outcome are known.", " ".join(said))
    memberships = [[one.members[case] for case in known] for one in asked]
    target = [1 - one for one in memberships[-1]] if negated else memberships[-1]
    return Configurations(
        tuple(replace(one, members={case: one.members[case] for case in known}) for one in asked[:-1]),
        replace(asked[-1], members={case: asked[-1].members[case] for case in known}),
        negated,
        tuple(counts.header(case) for case in known),
        tuple(known),
        truth_table(memberships[:-1], target, inclusion=inclusion, pri=pri, least=least),
        tuple(said),
        (inclusion, pri, least),
        Measure(measure),
        counts,
        _expected([one.name for one in written], expected),
    )


def check(selection: Selection, conditions: Sequence[str], *, measure: Measure | str) -> None:
    """Raise what is wrong with conditions, be there enough of them or not. Raises UsageError, DataError."""
    written = [read_condition(one) for one in conditions]
    _refuse_namesakes([one.name for one in written])
    counts = CaseCounts(selection, Measure(measure), aggregated=True)
    for one in written:
        calibrated(one, selection, counts)


def _waiting(asked: Sequence[Condition], cases: Sequence[int], counts: CaseCounts) -> list[str]:
    """Say where a code may still be found, for documents of the case are not finished."""
    said = []
    for one in asked:
        code = one.code
        if code is None:
            continue
        names = [counts.header(case).label for case in cases if counts.value(case, code) is Missing.NOT_CODED]
        if names:
            where = f"{one.written.name} in {listed(names)}"
            said.append(f"Taken as not found, for documents are not finished: {where}.")
    return said


def _refuse(names: Sequence[str], outcome: str) -> None:
    """Raise UsageError for too many or too few conditions, and for two of a name."""
    if not 2 <= len(names) <= MOST_CONDITIONS:
        number = f"{len(names)} conditions" if len(names) != 1 else "One condition"
        raise UsageError(
            f"{number} cannot be compared as configurations.", f"Give 2 to {MOST_CONDITIONS} of them."
        )
    _refuse_namesakes([*names, outcome])


def _refuse_namesakes(names: Sequence[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if levelled(name) in seen:
            raise UsageError(f"“{name}” is the name of two conditions.", "Give each a name of its own.")
        seen.add(levelled(name))


def _expected(names: Sequence[str], asked: Sequence[str]) -> tuple[int | None, ...]:
    """Return what is expected of each condition. Raises UsageError for one that is not there."""
    found: dict[str, int] = {}
    for one in asked:
        name = levelled(one.strip().lstrip("~"))
        if name not in map(levelled, names):
            hint = f"There are: {', '.join(names)}."
            raise UsageError(f"There is no condition “{one}” to expect something of.", hint)
        found[name] = 0 if one.strip().startswith("~") else 1
    return tuple(found.get(levelled(name)) for name in names)


def proposal(found: Configurations) -> dict[int, tuple[str, str]]:
    """Return for each case (row id) the configuration it is in as its class, and why.

    A case at one half in a condition is in none and has no class.
    """
    reasons: dict[int, tuple[str, str]] = {}
    for row in found.table.rows:
        for case in row.cases:
            key = found.words(row.key)
            known = ", ".join(
                f"{one.written.name} {one.members[found.case_ids[case]]:.2f}".replace(".00", "")
                for one in found.conditions
            )
            reasons[found.case_ids[case]] = (key, f"configuration of {known}")
    return reasons
