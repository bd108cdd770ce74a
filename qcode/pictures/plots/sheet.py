"""The sheet that pictures are drawn on, measured in points from its upper left corner.

Sizes are worked out from the texts before anything is drawn, so that nothing overlaps and nothing is
scaled. Everything that is drawn is drawn through a `Sheet`: texts are never read as formulas.
"""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, Protocol

import matplotlib
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Polygon, Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Transform

from qcode.errors import UsageError
from qcode.model.tables import Table
from qcode.pictures.plots import fonts
from qcode.pictures.plots.looks import FAINT, INK, OUTLINES, PAPER
from qcode.pictures.shapes import title_of
from qcode.text.display import safe

MARGIN = 18.0
TITLE, SMALL = 12.0, 6.5
_LEAST_WIDTH = 380.0
_LARGEST = 14_000.0
"""Points; programs that read pictures refuse larger ones."""
_MOST_DOTS_ALONG, _MOST_DOTS = 30_000, 80_000_000
_LINE = 1.3


Across = Literal["left", "center", "right"]
Down = Literal["top", "center", "baseline"]


class Body(Protocol):
    """A picture without what stands around it."""

    @property
    def width(self) -> float:
        """In points."""

    @property
    def height(self) -> float:
        """In points."""

    def paint(self, sheet: Sheet, left: float, top: float) -> None:
        """Draw it with its upper left corner there."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Paper of a size; x grows to the right and y downwards, in points."""

    figure: Figure
    points: Transform
    """From points on the sheet to dots of the picture."""

    def _put(self, artist: Artist) -> None:
        artist.set_transform(self.points)
        self.figure.add_artist(artist)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        across: Across = "left",
        down: Down = "center",
        colour: str = INK,
        bold: bool = False,
        turned: float = 0,
        halo: bool = False,
        above: int = 5,
    ) -> None:
        """Write a text; `across` (left, center, right) and `down` (top, center, bottom) say what is at x, y.

        With a `halo` the paper shows around it, so that it reads over lines.
        """
        if halo:
            wide, high = fonts.width(line(text), size, bold=bold) + 2, size
            self.box(x - wide / 2, y - high / 2, wide, high, PAPER, above=above)
        self._put(
            Text(
                x,
                y,
                line(text),
                color=colour,
                fontfamily=fonts.families(text),
                fontsize=size,
                fontweight="bold" if bold else "normal",
                horizontalalignment=across,
                verticalalignment="center_baseline" if down == "center" and not turned else down,
                rotation=turned,
                rotation_mode="anchor",
                parse_math=False,
                usetex=False,
                zorder=above,
            )
        )

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str,
        *,
        edge: str = "none",
        above: int = 1,
    ) -> None:
        """Draw a rectangle."""
        self._put(
            Rectangle((x, y), width, height, facecolor=fill, edgecolor=edge, linewidth=0.5, zorder=above)
        )

    def line(
        self,
        points: Sequence[tuple[float, float]],
        *,
        colour: str = INK,
        thick: float = 0.8,
        dashes: bool = False,
    ) -> None:
        """Draw a line through points."""
        self._put(
            Line2D(
                [x for x, _ in points],
                [y for _, y in points],
                color=colour,
                linewidth=thick,
                linestyle=(0, (3, 2)) if dashes else "-",
                solid_capstyle="butt",
                zorder=1,
            )
        )

    def disc(
        self, x: float, y: float, radius: float, fill: str, *, edge: str = PAPER, above: int = 3
    ) -> None:
        """Draw a disc."""
        self._put(Circle((x, y), radius, facecolor=fill, edgecolor=edge, linewidth=0.6, zorder=above))

    def shape(self, points: Sequence[tuple[float, float]], fill: str, *, edge: str = PAPER) -> None:
        """Draw a filled shape."""
        self._put(Polygon(points, closed=True, facecolor=fill, edgecolor=edge, linewidth=0.6, zorder=3))

    def mark(self, shape: str, x: float, y: float, radius: float, fill: str) -> None:
        """Draw one of `looks.SHAPES` around a place."""
        if shape == "disc":
            self.disc(x, y, radius, fill)
        else:
            self.shape([(x + radius * right, y - radius * up) for right, up in OUTLINES[shape]], fill)


def line(text: str) -> str:
    """Return a text on one line that any font can be asked for."""
    return safe(" ".join(text.split()))


def cut(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """Return a text on one line of at most `room` points, its end replaced by `…` where it is too long."""
    shown = line(text)
    if fonts.width(shown, size, bold=bold) <= room:
        return shown
    low, high = 0, len(shown)
    while low < high:
        middle = (low + high + 1) // 2
        if fonts.width(shown[:middle].rstrip() + "…", size, bold=bold) <= room:
            low = middle
        else:
            high = middle - 1
    return shown[:low].rstrip() + "…"


def folded(text: str, size: float, room: float, *, bold: bool = False, most: int = 200) -> list[str]:
    """Return a text in lines of at most `room` points; after `most` lines it is cut."""
    lines: list[str] = []
    current = ""
    for piece in _pieces(line(text)):
        if current and fonts.width((current + piece).rstrip(), size, bold=bold) > room:
            lines.append(current.rstrip())
            current = piece.lstrip()
        else:
            current += piece
    lines.append(current.rstrip())
    if len(lines) > most:
        lines[most - 1 :] = [cut(" ".join(lines[most - 1 :]), size, room, bold=bold)]
    return [cut(one, size, room, bold=bold) for one in lines]


def _pieces(text: str) -> Iterator[str]:
    """Yield what a line may be broken between: words with their blank, and wide characters by themselves."""
    word = ""
    for sign in text:
        if sign > "\u2e7f":
            if word:
                yield word
            word = ""
            yield sign
            continue
        word += sign
        if sign == " ":
            yield word
            word = ""
    if word:
        yield word


def as_svg(table: Table, body: Body) -> str:
    """Return a page with a picture as SVG, its texts as texts."""
    stream = io.BytesIO()
    with _settings():
        figure = _page(table, body)
        figure.savefig(
            stream, format="svg", metadata={"Date": None, "Creator": "qcode", "Title": line(table.title)}
        )
    return fonts.as_written(stream.getvalue().decode("utf-8"))


def as_png(table: Table, body: Body, dpi: int) -> bytes:
    """Return a page with a picture as PNG."""
    stream = io.BytesIO()
    with _settings():
        figure = _page(table, body)
        width, height = figure.get_size_inches()
        finest = int(min(_MOST_DOTS_ALONG / max(width, height), math.sqrt(_MOST_DOTS / (width * height))))
        figure.savefig(stream, format="png", dpi=max(1, min(dpi, finest)), metadata={"Software": "qcode"})
    return stream.getvalue()


@contextmanager
def _settings() -> Iterator[None]:
    """Draw with our settings alone, whatever the person's own or a notebook's are."""
    with warnings.catch_warnings(), matplotlib.rc_context():
        warnings.simplefilter("ignore")
        matplotlib.rcParams.update(
            {key: value for key, value in matplotlib.rcParamsDefault.items() if not key.startswith("backend")}
        )
        matplotlib.rcParams.update(
            {
                "font.family": list(fonts.installed()),
                "svg.fonttype": "none",
                "svg.hashsalt": "qcode",
                "text.parse_math": False,
                "text.usetex": False,
            }
        )
        with fonts.quiet():
            yield


def _page(table: Table, body: Body) -> Figure:
    """Return a picture between its title and its notes in small print."""
    inner = max(_LEAST_WIDTH, body.width)
    title = folded(title_of(table), TITLE, inner, bold=True, most=4) if table.title.strip() else []
    notes = folded(" ".join(table.notes), SMALL, inner)
    above = len(title) * TITLE * _LINE + (8 if title else 0)
    below = 10 + len(notes) * SMALL * _LINE if table.notes else 0
    width, height = inner + 2 * MARGIN, above + body.height + below + 2 * MARGIN
    if max(width, height) > _LARGEST:
        raise UsageError(
            f"The picture would be {max(width, height) / 2835:.0f} metres long.",
            "Show fewer rows or columns, or take the table itself: FILE.xlsx.",
        )
    figure = Figure(figsize=(width / 72, height / 72), facecolor=PAPER)
    FigureCanvasAgg(figure)
    sheet = Sheet(
        figure, Affine2D().scale(1 / 72, -1 / 72).translate(0, height / 72) + figure.dpi_scale_trans
    )
    y = MARGIN + TITLE * _LINE / 2
    for text in title:
        sheet.text(MARGIN, y, text, TITLE, bold=True)
        y += TITLE * _LINE
    body.paint(sheet, MARGIN, MARGIN + above)
    y = MARGIN + above + body.height + 10 + SMALL * _LINE / 2
    for text in notes if table.notes else ():
        sheet.text(MARGIN, y, text, SMALL, colour=FAINT)
        y += SMALL * _LINE
    return figure
