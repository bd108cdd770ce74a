"""How sheets come out of a printer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_A4 = 9


_PAGE_WIDTH = 9.9
"""Inches between the margins of A4 across, a little less for printers' sake."""
_CHARACTER, _PADDING = 9.4 / 96, 5 / 96
"""Inches of a character of the widest font that stands in for Calibri, and around those of a column."""


def set_up_printing(worksheet: Any) -> None:
    """Make a sheet print on A4 across, one page wide and as long as it is, pages numbered."""
    _set_up(worksheet)
    worksheet.fit_to_pages(1, 0)


def set_up_printing_in_parts(worksheet: Any, breaks: Sequence[int], widths: Sequence[float]) -> None:
    """Make a sheet print on A4 across, a new page before each of some columns.

    `widths` are those of all columns of the widest page, in characters.
    """
    _set_up(worksheet)
    worksheet.set_v_pagebreaks(breaks)
    inches = sum(width * _CHARACTER + _PADDING for width in widths)
    worksheet.set_print_scale(max(10, min(100, int(100 * _PAGE_WIDTH / inches))))


def _set_up(worksheet: Any) -> None:
    worksheet.set_landscape()
    worksheet.set_paper(_A4)
    worksheet.set_footer("&R&P / &N")
