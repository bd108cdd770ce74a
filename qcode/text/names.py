"""Names and numbers of things in messages: when two names are the same, which one was meant."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

_MOST_NAMED = 3
_LEAST_OF_A_NAME = 3


def levelled(name: str) -> str:
    """Return what two spellings of one name have in common: NFKC, case and white space folded."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def nearest(wanted: str, known: Iterable[str], *, all_below: int = 0) -> str:
    """Return "Did you mean …?" for the nearest of the known names, or nothing.

    Where nothing is near and there are fewer than `all_below` names, all of them are told instead.
    """
    from difflib import get_close_matches

    by_level = {levelled(name): name for name in known if name}
    meant = levelled(wanted)
    close = get_close_matches(meant, by_level, n=_MOST_NAMED, cutoff=0.6)
    if not close and len(meant) >= _LEAST_OF_A_NAME:
        close = [name for name in by_level if meant in name][:_MOST_NAMED]
    if close:
        return f"Did you mean {' or '.join(quoted(by_level[name]) for name in close)}?"
    if 0 < len(by_level) < all_below:
        return f"There are: {', '.join(quoted(name) for name in by_level.values())}."
    return ""


def beside(heading: str, name: str) -> str:
    """Return a name without the heading it stands below: `official` of `Port_official`, below `Port`."""
    rest = name.removeprefix(heading).lstrip("_- ") if heading else ""
    return rest or name


def quoted(name: str) -> str:
    """Return a name in the quotation marks of messages."""
    return f"“{name}”"


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return "1 coding", "2 codings"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def listed(names: Iterable[str], most: int = 0) -> str:
    """Return "A", "A and B", "A, B and C"; of more than `most` (0: any number) "A, B and 7 more"."""
    every = list(names) or [""]
    if 0 < most < len(every):
        every[most:] = [f"{len(every) - most:,} more"]
    *first, last = every
    return f"{', '.join(first)} and {last}" if first else last
