"""Plain aligned text without colour: for pipes, for screen readers, for an e-mail.

The one format that may cut: a long text in a cell ends in `…`; the other formats have it whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from qcode.exporters.options import Options
from qcode.exporters.strips import Strip, blocks, reads_as_list, strips_of
from qcode.model.tables import Header, Table
from qcode.text.cells import group_runs, heading, in_one_line, legend
from qcode.text.display import safe
from qcode.text.prose import aligned, wrapped
from qcode.text.widths import cell_width, fit_within

_PROSE_WIDTH = 100
_GAP = "  "
_TOTAL_GAP = " | "


def pieces(table: Table, options: Options) -> Iterator[str]:
    """Yield the lines of a table, each with its line end."""
    prose = min(_PROSE_WIDTH, options.width) if options.width else _PROSE_WIDTH
    for line in _lines(table, options, prose):
        yield line.rstrip() + "\n"


def _lines(table: Table, options: Options, prose: int) -> Iterator[str]:
    if table.title:
        yield from wrapped(_one_line(table.title), prose, _GAP)
        yield ""
    if reads_as_list(table, options):
        for number, block in enumerate(blocks(strips_of(table, options), options.width)):
            if number:
                yield ""
            yield from _block(block, table.rows)
    else:
        yield from _cards(table, options.width)
    marks = legend(table)
    if marks or table.notes:
        yield ""
    for text in [*marks, *table.notes]:
        yield from wrapped(_one_line(text), prose, _GAP)


def _one_line(text: str) -> str:
    return safe(" ".join(text.split()))


def _cards(table: Table, width: int) -> Iterator[str]:
    """Yield the rows of a list that is too wide as cards: a line for each column that says something."""
    names = [_one_line(column.name) for column in table.columns]
    margin = min(max(map(cell_width, names), default=0), width // 3)
    for number, row in enumerate(table.values):
        if number:
            yield ""
        for name, value, column in zip(names, row, table.columns, strict=True):
            text = _one_line(in_one_line(value, column))
            if text:
                first, *others = wrapped(text, width - margin - len(_GAP))
                yield aligned(fit_within(name, margin), margin, right=False) + _GAP + first
                yield from (" " * (margin + len(_GAP)) + line for line in others)


def _block(block: Sequence[Strip], rows: Sequence[Header]) -> Iterator[str]:
    yield from _head(block)
    rule = _rule(block)
    yield rule
    before: Header | None = None
    for place, row in enumerate(rows):
        if before is not None and row.total != before.total:
            yield rule
        above = heading(row, before)
        if above is not None:
            yield fit_within(_one_line(above), max(cell_width(rule), 20))
        elif row.group is not None and before is not None and row.group != before.group:
            yield ""
        yield _joined(
            block,
            [aligned(strip.cells[place], strip.width, right=strip.numeric) for strip in block],
        )
        before = row


def _head(block: Sequence[Strip]) -> Iterator[str]:
    groups = list(group_runs([strip.header for strip in block]))
    if groups:
        yield _group_line(block, groups)
    height = max(len(strip.head) for strip in block)
    for line in range(height):
        parts = []
        for strip in block:
            empty = height - len(strip.head)
            text = strip.head[line - empty] if line >= empty else ""
            parts.append(aligned(text, strip.width, right=strip.numeric))
        yield _joined(block, parts)


def _group_line(block: Sequence[Strip], groups: Sequence[tuple[int, int, str]]) -> str:
    line = ""
    for first, end, group in groups:
        start = sum(_gap_width(block, place) + block[place].width for place in range(first))
        start += _gap_width(block, first)
        room = sum(_gap_width(block, place) + block[place].width for place in range(first, end))
        line = aligned(line, start, right=False)
        line += fit_within(_one_line(group), room - _gap_width(block, first))
    return line


def _rule(block: Sequence[Strip]) -> str:
    return _joined(block, ["-" * strip.width for strip in block]).replace(_TOTAL_GAP, "-+-")


def _joined(block: Sequence[Strip], parts: Sequence[str]) -> str:
    line = parts[0] if parts else ""
    for (before, strip), part in zip(pairwise(block), parts[1:], strict=True):
        line += (_TOTAL_GAP if _is_set_apart(before, strip) else _GAP) + part
    return line


def _is_set_apart(before: Strip, strip: Strip) -> bool:
    return strip.header.total and not before.header.total


def _gap_width(block: Sequence[Strip], place: int) -> int:
    if place == 0:
        return 0
    return len(_TOTAL_GAP if _is_set_apart(block[place - 1], block[place]) else _GAP)
