"""How sheets come out of a printer."""

from __future__ import annotations

from typing import Any

_A4 = 9


def set_up_printing(worksheet: Any, pages: int = 1) -> None:
    """Make a sheet print on A4 across, so many pages wide and as long as it is, pages numbered."""
    worksheet.set_landscape()
    worksheet.set_paper(_A4)
    worksheet.fit_to_pages(pages, 0)
    worksheet.set_footer("&R&P / &N")
