"""The page that pictures in characters are drawn on: its width, its signs, and what stands around."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from qcode.model.tables import Table
from qcode.pictures.shapes import title_of
from qcode.text.display import safe
from qcode.text.prose import wrapped
from qcode.text.widths import cell_width, fit, fit_within

_PROSE_WIDTH = 100
_SHADES = "░▒▓█"
_ASCII_SHADES = ".:*#"
_MARKS, _ASCII_MARKS = "●▲■◆▼○△□", "o^#*v@&%"


@dataclass(frozen=True, slots=True)
class Page:
    """How much room there is, and which signs may be used."""

    width: int
    """Cells."""
    height: int
    """Rows, for pictures that could be of any height."""
    ascii: bool

    @property
    def shades(self) -> str:
        """Four signs from light to dark."""
        return _ASCII_SHADES if self.ascii else _SHADES

    def mark(self, number: int) -> str:
        """Return the sign of a kind by its number."""
        marks = _ASCII_MARKS if self.ascii else _MARKS
        return marks[number % len(marks)]

    def sign(self, usual: str, plain: str) -> str:
        """Return a sign, or what stands for it in ASCII."""
        return plain if self.ascii else usual

    def bar(self, share: float, cells: int) -> str:
        """Return a bar for a share of 1, of at most `cells` cells, in eighths of a cell where they are."""
        eighths = round(max(0.0, min(1.0, share)) * cells * 8)
        if share > 0:
            eighths = max(1, eighths)
        if self.ascii:
            return "#" * max(round(eighths / 8), int(share > 0))
        whole, rest = divmod(eighths, 8)
        return "█" * whole + (" ▏▎▍▌▋▊▉"[rest] if rest else "")


def printed(table: Table, body: Iterable[str], page: Page, *, notes: bool) -> str:
    """Return the lines of a picture below the table's title, with its notes below."""
    return "\n".join(line.rstrip() for line in _all_lines(table, body, page, notes=notes)) + "\n"


def _all_lines(table: Table, body: Iterable[str], page: Page, *, notes: bool) -> Iterator[str]:
    prose = min(_PROSE_WIDTH, page.width)
    if notes and table.title:
        yield from wrapped(safe(title_of(table)), prose, "  ")
        yield ""
    yield from body
    if notes and table.notes:
        yield ""
        for note in table.notes:
            yield from wrapped(line(note), prose, "  ")


def line(text: str) -> str:
    """Return a text on one line, safe to show."""
    return safe(" ".join(text.split()))


def label(text: str, width: int) -> str:
    """Return a text on one line in exactly `width` cells."""
    return fit(line(text), width)


def short(text: str, width: int) -> str:
    """Return a text on one line in at most `width` cells."""
    return fit_within(line(text), width)


def listed(items: Sequence[str], width: int) -> Iterator[str]:
    """Yield items beside each other in columns, none of them broken."""
    if not items:
        return
    each = max(map(cell_width, items)) + 2
    beside = max(1, (width + 2) // each)
    for first in range(0, len(items), beside):
        yield "".join(fit(item, each) for item in items[first : first + beside]).rstrip()
