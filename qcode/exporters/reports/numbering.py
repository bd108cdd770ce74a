"""The captions of a report's tables and figures, numbered as they come."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Captions:
    """How many tables and figures there were so far."""

    tables: int = 0
    figures: int = 0

    def of_table(self, title: str) -> str:
        """Return `Table 1. Title` for the next table."""
        self.tables += 1
        return f"Table {self.tables}. {_one_line(title)}"

    def of_figure(self, title: str) -> str:
        """Return `Figure 1. Title` for the next figure."""
        self.figures += 1
        return f"Figure {self.figures}. {_one_line(title)}"


def _one_line(title: str) -> str:
    return " ".join(title.split())
