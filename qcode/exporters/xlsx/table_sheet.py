"""The sheet of a table with row headers: a frequency table, a coded matrix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from qcode.exporters.page_runs import runs_of
from qcode.exporters.xlsx.parts import Cell, Line, Sheet
from qcode.exporters.xlsx.plan import Plan
from qcode.exporters.xlsx.printing import set_up_printing, set_up_printing_in_parts
from qcode.exporters.xlsx.sizes import (
    LINE_HEIGHT,
    STANDARD_WIDTH,
    column_widths,
    height,
    row_heights,
    widest,
)
from qcode.exporters.xlsx.styles import (
    HAIRLINE,
    HEAD_FILL,
    HEAT_HIGH,
    HEAT_LOW,
    LINK,
    MUTED,
    NUMBER_FORMATS,
    RULE,
    Styles,
)
from qcode.model.tables import Column, Format, Header, Missing, Table
from qcode.text.cells import group_runs, heading, is_number, is_numeric, legend, shown
from qcode.text.formulas import defuse

LINK_HINT = "Click a number to see the quotations behind it."
TEXTS_HINT = "The quotations behind these texts are on the sheet Quotations, in the same order."
_NOTES_WIDTH = 90.0
_WIDEST_GROUP = 30.0
_PAGE_WIDTH = 215.0
"""Characters that are still readable on one line of A4 across."""
_PART_WIDTH = 160.0
"""As many beside each other where there are several pages, which no program makes to fit by itself."""


class TableSheet:
    """Title, head, body, legend and notes of one table, and where each value stands."""

    def __init__(self, table: Table, plan: Plan | None, styles: Styles, notes: Sequence[str]) -> None:
        self._table = table
        self._plan = plan
        self._styles = styles
        self._stub = table.stub or ""
        self._with_row_n = any(row.n is not None for row in table.rows)
        self._with_column_n = any(column.n is not None for column in table.columns)
        self._notes = [*legend(table), *table.notes, *notes]
        self._left = 2 if self._with_row_n else 1
        self._head_top = 2
        self._labels_line = self._head_top + any(True for _ in group_runs(table.columns))
        self._body_top = self._labels_line + 1 + self._with_column_n
        self._lines_of_rows = self._place_rows()
        self._widths = self._column_widths()
        self._pages = self._place_pages()
        self._groups = [
            (page.start + first, page.start + end, group)
            for page in self._pages
            for first, end, group in group_runs(table.columns[page.start : page.stop])
        ]
        # The columns to the left stand on each page: what reaches over them would be cut on the second.
        self._words_from = 0 if len(self._pages) == 1 else self._left
        self._last_column = self._reach_of_notes()

    def address(self, row: int, column: int) -> str:
        """Return where a value stands: `C7`."""
        return str(xl_rowcol_to_cell(self._lines_of_rows[row], self._left + column))

    def declare(self, worksheet: Any, quotations: str) -> None:
        """Set everything but the cells; links lead to the sheet of that name."""
        for place, width in enumerate(self._widths):
            worksheet.set_column(place, place, width)
        worksheet.freeze_panes(self._body_top, self._left)
        worksheet.hide_gridlines(2)
        for first, end, _ in self._groups:
            if end - first > 1:
                span = (self._head_top, self._left + first, self._head_top, self._left + end - 1)
                worksheet.merge_range(*span, "", self._group_style())
        for line in range(self._notes_top, self._notes_top + len(self._notes)):
            if self._last_column > self._words_from:
                span = (line, self._words_from, line, self._last_column)
                worksheet.merge_range(*span, "", self._styles.format())
        self._declare_links(worksheet, quotations)
        self._declare_heat(worksheet)
        worksheet.repeat_rows(self._head_top, self._body_top - 1)
        worksheet.repeat_columns(0, self._left - 1)
        self._declare_pages(worksheet)

    def sheet(self) -> Sheet:
        """Return the cells."""
        columns = max(self._last_column + 1, len(self._widths))
        return Sheet(self._lines(), self._notes_top + len(self._notes), columns)

    @property
    def _notes_top(self) -> int:
        end = max(self._lines_of_rows, default=self._body_top - 1) + 1
        return end + 1

    def _place_rows(self) -> list[int]:
        lines = []
        line = self._body_top
        before: Header | None = None
        for row in self._table.rows:
            line += heading(row, before) is not None
            before = row
            lines.append(line)
            line += 1
        return lines

    def _column_widths(self) -> list[float]:
        labels = ["  " * row.level + row.label for row in self._table.rows]
        groups = [row.group or "" for row in self._table.rows]
        widths = [widest([*labels, *groups, self._stub], 12, 60)]
        if self._with_row_n:
            widths.append(6.0)
        columns = self._table.columns
        # A long head over narrow numbers is wrapped, so it is not what makes the column wide.
        heads = [column.label[:12] if is_numeric(column) else column.label for column in columns]
        most = {column.name: 14.0 if is_numeric(column) else 50.0 for column in columns}
        widths += column_widths(self._table, heads, most)
        for first, end, group in group_runs(columns):
            run = slice(self._left + first, self._left + end)
            lacking = max(widest(group.split(), most=_WIDEST_GROUP) - sum(widths[run]), 0)
            widths[run] = [width + lacking / (end - first) for width in widths[run]]
        return widths

    def _place_pages(self) -> list[range]:
        """Return the columns of the table that stand on each page, beside those to the left."""
        if sum(self._widths) <= _PAGE_WIDTH:
            return [range(len(self._table.columns))]
        free = _PART_WIDTH - sum(self._widths[: self._left])
        return runs_of(self._table.columns, self._widths[self._left :], free)

    def _declare_pages(self, worksheet: Any) -> None:
        if len(self._pages) == 1:
            set_up_printing(worksheet)
            return
        left = self._widths[: self._left]
        pages = [
            [*left, *self._widths[self._left + page.start : self._left + page.stop]] for page in self._pages
        ]
        breaks = [self._left + page.start for page in self._pages[1:]]
        set_up_printing_in_parts(worksheet, breaks, max(pages, key=sum))

    def _reach_of_notes(self) -> int:
        """Return the last column of the notes: on the first page, if there are several beside each other."""
        if len(self._pages) > 1:
            return self._left + self._pages[0].stop - 1
        reach = sum(self._widths)
        last = len(self._widths) - 1
        while reach < _NOTES_WIDTH:
            last += 1
            reach += STANDARD_WIDTH
        return last

    def _is_linked(self, row: int, column: int) -> bool:
        """Tell whether a value leads to its quotations.

        A text of several lines does not: LibreOffice would show a link on one line, cut.
        """
        if self._plan is None or (row, column) not in self._plan.block_of:
            return False
        value = self._table.values[row][column]
        return row_heights([[value]], [self._widths[self._left + column]]) == [None]

    def _hint(self) -> str | None:
        if self._plan is None or not self._plan.block_of:
            return None
        linked = any(self._is_linked(*place) for place in self._plan.block_of)
        return LINK_HINT if linked else TEXTS_HINT

    def _declare_links(self, worksheet: Any, quotations: str) -> None:
        if self._plan is None:
            return
        for (row, column), block in self._plan.block_of.items():
            if not self._is_linked(row, column):
                continue
            worksheet.write_url(
                self._lines_of_rows[row],
                self._left + column,
                f"internal:'{quotations}'!A{block.line + 1}",
                string="quotations",
                tip=f"{len(block.rows)} quotation{'s' * (len(block.rows) != 1)}",
            )

    def _declare_heat(self, worksheet: Any) -> None:
        """Shade numbers by their size: a matrix as a whole, columns of different measures each."""
        places = [place for place, column in enumerate(self._table.columns) if not column.of_row]
        columns = [self._table.columns[place] for place in places]
        shaded = [
            place
            for place, column in zip(places, columns, strict=True)
            if is_numeric(column) and not column.total
        ]
        is_matrix = any(column.uid for column in columns) or not any(
            column.key for column in columns if not column.total
        )
        runs = [shaded] if is_matrix else [[place] for place in shaded]
        rows = [row for row, header in enumerate(self._table.rows) if not header.total]
        for run in runs:
            ranges = [
                xl_range(top, self._left + first, bottom, self._left + last)
                for top, bottom in _runs([self._lines_of_rows[row] for row in rows])
                for first, last in _runs(run)
            ]
            if ranges:
                top_left = ranges[0]
                worksheet.conditional_format(
                    top_left,
                    {
                        "type": "2_color_scale",
                        "min_type": "num",
                        "min_value": 0,
                        "max_type": "max",
                        "min_color": HEAT_LOW,
                        "max_color": HEAT_HIGH,
                        "multi_range": " ".join(ranges),
                    },
                )

    def _group_style(self) -> Any:
        return self._styles.format(**_GROUP)

    def _lines(self) -> Iterator[Line]:
        number = self._styles.number
        title = self._table.title
        yield Line(self._words(title, number(bold=True, font_size=14)), 22.0)
        yield Line(self._words(self._hint(), number(font_color=MUTED, italic=True)))
        yield from self._head()
        before: Header | None = None
        for row, header in enumerate(self._table.rows):
            above = heading(header, before)
            if above is not None:
                yield self._group_line(above)
            ruled = header.total and (before is None or not before.total)
            yield Line(self._body(row, header, ruled), self._body_height(row, header))
            before = header
        yield Line([])
        reach = sum(self._widths[self._words_from : self._last_column + 1])
        reach += STANDARD_WIDTH * max(0, self._last_column + 1 - len(self._widths))
        for note in self._notes:
            yield Line(self._words(note, number(text_wrap=True, font_color=MUTED)), height(note, reach))

    def _words(self, text: str | None, style: int) -> list[Cell | None]:
        """Return the cells of a line of words above or below the table."""
        return [*[None] * self._words_from, (text, style)]

    def _head(self) -> Iterator[Line]:
        number = self._styles.number
        corner = number(**_HEAD, bottom=1, bottom_color=RULE)
        plain = number(**_HEAD)
        if self._groups:
            cells: list[Cell | None] = [(None, plain)] * (self._left + len(self._table.columns))
            for first, end, group in self._groups:
                style = number(**_GROUP)
                cells[self._left + first : self._left + end] = [(None, style)] * (end - first)
                cells[self._left + first] = (group, style)
            spans = [
                height(group, sum(self._widths[self._left + first : self._left + end]))
                for first, end, group in self._groups
            ]
            yield Line(cells, max(spans))
        last = plain if self._with_column_n else corner
        left: list[Cell | None] = [(self._stub, last)]
        if self._with_row_n:
            left.append(("N", self._head_style(_COUNT, ruled=not self._with_column_n)))
        heights = [
            height(column.label, width)
            for column, width in zip(self._table.columns, self._widths[self._left :], strict=True)
        ]
        labels = [
            (column.label, self._head_style(column, ruled=not self._with_column_n))
            for column in self._table.columns
        ]
        yield Line([*left, *labels], max(heights, default=LINE_HEIGHT) + 3)
        if self._with_column_n:
            ns = [self._n_cell(column) for column in self._table.columns]
            yield Line([("N", corner), *[(None, corner)] * (self._left - 1), *ns])

    def _head_style(self, column: Column, *, ruled: bool) -> int:
        properties: dict[str, Any] = {**_HEAD}
        if is_numeric(column):
            properties["align"] = "right"
        if ruled:
            properties |= {"bottom": 1, "bottom_color": RULE}
        return self._styles.number(**properties)

    def _n_cell(self, column: Column) -> Cell:
        style = self._styles.number(
            bg_color=HEAD_FILL, font_color=MUTED, align="right", bottom=1, bottom_color=RULE
        )
        return column.n, style

    def _group_line(self, group: str) -> Line:
        style = self._styles.number(bold=True, bg_color=HEAD_FILL)
        return Line([(group, style), *[(None, style)] * (self._left - 1 + len(self._table.columns))])

    def _body(self, row: int, header: Header, ruled: bool) -> list[Cell | None]:
        number = self._styles.number
        base = _row_properties(header, ruled)
        indent = {"indent": min(header.level, 15), "align": "left"} if header.level else {}
        cells: list[Cell | None] = [(header.label, number(**base, **indent, text_wrap=True))]
        if self._with_row_n:
            cells.append((header.n, number(**base, font_color=MUTED)))
        before: Column | None = None
        for place, column in enumerate(self._table.columns):
            properties = dict(base)
            if column.total:
                properties["bold"] = True
                if before is None or not before.total:
                    properties |= {"left": 1, "left_color": RULE}
            cells.append(self._value(row, place, properties))
            before = column
        return cells

    def _body_height(self, row: int, header: Header) -> float | None:
        values = ["  " * header.level + header.label, *self._table.values[row]]
        widths = [self._widths[0], *self._widths[self._left :]]
        return row_heights([values], widths)[0]

    def _value(self, row: int, place: int, properties: dict[str, Any]) -> Cell:
        value = self._table.values[row][place]
        column = self._table.columns[place]
        if self._is_linked(row, place):
            properties["font_color"] = LINK
        if isinstance(value, Missing):
            properties |= {"align": "right", "font_color": MUTED}
            return shown(value, column.format), self._styles.number(**properties)
        if is_number(value):
            properties["num_format"] = self._number_format(row, place)
            return value, self._styles.number(**properties)
        if not isinstance(value, str):
            return None, self._styles.number(**properties)
        if is_numeric(column):
            properties["align"] = "right"
        else:
            properties["text_wrap"] = True
        if defuse(value) != value:
            properties["quote_prefix"] = True
        return value, self._styles.number(**properties)

    def _number_format(self, row: int, place: int) -> str:
        column = self._table.columns[place]
        plain = NUMBER_FORMATS.get(column.format, "General")
        if (row, place) in self._table.incomplete:
            return f'{plain}"+"'
        return plain


_COUNT = Column("N", format=Format.COUNT)
_HEAD: dict[str, Any] = {"bold": True, "bg_color": HEAD_FILL, "text_wrap": True, "valign": "bottom"}
_GROUP: dict[str, Any] = {
    "bold": True,
    "bg_color": HEAD_FILL,
    "align": "center",
    "text_wrap": True,
    "bottom": 1,
    "bottom_color": RULE,
}


def _row_properties(header: Header, ruled: bool) -> dict[str, Any]:
    properties: dict[str, Any] = {"bottom": 1, "bottom_color": HAIRLINE}
    if header.total:
        properties = {"bold": True}
    if ruled:
        properties |= {"top": 1, "top_color": RULE}
    return properties


def _runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield (first, last) for each run of neighbouring numbers."""
    first = 0
    for place in range(1, len(places) + 1):
        if place == len(places) or places[place] != places[place - 1] + 1:
            yield places[first], places[place - 1]
            first = place
