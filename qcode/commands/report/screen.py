"""A report on a terminal, to be read there: its tables and pictures as other commands show them."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import replace

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.style import Style as Look
from rich.table import Table as Grid
from rich.text import Text

from qcode.commands.output import show_on_terminal as show_table
from qcode.exporters import write
from qcode.exporters.reports.numbering import Captions
from qcode.exporters.reports.passages import codings_said, heading_of
from qcode.model.reports import (
    Block,
    Figure,
    Heading,
    Listing,
    Paragraph,
    Passage,
    Quotation,
    Report,
    Run,
    Style,
    Words,
)
from qcode.model.tables import Header, Table
from qcode.pictures import draw
from qcode.text.cells import INCOMPLETE_MARK, heading, in_one_line, is_number, is_numeric, legend, shown
from qcode.text.display import safe
from qcode.text.widths import ELLIPSIS

_PROSE_WIDTH = 100
_INDENT, _NUMBER_WIDTH = 4, 12
_COLOUR = re.compile("#[0-9a-fA-F]{6}")
_LOOKS = {
    Style.PLAIN: Look(),
    Style.STRONG: Look(bold=True),
    Style.EMPHASIS: Look(italic=True),
    Style.FAINT: Look(dim=True),
}


def show_on_terminal(report: Report) -> None:
    """Print a report, no wider than the terminal; nothing in it is read as markup or obeyed."""
    page = _Page(Console(highlight=False, markup=False, emoji=False))
    page.say(_said(report.title, "bold underline"))
    for block in report.blocks:
        page.skip()
        page.show(block)
    if report.notes:
        page.skip()
        page.say(_said("Notes", "bold"))
        page.points(report.notes, "dim")


class _Page:
    """The terminal, and how many tables and figures stand on it."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._captions = Captions()

    def skip(self) -> None:
        """Leave a line free."""
        self._console.print()

    def say(self, words: Text, indent: int = 0) -> None:
        """Print words in lines of a width that reads well."""
        width = min(_PROSE_WIDTH, self._console.width)
        self._console.print(Padding(words, (0, 0, 0, indent), expand=False), width=width)

    def points(self, items: Sequence[Words], look: str = "") -> None:
        """Print a list."""
        for item in items:
            width = min(_PROSE_WIDTH, self._console.width)
            lines = _said(item, look).wrap(self._console, max(8, width - 2))
            for place, line in enumerate(lines):
                self._console.print(Text("  " if place else "- ") + line, soft_wrap=True)

    def show(self, block: Block) -> None:
        """Print a block of a report."""
        match block:
            case Heading(text, level):
                self.say(_said(text, "bold underline" if level == 1 else "bold"))
            case Paragraph(words):
                self.say(_said(words))
            case Listing(items):
                self.points(items)
            case Quotation():
                self._quotation(block)
            case Table():
                self._table(replace(block, title=self._captions.of_table(block.title)))
            case Figure(kind, table, caption):
                self._figure(kind, table, self._captions.of_figure(caption or table.title))
            case Passage():
                self._passage(block)

    def _table(self, table: Table) -> None:
        """Print a table as other commands do; where texts would be cut, in lines in their cells."""
        if not _is_cut(table, self._console.width):
            show_table(table)
            return
        self.say(_said(table.title, "bold"))
        self.skip()
        self._console.print(_grid(table))
        notes = [*legend(table), *table.notes]
        if notes:
            self.skip()
        for note in notes:
            self.say(_said(note, "dim"))

    def _figure(self, kind: str, table: Table, caption: str) -> None:
        drawn = draw(kind, replace(table, title=caption), width=self._console.width)
        self._console.print(Text(drawn.rstrip("\n"), no_wrap=True, overflow="ignore"), soft_wrap=True)

    def _quotation(self, one: Quotation) -> None:
        reference = f" ({one.reference})" if one.reference else ""
        self.say(_said(one.text) + _said(reference, "dim"), _INDENT)
        if one.translation:
            self.say(_said(one.translation, "italic"), _INDENT)
        if one.memo:
            self.say(_said(f"Memo: {one.memo}", "dim"), _INDENT)

    def _passage(self, one: Passage) -> None:
        head = heading_of(one)
        if head:
            self.say(_said(head, "bold"))
        self.say(_said(one.text, "" if one.counted else "dim"), _INDENT)
        for said in codings_said(one):
            self.say(_said(f"[{said}]", "dim"), _INDENT)


def _is_cut(table: Table, width: int) -> bool:
    """Tell whether texts of a table without groups of columns have too little room in lines of their own."""
    if any(column.group is not None for column in table.columns):
        return False
    page = io.StringIO()
    write(replace(table, title="", notes=()), page, "table", width=width)
    own = sum(
        in_one_line(value, column).count(ELLIPSIS)
        for row in table.values
        for value, column in zip(row, table.columns, strict=True)
    )
    return page.getvalue().count(ELLIPSIS) > own + sum(row.label.count(ELLIPSIS) for row in table.rows)


def _grid(table: Table) -> Grid:
    """Return a table whose texts go on in the lines below."""
    grid = Grid(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
    stub = table.stub is not None
    if table.stub is not None:
        grid.add_column(_said(table.stub), overflow="fold")
    for column in table.columns:
        n = "" if column.n is None else f"\nN={column.n}"
        name = _said((column.label if stub else column.name) + n)
        if is_numeric(column):
            grid.add_column(name, overflow="fold", justify="right", max_width=_NUMBER_WIDTH)
        else:
            grid.add_column(name, overflow="fold")
    before: Header | None = None
    for at, row in enumerate(table.rows):
        above = heading(row, before) if stub else None
        if above is not None:
            grid.add_row(_said(above, "bold"))
        before = row
        cells = [_said("  " * row.level + row.label)] if stub else []
        for place, column in enumerate(table.columns):
            value = table.values[at][place]
            mark = INCOMPLETE_MARK if (at, place) in table.incomplete and is_number(value) else ""
            cells.append(_said(shown(value, column.format) + mark))
        grid.add_row(*cells)
    return grid


def _said(words: Words, look: str = "") -> Text:
    """Return words in their styles, safe to show; their line ends are kept."""
    runs = (Run(words),) if isinstance(words, str) else words
    text = Text(style=look)
    for run in runs:
        style = _LOOKS[run.style]
        if _COLOUR.fullmatch(run.colour):
            style += Look(color=run.colour)
        text.append(safe(run.text, keep_newlines=True), style)
    return text
