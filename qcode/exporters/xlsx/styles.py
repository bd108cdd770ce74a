"""The looks of cells, each made once however many cells have it."""

from __future__ import annotations

from typing import Any

from qcode.model.tables import Format

NUMBER_FORMATS = {
    Format.COUNT: "0",
    Format.DECIMAL: "0.00",
    Format.SHARE: "0.0%",
    Format.PROBABILITY: '[=0]0.000;[<0.001]"<0.001";0.000',
}

INK = "#1A1A1A"
MUTED = "#6B6B6B"
LINK = "#0B3C6F"
RULE = "#7F7F7F"
HAIRLINE = "#E3E3E3"
HEAD_FILL = "#EEF1F4"
BLOCK_FILL = "#DCE6F1"
HEAT_LOW = "#FFFFFF"
HEAT_HIGH = "#6BAED6"
"""One hue, from nothing to much; dark ink stays readable on it, in grey as well."""


class Styles:
    """Formats of a workbook by their properties, numbered as they were first asked for."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._numbers: dict[frozenset[tuple[str, Any]], int] = {}
        self.formats: list[Any] = []
        """XlsxWriter's formats, by the numbers that `number` gives."""

    def number(self, **properties: Any) -> int:
        """Return the number of the style with these properties of XlsxWriter's formats."""
        key = frozenset(properties.items())
        if key not in self._numbers:
            self._numbers[key] = len(self.formats)
            self.formats.append(self._workbook.add_format({"font_color": INK, "valign": "top", **properties}))
        return self._numbers[key]

    def format(self, **properties: Any) -> Any:
        """Return the style itself, where XlsxWriter wants one."""
        return self.formats[self.number(**properties)]
