"""Hits as the grid lists them: the words around each, where it is, and what is coded there."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from qcode.model.codes import Code
from qcode.text.widths import ELLIPSIS, cell_width
from qcode.tui.hits import Hit, Hits
from qcode.tui.session import Overview
from qcode.tui.widgets.grid import Cell, CellKind, GridColumn

_WIDE = 110
_EDGES = 12
"""Cells that the grid itself takes: cursor, mark, gaps, position."""
_LEAST_AROUND, _LEAST_MATCH, _MOST_MATCH = 8, 5, 24
_SAMPLE = 200


class HitRows:
    """A source of hits; before and after share what the other columns leave."""

    def __init__(
        self, found: Hits, overview: Overview, width: int, stressed: Code | None, *, ascii: bool
    ) -> None:
        """List hits in a grid of that width in cells; where `stressed` is coded, it says so."""
        self.stressed = stressed
        self._found = found
        self._overview = overview
        self._wide = width >= _WIDE
        self._tick = "*" if ascii else "✓"
        longest = max((cell_width(hit.match[:_MOST_MATCH]) for hit in found.hits[:_SAMPLE]), default=6)
        match = max(_LEAST_MATCH, min(longest, _MOST_MATCH))
        sides = (20, 14, 14, 20) if self._wide else (16, 0, 0, 9)
        self._around = max(_LEAST_AROUND, (width - _EDGES - match - sum(sides)) // 2)
        document, case, speaker, codes = sides
        self.columns: Sequence[GridColumn] = [
            GridColumn("Document", document),
            *((GridColumn("Case", case), GridColumn("Who", speaker)) if self._wide else ()),
            GridColumn("Before", self._around, align="right"),
            GridColumn("Match", match),
            GridColumn("After", self._around, grow=True),
            GridColumn("Coded", codes),
        ]

    def __len__(self) -> int:
        return len(self._found.hits)

    def key(self, row: int) -> Hashable:
        """Return the place of a hit."""
        return self._found.hits[row].place

    def cell(self, row: int, column: int) -> Cell:
        """Return one cell; only those in view are asked for."""
        hit = self._found.hits[row]
        if not self._wide and column:
            column += 2
        if column == 0:
            document = self._overview.documents.get(hit.document)
            return Cell(document.name if document else "", CellKind.FAINT)
        if column == 3:
            return Cell(end_of(hit.before, self._around))
        if column == 6:
            return self._codes(hit)
        text = (hit.case, hit.speaker, "", hit.match, hit.after)[column - 1]
        return Cell(
            text, CellKind.FAINT if column < 3 else CellKind.STRONG if column == 4 else CellKind.PLAIN
        )

    def _codes(self, hit: Hit) -> Cell:
        tree = self._overview.tree
        codes = [tree[code] for code in self._found.codes_on(hit) if code in tree]
        names = [code.name if self._wide else code.fields.key or code.name for code in codes]
        stressed = self.stressed is not None and any(code.id == self.stressed.id for code in codes)
        return Cell(f"{self._tick if stressed else ' '} {', '.join(names)}" if names else "")


def end_of(text: str, width: int) -> str:
    """Return as much of the end of a text as takes at most `width` cells, `…` before it where it is cut."""
    if cell_width(text) <= width:
        return text
    start = max(0, len(text) - width + 1)
    while cell_width(text[start:]) > width - 1:
        start += 1
    return ELLIPSIS + text[start:]
