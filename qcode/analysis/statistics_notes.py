"""The sentences below a table of tests: what was tested, of how many, how, and what to beware of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from statistics import NormalDist

from qcode.analysis.measures import Measure
from qcode.analysis.selection import Selection
from qcode.analysis.statistics_exact import DRAWS, SEED
from qcode.model.tables import CellValue
from qcode.text.names import counted

_HOW = {
    "chi2": "Pearson's chi-square without correction for continuity, df = columns - 1",
    "g2": "likelihood-ratio chi-square, df = columns - 1",
    "fisher": "Fisher's exact test, two-sided (Freeman-Halton for more than two columns)",
}
_GROWING = (Measure.SEGMENTS, Measure.DOCUMENTS, Measure.TURNS, Measure.CHARACTERS, Measure.WORDS)


def of_test(test: str, measure: Measure, unit: str, direction: str = "") -> list[str]:
    """Say what is compared, and how, and in which `direction` if in one only."""
    if test != "permutation":
        how = f"Fisher's exact test, {direction}" if direction else _HOW[test]
        return [f"Test of each row: {unit}s with and without it, by column; {how}."]
    sentences = [
        f"Test of each row: means per case ({measure}), by column.",
        (
            "Permutation: the cases change their columns, and p is the share of arrangements in which the"
            " means are as far apart or farther (sum of squares between columns)."
        ),
    ]
    if measure in _GROWING:
        sentences.append(
            f"Cases with more material have more {measure}; the measures rate and coverage allow for that."
        )
    return sentences


def of_whole_table(test: str, unit: str, number: int, rows: int, columns: int, left_out: int) -> list[str]:
    """Say what one test of a whole table compares."""
    how = _HOW[test].replace("df = columns - 1", "df = (rows - 1)(columns - 1)")
    tested = f"{counted(number, unit)}, in {counted(rows, 'row')} and {counted(columns, 'column')}"
    return [
        f"Test of the whole table, in the row of totals: {unit}s, each in one row and one column; {how}.",
        f"Tested: N = {tested} that have any{_left_out(unit, left_out)}.",
    ]


def of_groups(unit: str, sizes: Sequence[int], left_out: int) -> str:
    """Say how many things are tested."""
    inside = ", ".join(f"{size:,}" for size in sizes)
    number = counted(sum(sizes), unit)
    return f"Tested: N = {number}, in {len(sizes)} columns ({inside}){_left_out(unit, left_out)}."


def _left_out(unit: str, number: int) -> str:
    """Say how many things are in none of the groups that are compared."""
    return f"; {counted(number, unit)} without a value or a case left out" if number else ""


def of_rows(results: Iterable[Mapping[str, CellValue]], unit: str, alike: int, too_small: int) -> list[str]:
    """Say which rows have a p, and how it was found."""
    known = [result for result in results if result.get("p") is not None]
    sentences = []
    if alike:
        verb = "is" if alike == 1 else "are"
        sentences.append(f"Not tested: {counted(alike, 'row')} that {verb} alike in all {unit}s.")
    if too_small:
        sentences.append(
            f"No p in {counted(too_small, 'row')}: too little is expected (below 1, or below 5 in more than a"
            " fifth of the cells; Cochran 1954). Fisher's exact test has no such limit."
        )
    drawn = sum(1 for result in known if result.get("p_error") is not None)
    if drawn:
        sentences.append(
            f"p by Monte Carlo in {counted(drawn, 'row')}: {DRAWS:,} draws, seed {SEED}; its standard"
            " error is beside it. Where there is none, p is exact."
        )
    if known:
        sentences.append(f"p (Holm): set right for {counted(len(known), 'test')}.")
    return sentences


def of_residuals(number: int, what: str = "columns") -> list[str]:
    """Say from where on a residual is large, of so many in columns or cells."""
    limit = NormalDist().inv_cdf(1 - 0.025 / number)
    return [
        "Adjusted residual: how far a cell is from what is expected, in standard deviations.",
        (
            f"By chance residuals are beyond ±1.96 in 5% of {what}, in any of {number} beyond"
            f" ±{limit:.2f} (Bonferroni); a rough guide where little is expected."
        ),
    ]


def of_dependence(selection: Selection, unit: str, members: Sequence[Sequence[int]]) -> list[str]:
    """Say where the things tested are not independent of each other after all, or not settled."""
    tested = set(chain.from_iterable(members))
    holdings = selection.scope.holdings
    cases_of = {
        document: {case for case, _ in pairs if case is not None} for document, pairs in holdings.items()
    }
    sentences = []
    if unit == "document":
        of_case = Counter(chain.from_iterable(cases_of[document] for document in tested))
        if any(number > 1 for number in of_case.values()):
            sentences.append(
                f"The {counted(len(tested), 'document')} are of {counted(len(of_case), 'case')}: documents of"
                " one case are not independent, and p is too small by so much. Tests of cases avoid that."
            )
    else:
        shared = sum(1 for cases in cases_of.values() if len(cases & tested) > 1)
        if shared:
            verb = "is" if shared == 1 else "are"
            them = "it" if shared == 1 else "them"
            sentences.append(
                f"{counted(shared, 'document')} {verb} of several cases, which are not independent in {them}."
            )
    if selection.unfinished():
        sentences.append("What was not found in unfinished documents so far is taken as not there.")
    return sentences
