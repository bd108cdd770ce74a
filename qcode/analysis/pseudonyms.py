"""Tables with the names of participants, cases and documents kept back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from qcode.analysis.conditions import Axis
from qcode.analysis.dimensions import dimension
from qcode.analysis.selection import Selection
from qcode.analysis.whose import SEPARATOR
from qcode.model.cases import Entity
from qcode.model.tables import CellValue, Column, Format, Header, Table
from qcode.text.masking import Mask, Masker, ShortNames
from qcode.text.names import counted, listed, quoted

FEWEST_ALIKE = 3
"""Fewer cases or people than these that are alike can be told apart by what is alike in them."""
_MOST_SHOWN = 6
TELLING = ("municipality_code", "name_ja", "aliases")
"""Columns whose values say by themselves which case it is."""
_CUT_UP = ("before", "match", "after")
"""Columns that hold one text in parts: names lie across their edges."""
SENTENCES = (
    "what", "memo", "title", "note", "source", "reason", "the project says", "the researcher says",
    "group", "class", "query", "rule", "condition",
)  # fmt: skip
"""Columns of sentences that may speak of documents by their names, as titles and notes do."""
_OF_SENTENCES = ("framework", "timeline")
"""Tables all of whose texts are such: coders' words on cases and codes, titles of events."""
_APART = re.compile(r"; *")

Line = TypeVar("Line", bound=Header)


@dataclass(frozen=True)
class StandIns:
    """What stands for what."""

    by_uid: Mapping[str, str]
    """Uid of a case, document or participant -> what it is called in its place."""
    by_name: Mapping[Entity, Mapping[str, str]]
    """The same by name, for columns that name things; a name of several people stands for all of them."""
    in_document: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """(document, participant), both by name -> what the participant is called, who speaks there."""
    in_text: Mapping[str, str] = field(default_factory=dict)
    """Names to be looked for in running text."""
    in_notes: Mapping[str, str] = field(default_factory=dict)
    """Further names to be looked for in titles and notes: those of documents."""
    alone: Mapping[str, str] = field(default_factory=dict)
    """Names too short to be looked for within words: replaced in titles and notes where they stand alone."""
    addressed: Mapping[str, str] = field(default_factory=dict)
    """Names to be looked for in running text only where somebody is addressed."""
    warnings: Sequence[str] = ()
    """What is to be said of names that may be missed."""

    @cached_property
    def mask(self) -> Masker:
        """What replaces names in running text; made once, for there may be hundreds."""
        return Masker(self.in_text, self.addressed)

    @cached_property
    def mask_documents(self) -> Masker:
        """What replaces names of documents in titles and notes."""
        return Masker(self.in_notes)

    @cached_property
    def mask_short(self) -> ShortNames:
        """What replaces the shortest names in titles and notes."""
        return ShortNames(self.alone)

    def of_name(self, text: str) -> str | None:
        """Return what stands for a text that is a name as a whole, None for any other."""
        return next((known[text] for known in self.by_name.values() if text in known), None)

    def mask_sentence(self, text: str) -> str:
        """Return what the program or a coder says, with the names of documents replaced as well."""
        return self.mask(self.mask_short(self.mask_documents(text)))

    @property
    def replaced(self) -> int:
        """How many places in texts were replaced so far."""
        return self.mask.replaced + self.mask_documents.replaced + self.mask_short.replaced


def kept_back(table: Table, names: StandIns, warnings: Sequence[str] = ()) -> Table:
    """Return a table in which pseudonyms stand for names, in quotations, titles and notes as well.

    The note that says so counts what was replaced inside texts. `warnings` are added behind it.
    """
    before = names.replaced
    masked = without_names(table, names)
    said = what_is_kept_back(names, before)
    return replace(masked, notes=[*masked.notes, said, *names.warnings, *map(names.mask_sentence, warnings)])


def without_names(table: Table, names: StandIns) -> Table:
    """Return a table in which pseudonyms stand for names, and nothing is said of it."""
    mask = names.mask
    of_rows = names.mask_sentence if table.name in _OF_SENTENCES else mask
    return replace(
        table,
        title=title_without_names(table.title, names),
        columns=[_header(column, names, mask) for column in table.columns],
        rows=[_header(row, names, of_rows) if row.label else row for row in table.rows],
        values=_values(table, names, mask, names.mask_sentence),
        notes=[*map(names.mask_sentence, table.notes)],
    )


def what_is_kept_back(names: StandIns, before: int) -> str:
    """Say that names are kept back, and how many places were replaced since `before` of them were."""
    number = names.replaced - before
    return (
        "Names of participants, cases and documents are kept back"
        + (f"; {counted(number, 'place')} in texts replaced, in [brackets]" if number else "")
        + ". Other names, readings and nicknames in texts are not known to qcode: read before passing it on."
    )


def title_without_names(title: str, names: StandIns) -> str:
    """Return a title with names replaced; what was searched for may be a piece of one."""
    head, colon, asked = title.partition(": ")
    piece = names.mask.is_piece(asked) or names.mask_documents.is_piece(asked)
    return f"{head}: …" if colon and piece else names.mask_sentence(title)


def _values(table: Table, names: StandIns, mask: Masker, mask_notes: Mask) -> list[Sequence[CellValue]]:
    document = next((at for at, one in enumerate(table.columns) if one.names is Entity.DOCUMENT), None)
    told = table.name in _OF_SENTENCES
    replacing = [
        _replacing(column, names, mask_notes if told or column.name in SENTENCES else mask)
        for column in table.columns
    ]
    old = [*zip(*table.values, strict=True)]
    if not old:
        return [*table.values]
    new: list[Sequence[CellValue]] = []
    for at, (column, cells) in enumerate(zip(table.columns, old, strict=True)):
        if document is not None and column.names is Entity.PARTICIPANT:
            new.append(_speaking(names, [*zip(old[document], cells, strict=True)], replacing[at]))
        else:
            new.append(cells if column.name in _CUT_UP else [*map(replacing[at], cells)])
    parts = [at for at, one in enumerate(table.columns) if one.name in _CUT_UP]
    if parts:
        cut = (mask.parts([*map(str, row)]) for row in zip(*(old[at] for at in parts), strict=True))
        for at, masked in zip(parts, zip(*cut, strict=True), strict=True):
            new[at] = masked
    return [*map(list, zip(*new, strict=True))]


def _speaking(
    names: StandIns, found: Sequence[tuple[CellValue, CellValue]], others: Callable[[CellValue], CellValue]
) -> Sequence[CellValue]:
    """Return what participants are called, found as (document, participants).

    The same label stands in many documents for as many people; `others` tells who is not known there.
    """
    known: dict[tuple[CellValue, CellValue], str] = {}
    answer = []
    for place in found:
        called = known.get(place)
        if called is None:
            document, people = map(str, place)
            told = [(names.in_document.get((document, one)), one) for one in _APART.split(people)]
            called = SEPARATOR.join(stand or str(others(one)) for stand, one in told)
            if all(stand for stand, _ in told):
                known[place] = called
        answer.append(called)
    return answer


def _replacing(column: Column, names: StandIns, mask: Mask) -> Callable[[CellValue], CellValue]:
    """Return what makes of a column's values what may be shown."""
    if column.name in TELLING:
        return lambda _: None if column.format is not Format.TEXT else ""
    if column.name == "uid":
        return lambda value: value
    if column.names is None:
        return lambda value: mask(value) if isinstance(value, str) else value
    known = names.by_name[column.names]
    done: dict[CellValue, str] = {"": ""}

    def called(value: CellValue) -> CellValue:
        if value in done or not isinstance(value, str):
            return done.get(value, value)
        parts = [(known.get(one), one) for one in _APART.split(value)]
        said = SEPARATOR.join(stand or mask(one) for stand, one in parts)
        if all(stand for stand, _ in parts):
            # What is replaced inside of a text is counted, each time anew.
            done[value] = said
        return said

    return called


def _header(header: Line, names: StandIns, mask: Mask) -> Line:
    known = names.by_uid.get(header.uid or "") or names.by_name[Entity.CASE].get(header.label)
    key = "" if known is not None else header.key and mask(header.key)
    group = header.group and (names.of_name(header.group) or mask(header.group))
    return replace(header, label=known or mask(header.label), key=key, group=group)


def singled_out(selection: Selection, dimensions: Iterable[str]) -> list[str]:
    """Return a warning for each attribute among dimensions in which fewer than three are alike.

    Where several are attributes of the same kind of thing, what is alike in all of them counts.
    """
    by_axis: dict[Axis, dict[str, Mapping[int, str]]] = {}
    for spec in dimensions:
        # Cases that are grouped by something tell no more than that something does.
        spec = spec.strip().removeprefix("case by ")
        owner, dot, name = spec.partition(".")
        sorts_cases = spec == "group" or spec.startswith(("group:", "class:"))
        if not sorts_cases and (not dot or owner == Entity.DOCUMENT or name in ("role", "kind")):
            continue
        found = dimension(selection, spec)
        labels = {
            key: "; ".join(found.headers[place].name for place in places)
            for key, places in found.places.items()
            if key is not None and places
        }
        by_axis.setdefault(found.axis, {})[found.spec] = labels
    warnings = []
    for axis, attributes in by_axis.items():
        owners = set.intersection(*(set(labels) for labels in attributes.values()))
        combined = {one: tuple(labels[one] for labels in attributes.values()) for one in owners}
        what = "case" if axis is Axis.CASE else "participant"
        warnings += few_alike(what, list(attributes), combined.values())
    return warnings


def few_alike(what: str, attributes: Sequence[str], combinations: Iterable[tuple[str, ...]]) -> list[str]:
    """Return a warning where fewer than three of a kind share the values of attributes, else nothing."""
    alike = Counter(combinations)
    few = [(values, number) for values, number in alike.items() if number < FEWEST_ALIKE]
    if not few:
        return []
    few.sort(key=lambda pair: (pair[1], pair[0]))
    shown = [f"{quoted(', '.join(values))} ({number})" for values, number in few[:_MOST_SHOWN]]
    more = [f"{len(few) - _MOST_SHOWN} more"] if len(few) > _MOST_SHOWN else []
    return [
        (
            f"Warning: fewer than {FEWEST_ALIKE} {what}s are alike in {listed(attributes)}: "
            f"{listed([*shown, *more])}. Who knows the field may tell which they are; use wider classes."
        )
    ]
