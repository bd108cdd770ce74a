"""Which tests there are of a table, and what they say of it as the values of columns."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from qcode.analysis.dimensions import NO_CASE, NO_PARTICIPANT, NO_ROLE, NO_VALUE
from qcode.analysis.grouping import NO_CLASS, NO_GROUP, OTHER_GROUP
from qcode.analysis.measures import Measure
from qcode.analysis.statistics import (
    chi_square,
    corrected_v,
    cramers_v,
    expected,
    large_enough,
    likelihood_ratio,
)
from qcode.analysis.statistics_exact import Alternative, fisher, fisher_one_sided
from qcode.errors import UsageError
from qcode.model.tables import CellValue, Column, Format

Result = dict[str, CellValue]
"""What a test says, by the names of columns."""


class Method(StrEnum):
    """How the columns of a row are compared."""

    CHI2 = "chi2"
    """Pearson's chi-square of documents or cases with and without the row."""
    G2 = "g2"
    """The likelihood ratio of the same."""
    FISHER = "fisher"
    """Fisher's exact test of the same."""
    PERMUTATION = "permutation"
    """Of the means of cases, in whatever is counted: cases change their labels."""


UNITS = {Measure.DOCUMENTS: "document", Measure.CASES: "case"}
"""What is tested, by the measure that counts it."""
WITHOUT = (NO_CASE, NO_PARTICIPANT, NO_ROLE, NO_VALUE, NO_CLASS, NO_GROUP, OTHER_GROUP)
"""Headers of what is in none of the groups that are compared; it is left out of tests."""


def read_test(test: Method | str) -> Method:
    try:
        return Method(test)
    except ValueError:
        raise UsageError(f"There is no test “{test}”.", f"There are: {', '.join(Method)}.") from None


def read_alternative(alternative: Alternative | str) -> Alternative:
    try:
        return Alternative(alternative)
    except ValueError:
        hint = f"There are: {', '.join(Alternative)}."
        raise UsageError(f"There is no alternative “{alternative}”.", hint) from None


def result_of(kind: Method, table: list[list[int]], side: Alternative = Alternative.TWO_SIDED) -> Result:
    """Return what stands in the columns of a test, of a table without empty rows and columns."""
    result: Result = {
        "cramers_v": cramers_v(table),
        "cramers_v_corrected": corrected_v(table),
        "expected_min": min(min(row) for row in expected(table)),
    }
    if kind is Method.FISHER:
        both = side is Alternative.TWO_SIDED
        p, error = fisher(table) if both else fisher_one_sided(table, side)
        return {"p": p, "p_error": error, **result}
    test = likelihood_ratio(table) if kind is Method.G2 else chi_square(table)
    p_of_test = test.p if large_enough(table) else None
    return {kind.value: test.statistic, "df": test.df, "p": p_of_test, **result}


def columns_of(kind: Method, results: Collection[Result]) -> list[Column]:
    """Return the columns of a test with these results; that of errors only if some p was drawn."""
    statistic = {Method.CHI2: "χ²", Method.G2: "G²"}.get(kind)
    wanted = [("n", "N", Format.COUNT)]
    if statistic:
        wanted += [(kind.value, statistic, Format.DECIMAL), ("df", "df", Format.COUNT)]
    wanted += [("p", "p", Format.PROBABILITY), ("p_holm", "p (Holm)", Format.PROBABILITY)]
    if not statistic:
        wanted.append(("p_error", "Error of p", Format.PROBABILITY))
    if kind is not Method.PERMUTATION:
        wanted += [
            ("cramers_v", "Cramér's V", Format.DECIMAL),
            ("cramers_v_corrected", "V corrected", Format.DECIMAL),
            ("expected_min", "Least expected", Format.DECIMAL),
        ]
    beside = [one for one in wanted if one[0] != "p_error" or any(map(_was_drawn, results))]
    return [Column(label, group="Test", key=key, format=shown, of_row=True) for key, label, shown in beside]


def _was_drawn(result: Result) -> bool:
    return result.get("p_error") is not None
