"""The columns of a table as strips of text of one width each, and how they fit on a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qcode.exporters.options import Options
from qcode.model.tables import Header, Table
from qcode.text.cells import INCOMPLETE_MARK, in_one_line, is_number, is_numeric
from qcode.text.display import safe, shorten
from qcode.text.prose import display_width, wrapped
from qcode.text.widths import cell_width, fit_within, fit_words

_INDENT = "  "
_HEAD_WIDTH = 14
"""A head may be this wide over a column of narrow numbers before it goes to a second line."""
_LONGEST_HEAD_WORD = 24
_NARROWEST_TEXT = 12
_READABLE_TEXT = 20
"""Where texts of a plain list would have to be cut shorter, its rows stand below each other."""
_GAP_WIDTH = 3


@dataclass(frozen=True, slots=True)
class Strip:
    """One column, ready to be set beside others."""

    header: Header
    head: Sequence[str]
    """The lines over the rule."""
    cells: Sequence[str]
    width: int
    """In terminal cells; no line of `head` or `cells` is wider."""
    numeric: bool
    """Set to the right."""
    fixed: bool = False
    """Stands at the left of every block."""


def strips_of(table: Table, options: Options) -> list[Strip]:
    """Return the columns of a table as strips: the stub, the N of the rows where there is one, all
    others."""
    with_n = any(column.n is not None for column in table.columns)
    strips = []
    if table.stub is not None:
        strips.append(_stub(table, table.stub, options, with_n=with_n))
        if any(row.n is not None for row in table.rows):
            cells = ["" if row.n is None else str(row.n) for row in table.rows]
            strips.append(_strip(Header("N"), ["N"], cells, numeric=True, fixed=True))
    plain_list = table.stub is None
    for place, column in enumerate(table.columns):
        cells = _cells(table, place, options.cell_width)
        label = column.name if plain_list else column.label
        head = _head(label, cells, numeric=is_numeric(column))
        if with_n:
            head.append("" if column.n is None else f"N={column.n}")
        strips.append(_strip(column, head, cells, numeric=is_numeric(column)))
    if plain_list and strips and options.width:
        strips = _sharing_room(strips, options.width)
        strips[0] = replace(strips[0], fixed=True)
    return _with_room_for_groups(strips)


def reads_as_list(table: Table, options: Options) -> bool:
    """Tell whether the rows of a plain list fit beside each other with enough left of their texts."""
    if table.stub is not None or not options.width:
        return True
    strips = [
        _strip(column, [column.name], _cells(table, place, options.cell_width), numeric=is_numeric(column))
        for place, column in enumerate(table.columns)
    ]
    return _total(strips, _READABLE_TEXT) <= options.width


def _total(strips: Sequence[Strip], limit: int) -> int:
    """Return the cells that columns take side by side, no text wider than a limit."""
    gaps = 2 * (len(strips) - 1)
    return gaps + sum(one.width if one.numeric else min(one.width, limit) for one in strips)


def blocks(strips: Sequence[Strip], width: int) -> list[list[Strip]]:
    """Return the strips in blocks that fit into `width` cells (0: one block), none left out.

    Every block begins with the fixed strips and has at least one other.
    """
    fixed = [strip for strip in strips if strip.fixed]
    found = [[*fixed]]
    for strip in strips:
        if strip.fixed:
            continue
        taken = sum(one.width + _GAP_WIDTH for one in found[-1])
        if width and taken + strip.width > width and len(found[-1]) > len(fixed):
            found.append([*fixed])
        found[-1].append(strip)
    return found


def _stub(table: Table, name: str, options: Options, *, with_n: bool) -> Strip:
    cells = [_INDENT * row.level + shorten_lines(row.label, 0) for row in table.rows]
    if options.width:
        cells = [fit_within(cell, max(_NARROWEST_TEXT, options.width // 2)) for cell in cells]
    head = [shorten_lines(name, 0)]
    if with_n:
        head.append("")
    return _strip(Header(name), head, cells, numeric=False, fixed=True)


def _strip(
    header: Header, head: Sequence[str], cells: Sequence[str], *, numeric: bool, fixed: bool = False
) -> Strip:
    width = max(map(display_width, [*head, *cells]), default=0)
    return Strip(header, head, cells, width, numeric, fixed)


def _cells(table: Table, place: int, limit: int) -> list[str]:
    column = table.columns[place]
    marked = any(number == place for _, number in table.incomplete)
    cells = []
    for number, row in enumerate(table.values):
        value = row[place]
        text = shorten_lines(in_one_line(value, column), limit)
        if marked and is_numeric(column):
            so_far = (number, place) in table.incomplete and is_number(value)
            text += INCOMPLETE_MARK if so_far else " "
        cells.append(text)
    return cells


def shorten_lines(text: str, limit: int) -> str:
    """Return a text on one line, safe to show, in at most `limit` cells (0: any)."""
    if text.isascii() and text.isprintable() and (not limit or len(text) <= limit):
        return text
    if limit:
        return shorten(text, limit)
    return safe(" ".join(text.split()))


def _head(label: str, cells: Sequence[str], *, numeric: bool) -> list[str]:
    text = shorten_lines(label, 0)
    if not numeric:
        return [text]
    widest = max(map(display_width, cells), default=0)
    longest_word = max(map(display_width, text.split()), default=0)
    return wrapped(text, max(widest, _HEAD_WIDTH, min(longest_word, _LONGEST_HEAD_WORD)))


def _sharing_room(strips: Sequence[Strip], width: int) -> list[Strip]:
    """Cut the widest texts of a plain list until its columns fit into `width`, if they can."""
    limit = max((strip.width for strip in strips), default=0)
    while limit > _NARROWEST_TEXT and _total(strips, limit) > width:
        limit -= 1
    return [
        strip
        if strip.numeric or strip.width <= limit
        else _strip(
            strip.header,
            [fit_within(line, limit) for line in strip.head],
            [fit_words(cell, limit) for cell in strip.cells],
            numeric=False,
        )
        for strip in strips
    ]


def _with_room_for_groups(strips: list[Strip]) -> list[Strip]:
    """Widen the first column of a group whose name is wider than its columns together."""
    first = 0
    for place in range(1, len(strips) + 1):
        if place < len(strips) and strips[place].header.group == strips[first].header.group:
            continue
        group = strips[first].header.group
        if group is not None:
            run = strips[first:place]
            room = sum(strip.width for strip in run) + 2 * (len(run) - 1)
            lacking = min(cell_width(shorten_lines(group, 0)), 30) - room
            if lacking > 0:
                strips[first] = replace(strips[first], width=strips[first].width + lacking)
        first = place
    return strips
