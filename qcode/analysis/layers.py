"""A selection taken apart by a dimension: what each value has of it, as a selection of its own.

A layer counts like a selection under one more condition. It holds the codings that fall under a header,
each with those of its cases and participants through which it does; and where the header stands for
some of the documents or speech only, that is all there is in scope.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from qcode.analysis.columns import Columns
from qcode.analysis.conditions import Axis, Condition
from qcode.analysis.dimensions import Dimension
from qcode.analysis.scope import Scope
from qcode.analysis.selection import Selection
from qcode.analysis.speech import Reading, Readings
from qcode.model.codings import CodingRow
from qcode.model.tables import Header


class _Part:
    """What a layer has of the codings, by document: some of them, or all with their columns."""

    def __init__(self) -> None:
        self.rows: dict[int, Sequence[CodingRow]] = {}
        self.readings: dict[int, list[Readings]] = {}
        self.columns: dict[int, Columns] = {}

    def add_whole(self, selection: Selection, document_id: int) -> None:
        self.rows[document_id] = selection.rows[document_id]
        self.columns[document_id] = selection.columns(document_id)
        if document_id in selection._readings:
            self.readings[document_id] = selection._readings[document_id]


def layers(selection: Selection, by: Dimension) -> list[tuple[int, Selection]]:
    """Return the layer of each header of a dimension, by its place in the headers."""
    parts = [_Part() for _ in by.headers]
    for document_id in selection.rows:
        everywhere = _of_whole_document(selection, by, document_id)
        if everywhere is not None:
            for place in everywhere:
                parts[place].add_whole(selection, document_id)
        elif by.of_readings:
            _by_reading(selection, by, document_id, parts)
        else:
            _by_coding(selection, by, document_id, parts)
    return [(place, _layer(selection, by, place, part)) for place, part in enumerate(parts)]


def everything(selection: Selection, by: Dimension) -> Selection:
    """Return what all layers have together: the selection, but of a branch of codes only what has them."""
    if not by.branch:
        return selection
    one = Header("")
    places = {code: (0,) for code, places in by.places.items() if places}
    (_, layer), *_ = layers(selection, replace(by, headers=(one,), places=places, optional=frozenset()))
    return layer


def _layer(selection: Selection, by: Dimension, place: int, part: _Part) -> Selection:
    layer = replace(selection, rows=part.rows, _readings=part.readings, _columns=part.columns)
    if by.narrows:
        layer.scope = _narrowed(selection.scope, by, place)
    if by.of_readings:
        layer.condition = _joined(selection.condition, by, place)
        layer._alike = selection._alike & part.columns.keys()
    if by.axis is Axis.CODE:
        layer.codes = tuple(one for one in selection.codes if place in by.of(one))
    if by.axis is Axis.CODER:
        layer.coders = tuple(one for one in selection.coders if place in by.of(one))
        layer.every_coder = False
    return layer


def _of_whole_document(selection: Selection, by: Dimension, document_id: int) -> Sequence[int] | None:
    """Return the headers that all codings of a document fall under with all their readings, if it is so."""
    if by.axis is Axis.DOCUMENT:
        return by.of(document_id)
    if not by.of_readings:
        return None
    of_people = by.axis is Axis.PARTICIPANT
    alike = selection.uniform(document_id, people=of_people)
    several = {by.of(pair[of_people]) for pair in alike or ()}
    return several.pop() if len(several) == 1 else None


def _by_coding(selection: Selection, by: Dimension, document_id: int, parts: Sequence[_Part]) -> None:
    """Give the codings of a document to the layers, by what differs from coding to coding."""
    rows = selection.rows[document_id]
    columns = selection.columns(document_id)
    keys: Sequence[object]
    if by.facet is not None:
        keys = selection.facet(by.facet).values(rows)
    else:
        keys = columns.codes if by.axis is Axis.CODE else columns.coders
    places = {one: _places(by, one) for one in set(keys)}
    numbers: dict[int, list[int]] = {}
    for number, key in enumerate(keys):
        for place in places[key]:
            numbers.setdefault(place, []).append(number)
    known = selection._readings.get(document_id)
    for place, own in numbers.items():
        part = parts[place].columns[document_id] = columns.part(own)
        parts[place].rows[document_id] = part.rows
        if known is not None:
            parts[place].readings[document_id] = list(map(known.__getitem__, own))


def _places(by: Dimension, key: object) -> Sequence[int]:
    """Return the headers of a code, a coder, or the values of a facet."""
    values = key if isinstance(key, tuple) else (key,)
    return tuple(dict.fromkeys(place for value in values for place in by.of(value)))


def _by_reading(selection: Selection, by: Dimension, document_id: int, parts: Sequence[_Part]) -> None:
    """Give the codings of a document to the layers, with the readings through which they are theirs."""
    of_all = selection.readings(document_id)
    holds = _holding(by)
    shares: dict[Readings, list[tuple[int, Readings]]] = {}
    for several in set(of_all):
        own = [(place, tuple(pair for pair in several if holds(place, pair))) for place in range(len(parts))]
        shares[several] = [(place, pairs) for place, pairs in own if pairs]
    rows: dict[int, list[CodingRow]] = {}
    narrowed: dict[int, list[Readings]] = {}
    for row, several in zip(selection.rows[document_id], of_all, strict=True):
        for place, pairs in shares[several]:
            rows.setdefault(place, []).append(row)
            narrowed.setdefault(place, []).append(pairs)
    for place, own_rows in rows.items():
        parts[place].rows[document_id] = own_rows
        parts[place].readings[document_id] = narrowed[place]


def _narrowed(scope: Scope, by: Dimension, place: int) -> Scope:
    holdings: dict[int, tuple[Reading, ...]] = {}
    holds = _holding(by)
    for document_id, pairs in scope.holdings.items():
        if by.axis is Axis.DOCUMENT:
            own = pairs if place in by.of(document_id) else ()
        else:
            own = tuple(pair for pair in pairs if holds(place, pair))
        if own:
            holdings[document_id] = own
    return replace(scope, holdings=holdings)


def _joined(condition: Condition | None, by: Dimension, place: int) -> Condition:
    """Return a condition with one more: that a case or a participant falls under a header."""
    holds = _holding(by)
    own = Condition(frozenset({by.axis}), lambda _, case, who: holds(place, (case, who)))
    if condition is None:
        return own
    both = (condition, own)
    return Condition(
        condition.axes | own.axes,
        lambda row, case, who: condition.test(row, case, who) and own.test(row, case, who),
        both,
    )


def _holding(by: Dimension) -> Callable[[int, Reading], bool]:
    which = int(by.axis is Axis.PARTICIPANT)
    return lambda place, pair: place in by.of(pair[which])
