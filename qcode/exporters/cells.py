"""What every format needs to know of a table; it is `qcode.text.cells`, which pictures share."""

from __future__ import annotations

from qcode.text.cells import (
    INCOMPLETE_LEGEND,
    INCOMPLETE_MARK,
    NO_DATA_LEGEND,
    NO_DATA_MARK,
    NOT_CODED_LEGEND,
    NOT_CODED_MARK,
    group_runs,
    heading,
    is_number,
    is_numeric,
    legend,
    names,
    shown,
)

__all__ = [
    "INCOMPLETE_LEGEND",
    "INCOMPLETE_MARK",
    "NOT_CODED_LEGEND",
    "NOT_CODED_MARK",
    "NO_DATA_LEGEND",
    "NO_DATA_MARK",
    "group_runs",
    "heading",
    "is_number",
    "is_numeric",
    "legend",
    "names",
    "shown",
]
