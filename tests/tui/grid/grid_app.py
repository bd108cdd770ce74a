"""A grid alone on a screen, and what a test can ask of it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from textual.app import App, ComposeResult
from textual.pilot import Pilot

from qcode.tui.widgets.grid import Cell, Grid, GridColumn, Rows

Story = Callable[[Pilot[None], Grid], Awaitable[None]]


class GridApp(App[None]):
    """Shows one grid and keeps every message it posts, as `(name, ...)`."""

    def __init__(self, **options: Any) -> None:
        super().__init__()
        self.options = options
        self.heard: list[tuple[Any, ...]] = []

    def compose(self) -> ComposeResult:
        yield Grid(**self.options)

    def on_grid_moved(self, event: Grid.Moved) -> None:
        self.heard.append(("moved", event.row, event.column))

    def on_grid_chosen(self, event: Grid.Chosen) -> None:
        self.heard.append(("chosen", event.row, event.column))

    def on_grid_marked(self, event: Grid.Marked) -> None:
        self.heard.append(("marked", set(event.grid.marked)))

    def on_grid_head_clicked(self, event: Grid.HeadClicked) -> None:
        self.heard.append(("head", event.column))


def tell(story: Story, *, size: tuple[int, int] = (40, 8), **options: Any) -> GridApp:
    """Run a story on a grid of a given size; return the app for what was heard."""
    app = GridApp(**options)

    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            grid = app.query_one(Grid)
            grid.focus()
            await pilot.pause()
            await story(pilot, grid)

    asyncio.run(run())
    return app


def lines(grid: Grid) -> list[str]:
    """Return what stands on the grid's lines, blanks at their ends removed."""
    strips = [grid.render_line(y) for y in range(grid.size.height)]
    assert {strip.cell_length for strip in strips} == {grid.size.width}
    return [strip.text.rstrip() for strip in strips]


def numbered(count: int, columns: int = 1) -> Rows:
    """Return `count` rows of a name and some numbers; the key of a row is its name."""
    heads = [GridColumn("name"), *(GridColumn(f"c{place}", align="right") for place in range(1, columns))]
    rows: list[Sequence[Cell | str]] = [
        (f"row {row}", *(str(row * place) for place in range(1, columns))) for row in range(count)
    ]
    return Rows(heads, rows, [f"row {row}" for row in range(count)])
