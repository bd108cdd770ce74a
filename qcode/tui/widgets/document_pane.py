"""The documents beside the text, by case, with how far the person is with each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from qcode.text.names import beside
from qcode.tui.widgets.grid import Cell, CellKind, Grid, GridColumn

_COLUMNS = (
    GridColumn("DOCUMENTS", grow=True, least=10, most=60),
    GridColumn("", width=5, align="right"),
)


class Progress(Enum):
    """How far a coder is with a document: sign, the same in ASCII, and the word."""

    NOT_BEGUN = ("○", ".", "not begun")
    IN_PROGRESS = ("◐", "~", "in progress")
    FINISHED = ("●", "*", "finished")

    def sign(self, *, ascii: bool = False) -> str:
        """Return the sign that stands before a document."""
        return self.value[1] if ascii else self.value[0]

    @property
    def word(self) -> str:
        """What the sign says."""
        return self.value[2]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the pane: a case (no document), or a document below it."""

    label: str
    document: int | None = None
    """Row id of the document."""
    under: int = 0
    """Row id of the case above; a document of several cases stands below each."""


def entries_of(
    cases: Mapping[int, str], documents: Mapping[int, str], links: Mapping[int, Sequence[int]]
) -> list[Entry]:
    """Return the lines of the pane: each case that has documents, then those of no case.

    `cases` and `documents` are names by row id, `links` the cases of a document.
    """
    below: dict[int, list[int]] = {}
    for document in documents:
        for case in links.get(document) or (0,):
            below.setdefault(case, []).append(document)
    entries: list[Entry] = []
    for case in [*cases, 0]:
        found = below.get(case, ())
        if found and (case or entries):
            entries.append(Entry(cases.get(case, "(no case)"), None, case))
        entries += [
            Entry(beside(cases.get(case, ""), documents[document]), document, case) for document in found
        ]
    return entries


class DocumentRows:
    """Cases and their documents as rows of a grid."""

    columns = _COLUMNS

    def __init__(
        self,
        entries: Sequence[Entry],
        progress: Mapping[int, Progress],
        codings: Mapping[int, int],
        current: int | None,
        *,
        ascii: bool = False,
    ) -> None:
        self.entries = entries
        self._progress, self._codings, self._current, self._ascii = progress, codings, current, ascii

    def update(self, progress: Mapping[int, Progress], codings: Mapping[int, int]) -> set[tuple[int, int]]:
        """Take over how far the person is; return the keys of the rows that look different now."""
        changed = {
            (entry.under, entry.document)
            for entry in self.entries
            if entry.document is not None
            and (
                progress.get(entry.document) != self._progress.get(entry.document)
                or codings.get(entry.document) != self._codings.get(entry.document)
            )
        }
        self._progress, self._codings = progress, codings
        return changed

    def __len__(self) -> int:
        return len(self.entries)

    def key(self, row: int) -> tuple[int, int]:
        """Return the case and the document of a row."""
        entry = self.entries[row]
        return entry.under, entry.document or 0

    def cell(self, row: int, column: int) -> Cell:
        """Return a name with its sign, or the number of codings."""
        entry = self.entries[row]
        if entry.document is None:
            return Cell(entry.label if column == 0 else "", CellKind.HEAD)
        here = entry.document == self._current
        if column == 0:
            progress = self._progress.get(entry.document, Progress.NOT_BEGUN)
            kind = CellKind.STRONG if here else CellKind.PLAIN
            return Cell(f"{progress.sign(ascii=self._ascii)} {entry.label}", kind)
        number = self._codings.get(entry.document, 0)
        return Cell(f"{number or ''}{'<' if here else ''}", CellKind.FAINT)


class DocumentPane(Grid):
    """The list of documents; Enter opens one."""

    def document_at(self, row: int) -> int | None:
        """Return the row id of the document on a row, None for a case."""
        rows = self.source
        return rows.entries[row].document if isinstance(rows, DocumentRows) and 0 <= row < len(rows) else None

    def update(self, progress: Mapping[int, Progress], codings: Mapping[int, int]) -> None:
        """Show how far the person is by now."""
        rows = self.source
        if isinstance(rows, DocumentRows):
            self.refresh_rows(rows.update(progress, codings))

    def stand_on(self, document: int) -> None:
        """Put the cursor on a document."""
        rows = self.source
        if isinstance(rows, DocumentRows):
            for row, entry in enumerate(rows.entries):
                if entry.document == document:
                    self.go_to(row, 0)
                    return
