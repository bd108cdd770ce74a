"""Which quotations are behind which number of a table, and where on their sheet they are listed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qcode.exporters.behind import Behind, Place, quotations_behind, rows_of_codings
from qcode.model.tables import Header, Table

ROW_LIMIT = 300_000
"""Rows of all blocks together; Excel opens more, but not gladly."""
LINK_LIMIT = 65_000
"""Links of one sheet; Excel takes 65,530."""


@dataclass(slots=True)
class Block(Behind):
    """The quotations behind one number or several, as they lie on the sheet."""

    line: int = 0
    """Line of its heading, from 0; the heading leads back to the first of the numbers."""

    @property
    def height(self) -> int:
        """Lines it takes: its heading, its quotations and a blank."""
        return len(self.rows) + 2


@dataclass(frozen=True, slots=True)
class Plan:
    """Which quotations are listed where."""

    blocks: Sequence[Block]
    block_of: Mapping[Place, Block]
    notes: Sequence[str]
    """What is not listed, and why."""


def plan(table: Table, detail: Table, row_limit: int = ROW_LIMIT) -> Plan:
    """Return the blocks for every value of a table that has codings behind it.

    Where they would take more than `row_limit` rows, the blocks of totals are left out first, then
    those of sums over other rows and columns, the largest first.
    """
    found, unlisted = quotations_behind(table, rows_of_codings(detail))
    blocks = [Block(one.rows, one.places) for one in found]
    aggregates = _aggregates(table)
    ranked = sorted(blocks, key=lambda block: (_rank(table, aggregates, block), block.height))
    room, links = row_limit, LINK_LIMIT
    listed = set()
    for block in ranked:
        if block.height > room or len(block.places) > links:
            break
        room -= block.height
        links -= len(block.places)
        listed.add(id(block))
    kept = [block for block in blocks if id(block) in listed]
    line = 1
    for block in kept:
        block.line = line
        line += block.height
    left_out = sum(len(block.places) for block in blocks if id(block) not in listed)
    notes = _notes(left_out, unlisted, row_limit)
    return Plan(kept, {place: block for block in kept for place in block.places}, notes)


def _aggregates(table: Table) -> tuple[frozenset[int], frozenset[int]]:
    """Return the rows and the columns that hold what others, deeper ones, hold as well."""

    def above_deeper(headers: Sequence[Header]) -> set[int]:
        return {place for place in range(len(headers) - 1) if headers[place + 1].level > headers[place].level}

    named = {place for place, column in enumerate(table.columns) if column.key.endswith("_aggregated")}
    return (
        frozenset(above_deeper(table.rows)),
        frozenset(above_deeper(table.columns) | named),
    )


def _rank(table: Table, aggregates: tuple[frozenset[int], frozenset[int]], block: Block) -> int:
    """Return how soon a block may be left out: 2 totals, 1 aggregates, 0 everything else."""
    rows, columns = aggregates

    def of(row: int, column: int) -> int:
        if table.rows[row].total or table.columns[column].total:
            return 2
        return 1 if row in rows or column in columns else 0

    return min(of(row, column) for row, column in block.places)


def _notes(left_out: int, unlisted: int, row_limit: int) -> list[str]:
    notes = []
    if left_out:
        notes.append(
            f"Numbers without a link: {left_out}. With their quotations the sheet of quotations "
            f"would have more than {row_limit:,} rows (totals, then sums over others, are left "
            "out first)."
        )
    if unlisted:
        notes.append(f"Codings behind these numbers whose quotation is not in this file: {unlisted}.")
    return notes
