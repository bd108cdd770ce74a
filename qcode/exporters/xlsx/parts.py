"""Streaming the cells of sheets into a workbook that has everything else."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count as count_from
from itertools import islice, repeat
from operator import itemgetter
from typing import IO, BinaryIO, NamedTuple, Protocol

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from qcode.exporters.xlsx.text import all_escaped
from qcode.model.tables import CellValue
from qcode.text.formulas import FORMULA_OPENINGS

Cell = tuple[int | float | str | None, int]
"""A value (None: only the style shows) and the number of its style in `Styles`."""


class Look(Protocol):
    """How the values of a column look."""

    number: int
    """The style of whole numbers."""
    text: int
    """The style of texts that no spreadsheet takes for anything else."""

    def cell(self, value: CellValue) -> Cell | None:
        """Return any value with its style, None for nothing."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The rows of a list that stand on a sheet, in the same columns wherever they stand."""

    rows: Sequence[Sequence[CellValue]]
    columns: Sequence[tuple[int, Look]]
    """For each column of the sheet the place in a row, and how the values there look."""
    heights: Sequence[float | None]
    """Of the rows, in points; None: as the program that opens the file finds fit."""
    counter: int | None = None
    """The style of the number that stands in column A before a row; None: there is no number."""


class Line(NamedTuple):
    """One row of a sheet: its cells from column A on (None: no cell), and its height."""

    cells: Sequence[Cell | None]
    height: float | None = None
    """In points; None: as the program that opens the file finds fit."""


class Run(NamedTuple):
    """Rows of the sheet's list, one below the other, numbered from 1."""

    rows: Sequence[int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of one sheet, to be streamed."""

    lines: Iterable[Line | Run]
    rows: int
    """At least as many as there are lines, those of runs among them."""
    columns: int
    listed: Listed | None = None


_EPOCH = (1980, 1, 1, 0, 0, 0)
_SHEET_DATA = re.compile(rb"<sheetData(?:/>|>.*?</sheetData>)", re.DOTALL)
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"/>')
_STYLE_PROBE = re.compile(rb'<c r="[A-Z]+1" s="(\d+)"')
_STRINGS_PART = "xl/sharedStrings.xml"
_STRINGS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
)
_LINES_AT_A_TIME = 1000
_LEVEL = 1
"""Of deflating: a quarter of the time of the usual 6, for a third more bytes."""
_ROW, _COUNT = "#@"
"""Where the numbers of a line are to stand. In no XML of a cell: texts are elsewhere, by their numbers."""


class SharedStrings:
    """The texts of a workbook, each stored once; in it a cell has the number of its text."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        """Return the number of a text."""
        return self._numbers.setdefault(text, len(self._numbers))

    def part(self) -> Iterator[bytes]:
        """Yield the part of the package that holds them."""
        yield f'{_STRINGS_HEAD}uniqueCount="{len(self._numbers)}">'.encode()
        texts = iter(self._numbers)
        while some := list(islice(texts, _LINES_AT_A_TIME)):
            items = '</t></si><si><t xml:space="preserve">'.join(all_escaped(some))
            yield f'<si><t xml:space="preserve">{items}</t></si>'.encode()
        yield b"</sst>"


def assemble(skeleton: IO[bytes], sheets: Mapping[str, Sheet], target: BinaryIO) -> None:
    """Write a workbook with the cells of its sheets, by the names of their parts.

    The skeleton's first sheet has one cell of each style in its first row, in the order of
    `Styles`: the place where XlsxWriter says by which number a style goes in the file. It has a
    string somewhere, so that there is a part for strings. Every part gets the same date: the same
    content gives the same bytes.
    """
    strings = SharedStrings()
    with (
        zipfile.ZipFile(skeleton) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package,
    ):
        first = source.read(next(iter(sheets)))
        styles = [int(number) for number in _STYLE_PROBE.findall(_sheet_data(first))]
        for name in source.namelist():
            content = source.read(name)
            if name in sheets:
                _stream(package, name, _filled(content, sheets[name], styles, strings))
            elif name != _STRINGS_PART:
                _stream(package, name, [content])
        _stream(package, _STRINGS_PART, strings.part())


def _stream(package: zipfile.ZipFile, name: str, pieces: Iterable[bytes]) -> None:
    part = zipfile.ZipInfo(name, _EPOCH)
    part.compress_type = zipfile.ZIP_DEFLATED
    part.external_attr = 0o600 << 16
    part.create_system = 0
    part._compresslevel = _LEVEL  # type: ignore[attr-defined]  # no other way into a stream of a part
    with package.open(part, "w") as stream:
        for piece in pieces:
            stream.write(piece)


def _sheet_data(content: bytes) -> bytes:
    found = _SHEET_DATA.search(content)
    assert found is not None, "a sheet without <sheetData>"
    return found.group()


def _filled(content: bytes, sheet: Sheet, styles: Sequence[int], strings: SharedStrings) -> Iterator[bytes]:
    last = xl_rowcol_to_cell(max(sheet.rows, 1) - 1, max(sheet.columns, 1) - 1)
    content = _DIMENSION.sub(f'<dimension ref="A1:{last}"/>'.encode(), content, count=1)
    before, after = _SHEET_DATA.split(content, maxsplit=1)
    yield before + b"<sheetData>"
    yield from _rows(sheet, styles, strings)
    yield b"</sheetData>" + after


def _rows(sheet: Sheet, styles: Sequence[int], strings: SharedStrings) -> Iterator[bytes]:
    letters = [xl_col_to_name(column) for column in range(sheet.columns)]
    listed = _Rows(sheet.listed, letters, styles, strings) if sheet.listed else None
    pieces: list[str] = []
    number = 1
    for line in sheet.lines:
        if isinstance(line, Line):
            cells = map(_xml, letters, repeat(str(number)), line.cells, repeat(styles), repeat(strings))
            pieces.append(f"{_opened(number, line.height)}{''.join(cells)}</row>")
            number += 1
        else:
            assert listed is not None, "rows of a list that the sheet has not"
            for first in range(0, len(line.rows), _LINES_AT_A_TIME):
                some = line.rows[first : first + _LINES_AT_A_TIME]
                pieces += listed.xml(some, number, first + 1)
                number += len(some)
                yield "".join(pieces).encode()
                pieces.clear()
        if len(pieces) >= _LINES_AT_A_TIME:
            yield "".join(pieces).encode()
            pieces.clear()
    yield "".join(pieces).encode()


class _Rows:
    """The XML of a list's rows, which is made once for each, portion by portion.

    Column by column, because most of a list's words stand in many of its rows.
    """

    def __init__(
        self, listed: Listed, letters: Sequence[str], styles: Sequence[int], strings: SharedStrings
    ) -> None:
        self._listed = listed
        self._letters = letters[len(letters) - len(listed.columns) :]
        self._styles = styles
        self._strings = strings
        self._made: dict[int, list[str]] = {}

    def xml(self, rows: Sequence[int], number: int, count: int) -> list[str]:
        """Return the XML of some rows for the lines from a number on, counted from `count` on."""
        numbers, counts = map(str, range(number, number + len(rows))), map(str, count_from(count))
        if self._listed.counter is None:
            return list(map(str.replace, map(self._row, rows), repeat(_ROW), numbers))
        return [
            self._row(row).replace(_ROW, number).replace(_COUNT, count, 1)
            for row, number, count in zip(rows, numbers, counts, strict=False)
        ]

    def _row(self, row: int) -> str:
        portion, place = divmod(row, _LINES_AT_A_TIME)
        made = self._made.get(portion)
        if made is None:
            if self._listed.counter is None:  # Its rows stand on the sheet once.
                self._made.clear()
            made = self._made[portion] = self._portion(portion * _LINES_AT_A_TIME)
        return made[place]

    def _portion(self, first: int) -> list[str]:
        listed = self._listed
        rows = listed.rows[first : first + _LINES_AT_A_TIME]
        before = ""
        if listed.counter is not None:
            before = f'<c r="A{_ROW}" s="{self._styles[listed.counter]}"><v>{_COUNT}</v></c>'
        heads = {height: _opened(_ROW, height) + before for height in set(listed.heights)}
        columns: list[Iterable[str]] = [
            map(heads.__getitem__, listed.heights[first : first + _LINES_AT_A_TIME])
        ]
        for letter, (place, look) in zip(self._letters, listed.columns, strict=True):
            columns.append(self._column(letter, look, list(map(itemgetter(place), rows))))
        return list(map("".join, zip(*columns, repeat("</row>"))))

    def _column(self, letter: str, look: Look, values: Sequence[CellValue]) -> Iterable[str]:
        """Return the XML of a column's cells. The plainest need no call: there may be a million."""
        kinds = set(map(type, values))
        opened = f'<c r="{letter}{_ROW}" s="'
        if kinds == {int}:
            opened = f'{opened}{self._styles[look.number]}"><v>'
            return [f"{opened}{value}</v></c>" for value in values]
        opened = f'{opened}{self._styles[look.text]}" t="s"><v>'
        number = self._strings.number
        known = {
            value: f"{opened}{number(value)}</v></c>"
            if value.__class__ is str and value and value[0] not in FORMULA_OPENINGS
            else _xml(letter, _ROW, look.cell(value), self._styles, self._strings)
            for value in dict.fromkeys(values)
        }
        return map(known.__getitem__, values)


def _opened(number: int | str, height: float | None) -> str:
    """Return the XML with which a row begins."""
    high = "" if height is None else f' ht="{height:g}" customHeight="1"'
    return f'<row r="{number}"{high}>'


def _xml(letter: str, row: str, cell: Cell | None, styles: Sequence[int], strings: SharedStrings) -> str:
    """Return the XML of a cell; empty for none."""
    if cell is None:
        return ""
    value, style = cell
    opened = f'<c r="{letter}{row}" s="{styles[style]}"'
    if isinstance(value, str):
        return f'{opened} t="s"><v>{strings.number(value)}</v></c>'
    return f"{opened}/>" if value is None else f"{opened}><v>{value!r}</v></c>"
