"""Tables from outside: codings, cases, attributes, in CSV, TSV or XLSX.

A file comes in as rows of text with the lines they stand on (`read_sheet`), then as typed records.
What is wrong is collected over the whole file and told with file, line and column. The names below
are loaded when they are first used: pydantic and openpyxl cost more than most commands need.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qcode.sheets.problems import RowProblem
    from qcode.sheets.reading import (
        read_cases,
        read_codings,
        read_document_attributes,
        read_participants,
    )
    from qcode.sheets.records import CaseRow, DocumentRow, ParticipantRow, Records
    from qcode.sheets.sheet import Sheet, SheetRow
    from qcode.sheets.source import read_sheet

__all__ = [
    "CaseRow",
    "DocumentRow",
    "ParticipantRow",
    "Records",
    "RowProblem",
    "Sheet",
    "SheetRow",
    "read_cases",
    "read_codings",
    "read_document_attributes",
    "read_participants",
    "read_sheet",
]

_MODULES = {
    "CaseRow": "records",
    "DocumentRow": "records",
    "ParticipantRow": "records",
    "Records": "records",
    "RowProblem": "problems",
    "Sheet": "sheet",
    "SheetRow": "sheet",
    "read_cases": "reading",
    "read_codings": "reading",
    "read_document_attributes": "reading",
    "read_participants": "reading",
    "read_sheet": "source",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
