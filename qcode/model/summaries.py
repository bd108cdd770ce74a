"""What researchers write on one case and one code: the cells of a framework matrix."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Summary:
    """One coder's own text for one case and one code."""

    id: int
    uid: str
    case_id: int
    code_id: int
    coder_id: int
    text: str
    created_at: str


@dataclass(frozen=True, slots=True)
class SummaryRecord:
    """One cell of a framework matrix from outside, or one row of a list of summaries."""

    case: str
    code: str
    """A code's path or name; the head of a column may be an attribute of cases instead."""
    text: str
    """All that stands in the cell, marks and coders' names too."""
    coder: str = ""
    """Whose summary it is; empty: the text says so, or it is the acting coder's."""
    line: int = 0
    """Line of the file, for messages; 0 where there is none."""
    column: str = ""
    """Column of the file, for messages."""
    headed: bool = False
    """Whether the column is that of one case or one code, by whose name it is called."""

    def headed_by(self, name: str) -> bool:
        """Tell whether the column is that of the case, or the code, of that name."""
        return self.headed and self.column == name
