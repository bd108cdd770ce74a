"""What a file holds that a transcript does not, told in one way whatever its format."""

from __future__ import annotations

from collections.abc import Mapping

from qcode.text.names import counted

_PLURALS = {
    "running head or foot": "running heads or feet",
    "entry without keys": "entries without keys",
    "character outside the page": "characters outside the page",
    "character at an angle": "characters at an angle",
    "old place of moved text": "old places of moved text",
    "row repeating the names of the columns": "rows repeating the names of the columns",
    "row in which nothing is said": "rows in which nothing is said",
}


def told_left_out(left_out: Mapping[str, int]) -> list[str]:
    """Return a warning of what was left out: kind in the singular -> count; none where it is nothing."""
    told = ", ".join(
        counted(count, kind, _PLURALS.get(kind, "")) for kind, count in left_out.items() if count
    )
    return [f"left out: {told}"] if told else []
