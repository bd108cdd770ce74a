"""Keys: the few letters that apply a code on the screen.

No key of a codebook is the beginning of another, so that the last letter typed is always the last
needed. By custom the head of a branch is its letter twice (`gg`) and a child that letter and one
more (`gs`).
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from qcode.codebook.faults import shown

LONGEST_KEY = 12

_KEY = re.compile(rf"[0-9A-Za-z]{{1,{LONGEST_KEY}}}", re.ASCII)
_SIGNS = string.ascii_lowercase + string.digits + string.ascii_uppercase


def key_fault(key: str) -> str:
    """Return what is wrong with a key by itself, or an empty text; no key is fine."""
    if not key or _KEY.fullmatch(key):
        return ""
    return f"the key is {shown(key)}; expected 1 to {LONGEST_KEY} letters a-z A-Z or digits"


def prefix_clashes(keys: Sequence[str]) -> list[tuple[int, int]]:
    """Return (index, index of an earlier one) for each key that begins an earlier one, or is begun
    by it, or equals it. Empty keys clash with nothing; each key is named at most once as the later.
    """
    clashes: list[tuple[int, int]] = []
    whole: dict[str, int] = {}
    begun: dict[str, int] = {}
    for index, key in enumerate(keys):
        beginnings = [key[:length] for length in range(1, len(key) + 1)]
        earlier = next((whole[part] for part in beginnings if part in whole), begun.get(key))
        if earlier is not None and key:
            clashes.append((index, earlier))
        for part in beginnings:
            begun.setdefault(part, index)
        if key:
            whole.setdefault(key, index)
    return clashes


def key_clash(keyed: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], tuple[str, str]] | None:
    """Return the first (key, owner) that clashes with an earlier one, and that; None where none."""
    clashes = prefix_clashes([key for key, _ in keyed])
    return (keyed[clashes[0][0]], keyed[clashes[0][1]]) if clashes else None


def key_for(name: str, taken: Iterable[str], parent_key: str = "") -> str:
    """Propose a key for a new code called `name` that clashes with none of the `taken` ones.

    `parent_key` is the key of the code above it, empty for a head or where that has none. A child
    gets its parent's letter and one of its own name, a head a letter twice; where those are taken,
    the shortest key that is free. Returns an empty text where nothing can be free, as when each
    single letter is a key already.
    """
    keys = {key for key in (*taken, parent_key) if key}
    beginnings = {key[:length] for key in keys for length in range(1, len(key) + 1)}
    for key in _candidates(_signs_of(name), beginnings, parent_key[:-1]):
        if _free(key, keys, beginnings):
            return key
    for part in sorted(beginnings - keys, key=lambda part: (len(part), part)):
        for sign in _SIGNS:
            if len(part) < LONGEST_KEY and _free(part + sign, keys, beginnings):
                return part + sign
    return ""


def _free(key: str, keys: set[str], beginnings: set[str]) -> bool:
    return key not in beginnings and not any(key[:end] in keys for end in range(1, len(key)))


def _candidates(wanted: str, beginnings: set[str], branch: str) -> Iterator[str]:
    signs = "".join(dict.fromkeys(wanted + _SIGNS))
    if branch:
        yield from (branch + sign for sign in signs)
    by_custom = sorted(signs, key=str.isdigit)
    yield from (sign * 2 for sign in by_custom if sign not in beginnings)
    yield from (sign * 2 for sign in by_custom)


def _signs_of(name: str) -> str:
    """Return a name's letters and digits in the order in which they come to mind as keys."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    words = re.findall(r"[0-9a-z]+", plain, re.ASCII)
    return "".join(word[0] for word in words) + "".join(words)
