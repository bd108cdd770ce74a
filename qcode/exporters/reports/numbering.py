"""The captions of a report's tables and figures, numbered as they come, and what these leave to them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from qcode.model.tables import Table


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


def bare(table: Table) -> Table:
    """Return a table as a picture shows it in a report, where its title and notes stand beside it as text."""
    return replace(table, title="", notes=())


def _one_line(title: str) -> str:
    return " ".join(title.split())
