"""Tests beside the matrix, as a person asks for them."""

from pathlib import Path

import pytest
from running import Qcode

BY_SIZE = ("--columns", "case.population:50000,400000")


def test_a_test_stands_beside_the_counts_and_never_unasked(qcode: Qcode, study: Path) -> None:
    plain = qcode("matrix", *BY_SIZE, "--measure", "documents", "-f", "csv").done()
    tested = qcode("matrix", *BY_SIZE, "--measure", "documents", "--test", "fisher", "-f", "csv").done()
    width = len(plain.rows[0])
    assert [row[:width] for row in tested.rows] == plain.rows
    assert tested.rows[0][width:] == [
        "n", "p", "p_holm", "cramers_v", "cramers_v_corrected", "expected_min",
    ]  # fmt: skip
    assert tested.rows[-1][width:] == [""] * 6


def test_residuals_have_a_column_for_each_of_those_compared(qcode: Qcode, study: Path) -> None:
    options = ("--measure", "cases", "--themes", "--aggregated", "--format", "csv")
    table = qcode("matrix", *BY_SIZE, "--test", "chi2", "--residuals", *options).done()
    residuals = [name for name in table.rows[0] if name.startswith("residual ")]
    assert residuals == ["residual < 50,000", "residual 50,000-399,999", "residual >= 400,000"]
    first = next(row for row in table.records if row["n"])
    assert first["df"] == "2"
    assert all(float(first[name]) < 5 for name in residuals)


def test_a_permutation_is_of_the_means_of_cases_and_the_same_every_time(qcode: Qcode, study: Path) -> None:
    told = [qcode("matrix", *BY_SIZE, "--test", "permutation", "--measure", "rate").done() for _ in range(2)]
    assert told[0].text == told[1].text
    assert "Mean per case" in told[0].text
    assert "Tested: N = 9 cases, in 3 columns (3, 3, 3)." in told[0].text


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        ((*BY_SIZE, "--test", "chi2"), 2, "Segments are nested in documents"),
        ((*BY_SIZE, "--residuals"), 2, "Residuals belong to a test"),
        (("--measure", "cases", "--test", "g2"), 2, "case.ATTRIBUTE"),
        (("--measure", "cases", "--test", "g2", "--columns", "document.kind"), 1, "several columns"),
        ((*BY_SIZE, "--test", "permutation", "--where", "case.population > 200000"), 1, "too few to test"),
    ],
)
def test_a_test_that_would_not_hold_is_refused_in_plain_words(
    qcode: Qcode, study: Path, options: tuple[str, ...], code: int, said: str
) -> None:
    qcode("matrix", *options).refused(said, code=code)
