"""Maps in characters: points where they lie, with their names where there is room."""

from __future__ import annotations

from collections.abc import Iterator

from qcode.model.tables import Table
from qcode.pictures.shapes import Plane, Point, plane
from qcode.pictures.terminal.canvas import Canvas
from qcode.pictures.terminal.page import Page, line, listed, short
from qcode.text.widths import cell_width, fit_within

_MOST_NAME = 24


def lines(table: Table, page: Page) -> Iterator[str]:
    """Yield a plane of at most `page.height` rows; names without room are listed below by numbers."""
    one = plane(table)
    if not one.points:
        yield "There are no points."
        return
    height = page.height - 3
    canvas = Canvas(page.width, height, page)
    cells = _cells(one, page.width, height)
    zero = _cell(0.0, 0.0, one, page.width, height)
    canvas.across(zero[0], 0, page.width - 1)
    canvas.down(zero[1], 0, height - 1)
    sign_of = {kind: page.mark(number) for number, kind in enumerate(one.kinds)}
    for (row, column), point in zip(cells, one.points, strict=True):
        canvas.write(row, column, sign_of[point.kind])
    left_over: list[tuple[int, str]] = []
    for place in _farthest_first(one):
        name = fit_within(line(one.points[place].label), _MOST_NAME)
        if not _named(canvas, cells[place], name):
            left_over.append((place, name))
    for number, (place, _) in enumerate(left_over, 1):
        _named(canvas, cells[place], str(number))
    yield from canvas.lines()
    yield short(
        f"{page.sign('→', '->')} {line(one.across)}   {page.sign('↑', 'up:')} {line(one.up)}", page.width
    )
    yield from listed([f"{sign_of[kind]} {short(kind, _MOST_NAME)}" for kind in one.kinds], page.width)
    yield from listed(
        [f"{number} {sign_of[one.points[at].kind]} {name}" for number, (at, name) in enumerate(left_over, 1)],
        page.width,
    )


def _named(canvas: Canvas, cell: tuple[int, int], name: str) -> bool:
    """Write a name beside its point, where there is room; tell whether there was."""
    row, column = cell
    cells = cell_width(name)
    for down, across in (
        (0, 2),
        (0, -cells - 1),
        (-1, 1),
        (1, 1),
        (-1, -cells),
        (1, -cells),
        (-1, -cells // 2),
    ):
        start = column + across
        # One cell on both sides stays free, or two names would read as one.
        before, after = max(0, start - (down != 0)), min(canvas.width, start + cells + 1)
        if canvas.is_free(row + down, start, cells) and canvas.is_free(row + down, before, after - before):
            canvas.write(row + down, start, name)
            return True
    return False


def _cells(one: Plane, width: int, height: int) -> list[tuple[int, int]]:
    return [_cell(point.x, point.y, one, width, height) for point in one.points]


def _cell(x: float, y: float, one: Plane, width: int, height: int) -> tuple[int, int]:
    """Return row and column of a place; both axes have one scale, a cell being twice as high as wide."""
    xs, ys = ([*values, 0.0] for values in zip(*((point.x, point.y) for point in one.points), strict=True))
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    scale = min((width - 3) / wide if wide else 1e9, (height - 1) * 2 / high if high else 1e9)
    scale = 1.0 if scale >= 1e9 else scale
    column = (width - 1) / 2 + (x - (max(xs) + min(xs)) / 2) * scale
    row = (height - 1) / 2 - (y - (max(ys) + min(ys)) / 2) * scale / 2
    return min(height - 1, max(0, round(row))), min(width - 1, max(0, round(column)))


def _farthest_first(one: Plane) -> list[int]:
    """Return the points' places, those that say most first: kind by kind, the farthest out first."""
    kinds = {kind: place for place, kind in enumerate(one.kinds)}

    def rank(place: int) -> tuple[int, float]:
        point: Point = one.points[place]
        return kinds[point.kind], -(point.x**2 + point.y**2)

    return sorted(range(len(one.points)), key=rank)
