"""What is wrong in a table, collected so that a person mends it in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qcode.errors import DataError
from qcode.text.display import safe

MOST_SHOWN = 20
_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing that is wrong in one row."""

    file: str
    line: int
    """Line of the file (row of the sheet), from 1, on which the row begins."""
    column: str
    """Name of the column; empty where the row as a whole is at fault."""
    what: str
    """What is there."""
    expected: str = ""
    """What should be there; may be empty."""

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}"
        if self.column:
            place += f", column {safe(self.column)}"
        expected = f"; expected {self.expected}" if self.expected else ""
        said = f"{place}: {self.what}{expected}"
        return said if said.endswith("?") else f"{said}."


def data_error(problems: Sequence[RowProblem]) -> DataError:
    """Return the error that tells all problems (at least one), one a line, in the file's order.

    At most MOST_SHOWN are told, the rest is counted.
    """
    ordered = sorted(problems, key=lambda problem: problem.line)
    lines = [str(problem) for problem in ordered[:MOST_SHOWN]]
    if len(ordered) > MOST_SHOWN:
        lines.append(f"and {len(ordered) - MOST_SHOWN} more")
    return DataError("\n".join(lines))


def quoted(text: str) -> str:
    """Return words of the file as a message quotes them: short, on one line, safe to show."""
    line = " ".join(text.split())
    return f"“{safe(line if len(line) <= _LONGEST_SHOWN else line[: _LONGEST_SHOWN - 1] + '…')}”"
