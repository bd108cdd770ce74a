"""The lines of a grid as strips: exactly as wide as the grid, safe to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from qcode.text.widths import ELLIPSIS, cell_width, fit_within
from qcode.tui.plain_signs import THEIRS
from qcode.tui.widgets.grid.layout import (
    GAP,
    SHADE_ROOM,
    Layout,
    Slot,
    head_lines,
    one_line,
)
from qcode.tui.widgets.grid.looks import Looks
from qcode.tui.widgets.grid.source import Cell, CellKind, Source

SHADES = " ⣀⣤⣶⣿"
"""A bar that rises with the shade; braille patterns are of one cell in every terminal."""
ASCII_SHADES = " .:=#"


class Line:
    """A line under construction: pieces of text, neighbours of one style joined."""

    __slots__ = ("_pieces", "width")

    def __init__(self) -> None:
        self._pieces: list[tuple[str, Style]] = []
        self.width = 0

    def add(self, text: str, style: Style, width: int) -> None:
        """Append a text of `width` cells."""
        if not text:
            return
        if self._pieces and self._pieces[-1][1] is style:
            self._pieces[-1] = (self._pieces[-1][0] + text, style)
        else:
            self._pieces.append((text, style))
        self.width += width

    def blanks_to(self, x: int, style: Style) -> None:
        """Fill the line with blanks up to a column of the screen."""
        if x > self.width:
            self.add(" " * (x - self.width), style, x - self.width)

    def strip(self) -> Strip:
        """Return the finished line."""
        return Strip([Segment(text, style) for text, style in self._pieces], self.width)


@dataclass(frozen=True, slots=True)
class Place:
    """What is special about the line being painted."""

    here: bool = False
    """The cursor is in this row."""
    column: int | None = None
    """The cell the cursor is in; None where it is the whole row."""
    marked: bool = False
    position: bool = False
    """The position mark stands at the end of this line."""


def row_strip(
    source: Source, row: int, slots: Sequence[Slot], layout: Layout, looks: Looks, place: Place
) -> Strip:
    """Return one row of the source."""
    base = looks.row_here if place.here else looks.plain
    line = Line()
    if layout.width > layout.gutter:
        line.add(">" if place.here else " ", base, 1)
        if place.marked:
            line.add("*", base + looks.mark, 1)
    for slot in slots:
        line.blanks_to(slot.x, base)
        cell = source.cell(row, slot.column)
        style = looks.cell_here if place.column == slot.column else _style(cell, base, looks)
        right = layout.columns[slot.column].align == "right"
        _add_cell(line, cell, slot.width, style, looks, right=right)
    _finish(line, layout, base, looks, position=place.position)
    return line.strip()


def _style(cell: Cell, base: Style, looks: Looks) -> Style:
    style = base
    if cell.shade and cell.kind is not CellKind.TOTAL:
        style = style + looks.shades[min(cell.shade, len(looks.shades) - 1)]
    return style if cell.kind is CellKind.PLAIN else style + looks.kinds[cell.kind]


def _add_cell(line: Line, cell: Cell, width: int, style: Style, looks: Looks, *, right: bool) -> None:
    room = width
    if cell.shade and width > SHADE_ROOM:
        signs = ASCII_SHADES if looks.ascii else SHADES
        line.add(signs[min(cell.shade, len(signs) - 1)] + " ", style, SHADE_ROOM)
        room -= SHADE_ROOM
    text = one_line(cell.text, room)
    taken = len(text) if text.isascii() else cell_width(text)
    blanks = " " * (room - taken)
    if cell.theirs and looks.ascii:
        if text.endswith(ELLIPSIS) and not cell.text.endswith(ELLIPSIS):
            text = text[: -len(ELLIPSIS)] + "~"
        style += THEIRS
    line.add(blanks + text if right else text + blanks, style, room)


def _finish(line: Line, layout: Layout, base: Style, looks: Looks, *, position: bool) -> None:
    line.blanks_to(layout.width - 1, base)
    if line.width < layout.width:
        sign = ("|" if looks.ascii else "│") if position else " "
        line.add(sign, looks.position if position else base, 1)


def head_strips(slots: Sequence[Slot], layout: Layout, looks: Looks, column_here: int | None) -> list[Strip]:
    """Return the lines above the rows: names of groups, titles set on the lowest line, a rule.

    `<` and `>` say that there are more columns on that side.
    """
    strips = []
    if layout.head_height and layout.grouped:
        strips.append(_group_strip(slots, layout, looks))
    height = layout.head_height - len(strips)
    unruled = (looks.head, looks.head_here)
    ruled = (looks.head + looks.rule, looks.head_here + looks.rule)
    for number in range(height):
        lowest = number == height - 1
        plain, here = ruled if lowest else unruled
        line = Line()
        for slot in slots:
            if lowest and slot is _first_after_hidden(slots, layout):
                line.blanks_to(slot.x - GAP, plain)
                line.add("<", plain, 1)
            line.blanks_to(slot.x, plain)
            head = layout.heads[slot.column]
            above = height - len(head)
            text = fit_within(head[number - above], slot.width) if number >= above else ""
            blanks = " " * (slot.width - cell_width(text))
            right = layout.columns[slot.column].align == "right"
            style = here if slot.column == column_here else plain
            line.add(blanks + text if right else text + blanks, style, slot.width)
        if lowest and slots and slots[-1].column < len(layout.columns) - 1:
            line.blanks_to(layout.width - 1, plain)
            line.add(">", plain, 1)
        line.blanks_to(layout.width, plain)
        strips.append(line.strip())
    return strips


def _first_after_hidden(slots: Sequence[Slot], layout: Layout) -> Slot | None:
    """Return the first column in view that has hidden ones between the frozen ones and itself."""
    first = next((slot for slot in slots if slot.column >= layout.frozen), None)
    return first if first is not None and first.column > layout.frozen else None


def _group_strip(slots: Sequence[Slot], layout: Layout, looks: Looks) -> Strip:
    """Return the names of groups, each from its first column in view over all of its own."""
    line = Line()
    place = 0
    while place < len(slots):
        group = layout.columns[slots[place].column].group
        last = place
        while last + 1 < len(slots) and layout.columns[slots[last + 1].column].group == group:
            last += 1
        if group:
            line.blanks_to(slots[place].x, looks.head)
            room = slots[last].x + slots[last].width - slots[place].x
            text = one_line(group, room)
            line.add(text, looks.head, cell_width(text))
        place = last + 1
    line.blanks_to(layout.width, looks.head)
    return line.strip()


def sentence_strips(sentence: str, width: int, height: int, looks: Looks) -> list[Strip]:
    """Return a sentence in the middle of an empty grid, folded where it is too wide."""
    room = max(1, min(60, width - 2 * GAP))
    lines = head_lines(sentence, room, max(1, height))
    above = max(0, (height - len(lines)) // 2)
    strips = []
    for number in range(height):
        line = Line()
        if 0 <= number - above < len(lines):
            text = fit_within(lines[number - above], width)
            line.blanks_to((width - cell_width(text)) // 2, looks.empty)
            line.add(text, looks.empty, cell_width(text))
        line.blanks_to(width, looks.empty)
        strips.append(line.strip())
    return strips
