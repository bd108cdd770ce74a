"""Keys that can be told apart while they are typed, and new ones that fit in."""

from __future__ import annotations

import string
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcode.codebook import key_fault, key_for, prefix_clashes
from qcode.codebook.keys import LONGEST_KEY, key_clash

SIGNS = string.ascii_letters + string.digits

any_keys = st.lists(st.text("gGs1", max_size=4), max_size=12)
names = st.text(max_size=20) | st.sampled_from(
    ["Local diffusion", "2000-2013", "伝播", "Énergie", "ｇａｔｅ"]
)


def clash(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


@st.composite
def prefix_free_keys(draw: st.DrawFn) -> list[str]:
    kept: list[str] = []
    for key in draw(st.lists(st.text(SIGNS, min_size=1, max_size=3), max_size=80)):
        if not any(clash(key, other) for other in kept):
            kept.append(key)
    return kept


@given(any_keys)
def test_a_key_is_reported_exactly_where_one_before_it_begins_it_or_is_begun_by_it(
    keys: list[str],
) -> None:
    pairs = combinations(range(len(keys)), 2)
    expected = {
        later for first, later in pairs if keys[first] and keys[later] and clash(keys[first], keys[later])
    }
    found = prefix_clashes(keys)
    assert {later for later, _ in found} == expected
    assert len(found) == len(expected)
    for later, first in found:
        assert first < later
        assert clash(keys[first], keys[later])
        assert keys[first]


@given(any_keys)
def test_the_first_clash_is_told_with_both_owners(keys: list[str]) -> None:
    keyed = [(key, f"code {index}") for index, key in enumerate(keys)]
    found = prefix_clashes(keys)
    expected = (keyed[found[0][0]], keyed[found[0][1]]) if found else None
    assert key_clash(keyed) == expected


@given(names, prefix_free_keys(), st.booleans())
def test_a_proposed_key_is_a_good_key_that_clashes_with_none(
    name: str, taken: list[str], child: bool
) -> None:
    key = key_for(name, taken, taken[0] if taken and child else "")
    assert not any(clash(key, other) for other in taken)
    assert key_fault(key) == ""
    assert key


@given(names, any_keys, st.text("gGs1", max_size=3))
def test_a_proposed_key_clashes_with_none_even_where_those_clash_among_themselves(
    name: str, taken: list[str], parent: str
) -> None:
    key = key_for(name, taken, parent)
    assert key
    assert not any(clash(key, other) for other in [*taken, parent] if other)


@pytest.mark.parametrize(
    ("name", "taken", "parent", "key"),
    [
        ("Gatekeeper", [], "", "gg"),
        ("Local diffusion", ["gg"], "gg", "gl"),
        ("Local diffusion", ["gg", "gl"], "gg", "gd"),
        ("Long distance", ["gg", "gl", "gd"], "gg", "go"),
        ("Governance", ["gg", "gs"], "", "oo"),
        ("1980s", ["tt"], "tt", "t1"),
        ("ゲートキーパー", ["aa"], "", "bb"),
        ("ｇａｔｅ", [], "", "gg"),
        ("Énergie", [], "", "ee"),
        ("Gatekeeper", ["g"], "g", "aa"),
        ("Below a child", ["gg", "gs"], "gs", "gb"),
    ],
)
def test_a_proposed_key_comes_from_the_name(name: str, taken: list[str], parent: str, key: str) -> None:
    assert key_for(name, taken, parent) == key


def test_a_child_still_gets_a_key_when_its_branch_is_full() -> None:
    taken = ["g" + sign for sign in SIGNS]
    key = key_for("Gate", taken, "gg")
    assert key
    assert not key.startswith("g")


def test_keys_grow_where_every_pair_begins_with_a_taken_letter() -> None:
    taken = [sign for sign in SIGNS if sign != "q"] + ["q" + sign for sign in SIGNS if sign != "x"]
    assert key_for("Anything", taken) == "qx"
    longer = [*taken, *("qx" + sign for sign in SIGNS if sign != "7")]
    assert key_for("Anything", longer) == "qx7"


def test_no_key_is_proposed_where_none_can_be_free() -> None:
    assert key_for("Anything", list(SIGNS)) == ""


@pytest.mark.parametrize("key", ["g g", "gé", "ｇ", "g-", "鍵", "g" * (LONGEST_KEY + 1), "٣"])
def test_a_key_has_only_letters_and_digits_that_every_keyboard_has(key: str) -> None:
    assert "expected 1 to 12 letters" in key_fault(key)


@pytest.mark.parametrize("key", ["", "g", "gs", "G7", "0", "g" * LONGEST_KEY])
def test_letters_and_digits_are_a_key(key: str) -> None:
    assert key_fault(key) == ""
