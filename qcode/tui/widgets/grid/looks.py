"""The styles a grid is painted with, as themes and focus have them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.style import Style
from textual.widget import Widget

from qcode.tui.widgets.grid.source import CellKind

COMPONENTS = {
    "grid--titles",
    "grid--titles-here",
    "grid--rule",
    "grid--row-here",
    "grid--cell-here",
    "grid--mark",
    "grid--position",
    "grid--nothing",
    *(f"grid--{kind.value}" for kind in CellKind),
    *(f"grid--shade-{number}" for number in range(1, 5)),
}


@dataclass(frozen=True, slots=True)
class Looks:
    """The styles of a grid, and its signs."""

    plain: Style
    kinds: Mapping[CellKind, Style]
    """Laid over the row's own style."""
    shades: Sequence[Style]
    """By shade, 0 to 4; laid over the row's own style."""
    head: Style
    head_here: Style
    """Of the column the cursor is in."""
    rule: Style
    """Laid over the lowest line of the heads."""
    row_here: Style
    cell_here: Style
    mark: Style
    position: Style
    empty: Style
    ascii: bool = False


def looks_of(widget: Widget, *, ascii: bool) -> Looks:
    """Return the styles of a widget with these components, as they are now."""
    whole = widget.get_component_rich_style

    plain = widget.rich_style

    def over(name: str) -> Style:
        # Colours may be see-through or a contrast to what lies below: what they come to is meant.
        partial, full = whole(name, partial=True), whole(name)
        color = full.color if full.color != plain.color else None
        bgcolor = full.bgcolor if full.bgcolor != plain.bgcolor else None
        return partial + Style(color=color, bgcolor=bgcolor)

    return Looks(
        plain=plain,
        kinds={kind: over(f"grid--{kind.value}") for kind in CellKind},
        shades=[Style(), *(over(f"grid--shade-{number}") for number in range(1, 5))],
        head=whole("grid--titles"),
        head_here=whole("grid--titles-here"),
        rule=over("grid--rule"),
        row_here=whole("grid--row-here"),
        cell_here=whole("grid--cell-here"),
        mark=over("grid--mark"),
        position=whole("grid--position"),
        empty=whole("grid--nothing"),
        ascii=ascii,
    )
