"""Streaming the cells of sheets into a workbook that has everything else."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO, BinaryIO, NamedTuple

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from qcode.exporters.xlsx.text import escaped
from qcode.model.tables import CellValue

Cell = tuple[int | float | str | None, int]
"""A value (None: only the style shows) and the number of its style in `Styles`."""


@dataclass(frozen=True, slots=True)
class Tails:
    """The rows of a list with which lines of a sheet end, some of them with several lines.

    They stand in the same columns wherever they stand, so that the XML of each is made once.
    """

    rows: Sequence[Sequence[CellValue]]
    columns: Sequence[tuple[int, Callable[[CellValue], Cell | None]]]
    """For each column of the sheet the place in a row, and what makes a cell of the value there."""


class Line(NamedTuple):
    """One row of a sheet: its cells from column A on (None: no cell), and its height.

    A tuple: there may be a million.
    """

    cells: Sequence[Cell | None]
    height: float | None = None
    """In points; None: as the program that opens the file finds fit."""
    tail: int | None = None
    """Which row of the sheet's `tails` stands behind `cells`."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of one sheet, to be streamed."""

    lines: Iterable[Line]
    rows: int
    """At least as many as there are lines."""
    columns: int
    tails: Tails | None = None


_EPOCH = (1980, 1, 1, 0, 0, 0)
_SHEET_DATA = re.compile(rb"<sheetData(?:/>|>.*?</sheetData>)", re.DOTALL)
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"/>')
_STYLE_PROBE = re.compile(rb'<c r="[A-Z]+1" s="(\d+)"')
_STRINGS_PART = "xl/sharedStrings.xml"
_STRINGS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
)
_LINES_AT_A_TIME = 500
_LEVEL = 1
"""Of deflating: a quarter of the time of the usual 6, for a third more bytes."""
ROW = "\N{NUMBER SIGN}"
"""Stands in no XML of a cell: texts are elsewhere, by their numbers."""


class SharedStrings:
    """The texts of a workbook, each stored once; in it a cell has the number of its text."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def part(self) -> Iterator[bytes]:
        """Yield the part of the package that holds them."""
        yield f'{_STRINGS_HEAD}uniqueCount="{len(self.numbers)}">'.encode()
        texts = iter(self.numbers)
        while some := list(islice(texts, _LINES_AT_A_TIME)):
            items = [f'<si><t xml:space="preserve">{escaped(text)}</t></si>' for text in some]
            yield "".join(items).encode()
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
    numbers = [f'" s="{style}"' for style in styles]
    tails: Sequence[str] = ()
    if sheet.tails is not None:
        tails = _tails(sheet.tails, letters[sheet.columns - len(sheet.tails.columns) :], numbers, strings)
    pieces: list[str] = []
    for number, (cells, height, tail) in enumerate(sheet.lines, start=1):
        row = str(number)
        high = "" if height is None else f' ht="{height:g}" customHeight="1"'
        pieces.append(f'<row r="{row}"{high}>')
        _append_cells(pieces, zip(letters, cells, strict=False), row, numbers, strings)
        if tail is not None:
            pieces.append(tails[tail].replace(ROW, row))
        pieces.append("</row>")
        if number % _LINES_AT_A_TIME == 0:
            yield "".join(pieces).encode()
            pieces.clear()
    yield "".join(pieces).encode()


def _tails(
    tails: Tails, letters: Sequence[str], styles: Sequence[str], strings: SharedStrings
) -> Sequence[str]:
    """Return the XML of the ends of lines, with `ROW` where the number of a line stands.

    Column by column, because most of a list's words stand in many of its rows.
    """
    made: list[str] = []
    for first in range(0, len(tails.rows), _LINES_AT_A_TIME):
        portion = tails.rows[first : first + _LINES_AT_A_TIME]
        columns = []
        for letter, (place, cell_of) in zip(letters, tails.columns, strict=True):
            values = [row[place] for row in portion]
            known: dict[CellValue, str] = {}
            for value in dict.fromkeys(values):
                pieces: list[str] = []
                _append_cells(pieces, [(letter, cell_of(value))], ROW, styles, strings)
                known[value] = "".join(pieces)
            columns.append(map(known.__getitem__, values))
        made += map("".join, zip(*columns, strict=True))
    return made


def _append_cells(
    pieces: list[str],
    cells: Iterable[tuple[str, Cell | None]],
    row: str,
    styles: Sequence[str],
    strings: SharedStrings,
) -> None:
    """Append the XML of a row's cells; the innermost loop, in which every call counts."""
    append = pieces.append
    numbers = strings.numbers
    for letter, cell in cells:
        if cell is None:
            continue
        value, style = cell
        if isinstance(value, str):
            text = numbers.get(value)
            if text is None:
                text = numbers[value] = len(numbers)
            append(f'<c r="{letter}{row}{styles[style]} t="s"><v>{text}</v></c>')
        elif value is None:
            append(f'<c r="{letter}{row}{styles[style]}/>')
        else:
            append(f'<c r="{letter}{row}{styles[style]}><v>{value!r}</v></c>')
