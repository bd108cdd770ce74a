"""Finding things by the names people give them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from typing import TypeVar

from qcode.errors import AmbiguousNameError, DataError, DuplicateNameError, UnknownNameError
from qcode.text.names import levelled, nearest

Thing = TypeVar("Thing")
_LONGEST_NAME = 500


def find(
    things: Iterable[Thing], name: str, noun: str, names_of: Callable[[Thing], Iterable[str]], hint: str = ""
) -> Thing:
    """Return the one thing of a name: as it is written first, then levelled.

    Raises UnknownNameError with the nearest names, AmbiguousNameError with `hint` on how to say which.
    """
    everything = list(things)
    for level in (str, levelled):
        wanted = level(name)
        found = [thing for thing in everything if any(level(known) == wanted for known in names_of(thing))]
        if len(found) == 1:
            return found[0]
        if found:
            raise AmbiguousNameError(f"There are {len(found)} {noun}s named “{name}”.", hint)
    known = [own for thing in everything for own in names_of(thing)]
    raise UnknownNameError(f"There is no {noun} “{name}”.", nearest(name, known))


def new_name(name: str, noun: str, taken: Iterable[str] = ()) -> str:
    """Return a name fit to be given: stripped, not empty, no control characters, not taken yet."""
    clean = name.strip()
    if not clean:
        raise DataError(f"A {noun} needs a name.")
    if len(clean) > _LONGEST_NAME:
        raise DataError(
            f"The name of a {noun} has at most {_LONGEST_NAME} characters; this one has {len(clean)}."
        )
    odd = [c for c in clean if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
    if odd:
        raise DataError(f"The name of a {noun} holds a control character (U+{ord(odd[0]):04X}).")
    wanted = levelled(clean)
    if any(levelled(other) == wanted for other in taken):
        raise DuplicateNameError(f"There is a {noun} “{clean}” already.")
    return clean


def names_of_source(source_name: str, interview: str = "") -> tuple[str, str, str]:
    """Return what a document may be called after its source, shortest first.

    That is `official`, `Beta/official` and `Beta/official.txt`; for an `interview` of a file that
    holds several, `S.1`, `talks/S.1` and `talks.csv/S.1`.
    """
    end = f"/{interview}" if interview else ""
    path = source_name.removesuffix(end)
    file = path.rpartition("/")[2]
    return (
        interview or file.rpartition(".")[0] or file,
        f"{path.rpartition('.')[0] or path}{end}",
        source_name,
    )
