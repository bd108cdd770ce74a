"""Tables from outside: codings, cases, attributes, in CSV, TSV or XLSX.

A file comes in as rows of text with the lines they stand on (`read_sheet`), then as typed records.
What is wrong is collected over the whole file and told with file, line and column. The names below
are loaded when they are first used: pydantic and openpyxl cost more than most commands need.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qcode.lazy import loader

if TYPE_CHECKING:
    from qcode.sheets.groupings import read_classes, read_events, read_groups
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
    from qcode.sheets.summaries import read_summaries

__all__ = [
    "CaseRow",
    "DocumentRow",
    "ParticipantRow",
    "Records",
    "RowProblem",
    "Sheet",
    "SheetRow",
    "read_cases",
    "read_classes",
    "read_codings",
    "read_document_attributes",
    "read_events",
    "read_groups",
    "read_participants",
    "read_sheet",
    "read_summaries",
]

__getattr__ = loader(
    __name__,
    {
        "CaseRow": "qcode.sheets.records",
        "DocumentRow": "qcode.sheets.records",
        "ParticipantRow": "qcode.sheets.records",
        "Records": "qcode.sheets.records",
        "RowProblem": "qcode.sheets.problems",
        "Sheet": "qcode.sheets.sheet",
        "SheetRow": "qcode.sheets.sheet",
        "read_cases": "qcode.sheets.reading",
        "read_classes": "qcode.sheets.groupings",
        "read_codings": "qcode.sheets.reading",
        "read_document_attributes": "qcode.sheets.reading",
        "read_events": "qcode.sheets.groupings",
        "read_groups": "qcode.sheets.groupings",
        "read_participants": "qcode.sheets.reading",
        "read_sheet": "qcode.sheets.source",
        "read_summaries": "qcode.sheets.summaries",
    },
)
