"""The order in which a page is read: its columns from left to right, each from top to bottom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from qcode.importers.pdf_pages.pages import Run
from qcode.importers.pdf_pages.rows import rows_of

_FEWEST = 4
"""Lines that each side of a gutter has at least."""
_GUTTER = 0.9
"""Least width of a gutter, of the font's size."""
_FILLED = 0.7
"""Share of a column's width that its lines fill; the cells of a table rarely do."""
_NARROWEST = 0.22
"""Width of a column, of both; a column of labels is narrower."""
_WIDEST = 0.2
"""Width of a gutter, of both columns."""
_BINS = 300
_MARGIN = 0.15
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Block:
    """Runs of a page that are read before the next block's."""

    runs: list[Run]
    column: str
    """Which column it is: empty for one as wide as the page, `L` and `R`, `RL` for the left half of `R`."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of one row without a gap as wide as a gutter."""

    runs: list[Run]
    left: float
    right: float
    row: int
    drawn: int
    """Its place in the order in which the page was drawn."""


def blocks_of(runs: Sequence[Run]) -> list[Block]:
    """Return the blocks of a page in the order in which they are read; runs `across` come last."""
    return [
        *_blocks([run for run in runs if not run.across]),
        *(Block([run], "across") for run in runs if run.across),
    ]


def _blocks(runs: Sequence[Run]) -> list[Block]:
    drawn = {id(run): place for place, run in enumerate(runs)}
    pieces: list[_Piece] = []
    for number, row in enumerate(rows_of(runs)):
        together = [row[0]]
        right = row[0].right
        for run in row[1:]:
            if run.left - right > _GUTTER * max(run.size, together[-1].size):
                pieces.append(_piece(together, number, drawn))
                together = []
            together.append(run)
            right = max(right, run.right)
        pieces.append(_piece(together, number, drawn))
    found: list[Block] = []
    for column, block in _split(pieces, "") if pieces else ():
        block_runs = [run for piece in block for run in piece.runs]
        if found and found[-1].column == column == "":
            found[-1].runs.extend(block_runs)
        else:
            found.append(Block(block_runs, column))
    return found


def _piece(runs: list[Run], row: int, drawn: dict[int, int]) -> _Piece:
    right = max(run.right for run in runs)
    return _Piece(runs, runs[0].left, right, row, min(drawn[id(run)] for run in runs))


def _split(pieces: list[_Piece], column: str) -> Iterator[tuple[str, list[_Piece]]]:
    """Yield the columns of an area, and what stands above, between and below them."""
    gutter = _gutter(pieces) if len(column) < _DEEPEST and len(pieces) >= 2 * _FEWEST else None
    if gutter is None:
        yield column, pieces
        return
    crossed = {piece.row for piece in pieces if piece.left < gutter < piece.right}
    for across, group in groupby(pieces, lambda piece: piece.row in crossed):
        band = list(group)
        left = [piece for piece in band if piece.right <= gutter]
        right = [piece for piece in band if piece.left >= gutter]
        if not across and _are_columns(left, right):
            yield from _split(left, column + "L")
            yield from _split(right, column + "R")
        else:
            yield column, band


def _gutter(pieces: Sequence[_Piece]) -> float | None:
    """Return the middle of the widest place that the fewest pieces cross, away from the edges."""
    start = min(piece.left for piece in pieces)
    width = max(piece.right for piece in pieces) - start
    if width <= 0:
        return None
    steps = [0] * (_BINS + 2)
    for piece in pieces:
        steps[int((piece.left - start) / width * _BINS)] += 1
        steps[int((piece.right - start) / width * _BINS) + 1] -= 1
    crossing: list[int] = []
    for step in steps[:_BINS]:
        crossing.append(step + (crossing[-1] if crossing else 0))
    inner = range(int(_MARGIN * _BINS), int((1 - _MARGIN) * _BINS))
    fewest = min(crossing[place] for place in inner)
    best = (0, 0)
    for free, group in groupby(inner, lambda place: crossing[place] == fewest):
        places = list(group)
        if free and len(places) > best[1] - best[0]:
            best = places[0], places[-1] + 1
    return start + (best[0] + best[1]) / 2 / _BINS * width


def _are_columns(left: Sequence[_Piece], right: Sequence[_Piece]) -> bool:
    """Tell whether two sides are columns of running text, rather than of a table or labels and speech.

    Programs draw one column after the other, but a table row by row; where lines were drawn straight
    across, columns are told by lines that fill them.
    """
    rows = len({piece.row for piece in left}), len({piece.row for piece in right})
    if min(rows) < _FEWEST:
        return False
    widths = _width(left), _width(right)
    if min(widths) < _NARROWEST * sum(widths):
        return False
    sides = sorted([(piece.drawn, 0) for piece in left] + [(piece.drawn, 1) for piece in right])
    changes = sum(one[1] != other[1] for one, other in pairwise(sides))
    if changes <= max(1, min(rows) // 4):
        return True
    gap = min(piece.left for piece in right) - max(piece.right for piece in left)
    if min(rows) * 2 < max(rows) or gap > _WIDEST * sum(widths):
        return False
    return changes >= min(rows) and _filled(left, widths[0]) and _filled(right, widths[1])


def _width(side: Sequence[_Piece]) -> float:
    return max(piece.right for piece in side) - min(piece.left for piece in side)


def _filled(side: Sequence[_Piece], width: float) -> bool:
    return median(piece.right - piece.left for piece in side) >= _FILLED * width
