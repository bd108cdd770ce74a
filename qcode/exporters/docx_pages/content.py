"""What stands on the page, as the XML of a document's body: caption, three-line table, notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

from qcode.exporters.docx_pages.layout import (
    SIZE,
    TWIPS_OF_LEVEL,
    Page,
    Part,
    column_name,
    gap_before,
    with_n,
)
from qcode.model.tables import Header, Table
from qcode.text.cells import INCOMPLETE_MARK, group_runs, heading, is_number, is_numeric, shown
from qcode.text.display import safe

_PLUS_TWIPS = int(SIZE * 20 * 0.564)
"""Width of the mark for an unfinished count in Times."""
_THICK, _THIN = 8, 4
"""Of rules, in eighths of a point."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell as it is written: its text, where it stands, the rules at its sides."""

    text: str = ""
    right: bool = False
    bold: bool = False
    indent: int = 0
    """From the left, in twips."""
    back: int = 0
    """From the right, in twips."""
    span: int = 1
    over: int = 0
    """Rule above, in eighths of a point."""
    under: int = 0
    centred: bool = False
    parted: bool = False
    """Whether a rule parts it from what is to its left, as the columns of a group are from others."""


def holdable(text: str) -> str:
    """Return a text that is safe to show without the characters that XML cannot hold."""
    return text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")


def body(table: Table, page: Page, notes: Sequence[str], number: int = 1) -> Iterator[str]:
    """Yield the paragraphs and tables that a table makes; `number` is its own among those of a document."""
    for place, part in enumerate(page.parts):
        if place:
            yield _paragraph("", style="TableNote")
            yield _captioned(_run(f"Table {number} (continued)"))
        else:
            yield caption("Table", number, table.title)
        yield from _table(table, part)
    yield from notes_below(notes)
    if not notes:
        yield _paragraph("", style="TableNote")


def notes_below(notes: Sequence[str]) -> Iterator[str]:
    """Yield the notes of a table or a figure."""
    for place, note in enumerate(notes):
        yield _note(note, first=not place)


def caption(what: str, number: int, title: str) -> str:
    """Return the caption of a `Table` or a `Figure`: its number as a field that Word keeps up, its title."""
    field = (
        f'<w:fldSimple w:instr=" SEQ {what} \\* ARABIC "><w:r><w:rPr><w:b/></w:rPr>'
        f"<w:t>{number}</w:t></w:r></w:fldSimple>"
    )
    words = _run(safe(" ".join(title.split())))
    return _captioned(
        _run(f"{what} ", bold=True) + field + _run(". ", bold=True) + words, above=what == "Table"
    )


def _captioned(inner: str, *, above: bool = True) -> str:
    alone = "" if above else '<w:keepNext w:val="0"/>'
    return f'<w:p><w:pPr><w:pStyle w:val="Caption"/>{alone}</w:pPr>{inner}</w:p>'


def _note(text: str, *, first: bool) -> str:
    opening = '<w:r><w:rPr><w:i/></w:rPr><w:t xml:space="preserve">Note. </w:t></w:r>' if first else ""
    space = '<w:spacing w:before="80"/>' if first else ""
    words = _run(safe(" ".join(text.split())))
    return f'<w:p><w:pPr><w:pStyle w:val="TableNote"/>{space}</w:pPr>{opening}{words}</w:p>'


def _paragraph(text: str, style: str, properties: str = "", *, bold: bool = False) -> str:
    runs = _run(text, bold=bold) if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs}</w:p>'


def _run(text: str, *, bold: bool = False) -> str:
    properties = "<w:rPr><w:b/></w:rPr>" if bold else ""
    words = escape(holdable(text))
    if "\n" in words:
        words = words.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    return f'<w:r>{properties}<w:t xml:space="preserve">{words}</w:t></w:r>'


def _table(table: Table, part: Part) -> Iterator[str]:
    width = sum(part.widths)
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in part.widths)
    yield (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblBorders>'
        f"{_rule('top', _THICK)}{_rule('bottom', _THICK)}</w:tblBorders>"
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="70" w:type="dxa"/>'
        '<w:right w:w="70" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblLook w:firstRow="1" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    )
    for cells in _head(table, part):
        yield _row(cells, part.widths, head=True)
    yield from (_row(cells, part.widths) for cells in _body_rows(table, part))
    if not table.values:
        yield _row([_Cell(span=len(part.widths))], part.widths)
    yield "</w:tbl>"


def _rule(side: str, size: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="auto"/>'


def _row(cells: Sequence[_Cell], widths: Sequence[int], *, head: bool = False) -> str:
    """Return a row that is not split over pages; a head row stands on top of each page."""
    repeated = "<w:tblHeader/>" if head else ""
    pieces = [f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>"]
    place = 0
    for cell in cells:
        width = sum(widths[place : place + cell.span])
        place += cell.span
        span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
        sides = (("top", cell.over), ("left", _THIN * cell.parted), ("bottom", cell.under))
        rules = "".join(_rule(side, size) for side, size in sides if size)
        borders = f"<w:tcBorders>{rules}</w:tcBorders>" if rules else ""
        low = '<w:vAlign w:val="bottom"/>' if head else ""
        pieces.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{borders}{low}</w:tcPr>')
        pieces.append(_paragraph(cell.text, "TableText", _place(cell, head), bold=cell.bold))
        pieces.append("</w:tc>")
    pieces.append("</w:tr>")
    return "".join(pieces)


def _place(cell: _Cell, head: bool) -> str:
    properties = "<w:keepNext/>" if head else ""
    if cell.indent or cell.back:
        properties += f'<w:ind w:left="{cell.indent}" w:right="{cell.back}"/>'
    if cell.right or cell.centred:
        properties += f'<w:jc w:val="{"right" if cell.right else "center"}"/>'
    return properties


def _head(table: Table, part: Part) -> Iterator[list[_Cell]]:
    left = [] if table.stub is None else [_words(table.stub)]
    if with_n(table):
        left.append("N")
    columns = [table.columns[place] for place in part.columns]
    groups = {first: (end, group) for first, end, group in group_runs(columns)}
    starts = _starts(columns)
    if groups:
        cells = [_Cell() for _ in left]
        place = 0
        while place < len(columns):
            end, group = groups.get(place, (place + 1, ""))
            rule = _THIN if group else 0
            cells.append(
                _Cell(_words(group), span=end - place, under=rule, centred=True, parted=place in starts)
            )
            place = end
        yield cells
    cells = [_Cell(name, right=bool(number), under=_THIN) for number, name in enumerate(left)]
    for place, column in enumerate(columns):
        n = "" if column.n is None else f"\nN\u00a0=\u00a0{column.n}"
        name = _words(column_name(table, column)) + n
        indent = gap_before(columns[place - 1 : place], column)
        right = is_numeric(column)
        cells.append(
            _Cell(name, right, bold=column.total, indent=indent, under=_THIN, parted=place in starts)
        )
    yield cells


def _starts(columns: Sequence[Header]) -> set[int]:
    """Return the places of columns that begin a group, or come after one."""
    return {place for place in range(1, len(columns)) if columns[place].group != columns[place - 1].group}


def _body_rows(table: Table, part: Part) -> Iterator[list[_Cell]]:
    before: Header | None = None
    marked = {column for _, column in table.incomplete}
    columns = [table.columns[one] for one in part.columns]
    starts = {part.columns[place] for place in _starts(columns)}
    gaps = {
        number: gap_before(columns[place - 1 : place], column)
        for place, (number, column) in enumerate(zip(part.columns, columns, strict=True))
    }
    for place, row in enumerate(table.rows):
        above = heading(row, before)
        if above is not None:
            yield [_Cell(_words(above), bold=True, span=len(part.widths))]
        over = _THIN if row.total and (before is None or not before.total) else 0
        before = row
        cells = []
        if table.stub is not None:
            indent = min(row.level, 8) * TWIPS_OF_LEVEL
            cells.append(_Cell(_words(row.label), bold=row.total, indent=indent, over=over))
        if with_n(table):
            n = "" if row.n is None else str(row.n)
            cells.append(_Cell(n, right=True, bold=row.total, over=over))
        for number in part.columns:
            cell = _value(table, place, number, over=over, marked=number in marked)
            cells.append(replace(cell, indent=gaps[number], parted=number in starts))
        yield cells


def _value(table: Table, row: int, number: int, *, over: int, marked: bool) -> _Cell:
    """Return a value; in a column with marks, those without one keep its room free behind them."""
    column, value = table.columns[number], table.values[row][number]
    text = safe(shown(value, column.format), keep_newlines=True)
    right = is_numeric(column)
    so_far = (row, number) in table.incomplete and is_number(value)
    return _Cell(
        text + INCOMPLETE_MARK * so_far,
        right=right,
        bold=table.rows[row].total or column.total,
        back=_PLUS_TWIPS if right and marked and not so_far else 0,
        over=over,
    )


def _words(text: str) -> str:
    return safe(text, keep_newlines=True)
