"""A network in characters: its pairs, the strongest first, with bars; then its points with theirs."""

from __future__ import annotations

from collections.abc import Iterator

from qcode.model.tables import Table
from qcode.pictures.shapes import network
from qcode.pictures.terminal.page import Page, label, line
from qcode.text.prose import aligned
from qcode.text.widths import cell_width


def lines(table: Table, page: Page) -> Iterator[str]:
    """Yield a line for each pair: both names, how strongly they go together, a bar."""
    one = network(table)
    if not one.edges:
        yield "Nothing goes together."
        return
    names = [line(node.label) for node in one.nodes]
    numbers = max(cell_width(edge.text) for edge in one.edges)
    most = (page.width - numbers - 17) // 2
    left = min(most, max(cell_width(names[edge.left]) for edge in one.edges))
    right = min(most, max(cell_width(names[edge.right]) for edge in one.edges))
    bar = max(4, min(24, page.width - left - right - numbers - 7))
    between = page.sign("—", "-")
    for edge in one.edges:
        yield (
            f"{label(names[edge.left], left)} {between} {label(names[edge.right], right)}  "
            f"{aligned(edge.text, numbers, right=True)}  {page.bar(edge.strength / one.strongest, bar)}"
        )
    yield ""
    yield from _points(names, [node.size for node in one.nodes], one.largest, page)


def _points(names: list[str], sizes: list[float], largest: float, page: Page) -> Iterator[str]:
    """Yield a line for each point, the largest first."""
    numbers = [f"{size:g}" for size in sizes]
    digits = max(map(len, numbers))
    width = min(max(map(cell_width, names)), page.width * 3 // 5)
    room = max(4, min(24, page.width - width - digits - 4))
    for place in sorted(range(len(names)), key=lambda one: -sizes[one]):
        bar = page.bar(sizes[place] / largest, room)
        yield f"{label(names[place], width)}  {numbers[place]:>{digits}}  {bar}"
