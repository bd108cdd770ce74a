"""A whole workbook: the table, the quotations behind it, the notes."""

from __future__ import annotations

import io
import re
from collections import deque
from datetime import UTC, datetime
from typing import Any, BinaryIO

import xlsxwriter

from qcode.exporters.options import Options
from qcode.exporters.xlsx import plan as plans
from qcode.exporters.xlsx import quotations as quoted
from qcode.exporters.xlsx.list_sheet import NOTES_NAME, ListSheet, NotesSheet
from qcode.exporters.xlsx.parts import Sheet, assemble
from qcode.exporters.xlsx.styles import Styles
from qcode.exporters.xlsx.table_sheet import TableSheet
from qcode.exporters.xlsx.text import CELL_LIMIT, holdable, too_long
from qcode.model.tables import Table

_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""Every workbook says it was made then: the same table must give the same bytes."""


def save(table: Table, stream: BinaryIO, options: Options) -> None:
    """Write a table as a workbook to a seekable stream.

    A table with row headers gets its notes below it and, where `options.detail` is given, a sheet
    of quotations to which its numbers lead. A plain list gets a sheet of notes.
    """
    skeleton = io.BytesIO()
    workbook = xlsxwriter.Workbook(skeleton, {"in_memory": True})
    workbook.set_properties({"title": holdable(table.title)[:255], "created": _CREATED})
    styles = Styles(workbook)
    if table.stub is None:
        sheets = _list_sheets(table, workbook, styles)
    else:
        sheets = _table_sheets(table, options.detail, workbook, styles)
    _probe_styles(workbook, styles)
    workbook.close()
    for worksheet in workbook.worksheets():
        # It has an empty row for each line down to the last link: three hundred thousand of them.
        worksheet.table.clear()
    skeleton.seek(0)
    names = (f"xl/worksheets/sheet{number}.xml" for number in range(1, len(sheets) + 1))
    assemble(skeleton, dict(zip(names, sheets, strict=True)), stream)


def _list_sheets(table: Table, workbook: Any, styles: Styles) -> list[Sheet]:
    items = ListSheet(table, styles)
    items.declare(workbook.add_worksheet(_sheet_name(table)))
    notes = NotesSheet(table, styles, _cut_note(table, None))
    notes.declare(workbook.add_worksheet(NOTES_NAME))
    return [items.sheet(), notes.sheet()]


def _table_sheets(table: Table, detail: Table | None, workbook: Any, styles: Styles) -> list[Sheet]:
    plan = plans.plan(table, detail) if detail is not None else None
    notes = [*(plan.notes if plan is not None else ()), *_cut_note(table, detail)]
    body = TableSheet(table, plan, styles, notes)
    name = _sheet_name(table)
    body.declare(workbook.add_worksheet(name), quoted.SHEET_NAME)
    sheets = [body.sheet()]
    if plan is not None and detail is not None:
        quotations = quoted.QuotationsSheet(table, detail, plan, styles, body.address)
        quotations.declare(workbook.add_worksheet(quoted.SHEET_NAME), name)
        sheets.append(quotations.sheet())
    # A table asks for its styles as it goes; all must be known before the workbook is closed.
    deque(body.sheet().lines, maxlen=0)
    return sheets


def _probe_styles(workbook: Any, styles: Styles) -> None:
    first = workbook.worksheets()[0]
    for number, style in enumerate(styles.formats):
        first.write_blank(0, number, None, style)
    first.write_string(0, len(styles.formats), "strings")


def _sheet_name(table: Table) -> str:
    name = re.sub(r"[\[\]:*?/\\'\x00-\x1f]", " ", table.name).strip()[:15].strip().capitalize()
    taken = (quoted.SHEET_NAME.casefold(), NOTES_NAME.casefold(), "history")
    return "Table" if not name or name.casefold() in taken else name


def _cut_note(table: Table, detail: Table | None) -> list[str]:
    cut = too_long([table, detail])
    if not cut:
        return []
    which = "1 text is" if cut == 1 else f"{cut} texts are"
    note = (
        f"{which} longer than the {CELL_LIMIT:,} characters a cell can hold and cut; "
        "csv and json have all of it."
    )
    return [note]
