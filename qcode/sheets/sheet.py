"""A table as it was read: a header, and rows of text under it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qcode.errors import DataError
from qcode.files.delimited import RawRow
from qcode.sheets.problems import RowProblem, data_error, quoted
from qcode.text.display import safe
from qcode.text.names import levelled

MOST_ROWS = 1_048_576
MOST_COLUMNS = 1_000


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row under the header."""

    line: int
    """Line of the file, row of the sheet, from 1."""
    cells: Mapping[str, str]
    """Every column's text by the column's name as written; empty where there is nothing."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of texts."""

    file: str
    """Name of the file, safe to show."""
    header: Sequence[str]
    """Names of the columns as written, without blanks around them."""
    rows: Sequence[SheetRow]
    """Without those in which nothing stands."""
    notes: Sequence[str] = ()
    """What a person should know of how it was read, one sentence each."""


def sheet_of(
    path: Path, rows: Iterable[RawRow], notes: Sequence[str] = (), *, heads: Sequence[str] = ()
) -> Sheet:
    """Return a table of raw rows, the first that has anything in it being the header.

    Where a title may stand above the header, `heads` are the names that its first column can have: the
    first row that begins with one of them is the header, if any does. Raises DataError where there is
    none, where two columns have one name, where a column with something in it has none, and where a
    row has more cells than there are columns.
    """
    file = safe(path.name)
    filled: Iterator[RawRow] = ((line, cells) for line, cells in rows if any(cell.strip() for cell in cells))
    if heads:
        filled = _below_a_title(filled, heads)
    head = next(filled, None)
    if head is None:
        raise DataError(f"{file}: nothing stands in this table.", "Its first row names the columns.")
    names = _names(file, *head)
    problems: list[RowProblem] = []
    found: list[SheetRow] = []
    for line, cells in filled:
        if len(found) >= MOST_ROWS:
            raise DataError(f"{file}: more than {MOST_ROWS:,} rows.", "Split the table.")
        for place, cell in enumerate(cells):
            if cell.strip() and (place >= len(names) or not names[place]):
                problems.append(_nameless(file, line, place, cell))
        found.append(SheetRow(line, _cells(names, cells)))
    if problems:
        raise data_error(problems)
    return Sheet(file, [name for name in names if name], found, notes)


def _below_a_title(rows: Iterable[RawRow], heads: Sequence[str]) -> Iterator[RawRow]:
    """Return the rows from the header on; all of them where there is none of these heads."""
    everything = list(rows)
    known = {levelled(name) for name in heads}
    first = next((at for at, (_, cells) in enumerate(everything) if levelled(cells[0]) in known), 0)
    return iter(everything[first:])


def _cells(names: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    missing = len(names) - len(cells)
    row = dict(zip(names, [*cells, *[""] * missing] if missing > 0 else cells, strict=False))
    row.pop("", None)
    return row


def _names(file: str, line: int, cells: Sequence[str]) -> list[str]:
    names = [cell.strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > MOST_COLUMNS:
        raise DataError(f"{file}, line {line}: more than {MOST_COLUMNS:,} columns.")
    places: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        if name:
            places.setdefault(levelled(name), []).append(place)
    twice = [same for same in places.values() if len(same) > 1]
    if twice:
        lines = [
            f"{file}, line {line}: {len(same)} columns are called {quoted(names[same[0]])}: "
            + ", ".join(_numbered(place) for place in same)
            + "."
            for same in twice
        ]
        raise DataError("\n".join(lines), "Every column needs a name of its own.")
    return names


def _nameless(file: str, line: int, place: int, cell: str) -> RowProblem:
    what = f"{quoted(cell)} stands in {_numbered(place)}, which has no name in the first row"
    return RowProblem(file, line, "", what)


def _numbered(place: int) -> str:
    """Return a column as people find it: by number, and by letters as in a spreadsheet."""
    letters = ""
    number = place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"column {place + 1} ({letters})"
