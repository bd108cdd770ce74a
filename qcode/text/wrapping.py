"""Soft wrapping of Japanese and English text, exact to the terminal cell."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from qcode.text.graphemes import Graphemes

NEVER_FIRST = frozenset(
    "、。，．,.・：；:;！？!?‼⁇⁈⁉゛゜ヽヾゝゞ々ー〜～‐–゠…‥％%℃°′″”’»"
    "）」』】〕〉》〗〙｝］｠)]}｣｡､･ｰﾞﾟ"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿｧｨｩｪｫｬｭｮｯ"
)
"""Characters that no row begins with: closing marks, small kana, marks that belong to what is before."""
NEVER_LAST = frozenset("（「『【〔〈《〖〘｛［｟([{｢“‘«＃￥＄")
"""Characters that no row ends with: opening marks, signs that belong to what follows."""
BLANKS = frozenset(" \t\u3000")
"""What may hang over the end of a row."""


def wrap(graphemes: Graphemes, start: int, end: int, columns: int) -> tuple[int, ...]:
    """Return where the rows after the first begin when one line, `[start, end)`, is wrapped.

    A row takes as many graphemes as fit into `columns` cells; then it ends after the last blank, or
    between two characters of which one is wide, but never before `NEVER_FIRST` nor after
    `NEVER_LAST`; failing all, it is cut where it is full. Blanks at its end hang over: they belong to
    the row and take no cells of it. `columns` is 2 or more.
    """
    if end - start <= columns >> 1:
        return ()
    cells = graphemes.cells
    if cells.count(1, start, end) == end - start:
        return _wrap_narrow(graphemes, start, end, columns)
    rows: list[int] = []
    at = start
    while (full := _full(cells, at, end, columns)) < end:
        at = _row_end(graphemes, at, full, end)
        if at >= end:
            break
        rows.append(at)
    return tuple(rows)


def _wrap_narrow(graphemes: Graphemes, start: int, end: int, columns: int) -> tuple[int, ...]:
    """Wrap a line all of whose characters take one cell."""
    text, cells = graphemes.text, graphemes.cells
    rows: list[int] = []
    at = start
    while at + columns < end:
        full = at + columns
        if text[full] in BLANKS:
            edge = _skip_blanks(cells, text, full, end)
        else:
            edge = max(text.rfind(" ", at, full), text.rfind("\t", at, full)) + 1
            edge = edge if edge > at else full
        if edge >= end:
            break
        rows.append(edge)
        at = edge
    return tuple(rows)


def _full(cells: bytes, at: int, end: int, columns: int) -> int:
    """Return where a row that begins at `at` is full, or `end` where all the rest fits."""
    half = min(columns >> 1, end - at)
    full = at + half
    wide = cells.count(2, at, full) == half
    room = columns - (2 * half if wide else sum(cells[at:full]))
    while room > 0 and full < end:
        sums = list(accumulate(cells[full : min(end, full + room)]))
        taken = bisect_right(sums, room)
        full += taken
        if taken < len(sums):
            break
        room -= sums[-1]
    while full < end and not cells[full]:
        full += 1
    return full


def _row_end(graphemes: Graphemes, at: int, full: int, end: int) -> int:
    """Return where a row ends that begins at `at` and is full at `full`."""
    text, cells = graphemes.text, graphemes.cells
    if text[full] in BLANKS:
        return _skip_blanks(cells, text, full, end)
    edge = full
    while edge > at:
        before = edge - 1
        while before > at and not cells[before]:
            before -= 1
        sign, last = text[edge], text[before]
        if last in BLANKS:
            return edge
        if (
            (cells[edge] == 2 or cells[before] == 2)
            and sign not in NEVER_FIRST
            and last not in NEVER_LAST
            and sign not in BLANKS
        ):
            return edge
        edge = before
    return full if full > at else min(end, graphemes.after(at))


def _skip_blanks(cells: bytes, text: str, at: int, end: int) -> int:
    while at < end and (text[at] in BLANKS or not cells[at]):
        at += 1
    return at
