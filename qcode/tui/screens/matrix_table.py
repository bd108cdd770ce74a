"""A table as a source of a grid: heat, folding, marks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import replace
from math import ceil

from qcode.model.tables import CellValue, Column, Format, Header, Missing, Table
from qcode.text.cells import INCOMPLETE_MARK, heading, in_one_line, is_number, is_numeric, legend, shown
from qcode.text.widths import cell_width
from qcode.tui.widgets.grid import Cell, CellKind, GridColumn
from qcode.tui.widgets.grid.layout import SHADE_ROOM

_STEPS = 4
_BAR_WIDTH = 40
_WIDEST_HEAD = 16
_WIDEST_TEXT = 40
_LEAST_TEXT = 10
_WIDEST_WORD = 12


class TableRows:
    """A table as rows of a grid: the names of the rows first, sub-codes below their codes."""

    def __init__(
        self, table: Table, folded: Collection[Hashable] = (), *, bars: bool = True, ascii: bool = False
    ) -> None:
        """Show a table without the rows below the `folded` ones (keys); `bars` shades its numbers."""
        self.table = table
        self._folded = folded
        self._fold_signs = ("+ ", "- ") if ascii else ("▸ ", "▾ ")
        self._bar_sign = "#" if ascii else "⣿"
        self._parents = {place for place in range(len(table.rows)) if self._has_below(place)}
        self.entries: list[int | str] = list(self._visible())
        """For each row of the grid the row of the table, or the heading that stands there."""
        self._named = table.stub is not None
        self.frozen = self._named + any(row.n is not None for row in table.rows)
        """How many columns stand before the table's own."""
        marked = {place for _, place in table.incomplete}
        self._marked = [place in marked and is_numeric(column) for place, column in enumerate(table.columns)]
        self.limits = heat_limits(table) if bars else []
        self._most = max(_numbers(table), default=0)
        self._with_bar = bars and len(table.columns) == 1 and is_numeric(table.columns[0])
        self.columns: Sequence[GridColumn] = list(self._columns())

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def first(self) -> int:
        """The first row of the grid that is no heading; 0 where there is none."""
        return next((at for at, one in enumerate(self.entries) if isinstance(one, int)), 0)

    def key(self, row: int) -> Hashable:
        """Return what a row stands for: a uid, a name, or a heading."""
        entry = self.entries[row]
        if isinstance(entry, str):
            return ("heading", entry)
        return key_of(self.table.rows[entry]) if self._named else entry

    def cell(self, row: int, column: int) -> Cell:
        """Return what stands in a place of the grid."""
        entry = self.entries[row]
        if isinstance(entry, str):
            return Cell(entry if column == 0 else "", CellKind.HEAD)
        if column == 0 and self._named:
            return self._name(entry)
        header = self.table.rows[entry]
        place = column - self.frozen
        if place < 0:
            return Cell("" if header.n is None else str(header.n), CellKind.FAINT)
        if place == len(self.table.columns):
            return self._long_bar(entry)
        return self._value(entry, place)

    def place(self, row: int, column: int) -> tuple[int, int] | None:
        """Return the place in the table of a place in the grid; None for names and headings."""
        entry = self.entries[row] if 0 <= row < len(self.entries) else ""
        at = column - self.frozen
        if isinstance(entry, str) or at < 0:
            return None
        return (entry, min(at, len(self.table.columns) - 1)) if self.table.columns else None

    def parent_key(self, row: int) -> Hashable | None:
        """Return the key of what folds at a row: itself, else the row it lies below."""
        entry = self.entries[row] if 0 <= row < len(self.entries) else ""
        if isinstance(entry, str):
            return None
        level = self.table.rows[entry].level
        for place in range(entry, -1, -1):
            above = self.table.rows[place]
            if place in self._parents and (place == entry or above.level < level):
                return key_of(above)
        return None

    def parent_keys(self) -> set[Hashable]:
        """Return the keys of all rows that have rows below them."""
        return {key_of(self.table.rows[place]) for place in self._parents}

    def _has_below(self, place: int) -> bool:
        rows = self.table.rows
        return place + 1 < len(rows) and rows[place + 1].level > rows[place].level

    def _visible(self) -> Iterator[int | str]:
        hidden_below: int | None = None
        before: Header | None = None
        for place, row in enumerate(self.table.rows):
            if hidden_below is not None and row.level > hidden_below:
                continue
            hidden_below = row.level if place in self._parents and key_of(row) in self._folded else None
            above = heading(row, before)
            if above is not None:
                yield above
            yield place
            before = row

    def _columns(self) -> Iterator[GridColumn]:
        if self._named:
            yield GridColumn(self.table.stub or "", least=10, most=44)
        if self.frozen > self._named:
            yield GridColumn("N", align="right")
        for place, column in enumerate(self.table.columns):
            title = column.label if column.n is None else f"{column.label} N={column.n}"
            numeric = is_numeric(column)
            yield GridColumn(
                title,
                align="right" if numeric else "left",
                least=self._room_of_numbers(place) if numeric else max(_LEAST_TEXT, _longest_word(column)),
                most=_WIDEST_HEAD if numeric else _WIDEST_TEXT,
                group=column.group or "",
            )
        if self._with_bar:
            yield GridColumn("", width=_BAR_WIDTH)

    def _room_of_numbers(self, place: int) -> int:
        """Return how many cells the longest number of a column takes; a number is never cut.

        Nor is a word of its head, unless it is a long one.
        """
        format = self.table.columns[place].format
        numbers = {values[place] for values in self.table.values}
        longest = max((len(shown(value, format)) for value in numbers), default=1)
        word = min(_WIDEST_WORD, _longest_word(self.table.columns[place]))
        return max(word, longest + self._marked[place] + (SHADE_ROOM if self.limits else 0))

    def _name(self, entry: int) -> Cell:
        row = self.table.rows[entry]
        sign = ""
        if self._parents:
            sign = self._fold_signs[key_of(row) not in self._folded] if entry in self._parents else "  "
        kind = CellKind.HEAD if row.group is not None and row.level == 0 and self._parents else CellKind.PLAIN
        return Cell("  " * row.level + sign + row.label, CellKind.TOTAL if row.total else kind)

    def _value(self, entry: int, place: int) -> Cell:
        column, value = self.table.columns[place], self.table.values[entry][place]
        text = in_one_line(value, column)
        if self._marked[place]:
            text += INCOMPLETE_MARK if (entry, place) in self.table.incomplete and is_number(value) else " "
        if isinstance(value, Missing):
            return Cell(text, CellKind.MISSING)
        if self.table.rows[entry].total or column.total:
            return Cell(text, CellKind.TOTAL)
        if value == 0:
            return Cell(text, CellKind.FAINT)
        return Cell(text, CellKind.PLAIN, self._shade(value, column))

    def _shade(self, value: CellValue, column: Column) -> int:
        if not self.limits or self._with_bar or not is_number(value) or not _is_counted(column):
            return 0
        return bisect_left(self.limits, value) + 1  # type: ignore[type-var]

    def _long_bar(self, entry: int) -> Cell:
        value = self.table.values[entry][0]
        if self.table.rows[entry].total or not isinstance(value, int | float) or not self._most:
            return Cell("")
        return Cell(self._bar_sign * ceil(_BAR_WIDTH * value / self._most), CellKind.FAINT)


def _longest_word(column: Column) -> int:
    """Return how many cells the longest word of a column's head takes, at most what a head may have."""
    return min(_WIDEST_HEAD, max(map(cell_width, column.label.split()), default=0))


def key_of(row: Header) -> Hashable:
    """Return what a row is, whichever table it stands in."""
    return row.uid or (row.group, row.name)


def with_folded(own: Table, rolled: Table, folded: Collection[Hashable]) -> Table:
    """Return a table in which the folded rows (keys) count their sub-codes as well.

    `rolled` is the same table counted with sub-codes; what is behind a number comes along.
    """
    where = {key_of(row): place for place, row in enumerate(rolled.rows)}
    taken = {place: where[key_of(row)] for place, row in enumerate(own.rows) if key_of(row) in folded}
    rows = range(len(own.rows))
    names = ", ".join(own.rows[place].name for place in taken)
    return replace(
        own,
        values=[rolled.values[taken[row]] if row in taken else own.values[row] for row in rows],
        behind=lambda row, column: (
            rolled.behind(taken[row], column) if row in taken else own.behind(row, column)
        ),
        incomplete=frozenset(place for place in own.incomplete if place[0] not in taken)
        | frozenset(
            (row, column) for row, at in taken.items() for place, column in rolled.incomplete if place == at
        ),
        notes=[*own.notes[:-1], f"With the sub-codes that are folded away: {names}.", *own.notes[-1:]],
    )


def _is_counted(column: Column) -> bool:
    """Tell whether a column holds numbers of what the table counts, and none that say something of a row."""
    return is_numeric(column) and not column.of_row


def _numbers(table: Table) -> Iterator[float]:
    """Yield the numbers above 0 of a table, totals left out."""
    counted = [place for place, column in enumerate(table.columns) if _is_counted(column)]
    places = [place for place in counted if not table.columns[place].total]
    for row, values in zip(table.rows, table.values, strict=True):
        if not row.total:
            for place in places:
                value = values[place]
                if isinstance(value, int | float) and value > 0:
                    yield value


def heat_limits(table: Table) -> list[float]:
    """Return up to which number a cell has the first, second and third shade of four.

    The steps are those of the square root, so that the few large numbers of a code matrix leave the
    many small ones told apart. Empty where all numbers are alike.
    """
    return heat_steps(set(_numbers(table)))


def heat_steps(numbers: Collection[float]) -> list[float]:
    """Return the steps of `heat_limits` for some different numbers above 0."""
    if len(numbers) < 2:
        return []
    most = max(numbers)
    return [most * (step / _STEPS) ** 2 for step in range(1, _STEPS)]


def notes_of(table: Table, limits: Sequence[float], signs: str) -> list[str]:
    """Return what is to be known of a table: its marks, its bars, its notes.

    `signs` are the four bars, from little to much.
    """
    bars = []
    if limits:
        format = next(column.format for column in table.columns if is_numeric(column))
        whole = format is Format.COUNT
        parts = [
            f"{sign} up to {shown(int(limit) if whole else limit, format)}"
            for sign, limit in zip(signs, limits, strict=False)
            if not whole or limit >= 1
        ]
        bars = [f"Bars: {', '.join(parts)}, {signs[-1]} more; totals have none."]
    return [*legend(table), *bars, *table.notes]


def column_in_words(table: Table, place: int) -> str:
    """Return what a column is called, with its block where others are called that too."""
    header = table.columns[place]
    alike = sum(one.label == header.label for one in table.columns)
    return f"{header.label} ({header.group})" if header.group and alike > 1 else header.label


def in_words(table: Table, place: tuple[int, int]) -> str:
    """Return what stands in a cell of a table, said in words."""
    row, column = place
    value, header = table.values[row][column], table.columns[column]
    across = f" × {column_in_words(table, column)}" if len(table.columns) > 1 else ""
    said = shown(value, header.format)
    if isinstance(value, Missing):
        said = value.value
    elif value is None and header.of_row:
        said = "not worked out; the notes say why"
    elif value is None or value == "":
        said = "nothing"
    elif place in table.incomplete:
        said += " so far"
    name = table.rows[row].name
    if not name:
        # A row of a list has no name of its own: its texts say what it is.
        name = " – ".join(one for one in table.values[row] if isinstance(one, str) and one)
        if isinstance(value, str):
            return name
    return f"{name}{across}: {said.partition(chr(10))[0]}"
