"""Pictures of tables: drawn with characters for the terminal, and as SVG and PNG.

`draw` needs nothing; `svg` and `png` need the extra `plots`. What a picture shows is all in its table,
so that the same table always gives the same picture, and can itself be written in the place of it.
"""

from __future__ import annotations

from dataclasses import replace

from qcode.errors import MissingExtraError, UsageError
from qcode.model.tables import Table
from qcode.pictures.kinds import KINDS, Kind, kind_of

__all__ = ["KINDS", "Kind", "MissingExtraError", "draw", "fonts_missing", "png", "svg"]

LEAST_WIDTH = 40


def draw(
    kind: str, table: Table, *, width: int = 80, height: int = 24, ascii: bool = False, notes: bool = True
) -> str:
    """Return a picture in characters: lines of at most `width` cells, without colour.

    `height` is how many rows a curve and a map take at most; `ascii` keeps to ASCII but for the
    texts themselves; without `notes` the title and the notes of the table are left out. Raises
    UsageError for an unknown kind and for a table of a shape that it cannot show.
    """
    from qcode.pictures.terminal.page import Page, printed

    page = Page(max(LEAST_WIDTH, width), max(8, height), ascii)
    return printed(_said(kind, table), kind_of(kind).terminal().lines(table, page), page, notes=notes)


def svg(kind: str, table: Table) -> str:
    """Return a picture as an SVG document whose texts are texts; the same table gives the same text.

    Raises UsageError as `draw` does, MissingExtraError without matplotlib.
    """
    from qcode.pictures.plots.sheet import as_svg

    return as_svg(_said(kind, table), kind_of(kind).plots().plot(table))


def png(kind: str, table: Table, *, dpi: int = 160) -> bytes:
    """Return a picture as a PNG file; the same table gives the same bytes on the same computer.

    Raises UsageError as `draw` does, MissingExtraError without matplotlib.
    """
    from qcode.pictures.plots.sheet import as_png

    if not 20 <= dpi <= 1200:
        raise UsageError(f"{dpi} dots per inch are not possible.", "Give 20 to 1200.")
    return as_png(_said(kind, table), kind_of(kind).plots().plot(table), dpi)


def _said(kind: str, table: Table) -> Table:
    """Return a table with those of its notes that hold for the picture."""
    unsaid = kind_of(kind).unsaid
    return replace(table, notes=[note for note in table.notes if note != unsaid])


def fonts_missing(table: Table) -> str:
    """Return a sentence where a PNG of the table would lack characters of its texts, else nothing.

    Raises MissingExtraError without matplotlib.
    """
    from qcode.pictures.plots.fonts import missing_for

    return missing_for(table)
