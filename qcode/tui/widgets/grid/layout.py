"""Where the columns of a grid stand: widths, places, and the lines of their heads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from qcode.text.display import safe
from qcode.text.widths import cell_width, fit_within
from qcode.tui.widgets.grid.source import GridColumn, Source

GUTTER = 2
"""Cells at the left for the cursor's mark and a blank; one more where rows can be marked."""
EDGE = 2
"""Cells at the right for a blank and the position mark."""
GAP = 2
MOST_HEAD_LINES = 3
SHADE_ROOM = 2
"""Cells that the bar of a shaded cell and the blank after it take."""
_WORD_ROOM = 10
"""Narrow columns are widened to this for the sake of whole words in their heads."""
_SAMPLE = 120
_SAMPLED_CELLS = 2_400
"""Of a whole table, so that one of many columns is measured as fast as one of few."""
_JOINER = "\u200d"
_JOINTS = re.compile(r"(.{2,}[_/-])([^_/-]+)\Z", re.DOTALL)
_BREAKS = re.compile(r"\s*[^\S \u3000]\s*")
"""White space with something in it that is not a plain blank."""


class Slot(NamedTuple):
    """A column in view: which one, where it begins and how many cells of it are seen."""

    column: int
    x: int
    width: int


def one_line(text: str, room: int) -> str:
    """Return a text on one line, safe to show, in at most `room` cells; blanks stay, line ends become one.

    What would join the sign before it (an accent or a joiner in front) stands on U+FFFD.
    """
    if text.isascii() and text.isprintable() and len(text) <= room:
        return text
    # No more than this can be seen of it: a sign of one cell rarely takes more than a few characters.
    start = text[: max(0, room) * 8 + 64]
    body = start.strip(" ")
    lead = len(start) - len(start.lstrip(" ")) if body else 0
    tail = len(text) - len(text.rstrip(" ")) if len(start) == len(text) and body else 0
    line = safe(_BREAKS.sub(" ", body)).rstrip(_JOINER)
    if line and cell_width(line[0]) == 0:
        line = "\N{REPLACEMENT CHARACTER}" + line
    if len(start) < len(text):
        line += "…"
    tail = min(tail, 1, max(0, room - 1))
    lead = min(lead, max(0, room - tail - 1))
    return " " * lead + fit_within(line, max(0, room - lead - tail)).rstrip(_JOINER) + " " * tail


def head_lines(title: str, width: int, most: int = MOST_HEAD_LINES) -> list[str]:
    """Return a title in at most `most` lines of at most `width` cells, the last cut with `…`.

    It breaks at blanks; a word too long for a line, as Japanese is, where the line is full.
    """
    if width <= 0 or most <= 0:
        return [""]
    words = one_line(title, len(title) * 2 + 2).split()
    lines: list[str] = []
    for place, word in enumerate(words):
        if lines and cell_width(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
            continue
        if len(lines) == most:
            return [*lines[:-1], fit_within(" ".join([lines[-1], *words[place:]]), width)]
        pieces = _pieces(word, width)
        room = most - len(lines)
        lines += pieces[:room]
        if len(pieces) > room:
            return [*lines[:-1], fit_within("".join(pieces[room - 1 :]), width)]
    return lines or [""]


def _pieces(word: str, width: int) -> list[str]:
    """Return a word in pieces of at most `width` cells, cut behind `_`, `-` or `/` where that is near.

    A sign wider than a piece is cut away.
    """
    pieces = [""]
    for sign in word:
        if pieces[-1] and cell_width(sign) and cell_width(pieces[-1] + sign) > width:
            joint = _JOINTS.search(pieces[-1])
            kept, moved = joint.groups() if joint else (pieces[-1], "")
            pieces[-1:] = [kept, moved]
        pieces[-1] += sign
    return [fit_within(piece, width) for piece in pieces]


def natural_widths(source: Source) -> list[int]:
    """Return for each column how wide it would like to be, by its head and a sample of its rows.

    What must never be cut is said by a column's `width` or `least`.
    """
    length = len(source)
    rows = min(_SAMPLE, _SAMPLED_CELLS // max(1, len(source.columns)))
    step = max(1, -(-length // max(1, rows)))
    sample = [*range(0, length, step)]
    return [_natural_width(source, place, column, sample) for place, column in enumerate(source.columns)]


def _natural_width(source: Source, place: int, column: GridColumn, sample: Sequence[int]) -> int:
    if column.width is not None:
        return max(1, column.width)
    widest = 0
    shaded = 0
    for row in sample:
        text, _, shade, _ = source.cell(row, place)
        shaded = SHADE_ROOM if shade else shaded
        widest = max(widest, len(text) if text.isascii() else cell_width(text[: column.most * 2]))
        if widest >= column.most:
            break
    width = widest + shaded
    words = [cell_width(word) for word in column.title.split()]
    width = max(width, min(_WORD_ROOM, max(words, default=0)))
    while width < column.most and _is_cut(column.title, width):
        width += 1
    return min(max(width, column.least), max(column.most, column.least))


@lru_cache(8192)
def _is_cut(title: str, width: int) -> bool:
    # Asked of the titles of a thousand columns whenever a table is shown anew.
    shown = "".join(head_lines(title, width)).replace(" ", "")
    return shown.endswith("…") and not title.rstrip().endswith("…")


def settled_widths(
    columns: Sequence[GridColumn], natural: Sequence[int], room: int, frozen: int, *, fitting: bool
) -> list[int]:
    """Return the width of each column in `room` cells, gaps included.

    With `fitting`, columns without a width of their own give way, widest first, so that all fit if
    they can. Frozen columns never take more than two fifths of the room.
    """
    widths = list(natural)
    spare = room - sum(widths) - GAP * (len(widths) - 1)
    if fitting and spare < 0:
        spare += _give_way(widths, columns, -spare)
    growing = [place for place, column in enumerate(columns) if column.grow]
    if spare > 0 and growing:
        each, odd = divmod(spare, len(growing))
        for number, place in enumerate(growing):
            widths[place] += each + (number < odd)
    if not fitting and frozen:
        limit = max(1, (room * 2 // 5 - GAP * frozen) // frozen)
        widths[:frozen] = [min(width, limit) for width in widths[:frozen]]
    return widths


def _give_way(widths: list[int], columns: Sequence[GridColumn], lacking: int) -> int:
    """Narrow columns in place by up to `lacking` cells, the widest first; return by how many."""
    given = 0
    while given < lacking:
        able = [place for place, column in enumerate(columns) if column.width is None]
        able = [place for place in able if widths[place] > columns[place].least]
        if not able:
            break
        widest = max(able, key=lambda place: (widths[place], columns[place].grow))
        others = [widths[place] for place in able if place != widest]
        down_to = max(columns[widest].least, min(max(others, default=0), widths[widest] - 1))
        step = min(lacking - given, widths[widest] - down_to)
        widths[widest] -= step
        given += step
    return given


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a grid at one size."""

    columns: tuple[GridColumn, ...]
    widths: tuple[int, ...]
    frozen: int
    width: int
    """Cells of the whole grid."""
    heads: tuple[tuple[str, ...], ...]
    """The head lines of each column."""
    head_height: int
    """Lines at the top, group names included."""
    grouped: bool
    gutter: int

    def slots(self, left: int) -> list[Slot]:
        """Return the columns in view, `left` being the first one after the frozen ones.

        A column of numbers is seen whole or not at all: half a number is another number.
        """
        end = self.width - EDGE
        x = self.gutter
        found: list[Slot] = []
        for place in (*range(self.frozen), *range(max(left, self.frozen), len(self.columns))):
            width = self.widths[place]
            if x + width > end:
                width = end - x
                first = len(found) <= self.frozen
                if width < 1 or (self.columns[place].align == "right" and not first):
                    break
            found.append(Slot(place, x, width))
            x += width + GAP
        return found

    def last_whole(self, left: int) -> int:
        """Return the last column that is seen whole, or the first in view where none is."""
        whole = [slot.column for slot in self.slots(left) if slot.width == self.widths[slot.column]]
        return max([left, *whole])

    def furthest_left(self) -> int:
        """Return the largest `left` that still fills the grid."""
        left = max(self.frozen, len(self.columns) - 1)
        while left > self.frozen and self.last_whole(left - 1) >= len(self.columns) - 1:
            left -= 1
        return left


def layout_of(
    source: Source,
    natural: Sequence[int],
    width: int,
    height: int,
    *,
    frozen: int = 0,
    fitting: bool = True,
    marks: bool = False,
) -> Layout:
    """Return the layout of a source in a grid of `width` by `height` cells.

    `natural` are the widths that the columns would like to have; `marks` leaves room for marks.
    """
    columns = tuple(source.columns)
    frozen = min(frozen, len(columns))
    gutter = GUTTER + marks
    room = max(1, width - gutter - EDGE)
    widths = settled_widths(columns, natural, room, frozen, fitting=fitting)
    grouped = any(column.group for column in columns)
    # A grid a few lines high keeps some of them for its rows.
    most = min(MOST_HEAD_LINES, max(1, height - 4))
    heads = tuple(
        tuple(head_lines(column.title, size, most)) for column, size in zip(columns, widths, strict=True)
    )
    titled = any(column.title for column in columns)
    lines = max(map(len, heads), default=0) if titled else 0
    return Layout(columns, tuple(widths), frozen, width, heads, lines + (grouped and titled), grouped, gutter)
