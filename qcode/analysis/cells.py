"""Gathering the counted codings into the cells of a cross-table.

A coding is counted with every case and participant that it is of; a cell holds the codings one of
whose pairs lies in its row and in its column. Codings of one document that fall into the same cells
are kept together as a block, so that what a measure needs of them is worked out once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, product, repeat
from operator import itemgetter

from qcode.analysis.conditions import Axis
from qcode.analysis.dimensions import Dimension
from qcode.analysis.selection import Selection
from qcode.analysis.speech import Reading, Readings
from qcode.model.codings import CodingRow
from qcode.model.spans import Span, union

TOTAL = -1
"""The place of totals among the rows and columns."""
Place = tuple[int, int]

_CODE = itemgetter(4)
_CODER = itemgetter(5)
_PASSAGE = itemgetter(2, 3)
_SEGMENT = itemgetter(2, 3, 4)


class Block:
    """Codings of one document that fall into the same cells.

    `code` is theirs where codes are a dimension, else None; `readings` are the cases and
    participants of each of them, where these are needed.
    """

    __slots__ = ("_passages", "_segments", "_spans", "code", "document", "readings", "rows")

    def __init__(self, document: int, code: int | None, readings: Readings) -> None:
        self.document = document
        self.code = code
        self.readings = readings
        self.rows: list[CodingRow] = []
        self._passages: set[Span] | None = None
        self._segments: set[tuple[int, int, int]] | None = None
        self._spans: list[Span] | None = None

    @property
    def passages(self) -> Collection[Span]:
        """The distinct spans."""
        if self._passages is None:
            self._passages = set(map(_PASSAGE, self.rows))
        return self._passages

    @property
    def segments(self) -> Collection[tuple[int, int, int]]:
        """The distinct spans with their codes."""
        if self._segments is None:
            self._segments = set(map(_SEGMENT, self.rows))
        return self._segments

    @property
    def spans(self) -> list[Span]:
        """The characters as disjoint spans, counted or not."""
        if self._spans is None:
            self._spans = union(map(_PASSAGE, self.rows))
        return self._spans


class Cells:
    """The blocks of every cell of a table, totals among them.

    Totals hold the codings of `counted_codes` only: of the themes, since a facet says who and when
    and not what; of facets where there is nothing else.
    """

    def __init__(
        self, selection: Selection, rows: Dimension, columns: Dimension | None, *, with_readings: bool
    ) -> None:
        """Gather; `with_readings` where a measure asks for cases, participants or turns."""
        self.selection = selection
        self.rows = rows
        self.columns = columns
        self.sides = [side for side in (rows, columns) if side is not None]
        self.by_code = any(side.axis is Axis.CODE for side in self.sides)
        self.counted_codes = counted_codes(selection)
        self._needs_readings = with_readings or any(side.of_readings for side in self.sides)
        self._needs_participants = with_readings or any(
            side.axis is Axis.PARTICIPANT for side in self.sides
        )
        self._blocks: dict[Place, list[Block]] = {}
        for document_id, codings in selection.rows.items():
            self._gather(document_id, codings)

    def __getitem__(self, place: Place) -> list[Block]:
        """Return the blocks of a cell, in the order of documents."""
        return self._blocks.get(place, [])

    def ids(self, place: Place) -> list[int]:
        """Return the ids of the codings behind a cell, all coders', in the order of the text."""
        answer: list[int] = []
        for blocks in by_document(self[place]):
            found = chain.from_iterable(block.rows for block in blocks)
            answer.extend(row[0] for row in sorted(found, key=itemgetter(2, 3, 4, 5, 0)))
        return answer

    def matching(self, block: Block, place: Place) -> Readings:
        """Return the cases and participants through which a block lies in a cell."""
        return tuple(pair for pair in block.readings if self.holds(pair, place))

    def holds(self, pair: Reading, place: Place) -> bool:
        """Tell whether a case with a participant lies in a row and a column, as far as these ask."""
        for side, header in zip((self.rows, self.columns), place, strict=True):
            if side is None or header == TOTAL or not side.of_readings:
                continue
            if header not in side.of(pair[side.axis is Axis.PARTICIPANT]):
                return False
        return True

    def _gather(self, document_id: int, codings: Sequence[CodingRow]) -> None:
        if not self.by_code:
            codings = [row for row in codings if row[4] in self.counted_codes]
        groups: dict[tuple[object, ...], Block] = {}
        keys = self._keys(document_id, codings)
        for row, key in zip(codings, keys, strict=True):
            block = groups.get(key)
            if block is None:
                code = row[4] if self.by_code else None
                block = groups[key] = Block(document_id, code, key[-1])  # type: ignore[arg-type]
            block.rows.append(row)
        for key, block in groups.items():
            for place in self._places(block, key):
                self._blocks.setdefault(place, []).append(block)

    def _keys(self, document_id: int, codings: Sequence[CodingRow]) -> Iterator[tuple[object, ...]]:
        """Return for each coding what decides on its cells: (for each side its key, pairs)."""
        readings: Iterable[Readings] = repeat((), len(codings))
        if self._needs_readings:
            uniform = None if self._needs_participants else self.selection.uniform(document_id)
            if uniform is not None:
                readings = repeat(uniform, len(codings))
            elif self.by_code:
                readings = self.selection.readings(document_id)
            else:
                everything = zip(
                    self.selection.rows[document_id], self.selection.readings(document_id), strict=True
                )
                readings = [pairs for row, pairs in everything if row[4] in self.counted_codes]
        return zip(*(self._side_keys(side, document_id, codings) for side in self.sides), readings)

    def _side_keys(
        self, side: Dimension, document_id: int, codings: Sequence[CodingRow]
    ) -> Iterable[object]:
        if side.axis is Axis.CODE:
            return map(_CODE, codings)
        if side.axis is Axis.CODER:
            return map(_CODER, codings)
        if side.axis is Axis.FACET and side.facet is not None:
            return self.selection.facet(side.facet).values(codings)
        return repeat(document_id, len(codings))

    def _places(self, block: Block, key: tuple[object, ...]) -> Iterable[Place]:
        """Return the cells that a block lies in, totals among them, each once."""
        totalled = block.code is None or block.code in self.counted_codes
        fixed = [_fixed(side, part) for side, part in zip(self.sides, key, strict=False)]
        places: dict[Place, None] = {}
        for pair in block.readings or ((None, None),):
            found = [
                side.of(pair[side.axis is Axis.PARTICIPANT]) if side.of_readings else known
                for side, known in zip(self.sides, fixed, strict=True)
            ]
            rows, columns = found[0], found[1] if len(found) > 1 else ()
            places.update(dict.fromkeys(product(rows, columns)))
            # A code that is no theme is in its own row's total, never in those over all codes.
            if totalled or self.rows.axis is Axis.CODE:
                places.update(dict.fromkeys(product(rows, (TOTAL,))))
            if totalled or (self.columns is not None and self.columns.axis is Axis.CODE):
                places.update(dict.fromkeys(product((TOTAL,), columns)))
            if totalled:
                places[TOTAL, TOTAL] = None
        return places


def _fixed(side: Dimension, key: object) -> tuple[int, ...]:
    """Return the headers of a side that does not depend on cases and participants."""
    if side.axis is Axis.FACET:
        return tuple(place for value in key for place in side.of(value))  # type: ignore[attr-defined]
    return side.of(key)  # type: ignore[arg-type]


def counted_codes(selection: Selection) -> frozenset[int]:
    """Return the codes that totals are made of: the themes, or the facets where there are only these."""
    tree = selection.corpus.codes
    themes = frozenset(one for one in selection.codes if tree.facet_of(one) is None)
    return themes or frozenset(selection.codes)


def by_document(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Yield the blocks of each document together."""
    found: dict[int, list[Block]] = {}
    for block in blocks:
        found.setdefault(block.document, []).append(block)
    return iter(found.values())
