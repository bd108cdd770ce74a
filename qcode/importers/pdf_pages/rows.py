"""From runs to rows: which characters stand on one line, and what their gaps mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from qcode.importers.pdf_pages.pages import Line, Run
from qcode.text.scripts import HIRAGANA, KATAKANA, is_cjk

WIDE_GAP = 2.2
"""Of the font's size: a gap between columns of a table, or after a label that stands by itself."""
_RAISED = 0.45
_READING = 0.62
_KANA = re.compile(f"[{HIRAGANA}{KATAKANA}ー・ \u3000]+")


def rows_of(runs: Iterable[Run]) -> list[list[Run]]:
    """Return the runs of each line, both in reading order; raised and lowered ones with their line.

    Blanks before and after a line are left out.
    """
    rows: list[list[Run]] = []
    base = size = 0.0
    for run in sorted(runs, key=lambda run: (run.base, run.left)):
        if not rows or run.base - base > _RAISED * max(size, run.size):
            rows.append([])
            size = 0.0
        rows[-1].append(run)
        if run.size > size:
            base, size = run.base, run.size
    for row in rows:
        row.sort(key=lambda run: run.left)
        while row and row[0].text.isspace():
            del row[0]
        while row and row[-1].text.isspace():
            del row[-1]
    return [row for row in rows if row]


def without_readings(rows: Sequence[list[Run]]) -> tuple[list[list[Run]], int]:
    """Return rows without the small kana (ruby) above others, and how many such readings there were."""
    kept: list[list[Run]] = []
    readings = 0
    for place, row in enumerate(rows):
        below = rows[place + 1] if place + 1 < len(rows) else None
        if below is not None and _is_reading(row, below):
            readings += 1 + sum(right.left - left.right > left.size for left, right in pairwise(row))
        else:
            kept.append(row)
    return kept, readings


def _is_reading(row: Sequence[Run], below: Sequence[Run]) -> bool:
    size = max(run.size for run in below)
    return (
        max(run.size for run in row) <= _READING * size
        and below[0].base - row[0].base < 1.4 * size
        and below[0].left - size <= row[0].left
        and row[-1].right <= below[-1].right + size
        and all(_KANA.fullmatch(run.text) for run in row)
    )


def line_of(row: Sequence[Run], page: int, column: str) -> Line:
    """Return a row as one line of text.

    A gap between Latin words is a blank, one between CJK characters an ideographic blank where it is
    as wide as a character; a gap wider than any blank is a TAB.
    """
    pieces: list[str] = []
    starts: list[float] = []
    weights: dict[float, int] = {}
    bases: dict[float, int] = {}
    last: Run | None = None
    end = ""
    for run in row:
        text = run.text
        if last is not None:
            between = _between(last, run, end, text[0])
            if between == "\t":
                pieces[-1] = pieces[-1].rstrip(" ")
                starts.append(run.left)
            pieces.append(between)
        pieces.append(text)
        end = text[-1]
        weights[run.size] = weights.get(run.size, 0) + len(text)
        bases[run.base] = bases.get(run.base, 0) + len(text)
        if last is None or run.right > last.right:
            last = run
    written = "".join(pieces)
    size = max(weights, key=weights.__getitem__)
    text = written.lstrip(" ")
    indent = (len(written) - len(text)) * 0.28 * size
    text = text.rstrip(" \u3000\t")
    base = max(bases, key=bases.__getitem__)
    right = last.right if last is not None else 0.0
    return Line(text, row[0].left + indent, right, base, size, page, tuple(starts), column)


def _between(left: Run, right: Run, end: str, begin: str) -> str:
    """Return what the gap between two runs stands for."""
    size = max(left.size, right.size)
    gap = right.left - left.right
    if gap > WIDE_GAP * size:
        return "\t"
    if end in " \u3000" or begin in " \u3000":
        return ""
    wide = is_cjk(end), is_cjk(begin)
    if all(wide):
        return "\u3000" if gap > 0.8 * size else ""
    if any(wide):
        # Programs set a quarter of a character between scripts; a blank is wider.
        return " " if gap > (0.29 if right.spaced else 0.45) * size else ""
    return " " if gap > (0.1 if right.spaced else 0.22) * size else ""
