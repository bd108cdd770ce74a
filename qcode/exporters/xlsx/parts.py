"""Streaming the cells of sheets into a workbook that has everything else."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, BinaryIO

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from qcode.exporters.xlsx.text import escaped

Cell = tuple[int | float | str | None, int]
"""A value (None: only the style shows) and the number of its style in `Styles`."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet: its cells from column A on (None: no cell), and its height."""

    cells: Sequence[Cell | None]
    height: float | None = None
    """In points; None: as the program that opens the file finds fit."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of one sheet, to be streamed."""

    lines: Iterable[Line]
    rows: int
    """At least as many as there are lines."""
    columns: int


_EPOCH = (1980, 1, 1, 0, 0, 0)
_SHEET_DATA = re.compile(rb"<sheetData(?:/>|>.*?</sheetData>)", re.DOTALL)
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"/>')
_STYLE_PROBE = re.compile(rb'<c r="[A-Z]+1" s="(\d+)"')
_LINES_AT_A_TIME = 500


def assemble(skeleton: IO[bytes], sheets: Mapping[str, Sheet], target: BinaryIO) -> None:
    """Write a workbook with the cells of its sheets, by the names of their parts.

    The skeleton's first sheet has one cell of each style in its first row, in the order of
    `Styles`: the place where XlsxWriter says by which number a style goes in the file. Every part
    gets the same date, so that the same content gives the same bytes.
    """
    with (
        zipfile.ZipFile(skeleton) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package,
    ):
        first = source.read(next(iter(sheets)))
        styles = [int(number) for number in _STYLE_PROBE.findall(_sheet_data(first))]
        for entry in source.infolist():
            part = zipfile.ZipInfo(entry.filename, _EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.create_system = 0
            content = source.read(entry)
            if entry.filename not in sheets:
                package.writestr(part, content)
                continue
            with package.open(part, "w") as stream:
                for piece in _filled(content, sheets[entry.filename], styles):
                    stream.write(piece)


def _sheet_data(content: bytes) -> bytes:
    found = _SHEET_DATA.search(content)
    assert found is not None, "a sheet without <sheetData>"
    return found.group()


def _filled(content: bytes, sheet: Sheet, styles: Sequence[int]) -> Iterator[bytes]:
    last = xl_rowcol_to_cell(max(sheet.rows, 1) - 1, max(sheet.columns, 1) - 1)
    content = _DIMENSION.sub(f'<dimension ref="A1:{last}"/>'.encode(), content, count=1)
    before, after = _SHEET_DATA.split(content, maxsplit=1)
    yield before + b"<sheetData>"
    yield from _rows(sheet, styles)
    yield b"</sheetData>" + after


def _rows(sheet: Sheet, styles: Sequence[int]) -> Iterator[bytes]:
    letters = [xl_col_to_name(column) for column in range(sheet.columns)]
    pieces: list[str] = []
    for number, line in enumerate(sheet.lines, start=1):
        height = "" if line.height is None else f' ht="{line.height:g}" customHeight="1"'
        pieces.append(f'<row r="{number}"{height}>')
        for letter, cell in zip(letters, line.cells, strict=False):
            if cell is None:
                continue
            value, style = cell
            head = f'<c r="{letter}{number}" s="{styles[style]}"'
            if value is None:
                pieces.append(f"{head}/>")
            elif value.__class__ is str:
                pieces.append(
                    f'{head} t="inlineStr"><is><t xml:space="preserve">'
                    f"{escaped(value)}</t></is></c>"  # type: ignore[arg-type]
                )
            else:
                pieces.append(f"{head}><v>{value!r}</v></c>")
        pieces.append("</row>")
        if number % _LINES_AT_A_TIME == 0:
            yield "".join(pieces).encode()
            pieces.clear()
    yield "".join(pieces).encode()
