"""A codebook file as plain data, before it is judged: texts, lists, mappings and their lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

Data: TypeAlias = "str | list[Data] | dict[str, Data]"
Location: TypeAlias = tuple[str | int, ...]

DEEPEST = 20
"""How many levels of codes a codebook may have."""

MOST_CODES = 20_000
"""How many codes are still taken for a codebook and not for a file gone wrong."""

BOOK_KEYS = ("title", "title_ja", "version", "language", "description", "codes")
CODE_KEYS = (
    "name",
    "name_ja",
    "key",
    "facet",
    "colour",
    "aliases",
    "brief",
    "definition",
    "include",
    "exclude",
    "examples",
    "source",
    "note",
    "codes",
)


@dataclass(frozen=True, slots=True)
class Outline:
    """The data of one file and where each part of it stands."""

    data: dict[str, Data]
    lines: dict[Location, int]
    """Line, from 1, by the keys and indexes that lead to a part; () is the whole."""

    def line(self, location: Location) -> int:
        """Return the line of a part, or of the nearest part around it that has one."""
        while location and location not in self.lines:
            location = location[:-1]
        return self.lines.get(location, 0)

    def codes(self) -> Iterator[tuple[Location, dict[str, Data]]]:
        """Yield (location, code) in reading order; a code written as a text is given as a mapping.

        What is no code at all is passed over.
        """
        pending: list[tuple[Location, Data]] = []

        def put(location: Location, codes: Data) -> None:
            if isinstance(codes, list):
                places = reversed(list(enumerate(codes)))
                pending.extend(((*location, index), code) for index, code in places)

        put(("codes",), self.data.get("codes", ""))
        while pending:
            location, code = pending.pop()
            if isinstance(code, str):
                yield location, {"name": code}
            elif isinstance(code, dict):
                yield location, code
                put((*location, "codes"), code.get("codes", ""))


def level(location: Location) -> int:
    """Return how deep the code at a location lies: 1 at the top."""
    return location.count("codes")
