"""Cases described by their codes: the matrix of cases by codes that typologies start from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from qcode.analysis.cells import TOTAL
from qcode.analysis.conditions import Axis
from qcode.analysis.counts import Counts
from qcode.analysis.dimensions import dimension
from qcode.analysis.measures import Measure
from qcode.analysis.selection import Selection
from qcode.errors import DataError, UsageError
from qcode.model.tables import CellValue, Header, Missing
from qcode.text.names import counted, listed, quoted

THEMES = "code"
"""The dimension of all codes; cases are compared by the themes of it."""


class Value(StrEnum):
    """What a number of a profile says."""

    SEGMENTS = "segments"
    PRESENCE = "presence"
    """1 where the code is found in the case, else 0."""
    RATE = "rate"
    """Segments for every 1,000 characters of the case's counted speech."""
    PER_DOCUMENT = "per-document"
    SHARE = "share"
    """Segments as a share of those of all compared codes in the case."""


_COUNTED = {
    Value.SEGMENTS: "segments, distinct passages of a code",
    Value.PRESENCE: "presence, 1 where a case has the code and 0 where it has not",
    Value.RATE: "segments for every 1,000 characters of a case's counted speech",
    Value.PER_DOCUMENT: "segments for every document of a case with counted speech",
    Value.SHARE: "segments as a share of all segments of the compared codes in a case",
}


_FEW = 5
"""So many cases that are left out are named where there is no table with them all."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Which cases are not compared, and why."""

    why: str
    cases: tuple[str, ...]

    def text(self, most: int = 0) -> str:
        """Say it, naming `most` of the cases (0: all)."""
        return f"Left out, for {self.why}: {listed(self.cases, most)}."


@dataclass(frozen=True, slots=True)
class Profiles:
    """Cases and codes with a number for each; both in the project's order."""

    value: Value
    cases: tuple[Header, ...]
    case_ids: tuple[int, ...]
    """Row ids of the cases."""
    codes: tuple[Header, ...]
    values: tuple[tuple[float, ...], ...]
    """`values[case][code]`."""
    behind: Callable[[int, int], Sequence[int]]
    """`behind(case, code)`: ids of the codings that a number rests on."""
    said: tuple[str | LeftOut, ...] = ()
    """What was counted, and which cases and codes are left out for want of data."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be known of them, for a table."""
        return tuple(one if isinstance(one, str) else one.text() for one in self.said)

    @property
    def shares(self) -> tuple[tuple[float, ...], ...]:
        """The values as shares of the case's sum; 0 throughout for a case without any."""
        return shares(self.values)

    def codings(self, cases: Iterable[int], codes: Iterable[int]) -> list[int]:
        """Return the ids of the codings of some cases and codes (places in them), each once."""
        wanted = list(codes)
        return list(
            dict.fromkeys(one for case in cases for code in wanted for one in self.behind(case, code))
        )

    @property
    def number_of_codings(self) -> int:
        """How many codings are compared."""
        return len(self.codings(range(len(self.cases)), range(len(self.codes))))

    def kept(self, cases: Sequence[int], codes: Sequence[int], *said: str | LeftOut) -> Profiles:
        """Return the profiles of some cases and codes, and say why the others are left out."""
        return replace(
            self,
            cases=tuple(self.cases[one] for one in cases),
            case_ids=tuple(self.case_ids[one] for one in cases),
            codes=tuple(self.codes[one] for one in codes),
            values=tuple(tuple(self.values[case][code] for code in codes) for case in cases),
            behind=lambda case, code: self.behind(cases[case], codes[code]),
            said=(*self.said, *said),
        )

    def without_empty(self, *, cases: bool) -> Profiles:
        """Return the profiles without the codes that no case has, with `cases` without bare cases too."""
        codes = [at for at in range(len(self.codes)) if any(row[at] for row in self.values)]
        rows = [at for at, row in enumerate(self.values) if not cases or any(row)]
        said: list[str | LeftOut] = []
        if len(codes) < len(self.codes):
            said.append(f"Left out: {counted(len(self.codes) - len(codes), 'code')} that no case has.")
        if len(rows) < len(self.cases):
            bare = [case.label for case, row in zip(self.cases, self.values, strict=True) if not any(row)]
            said.append(LeftOut("they have none of the codes", tuple(bare)))
        return self.kept(rows, codes, *said)

    def at_least(self, cases: int, codes: int) -> Profiles:
        """Return itself. Raises DataError where there are fewer cases or codes to compare."""
        for number, needed, noun in ((len(self.cases), cases, "case"), (len(self.codes), codes, "code")):
            if number < needed:
                raise DataError(
                    f"There are too few {noun}s to compare: {number} with codings, and {needed} are needed.",
                    " ".join(one if isinstance(one, str) else one.text(_FEW) for one in self.said[1:]),
                )
        return self


class CaseCounts:
    """The cases that have something to be compared by, with counts of their codes."""

    def __init__(self, selection: Selection, measure: Measure, *, aggregated: bool) -> None:
        self.rows = dimension(selection, "case")
        self.columns = dimension(selection, "code", aggregated=aggregated)
        self.measure = measure
        self._counts = Counts(selection, self.rows, self.columns, measures=(measure,), aggregated=aggregated)
        self._place = {code: place for place, code in enumerate(selection.codes)}
        self.cases: list[int] = []
        """Row ids of the cases with data and codings, in the project's order."""
        self.left_out: dict[Missing, list[str]] = {Missing.NO_DATA: [], Missing.NOT_CODED: []}
        """Names of the others, by what they lack."""
        for case in selection.scope.cases:
            total = self._total(case)
            if isinstance(total, Missing):
                self.left_out[total].append(selection.corpus.cases[case].name)
            else:
                self.cases.append(case)

    def _total(self, case: int) -> CellValue:
        """Return what all codes together say of a case: a Missing only where each of them says so."""
        (row,) = self.rows.of(case)
        total = self._counts.value(self.measure, (row, TOTAL))
        if isinstance(total, Missing):
            for place in self._place.values():
                value = self._counts.value(self.measure, (row, place))
                if not isinstance(value, Missing):
                    return value
        return total

    def header(self, case: int) -> Header:
        """Return the header of a case."""
        return self.rows.headers[self.rows.of(case)[0]]

    def value(self, case: int, code: int) -> CellValue:
        """Return what stands in the matrix for a case and a code (row ids)."""
        return self._counts.value(self.measure, (self.rows.of(case)[0], self._place[code]))

    def ids(self, case: int, code: int) -> Sequence[int]:
        """Return the ids of the codings behind it."""
        return self._counts.cells.ids((self.rows.of(case)[0], self._place[code]))

    def lacking(self) -> list[LeftOut]:
        """Return which cases are left out."""
        reasons = {
            Missing.NO_DATA: "there is no data on them",
            Missing.NOT_CODED: "nothing is coded yet in them",
        }
        return [
            LeftOut(why, tuple(self.left_out[kind])) for kind, why in reasons.items() if self.left_out[kind]
        ]


def profiles(
    selection: Selection,
    codes: Sequence[str] = (THEMES,),
    value: Value | str = Value.SEGMENTS,
    *,
    aggregated: bool = False,
) -> Profiles:
    """Return the cases with data, described by codes.

    `codes` are dimensions of codes: `code` (every theme), `code:BRANCH` (a code and what lies below it),
    `code:BRANCH > *` (what lies right below it), `code:*` (the top codes); several are put together.
    With `aggregated` codes count with their sub-codes. Cases without data or without any coding are
    left out and named in the notes. Raises UsageError for codes or a value without meaning, DataError
    in a project without codes.
    """
    chosen = read_value(value)
    wanted = list(dict.fromkeys(code for one in codes for code in _codes(selection, one)))
    if not wanted:
        if not list(selection.corpus.codes):
            hint = "Bring in a codebook (qcode codebook import), or make codes while coding."
            raise DataError("The project has no codes yet.", hint)
        raise UsageError(f"No code is chosen by {listed(map(quoted, codes))}.")
    measure = Measure.SEGMENTS if chosen is Value.SHARE else Measure(chosen)
    counts = CaseCounts(selection, measure, aggregated=aggregated)
    cells = [[counts.value(case, code) for code in wanted] for case in counts.cases]
    values = tuple(tuple(_number(cell) for cell in row) for row in cells)
    with_sub_codes = ", a code with its sub-codes" if aggregated else ""
    said: list[str | LeftOut] = [f"Compared: {_COUNTED[chosen]}{with_sub_codes}.", *counts.lacking()]
    open_cells = sum(1 for row in cells for cell in row if cell is Missing.NOT_CODED)
    if open_cells:
        said.append(
            f"In {open_cells:,} of {len(cells) * len(wanted):,} cells nothing is found so far while documents"
            " are not finished; they are compared as 0."
        )
    return Profiles(
        chosen,
        tuple(counts.header(case) for case in counts.cases),
        tuple(counts.cases),
        tuple(code_headers(selection, wanted)),
        shares(values) if chosen is Value.SHARE else values,
        lambda case, code: counts.ids(counts.cases[case], wanted[code]),
        tuple(said),
    )


def read_value(value: Value | str) -> Value:
    """Return what is compared by its name. Raises UsageError."""
    try:
        return Value(value)
    except ValueError:
        raise UsageError(f"Cases are not compared by “{value}”.", f"There are: {', '.join(Value)}.") from None


def code_headers(selection: Selection, codes: Iterable[int]) -> list[Header]:
    """Return headers of codes that stand alone: their names, their paths where names are alike."""
    tree = selection.corpus.codes
    chosen = list(codes)
    alike = Counter(tree[one].name for one in chosen)
    return [
        Header(
            tree[one].name if alike[tree[one].name] == 1 else tree.path(one),
            tree[one].uid,
            key=tree.path(one),
        )
        for one in chosen
    ]


def shares(values: Sequence[Sequence[float]]) -> tuple[tuple[float, ...], ...]:
    """Return rows as shares of their sums; a row without any stays 0."""
    return tuple(tuple(one / (sum(row) or 1) for one in row) for row in values)


def _codes(selection: Selection, asked: str) -> list[int]:
    """Return the themes of a dimension, or its codes of facets where it has no others.

    Raises UsageError, UnknownNameError, AmbiguousNameError.
    """
    side = dimension(selection, asked)
    if side.axis is not Axis.CODE:
        hint = "Take code, code:BRANCH, code:BRANCH > * for what lies right below it, or code:*."
        raise UsageError(f"{quoted(asked)} is no choice of codes.", hint)
    themes = [one for one in side.codes if selection.corpus.codes.facet_of(one) is None]
    return themes or list(side.codes)


def _number(value: CellValue) -> float:
    """Return a number; what is not coded yet is 0 so far."""
    return value if isinstance(value, int | float) else 0.0
