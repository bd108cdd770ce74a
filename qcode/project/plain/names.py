"""Names of files that every system takes, for things whose names are anybody's."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from qcode.text.display import safe
from qcode.text.names import levelled

_LONGEST = 120
"""Bytes in UTF-8, decomposed as an old macOS writes it; encrypted folders on Linux take 143."""
_FORBIDDEN = frozenset('<>:"/\\|?*')
_RESERVED = frozenset(
    ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"]
    + [f"{port}{digit}" for port in ("COM", "LPT") for digit in "0123456789¹²³"]
)
_STAND_IN = "_"


def file_names(names: Iterable[str], ending: str) -> Sequence[str]:
    """Return a file name with this ending for each name, in order, no two alike.

    They hold nothing that Windows, macOS or Linux forbids, and differ also where case, width and the
    composition of characters do not count. The same names give the same file names.
    """
    taken: set[str] = set()
    found = []
    for name in names:
        stem = _stem(name.removesuffix(ending))
        candidate, number = stem, 1
        while levelled(candidate) in taken:
            number += 1
            candidate = f"{stem} ({number})"
        taken.add(levelled(candidate))
        found.append(candidate + ending)
    return found


def _stem(name: str) -> str:
    plain = "".join(map(_allowed, unicodedata.normalize("NFC", name)))
    stem = " ".join(plain.split())
    if stem.startswith((".", "-", "~")):
        stem = _STAND_IN + stem[1:]
    stem = stem[:_LONGEST]
    while len(unicodedata.normalize("NFD", stem).encode("utf-8")) > _LONGEST:
        stem = stem[:-1]
    stem = stem.rstrip(". \u200d")
    if stem.partition(".")[0].rstrip().upper() in _RESERVED:
        stem = _STAND_IN + stem
    return stem or _STAND_IN


def _allowed(character: str) -> str:
    if character in _FORBIDDEN or safe(character) != character:
        return _STAND_IN
    return _STAND_IN if unicodedata.category(character) in ("Cn", "Co", "Cs") else character
