"""How a table lies on a page: upright or across, how wide its columns are, where it is parted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from qcode.exporters.page_runs import runs_of
from qcode.model.tables import Column, Table
from qcode.text.cells import is_numeric, shown
from qcode.text.widths import cell_width

PAGE = (21.0, 29.7)
"""Centimetres: A4."""
MARGIN = 2.0
SIZE = 9.0
"""Points, of the letters in the table."""
TWIPS_OF_CELL = SIZE * 10
"""A twentieth of a point is a twip; half a wide character is half the letters' size."""
TWIPS_OF_LEVEL = 200
_GAP = 160
_UPRIGHT, _ACROSS = (int((side - 2 * MARGIN) * 1440 / 2.54 / TWIPS_OF_CELL) for side in PAGE)
SIDES = (11906, 16838)
"""Of a page, in twips."""
ROOM = {
    False: tuple(int(side - 2 * MARGIN * 1440 / 2.54) for side in SIDES),
    True: tuple(int(side - 2 * MARGIN * 1440 / 2.54) for side in reversed(SIDES)),
}
"""Width and height between the margins in twips, by whether the page lies across."""
_LONGEST_WORD, _WIDEST_TEXT, _READABLE, _PADDING = 18, 140, 24, 3
_SAMPLE = 2000


@dataclass(frozen=True, slots=True)
class Part:
    """A table of its own on the page: the row heads and some of the columns."""

    columns: Sequence[int]
    """Of the table; the row heads stand before them."""
    widths: Sequence[int]
    """In twips; those of the row heads (and of their N) first."""


@dataclass(frozen=True, slots=True)
class Page:
    """Where everything stands."""

    parts: Sequence[Part]
    wide: bool
    """Whether the page lies across."""


@dataclass(frozen=True, slots=True)
class _Wish:
    """What a column needs, in halves of a wide character."""

    least: int
    """Room for its longest word."""
    good: int
    """Room in which its texts read well."""
    most: int
    """Room for its longest text on one line, or for twice what its texts mostly take."""


def lay_out(table: Table, columns: Sequence[int], *, wide: bool = False) -> Page:
    """Return the page for some columns of a table.

    It lies across where that is asked for (`wide`), and where the columns would be narrow; where they
    are too many even for that, they are set in parts, the row heads in each; columns of one group stay
    together where a part can hold them. A plain list is never parted: its columns get narrower.
    """
    left = _left(table)
    of_all = [table.columns[place] for place in columns]
    wishes = [
        _column_wish(table, place, gap_before(of_all[at - 1 : at], table.columns[place]))
        for at, place in enumerate(columns)
    ]
    needed = sum(wish.good for wish in [*left, *wishes])
    wide = wide or needed > _UPRIGHT
    room = _ACROSS if wide else _UPRIGHT
    if needed <= room or table.stub is None:
        return Page([Part(columns, _widths([*left, *wishes], room))], wide)
    # All parts have row heads of one width, and columns of theirs: the heads may take a third.
    heads = [_Wish(min(wish.good, room // 3), min(wish.good, room // 3), wish.most) for wish in left]
    free = room - sum(wish.good for wish in heads)
    runs = runs_of(of_all, [wish.good for wish in wishes], free)
    parts = [
        Part([columns[one] for one in run], _widths([*heads, *(wishes[one] for one in run)], room))
        for run in runs
    ]
    return Page(parts, wide)


def with_n(table: Table) -> bool:
    """Tell whether the rows have an N, which has a column of its own."""
    return table.stub is not None and any(row.n is not None for row in table.rows)


def gap_before(before: Sequence[Column], column: Column) -> int:
    """Return how far a column's texts are from its left edge, in twips, so that no number touches them.

    `before` holds the column to its left, if there is one.
    """
    return _GAP if not is_numeric(column) and any(map(is_numeric, before)) else 0


def column_name(table: Table, column: Column) -> str:
    """Return what is written over a column."""
    return column.name if table.stub is None else column.label


def _left(table: Table) -> list[_Wish]:
    if table.stub is None:
        return []
    indents = [row.level * int(TWIPS_OF_LEVEL // TWIPS_OF_CELL) for row in table.rows]
    labels = [" " * indent + row.label for indent, row in zip(indents, table.rows, strict=True)]
    wish = _wish([table.stub, *labels], max(indents, default=0))
    return [wish, _wish([str(row.n or "N") for row in table.rows])] if with_n(table) else [wish]


def _column_wish(table: Table, place: int, gap: int) -> _Wish:
    column = table.columns[place]
    texts = [shown(values[place], column.format) for values in table.values[:_SAMPLE]]
    head = [column_name(table, column)]
    if column.n is not None:
        head.append(f"N\u00a0=\u00a0{column.n}")
    wish = _wish([*texts, *head], ceil(gap / TWIPS_OF_CELL))
    # A long head over narrow numbers is wrapped.
    return _Wish(wish.least, wish.least, wish.least) if is_numeric(column) else wish


def _wish(texts: Sequence[str], indent: int = 0) -> _Wish:
    word = max((cell_width(word) for text in texts for word in text[:500].split(" ")), default=1)
    whole = max((cell_width(part[:200]) for text in texts for part in text.split("\n")), default=1)
    mostly = 2 * sum(cell_width(text[:200]) for text in texts) // max(len(texts), 1)
    least = min(word, _LONGEST_WORD) + indent + _PADDING
    good = max(least, min(whole, _READABLE + indent) + _PADDING)
    return _Wish(least, good, max(least, min(whole, max(mostly, _READABLE), _WIDEST_TEXT) + _PADDING))


def _widths(wishes: Sequence[_Wish], room: int) -> list[int]:
    """Return widths in twips: what columns need, and what is left to those of longer texts."""
    least = [wish.least for wish in wishes]
    if sum(least) > room:
        return [int(room * cells / sum(least) * TWIPS_OF_CELL) for cells in least]
    longing = [wish.most - wish.least for wish in wishes]
    spare = min(room - sum(least), sum(longing))
    return [
        int((cells + spare * more / max(sum(longing), 1)) * TWIPS_OF_CELL)
        for cells, more in zip(least, longing, strict=True)
    ]
