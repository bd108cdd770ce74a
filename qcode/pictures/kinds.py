"""The kinds of pictures, and the shape of table that each is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType, ModuleType

from qcode.errors import UsageError

STEPS_NAMED = "#1 stands for what step 1 put together."
"""How the table of a dendrogram names what it has no name for; the picture joins it by lines."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A way of showing a table.

    `qcode.pictures.terminal.NAME` has `lines(table, page) -> Iterator[str]` and
    `qcode.pictures.plots.NAME` has `plot(table) -> Body`; each is imported when it is needed.
    """

    name: str
    what: str
    """What it shows, for a person who chooses."""
    shape: str
    """What its table has to hold."""
    unsaid: str = ""
    """The note of its table that speaks of what the picture does not show."""

    def terminal(self) -> ModuleType:
        """Return the module that draws it with characters."""
        return import_module(f"{__package__}.terminal.{self.name}")

    def plots(self) -> ModuleType:
        """Return the module that draws it with matplotlib."""
        return import_module(f"{__package__}.plots.{self.name}")


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        one.name: one
        for one in (
            Kind("heatmap", "numbers as shades", "any cross-table; totals are left out"),
            Kind("bubbles", "numbers as areas", "any cross-table; totals are left out"),
            Kind(
                "network",
                "what goes together",
                "a row for each pair: `left`, `right`, `strength`, `size_left`, `size_right`",
            ),
            Kind(
                "dendrogram",
                "what is alike, step by step",
                "a row for each merge: `left` and `right` (a name, or `#STEP` of a merge before, from 1),"
                " `height`, `size`",
                unsaid=STEPS_NAMED,
            ),
            Kind(
                "map",
                "points of two axes",
                "a row for each point: `kind`, `axis 1`, `axis 2`, the share of an axis in its label",
            ),
            Kind(
                "curve",
                "growth, row by row",
                "rows in their order; the last column of numbers grows, the one before says by how much",
            ),
            Kind(
                "timeline",
                "dated things of cases",
                "a row for each thing: `case`, `kind`, `from`, `until` as ISO dates; `until` is empty for a"
                " point of time and `open` where it goes on",
            ),
            Kind("codeline", "where codes lie in a text", "codes by turns or paragraphs in their order"),
        )
    }
)
"""The known kinds by name."""


def kind_of(name: str) -> Kind:
    """Return a kind by its name. Raises UsageError."""
    if name not in KINDS:
        raise UsageError(f"“{name}” is not a kind of picture.", f"There are {', '.join(KINDS)}.")
    return KINDS[name]
