"""The sheet of a plain list, such as coded segments: a table that other programs read back.

Names of columns in the first line, nothing above, nothing below; title and notes have a sheet of
their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from qcode.exporters.xlsx.parts import Cell, Line, Listed, Run, Sheet
from qcode.exporters.xlsx.printing import set_up_printing
from qcode.exporters.xlsx.sizes import column_widths, height, row_heights
from qcode.exporters.xlsx.styles import HEAD_FILL, MUTED, NUMBER_FORMATS, RULE, Styles
from qcode.model.tables import CellValue, Column, Missing, Table
from qcode.text.cells import is_number, is_numeric, legend, names, shown
from qcode.text.formulas import FORMULA_OPENINGS, defuse

NOTES_NAME = "Notes"
WIDE_TEXTS = {"quote": 70.0, "memo": 30.0}
"""Columns of texts that are read rather than looked up, and how wide they are."""
_NOTES_WIDTH = 100


class ColumnStyles:
    """How the values of one column of a list look; `text` and `number` are numbers of styles."""

    def __init__(self, column: Column, styles: Styles) -> None:
        numeric = is_numeric(column)
        self._format = column.format
        # Indented, so that a number does not run into the text of the next column.
        self.number = styles.number(
            num_format=NUMBER_FORMATS.get(column.format, "General"), align="right", indent=1
        )
        self._mark = styles.number(align="right", indent=1, font_color=MUTED)
        self.text = styles.number(text_wrap=not numeric)
        self._guarded = styles.number(text_wrap=not numeric, quote_prefix=True)

    def cell(self, value: CellValue) -> Cell | None:
        """Return a value with its style, None for nothing."""
        if isinstance(value, str):
            if not value:
                return None
            loaded = value[0] in FORMULA_OPENINGS and defuse(value) != value
            return value, self._guarded if loaded else self.text
        if is_number(value):
            return value, self.number  # type: ignore[return-value]
        if isinstance(value, Missing):
            return shown(value, self._format), self._mark
        return None


def head_style(column: Column, styles: Styles) -> int:
    """Return the style of a column's head: over numbers it stands where they do."""
    side: dict[str, Any] = {"align": "right", "indent": 1} if is_numeric(column) else {}
    return styles.number(bold=True, bg_color=HEAD_FILL, bottom=1, bottom_color=RULE, **side)


class ListSheet:
    """A list without row headers, one item a line."""

    def __init__(self, table: Table, styles: Styles) -> None:
        self._table = table
        self._names = names(table)
        self._heads = [head_style(column, styles) for column in table.columns]
        self._columns = [ColumnStyles(column, styles) for column in table.columns]
        self._widths = column_widths(table, self._names, WIDE_TEXTS)

    def declare(self, worksheet: Any) -> None:
        """Set everything but the cells."""
        for place, width in enumerate(self._widths):
            worksheet.set_column(place, place, width)
        worksheet.freeze_panes(1, 0)
        if self._names:
            worksheet.autofilter(0, 0, len(self._table.values), len(self._names) - 1)
        worksheet.repeat_rows(0)
        set_up_printing(worksheet)

    def sheet(self) -> Sheet:
        """Return the cells."""
        values = self._table.values
        listed = Listed(values, list(enumerate(self._columns)), row_heights(values, self._widths))
        head = Line(list(zip(self._names, self._heads, strict=True)))
        return Sheet([head, Run(range(len(values)))], len(values) + 1, len(self._names), listed)


class NotesSheet:
    """Title and notes of a list."""

    def __init__(self, table: Table, styles: Styles, notes: Sequence[str]) -> None:
        self._title = table.title
        self._notes = [*legend(table), *table.notes, *notes]
        self._bold = styles.number(bold=True, font_size=14)
        self._text = styles.number(text_wrap=True)

    def declare(self, worksheet: Any) -> None:
        """Set everything but the cells."""
        worksheet.set_column(0, 0, _NOTES_WIDTH)
        worksheet.hide_gridlines(2)
        set_up_printing(worksheet)

    def sheet(self) -> Sheet:
        """Return the cells."""
        return Sheet(self._lines(), len(self._notes) + 2, 1)

    def _lines(self) -> Iterator[Line]:
        yield Line([(self._title, self._bold)], 22.0)
        yield Line([])
        for note in self._notes:
            yield Line([(note, self._text)], height(note, _NOTES_WIDTH))
