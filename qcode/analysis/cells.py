"""Gathering the counted codings into the cells of a cross-table.

A coding is counted with every case and participant that it is of; a cell holds the codings one of
whose pairs lies in its row and in its column. Codings of one document that fall into the same cells
are kept together as a block, so that what a measure needs of them is worked out once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import chain, compress, repeat
from operator import or_
from typing import Any

from qcode.analysis.columns import Columns, distinct
from qcode.analysis.conditions import Axis
from qcode.analysis.dimensions import Dimension
from qcode.analysis.selection import Selection
from qcode.analysis.speech import Reading, Readings, Speech

TOTAL = -1
"""The place of totals among the rows and columns."""
Place = tuple[int, int]


class Block:
    """Codings of one document that fall into the same cells.

    `places` are theirs in the document's columns; `code` is theirs where codes are a dimension, else
    None; `readings` are the cases and participants of each of them, where these are needed; `alone`
    tells that no other block has codings of the same document and code, `of_everybody` that the readings
    are those of whoever speaks there.
    """

    __slots__ = (
        "_number",
        "_passages",
        "_turns",
        "alone",
        "code",
        "columns",
        "document",
        "of_everybody",
        "places",
        "readings",
        "speech",
    )

    def __init__(
        self,
        document: int,
        speech: Speech,
        columns: Columns,
        places: Sequence[int],
        code: int | None,
        readings: Readings,
        alone: bool,
    ) -> None:
        self.document = document
        self.speech = speech
        self.columns = columns
        self.places = places
        self.code = code
        self.readings = readings
        self.alone = alone
        self.of_everybody = False
        self._number = -1
        self._passages: set[int] | None = None
        self._turns: int | None = None

    @property
    def passages(self) -> set[int]:
        """The numbers of the distinct spans in the document."""
        if self._passages is None:
            self._passages = set(map(self.columns.passages.__getitem__, self.places))
        return self._passages

    @property
    def number_of_segments(self) -> int:
        """How many distinct spans with their codes there are."""
        if self._number < 0:
            if self.alone and self.code is not None:
                # Codings that say the same stand together, so that they need not be compared with all.
                self._number = len(self.places) - self.columns.repeats[self.code]
            else:
                self._number = distinct(self.columns.segments, self.places)
        return self._number

    @property
    def turns(self) -> int:
        """The turns that are touched, as bits by their places in the document's speech."""
        if self._turns is None:
            touched = self.columns.turns(self.speech)
            self._turns = reduce(or_, map(touched.__getitem__, self.places), 0)
        return self._turns


class Cells:
    """The blocks of every cell of a table, totals among them.

    Totals hold the codings of `counted_codes` only: of the themes, since a facet says who and when
    and not what; of facets where there is nothing else.
    """

    def __init__(
        self,
        selection: Selection,
        rows: Dimension,
        columns: Dimension | None,
        *,
        with_readings: bool,
        with_people: bool = False,
    ) -> None:
        """Gather; `with_readings` where a measure asks for cases or turns, `with_people` for participants."""
        self.selection = selection
        self.rows = rows
        self.columns = columns
        self.sides = [side for side in (rows, columns) if side is not None]
        self.by_code = any(side.axis is Axis.CODE for side in self.sides)
        self.of_codes = next((side for side in self.sides if side.axis is Axis.CODE), None)
        self.counted_codes = counted_codes(selection, self.of_codes)
        of_codes = self.of_codes
        self._wanted = self.counted_codes
        if of_codes is not None:
            self._wanted = frozenset(one for one in selection.codes if of_codes.of(one))
        self._with_readings = with_readings
        self._with_people = with_people
        self._together = all(side.of_readings for side in self.sides) and len(self.sides) > 1
        self._blocks: defaultdict[Place, list[Block]] = defaultdict(list)
        self.blocks_of: defaultdict[int, list[Block]] = defaultdict(list)
        """All blocks of each document."""
        for document_id, codings in selection.rows.items():
            if codings:
                self._gather(document_id, selection.columns(document_id))

    def __getitem__(self, place: Place) -> list[Block]:
        """Return the blocks of a cell, in the order of documents."""
        return self._blocks.get(place, [])

    @property
    def uncounted_codes(self) -> list[int]:
        """The codes that have no part in totals, though they have in the table or could have."""
        asked = self.selection.codes if self.of_codes is None else self.of_codes.codes
        return [one for one in asked if one not in self.counted_codes]

    @property
    def number_of_codings(self) -> int:
        """How many codings the total of everything counts."""
        return sum(len(block.places) for block in self[TOTAL, TOTAL])

    @property
    def any_used(self) -> bool:
        """Whether any coding lies in the table."""
        return bool(self._blocks)

    def used(self, side: int, header: int) -> bool:
        """Tell whether any coding falls under a row (side 0) or a column (side 1)."""
        return any(place[side] == header for place in self._blocks)

    def ids(self, place: Place) -> list[int]:
        """Return the ids of the codings behind a cell, all coders', in the order of the text."""
        answer: list[int] = []
        for group in by_document(self[place]):
            answer += map(group[0].columns.ids.__getitem__, places_of(group))
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

    def _gather(self, document_id: int, columns: Columns) -> None:
        """Sort the codings of a document into blocks, and these into cells."""
        speech = self.selection.speech[document_id]
        readings = self._readings(document_id)
        keys = [self._keys(side, document_id, columns, readings) for side in self.sides]
        varying = {id(one): one for one in keys if isinstance(one, list) and one is not readings}
        if isinstance(readings, list):
            # They are the same objects where they are alike, but for those with a case given by hand.
            varying[id(readings)] = list(map(id, readings))
        groups: defaultdict[object, list[int]] = defaultdict(list)
        for place, key in self._keyed(columns, list(varying.values())):
            groups[key].append(place)
        alone = len(varying) == (1 if self.by_code else 0)
        known: dict[tuple[int, object], tuple[int, ...]] = {}
        for places in groups.values():
            first = places[0]
            pairs = readings[first] if isinstance(readings, list) else readings
            code = columns.codes[first] if self.by_code else None
            block = Block(document_id, speech, columns, places, code, pairs, alone)
            block.of_everybody = not isinstance(readings, list)
            found = []
            for number, side in enumerate(self.sides):
                own = keys[number]
                key = (number, own[first] if isinstance(own, list) else own)
                if key not in known:
                    known[key] = _headers(side, key[1])
                found.append(known[key])
            self.blocks_of[document_id].append(block)
            for cell in self._cells_of(block, found):
                self._blocks[cell].append(block)

    def _readings(self, document_id: int) -> Readings | list[Readings]:
        """Return the cases and participants of each coding of a document, or those of all alike."""
        if not (self._with_readings or self._with_people or any(side.of_readings for side in self.sides)):
            return ()
        people = self._with_people or any(side.axis is Axis.PARTICIPANT for side in self.sides)
        alike = self.selection.uniform(document_id, people=people)
        return self.selection.readings(document_id) if alike is None else alike

    def _keys(
        self, side: Dimension, document_id: int, columns: Columns, readings: Readings | list[Readings]
    ) -> Any:
        """Return what settles the headers of one side: a list with it for each coding, or for all alike."""
        if side.axis is Axis.CODE:
            return columns.codes
        if side.axis is Axis.CODER:
            return columns.coders
        if side.facet is not None:
            return self.selection.facet(side.facet).values(columns.rows)
        return document_id if side.axis is Axis.DOCUMENT else readings

    def _keyed(self, columns: Columns, varying: Sequence[Sequence[object]]) -> Iterable[tuple[int, object]]:
        """Yield the place of each coding that can be in the table, with what decides on its cells."""
        size = len(columns.rows)
        places: Iterable[int] = range(size)
        keys: Iterable[object] = varying[0] if len(varying) == 1 else zip(*varying, strict=True)
        if not varying:
            keys = repeat((), size)
        if self.of_codes is None or self.of_codes.branch:
            kept = list(map(self._wanted.__contains__, columns.codes))
            places, keys = compress(places, kept), compress(keys, kept)
        return zip(places, keys, strict=True)

    def _cells_of(self, block: Block, found: Sequence[tuple[int, ...]]) -> list[Place]:
        """Return the cells that a block lies in, totals among them, each once."""
        totalled = block.code is None or block.code in self.counted_codes
        rows, columns = found[0], found[1] if len(found) > 1 else ()
        cells = [(row, column) for row in rows for column in columns]
        if self._together:
            # The case in the row and the participant in the column have to be of one reading.
            cells = [cell for cell in cells if self.matching(block, cell)]
        # A code that is no theme is in its own row's total, never in those over all codes.
        if totalled or self.rows.axis is Axis.CODE:
            cells += [(row, TOTAL) for row in rows]
        if totalled or (self.rows.axis is not Axis.CODE and self.by_code):
            cells += [(TOTAL, column) for column in columns]
        if totalled:
            cells.append((TOTAL, TOTAL))
        return cells


def _headers(side: Dimension, key: Any) -> tuple[int, ...]:
    """Return the headers of one side that codings of some key fall under, each once."""
    if side.of_readings:
        which = int(side.axis is Axis.PARTICIPANT)
        return tuple(dict.fromkeys(header for pair in key for header in side.of(pair[which])))
    if side.axis is Axis.FACET:
        return tuple(header for value in key for header in side.of(value))
    return side.of(key)


def counted_codes(selection: Selection, side: Dimension | None = None) -> frozenset[int]:
    """Return the codes that totals are made of: the themes, or the facets where there are only these.

    Of a branch of codes as a side of the table, those that fall under one of its headers.
    """
    tree = selection.corpus.codes
    known = selection.codes
    if side is not None and side.branch:
        known = tuple(one for one in known if side.of(one))
    themes = frozenset(one for one in known if tree.facet_of(one) is None)
    return themes or frozenset(known)


def places_of(blocks: Sequence[Block]) -> Sequence[int]:
    """Return the places of the codings of blocks of one document, in the order of the text."""
    if len(blocks) == 1:
        return blocks[0].places
    return sorted(chain.from_iterable(block.places for block in blocks))


def by_document(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Yield the blocks of each document together."""
    found: dict[int, list[Block]] = {}
    for block in blocks:
        found.setdefault(block.document, []).append(block)
    return iter(found.values())
