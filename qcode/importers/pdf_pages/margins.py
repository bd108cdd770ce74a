"""Running heads and feet and page numbers, known by coming again at the same place of other pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from qcode.importers.pdf_pages.pages import Page, Run
from qcode.importers.pdf_pages.rows import line_of, rows_of

_DEEP = 3
"""Rows at the top and at the bottom of a page that may be heads or feet."""
_GRID = 6.0
_MOST_PAGES = 0.45
"""Share of the pages on which a row comes again that nothing sets off from the text."""
_TOP, _BOTTOM, _ASIDE = range(3)
_DIGITS = re.compile(r"\d{1,6}")
_BLANKS = re.compile(r"\s+")
_ROMAN = re.compile(r"[ivxl]{1,7}", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?:p\.?|page|seite|第|-|–|—|―|－|‐|\[|\(|／|/|\|| |#|of|頁|ページ|-|\]|\)|の)*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Margins:
    """What was left out of the pages."""

    pages: list[Page | None]
    heads: int
    numbers: int


@dataclass(frozen=True, slots=True)
class _Edge:
    """A row near the upper or lower edge of a page."""

    row: list[Run]
    keys: tuple[str, ...]
    """Its text, and its text with one number as far as it is ahead of the count of pages."""
    is_number: bool
    """Whether it is the page's number, alone or in words that say so."""
    place: tuple[int, int]
    """Which edge, and how far from it, in steps of a grid."""
    apart: bool
    """Whether it is set off from the row further inside, by a gap or by its size."""


def without_margins(pages: Sequence[Page | None]) -> Margins:
    """Return the pages without running heads, feet and page numbers, and how many of each there were.

    A row near an edge is one where the same words stand at the same height of another page, but for a
    number that counts the pages, and that height is a place of such rows rather than of ever new ones.
    Inside of a row that stays, all stay.
    """
    edges = [list(_edges(page, at)) if page is not None else [] for at, page in enumerate(pages)]
    places = _Places(edges)
    heads = numbers = 0
    kept: list[Page | None] = []
    for page, page_edges in zip(pages, edges, strict=True):
        gone: set[int] = set()
        closed: set[int] = set()
        for edge in page_edges:
            side = edge.place[0]
            if side in closed or not places.has_margin(edge):
                closed.update({side} - {_ASIDE})
            elif id(edge.row[0]) not in gone:
                gone.update(map(id, edge.row))
                numbers += edge.is_number
                heads += not edge.is_number
        if page is not None and gone:
            page = replace(page, runs=tuple(run for run in page.runs if id(run) not in gone))
        kept.append(page)
    return Margins(kept, heads, numbers)


class _Places:
    """What stands where near the edges of all pages."""

    def __init__(self, edges: Sequence[Sequence[_Edge]]) -> None:
        self._pages = sum(bool(page_edges) for page_edges in edges)
        self._seen: dict[str, Counter[tuple[int, int]]] = defaultdict(Counter)
        for page_edges in edges:
            for key, place in {(key, edge.place) for edge in page_edges for key in edge.keys}:
                self._seen[key][place] += 1
        self._all: Counter[tuple[int, int]] = Counter()
        self._again: Counter[tuple[int, int]] = Counter()
        for page_edges in edges:
            for edge in page_edges:
                self._all[edge.place] += 1
                self._again[edge.place] += self._count(edge) > 1

    def has_margin(self, edge: _Edge) -> bool:
        """Tell whether a row is a running head, a foot or a page's number."""
        if self._pages <= 1:
            return edge.apart and edge.is_number
        count = self._count(edge)
        if count < 2 or _near(self._again, edge.place) * 2 < _near(self._all, edge.place):
            return False
        return edge.apart or count > _MOST_PAGES * self._pages

    def _count(self, edge: _Edge) -> int:
        """Return on how many pages the words of a row stand at its place."""
        return max(_near(self._seen[key], edge.place) for key in edge.keys)


def _near(counted: Counter[tuple[int, int]], place: tuple[int, int]) -> int:
    side, height = place
    return sum(counted[side, near] for near in (height - 1, height, height + 1))


def _edges(page: Page, number: int) -> Iterator[_Edge]:
    """Yield the rows at the top from above, those at the bottom from below, and what stands aside."""
    for run in page.runs:
        if run.across:
            yield _edge([run], number, (_ASIDE, round(run.left / _GRID)), apart=True)
    if page.vertical:
        return
    rows = rows_of(page.runs)
    if not rows:
        return
    bases = [max(run.base for run in row) for row in rows]
    sizes = [max(run.size for run in row) for row in rows]
    gaps = [after - before for before, after in pairwise(bases)]
    usual = median(gaps) if gaps else 0.0
    for side, inward in ((_TOP, 1), (_BOTTOM, -1)):
        for place in range(len(rows))[::inward][:_DEEP]:
            inner = place + inward
            if not 0 <= inner < len(rows):
                continue
            apart = (
                abs(bases[inner] - bases[place]) > 1.25 * usual
                or abs(sizes[inner] - sizes[place]) > 0.05 * sizes[inner]
            )
            height = bases[place] if side == _TOP else page.height - bases[place]
            yield _edge(rows[place], number, (side, round(height / _GRID)), apart=apart)


def _edge(row: list[Run], page: int, place: tuple[int, int], *, apart: bool) -> _Edge:
    text = _BLANKS.sub(" ", line_of(row, 0, "").text).strip().casefold()
    is_number = any(map(str.isdecimal, text)) and _NUMBER.fullmatch(_DIGITS.sub("#", text)) is not None
    if _ROMAN.fullmatch(text):
        return _Edge(row, ("#",), True, place, apart)
    found = list(_DIGITS.finditer(text))
    counting = (
        f"{text[: number.start()]}#{int(number[0]) - page}{text[number.end() :]}"
        for number in {*found[:2], *found[-2:]}
    )
    return _Edge(row, (text, *counting), is_number, place, apart)
