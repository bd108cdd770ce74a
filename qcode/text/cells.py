"""What everything that shows a table needs to know of it: names of columns, marks, numbers as people read."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from qcode.model.tables import CellValue, Column, Format, Header, Missing, Table

NO_DATA_MARK = "\N{EN DASH}"
NOT_CODED_MARK = "·"
INCOMPLETE_MARK = "+"

NO_DATA_LEGEND = f"{NO_DATA_MARK} no data: no document is in scope"
NOT_CODED_LEGEND = f"{NOT_CODED_MARK} not coded yet: nothing found, not every document is finished"
INCOMPLETE_LEGEND = f"{INCOMPLETE_MARK} so far: not every document is finished"


def names(table: Table) -> list[str]:
    """Return the names of all columns for scripts, the stub's first where there is one.

    No two are alike: where two cases are called the same, the second is `NAME (2)`.
    """
    wanted = [column.name for column in table.columns]
    if table.stub is not None:
        wanted.insert(0, table.stub)
    taken: set[str] = set()
    unique = []
    for name in wanted:
        candidate, number = name, 1
        while candidate in taken or (number > 1 and candidate in wanted):
            number += 1
            candidate = f"{name} ({number})"
        taken.add(candidate)
        unique.append(candidate)
    return unique


def is_numeric(column: Column) -> bool:
    """Tell whether a column holds numbers, and marks in their place."""
    return column.format is not Format.TEXT


def is_number(value: CellValue) -> bool:
    """Tell whether a value is a number that can be written as one."""
    return isinstance(value, int | float) and math.isfinite(value)


def shown(value: CellValue, format: Format) -> str:
    """Return a value as a person reads it: a mark, a text as it is, a number in its format.

    What is rounded to 0 has no minus.
    """
    if isinstance(value, str):
        return value
    if value is Missing.NO_DATA:
        return NO_DATA_MARK
    if value is Missing.NOT_CODED:
        return NOT_CODED_MARK
    if not isinstance(value, int | float) or not math.isfinite(value):
        return ""
    if format is Format.SHARE:
        return f"{value * 100:z.1f}%"
    if format is Format.PROBABILITY:
        return "<0.001" if 0 < value < 0.001 else f"{value:z.3f}"
    if format is Format.DECIMAL:
        return f"{value:z.2f}"
    return str(int(value)) if float(value).is_integer() else f"{value:z.2f}"


def in_one_line(value: CellValue, column: Column) -> str:
    """Return what a column shows of a value where there is one line for it: several texts parted by ` / `."""
    text = shown(value, column.format)
    if not column.several:
        return text
    return " / ".join(" ".join(line.split()) for line in text.split("\n") if line.strip())


def legend(table: Table) -> list[str]:
    """Return what the marks mean that stand in this table, one mark a line."""
    used = {mark for mark in Missing if any(mark in row for row in table.values)}
    lines = []
    if table.incomplete:
        lines.append(INCOMPLETE_LEGEND)
    if Missing.NO_DATA in used:
        lines.append(NO_DATA_LEGEND)
    if Missing.NOT_CODED in used:
        lines.append(NOT_CODED_LEGEND)
    return lines


def group_runs(headers: Sequence[Header]) -> Iterator[tuple[int, int, str]]:
    """Yield (first, end, group) for each run of neighbours of one group; half-open, groups only."""
    first = 0
    for place in range(1, len(headers) + 1):
        if place == len(headers) or headers[place].group != headers[first].group:
            group = headers[first].group
            if group is not None:
                yield first, place, group
            first = place


def heading(row: Header, before: Header | None) -> str | None:
    """Return what to write above a row that begins a group, None where nothing is to be written.

    A facet's own row says its name already.
    """
    begins = row.group is not None and (before is None or row.group != before.group)
    return row.group if begins and row.group != row.label else None
