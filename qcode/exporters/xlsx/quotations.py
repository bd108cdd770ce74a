"""The sheet of quotations: under a heading for each number, what is behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from qcode.exporters.behind import reading_order
from qcode.exporters.xlsx.list_sheet import WIDE_TEXTS, ColumnStyles, head_style
from qcode.exporters.xlsx.parts import Line, Listed, Run, Sheet
from qcode.exporters.xlsx.plan import Block, Plan
from qcode.exporters.xlsx.printing import set_up_printing
from qcode.exporters.xlsx.sizes import column_widths, row_heights
from qcode.exporters.xlsx.styles import BLOCK_FILL, HEAD_FILL, LINK, MUTED, RULE, Styles
from qcode.model.tables import Format, Table
from qcode.text.cells import shown
from qcode.text.widths import whole_words

SHEET_NAME = "Quotations"

_NAMED_IN_HEADING = 3
_BY = "\N{MULTIPLICATION SIGN}"


class QuotationsSheet:
    """Blocks of quotations, each with a link back to its number."""

    def __init__(
        self,
        table: Table,
        detail: Table,
        plan: Plan,
        styles: Styles,
        address: Callable[[int, int], str],
    ) -> None:
        self._table = table
        self._detail = detail
        self._plan = plan
        self._address = address
        self._order = reading_order(detail)
        self._columns = [ColumnStyles(detail.columns[place], styles) for place in self._order]
        self._heads = [
            (detail.columns[place].label, head_style(detail.columns[place], styles)) for place in self._order
        ]
        self._corner = styles.number(bg_color=HEAD_FILL, bottom=1, bottom_color=RULE)
        self._link = styles.number(bold=True, bg_color=BLOCK_FILL, font_color=LINK, underline=1)
        self._heading = styles.number(bold=True, bg_color=BLOCK_FILL)
        self._counter = styles.number(font_color=MUTED, align="right", indent=1)
        heads = [column.label for column in detail.columns]
        self._widths = column_widths(detail, heads, WIDE_TEXTS)

    def declare(self, worksheet: Any, table_sheet: str) -> None:
        """Set everything but the cells; links lead back to the sheet of that name."""
        worksheet.set_column(0, 0, 8)
        for place, source in enumerate(self._order, start=1):
            worksheet.set_column(place, place, self._widths[source])
        worksheet.freeze_panes(1, 0)
        worksheet.hide_gridlines(2)
        worksheet.repeat_rows(0)
        set_up_printing(worksheet)
        for block in self._plan.blocks:
            number = self._address(*block.places[0])
            worksheet.write_url(
                block.line,
                0,
                f"internal:'{table_sheet}'!{number}",
                string="back",
                tip="Back to the number",
            )

    def sheet(self) -> Sheet:
        """Return the cells."""
        rows = 1 + sum(block.height for block in self._plan.blocks)
        columns = list(zip(self._order, self._columns, strict=True))
        heights = row_heights(self._detail.values, self._widths)
        listed = Listed(self._detail.values, columns, heights, self._counter)
        return Sheet(self._lines(), rows, 1 + len(self._order), listed)

    def _lines(self) -> Iterator[Line | Run]:
        yield Line([(None, self._corner), *self._heads])
        for block in self._plan.blocks:
            yield self._heading_of(block)
            yield Run(block.rows)
            yield Line([])

    def _heading_of(self, block: Block) -> Line:
        named = [self._described(*place) for place in block.places[:_NAMED_IN_HEADING]]
        more = len(block.places) - len(named)
        if more:
            named.append(f"{more} more of the same quotations")
        text = "; ".join(named)
        row, column = block.places[0]
        if self._table.columns[column].format is not Format.COUNT or self._table.values[row][column] != len(
            block.rows
        ):
            text += f" ({len(block.rows)} coding{'s' if len(block.rows) > 1 else ''})"
        rest = [(None, self._heading)] * (len(self._order) - 1)
        return Line([(f"↑ {self._address(row, column)}", self._link), (text, self._heading), *rest])

    def _described(self, row: int, column: int) -> str:
        header = self._table.columns[column]
        value = self._table.values[row][column]
        text = value if isinstance(value, str) else shown(value, header.format)
        if len(text) > 20:
            text = whole_words(text, 20) + "…"
        stub = self._table.rows[row]
        name = stub.label if stub.total else stub.name
        return f"{name} {_BY} {header.label}: {text}"
