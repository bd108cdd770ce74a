"""Texts that spreadsheets would run are made harmless, and come back as they were."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qcode.text.formulas import FORMULA_STARTS, defuse, restore


@pytest.mark.parametrize("sign", FORMULA_STARTS)
def test_a_text_that_begins_like_a_formula_gets_an_apostrophe(sign: str) -> None:
    assert defuse(sign + "1+1") == "'" + sign + "1+1"


@pytest.mark.parametrize("text", ["", "text", "1+1", " =1", "'quoted'", "''", "'", "\u2212 5"])
def test_other_texts_are_left_alone(text: str) -> None:
    assert defuse(text) == text
    assert restore(text) == text


@given(st.text(alphabet=FORMULA_STARTS + "'a\n", max_size=6))
@example("'=1")
@example("''=1")
@example("'")
def test_whatever_a_text_begins_with_it_comes_back(text: str) -> None:
    assert restore(defuse(text)) == text


@given(st.text(alphabet=FORMULA_STARTS + "'a\n", max_size=6))
def test_nothing_that_was_defused_begins_like_a_formula(text: str) -> None:
    assert defuse(text)[:1] not in set(FORMULA_STARTS)
